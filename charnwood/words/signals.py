"""Signals, between and street points of crime -> plain-English sentences, under the rules of the figures.

"Above", "below", "higher" and "lower" are said only of what a stated test marks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.funnel import Funnel
from charnwood.figures.intervals import Comparison
from charnwood.figures.signals import Control
from charnwood.official import incidents
from charnwood.words import crime, verdicts

NAMED = 3  # months, areas or points that a sentence names before it counts the others


def control(found: Control, kind: str, name: str) -> list[str]:
    """What a control chart marks: its limits, the latest month, months beyond, runs."""
    what = crime.several(kind)
    if not math.isfinite(found.centre):
        return [
            f"{name}: {english.number(found.base)} months are covered, too few for limits, which need {figures.signals.BASE_LEAST}."
        ]
    if not found.centre:
        return [f"{name}: no {what} in the {found.base} months covered."]
    low, high = shown_limits(found)
    marked = found.months[found.months["above"] | found.months["below"]]
    last = found.months["count"].dropna().index[-1]
    reach = f"up to {high:,}" if not low else f"from {low:,} to {high:,}"
    lines = [
        f"{name}: {found.centre:,.1f} {what} a month on average over {found.base} covered months; the usual "
        f"month-to-month variation reaches {reach}."
    ]
    lines += [
        _beyond(str(month), row, kind, low, high) for month, row in marked.iloc[::-1].head(NAMED).iterrows()
    ]
    if more := list(marked.index[:-NAMED]):
        lines.append(f"Earlier months beyond a limit: {english.months(more)}.")
    lines += [
        f"{english.months(incidents.month_range(first, end))}: every month is {side} the centre line, a longer run than "
        f"chance usually gives, so the level was {'higher' if side == 'above' else 'lower'} than usual."
        for first, end, side in reversed(found.runs)
    ]
    if last not in marked.index:
        count = int(found.months.loc[last, "count"])
        lines.append(f"The latest month covered, {english.month(last)} ({count:,}), is within the limits.")
    return lines


def shown_limits(found: Control) -> tuple[int, int]:
    """The smallest and the largest count within the limits."""
    return math.ceil(found.lower), math.floor(found.upper)


def _beyond(month: str, row: pd.Series, kind: str, low: int, high: int) -> str:
    count, (side, limit, more) = (
        int(row["count"]),
        (
            ("above", f"upper limit of {high:,}", "more")
            if row["above"]
            else ("below", f"lower limit of {low:,}", "less")
        ),
    )
    verb = "was" if count == 1 else "were"
    return (
        f"In {english.month(month)} there {verb} {crime.counted(count, kind)}, {side} the {limit}: {more} than the "
        "usual month-to-month variation."
    )


def rolling(table: pd.DataFrame, counts: pd.Series, kind: str, name: str) -> str:
    """The latest sum of twelve months in a row, the twelve before, and why there is none later."""
    held = table["count"].dropna()
    if held.empty:
        return f"{name}: no twelve months in a row are covered, so there is no sum of twelve months."
    last = str(held.index[-1])
    row = table.loc[last]
    text = (
        f"{name}: {crime.counted(int(row['count']), kind)} in the twelve months to {english.month(last)}, the latest "
        f"twelve in a row that are covered: {row['rate']:,.1f} per 1,000 residents (95% interval "
        f"{row['rate_low']:,.1f} to {row['rate_high']:,.1f})."
    )
    before = str(pd.Period(last) - figures.signals.YEAR)
    if before in held.index:
        found = figures.intervals.compare(
            int(row["count"]), 1, int(held[before]), 1, dispersion=figures.signals.dispersion(counts)
        )
        text += f" Against the {held[before]:,} in the twelve months before: {verdicts.told(found)}."
    later = [str(month) for month in counts.dropna().index if month > last]
    if later:
        text += f" Covered since are {english.months(later)}: not twelve in a row, so no later sum is possible. The page Crime "
        text += "has the rate of the latest twelve covered months."
    return text


def season(table: pd.DataFrame, kind: str, name: str) -> str:
    """The calendar months with the largest and the smallest mean, and what the means rest on."""
    held = table.dropna(subset="mean")
    if held.empty or not held["mean"].sum():
        return f"{name}: no {crime.several(kind)} in the months covered."
    order = held["mean"].sort_values(ascending=False, kind="stable")
    years = sorted({int(n) for n in held["years"]})
    span = english.listing(dict.fromkeys(english.number(n) for n in (years[0], years[-1])))
    span = span.replace(" and ", " to ") + (" year" if years == [1] else " years")
    top, bottom = held.loc[order.index[0]], held.loc[order.index[-1]]
    if top["least"] <= bottom["most"]:
        return (
            f"{name}: the months of the year overlap, from the least to the most of each, so none stands apart. Each mean "
            f"rests on {span}."
        )
    return (
        f"{name}: the largest mean is that of {_calendar(order.index[0])} ({order.iloc[0]:,.1f} {crime.several(kind)}), "
        f"the smallest that of {_calendar(order.index[-1])} ({order.iloc[-1]:,.1f}). Each rests on {span}, and years "
        "differ: the chart describes the months held and is not a test of the season."
    )


def like_periods(table: pd.DataFrame, counts: pd.Series, kind: str, name: str) -> list[str]:
    """The latest year against each earlier one on the months that both cover, and what has no like period."""
    if table.empty:
        return [f"{name}: no earlier year covers the same calendar months, so there is no like period."]
    lines = []
    for _, row in table.iterrows():
        earlier = [f"{row['before']}{month[4:]}" for month in row["months"]]
        lines.append(
            f"{english.months(row['months'])}: {crime.counted(row['count'], kind)}; {english.months(earlier)}: "
            f"{row['count_before']:,}. {english.capital(verdicts.told(_compared(row), 'times as many a day', ' a day'))}."
        )
    year = str(table["year"].iloc[0])
    before = str(int(year) - 1)
    compared = [month for row in table.loc[table["before"] == before, "months"] for month in row]
    if alone := [str(m) for m in counts.dropna().index if m[:4] == year and m not in compared]:
        lines.append(f"{english.months(alone)}: no like period in {before}, whose months are not all held.")
    return lines


def funnel(
    found: Funnel, kind: str, inside: Sequence[str], name: str, period: Sequence[str], district: str
) -> list[str]:
    """Which LSOAs stand outside the limits, those of the chosen area apart, and where visitors matter."""
    areas, what = found.areas, crime.several(kind)
    if not found.target:
        return [f"{district}: no {what} in {english.months(period)}."]
    lines = [
        f"{district}: {figures.crime.rate(found.target, 1):,.1f} {what} per 1,000 residents in {english.months(period)}. The limits "
        f"allow for {found.phi:,.1f} times the variance of chance alone, because that is how much {district}'s areas differ."
        if found.phi > 1
        else f"{district}: {figures.crime.rate(found.target, 1):,.1f} {what} per 1,000 residents in {english.months(period)}. Its areas "
        "differ no more than chance alone would make them."
    ]
    outside = areas[areas["standing"] != figures.funnel.WITHIN].sort_values("rate", ascending=False)
    for standing, rows in outside.groupby("standing", sort=False):
        listed = english.listing((_area(row) for _, row in rows.iterrows()), ";")
        lines.append(f"{english.capital(str(standing))}: {listed}.")
    if outside.empty:
        lines.append(f"All {len(areas)} LSOAs are within the limits.")
    if len(inside) < len(areas):
        own = areas.loc[list(inside)]
        count = int((own["standing"] != figures.funnel.WITHIN).sum())
        lines.append(
            f"{name}: {english.number(count)} of its {len(own)} LSOAs {'is' if count < 2 else 'are'} outside the limits."
            if len(own) > 1
            else f"{name} is {own['standing'].iloc[0]}."
        )
    return lines


def _area(row: pd.Series) -> str:
    caution = f", {row['visitors']}: many visitors" if row["visitors"] else ""
    return f"{row['name']} ({row['rate']:,.1f}{caution})"


def districts(table: pd.DataFrame, kind: str, own_name: str) -> str:
    """The rate of one district, and which others' rates a test tells from it."""
    own = table[table["district"] == own_name].iloc[0]
    text = (
        f"{own_name}: {crime.counted(int(own['count']), kind)}, {own['rate']:,.1f} per 1,000 residents (95% interval "
        f"{own['rate_low']:,.1f} to {own['rate_high']:,.1f})."
    )
    named = {
        figures.intervals.HIGHER: f" Higher than {own_name}'s: ",
        figures.intervals.LOWER: f" Lower than {own_name}'s: ",
        figures.intervals.UNCLEAR: f" No clear difference from {own_name}'s: ",
        figures.intervals.TOO_FEW: f" {english.capital(figures.intervals.TOO_FEW)}: ",
    }
    for word, start in named.items():
        if len(rows := table[table["word"] == word]):
            listed = english.listing((_district(row) for _, row in rows.iterrows()), ";")
            text += f"{start}{listed}."
    return text


def _district(row: pd.Series) -> str:
    if row["word"] == figures.intervals.TOO_FEW:
        return f"{row['district']} (count {row['count']:,})"
    moved = f"; {verdicts.change(_compared(row))}" if row["word"] == figures.intervals.UNCLEAR else ""
    return f"{row['district']} ({row['rate']:,.1f}{moved})"


def _compared(row: pd.Series) -> Comparison:
    return Comparison(row["ratio"], row["low"], row["high"], row["word"])


def _calendar(number: int) -> str:
    return english.month(f"2000-{number:02}").split()[0]


def bullets(lines: Iterable[str]) -> str:
    """Sentences as a list."""
    return "\n".join(f"- {line}" for line in lines)
