"""PNG and SVG of maps and charts: what is inside them, the same bytes again, every kind of chart."""

import io
import re
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest
from matplotlib.figure import Figure
from PIL import Image
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, drawing, figures, palette
from charnwood.drawing.images import Caption
from charnwood.ui import figure

CAPTION = Caption("A title & more", ("Source: somebody.", "Data version 12345678"), "What <it> shows")
SPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn_charts():
    frame = pd.DataFrame({"One": [1.0, 2.5], "Two": [3.0, 0.0]}, index=["first label", "second label"])
    months = pd.Series([3, None, 5, 4], index=["2024-11", "2024-12", "2025-01", "2025-02"], dtype="Float64")
    return {
        "lying": drawing.charts.grouped_bars(frame, "Percent"),
        "upright": drawing.charts.grouped_bars(frame, "Count", upright=True),
        "lines": drawing.month_charts.monthly_lines(
            {"All": months, "Half": months / 2}, "A month", (months - 1, months + 1)
        ),
    }


def svg(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)


def texts(content: bytes) -> str:
    return " ".join(element.text or "" for element in svg(content).iter(f"{SPACE}text"))


@pytest.mark.parametrize("name", ["lying", "upright", "lines"])
def test_a_chart_carries_title_source_version_and_description(drawn_charts, name):
    drawn = drawing.images.chart(drawn_charts[name], CAPTION, "svg")
    assert "Data version 12345678" in texts(drawn)
    assert "A title & more" in texts(drawn)
    root = svg(drawn)
    assert root.find(f"{SPACE}title").text == CAPTION.title
    assert root.find(f"{SPACE}desc").text.startswith("What <it> shows Source: somebody.")
    image = Image.open(io.BytesIO(drawing.images.chart(drawn_charts[name], CAPTION, "png")))
    assert image.text["Title"] == CAPTION.title
    assert image.text["Source"] == "Source: somebody. Data version 12345678"


def test_the_same_inputs_give_the_same_bytes(drawn_charts, data):
    view = drawing.map_views.make(data, 2025, "crimes", "decile")
    for kind in drawing.images.MIME:
        for _ in range(2):
            drawn = [drawing.images.chart(drawn_charts["lying"], CAPTION, kind) for _ in range(2)]
            drawn += [drawing.images.area_map(data, view, ("E01025699",), CAPTION, kind) for _ in range(2)]
        assert drawn[0] == drawn[1]
        assert drawn[2] == drawn[3]


