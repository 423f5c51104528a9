"""Figures of crime have an age: the newest month stands on every page, and how old it is where that is long."""

import io
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from charnwood import figures, words
from charnwood.briefing import files
from charnwood.public import pages, site
from charnwood.web import public_pages

UP_TO = "Figures of crime are up to and including December 2025."


def held_to(month):
    """Data of which nothing but the newest month is known."""
    return SimpleNamespace(
        has_crime=True, coverage=pd.DataFrame({"month": ["2019-12", month], "status": "held"})
    )


@given(st.dates(date(2011, 1, 1), date(2040, 12, 31)), st.dates(date(2011, 1, 1), date(2040, 12, 31)))
def test_older_than_three_months_is_said_with_when_the_next_was_due(newest, today):
    found = figures.age.of(held_to(f"{newest:%Y-%m}"), today)
    ended = pd.Period(newest, "M").end_time + pd.DateOffset(months=3)
    assert found.old == (pd.Timestamp(today) > ended)
    assert pd.Period(found.due, "M").end_time < pd.Timestamp(today) or not found.old
    assert pd.Period(found.following) == pd.Period(newest, "M") + 1
    said = words.age.said(held_to(f"{newest:%Y-%m}"), today)
    assert said.startswith(f"Figures of crime are up to and including {newest:%B %Y}.")
    due = pd.Period(found.due).strftime("%B %Y")
    assert said.endswith(f"was due by the end of {due}.") == found.old


@pytest.mark.parametrize(
    ("status", "month", "part"),
    [
        (["held", "held"], "2025-12", False),
        (["held", "partial"], "2025-12", True),
        (["held", "missing"], "2025-11", False),
        (["partial", "missing"], "2025-11", True),
    ],
)
def test_the_sentence_and_the_age_are_of_one_month(status, month, part):
    """That of which anything is held: a month held in part is said to be so, and one that is not held has no age."""
    held = SimpleNamespace(
        has_crime=True, coverage=pd.DataFrame({"month": ["2025-11", "2025-12"], "status": status})
    )
    assert figures.age.newest(held) == figures.age.Newest(month, part)
    said = words.age.said(held, date(2026, 5, 1))
    named, after = (f"{pd.Period(month) + more:%B %Y}" for more in (0, 1))
    assert said.startswith(
        f"Figures of crime are up to and including {named}{', of which only a part is held' * part}. "
    )
    assert f" {after} was due by the end of" in said


@pytest.mark.parametrize(
    ("today", "more"),
    [
        (date(2025, 12, 31), ""),
        (date(2026, 3, 31), ""),
        (date(2026, 4, 1), " They are 4 months old: January 2026 was due by the end of March 2026."),
    ],
)  # fmt: skip
def test_the_age_in_words_and_in_slides_and_documents_of_that_day(data, today, more):
    assert words.age.said(data, today) == f"{UP_TO}{more}"
    story = files.briefing_of(data, data.areas["ward-anstey"], 2025, today)
    assert next(step for step in story.steps if step.key == "crime").source.endswith(f"{UP_TO}{more}")


def test_plain_pages_show_it_by_day_and_a_folder_without_one(data):
    for path in ("", "glance", "area/loughborough-east"):
        fresh, old = (
            public_pages._sent(data, path, "", True, day).packed.body.decode()
            for day in (date(2026, 3, 31), date(2026, 4, 1))
        )
        assert words.age.said(data, date(2026, 4, 1)) in old
        assert UP_TO in fresh
        assert "months old" not in fresh
    assert "months old" not in pages.glance(data, site.site(data))


@pytest.mark.slow
def test_slides_pages_and_paper_show_it(data):
    story = files.briefing_of(data, data.areas["loughborough-east"], 2019, date(2026, 4, 1))
    said = words.age.said(data, story.date)
    slides = Presentation(io.BytesIO(files.BRIEFINGS["pptx"](story))).slides
    assert (
        sum(
            said in shape.text_frame.text
            for slide in slides
            for shape in slide.shapes
            if shape.has_text_frame
        )
        == 1
    )
    assert said in files.BRIEFINGS["html"](story).decode()
