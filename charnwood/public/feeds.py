"""Feeds of the published folder: of the data, and of each Priority Neighbourhood, made of the data alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from html import escape

from charnwood import english, figures, words
from charnwood.briefing import feed
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset

MOST = 24  # months, the latest first


def listed(data: Dataset) -> dict[str, Callable[[Dataset], bytes]]:
    """What makes each feed, by its path."""
    each = {f"feed/{area.key}.xml": partial(of_area, area=area) for area in data.neighbourhoods}
    return {feed.ADDRESS: partial(feed.atom, page="../about.html"), **each}


def of_area(data: Dataset, area: Area) -> bytes:
    """An Atom feed of an area: an entry for each of the latest months of crime, on the day on which it came."""
    came = {month: one.day for one in figures.history.added(data) for month in one.months}
    table = figures.crime.monthly(data.incidents(area), data.coverage)
    entries = []
    for month in sorted(came, reverse=True)[:MOST]:
        row = table.loc[month]
        said = f"{words.crime.of(int(row['crimes']), 'crimes')} and {words.crime.of(int(row['asb']), 'cases of anti-social behaviour')} were recorded."
        entries.append(
            _element(
                data, f"{area.key} {month} {said}", f"{area.name}, {english.month(month)}", came[month], area
            )
            + f"<content>{escape(said)}</content></entry>\n"
        )
    title = f"{area.name}: months of crime"
    head = _element(data, title, title, max(came.values()), area).replace("<entry>", "", 1)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">\n'
        f"{head}<author><name>{escape(data.place.title)}</name></author>\n"
        f'<link rel="self" type="{escape(feed.MIME)}" href="{area.key}.xml"/>\n'
        f"{''.join(entries)}</feed>\n"
    ).encode()


def _element(data: Dataset, told: str, title: str, day: str, area: Area) -> str:
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"https://data.police.uk/ {data.place.code} {told}")
    return (
        f"<entry><id>{name.urn}</id><title>{escape(title)}</title><updated>{day}T00:00:00Z</updated>"
        f'<link rel="alternate" type="text/html" href="../area/{area.key}.html"/>'
    )
