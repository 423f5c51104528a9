"""Crime in time: months that stand out, rolling years, seasons, like periods; on covered months only.

Every function takes monthly counts as `monthly_counts` makes them: index YYYY-MM without a break, a
count for each month held whole, NA for one that is not held or is partial. NA is never filled. Months differ in
length, so what is compared are counts a day, told as counts in a month of 30.4 days (`MONTH`).
"""

from __future__ import annotations

import calendar
import functools
import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from charnwood.cache import of_data
from charnwood.figures import breaks, crime, intervals, population, tally
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.breaks import Break
from charnwood.store.dataset import Dataset

SIGMAS = 3
MOVING_RANGE = 1.128  # mean range of two values in standard deviations (Montgomery's d2 for n = 2)
RUN = 8  # months in a row on one side of the centre line
RUN_LEAST = 5  # a month: below this centre line counts are too lopsided for runs to mean anything
BASE_LEAST = 12  # months before limits are worth drawing
YEAR = 12
MONTH = 365.25 / YEAR  # days of a month of average length
SEASONS = 3  # years held whole before anything is said of a season
LIMITS = ["centre", "lower", "upper"]


@dataclass(frozen=True)
class Baseline:
    """The months between two breaks or gaps, and what they usually are, in counts in a month of 30.4 days.

    `base` is how many are held; with fewer than `BASE_LEAST` the centre line and the limits are NaN.
    """

    first: str
    last: str
    base: int
    centre: float
    lower: float
    upper: float

    @property
    def limited(self) -> bool:
        """Whether there are limits."""
        return math.isfinite(self.centre)


@dataclass(frozen=True)
class Control:
    """A control chart: `months`, the baselines in order, and the runs (first month, last month, side).

    `months` has `count`, `rate` (in 30.4 days), the `centre`, `lower` and `upper` of its baseline, `above`, `below`
    and `run` ("above", "below" or "").
    """

    months: pd.DataFrame
    baselines: tuple[Baseline, ...]
    runs: tuple[tuple[str, str, str], ...]


def monthly_counts(frame: pd.DataFrame, coverage: pd.DataFrame, kind: str) -> pd.Series:
    """Incidents of a kind in each month of the coverage; NA where a month is not held whole."""
    return _held(tally.by_month(frame, coverage["month"]), coverage, kind)


def counts_of(data: Dataset, area: Area, kind: str) -> pd.Series:
    """`monthly_counts` of an area."""
    return _held(tally.of(data, area), data.coverage, kind)


def _held(counts: pd.DataFrame, coverage: pd.DataFrame, kind: str) -> pd.Series:
    missing = (coverage["status"] != incidents.HELD).to_numpy()
    values = pd.arrays.IntegerArray(tally.kind_of(counts.to_numpy(), kind), missing)
    return pd.Series(values, index=counts.index, name="count")


def monthly_types(data: Dataset, area: Area, kind: str) -> pd.DataFrame:
    """As `monthly_counts` of an area, a column for each type of police.uk that the kind holds; NaN for NA."""
    table = tally.of(data, area)[list(breaks.types_of(kind))].astype(float)
    table.loc[(data.coverage["status"] != incidents.HELD).to_numpy()] = np.nan
    return table


@functools.lru_cache(2_048)
def _length(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:7]))[1]


def days(months: Sequence[str]) -> int:
    """How many days months have."""
    return sum(map(_length, months))


def average_months(counts: pd.Series) -> pd.Series:
    """Counts of months as counts in a month of 30.4 days."""
    rates = _rates(counts)
    return pd.Series(pd.arrays.FloatingArray(rates, np.isnan(rates)), index=counts.index, name="rate")


def _rates(counts: pd.Series) -> np.ndarray:
    """`average_months` as numbers, NaN for NA."""
    return counts.to_numpy(float, na_value=np.nan) * MONTH / _lengths(counts.index)


def _lengths(months: pd.Index) -> np.ndarray:
    return np.array([_length(month) for month in months.tolist()])


