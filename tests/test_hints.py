"""Streamlit and streamlit-folium with other files than today's: pages come without what made them faster."""

import dataclasses
import logging
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from charnwood import drawing
from charnwood.cache import Results
from charnwood.store import dataset
from charnwood.web import hints, index_page, map_script, menu, middleware, server

HELD = (index_page.page, index_page._needed, hints.left_out, map_script.map_frame, map_script.document)
OWN = "Streamlit's own answer"
REAL, FRAME = index_page.STREAMLIT, map_script.frame_folder()


class Unserved(Results):
    """Of all that was made of data what was drawn, which knows nothing of Streamlit, and nothing that a server sent."""

    def __init__(self, data):
        super().__init__()
        self.drawn = data.results

    def of(self, function, most):
        served = function.__module__.startswith("charnwood.web")
        return (super() if served else self.drawn).of(function, most)


@pytest.fixture
def fresh(caplog, monkeypatch):
    """Nothing held from other tests, and nothing left for them; yields the log."""

    def forget():
        for function in HELD:
            function.cache_clear()

    # A test before may have shown other data, which are let go of here and not at the end
    data = dataset.current()
    monkeypatch.setattr(dataset._HELD, "data", dataclasses.replace(data, results=Unserved(data)))
    forget()
    with caplog.at_level(logging.WARNING, logger=hints.__name__):
        yield caplog
    forget()


@pytest.fixture
def client():
    """The app's own routes, and behind them an answer in Streamlit's name."""
    rest = Route("/{path:path}", lambda request: PlainTextResponse(OWN))
    app = Starlette(routes=[*server.routes(), rest], middleware=[Middleware(middleware.MapFrame)])
    with TestClient(app) as client:  # with one thread for all requests
        yield client


def planted(folder: Path, index: str, rename=lambda name: name) -> Path:
    """Streamlit's static folder with another index.html and other names of its scripts."""
    (folder / "static/js").mkdir(parents=True)
    (folder / "index.html").write_text(index)
    for script in (REAL / "static/js").iterdir():
        if name := rename(script.name):
            (folder / "static/js" / name).symlink_to(script)
    return folder


INDEX = (REAL / "index.html").read_text(encoding="utf-8")
BARE = "<!doctype html><html><head><title>Another</title></head><body><div id=root></div></body></html>"
CASES = {
    "parts renamed": (INDEX, lambda name: f"chunk-{name}"),
    "one part gone": (INDEX, lambda name: name if not name.startswith("Selectbox.") else ""),
    "what a part imports gone": (INDEX, lambda name: name if not name.startswith("purify") else ""),
    "no scripts": (INDEX, lambda name: ""),
    "a bare index": (BARE, lambda name: name),
    "no end of the head": (INDEX.replace("</head>", ""), lambda name: name),
}


@pytest.mark.parametrize("case", CASES)
def test_a_changed_streamlit_takes_no_page_down(case, fresh, client, tmp_path, monkeypatch):
    folder = planted(tmp_path, *CASES[case])
    monkeypatch.setattr(index_page, "STREAMLIT", folder)
    for _, title, path in menu.PAGES:
        answer = client.get(f"/{path}")
        assert answer.status_code == 200
        assert re.search(r"<title>([^<]*)", answer.text)[1].startswith(f"{title} · ")
        named = re.findall(r'(?:href|src)="\./static/js/([^"]+)"', answer.text)
        early = [name for name in named if name not in INDEX]
        assert all((folder / "static/js" / name).is_file() for name in early)
    told = [record.getMessage() for record in fresh.records]
    assert told
    assert len(told) == len(set(told)), "each warning comes once"
    assert all(text.startswith("Streamlit changed") and "docs/upgrading.md" in text for text in told)


def test_an_unchanged_streamlit_warns_of_nothing(fresh, client):
    assert {client.get(f"/{path}").status_code for _, _, path in menu.PAGES} == {200}
    frame = client.get(f"/{map_script.FRAME}/index.html").text
    assert "/assets/map-" in frame
    assert map_script.asked_for(dataset.current()) == ((), ())
    assert fresh.records == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("index.html", lambda text: text.replace('defer="defer"', "async")),
        ("index.html", lambda text: text.replace("<body>", '<body class="light">')),
        ("index.html", lambda text: text.replace("static/js/main.", "static/js/other.")),
        ("index.html", None),
    ],
)
def test_a_changed_streamlit_folium_keeps_its_own_document_and_the_map(
    name, change, fresh, client, tmp_path, monkeypatch
):
    """The server starts, Streamlit answers for the frame, and the page tells it what to ask for."""
    if change:
        (tmp_path / name).write_text(change((FRAME / name).read_text(encoding="utf-8")))
    monkeypatch.setattr(map_script, "frame_folder", lambda: tmp_path)
    data = dataset.current()
    assert client.get("/").status_code == 200
    assert client.get(f"/{map_script.FRAME}/index.html").text == OWN
    (script,), styles = map_script.asked_for(data)
    text = client.get(script.removeprefix("../..")).text
    assert [own in text for own in ("L.geoJSON", "charnwoodShapes", "setComponentReady")] == [
        True,
        True,
        False,
    ]
    assert {client.get(style.removeprefix("../..")).status_code for style in styles} == {200}
    shell = drawing.map_layer.shell(data.place.name, (52.7, -1.1), (script,), styles)
    assert [address for _, address in shell.default_js] == [script]
    assert [address for _, address in shell.default_css] == list(styles)
    told = [record.getMessage() for record in fresh.records]
    assert len(told) == 1
    assert told[0].startswith("streamlit-folium changed")
