"""The pictures below the map: their figures counted anew, their files, and that no charting library comes for them."""

import re

import lxml.etree
import pytest
from browser import explore, map_frame
from starlette.applications import Starlette
from starlette.testclient import TestClient

from charnwood import figures
from charnwood.drawing import beside_svg
from charnwood.drawing.exhibits import front
from charnwood.official.deprivation import DOMAINS, MAPPED
from charnwood.web import pictures, server

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg, kind):
    return [
        each.text
        for each in lxml.etree.fromstring(svg.encode()).iter(f"{SVG}text")
        if each.get("class") == kind
    ]


@pytest.mark.parametrize("year", list(MAPPED))
def test_domains_are_the_profiles_of_the_areas(data, year):
    of = front.areas(data)
    profile = figures.deprivation.domain_profile(data, of, year)
    svg = front.domains(data, year).svg
    assert texts(svg, "row") == [domain.name for domain in DOMAINS]
    expected = [f"{profile.loc[d.key, area.name]:.0f}" for d in DOMAINS for area in of]
    assert texts(svg, "value") == expected
    assert " ".join(texts(svg, "head")) == " ".join(area.name for area in of)


def test_types_are_counted_anew(data):
    shown = front.types(data)
    rows = data.counts[data.counts["month"].isin(data.period)]
    values = iter(texts(shown.svg, "value"))
    for kind in texts(shown.svg, "row"):
        for area in front.areas(data):
            count = rows.loc[
                (rows["crime_type"] == kind) & rows["lsoa21cd"].isin(area.lsoa21), "incidents"
            ].sum()
            rate = 1_000 * count / figures.population.residents(data, area, data.period)
            assert next(values) == f"{rate:,.1f} ({count:,})"
    assert shown.shown.table["Type"].nunique() == 14
    assert "most frequent" in front.commonest(data)


def test_a_bar_is_as_long_as_its_value_and_names_are_text(data):
    frame = (
        figures.comparison.types(data, [data.whole])
        .iloc[:2]
        .set_index("Type")[["Charnwood, count"]]
        .astype(float)
    )
    frame.iloc[:, 0] = [25.0, 50.0]
    frame.columns = ["<b>A & B</b>"]
    svg, height = beside_svg.bars(frame, frame.map(str), 50)
    widths = re.findall(r'class="whole" x="0%" y="\d+" width="([\d.]+)%"', svg)
    assert [float(width) for width in widths] == [46, 92]
    assert lxml.etree.fromstring(svg.encode()).get("height") == str(height)
    assert "<b>" not in svg


def test_they_are_small_files_that_browsers_keep(data):
    client = TestClient(
        Starlette(routes=server.routes(), middleware=server.middleware()), base_url="http://localhost"
    )
    for pictured in (*(front.domains(data, year) for year in MAPPED), front.types(data)):
        answer = client.get(f"/{pictures.address(pictured)}", headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200
        assert answer.text == pictured.svg
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert "immutable" in answer.headers["cache-control"]
        assert int(answer.headers["content-length"]) < 4_000
    assert client.get("/assets/front-00000000.svg").status_code == 404


def test_a_chosen_area_takes_their_place_and_only_then_a_charting_library_comes(visit, data):
    page = visit(requests=True)
    map_frame(page)
    pictures_ = page.locator("img.beside")
    assert pictures_.count() == 2
    for picture in pictures_.all():
        assert picture.get_attribute("alt")
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert not [url for url in page.requests if "plotly" in url.lower()]
    page = visit("?area=loughborough-east", requests=True)
    page.locator("img.chart").nth(1).wait_for()
    assert page.locator("img.beside").count() == 2
    assert not [url for url in page.requests if "plotly" in url.lower()]
    explore(page)
    assert page.locator("img.chart").count() == 1