def test_bars_have_the_lengths_of_their_figures():
    frame = pd.DataFrame({"One": [1.0, 2.5], "Two": [3.0, 0.0]}, index=["a", "b"])
    axes = drawing.plotly_to_matplotlib.draw(
        Figure(layout="constrained").subfigures(), drawing.charts.grouped_bars(frame, "Percent")
    )
    assert [bar.get_width() for bar in axes.patches] == [1.0, 2.5, 3.0, 0.0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    hatches = {bar.get_hatch() for bar in axes.patches}
    assert len(hatches) == 2


def test_stacked_bars_stand_on_each_other(data):
    own = data.own(2019)
    chart = drawing.charts.decile_distribution(
        own, pd.Series("Here", index=own.index[:20]).reindex(own.index), ["Here"], "Elsewhere"
    )
    axes = drawing.plotly_to_matplotlib.draw(Figure(layout="constrained").subfigures(), chart)
    tops = {}
    for bar in axes.patches:
        tops[bar.get_x()] = max(tops.get(bar.get_x(), 0), bar.get_y() + bar.get_height())
    assert list(tops.values()) == own["imd_decile"].value_counts().sort_index().tolist()


def test_a_month_not_held_is_a_gap_in_the_picture_too(drawn_charts):
    axes = drawing.plotly_to_matplotlib.draw(Figure(layout="constrained").subfigures(), drawn_charts["lines"])
    line = next(line for line in axes.lines if line.get_label() == "All")
    assert [value != value for value in line.get_ydata()] == [False, True, False, False]


def test_each_chart_of_a_page_has_a_twin(data):
    """Domains, types and scatter as the pages draw them; a trace, shape or fill unknown is an error."""

    area = data.areas["loughborough-east"]
    profile = figures.deprivation.domain_profile(data, [area], 2019)
    types = figures.crime.types(data, area)
    both = figures.crime.domain_and_counts(data, area, 2019)
    for chart in (
        drawing.charts.domain_bars(profile, [area.name], data.place.name),
        drawing.charts.type_bars(types["Per 1,000"], types["Count"], types.iloc[:, -1], area.name),
        drawing.charts.domain_against_counts(both, area.lsoa11, area.name, "Elsewhere"),
    ):
        drawn = texts(drawing.images.chart(chart, CAPTION, "svg"))
        assert area.name in drawn
    for odd in (go.Figure(go.Pie(values=[1])), go.Figure(go.Scatter(x=[1], y=[2], fill="tozeroy"))):
        with pytest.raises(NotImplementedError):
            drawing.images.chart(odd, CAPTION, "png")


@pytest.mark.parametrize("year", [2019, 2025])
def test_a_map_has_the_colours_of_its_view_its_key_and_its_outlines(data, year):
    view = drawing.map_views.make(data, year, "imd", "decile")
    drawn = drawing.images.area_map(data, view, (), CAPTION, "svg")
    text = drawn.decode().lower()
    counts = view.values.value_counts()
    for decile, colour in enumerate(palette.DECILES, 1):
        # Once for each polygon and once in the key
        assert len(re.findall(f"fill: {colour}", text)) >= counts.get(decile, 0) + 1
    for label in (*view.scale.labels, *(area.name for area in data.neighbourhoods)):
        assert label in texts(drawn)
    assert len(set(re.findall(r"stroke-dasharray: ([\d., ]+)", text))) >= 2
    assert palette.CHOSEN not in text
    assert (
        palette.CHOSEN
        in drawing.images.area_map(data, view, list(view.values.index[:1]), CAPTION, "svg").decode()
    )


@pytest.mark.parametrize(("measure", "shown"), [("imd", "rank"), ("income", "decile"), ("asb", "decile")])
def test_every_scale_has_a_key(data, measure, shown):
    view = drawing.map_views.make(data, 2019, measure, shown)
    drawn = texts(drawing.images.area_map(data, view, (), CAPTION, "svg"))
    for label in filter(None, view.scale.labels):
        assert label in drawn


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "pages").glob("*.py")))
def test_every_chart_on_every_page_is_seen_and_saved_as_a_picture(name, monkeypatch):
    shown = []
    monkeypatch.setattr(figure, "chart", lambda data, of, below="": shown.append((of.key, of.figure)))
    page = AppTest.from_file(ROOT / "pages" / name, default_timeout=120)
    page.query_params["area"] = "loughborough-east"
    assert not page.run().exception
    for key, chart in shown:
        drawn = texts(drawing.images.chart(chart, CAPTION, "svg"))
        named = [
            t.name
            for t in chart.data
            if t.name and t.showlegend is not False and chart.layout.showlegend is not False
        ]
        assert all(name.split("<br>")[0] in drawn for name in named), key
        seen = drawing.chart_svg.draw(chart)
        ElementTree.fromstring(seen.svg)
        assert sorted(name for _, name in seen.key) == sorted(
            name.replace("<br>", " ") for name in named if len(chart.data) > 1
        ), key


def test_points_that_differ_in_symbol_keep_their_own():
    chart = go.Figure(go.Scatter(x=[1, 2, 3], y=["a", "b", "c"], mode="markers"))
    chart.data[0].marker.update(
        symbol=["diamond", "circle", "diamond"], color=["#d55e00", "#0072b2", "#d55e00"]
    )
    chart.data[0].error_x.update(array=[0.1, 0.2, 0.3])
    axes = drawing.plotly_to_matplotlib.draw(Figure(layout="constrained").subfigures(), chart)
    points = {line.get_marker(): list(line.get_xdata()) for line in axes.lines if line.get_marker() in "Do"}
    assert points == {"D": [1, 3], "o": [2]}
