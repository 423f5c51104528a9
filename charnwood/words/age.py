"""How old the figures of crime are -> a sentence for every page that shows them."""

from __future__ import annotations

from datetime import date

from charnwood import english, figures
from charnwood.store.dataset import Dataset


def not_held(data: Dataset) -> str:
    """That the police have no files, so that nothing is told of crime."""
    return f"No files of {data.place.police} are held from police.uk, so this dashboard has no figures of recorded crime."


def up_to(data: Dataset) -> str:
    """Up to which month the figures of crime go, whatever the day; where none is held, that."""
    if not data.has_crime:
        return not_held(data)
    newest = figures.age.newest(data)
    part = ", of which only a part is held" if newest.partly else ""
    return f"Figures of crime are up to and including {english.month(newest.month)}{part}."


def said(data: Dataset, today: date) -> str:
    """`up_to`, and where that is long ago how old they are on a day and when the next month was due."""
    if not data.has_crime:
        return not_held(data)
    found = figures.age.of(data, today)
    if not found.old:
        return up_to(data)
    return (
        f"{up_to(data)} They are {found.months} months old: {english.month(found.following)} was due by the "
        f"end of {english.month(found.due)}."
    )
