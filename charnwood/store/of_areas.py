"""What a Dataset holds of an area, picked out once for all who ask: rows, shares, incidents, contacts, residents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from charnwood.cache import of_data
from charnwood.official import contacts
from charnwood.official.areas import LSOA, Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import OLD_LSOAS, YEARS

if TYPE_CHECKING:
    from charnwood.store.dataset import Dataset

PART = " (part)"  # after the name of an LSOA of 2011 of which an area holds a part


@of_data(32)  # a page asks for the same area several times
def incidents(data: Dataset, area: Area) -> pd.DataFrame:
    """`Dataset.incidents`."""
    return data.counts[data.counts["lsoa21cd"].isin(area.lsoa21)]


@of_data(256)
def rows(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """`Dataset.rows`."""
    edition = MAPPED[year]
    rows = data.iod[year].loc[list(area.codes(edition.vintage))]
    if area.kind == LSOA or edition.vintage != OLD_LSOAS or (shares := data.inside(area)).eq(1).all():
        return rows
    shares = shares.loc[rows.index]
    people = {name: rows[name] * shares for name in edition.denominators.values() if name in rows}
    residents = data.lsoa[OLD_LSOAS].loc[rows.index, "residents"] * shares
    names = rows["name"].where(shares == 1, rows["name"] + PART)
    return rows.assign(**(people | {"population": residents}), name=names, inside=shares)


@of_data(512)
def inside(data: Dataset, area: Area) -> pd.Series:
    """`Dataset.inside`."""
    parts, mine = _parts(data), set(area.lsoa21)
    shares = {
        whole: sum(people for code, people in parts[whole].items() if code in mine)
        / sum(parts[whole].values())
        for whole in sorted(set(area.lsoa11))
    }
    return pd.Series(shares, dtype=float).rename_axis("lsoa11cd")


@of_data(1)
def _parts(data: Dataset) -> dict[str, dict[str, int]]:
    """The LSOAs of 2021 that each of the district's of 2011 became, with their residents."""
    parts: dict[str, dict[str, int]] = {}
    people = data.lsoa[2021]["residents"].to_dict()
    for whole, code in zip(data.names["lsoa11cd"], data.names["lsoa21cd"], strict=True):
        parts.setdefault(whole, {})[code] = people[code]
    return parts


@of_data(1)
def contacts_with_areas(data: Dataset) -> tuple[pd.DataFrame, list[set[str] | None]]:
    """The contacts that are filled in, and of each the LSOAs of its area, none where it is for the whole district."""
    known = {area.name: set(area.lsoa21) for area in data.areas.values()}
    filled = data.contacts[~contacts.to_fill_in(data.contacts)]
    return filled, [known[name] if name else None for name in filled["area"]]


@of_data(512)
def residents(data: Dataset, area: Area) -> dict[int, int]:
    """Residents by year."""
    codes, people = _people(data)
    return dict(zip(YEARS, people[codes.get_indexer(list(area.lsoa21))].sum(axis=0).tolist(), strict=True))


@of_data(1)
def _people(data: Dataset) -> tuple[pd.Index, np.ndarray]:
    """Codes of LSOAs and their residents, a column for each of `YEARS`."""
    return data.population.index, data.population[[f"mid{year}" for year in YEARS]].to_numpy("int64")
