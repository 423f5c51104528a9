"""Figures -> what a plain page says of crime in time, and what chance allows to be said of it."""

from __future__ import annotations

import pandas as pd

from charnwood import english, figures
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.words import breaks, crime


def crime_changed(data: Dataset, area: Area) -> list[str]:
    """Crimes of the latest year beside those of the same months of the newest earlier year; then what a briefing asks.

    That sets all that is recorded beside the year with most months in common, so its numbers are others.
    """
    row = newest_like(data, area)
    if row is None:
        return []
    said = [_beside(row, "crimes", "")]
    longest = figures.signals.longest(figures.signals.like(data, area, figures.incident_kinds.INCIDENTS))
    if longest["before"] != row["before"]:
        said.append(
            f"A briefing asks another question, with more months: {english.small(_beside(longest, TOGETHER, _end(longest)))}"
        )
    return said


TOGETHER = "crimes and cases of anti-social behaviour together"


def newest_like(data: Dataset, area: Area) -> pd.Series | None:
    """Crimes of the latest year beside those of the newest earlier year that has such months."""
    table = figures.signals.like(data, area, figures.incident_kinds.CRIMES)
    return None if table.empty else figures.signals.newest(table)


def _end(row: pd.Series) -> str:
    """The end of the names of columns without the types that are now counted otherwise."""
    return "_without" if row["without"] else ""


def _beside(row: pd.Series, what: str, end: str) -> str:
    """A row of like periods in words, with what chance allows to be said of it."""
    mine, before = int(row[f"count{end}"]), int(row[f"count_before{end}"])
    without = f", without {english.listing(map(str.lower, row['without']), ';')}," if end else ""
    earlier = [f"{row['before']}{month[4:]}" for month in row["months"]]
    said = (
        f"{english.capital(crime.during(row['months']))} the police recorded {crime.of(mine, what)} here{without} "
        f"and {before:,} {crime.during(earlier)}."
    )
    names = breaks.still_met(row["met"], row["without"] if end else ())
    note = (
        f" What is counted, or where it is placed, changed meanwhile ({names}): part of a difference may come of that."
        if names
        else ""
    )
    return f"{said} {_chance(row, end)}{note}"


def _chance(row: pd.Series, end: str) -> str:
    """How much more or fewer a day, and whether that may be chance; `end` as `_end`."""
    word, *bounds = (row[f"{name}{end}"] for name in ("word", "ratio", "low", "high"))
    if word == TOO_FEW:
        return "Those are too few to say more."
    moved, least, most = (
        f"{english.percent(abs(100 * (one - 1)))} {'more' if one > 1 else 'fewer'}" for one in bounds
    )
    if word in (HIGHER, LOWER):
        return f"That is {moved} a day: chance alone hardly brings so large a {'rise' if word == HIGHER else 'fall'}."
    return (
        f"That is {moved} a day. Numbers swing from month to month, and small ones most: anything from {least} to {most} "
        "could be behind these, so no rise or fall can be told."
    )
