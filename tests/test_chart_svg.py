"""Charts as a page shows them first: where bars, points and lines stand, gaps, keys, and how one is explored."""

import re
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, drawing, palette, words
from charnwood.drawing import chart_svg
from charnwood.official.deprivation import MAPPED

SPACE = "{http://www.w3.org/2000/svg}"


def widths(svg, colour):
    rects = [rect for rect in ElementTree.fromstring(svg).iter(f"{SPACE}rect") if rect.get("fill") == colour]
    return [(rect.get("x"), rect.get("width")) for rect in rects]


def test_lying_bars_are_as_long_as_their_values_and_names_stand_above():
    values = pd.Series({"One & only": 25.0, "A name of many words that needs two lines of text": 100.0})
    seen = chart_svg.draw(
        drawing.charts.ordered_bars(values, {"Charnwood": 40.0, "England": 50.0}, "Charnwood", "Points")
    )
    assert widths(seen.svg, "#0072b2") == [("0%", "25%"), ("0%", "100%")]
    root = ElementTree.fromstring(seen.svg)
    assert [use.get("x") for use in root.iter(f"{SPACE}use")] == ["40%", "40%", "50%", "50%"]
    rows = [text.text for text in root.iter(f"{SPACE}text") if text.get("class") == "row"]
    assert rows == [
        "One & only:\u00a025.0",
        "A name of many words that needs two",
        "lines of text:\u00a0100.0",
    ]
    assert root.get("height") == str(seen.height)
    assert [name for _, name in seen.key] == ["Charnwood: 40.0", "England: 50.0"]


def test_bars_on_each_other_begin_where_those_below_end():
    figure = go.Figure(
        [
            {"type": "bar", "x": [1, 2], "y": [2, 1], "name": "One", "marker": {"color": "#111111"}},
            {"type": "bar", "x": [1, 2], "y": [2, 0], "name": "Two", "marker": {"color": "#222222"}},
        ],
        {"barmode": "stack", "height": 300, "yaxis": {"range": [0, 4]}, "template": "none"},
    )
    seen = chart_svg.draw(figure)
    rects = [rect for rect in ElementTree.fromstring(seen.svg).iter(f"{SPACE}rect") if rect.get("height")]
    (low, _), (high, _) = (
        [float(rect.get(name)) for name in ("y", "height")] for rect in (rects[0], rects[2])
    )
    assert high == pytest.approx(0)
    assert low == pytest.approx(float(rects[2].get("height")))
    assert [name for _, name in seen.key] == ["One", "Two"]


def test_a_month_that_is_not_held_breaks_the_line_and_is_shaded():
    months = pd.Series([3, None, 5, 4], index=["2024-11", "2024-12", "2025-01", "2025-02"], dtype="Float64")
    seen = chart_svg.draw(drawing.month_charts.monthly_lines({"All": months}, "A month"))
    (path,) = re.findall(r'class="line"[^>]* d="([^"]*)"', seen.svg)
    assert path.count("M") == 2
    assert path.count("L") == 1
    assert ">no data<" in seen.svg
    assert seen.svg.count("<use ") == 3


def test_what_is_not_known_is_not_drawn_in_part():
    odd = {"type": "scatter", "x": [1], "y": [2], "fill": "tozeroy"}
    for figure in (go.Figure(go.Pie(values=[1])), go.Figure([odd], {"height": 300})):
        with pytest.raises(NotImplementedError):
            chart_svg.draw(figure)


def test_a_chart_is_a_picture_until_it_is_explored_and_again_when_asked():
    page = AppTest.from_file(ROOT / "pages" / "crime.py", default_timeout=120).run()
    pictures = [html for html in page.get("html") if "beside chart" in html.proto.body]
    buttons = [button for button in page.button if button.label == words.pages.EXPLORE_CHART]
    assert len(pictures) == len(buttons) == 4
    buttons[0].click().run()
    assert len(page.get("plotly_chart")) == 1
    (back,) = (button for button in page.button if button.label == words.pages.AS_PICTURE)
    assert back.key == buttons[0].key  # the focus stays
    back.click().run()
    assert not page.get("plotly_chart")
    assert not page.exception


def test_a_single_bar_has_its_value_beside_it_unless_its_name_has_it():
    for names, valued in ((["Here", "England"], True), (["Here: 28.7", "England: 21.7"], False)):
        table = pd.DataFrame({"Score": [28.7, 21.7]}, index=names)
        seen = chart_svg.draw(drawing.charts.grouped_bars(table, "Score", digits=1))
        assert (">28.7</text>" in seen.svg) == valued


@pytest.mark.parametrize("year", MAPPED)
@pytest.mark.parametrize("key", ["loughborough-east", "E01025699", "charnwood"])
def test_a_mark_means_one_thing_on_all_charts_of_a_profile(data, key, year):
    """England's middle area is not its average; no series has the mark of what areas stand beside."""
    area = data.areas[key]
    profile = drawing.exhibits.profile
    shown = [profile.contributions(data, area, year)]
    shown += [profile.bars(data, area, year, one) for one in ("income", "income_domain_numerator")]
    marks = {symbol.plotly: "a series" for symbol in palette.SYMBOLS}
    for trace in (trace for one in shown for trace in one.figure.data if trace.type == "scatter"):
        name = trace.name.replace("<br>", " ").partition(":")[0].replace("England's average", "England")
        assert marks.setdefault(trace.marker.symbol, name) == name
    assert marks[palette.MIDDLE[0]] == "England's middle area"
    assert marks.get(palette.ENGLAND[0], "England") == "England"
    assert palette.AMONG not in marks


def test_a_chart_with_nothing_to_draw_is_a_sentence(data):
    """Of so few that no ratio is told there are no axes without a mark."""
    area = data.areas["E01025760"]
    shown = drawing.exhibits.signals.like(data, area, "robbery")
    assert len(shown.table)
    assert shown.figure is None
    assert words.pages.NO_CHART in shown.finding
    assert drawing.exhibits.signals.like(data, area, "incidents").figure
