"""The funnel plot of the district's LSOAs: which rates lie outside the spread of areas of their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy

from charnwood.cache import of_data
from charnwood.figures import crime, intervals, population, tally, visitors
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset

TAIL = 0.1  # of the areas at each end: left out of the middle, pulled in for the over-dispersion
LEAST = 0.5  # incidents an area, below which most areas have none and limits say nothing
LIMITS = {95: 0.95, 998: 0.998}
ABOVE, BELOW = "above", "below"
PAST = {intervals.HIGHER: ABOVE, intervals.LOWER: BELOW}
WITHIN = "within the limits"
UNLIMITED = "too few for limits"


@dataclass(frozen=True)
class Funnel:
    """A funnel plot: `areas` by `lsoa21cd`, its middle (`target`, per resident) and the over-dispersion `phi`.

    Columns of `areas`: `name`, `residents`, `count`, `rate` (per 1,000), `low_95`, `high_95`, `low_998`,
    `high_998` (per 1,000), `standing` and `visitors` (what draws many visitors, or ""). With fewer than `LEAST`
    incidents an area target and limits are NaN.
    """

    areas: pd.DataFrame
    target: float
    phi: float

    @property
    def limited(self) -> bool:
        """Whether there are limits."""
        return bool(np.isfinite(self.target))


def middle(counts: np.ndarray, residents: np.ndarray) -> float:
    """The rate (per resident) of the areas but for the tenth with the highest and the tenth with the lowest rates.

    A trimmed mean: a few town centres do not raise it, as they raise the rate of all. Source: Spiegelhalter (2005),
    as in `limits`, which leaves the target to the purpose.
    """
    order = np.argsort(counts / residents, kind="stable")
    cut = int(TAIL * len(order))
    kept = order[cut : len(order) - cut]
    return float(counts[kept].sum() / residents[kept].sum())


def limits(target: float, residents: Any, phi: float, level: float) -> tuple[Any, Any]:
    """Lower and upper limit of a rate (per resident) at a number of residents, one or an array.

    On the scale of square roots, where a Poisson count has variance 1/4, widened by the square root
    of `phi`, and never narrower than the exact Poisson limits, which are wider where counts are few.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    tail = (1 - level) / 2
    reach = -scipy.special.ndtri(tail) * np.sqrt(phi) / (2 * np.sqrt(residents))
    exact = [intervals.poisson_quantile(share, target * residents) / residents for share in (tail, 1 - tail)]
    return (
        np.minimum(np.maximum(np.sqrt(target) - reach, 0) ** 2, exact[0]),
        np.maximum((np.sqrt(target) + reach) ** 2, exact[1]),
    )


def overdispersion(counts: np.ndarray, expected: np.ndarray) -> float:
    """How many times the variance of a Poisson count the areas vary; never below 1.

    The mean of squared z-scores (square-root scale), a tenth of them at each end pulled in to the
    tenth's edge (winsorised), so that the areas sought do not hide themselves; over what that mean is where areas
    differ by chance alone, as else the limits would be a fifth too narrow. Source: Spiegelhalter
    (2005), as in `limits`; the divisor by integration of the normal density.
    """
    z = 2 * (np.sqrt(counts) - np.sqrt(expected))
    pulled = np.clip(z, *np.quantile(z, [TAIL, 1 - TAIL]))
    return max(1.0, float((pulled**2).mean()) / _winsorised_variance())


def _winsorised_variance() -> float:
    """The variance of a standard normal variable of which `TAIL` at each end is pulled in to the tail's edge."""
    edge = float(-scipy.special.ndtri(TAIL))
    density = float(np.exp(-(edge**2) / 2) / np.sqrt(2 * np.pi))
    return 1 - 2 * TAIL + 2 * TAIL * edge**2 - 2 * edge * density


@of_data(64)
def funnel(data: Dataset, kind: str, months: Sequence[str]) -> Funnel:
    """The rates of the district's LSOAs of 2021 in some months against their middle, with limits."""
    shapes = data.lsoa[2021]
    count = tally.of_lsoas_in(data, months, kind)
    residents = population.of_lsoas(data, months)
    areas = pd.DataFrame({"name": shapes["name"], "residents": residents, "count": count})
    return limited(areas.assign(visitors=visitors.reasons(data, months)))


def limited(areas: pd.DataFrame) -> Funnel:
    """The funnel plot of areas with `count` and `residents`."""
    count, residents = (areas[name].to_numpy(float) for name in ("count", "residents"))
    enough = count.sum() >= LEAST * len(count)
    target = middle(count, residents) if enough else np.nan
    phi = overdispersion(count, target * residents) if enough else 1.0
    rate = crime.rate(count, residents)
    standing = pd.Series(WITHIN if enough else UNLIMITED, index=areas.index)
    columns = {"rate": rate}
    for name, level in LIMITS.items():
        low, high = (crime.rate(bound, 1) for bound in limits(target, residents, phi, level))
        columns |= {f"low_{name}": low, f"high_{name}": high}
        low, high = low * (1 - 1e-9), high * (1 + 1e-9)  # a count on an exact limit is within it
        standing[rate > high] = f"{ABOVE} the {level:.1%} limit".replace(".0%", "%")
        standing[rate < low] = f"{BELOW} the {level:.1%} limit".replace(".0%", "%")
    order = ["name", "residents", "count", *columns, "standing", "visitors"]
    table = areas.assign(**columns, standing=standing)
    return Funnel(table[[name for name in order if name in table]], target, phi)


@dataclass(frozen=True)
class Both:
    """The two tests of an area: its ratio to the rest, and the `standing` in the funnel plot of each of its LSOAs."""

    found: intervals.Comparison
    standing: tuple[str, ...]

    @property
    def differ(self) -> bool:
        """Whether one test tells the area from others and the other does not.

        Of several LSOAs, which may stand out where the area does not, only an area that does is asked.
        """
        if UNLIMITED in self.standing:
            return False
        if self.found.verdict in PAST:
            return not any(each.startswith(PAST[self.found.verdict]) for each in self.standing)
        return len(self.standing) == 1 and self.standing[0] != WITHIN


@of_data(256)
def both(data: Dataset, area: Area, kind: str) -> Both | None:
    """The two tests of an area in the latest twelve covered months; None of the whole district, which has no rest."""
    if crime.is_whole(data, area):
        return None
    found = crime.kind_against_rest(data, area, kind).found
    standing = funnel(data, kind, data.period).areas.loc[list(area.lsoa21), "standing"]
    return Both(found, tuple(standing))
