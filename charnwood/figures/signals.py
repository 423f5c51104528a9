"""Crime in time: months that stand out, rolling years, seasons, like periods; on covered months only.

Every function takes monthly counts as `monthly_counts` makes them: index YYYY-MM without a break, a
count for each month held whole, NA for one that is not held or is partial. NA is never filled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, pdtr, pdtrik

from charnwood.figures import crime, incident_kinds, intervals
from charnwood.official import incidents

SIGMAS = 3
MOVING_RANGE = 1.128  # mean range of two values in standard deviations (Montgomery's d2 for n = 2)
RUN = 8  # months in a row on one side of the centre line
RUN_LEAST = 5  # a month: below this centre line counts are too lopsided for runs to mean anything
BASE_LEAST = 12  # months before limits are worth drawing
YEAR = 12


@dataclass(frozen=True)
class Control:
    """A control chart: `months` (count, above, below, run: "above", "below" or ""), limits, base.

    `runs`: first month, last month and side of each run. `base` is the number of months that the
    centre line and the limits rest on; with fewer than `BASE_LEAST` the limits are empty (NaN).
    """

    months: pd.DataFrame
    centre: float
    lower: float
    upper: float
    base: int
    runs: tuple[tuple[str, str, str], ...]


def monthly_counts(frame: pd.DataFrame, coverage: pd.DataFrame, kind: str) -> pd.Series:
    """Incidents of a kind in each month of the coverage; NA where a month is not held whole."""
    counts = crime.monthly(incident_kinds.select(frame, kind), coverage)["incidents"]
    whole = coverage.set_index("month")["status"] == incidents.HELD
    return counts.where(whole.reindex(counts.index)).rename("count")


def poisson_quantile(share: float, mean: float) -> float:
    """The least count that a Poisson variable of this mean does not exceed in at least a `share` of cases.

    By scipy's special functions alone: `scipy.stats` would take as long to load as all else together.
    """
    count = float(np.ceil(pdtrik(share, mean)))
    below = max(count - 1, 0.0)
    return below if pdtr(below, mean) >= share else count


def control(counts: pd.Series) -> Control:
    """The control chart of monthly counts, and the months that its two rules mark.

    Residents are the same in every month, so Laney's u' chart has the limits of an individuals (XmR)
    chart: mean ± 3 × mean moving range / 1.128, ranges taken between months that follow on one
    another. Counts of few incidents are lopsided, so limits are never narrower than the Poisson
    limits of the same probability. Rules: a month beyond a limit; eight covered months in a row on one
    side of the centre line, broken by a month not covered, where the centre line is 5 or more.
    Sources: Wheeler (2000), Understanding Variation; Laney (2002), Quality Engineering 14, 531-537;
    Montgomery, Introduction to Statistical Quality Control, chapters 6 and 7 (XmR, probability limits).
    """
    values = counts.astype("Float64").to_numpy(float, na_value=np.nan)
    base = int(counts.notna().sum())
    months = pd.DataFrame({"count": counts, "above": False, "below": False, "run": ""})
    if base < BASE_LEAST:
        return Control(months, np.nan, np.nan, np.nan, base, ())
    centre = float(np.nanmean(values))
    spread = SIGMAS * _sigma(values)
    tail = float(ndtr(-SIGMAS))
    lower = max(0.0, min(centre - spread, poisson_quantile(tail, centre)))
    upper = max(centre + spread, poisson_quantile(1 - tail, centre))
    months["above"], months["below"] = values > upper, values < lower
    side = np.nan_to_num(np.sign(values - centre)).astype(int)
    runs = []
    first = 0
    for position in range(1, len(side) + 1):
        if position < len(side) and side[position] == side[first]:
            continue
        if side[first] and position - first >= RUN and centre >= RUN_LEAST:
            where = "above" if side[first] > 0 else "below"
            months.iloc[first:position, months.columns.get_loc("run")] = where
            runs.append((str(counts.index[first]), str(counts.index[position - 1]), where))
        first = position
    return Control(months, centre, lower, upper, base, tuple(runs))


def dispersion(counts: pd.Series) -> float:
    """How many times the variance of a Poisson count the months vary, from one to the next; never below 1.

    The square of the control chart's sigma over the mean; 1 with fewer than `BASE_LEAST` months.
    """
    held = counts.dropna()
    if len(held) < BASE_LEAST or not held.sum():
        return 1.0
    values = counts.astype("Float64").to_numpy(float, na_value=np.nan)
    return max(1.0, _sigma(values) ** 2 / float(held.mean()))


def rolling(counts: pd.Series, residents: int) -> pd.DataFrame:
    """Sums of twelve months in a row, by their last month, with rates and exact 95% intervals.

    Columns `count`, `rate`, `rate_low`, `rate_high`; rates per 1,000 residents a year. Empty unless
    all twelve months are covered. Interval: `crime.poisson_interval` (Garwood 1936).
    """
    sums = counts.astype("Float64").rolling(YEAR, min_periods=YEAR).sum()
    table = pd.DataFrame({"count": sums.astype("Int64"), "rate": crime.rate(sums, residents)})
    limits = [(None, None) if pd.isna(n) else intervals.poisson_interval(int(n)) for n in table["count"]]
    for column, position in (("rate_low", 0), ("rate_high", 1)):
        bounds = pd.array([pair[position] for pair in limits], dtype="Float64")
        table[column] = crime.rate(bounds, residents)
    return table


def seasons(counts: pd.Series) -> pd.DataFrame:
    """The mean count of each calendar month over the years that cover it.

    Index 1 to 12; `mean`, `least`, `most`, `years` (how many) and `held` (which). Empty where no year
    covers the month.
    """
    held = counts.dropna()
    number = pd.Index([int(month[5:]) for month in held.index], name="number")
    year = pd.Series([month[:4] for month in held.index], index=number)
    groups = pd.Series(held.to_numpy(float), index=number).groupby(level=0)
    table = groups.agg(mean="mean", least="min", most="max", years="size")
    table["held"] = year.groupby(level=0).agg(", ".join)
    return table.reindex(range(1, YEAR + 1)).astype({"years": "Int64"})


def like_periods(counts: pd.Series) -> pd.DataFrame:
    """The latest year against each earlier one, on the calendar months that both cover.

    One row per earlier year with such months: `year`, `before`, `months` (of the latest year, as a
    list), `count`, `count_before`, `ratio` of the counts a day, `low`, `high` (95% interval) and
    `word`, the verdict: all four by `intervals.compare` with `dispersion`.
    """
    varies = dispersion(counts)
    held = counts.dropna()
    years = sorted({month[:4] for month in held.index})
    rows = []
    for before in years[:-1]:
        latest = years[-1]
        months = [m for m in held.index if m[:4] == latest and f"{before}{m[4:]}" in held.index]
        if not months:
            continue
        earlier = [f"{before}{month[4:]}" for month in months]
        mine, other = int(held[months].sum()), int(held[earlier].sum())
        days, other_days = (sum(pd.Period(m).days_in_month for m in span) for span in (months, earlier))
        found = intervals.compare(mine, days, other, other_days, dispersion=varies)
        told = (found.ratio, found.low, found.high, found.verdict)
        rows.append((latest, before, months, mine, other, *told))
    columns = ["year", "before", "months", "count", "count_before", "ratio", "low", "high", "word"]
    return pd.DataFrame(rows, columns=columns).iloc[::-1].reset_index(drop=True)


def _sigma(values: np.ndarray) -> float:
    """The standard deviation of single months by their mean moving range, over no gap."""
    ranges = np.abs(np.diff(values))
    return float(np.nanmean(ranges)) / MOVING_RANGE if np.isfinite(ranges).any() else 0.0