def control(counts: pd.Series, known: Sequence[Break] = ()) -> Control:
    """The control chart of monthly counts, and the months that its two rules mark.

    Counts are those of a month of 30.4 days, not rates, so Laney's u' chart has the limits of an individuals (XmR) chart: mean ± 3 × mean moving range / 1.128, ranges taken between months that follow on one
    another. Counts of few incidents are lopsided, so limits are never narrower than the Poisson
    limits of the same probability. Mean and limits begin anew at each of the breaks `known` and after a gap of
    `breaks.GAP` months, and rest on `BASE_LEAST` months or more. Rules: a month beyond a limit; eight covered months in
    a row on one side of the centre line, broken by a month not covered, where the centre line is 5 or more.
    Sources: Wheeler (2000), Understanding Variation; Laney (2002), Quality Engineering 14, 531-537;
    Montgomery, Introduction to Statistical Quality Control, chapters 6 and 7 (XmR, probability limits);
    NHS England, Making data count (when limits begin anew).
    """
    rates, numbers = _rates(counts), counts.to_numpy(float, na_value=np.nan)
    limits = np.full((len(counts), len(LIMITS)), np.nan)
    run = np.full(len(counts), "", dtype=object)
    baselines, runs = [], []
    for held in breaks.segments(months_held(counts), known):
        span = slice(counts.index.get_loc(held[0]), counts.index.get_loc(held[-1]) + 1)
        baseline = _baseline(counts.index[span], numbers[span], rates[span])
        baselines.append(baseline)
        if not baseline.limited:
            continue
        limits[span] = baseline.centre, baseline.lower, baseline.upper
        for first, last, side in _runs(rates[span] - baseline.centre, baseline.centre):
            run[span][first : last + 1] = side
            runs.append((str(counts.index[span][first]), str(counts.index[span][last]), side))
    months = pd.DataFrame(
        {
            "count": counts,
            "rate": average_months(counts),
            **dict(zip(LIMITS, limits.T, strict=True)),
            "above": rates > limits[:, 2],
            "below": rates < limits[:, 1],
            "run": run,
        }
    )
    return Control(months, tuple(baselines), tuple(runs))


def months_held(counts: pd.Series) -> list[str]:
    """The months of `monthly_counts` that are held whole."""
    return [str(month) for month in counts.index[counts.notna()].tolist()]


def _baseline(months: pd.Index, counts: np.ndarray, rates: np.ndarray) -> Baseline:
    """Centre line and limits of months, by their first and last."""
    held = ~np.isnan(counts)
    ends = str(months[0]), str(months[-1]), int(held.sum())
    if held.sum() < BASE_LEAST:
        return Baseline(*ends, math.nan, math.nan, math.nan)
    lengths = _lengths(months[held])
    centre = float(counts[held].sum()) / int(lengths.sum()) * MONTH
    spread = SIGMAS * _sigma([rates])
    tail = float(scipy.special.ndtr(-SIGMAS))
    lengths_met = np.unique(lengths)
    low, high = (
        intervals.poisson_quantile(share, centre * lengths_met / MONTH) * MONTH / lengths_met
        for share in (tail, 1 - tail)
    )
    return Baseline(*ends, centre, max(0.0, min(centre - spread, *low)), float(max(centre + spread, *high)))


def _runs(beside: np.ndarray, centre: float) -> list[tuple[int, int, str]]:
    """First and last place and side of each run of months on one side of the centre line; `beside`: from it, NaN of none."""
    if centre < RUN_LEAST:
        return []
    found, place = [], 0
    for side, run in itertools.groupby(np.sign(np.nan_to_num(beside))):
        length = len(list(run))
        if side and length >= RUN:
            found.append((place, place + length - 1, "above" if side > 0 else "below"))
        place += length
    return found


def dispersion(counts: pd.Series, known: Sequence[Break] = ()) -> float:
    """How many times the variance of a Poisson count the months vary, from one to the next; never below 1.

    The square of the control chart's sigma over the mean, over no break and no gap; 1 with fewer than `BASE_LEAST`
    months.
    """
    rates = _rates(counts)
    held = ~np.isnan(rates)
    if held.sum() < BASE_LEAST or not rates.sum(where=held):
        return 1.0
    parts = breaks.segments(months_held(counts), known)
    spans = [rates[counts.index.get_loc(part[0]) : counts.index.get_loc(part[-1]) + 1] for part in parts]
    return max(1.0, _sigma(spans) ** 2 / float(rates.sum(where=held) / held.sum()))


def _sigma(spans: Sequence[np.ndarray]) -> float:
    """The standard deviation of single months by their mean moving range, over no gap and from no span to the next."""
    ranges = np.concatenate([np.abs(np.diff(span)) for span in spans])
    return float(np.nanmean(ranges)) / MOVING_RANGE if np.isfinite(ranges).any() else 0.0


def year_residents(data: Dataset, area: Area, counts: pd.Series) -> pd.Series:
    """Residents of an area at the mid-year nearest to the twelve months that end with each month, index month."""
    years = [population.mid_year(twelve_to(str(month))) for month in counts.index]
    held = {year: data.residents(area, year) for year in set(years)}
    return pd.Series([held[year] for year in years], index=counts.index)


