"""The Atom feed of new and revised months: what RFC 4287 asks for, from the data alone, the same whenever it is made."""

import re
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import pandas as pd
import pytest

from charnwood import figures, tables, words
from charnwood.briefing import feed
from charnwood.cache import Results
from charnwood.store import revisions

NAMES = {"a": feed.ATOM}


def with_log(data, *rows):
    """The same data with this log of revisions."""
    return replace(data, revisions=pd.DataFrame(rows, columns=list(revisions.COLUMNS)), results=Results())


def parsed(data):
    return ElementTree.fromstring(feed.atom(data))


@pytest.fixture(scope="module")
def revised(data):
    return with_log(
        data,
        ("2026-12-01", "2025-11", "Burglary", 40, 38),
        ("2026-12-01", "2025-11", "Drugs", 10, 11),
        ("2026-12-01", "2025-12", "Robbery", 1, 2),
        ("2027-01-05", "2025-12", "Robbery", 2, 1),
        ("2027-01-05", "2025-12", "Drugs", 5, 6),
    )


def test_every_element_that_a_feed_needs_is_there_once(data, revised):
    for one in (data, revised):
        root = parsed(one)
        assert root.tag == f"{{{feed.ATOM}}}feed"
        entries = root.findall("a:entry", NAMES)
        for part in (root, *entries):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"a:{name}", NAMES)) == 1
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", part.findtext("a:id", "", NAMES))
            assert datetime.fromisoformat(part.findtext("a:updated", "", NAMES)).tzinfo
        ids = [part.findtext("a:id", "", NAMES) for part in (root, *entries)]
        assert len(ids) == len(set(ids))
        assert root.findtext("a:author/a:name", "", NAMES)
        days = [entry.findtext("a:updated", "", NAMES) for entry in entries]
        assert days == sorted(days, reverse=True)
        assert root.findtext("a:updated", "", NAMES) == days[0]
        assert all(entry.find("a:link[@rel='alternate']", NAMES) is not None for entry in entries)


def test_the_same_data_give_the_same_bytes_and_an_entry_keeps_its_name(data, revised):
    assert feed.atom(data) == feed.atom(replace(data, results=Results()))
    before, after = (
        {e.findtext("a:id", "", NAMES) for e in parsed(one).findall("a:entry", NAMES)}
        for one in (data, revised)
    )
    assert before < after
    assert len(after - before) == 3


def test_entries_tell_months_that_came_and_by_how_much_others_were_revised(data, revised):
    told = {
        e.findtext("a:title", "", NAMES): e.findtext("a:content", "", NAMES)
        for e in parsed(revised).findall("a:entry", NAMES)
    }
    assert (
        told["November 2025 revised: 1 incident fewer."]
        == "Burglary: 40 before, 38 now and Drugs: 10 before, 11 now."
    )
    assert "December 2025 revised: as many incidents, of other types." in told
    (came,) = figures.history.added(data)
    assert f"{len(came.months)} months of crime added." in words.history.added(came)
    assert words.history.said(revised).startswith(
        "Two months have been revised. The latest, on 5 January 2027:"
    )
    assert words.history.said(data).startswith("No month has been revised since it was first read here.")
    assert tables.revisions(data).empty
    assert figures.headings.revisions(revised)["Change"].tolist() == [1, -1, 1, -2, 1]


def test_months_are_dated_by_the_refresh_that_brought_them(data):
    police = next(entry for entry in data.manifest["sources"] if entry["key"] == "police")
    refreshed = [
        {"retrieved": "2026-12-01", "months": ["2025-11", "2025-12"], "added": ["2025-12"]},
        {"retrieved": "2026-12-08", "months": ["2025-10"], "added": []},
    ]
    changed = police | {"built": "2026-11-02", "retrieved": "2026-12-08", "refreshed": refreshed}
    sources = [changed if entry is police else entry for entry in data.manifest["sources"]]
    found = figures.history.added(
        replace(data, manifest=data.manifest | {"sources": sources}, results=Results())
    )
    assert [(one.day, one.months[-1]) for one in found] == [
        ("2026-12-01", "2025-12"),
        ("2026-11-02", "2025-11"),
    ]
