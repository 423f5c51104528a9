"""Tables as text: every figure as it should be written, every name harmless, every column sortable."""

import re
from html import unescape

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from charnwood import assets
from charnwood.drawing import charts
from charnwood.ui import html


def lines(frame, **given_):
    """The cells as the browser gets them, heads first."""
    text = re.search(r"<pre[^>]*>(.*)</pre>", html.table(frame, "About", **given_), re.DOTALL)[1]
    cells = [re.split("\t+", unescape(line)) for line in text.split("\n")]
    return [["" if cell == html.NOTHING else cell for cell in line] for line in cells]


def test_no_line_ends_between_the_name_of_a_small_area_and_its_letter():
    name = "Shelthorpe & Woodthorpe B"
    assert lines(pd.DataFrame({"Area": [name], "Road": ["A46"]}))[1] == [
        "Shelthorpe & Woodthorpe\u00a0B",
        "A46",
    ]
    assert charts.wrap(f"{name}: 40", 20) == "Shelthorpe &<br>Woodthorpe\u00a0B: 40"


def test_the_whole_stands_below_the_neighbourhoods_and_chooses_nothing():
    text = html.neighbourhoods(["Name", "Count"], [("east", "East", ["1"])], ("All", ["9"]), None)
    rows, foot = text.split("<tfoot>")
    assert rows.count("data-area") == 1
    assert re.findall(r">(\w+)</t[hd]>", foot) == ["All", "9"]
    assert "<a" not in foot


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


@given(st.lists(st.lists(NAMES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_tabs_align_the_columns_of_the_text(rows):
    """Each cell of a column begins at one place, where tab stops are as wide as the page's styles say."""
    text = html.table(pd.DataFrame(rows, columns=["A", "A longer name", "C"]), "About")
    drawn = unescape(re.search(r"<pre[^>]*>(.*)</pre>", text, re.DOTALL)[1]).split("\n")
    starts = {tuple(_starts(line)) for line in drawn}
    assert len(starts) == 1
    assert len(starts.pop()) == 3
    assert f"tab-size: {html.TAB}" in (assets.FOLDERS["own"] / "page.css").read_text()


def _starts(line):
    """Where each cell of a line begins, in letters."""
    found, at, after_tab = [], 0, True
    for letter in line:
        if letter == "\t":
            at, after_tab = (at // html.TAB + 1) * html.TAB, True
            continue
        if after_tab:
            found.append(at)
        at, after_tab = at + 1, False
    return found


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
        "center",  # a decile, in its colour
        "right",
        "left",
    ]


def test_without_the_pages_script_a_table_is_text_in_columns(chrome, address):
    """Every row in sight, each cell of a column below the one above it, as the browser draws them."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.route("**/page.js", lambda route: route.abort())
    page.goto(f"{address}/?measure=income")
    text = page.locator("pre.rows").first
    text.wait_for()
    page.locator("text=Sources, licences and").first.wait_for()
    starts = text.evaluate(
        """pre => { const node = pre.firstChild, range = document.createRange(), lines = []; let at = 0;
        for (const line of node.data.split("\\n")) { lines.push([...line.matchAll(/[^\\t]+/g)].map(cell => {
          range.setStart(node, at + cell.index); range.setEnd(node, at + cell.index + 1);
          return Math.round(range.getBoundingClientRect().left); })); at += line.length + 1; } return lines; }"""
    )
    assert len(starts) == 100
    assert {tuple(line) for line in starts} == {tuple(starts[0])}
    assert len(starts[0]) > 3
    context.close()
