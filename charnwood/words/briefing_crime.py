"""Figures -> what a briefing says of crime: how much, and whether it rose or fell since an earlier year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.crime import Against
from charnwood.figures.incident_kinds import CRIMES, INCIDENTS
from charnwood.figures.intervals import ALONE, HIGHER, LOWER, TOO_FEW, UNCLEAR
from charnwood.figures.rise import Answer
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
    short_rest = "the rest" if rest.startswith("the rest") else "the others"
    return [
        f"{STARTS[kind]} {crime.of(facts.count, told[kind])}"
        f"{_beside(facts, rest) if kind == 'crimes' else _beside(facts, short_rest, short=True)}"
        for kind, facts in against.items()
    ]


def _beside(facts: Against, rest: str, short: bool = False) -> str:
    """A rate beside the rest's; `short` where the same has been said of another count."""
    found = facts.found
    if found.verdict == ALONE:
        return f": {facts.rate:,.0f}{'' if short else ' for each 1,000 people'}."
    if found.verdict == TOO_FEW:
        return f": {TOO_FEW} with the {facts.rest_count:,} of {rest}."
    mine, others = verdicts.rates(facts.rate, facts.rest_rate, found.verdict)
    rate = f": {mine}{'' if short else ' for each 1,000 people'}"
    if found.verdict == UNCLEAR:
        return f"{rate} ({rest}: {others}), {verdicts.briefly(found) if short else verdicts.told(found)}."
    return f"{rate}, {verdicts.THAN[found.verdict]} in {rest} ({others})."


def changed(found: Sequence[Answer]) -> list[str]:
    """Whether crimes rose or fell: the first of what the plain page of an area tells.

    `found` as from `rise.answers`; `compared_with` tells the second too, and why those years: no slide has room for both.
    """
    return [answered(one) for one in found[:1]] or [
        "No month can be set beside the same month of another year."
    ]


def asb_changed(found: Answer | None, first: Answer | None) -> list[str]:
    """A clear rise or fall of anti-social behaviour, behind what is said of crimes (`first`), as a plain page tells it."""
    if found is None or found.found.verdict not in (HIGHER, LOWER):
        return []
    alike = first is not None and found.months == first.months
    when = "" if alike else f" {crime.during(found.months)}"
    return [
        f"Anti-social behaviour{when}: {found.count:,}, and {found.before:,} in {found.year_before}: "
        f"{verdicts.briefly(found.found)}."
    ]


def answered(found: Answer) -> str:
    """Whether incidents of a kind rose or fell, by its verdict; across a break in types without those that it touches."""
    moved = found.found.verdict
    if moved != TOO_FEW:
        moved = verdicts.briefly(found.found, " a day")
    met = breaks.still_met(found.met, found.without)
    longer = verdicts.longer(found)
    after = f"{longer and f' {longer}.'}{f' This crosses {met}.' if met else ''}"
    counted, year = crime.counted(found.count, found.kind), found.year_before
    before = f"{found.before:,}" if found.before else "none"
    if found.without:
        return (
            f"Of types counted alike, {english.months(found.months)} had {counted}, and the same months of {year} had "
            f"{before}: {moved}.{after}"
        )
    return f"{english.months(found.months)} had {counted}, and the same months of {year} had {before}: {moved}.{after}"


def compared_with(data: Dataset, area: Area) -> str:
    """The years that a briefing compares with, why those, what lies between, and how many more rows have no place."""
    tables = {kind: figures.rise.of(data, area, kind) for kind in (CRIMES, INCIDENTS)}
    if any(table.empty for table in tables.values()):
        return ""
    newest, longest = figures.rise.newest(tables[CRIMES]), figures.rise.longest(tables[INCIDENTS])
    out = sorted({month for table in tables.values() for months in table["left_out"] for month in months})
    left = f" Left out, as unlike others: {english.months(out)}." if out else ""
    rows = pd.DataFrame([newest, longest]).drop_duplicates("before")
    said = (
        f"Crimes are compared with {newest['before']}, the newest earlier year with like months; all incidents with "
        f"{longest['before']}, the year that shares most months with {longest['year']} "
        f"({english.number(len(longest['months']))}).{left}",
        signals.like(longest, INCIDENTS),
        *signals.unplaced(data, rows),
    )
    return " ".join(said)