def rolling(counts: pd.Series, residents: int | pd.Series) -> pd.DataFrame:
    """Sums of twelve months in a row, by their last month, with rates and exact 95% intervals.

    `residents` as from `year_residents`, or the same of all.
    Columns `count`, `rate`, `rate_low`, `rate_high`; rates per 1,000 residents a year. Empty unless
    all twelve months are covered. Interval: `crime.poisson_interval` (Garwood 1936).
    """
    numbers = counts.to_numpy(float, na_value=np.nan)
    sums = np.full(len(numbers), np.nan)
    if len(numbers) >= YEAR:
        sums[YEAR - 1 :] = np.lib.stride_tricks.sliding_window_view(numbers, YEAR).sum(axis=1)
    missing = np.isnan(sums)
    low, high = intervals.poisson_intervals(sums)
    columns = {"rate": sums, "rate_low": low, "rate_high": high}
    whole = pd.arrays.IntegerArray(np.nan_to_num(sums).astype("int64"), missing.copy())
    table = pd.DataFrame({"count": whole}, index=counts.index)
    for name, values in columns.items():
        table[name] = pd.arrays.FloatingArray(crime.rate(values, np.asarray(residents)), missing.copy())
    return table


def twelve_to(last: str) -> list[str]:
    """The twelve months that end with one."""
    return incidents.months_to(last, YEAR)


def whole_years(counts: pd.Series, known: Sequence[Break] = ()) -> list[str]:
    """The years of which all months are held, and in which no break lies."""
    held = {str(month) for month in counts.dropna().index}
    years = [(year, [f"{year}-{n:02}" for n in range(1, YEAR + 1)]) for year in sorted({m[:4] for m in held})]
    return [year for year, months in years if held.issuperset(months) and not breaks.met(known, months)]


def calendar_months(counts: pd.Series) -> pd.DataFrame:
    """The mean, least and most count of each calendar month over the years that cover it.

    Index 1 to 12; `mean`, `least`, `most`, `years` (how many) and `held` (which). Empty where no year covers the month.
    """
    held = counts.dropna()
    number = pd.Index([int(month[5:]) for month in held.index])
    table = (
        pd.Series(held.to_numpy(float), index=number)
        .groupby(level=0)
        .agg(mean="mean", least="min", most="max", years="size")
    )
    years = pd.Series([month[:4] for month in held.index], index=number)
    table["held"] = years.groupby(level=0).agg(", ".join)
    return table.reindex(range(1, YEAR + 1)).astype({"years": "Int64"})


def seasons(counts: pd.Series, known: Sequence[Break] = ()) -> pd.DataFrame:
    """Each calendar month's count a day as a ratio to that of its own year, over the `whole_years`.

    Index 1 to 12; `mean`, `least`, `most`, `years` (how many). Without a row where there are fewer than `SEASONS` such
    years, or none with an incident: then nothing can be said of a season.
    """
    ratios = {}
    for year in whole_years(counts, known):
        rates = average_months(counts[[f"{year}-{n:02}" for n in range(1, YEAR + 1)]]).astype(float)
        if rates.sum():
            year_rate = float(counts[rates.index].sum()) / days(list(rates.index)) * MONTH
            ratios[year] = rates.to_numpy() / year_rate
    table = pd.DataFrame(ratios, index=range(1, YEAR + 1))
    if len(ratios) < SEASONS:
        return pd.DataFrame(columns=["mean", "least", "most", "years"])
    return pd.DataFrame(
        {
            "mean": table.mean(axis=1),
            "least": table.min(axis=1),
            "most": table.max(axis=1),
            "years": len(ratios),
        }
    )


def rolling_of(data: Dataset, area: Area, kind: str) -> pd.DataFrame:
    """`rolling` of an area, each sum on the residents of its own months."""
    counts = counts_of(data, area, kind)
    return rolling(counts, year_residents(data, area, counts))


def unplaced(data: Dataset, months: Collection[str]) -> float:
    """The share (%) of the force's rows in months that have no location, and so are in no figure."""
    rows = [_unplaced(data)[month] for month in months if month in _unplaced(data)]
    return 100 * float(sum(lost for lost, _ in rows)) / float(sum(every for _, every in rows))


@of_data(1)
def _unplaced(data: Dataset) -> dict[str, tuple[int, int]]:
    """Of each month held the force's rows without a location, and all."""
    held = data.coverage.dropna(subset="rows")
    return {
        month: (int(lost), int(every))
        for month, lost, every in zip(held["month"], held["unlocated"], held["rows"], strict=True)
    }
