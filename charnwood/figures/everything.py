"""All that is held of each small area in one table: for whoever works on in a spreadsheet of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charnwood import english
from charnwood.cache import of_data
from charnwood.figures import census, change, crime, population, tally
from charnwood.figures.incident_kinds import PARTS
from charnwood.official.areas import Area
from charnwood.official.census import HOUSEHOLDS
from charnwood.official.deprivation import DOMAINS, IMD, MAPPED
from charnwood.official.geography import LATEST_POPULATION
from charnwood.store.dataset import Dataset

MEASURES = (IMD, *DOMAINS)


def table(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """One row for each LSOA of 2021 of some areas, in their order and each once.

    Columns: `lsoa21cd`, `lsoa11cd`, `name`, `ward`, `former_ward` (where the place has them), `neighbourhood`,
    `part_of_lsoa11` ("yes" where the 2011 LSOA was larger, and its figures are of all of it; `change.MERGED` where the area was
    made of several or drawn anew, which `lsoa11cd` names, and has no figures of its own before), `residents`,
    `households`; `<measure>_rank_<edition>` and `<measure>_decile_<edition>` of the IMD and each domain (1 = the most
    deprived; ranks of the edition's LSOAs of England); `crimes`, `asb` of `Dataset.period` and each per 1,000
    residents of the mid-year nearest; `census_<topic>: <group>` in percent, empty where a small count is withheld.
    """
    codes = list(dict.fromkeys(code for area in areas for code in area.lsoa21))
    return _whole(data).loc[codes].reset_index()


@of_data(1)
def _whole(data: Dataset) -> pd.DataFrame:
    """That table of the district, index `lsoa21cd`."""
    names = data.names.drop_duplicates("lsoa21cd").set_index("lsoa21cd")
    part_of = names["lsoa11cd"].duplicated(keep=False).map({True: "yes", False: ""})
    merged = names.index.isin(data.redrawn)
    names["lsoa11cd"] = data.names.groupby("lsoa21cd")["lsoa11cd"].agg(english.listing)
    told = pd.DataFrame(
        {
            "lsoa11cd": names["lsoa11cd"],
            "name": names["name21"],
            "ward": names["ward"],
            "former_ward": names["former_ward"],
            "neighbourhood": pd.Series(names.index.map(data.neighbourhood_of), names.index),
            "part_of_lsoa11": part_of.mask(merged, change.MERGED),
            "residents": data.population[f"mid{LATEST_POPULATION}"].reindex(names.index),
        }
    ).dropna(axis="columns", how="all")
    shares = _census(data, names.index)
    return pd.concat(
        [
            told,
            shares.pop("households"),
            _indices(data, names),
            *([_crime(data)] if data.has_crime else []),
            shares,
        ],
        axis=1,
    ).rename_axis("lsoa21cd")


def _indices(data: Dataset, names: pd.DataFrame) -> pd.DataFrame:
    """Rank and decile of each measure in each edition, by the LSOA of its vintage; index as `names`."""
    columns = {}
    for year, edition in MAPPED.items():
        own = data.own(year)
        codes = names.index.to_series()
        if edition.code == "lsoa11cd":
            codes = names["lsoa11cd"].mask(names.index.isin(data.redrawn))
        for measure in MEASURES:
            for part in ("rank", "decile"):
                columns[f"{measure.key}_{part}_{year}"] = _whole_numbers(
                    codes.map(own[f"{measure.key}_{part}"])
                )
    return pd.DataFrame(columns)


def _whole_numbers(found: pd.Series) -> pd.Series:
    """Whole numbers where some are not known, as of an LSOA that was merged."""
    return found.astype("Int64") if found.isna().any() else found


def _crime(data: Dataset) -> pd.DataFrame:
    """Crimes and anti-social behaviour of the latest twelve months with their rates, index `lsoa21cd`."""
    people = population.of_lsoas(data, data.period)
    told = pd.DataFrame({name: tally.of_lsoas_in(data, data.period, kind) for name, kind in PARTS.items()})
    return told.assign(
        **{f"{kind}_per_1000": crime.rate(told[kind], people).round(2) for kind in ("crimes", "asb")}
    )


def _census(data: Dataset, codes: pd.Index) -> pd.DataFrame:
    """Households and each group's share in percent, index the codes; no more than `households` where none is held."""
    homes = next((topic for topic in census.held(data) if topic.unit == HOUSEHOLDS), None)
    rows: dict[str, dict[str, float | None]] = {}
    for code in codes:
        shares = census.shown(data, data.areas[code])
        rows[code] = {f"census_{topic.key}: {share.label}": round(share.share, 1) for topic, share in shares}
        rows[code]["households"] = sum(census.counts(data, [code], homes).values()) if homes else None
    return pd.DataFrame.from_dict(rows, orient="index")
