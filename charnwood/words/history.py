"""What happened to the months of crime -> sentences for the page Data and methods and for the feed."""

from __future__ import annotations

from datetime import date

from charnwood import english, figures
from charnwood.figures.history import Added, Revised
from charnwood.store.dataset import Dataset

MEANING = (
    "police.uk publishes a month again where forces correct it. Listed are months that were held and whose counts a later "
    "refresh changed, by type, with the incidents located here before and after. Outcomes that became known later are no "
    "revision."
)


def said(data: Dataset) -> str:
    """Whether months have been revised since they were first read, and what was revised last."""
    found = figures.history.revised(data)
    if not found:
        return f"No month has been revised since it was first read here. {MEANING}"
    months = len({one.month for one in found})
    return (
        f"{english.capital(english.number(months))} {english.plural(months, 'month')} {'has' if months == 1 else 'have'} been "
        f"revised. The latest, on {day(found[0].day)}: {revised(found[0])} {MEANING}"
    )


def added(one: Added) -> str:
    """Which months came, as the title of an entry."""
    count = len(one.months)
    return f"{english.months(one.months)}: {english.number(count)} {english.plural(count, 'month')} of crime added."


def source(one: Added, data: Dataset) -> str:
    """Where the months that came were read from, and when."""
    return f"Read from police.uk's files for {data.place.police} on {day(one.day)}."


def revised(one: Revised) -> str:
    """By how much a month was revised, in a sentence."""
    if not one.change:
        return f"{english.month(one.month)} revised: as many incidents, of other types."
    way = "more" if one.change > 0 else "fewer"
    count = abs(one.change)
    return f"{english.month(one.month)} revised: {count:,} {english.plural(count, 'incident')} {way}."


def types(one: Revised) -> str:
    """What changed in a month, type by type."""
    parts = (f"{row.type}: {row.before:,} before, {row.after:,} now" for row in one.types.itertuples())
    return f"{english.listing(parts, ';')}."


def day(text: str) -> str:
    """ "2026-11-03" -> "3 November 2026"."""
    on = date.fromisoformat(text)
    return f"{on.day} {english.month(text[:7])}"
