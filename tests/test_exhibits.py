"""Results by their addresses: the same bytes for whoever asks, and a short sentence for any other address."""

import html
import re
from datetime import date
from itertools import cycle

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures
from charnwood.briefing import addresses, files, steps
from charnwood.drawing.exhibits import REGISTRY, parameters, picture
from charnwood.store import dataset
from charnwood.web import server

OWN = "own~Bell (A/B) & Foundry~E01025699.E01034002"
AREAS = ["E01025699", "loughborough-east", "charnwood", OWN]


@pytest.fixture(scope="module")
def elsewhere():
    """Another replica's server: other objects, made from the same files."""
    held = dataset.load(ROOT / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "current", lambda: held)
        with TestClient(Starlette(routes=server.routes()), raise_server_exceptions=False) as client:
            yield client  # with one thread for all requests


def values(data, name, key):
    """Choices for an exhibit, of an area."""
    area = figures.own_area.resolve(data, key)
    some = {
        "area": area,
        "areas": [area, data.areas["ward-syston"]],
        "year": 2019,
        "kind": "burglary",
        "period": "2025",
        "span": "2019-2025",
        "measure": "income",
        "shown": "rank",
        "rule": figures.rules.parse("any.imd-decile-3.crime-rank-3000.adjacent-yes"),
        "indicator": "income",
        "line": figures.lines.parse("under 5,000"),
        "table": "imd/iod2025.csv",
        "start": "2025-01",
        **dict.fromkeys([*figures.worked.BESIDE, "other"]),
    }
    return [some[choice.name] for choice in parameters.chosen_by(REGISTRY[name])]


def of_an_area(name):
    return {"area", "areas"} & {choice.name for choice in parameters.chosen_by(REGISTRY[name])}


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_an_exhibit_is_the_same_by_its_address_on_another_replica(name, data, elsewhere):
    for key in AREAS if of_an_area(name) else AREAS[:1]:
        shown = REGISTRY[name](data, *values(data, name, key))
        answer = elsewhere.get(f"/{shown.address('csv')}")
        assert answer.status_code == 200, answer.text
        assert answer.content == files.as_csv(shown.table, shown.name, shown.noted, data.version)
        assert re.fullmatch(
            r'attachment; filename="charnwood-[a-z0-9-]+\.csv"', answer.headers["Content-Disposition"]
        )
        assert answer.headers["Cache-Control"] == "no-store"
        noted = "(A/B) & Foundry is not an official area" in answer.text
        assert noted == (key == OWN and bool(of_an_area(name)))


PICTURED = dict(zip(sorted(REGISTRY), cycle(AREAS), strict=False))
AS_PNG = ("map", "crime-months")  # one map and one chart: they differ from their SVG in the last step only


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_its_picture_is_the_same_too_where_it_has_one(name, data, elsewhere):
    shown = REGISTRY[name](data, *values(data, name, PICTURED[name]))
    for kind, start in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        if kind == "png" and shown.pictured and name not in AS_PNG:
            continue
        answer = elsewhere.get(f"/{shown.address(kind)}")
        if not shown.pictured:
            assert (answer.status_code, answer.text) == (404, "There is no such file here.")
            continue
        assert answer.content.startswith(start)
        assert kind == "png" or same_drawing(answer.content, picture(data, shown, kind))


def same_drawing(one, other):
    """Whether two SVGs are the same but for the last digits of places, which the layout's solver does not promise."""
    number = re.compile(r"-?\d+\.\d+")
    one, other = one.decode(), other.decode()
    places = [float(place) for place in number.findall(other)]
    return number.split(one) == number.split(other) and [
        float(place) for place in number.findall(one)
    ] == pytest.approx(places, abs=0.01)


@pytest.fixture(scope="module")
def client():
    """This replica's server, with one thread for all requests."""
    with TestClient(Starlette(routes=server.routes())) as client:
        yield client


def links(page):
    """Every address of a file on a page."""
    found, blocks = [], [page.main]
    while blocks:
        block = blocks.pop()
        children = getattr(block, "children", None)
        if isinstance(children, dict):
            blocks += children.values()
        elif block.type == "html":
            groups = re.findall(r'<div class="files">(.*?)</div>', block.proto.body, re.DOTALL)
            found += [html.unescape(at) for group in groups for at in re.findall('href="([^"]*)"', group)]
    return found


@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / "pages").glob("*.py")))
def test_every_file_that_a_page_offers_is_there(file, data, client):
    page = AppTest.from_file(ROOT / "pages" / file, default_timeout=60)
    for key in ("area", "areas", "own"):
        page.query_params[key] = OWN
    offered = links(page.run())
    assert not page.exception
    assert bool(offered) == (file not in ("accessibility.py", "your_area.py"))
    for address in offered:
        folder, _, rest = address.partition("/")
        name, _, kind = rest.partition("?")[0].rpartition(".")
        query = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
        assert query["data"] == data.version
        assert not address.startswith("/")  # below whatever path the app stands at
        if kind in ("csv", "geojson", "html"):
            assert client.get(f"/{address}").status_code == 200, address
        else:
            assert folder in addresses.FOLDERS
            assert name


