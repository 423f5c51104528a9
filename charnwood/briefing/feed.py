"""New and revised months of crime as an Atom feed (RFC 4287), made from the data alone: no clock is asked.

Entries and the feed have names (UUIDs) made of what they tell, so that a reader's programme knows them again.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from xml.etree import ElementTree  # nosec B405

from charnwood import figures, words
from charnwood.cache import of_data
from charnwood.store.dataset import Dataset

ATOM = "http://www.w3.org/2005/Atom"
MIME = "application/atom+xml"
ADDRESS = "feed/data.xml"  # beside the pages
MOST = 100  # entries, the latest first
ElementTree.register_namespace("", ATOM)


@dataclass(frozen=True)
class Entry:
    """One entry: the day that it is of (YYYY-MM-DD), its title and text, and what its name is made of."""

    day: str
    title: str
    text: str
    told: str


@of_data(2)
def atom(data: Dataset, page: str = "../data") -> bytes:
    """The feed of a Dataset as XML; `page` is where a reader is led, relative to the feed's own address."""
    entries = _entries(data)
    more = {
        "subtitle": words.age.up_to(data),
        "rights": words.standing_text.source_police(data.place, words.methods.held(data), rates=False)
        or words.standing_text.police(data.place),
    }
    title = f"{data.place.title}: new and revised months of crime"
    day = entries[0].day if entries else max(entry["retrieved"] for entry in data.manifest["sources"])
    return document(data, title, day, entries, page, ADDRESS.rpartition("/")[2], more)


def document(
    data: Dataset,
    title: str,
    updated: str,
    entries: Sequence[Entry],
    page: str,
    own: str,
    more: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A feed of entries as XML, last changed on a day (`updated`).

    `page` is where a reader is led and `own` the feed itself, both relative to its address; `more` are further
    elements of the feed by name.
    """
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _head(feed, data, title, updated, title, page)
    _under(feed, "link", {"rel": "self", "type": MIME, "href": own})
    _under(_under(feed, "author"), "name").text = data.place.title
    for name, text in more.items():
        _under(feed, name).text = text
    for entry in entries:
        found = _under(feed, "entry")
        _head(found, data, entry.told, entry.day, entry.title, page)
        _under(found, "content", {"type": "text"}).text = entry.text
    ElementTree.indent(feed)
    xml: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _entries(data: Dataset) -> list[Entry]:
    """What there is to tell, latest first."""
    told = [
        (one.day, words.history.added(one), words.history.source(one, data))
        for one in figures.history.added(data)
    ]
    told += [
        (one.day, words.history.revised(one), words.history.types(one))
        for one in figures.history.revised(data)
    ]
    entries = [Entry(day, title, text, f"{title} {text}, {day}") for day, title, text in told]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)[:MOST]


def _head(parent: ElementTree.Element, data: Dataset, told: str, day: str, title: str, page: str) -> None:
    """The elements that a feed and an entry must have: a name for ever, when it last changed, a title, a link."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"https://data.police.uk/ {data.place.code} {told}")
    _under(parent, "id").text = name.urn
    _under(parent, "title").text = title
    _under(parent, "updated").text = f"{day}T00:00:00Z"
    _under(parent, "link", {"rel": "alternate", "type": "text/html", "href": page})


def _under(
    parent: ElementTree.Element, name: str, given: dict[str, str] | None = None
) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", given or {})
