"""The English Indices of Deprivation: editions, official headers, transformed scores, contributions.

Rank 1 is the most deprived LSOA of England, decile 1 the most deprived tenth. Scores of different
domains are not comparable; `transformed_score` is the published common scale (0 to 100, 100 most
deprived), and weight times it is a domain's exact contribution to the IMD score.
Method: MHCLG, The English Indices of Deprivation 2019, Technical report, section 3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from charnwood.checks import DISTRICT_CODE, LSOA_CODE, Column, Faults, read_csv, read_header

Numbers = TypeVar("Numbers", float, np.ndarray, pd.Series)
CUT_OFF = 80  # characters of a heading
DECAY = 23.0  # the constant of the published exponential transformation
TOLERANCE = 0.002  # published IMD scores are rounded to three places, ranks of ties likewise


@dataclass(frozen=True)
class Measure:
    """One index, domain or sub-domain: column prefix, plain name, weight in the IMD, official stem."""

    key: str
    name: str
    official: str
    weight: float = 0.0
    rate: bool = False
    parent: str | None = None
    about: str = ""


IMD = Measure(
    "imd",
    "Index of Multiple Deprivation",
    "Index of Multiple Deprivation (IMD)",
    about="All seven domains combined.",
)
DOMAINS = (
    Measure("income", "Income", "Income", 0.225, True, about="Residents on low incomes."),
    Measure(
        "employment",
        "Employment",
        "Employment",
        0.225,
        True,
        about="Working-age residents involuntarily out of work.",
    ),
    Measure(
        "education",
        "Education, skills and training",
        "Education, Skills and Training",
        0.135,
        about="Lack of attainment and skills, of children and of adults.",
    ),
    Measure(
        "health",
        "Health and disability",
        "Health Deprivation and Disability",
        0.135,
        about="Risk of early death and of poor physical or mental health.",
    ),
    Measure(
        "crime",
        "Crime",
        "Crime",
        0.093,
        about="Risk of personal and material victimisation.",
    ),
    Measure(
        "barriers",
        "Barriers to housing and services",
        "Barriers to Housing and Services",
        0.093,
        about="Distance from services, and housing that is hard to get or afford.",
    ),
    Measure(
        "living_environment",
        "Living environment",
        "Living Environment",
        0.093,
        about="Quality of housing indoors; air quality and road safety outdoors.",
    ),
)
SUBDOMAINS = tuple(
    Measure(key, name, f"{official} Sub-domain", parent=parent)
    for key, name, official, parent in (
        (
            "children_young_people",
            "Children and young people",
            "Children and Young People",
            "education",
        ),
        ("adult_skills", "Adult skills", "Adult Skills", "education"),
        (
            "geographical_barriers",
            "Geographical barriers",
            "Geographical Barriers",
            "barriers",
        ),
        ("wider_barriers", "Wider barriers", "Wider Barriers", "barriers"),
        ("indoors", "Indoors", "Indoors", "living_environment"),
        ("outdoors", "Outdoors", "Outdoors", "living_environment"),
    )
)
SUPPLEMENTARY = (
    Measure(
        "idaci",
        "Income deprivation affecting children (IDACI)",
        "Income Deprivation Affecting Children Index (IDACI)",
        rate=True,
        parent="income",
    ),
    Measure(
        "idaopi",
        "Income deprivation affecting older people (IDAOPI)",
        "Income Deprivation Affecting Older People (IDAOPI)",
        rate=True,
        parent="income",
    ),
)


@dataclass(frozen=True)
class Edition:
    """One release: its year, the vintage of its LSOAs, how many England has, and what its File 7 holds.

    `changed` says how it differs from the edition before; `asset` is File 7's address, `file7` its path
    among the official files; `denominators` names its columns of people. `short`: a layout of File 7
    without IDACI, IDAOPI and denominators is about as well, and either is read.
    """

    year: int
    vintage: int
    areas: int
    measures: tuple[Measure, ...]
    weights: str
    changed: str = ""
    district_year: int | None = None
    file7: str = ""
    asset: str = ""
    denominators: Mapping[str, str] = field(default_factory=dict, hash=False)
    short: bool = False

    @property
    def code(self) -> str:
        """Name of the LSOA code column: `lsoa11cd` or `lsoa21cd`."""
        return f"lsoa{self.vintage % 100}cd"

    @property
    def mid_year(self) -> str:
        """Whose people its averages are weighted by: "mid-2015"."""
        return self.weights.removesuffix(" population")


ASSETS = "https://assets.publishing.service.gov.uk/media"
MAPPED = {
    edition.year: edition
    for edition in (
        Edition(
            2019,
            2011,
            32_844,
            (IMD, *DOMAINS, *SUPPLEMENTARY, *SUBDOMAINS),
            "mid-2015 population",
            "The Indices of 2015 and 2019 have the same domains and weights; some indicators are new, modified or "
            "older than others.",
            2019,
            "iod2019/File_7_IoD2019_all_ranks_deciles_published_scores_population_denominators.csv",
            f"{ASSETS}/5dc407b440f0b6379a7acc8d/"
            "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv",
            {
                "Total population: mid 2015 (excluding prisoners)": "population",
                "Dependent Children aged 0-15: mid 2015 (excluding prisoners)": "children",
                "Population aged 16-59: mid 2015 (excluding prisoners)": "working_age",
                "Older population aged 60 and over: mid 2015 (excluding prisoners)": "older_people",
                "Working age population 18-59/64: for use with Employment Deprivation Domain "
                "(excluding prisoners)": "employment_base",
            },
        ),
        Edition(
            2025,
            2021,
            33_755,
            (IMD, *DOMAINS, *SUPPLEMENTARY, *SUBDOMAINS),
            "mid-2022 population",
            "Indicators and methods changed between the Indices of 2019 and 2025, and every Crime and Living "
            "Environment indicator of 2025 is new or modified.",
            2024,
            "iod2025/File_7_IoD2025_all_scores_ranks_deciles.csv",
            f"{ASSETS}/691ded56d140bbbaa59a2a7d/"
            "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
            {
                "Total population: mid 2022": "population_2022",
                "Dependent Children aged 0-15: mid 2022": "children_2022",
                "Older population aged 60 and over: mid 2022": "older_people_2022",
                "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022": (
                    "employment_base_2022"
                ),
            },
            short=True,
        ),
    )
}
"""Editions with ranks of every domain: those that a page can show. An entry here adds one everywhere."""
CHOSEN = 2019
"""The edition on which the council's choice of Priority Neighbourhoods rests."""
NEWEST = max(MAPPED)
AFTER_HOUSING = 2025
"""The first edition whose low incomes are counted after housing costs."""
EDITION_2015 = Edition(2015, 2011, 32_844, (IMD,), "none held")
EDITIONS = {EDITION_2015.year: EDITION_2015, **MAPPED}


