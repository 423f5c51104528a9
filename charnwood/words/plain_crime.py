"""Figures -> what a plain page says of crime in time, and what chance allows to be said of it."""

from __future__ import annotations

from charnwood import english, figures
from charnwood.figures.incident_kinds import CRIMES, INCIDENTS, PARTS
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW
from charnwood.figures.rise import Answer
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.words import breaks, crime, verdicts

ASB = PARTS["asb"]
TOGETHER = {
    CRIMES: "crimes",
    ASB: "cases of anti-social behaviour",
    INCIDENTS: "crimes and cases of anti-social behaviour together",
}


def crime_changed(data: Dataset, area: Area) -> list[str]:
    """Whether crimes, then all incidents, rose or fell: what a briefing tells too; then anti-social behaviour, if it did."""
    asb = figures.rise.latest(data, area, ASB)
    clear = [asb] if asb and asb.found.verdict in (HIGHER, LOWER) else []
    return [_beside(found) for found in (*figures.rise.answers(data, area), *clear)]


def shortly(found: Answer) -> str:
    """A clear rise or fall in a sentence."""
    word = "more" if found.found.verdict == HIGHER else "fewer"
    names = breaks.still_met(found.met, found.without)
    note = f" What is counted, or where it is placed, changed meanwhile ({names})." if names else ""
    return (
        f"There were {crime.of(found.count, TOGETHER[found.kind])}{alike(found)} {crime.during(found.months)}, {word} than in "
        f"the same months of {found.year_before} ({found.before:,}).{note}"
    )


def alike(found: Answer) -> str:
    """Which types are left out of a count, within a sentence; nothing where none is."""
    return f" (without {english.either(map(str.lower, found.without))})" if found.without else ""


def _beside(found: Answer) -> str:
    """Two periods in words, with what chance allows to be said of them."""
    said = (
        f"{english.capital(crime.during(found.months))} the police recorded {crime.of(found.count, TOGETHER[found.kind])} "
        f"here{alike(found)} and {found.before:,} {crime.during(found.earlier)}."
    )
    names = breaks.still_met(found.met, found.without)
    note = (
        f" What is counted, or where it is placed, changed meanwhile ({names}): part of a difference may come of that."
        if names
        else ""
    )
    return f"{said} {_chance(found)}{note}"


def _chance(answer: Answer) -> str:
    """How much more or fewer a day, and whether that may be chance."""
    found, longer = answer.found, verdicts.longer(answer)
    longer = longer and f" ({longer})"
    if found.verdict == TOO_FEW:
        return "Those are too few to say more."
    moved, least, most = (
        f"{english.percent(abs(100 * (one - 1)))} {'more' if one > 1 else 'fewer'}"
        for one in (found.ratio, found.low, found.high)
    )
    if found.verdict in (HIGHER, LOWER):
        way = "rise" if found.verdict == HIGHER else "fall"
        return f"That is {moved} a day{longer}: chance alone hardly brings so large a {way}."
    return (
        f"That is {moved} a day{longer}. Numbers swing from month to month, and small ones most: anything from {least} to {most} "
        "could be behind these, so no rise or fall can be told."
    )
