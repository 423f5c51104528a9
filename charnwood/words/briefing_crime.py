"""Figures -> what a briefing says of crime: how much, and whether it rose or fell since an earlier year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.crime import Against
from charnwood.figures.intervals import TOO_FEW, UNCLEAR, Comparison
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.words import breaks, crime, signals, verdicts

STARTS = {"crimes": "Police recorded", "asb": "Also"}


def crimes(area: Area, against: Mapping[str, Against], rest: str, period: Sequence[str]) -> list[str]:
    """Crimes and anti-social behaviour of the latest twelve covered months (`period`), each against the rest.

    `against` as from `crime.against_rest`, whose interval decides the word; `rest` is the rest within a sentence.
    """
    when = crime.shortly_during(period)
    told = {
        "crimes": f"crimes here {when}",
        "asb": "cases of anti-social behaviour",
    }
    return [
        f"{STARTS[kind]} {crime.of(facts.count, told[kind])}"
        f"{_beside(facts, rest) if kind == 'crimes' else _beside(facts, 'the rest', short=True)}"
        for kind, facts in against.items()
    ]


def _beside(facts: Against, rest: str, short: bool = False) -> str:
    """A rate beside the rest's; `short` where the same has been said of another count."""
    found = facts.found
    if found.verdict == TOO_FEW:
        return f": {TOO_FEW} with the {facts.rest_count:,} of {rest}."
    rate = f": {facts.rate:,.1f}{'' if short else ' for each 1,000 people'}"
    if found.verdict == UNCLEAR:
        return f"{rate} ({rest}: {facts.rest_rate:,.1f}), {verdicts.briefly(found) if short else verdicts.told(found)}."
    return f"{rate}, {verdicts.THAN[found.verdict]} in {rest} ({facts.rest_rate:,.1f})."


def longest(like: pd.DataFrame, kind: str = figures.incident_kinds.INCIDENTS) -> str:
    """Whether incidents of a kind rose or fell: the latest year against the earlier one with most months in common.

    `like` as from `signals.like_periods`, whose interval decides the word. Across a break in types the comparison is
    that without them; `compared_with` tells the whole, and why that year.
    """
    if like.empty:
        return "No month can be set beside the same month of another year."
    row = figures.signals.longest(like)
    if not row["without"]:
        return (
            f"{english.months(row['months'])} had {crime.counted(row['count'], kind)}, the same months of {row['before']} "
            f"{row['count_before']:,}: {_moved(row)}.{_between(row)}"
        )
    return (
        f"Of types counted alike, {english.months(row['months'])} had "
        f"{crime.counted(int(row['count_without']), kind)}, and {row['before']} {int(row['count_before_without']):,}: "
        f"{_moved(row, '_without')}.{_between(row)}"
    )


def _between(row: pd.Series) -> str:
    """The breaks that two periods of like months meet, but for those of types that are left out."""
    met = breaks.still_met(row["met"], row["without"])
    return f" This crosses {met}." if met else ""


def _moved(row: pd.Series, end: str = "") -> str:
    """What the verdict of a row of like periods says of the number a day."""
    found = Comparison(*(row[f"{part}{end}"] for part in ("ratio", "low", "high", "word")))
    return found.verdict if found.verdict == TOO_FEW else verdicts.briefly(found, " a day")


def compared_with(like: pd.DataFrame, data: Dataset) -> str:
    """The year that a briefing compares with, why that one, what lies between, and how many more rows have no place."""
    if like.empty:
        return ""
    row = figures.signals.longest(like)
    out = sorted(month for months in like["left_out"] for month in months)
    left = f" Months unlike others are left out: {english.months(out)}." if out else ""
    return (
        f"The number of incidents is compared with {row['before']} because that year shares the most months held with "
        f"{row['year']} ({english.number(len(row['months']))}).{left} The plain page of an area tells "
        f"this too, after crimes alone beside the newest year that shares a month. {signals.like(row, 'incidents')}"
        f" {' '.join(signals.unplaced(data, row.to_frame().T))}".rstrip()
    )