def transformed_score(rank: Numbers, areas: int) -> Numbers:
    """Exponentially transformed rank: 0 (least deprived) to 100 (most deprived), comparable.

    E = -23 ln(1 - R (1 - exp(-100/23))) with R = (N + 1 - rank) / N, N the LSOAs of England.
    """
    scaled = (areas + 1 - rank) / areas
    return -DECAY * np.log(1 - scaled * (1 - math.exp(-100 / DECAY)))


def middle_score(areas: int) -> float:
    """Transformed score of England's middle LSOA: half of England's areas are more deprived."""
    return float(transformed_score((areas + 1) / 2, areas))


def average_transformed(areas: int) -> float:
    """The mean transformed score of England's LSOAs in any domain, as each has every rank once."""
    return float(transformed_score(np.arange(1, areas + 1), areas).mean())


def average_score(areas: int) -> float:
    """The mean IMD score of England's LSOAs, 21.7.

    It follows from the transformation and the weights alone, and so is the same in every edition; weighted by the
    residents of 2019's File 7 it is 21.7 as well.
    """
    return average_transformed(areas) * sum(domain.weight for domain in DOMAINS)


DISTRICT = ("ladcd", "ladnm")


def decile_of(rank: Numbers, areas: int) -> Numbers:
    """Decile of a rank, as published: 1 is the most deprived tenth of England's LSOAs."""
    return np.ceil(rank * 10 / areas)


