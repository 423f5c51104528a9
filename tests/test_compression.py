"""Files kept in memory: the same bytes as the application's, compressed once, and nothing else kept."""

import gzip

import brotli
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from charnwood.web import index_page, map_script, menu
from charnwood.web.compression import KEPT, Compression

LONG = "const figure = 1;\n" * 500


@pytest.fixture
def asked():
    return []


@pytest.fixture
def client(asked):
    def answer(request):
        asked.append((request.url.path, request.headers.get("accept-encoding")))
        kind = request.path_params["name"].split(".")[-1]
        if kind == "gone":
            return PlainTextResponse("none", status_code=404)
        types = {"js": "text/javascript; charset=utf-8", "woff2": "font/woff2", "txt": "text/plain"}
        return Response("short" if kind == "txt" else LONG, media_type=types[kind])

    app = Starlette(routes=[Route("/{folder}/{name}", answer)])
    app.add_middleware(Compression)
    return TestClient(app)


def raw(client, path, accepted):
    with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "name", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
)
def test_each_encoding_holds_the_same_bytes_and_is_read_once(client, asked, accepted, name, unpack):
    for _ in range(3):
        answer, body = raw(client, "/static/page.js", accepted)
        assert unpack(body).decode() == LONG
        assert answer.headers.get("Content-Encoding") == name
        assert answer.headers["Cache-Control"] == KEPT
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(body)
    assert asked == [("/static/page.js", None)]


@pytest.mark.parametrize("path", ["/static/letters.woff2", "/static/words.txt"])
def test_what_compression_does_not_shorten_is_left(client, path):
    answer, body = raw(client, path, "br, gzip")
    assert "Content-Encoding" not in answer.headers
    assert len(body) in (len(LONG), 5)


@pytest.mark.parametrize(("path", "status"), [("/static/x.gone", 404), ("/media/page.js", 200)])
def test_what_is_missing_or_has_no_hash_is_asked_for_each_time(client, asked, path, status):
    for _ in range(2):
        assert client.get(path).status_code == status
    assert len(asked) == 2


def test_a_part_of_a_file_is_the_whole(client):
    """A browser may ask for bytes; an answer of 200 with all of them is allowed and is what is kept."""
    assert client.get("/static/page.js", headers={"Range": "bytes=0-3"}).text == LONG


def test_every_document_names_its_page_and_asks_early_for_what_is_there(data):
    for _, name, path in menu.PAGES:
        title = f"{name} · {data.place.title}"
        script = "assets/map-00000000.js" if path in menu.WITH_MAP else ""
        text = index_page.page(title, index_page.about(data), script)
        assert f"<title>{title}</title>" in text
        assert "in the Borough of Charnwood and its Priority Neighbourhoods: maps" in text
        assert '<html lang="en-GB">' in text
        assert text.count("map-00000000.js") == (path in menu.WITH_MAP)
        assert "agent" not in text
        assert text.count("<noscript>") == text.count("please allow it") == 1
        assert text.count("page.js") == text.count("page.css") == text.count('name="description"') == 1


def test_the_frame_of_a_map_names_all_that_it_runs(data):
    text = map_script.document("assets/map-00000000.js")
    assert text.count("<script") == 1
    assert '<script defer src="../../assets/map-00000000.js"></script>' in text
    head, body = text.split("<body>")
    assert "stylesheet" not in head  # which streamlit-folium writes anew
    assert [name in body for name in ("/leaflet.css", "/map.css")] == [True, True]
    assert 'id="map_div"' in body
    for own in ("setComponentReady", "L.geoJSON", "charnwoodShapes"):
        assert own in map_script.script(data)
