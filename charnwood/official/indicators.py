"""The underlying indicators of the Indices (File 8): what each column of the official file means.

One registry, `INDICATORS`, by edition. Names and units say no more than the file's own headers and
the Index's documentation do: where a unit is not given there, it is "index value". Which end is more
deprived follows from the sub-domain scores that the indicators make up. Periods are not in the file.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from charnwood.checks import LSOA_CODE, Column, Cut, Faults, read_csv
from charnwood.official import file8
from charnwood.official.deprivation import Edition

COUNT, RATE, SCORE = "count", "rate", "score"
HIGHER, LOWER = "higher", "lower"
INDEX_VALUE = "index value"
PERIOD = "see the Index's technical report"


@dataclass(frozen=True)
class Indicator:
    """One column of File 8.

    `key` is the file's column; `domain` a domain's key; `kind` is `count` (people, summed), `rate` or
    `score` (averaged by population); `worse` is the end that is more deprived, `higher` or `lower`.
    `percent`: the file holds a proportion (0 to 1), shown times 100. `blank`: the publisher leaves
    cells empty. `district`: one figure for every LSOA of a district. `digits`: decimals to show. A count has the key of the `measure`
    whose published rate it makes, the name of File 7's column of `people` whom it can be about, and that rate's unit.
    """

    key: str
    name: str
    unit: str
    domain: str
    kind: str = RATE
    worse: str = HIGHER
    percent: bool = False
    blank: bool = False
    district: bool = False
    digits: int = 1
    measure: str = ""
    people: str = ""
    rate_unit: str = ""

    @property
    def column(self) -> Column:
        """What the official column must hold."""
        if self.kind == COUNT:
            return Column(self.key, "int", 0, blank=self.blank)
        low = None if self.kind == SCORE else 0
        return Column(self.key, "float", low, 1 if self.percent else None, blank=self.blank)


def _percent(key: str, name: str, of: str, domain: str, blank: bool = False) -> Indicator:
    return Indicator(key, name, f"% of {of}", domain, percent=True, blank=blank)


def _score(key: str, name: str, domain: str, digits: int = 2) -> Indicator:
    return Indicator(key, name, INDEX_VALUE, domain, SCORE, digits=digits)


def _distance(key: str, name: str) -> Indicator:
    return Indicator(f"road_distance_to_{key}_indicator_km", name, "km", "barriers", digits=2)


def _homelessness(key: str) -> Indicator:
    name = "Homelessness (one figure for the whole district)"
    return Indicator(key, name, "per 1,000 households", "barriers", district=True, digits=2)


def _crime(key: str, name: str, at_risk: str = "population") -> Indicator:
    return Indicator(f"{key}_rate_per_1_000_at_risk_{at_risk}", name, f"per 1,000 at-risk {at_risk}", "crime")


_PEOPLE = (
    Indicator(
        "income_domain_numerator",
        "People on low incomes",
        "people",
        "income",
        COUNT,
        measure="income",
        people="population",
        rate_unit="% of residents",
    ),
    Indicator(
        "income_deprivation_affecting_children_index_idaci_numerator",
        "Children in families on low incomes (IDACI)",
        "children",
        "income",
        COUNT,
        blank=True,
        measure="idaci",
        people="children",
        rate_unit="% of children under 16",
    ),
    Indicator(
        "income_deprivation_affecting_older_people_index_idaopi_numerator",
        "Older people on low incomes (IDAOPI)",
        "older people",
        "income",
        COUNT,
        blank=True,
        measure="idaopi",
        people="older_people",
        rate_unit="% of people of 60 and over",
    ),
    Indicator(
        "employment_domain_numerator",
        "People involuntarily out of work",
        "people",
        "employment",
        COUNT,
        measure="employment",
        people="employment_base",
        rate_unit="% of people of working age",
    ),
)
_ADULT_SKILLS = _percent(
    "adult_skills_and_english_language_proficiency_indicator",
    "Adults with few or no qualifications, or little English",
    "adults",
    "education",
)
_YEARS_LOST = _score(
    "years_of_potential_life_lost_indicator", "Years of potential life lost", "health", digits=1
)
_ILLNESS = _score(
    "comparative_illness_and_disability_ratio_indicator",
    "Comparative illness and disability ratio",
    "health",
    digits=1,
)
_MORBIDITY = _score(
    "acute_morbidity_indicator",
    "Acute morbidity (emergency admissions to hospital)",
    "health",
    digits=1,
)
_AFFORDABILITY = (
    _score(
        "owner_occupation_affordability_component_of_housing_affordability_indicator",
        "Affordability of buying (component of housing affordability)",
        "barriers",
    ),
    _score(
        "private_rental_affordability_component_of_housing_affordability_indicator",
        "Affordability of private rent (component of housing affordability)",
        "barriers",
    ),
    _score("housing_affordability_indicator", "Housing affordability", "barriers"),
)


def _higher_education(blank: bool) -> Indicator:
    return _percent(
        "entry_to_higher_education_indicator",
        "Young people not entering higher education",
        "young people",
        "education",
        blank,
    )


INDICATORS: dict[int, tuple[Indicator, ...]] = {
    2019: (
        *_PEOPLE,
        _percent(
            "staying_on_in_education_post_16_indicator",
            "Young people not staying on in education after 16",
            "young people",
            "education",
        ),
        _higher_education(blank=False),
        _ADULT_SKILLS,
        _YEARS_LOST,
        _ILLNESS,
        _MORBIDITY,
        _score("mood_and_anxiety_disorders_indicator", "Mood and anxiety disorders", "health"),
        _distance("a_post_office", "Road distance to a post office"),
        _distance("a_primary_school", "Road distance to a primary school"),
        _distance("general_store_or_supermarket", "Road distance to a general store or supermarket"),
        _distance("a_gp_surgery", "Road distance to a GP surgery"),
        _percent("household_overcrowding_indicator", "Overcrowded households", "households", "barriers"),
        _homelessness("homelessness_indicator_rate_per_1000_households"),
        *_AFFORDABILITY,
        _percent(
            "housing_in_poor_condition_indicator", "Housing in poor condition", "homes", "living_environment"
        ),
        _percent(
            "houses_without_central_heating_indicator",
            "Houses without central heating",
            "houses",
            "living_environment",
        ),
        _score("road_traffic_accidents_indicator", "Road traffic accidents", "living_environment"),
        *(
            _score(
                f"{key}_component_of_air_quality_indicator",
                f"{name} (component of air quality)",
                "living_environment",
            )
            for key, name in (
                ("nitrogen_dioxide", "Nitrogen dioxide"),
                ("benzene", "Benzene"),
                ("sulphur_dioxide", "Sulphur dioxide"),
                ("particulates", "Particulates"),
            )
        ),
        _score("air_quality_indicator", "Air quality (higher is worse)", "living_environment"),
    ),
    2025: (
        *_PEOPLE,
        _ADULT_SKILLS,
        _higher_education(blank=True),
        _MORBIDITY,
        _ILLNESS,
        _score("mental_health_indicator", "Mental health (higher is worse)", "health"),
        _YEARS_LOST,
        _crime("violence_with_injury", "Violence with injury"),
        _crime("violence_without_injury", "Violence without injury"),
        _crime("stalking_and_harassment", "Stalking and harassment"),
        _crime("burglary", "Burglary", "properties"),
        _crime("theft", "Theft"),
        _crime("criminal_damage", "Criminal damage"),
        _crime("public_order_and_possession_of_weapons", "Public order and possession of weapons"),
        _crime("anti_social_behaviour", "Anti-social behaviour"),
        Indicator(
            "connectivity_score", "Connectivity (lower is worse)", INDEX_VALUE, "barriers", SCORE, LOWER
        ),
        *_AFFORDABILITY,
        _score(
            "digital_connectivity_broadband_download_and_upload_speeds",
            "Broadband download and upload speeds (higher is worse)",
            "barriers",
        ),
        Indicator(
            "core_homelessness_rate_percent_of_households",
            "Core homelessness (one figure for the whole district)",
            "% of households",
            "barriers",
            district=True,
            digits=2,
        ),
        Indicator("patient_to_gp_ratio", "Patients for each GP", "patients", "barriers", digits=0),
        _homelessness("homelessness_indicator_rate_per_1_000_households"),
        _percent(
            "household_overcrowding_indicator_rooms",
            "Overcrowded households, by rooms",
            "households",
            "barriers",
        ),
        _percent(
            "household_overcrowding_indicator_bedrooms",
            "Overcrowded households, by bedrooms",
            "households",
            "barriers",
        ),
    ),
}
"""Indicators by edition, in the order of the official file."""


def of(year: int) -> tuple[Indicator, ...]:
    """The indicators of an edition; none where its File 8 is not described above."""
    return INDICATORS.get(year, ())


def official_columns(edition: Edition) -> dict[str, Column]:
    """The exact header of an edition's file, with the rule of each column."""
    code = Column(edition.code, pattern=LSOA_CODE, unique=True)
    return {
        file8.named(edition): code,
        **{indicator.key: indicator.column for indicator in INDICATORS[edition.year]},
    }


def read_indicators(path: Path, edition: Edition, codes: Collection[str] | None = None) -> pd.DataFrame:
    """Read and check the indicators of an edition: one row per LSOA, of these codes or of all, sorted by code.

    `path` is the workbook that gov.uk serves, or a CSV with the columns side by side, as `official_columns` names them.
    The code column is `lsoa11cd` or `lsoa21cd`; the others keep the official names, units and empty
    cells. Raises `DataError` that names each line with a wrong code, a code twice, a blank or a value
    out of its range, and each official column that lacks.
    """
    columns = official_columns(edition)
    source = io.BytesIO(file8.as_csv(path, edition)) if file8.is_workbook(path) else path
    frame = read_csv(source, columns, file=path, cut=Cut(next(iter(columns)), codes))
    faults = Faults(path)
    for indicator in INDICATORS[edition.year]:
        if indicator.kind == COUNT and frame[indicator.key].isna().all():
            faults.add(f"column {indicator.key!r}", expected="some values", found="none")
    faults.raise_if_any(f"Use the published indicators of IoD {edition.year}, unchanged.")
    return frame.sort_values(edition.code, ignore_index=True)