def with_derived(frame: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Add `<domain>_transformed` (0 to 100) and `<domain>_contribution` (points of the IMD score)."""
    derived = {}
    for domain in DOMAINS:
        score = transformed_score(frame[f"{domain.key}_rank"], edition.areas)
        derived[f"{domain.key}_transformed"] = score
        derived[f"{domain.key}_contribution"] = domain.weight * score
    return frame.assign(**derived)


def official_columns(edition: Edition, short: bool = False) -> dict[str, Column]:
    """The exact header of File 7 of an edition, or of its short layout, with the rule of each column."""
    district = edition.district_year
    columns = {
        f"LSOA code ({edition.vintage})": Column(edition.code, pattern=LSOA_CODE, unique=True),
        f"LSOA name ({edition.vintage})": Column(edition.code[:-2] + "nm"),
        f"Local Authority District code ({district})": Column("ladcd", pattern=DISTRICT_CODE),
        f"Local Authority District name ({district})": Column("ladnm"),
    }
    for m in edition.measures:
        if short and m in SUPPLEMENTARY:
            continue
        rate = " (rate)" if m.rate else ""
        low, high = (0, 1) if m.rate else (None, None)
        columns[f"{m.official} Score{rate}"] = Column(
            f"{m.key}_score", "float", low, high, blank=m is not IMD
        )
        columns[f"{m.official} Rank (where 1 is most deprived)"] = Column(
            f"{m.key}_rank", "int", 1, edition.areas
        )
        columns[f"{m.official} Decile (where 1 is most deprived 10% of LSOAs)"] = Column(
            f"{m.key}_decile", "int", 1, 10
        )
    if not short:
        columns |= {official: Column(name, "int", 0) for official, name in edition.denominators.items()}
    return columns


def layout(edition: Edition, header: Sequence[str]) -> dict[str, Column]:
    """The columns that a File 7 with this header must have, all or those of the short layout, as it names them.

    gov.uk's own headings vary in commas and line breaks, and one is cut off after 80 characters.
    """
    whole, brief = official_columns(edition), official_columns(edition, short=True)
    found = {plain(name): name for name in header}
    cut_off = {plain(name): name for name in header if len(name) == CUT_OFF}
    longer = {plain(name) for name in whole} - {plain(name) for name in brief}
    columns = brief if edition.short and not longer & set(found) else whole
    named = {}
    for name, column in columns.items():
        bare = plain(name)
        start = next((begun for begun in cut_off if bare.startswith(begun)), bare)
        named[found.get(bare) or found.get(start, name)] = column
    return named


def plain(name: str) -> str:
    """A heading without what differs between files of gov.uk: capitals, commas, blanks, line breaks."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def held_measures(edition: Edition, columns: Iterable[str]) -> list[Measure]:
    """The measures of an edition that a table with these columns holds."""
    held = set(columns)
    return [m for m in edition.measures if f"{m.key}_rank" in held]


def read_file7(path: Path, edition: Edition) -> pd.DataFrame:
    """Read and check all England's File 7 of an edition: one row per LSOA, official order of columns.

    Checks header, codes, ranges, the number of LSOAs, that each decile follows from its rank, and
    that the seven weighted transformed ranks add up to the IMD score. Raises `DataError`.
    """
    frame = read_csv(path, layout(edition, read_header(path)))
    faults = Faults(path)
    require_england(faults, frame, edition)
    for m in held_measures(edition, frame):
        rank, decile = frame[f"{m.key}_rank"], frame[f"{m.key}_decile"]
        wrong = decile_of(rank, edition.areas) != decile
        for index in frame.index[wrong]:
            faults.add(
                f"line {index:,}, decile of {m.name}",
                expected=f"{decile_of(float(rank[index]), edition.areas):.0f} for rank {rank[index]:,}",
                found=decile[index],
            )
    derived = with_derived(frame, edition)
    total = derived[[f"{d.key}_contribution" for d in DOMAINS]].sum(axis=1)
    for index in frame.index[(total - frame["imd_score"]).abs() > TOLERANCE]:
        faults.add(
            f"line {index:,}, IMD score",
            expected=f"{total[index]:.3f}, the sum of the weighted domains",
            found=frame["imd_score"][index],
        )
    faults.raise_if_any(f"Use the published File 7 of IoD {edition.year}, unchanged.")
    return frame


def read_districts(path: Path, edition: Edition) -> pd.DataFrame:
    """The districts of England as a File 7 names them: `ladcd`, `ladnm`, each once. Raises `DataError`."""
    header = read_header(path)
    columns = {official: rule for official, rule in layout(edition, header).items() if rule.name in DISTRICT}
    frame = read_csv(path, columns, also=header)
    return frame.drop_duplicates("ladcd").sort_values("ladcd", ignore_index=True)


def cut(frame: pd.DataFrame, edition: Edition, codes: Iterable[str]) -> pd.DataFrame:
    """The rows of these LSOAs, sorted by code."""
    kept = frame[frame[edition.code].isin(set(codes))]
    return kept.sort_values(edition.code, ignore_index=True)


def require_england(faults: Faults, frame: pd.DataFrame, edition: Edition) -> None:
    """Note where a table has not a row for each of England's LSOAs."""
    if len(frame) != edition.areas:
        faults.add("rows", expected=f"{edition.areas:,} LSOAs", found=f"{len(frame):,}")
