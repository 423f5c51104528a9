"""The funnel plot of the district's LSOAs: which rates lie outside the spread of areas of their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from charnwood.cache import of_data
from charnwood.figures import crime, incident_kinds, visitors
from charnwood.store.dataset import Dataset

WINSORISED = 0.1  # of the areas at each end
LIMITS = {95: 0.95, 998: 0.998}
ABOVE, BELOW = "above", "below"
WITHIN = "within the limits"


@dataclass(frozen=True)
class Funnel:
    """A funnel plot: `areas` by `lsoa21cd`, the rate of them all (per resident) and the over-dispersion.

    Columns of `areas`: `name`, `residents`, `count`, `rate` (per 1,000), `low_95`, `high_95`, `low_998`,
    `high_998` (per 1,000), `standing` and `visitors` (what draws many visitors, or "").
    """

    areas: pd.DataFrame
    target: float
    phi: float


def limits(target: float, residents: Any, phi: float, level: float) -> tuple[Any, Any]:
    """Lower and upper limit of a rate (per resident) at a number of residents, one or an array.

    On the scale of square roots, where a Poisson count has variance 1/4, widened by the square root
    of `phi`. Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    reach = -ndtri((1 - level) / 2) * np.sqrt(phi) / (2 * np.sqrt(residents))
    return np.maximum(np.sqrt(target) - reach, 0) ** 2, (np.sqrt(target) + reach) ** 2


def overdispersion(counts: pd.Series, expected: pd.Series) -> float:
    """How many times the variance of a Poisson count the areas vary; never below 1.

    The mean of squared z-scores (square-root scale), a tenth of them at each end pulled in to the
    tenth's edge (winsorised), so that the areas sought do not hide themselves. Source: Spiegelhalter
    (2005), as in `limits`.
    """
    z = 2 * (np.sqrt(counts) - np.sqrt(expected))
    pulled = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    return max(1.0, float((pulled**2).mean()))


@of_data(64)
def funnel(data: Dataset, kind: str, months: Sequence[str]) -> Funnel:
    """The rates of the district's LSOAs of 2021 in some months against its own, with limits."""
    shapes = data.lsoa[2021]
    counts = incident_kinds.select(data.counts[data.counts["month"].isin(months)], kind)
    count = counts.groupby("lsoa21cd")["incidents"].sum().reindex(shapes.index, fill_value=0)
    residents = shapes["residents"]
    target = float(count.sum() / residents.sum())
    phi = overdispersion(count, target * residents)
    areas = pd.DataFrame({"name": shapes["name"], "residents": residents, "count": count})
    areas["rate"] = crime.rate(count, residents)
    standing = pd.Series(WITHIN, index=areas.index)
    for name, level in LIMITS.items():
        low, high = (crime.rate(bound, 1) for bound in limits(target, residents, phi, level))
        areas[f"low_{name}"], areas[f"high_{name}"] = low, high
        standing[areas["rate"] > high] = f"{ABOVE} the {level:.1%} limit".replace(".0%", "%")
        standing[areas["rate"] < low] = f"{BELOW} the {level:.1%} limit".replace(".0%", "%")
    areas["standing"] = standing
    areas["visitors"] = visitors.reasons(data, months)
    return Funnel(areas, target, phi)
