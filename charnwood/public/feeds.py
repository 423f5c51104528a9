"""Feeds of the published folder: of the data, and of each Priority Neighbourhood, made of the data alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from charnwood import english, figures, words
from charnwood.briefing import feed
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset

MOST = 24  # months, the latest first


def listed(data: Dataset) -> dict[str, Callable[[Dataset], bytes]]:
    """What makes each feed, by its path."""
    each = {f"feed/{area.key}.xml": partial(of_area, area=area) for area in data.neighbourhoods}
    return {feed.ADDRESS: partial(feed.atom, page="../about.html"), **(each if data.has_crime else {})}


def of_area(data: Dataset, area: Area) -> bytes:
    """An Atom feed of an area: an entry for each of the latest months of crime, on the day on which it came."""
    came = {month: one.day for one in figures.history.added(data) for month in one.months}
    table = figures.crime.by_month(figures.tally.of(data, area), data.coverage)
    entries = []
    for month in sorted(came, reverse=True)[:MOST]:
        row = table.loc[month]
        said = f"{words.crime.of(int(row['crimes']), 'crimes')} and {words.crime.of(int(row['asb']), 'cases of anti-social behaviour')} were recorded."
        title = f"{area.name}, {english.month(month)}"
        entries.append(feed.Entry(came[month], title, said, f"{area.key} {month} {said}"))
    page, own = f"../area/{area.key}.html", f"{area.key}.xml"
    return feed.document(data, f"{area.name}: months of crime", max(came.values()), entries, page, own)
