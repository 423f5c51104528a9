"""Whether incidents rose or fell: the latest year against earlier ones, on the calendar months that both cover.

Counts are `signals.monthly_counts`; months differ in length, so what is compared are counts a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import breaks, incident_kinds, intervals, signals
from charnwood.figures.breaks import Met
from charnwood.official.areas import Area
from charnwood.official.breaks import Break
from charnwood.store.dataset import Dataset


def like_periods(
    counts: pd.Series, known: Sequence[Break] = (), types: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The latest year against each earlier one, on the calendar months that both cover.

    Months unlike others, of a break of `known` that is not lasting, are left out. One row per earlier year with such
    months: `year`, `before`, `months` (of the latest year, as a list), `left_out` (of the earlier year), `count`,
    `count_before`, `ratio` of the counts a day, `low`, `high` (95% interval) and
    `word`, the verdict: all four by `intervals.compare` with `dispersion`; and `met`, the lasting breaks between or within.
    Where one of these touches some of `types` (as `monthly_types`) and not all, `without` names them, and
    `count_without` to `word_without` are the same figures without them.
    """
    held = signals.months_held(counts)
    odd = {month for month in held if any(not one.lasting and not breaks.side(one, month) for one in known)}
    years = sorted({month[:4] for month in held})
    lasting = [one for one in known if one.lasting]
    series: dict[tuple[str, ...], _Series] = {(): _series(counts, known)}
    rows = []
    for before in years[:-1][::-1]:
        both = [m for m in held if m[:4] == years[-1] and f"{before}{m[4:]}" in series[()].counts]
        months = [m for m in both if not odd & {m, f"{before}{m[4:]}"}]
        if not months:
            continue
        earlier = [f"{before}{month[4:]}" for month in months]
        met = breaks.met(lasting, months, earlier)
        row: dict[str, object] = {"year": years[-1], "before": before, "months": months}
        row["left_out"] = [f"{before}{month[4:]}" for month in both if month not in months]
        row |= _compared(series[()], months, earlier, "") | {"met": tuple(met)}
        without = [] if types is None else breaks.touched_types(met, list(types))
        if types is not None and without:
            if tuple(without) not in series:
                rest = types.drop(columns=without).sum(axis=1, min_count=1)
                series[tuple(without)] = _series(rest, known)
            row |= _compared(series[tuple(without)], months, earlier, "_without") | {"without": without}
        else:
            row |= {f"{name}_without": None for name in COMPARED} | {"without": []}
        rows.append(row)
    columns = ["year", "before", "months", *COMPARED, "left_out", "met", "without"]
    columns += [f"{name}_without" for name in COMPARED]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class _Series:
    """Counts of the months held, and their `dispersion`."""

    counts: Mapping[str, int]
    spread: float


def _series(counts: pd.Series, known: Sequence[Break]) -> _Series:
    held = counts.dropna()
    months, numbers = held.index.tolist(), held.to_numpy(float).tolist()
    numbers = {str(month): int(count) for month, count in zip(months, numbers, strict=True)}
    return _Series(numbers, signals.dispersion(counts, known))


COMPARED = ("count", "count_before", "ratio", "low", "high", "word")


def _compared(series: _Series, months: list[str], earlier: list[str], end: str) -> dict[str, object]:
    """The columns `COMPARED` of two periods of one series, their names with an `end`."""
    mine, other = (sum(series.counts[month] for month in period) for period in (months, earlier))
    found = intervals.compare(
        mine, signals.days(months), other, signals.days(earlier), dispersion=series.spread
    )
    values = (mine, other, found.ratio, found.low, found.high, found.verdict)
    return {f"{name}{end}": value for name, value in zip(COMPARED, values, strict=True)}


@of_data(64)
def of(data: Dataset, area: Area, kind: str) -> pd.DataFrame:
    """`like_periods` of an area, under the register of breaks."""
    types = signals.monthly_types(data, area, kind)
    counts = signals.counts_of(data, area, kind)
    return like_periods(counts, breaks.of_area(data, area, kind), types)


def longest(table: pd.DataFrame) -> pd.Series:
    """The row of `like_periods` with most months in common, the later of two such."""
    return table.loc[table["months"].map(len).idxmax()]


def newest(table: pd.DataFrame) -> pd.Series:
    """The row of `like_periods` with the newest earlier year."""
    return table.loc[table["before"].idxmax()]


@dataclass(frozen=True)
class Answer:
    """Whether incidents of a kind rose or fell: counts of `months` and of the like months `earlier`, and the verdict.

    All are of the types counted alike in both: without the types `without`, which a break in `met` touches.
    """

    kind: str
    months: list[str]
    earlier: list[str]
    count: int
    before: int
    found: intervals.Comparison
    without: list[str]
    met: tuple[Met, ...]

    @property
    def year_before(self) -> str:
        """The earlier year."""
        return self.earlier[0][:4]


def answer(row: pd.Series, kind: str) -> Answer:
    """The answer that a row of `like_periods` gives."""
    end = "_without" if row["without"] else ""
    earlier = [f"{row['before']}{month[4:]}" for month in row["months"]]
    count, before = int(row[f"count{end}"]), int(row[f"count_before{end}"])
    found = intervals.Comparison(*(row[f"{part}{end}"] for part in ("ratio", "low", "high", "word")))
    return Answer(kind, row["months"], earlier, count, before, found, row["without"], row["met"])


def latest(data: Dataset, area: Area, kind: str = incident_kinds.CRIMES) -> Answer | None:
    """Incidents of a kind beside those of the newest earlier year; none without like months."""
    if not data.has_crime:
        return None
    table = of(data, area, kind)
    return None if table.empty else answer(newest(table), kind)


def longest_answer(data: Dataset, area: Area, kind: str) -> Answer | None:
    """Incidents of a kind beside those of the earlier year with most months in common; none without like months."""
    if not data.has_crime:
        return None
    table = of(data, area, kind)
    return None if table.empty else answer(longest(table), kind)


@of_data(64)
def answers(data: Dataset, area: Area) -> tuple[Answer, ...]:
    """The two questions of a rise or fall that a plain page and a briefing ask, in their order; none without like months.

    Crimes beside those of the newest earlier year, then all incidents beside those of the year with most months in common.
    """
    found = latest(data, area), longest_answer(data, area, incident_kinds.INCIDENTS)
    return tuple(one for one in found if one is not None)
