"""Incidents by month and type of police.uk, counted once for all LSOAs: what the counts of every area are added up from.

Tables are a row for each month of the coverage, held or not, and a column for each of `incidents.TYPES`, of whole
numbers; 0 where there is no row. Shared between visits: copy to change.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import incident_kinds
from charnwood.figures.incident_kinds import CRIMES, INCIDENTS
from charnwood.official.areas import Area
from charnwood.official.geography import NEW_LSOAS
from charnwood.official.incidents import ASB, TYPES
from charnwood.store.dataset import Dataset

_ASB = TYPES.index(ASB)


def by_month(rows: pd.DataFrame, months: Sequence[str]) -> pd.DataFrame:
    """Rows of counts (`month`, `crime_type`, `incidents`) as a table of these months."""
    counts = _added(rows, {"month": pd.Index(months, name="month"), "crime_type": pd.Index(TYPES)})
    return _table(counts, months)


@of_data(256)
def of(data: Dataset, area: Area) -> pd.DataFrame:
    """The table of an area."""
    if data.inside(area, NEW_LSOAS).lt(1).any():
        return by_month(data.incidents(area), data.coverage["month"])
    at = data.lsoa[2021].index.get_indexer(list(area.lsoa21))
    return _table(of_lsoas(data)[at].sum(axis=0), data.coverage["month"])


@of_data(1)
def of_lsoas(data: Dataset) -> np.ndarray:
    """The tables of all LSOAs of 2021 as one array: LSOA, in the order of `Dataset.lsoa`, by month by type."""
    codes = pd.Index(data.lsoa[2021].index)
    return _added(
        data.counts,
        {"lsoa21cd": codes, "month": pd.Index(data.coverage["month"]), "crime_type": pd.Index(TYPES)},
    )


def kind_of(counts: np.ndarray, kind: str) -> np.ndarray:
    """The incidents of a kind, of an array whose last axis is types."""
    if kind == INCIDENTS:
        return counts.sum(axis=-1)
    if kind == CRIMES:
        return counts.sum(axis=-1) - counts[..., _ASB]
    return counts[..., TYPES.index(incident_kinds.TYPES[kind])]


def in_months(table: pd.DataFrame, months: Sequence[str]) -> np.ndarray:
    """How many incidents of each type a table has in some of its months."""
    return table.to_numpy()[_places(table.index, months)].sum(axis=0)


def of_lsoas_in(data: Dataset, months: Sequence[str], kind: str) -> pd.Series:
    """The incidents of a kind of each LSOA of 2021 in some months of the coverage, index LSOA code."""
    at = _places(pd.Index(data.coverage["month"]), months)
    counts = kind_of(of_lsoas(data)[:, at].sum(axis=1), kind)
    return pd.Series(counts, index=data.lsoa[2021].index)


def of_pairs_in(data: Dataset, months: Sequence[str], kind: str) -> pd.Series:
    """The same of the ground that each pair of LSOAs shares, a row for each of `Dataset.names`."""
    codes = data.names[["lsoa11cd", "lsoa21cd"]]
    found = codes["lsoa21cd"].map(of_lsoas_in(data, months, kind))
    parted = codes["lsoa21cd"].duplicated(keep=False)
    if parted.any():
        held = data.counts["month"].isin(months) & data.counts["lsoa21cd"].isin(codes.loc[parted, "lsoa21cd"])
        rows = incident_kinds.select(data.counts[held], kind)
        counts = rows.groupby(list(codes))["incidents"].sum().to_dict()
        pairs = codes[parted].itertuples(index=False, name=None)
        found[parted] = [counts.get(pair, 0) for pair in pairs]
    return found


def _places(every: pd.Index, months: Sequence[str]) -> np.ndarray:
    at = every.get_indexer(list(months))
    return at[at >= 0]


def _added(rows: pd.DataFrame, axes: dict[str, pd.Index]) -> np.ndarray:
    """The `incidents` of rows added up in an array, an axis for each column; rows off an axis are left out."""
    shape = tuple(len(labels) for labels in axes.values())
    if rows.empty:
        return np.zeros(shape, "int64")
    at = np.array([labels.get_indexer(rows[column]) for column, labels in axes.items()])
    known = (at >= 0).all(axis=0)
    cells = np.ravel_multi_index(tuple(at[:, known]), shape)
    weights = rows["incidents"].to_numpy(float)[known]
    return np.bincount(cells, weights, int(np.prod(shape))).astype("int64").reshape(shape)


def _table(counts: np.ndarray, months: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(counts, index=pd.Index(months, name="month"), columns=list(TYPES))
