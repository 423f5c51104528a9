"""What a Dataset holds of an area, picked out once for all who ask: rows, shares, incidents, contacts, residents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from charnwood.cache import of_data
from charnwood.official import contacts
from charnwood.official.areas import LSOA, Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import OLD_LSOAS, REDRAWN, YEARS

if TYPE_CHECKING:
    from charnwood.store.dataset import Dataset

PART = " (part)"  # after the name of an LSOA of which an area holds a part


def people_of_pairs(names: pd.DataFrame, population: pd.DataFrame, before: pd.Series) -> pd.DataFrame:
    """Residents by mid-year of the ground that each pair of LSOAs shares, a row for each of `names`, whole people.

    `population` is that of LSOAs of 2021, `before` the residents of those of 2011 (mid-2019). An LSOA of 2021 that was
    made of several has its residents shared out among them by those; so the pairs of an LSOA of 2021 sum to its own.
    """
    people = population[[f"mid{year}" for year in YEARS]].loc[names["lsoa21cd"]].set_axis(names.index)
    parents = names["lsoa21cd"].duplicated(keep=False)
    if not parents.any():
        return people
    latest = people[f"mid{YEARS[-1]}"]
    # Where an LSOA of 2011 went into several, each takes of it as it has of their residents
    weights = names["lsoa11cd"].map(before) * latest / latest.groupby(names["lsoa11cd"]).transform("sum")
    for _, rows in names[parents].groupby("lsoa21cd"):
        shares = weights[rows.index].cumsum().to_numpy() / weights[rows.index].sum()
        shares[-1] = 1
        whole = people.loc[rows.index[0]].to_numpy()
        parts = np.diff(np.rint(np.outer(shares, whole)), axis=0, prepend=0)
        people.loc[rows.index] = parts.astype("int64")
    return people


@of_data(512)
def ground(data: Dataset, area: Area) -> np.ndarray:
    """Which rows of `Dataset.names`, pairs of an LSOA of 2011 and one of 2021, an area is made of."""
    old, new = set(area.lsoa11), set(area.lsoa21)
    return np.array([one in old and other in new for one, other in _pairs(data)])


@of_data(1)
def _pairs(data: Dataset) -> list[tuple[str, str]]:
    return list(data.names[["lsoa11cd", "lsoa21cd"]].itertuples(index=False, name=None))


@of_data(1)
def redrawn(data: Dataset) -> frozenset[str]:
    """The district's LSOAs of 2021 that were merged of several of 2011, or drawn anew: none of 2011 is the same or holds them."""
    changed = data.names["change"].isin(REDRAWN) | data.names["lsoa21cd"].duplicated(keep=False)
    return frozenset(data.names.loc[changed, "lsoa21cd"])


def within(data: Dataset, rows: pd.DataFrame, area: Area) -> pd.DataFrame:
    """Those of some rows, with codes of both vintages, that lie in an area."""
    inside = rows["lsoa21cd"].isin(area.lsoa21)
    if not redrawn(data).isdisjoint(area.lsoa21):
        inside &= rows["lsoa11cd"].isin(area.lsoa11)
    return rows[inside]


@of_data(32)  # a page asks for the same area several times
def incidents(data: Dataset, area: Area) -> pd.DataFrame:
    """`Dataset.incidents`."""
    return within(data, data.counts, area)


@of_data(256)
def rows(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """`Dataset.rows`."""
    edition = MAPPED[year]
    rows = data.iod[year].loc[list(area.codes(edition.vintage))]
    alone = area.kind == LSOA and len(rows) == 1
    if alone or (shares := data.inside(area, edition.vintage)).eq(1).all():
        return rows
    shares = shares.loc[rows.index]
    people = {name: rows[name] * shares for name in edition.denominators.values() if name in rows}
    residents = data.lsoa[edition.vintage].loc[rows.index, "residents"] * shares
    names = rows["name"].where(shares == 1, rows["name"] + PART)
    return rows.assign(**(people | {"population": residents}), name=names, inside=shares)


@of_data(512)
def inside(data: Dataset, area: Area, vintage: int = OLD_LSOAS) -> pd.Series:
    """`Dataset.inside`."""
    at = 0 if vintage == OLD_LSOAS else 1
    every, mine = dict.fromkeys(area.codes(vintage), 0), dict.fromkeys(area.codes(vintage), 0)
    people = data.ground[f"mid{YEARS[-1]}"].tolist()
    for pair, held, count in zip(_pairs(data), ground(data, area), people, strict=True):
        if pair[at] in every:
            every[pair[at]] += count
            mine[pair[at]] += count * held
    shares = {code: mine[code] / every[code] for code in sorted(every)}
    return pd.Series(shares, dtype=float).rename_axis(f"lsoa{vintage % 100}cd")


@of_data(1)
def contacts_with_areas(data: Dataset) -> tuple[pd.DataFrame, list[set[str] | None]]:
    """The contacts that are filled in, and of each the LSOAs of its area, none where it is for the whole district."""
    known = {area.name: set(area.lsoa21) for area in data.areas.values()}
    filled = data.contacts[~contacts.to_fill_in(data.contacts)]
    return filled, [known[name] if name else None for name in filled["area"]]


@of_data(512)
def residents(data: Dataset, area: Area) -> dict[int, int]:
    """Residents by year."""
    return dict(zip(YEARS, _people(data)[ground(data, area)].sum(axis=0).tolist(), strict=True))


@of_data(1)
def _people(data: Dataset) -> np.ndarray:
    """Residents of each pair of LSOAs, a column for each of `YEARS`."""
    return data.ground.to_numpy("int64")
