"""What chance allows to be said: exact Poisson intervals, ratios of rates, and the one verdict on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """Exact (Garwood) interval of a Poisson mean from one count.

    Source: Garwood (1936), Biometrika 28, by quantiles of the gamma distribution.
    """
    tail = (1 - level) / 2
    low = scipy.special.gammaincinv(count, tail) if count else 0.0
    return float(low), float(scipy.special.gammaincinv(count + 1, 1 - tail))


def poisson_intervals(counts: np.ndarray, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """`poisson_interval` of each of some counts; NaN where a count is."""
    tail = (1 - level) / 2
    low = np.where(counts > 0, scipy.special.gammaincinv(np.maximum(counts, 1), tail), counts)
    return low, scipy.special.gammaincinv(counts + 1, 1 - tail)


def poisson_quantile(share: float, mean: Any) -> Any:
    """The least count that a Poisson variable of this mean does not exceed in at least a `share` of cases; one or an array.

    By scipy's special functions alone, which load when they are first asked for: `scipy.stats` would take as long to load as all else together.
    """
    count = np.ceil(scipy.special.pdtrik(share, mean))
    below = np.maximum(count - 1, 0.0)
    return np.where(np.equal(mean, 0), 0.0, np.where(scipy.special.pdtr(below, mean) >= share, below, count))


def ratio_interval(
    count: int, base: float, other: int, other_base: float, level: float = 0.95, dispersion: float = 1
) -> tuple[float, float]:
    """Exact interval of the ratio of two Poisson rates, count/base over other/other_base.

    Given their sum, one count is binomial: Clopper-Pearson limits of its share become limits of the
    ratio. (0, inf) when both counts are 0. Source: Przyborowski and Wilenski (1940), Biometrika 31.
    Counts whose variance is `dispersion` times Poisson's tell as much as counts that many times
    smaller (quasi-likelihood: McCullagh and Nelder (1989), Generalized Linear Models).
    """
    if count + other == 0:
        return 0.0, math.inf
    tail = (1 - level) / 2
    scale = other_base / base
    mine, others = count / dispersion, other / dispersion
    low = scipy.special.betaincinv(mine, others + 1, tail) if count else 0.0
    high = scipy.special.betaincinv(mine + 1, others, 1 - tail) if other else 1.0
    return float(low / (1 - low) * scale), math.inf if high == 1 else float(high / (1 - high) * scale)


HIGHER, LOWER, UNCLEAR = "higher", "lower", "no clear difference"
TOO_FEW = "too few to compare"
ALONE = "nothing held to compare with"
LEAST = 10  # events on either side, below which no ratio is worth printing


@dataclass(frozen=True)
class Comparison:
    """A rate beside another: their ratio with its exact 95% interval, and the verdict that it allows.

    With fewer than `LEAST` events on either side the verdict is `TOO_FEW`, and without residents on the other `ALONE`:
    then the three numbers are NaN.
    """

    ratio: float
    low: float
    high: float
    verdict: str


def compare(count: int, base: float, other: int, other_base: float, dispersion: float = 1) -> Comparison:
    """What may be said of count/base beside other/other_base; `dispersion` as in `ratio_interval`.

    The one place that decides "higher" and "lower": where the interval of the ratio leaves out 1.
    """
    if not other_base:
        return Comparison(math.nan, math.nan, math.nan, ALONE)
    if min(count, other) < LEAST:
        return Comparison(math.nan, math.nan, math.nan, TOO_FEW)
    low, high = ratio_interval(count, base, other, other_base, dispersion=dispersion)
    verdict = HIGHER if low > 1 else LOWER if high < 1 else UNCLEAR
    return Comparison(count / base / (other / other_base), low, high, verdict)


WIDTH = 1.959964  # standard errors on either side of a 95% interval of a sum of many


@dataclass(frozen=True)
class Part:
    """What one area gives to a difference: its counts before and after, how often they count (minus: are taken off).

    `dispersion` is how many times the variance of a Poisson count its months vary.
    """

    weight: int
    before: int
    after: int
    dispersion: float = 1.0


@dataclass(frozen=True)
class Difference:
    """By how many counts changed, with its 95% interval and the verdict on it; NaN for the interval of too few.

    `variance` is that of Poisson counts, `dispersion` how many times as much it is taken to be.
    """

    change: int
    variance: int
    dispersion: float
    low: float
    high: float
    verdict: str


def difference(parts: Sequence[Part]) -> Difference:
    """The sum of the changes of some areas; with an area taken off it is a difference of differences.

    Of a treated area, a displacement area and their two controls it is the weighted displacement difference, whose
    variance is the sum of the eight counts (Wheeler and Ratcliffe (2018), Crime Science 7:11), each times its
    dispersion. The interval is normal, so with fewer than `LEAST` in a count the verdict is `TOO_FEW`.
    """
    change = sum(part.weight * (part.after - part.before) for part in parts)
    counts = [(part.weight**2 * (part.after + part.before), part.dispersion) for part in parts]
    variance = sum(count for count, _ in counts)
    widened = sum(count * dispersion for count, dispersion in counts)
    reach = WIDTH * math.sqrt(widened)
    low, high = change - reach, change + reach
    verdict = HIGHER if low > 0 else LOWER if high < 0 else UNCLEAR
    if min(min(part.before, part.after) for part in parts) < LEAST:
        low = high = math.nan
        verdict = TOO_FEW
    return Difference(change, variance, widened / variance if variance else 1.0, low, high, verdict)