def test_the_steps_of_a_briefing_are_those_of_the_story(data):
    story = files.briefing_of(data, data.whole, 2019, date.today())
    assert tuple(step.key for step in story.steps if step.key in steps.KEYS) == steps.KEYS
    for step in story.steps:
        shown = steps.of(story, step.key)
        if shown is None:
            assert step.key in ("glance", "strengths", "remember")
            continue
        assert step.source in shown.noted
        assert shown.table is step.table


def test_a_briefing_by_its_address(data, elsewhere):
    area = figures.own_area.resolve(data, OWN)
    address = addresses.briefing(data, area, "html", addresses.Choices(2025))
    assert address.startswith("briefing/own~Bell%20%28A%2FB%29%20%26%20Foundry~E01025699.E01034002.html?")
    answer = elsewhere.get(f"/{address}")
    pictures = re.compile(rb"base64,[^\"]+")  # as in `drawn`
    assert pictures.sub(b"", answer.content) == pictures.sub(
        b"", files.make_briefing(data, area, 2025, "html")
    )
    saved = 'attachment; filename="charnwood-briefing-bell-a-b-foundry-2025.html"'
    assert answer.headers["Content-Disposition"] == saved


def test_files_of_other_data_are_not_given(data, elsewhere):
    query = "area=charnwood&data"
    assert elsewhere.get(f"/table/crime-months.csv?{query}={data.version}").status_code == 200
    assert elsewhere.get("/table/crime-months.csv?area=charnwood").status_code == 200
    for path in (
        f"table/crime-months.csv?{query}=0badda7a",
        f"table/crime-months.csv?{query}=",
        "briefing/charnwood.pdf?edition=2019&data=0badda7a",
    ):
        answer = elsewhere.get(f"/{path}")
        assert (answer.status_code, answer.text) == (
            409,
            "This page is too old for its files. Load it again.",
        )


SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    "table/none.csv",
    "table/.csv?area=charnwood",
    "table/",
    "table/crime-months?area=charnwood",
    "table/crime-months.csv",
    "table/crime-months.csv?area=",
    f"table/crime-months.csv?area={SCRIPT}",
    f"table/{SCRIPT}.csv?area=charnwood",
    f"table/crime-months.csv?area=charnwood&{SCRIPT}=1",
    "table/crime-months.csv?area=" + "x" * 10_000,
    "table/crime-months.csv?area=own~" + "x" * 10_000 + "~E01025699",
    "table/crime-months.csv?area=own~X~" + ".".join(["E01025699"] * 1_000) + ".E01013600",
    "table/crime-months.csv?area=own~Charnwood~E01025699",
    "table/" + "x" * 10_000 + ".csv",
    "table/crime-months.csv?area=charnwood&edition=2019",
    "table/crime-months.geojson?area=charnwood",
    "table/crime-months.png?area=charnwood",
    "table/crime-months.exe?area=charnwood",
    "table/crime-months.csv/..%2f..%2fapp.py?area=charnwood",
    "picture/crime-months.csv?area=charnwood",
    "picture/deprivation-lsoas.png?areas=charnwood&edition=2019",
    "picture/streets-outcomes.svg?area=charnwood&type=piracy&period=2025",
    "picture/streets-outcomes.svg?area=charnwood&type=anti-social-behaviour&period=2025",
    "picture/streets-outcomes.svg?area=charnwood&type=burglary&period=1999",
    "picture/map.svg?measure=imd&edition=2015&show=rank",
    "picture/map.svg?measure=imd&edition=2019&show=colour",
    "picture/map.svg?measure=wealth&edition=2019&show=rank",
    "table/change-movers.csv?span=2015-2019&measure=income",
    "table/change-movers.csv?span=2019-2025&measure=crimes",
    "table/change-movers.csv?span=2025-2019&measure=imd",
    "table/compare-rates.csv?areas=charnwood,charnwood",
    "table/compare-rates.csv?areas=charnwood,E01025699,E01025700,E01025701,E01025702",
    "table/chosen-map.csv?edition=2019&rule=all.imd-decile-11",
    f"table/proposed-list.csv?rule={SCRIPT}",
    "table/proposed-list.csv?rule=all.imd-rank-1",
    "table/proposed-list.geojson?rule=all.imd-decile-5",
    "table/lsoas-joined.geojson?edition=2015",
    "table/data-table.csv?table=sources.json",
    "table/data-table.csv?table=../app.py",
    "table/data-table.csv?table=boundaries/lsoa21.shp",
    "briefing/charnwood.pdf",
    "briefing/charnwood.pdf?edition=1066",
    "briefing/charnwood.exe?edition=2019",
    "briefing/charnwood?edition=2019",
    "briefing/nowhere.html?edition=2019",
    f"briefing/{SCRIPT}.html?edition=2019",
    "briefing/" + "x" * 10_000 + ".html?edition=2019",
]


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
def test_any_other_address_gets_a_short_sentence(path, elsewhere):
    answer = elsewhere.get(f"/{path}")
    assert (answer.status_code, answer.text) == (404, "There is no such file here.")
    assert "Content-Disposition" not in answer.headers
    assert answer.headers["Content-Type"].startswith("text/plain")
