"""Whose residents a rate is of: those of the mid-year held that is nearest to the middle of its months.

ONS estimates residents in the middle of each year (30 June), of 2021 LSOAs in one series rebased after Census 2021.
Months later than the newest estimate have that one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import pandas as pd

from charnwood.official.areas import Area
from charnwood.official.geography import NEW_LSOAS, YEARS
from charnwood.store.dataset import Dataset


def mid_year(months: Sequence[str]) -> int:
    """The year whose middle is nearest to the middle of some months (YYYY-MM); of two as near, and of no month, the later."""
    if not months:
        return YEARS[-1]
    middle = sum(12 * int(month[:4]) + int(month[5:]) - 0.5 for month in months) / len(months)
    return _nearest(middle)


@functools.lru_cache(256)
def _nearest(middle: float) -> int:
    return min(reversed(YEARS), key=lambda year: abs(middle - 12 * year - 6))


def mid_years(periods: Iterable[Sequence[str]]) -> list[int]:
    """The years that `mid_year` gives for some periods, each once, in order."""
    return sorted({mid_year(months) for months in periods})


def residents(data: Dataset, area: Area, months: Sequence[str]) -> int:
    """Residents of an area at the mid-year nearest to some months."""
    return data.residents(area, mid_year(months))


def by_month(data: Dataset, area: Area, months: Sequence[str]) -> pd.Series:
    """Residents of an area at the mid-year nearest to each month, index month."""
    years = [mid_year([month]) for month in months]
    held = {year: data.residents(area, year) for year in set(years)}
    return pd.Series([held[year] for year in years], index=list(months))


def of_lsoas(data: Dataset, months: Sequence[str], vintage: int = NEW_LSOAS) -> pd.Series:
    """Residents of the district's LSOAs of a vintage at the mid-year nearest to some months, index LSOA code."""
    codes = data.lsoa[vintage].index
    if vintage == NEW_LSOAS:
        return data.population[f"mid{mid_year(months)}"].loc[codes].rename_axis(codes.name)
    return of_pairs(data, months).groupby(data.names[codes.name]).sum().loc[codes]


def of_pairs(data: Dataset, months: Sequence[str]) -> pd.Series:
    """The same of the ground that each pair of LSOAs shares, a row for each of `Dataset.names`."""
    return data.ground[f"mid{mid_year(months)}"]
