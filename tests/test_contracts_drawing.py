"""What the packages that draw, and those that write slides and papers, do not promise; as test_contracts.py."""

import io
import re
from datetime import date
from pathlib import Path

import docx
import folium
import plotly.graph_objects as go
import pytest
from conftest import holds
from matplotlib import get_data_path
from matplotlib.figure import Figure
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Inches

from charnwood import assets, drawing
from charnwood.briefing import paper_xml, slide_xml

OWN = assets.FOLDERS["own"]


# folium, Leaflet


def test_folium_elements():
    shell = drawing.map_layer.shell("Anywhere", (52.7, -1.1))
    holds(re.fullmatch(r"map_\w+", shell.get_name()), "folium", "the names of its elements")
    before = list(shell._children)
    child = folium.FeatureGroup()
    child.add_to(shell)
    holds(child._parent is shell, "folium", "how an element takes another")
    holds(list(shell._children) == before, "folium", "where it keeps children: visits would share them")
    holds(hasattr(child._template.module, "script"), "folium", "how an element writes its script")
    holds(shell.render() == "", "folium", "how a map is rendered")


def test_leaflet_names():
    folder = assets.FOLDERS["leaflet"]
    text = "".join((folder / name).read_text(encoding="utf-8") for name in ("leaflet.js", "leaflet.css"))
    said = "".join(
        (OWN / name).read_text(encoding="utf-8") for name in ("map.css", "map.js", "map_controls.js")
    )
    ours = {"leaflet-areas-pane"}  # of a pane that map.js makes, named as Leaflet names its own
    names = set(re.findall(r"leaflet-[\w-]+", said)) - ours
    missing = [name for name in sorted(names) if name not in text]
    holds(names and not missing, "Leaflet", f"the names of its elements: {missing}")
    pane = re.search(r'"leaflet-"\+\w+\.replace\("Pane",""\)\+"-pane"|replace\("Pane",""\)\+"-pane"', text)
    holds(pane, "Leaflet", "how it names a pane")


# Plotly, Matplotlib


def test_plotly_references():
    figure = go.Figure()
    figure.add_hline(1)
    figure.add_vline(1)
    figure.add_vrect(0, 1)
    figure.add_hrect(0, 1, annotation_text="All")
    wide = [str(shape.xref).endswith(("domain", "paper")) for shape in figure.layout.shapes]
    tall = [str(shape.yref).endswith(("domain", "paper")) for shape in figure.layout.shapes]
    holds(wide == [True, False, False, True], "Plotly", "how it says that a shape goes across")
    holds(tall == [False, True, True, False], "Plotly", "how it says that a shape goes all the way up")
    holds(figure.layout.annotations[0].text == "All", "Plotly", "where it keeps annotations")


def test_matplotlib_svg():
    canvas = Figure()
    canvas.subplots().plot([1, 2], [1, 2])
    out = io.BytesIO()
    with drawing.images.mpl.rc_context(drawing.images.STYLE):
        canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    before = out.getvalue().decode()
    holds(re.search(r"#p[0-9a-f]{10}\)", before), "Matplotlib", "its names of clipped regions in SVG")
    holds("<metadata>" in before, "Matplotlib", "where an SVG has its metadata")
    holds(f"'{drawing.images.FONT}'" in before, "Matplotlib", "how an SVG names its font")
    after = drawing.images._steady(before)
    assert "url(#clip0)" in after
    assert "<metadata>" not in after
    assert "Verdana" in after


def test_matplotlib_faces():
    face = Path(get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    holds(face.is_file(), "Matplotlib", "the faces that it comes with")


def test_matplotlib_dates():
    axes = Figure().subplots(2)
    axes[0].plot([date(2024, 1, 1), date(2025, 1, 1)], [1, 2])
    axes[1].plot([1, 2], [1, 2])
    found = [drawing.plotly_to_matplotlib._dated(one.xaxis) for one in axes]
    holds(found == [True, False], "Matplotlib", "by which name an axis of dates is known")


# python-pptx


@pytest.mark.parametrize("dated", [False, True])
def test_python_pptx_xml(dated):
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    contents = CategoryChartData()
    contents.categories = [date(2024, 1, 1), date(2024, 2, 1)] if dated else ["a", "b"]
    contents.add_series("s", [1, 2])
    kind = XL_CHART_TYPE.LINE if dated else XL_CHART_TYPE.BAR_CLUSTERED
    held = slide.shapes.add_chart(kind, 0, 0, Inches(3), Inches(3), contents)
    try:
        slide_xml.describe(held, "About")
        axis = held.chart.category_axis
        slide_xml.by_months(axis, 12) if dated else slide_xml.label_each(axis)
        held.chart.has_legend = True
        held.chart.legend.position = XL_LEGEND_POSITION.TOP
        slide_xml.drop_line(held.chart.plots[0].series[0], "#3f5159")
        slide_xml.leave_out_of_legend(held.chart, [0])
    except (AttributeError, IndexError) as error:
        holds(False, "python-pptx", f"its elements ({error})")
    out = io.BytesIO()
    show.save(out)
    chart = Presentation(out).slides[0].shapes[-1].chart
    for held_in, order in (
        (chart.plots[0].series[0], ["errBars", "cat", "val"]),
        (chart.legend, ["legendPos", "legendEntry"]),
    ):
        tags = [child.tag.split("}")[1] for child in held_in._element]
        holds([tag for tag in tags if tag in order] == order, "python-pptx", f"an order of parts, now {tags}")
    axis = chart.category_axis._element
    tags = [child.tag.split("}")[1] for child in axis]
    order = (
        ["lblOffset", "baseTimeUnit", "majorUnit", "majorTimeUnit"] if dated else ["lblOffset", "tickLblSkip"]
    )
    holds([tag for tag in tags if tag in order] == order, "python-pptx", f"the order of an axis, now {tags}")
    holds(
        held._element.xpath(".//p:cNvPr/@descr") == ["About"], "python-pptx", "where alternative text stands"
    )


# python-docx


def test_python_docx_xml():
    paper, out, again = docx.Document(), io.BytesIO(), io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    try:
        paper_xml.describe(paper.add_picture(out), "About")
        table = paper.add_table(2, 1)
        paper_xml.head(table)
        paper_xml.shade(table.cell(0, 0), "#e3ebee")
        paper_xml.in_english(paper)
        said = paper.add_paragraph("Said")
        paper_xml.link(said, "https://www.example.org/")
        paper_xml.refer(said, 1)
        paper_xml.footnotes(paper, ["A & B"])
    except (AttributeError, IndexError) as error:
        holds(False, "python-docx", f"its elements ({error})")
    paper.save(again)
    read = docx.Document(again)
    holds(
        read.inline_shapes[0]._inline.docPr.get("descr") == "About",
        "python-docx",
        "where alternative text stands",
    )
    links = [link.address for paragraph in read.paragraphs for link in paragraph.hyperlinks]
    holds(links == ["https://www.example.org/"], "python-docx", "what a link is")
    notes = [part for part in read.part.package.iter_parts() if part.partname == "/word/footnotes.xml"]
    holds(len(notes) == 1 and b"A &amp; B" in notes[0].blob, "python-docx", "how a part is added")
