"""The underlying indicators of an area beside the district's and its county's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from charnwood.cache import of_data
from charnwood.official import indicators
from charnwood.official.areas import Area
from charnwood.official.deprivation import DOMAINS, Measure
from charnwood.official.indicators import COUNT, HIGHER, Indicator
from charnwood.store.dataset import Dataset


def combined(values: pd.DataFrame, rows: pd.DataFrame, of: Sequence[Indicator]) -> pd.Series:
    """Indicators of a group of LSOAs: the sum of people, or the population-weighted mean.

    `values` and `rows` (as from `Dataset.rows`: `population`, `inside`) are indexed by LSOA code; of an LSOA
    of which the group holds a part that share of the people counts. LSOAs without a value are left out of sum
    and weights. Index: official column; in the indicator's unit (proportions in percent), NaN where no LSOA
    has a value.
    """
    figures = values[[i.key for i in of]].to_numpy(dtype=float)
    held = ~np.isnan(figures)
    beside = rows.loc[values.index]
    weights = beside["population"].to_numpy(dtype=float)[:, None] * held
    counts = figures * beside["inside"].to_numpy(dtype=float)[:, None]
    with np.errstate(invalid="ignore"):
        means = np.nansum(figures * weights, axis=0) / weights.sum(axis=0)
    means *= [100 if i.percent else 1 for i in of]
    found = np.where([i.kind == COUNT for i in of], np.nansum(counts, axis=0), means)
    return pd.Series(np.where(held.any(axis=0), found, np.nan), index=[i.key for i in of])


@of_data(4)
def _indicator_references(data: Dataset, year: int) -> dict[str, pd.Series]:
    """The indicators of the district and of its county, which every area stands beside."""
    groups = {data.place.column: data.own(year)}
    if data.place.county:
        groups[data.place.county_column] = data.county(year)
    return {
        name: combined(data.indicators[year].loc[rows.index], rows, indicators.of(year))
        for name, rows in groups.items()
    }


def _listed(year: int) -> list[Indicator]:
    """The indicators of an edition in the order of the domains."""
    order = [d.key for d in DOMAINS]
    return sorted(indicators.of(year), key=lambda i: order.index(i.domain))


@of_data(128)
def indicator_values(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """Each underlying indicator of an area beside the district's and its county's, unrounded.

    One row per indicator in the order of the domains: `indicator` (the official column), `name`, `unit`,
    `domain`, `kind` (count, rate or score), `more_deprived_if` (higher or lower), `area`, one of the name
    of the district and one of its county (without the city), `lsoas` of the area, those that it holds a part
    of included, `lsoas_without_value` among them, `period`. Counts are sums, all else population-weighted means. Source: File 8.
    """
    listed = _listed(year)
    rows = data.rows(area, year)
    values = data.indicators[year].loc[rows.index]
    figures = {"area": combined(values, rows, listed), **_indicator_references(data, year)}
    keys = [i.key for i in listed]
    return pd.DataFrame(
        {
            "indicator": keys,
            "name": [i.name for i in listed],
            "unit": [i.unit for i in listed],
            "domain": [i.domain for i in listed],
            "kind": [i.kind for i in listed],
            "more_deprived_if": [i.worse for i in listed],
            **{name: series[keys].to_numpy() for name, series in figures.items()},
            "lsoas": len(rows),
            "lsoas_without_value": values[keys].isna().sum().to_numpy(),
            "period": indicators.PERIOD,
        }
    )


def is_worse(data: Dataset, area: Area, year: int, of: Sequence[Indicator]) -> list[bool]:
    """Whether an area stands nearer the deprived end than the district by each of some indicators that it has a value of."""
    rows = data.rows(area, year)
    mine = combined(data.indicators[year].loc[rows.index], rows, of)
    district = _indicator_references(data, year)[data.place.column]
    gaps = [(one, round(mine[one.key] - district[one.key], 9)) for one in of]
    return [gap > 0 if one.worse == HIGHER else gap < 0 for one, gap in gaps]


def domains_without(year: int) -> list[Measure]:
    """Domains of which the file of an edition holds no indicator."""
    held = {indicator.domain for indicator in indicators.of(year)}
    return [d for d in DOMAINS if d.key not in held]
