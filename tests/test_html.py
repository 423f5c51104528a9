"""Tables as text: every figure as it should be written, every name harmless, every column sortable."""

import re
from html import unescape

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from charnwood.ui import html


def lines(frame, **given_):
    """The cells as the browser gets them, heads first."""
    text = re.search(r"<pre[^>]*>(.*)</pre>", html.table(frame, "About", **given_), re.DOTALL)[1]
    return [unescape(line).split("\t") for line in text.split("\n")]


def body(frame, **given_):
    return lines(frame, **given_)[1:]


def test_numbers_are_written_for_people_and_a_missing_one_is_empty():
    frame = pd.DataFrame(
        {
            "Area": ["A", "B"],
            "Rank": pd.array([32844, None], dtype="Int64"),
            "Score": [12.3456, np.nan],
            "Rate": [1234.56, -0.25],
            "Same": [True, False],
        }
    )
    assert body(frame) == [["A", "32,844", "12.346", "1,234.6", "yes"], ["B", "", "", "-0.2", "no"]]
    assert body(frame, as_rounded=True)[0][2:4] == ["12.3456", "1,234.56"]


def test_figures_stand_on_the_right_and_the_region_has_a_name():
    text = html.table(pd.DataFrame({"Area": ["A"], "Code": ["E01"], "Rank": [1], "Yes": [True]}), "Ranks")
    assert 'data-right="3"' in text
    assert 'role="region" tabindex="0" aria-label="Ranks"' in text


NAMES = st.text(st.characters(codec="utf-8"))


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), NAMES)
def test_no_text_of_a_file_becomes_markup_or_another_cell(texts, about):
    frame = pd.DataFrame({name: [name] for name in texts})
    text = html.table(frame, about)
    plain = re.sub(r"</?(div|pre)( [^<>]*)?>", "", text)
    assert "<" not in plain
    assert ">" not in plain
    assert [len(line) for line in lines(frame)] == [len(texts)] * 2


def test_an_empty_table_has_its_heads():
    assert lines(pd.DataFrame({"Area": [], "Rank": []})) == [["Area", "Rank"]]


def test_the_browser_makes_a_table_of_it(visit, data):
    """Heads with keys, a head to each row, figures on the right, addresses as links, nothing left as text."""
    page = visit("data")
    table = page.locator(".figures").first
    table.wait_for()  # the first of a page waits until there is time
    assert page.locator("pre.rows").count() == 0
    assert table.locator("thead th[scope=col] > button").count() == table.locator("thead th").count() > 3
    rows = table.locator("tbody tr").count()
    assert rows == table.locator("tbody th[scope=row]").count() == len(data.manifest["sources"])
    assert table.locator("tbody a[href^='https://']").count() == rows
    figures = visit("?measure=income").locator(".figures tbody tr").first.locator("td")
    assert [figures.nth(n).evaluate("e => getComputedStyle(e).textAlign") for n in range(3)] == [
        "right",
        "right",
        "left",
    ]
