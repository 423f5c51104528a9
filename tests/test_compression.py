"""Files kept in memory: each by its one address, compressed once, and nothing else kept."""

import gzip
import re

import brotli
import loops
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from charnwood import assets
from charnwood.web import index_page, map_script, menu, server
from charnwood.web.compression import KEPT, HashedFiles, index

LONG = "const figure = 1;\n" * 500
SPELLINGS = (
    "/static//js/page.js",
    "//static/js/page.js",
    "/static/./js/page.js",
    "/./static/js/page.js",
    "/static/js/../js/page.js",
    "/x/../static/js/page.js",
    "/static/js/page.js/",
    "/Static/js/page.js",
    "/static/js/PAGE.js",
    "/static\\js\\page.js",
    "/static/js%00/page.js",
    "/static/%2e%2e/static/js/page.js",
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "js").mkdir()
    for name in ("page.js", "letters.woff2", "page.html", "secret.py"):
        (tmp_path / "js" / name).write_text(LONG)
    (tmp_path / "js" / "words.css").write_text("short")
    (tmp_path / "outside.js").symlink_to("/no/such/file.js")
    return tmp_path


@pytest.fixture
def files(folder):
    return HashedFiles(
        Starlette(routes=[Route("/{rest:path}", lambda _: PlainTextResponse("passed on"))]),
        index({"static": folder}),
        [r"/static/made\.js"],
    )


@pytest.fixture
def client(files):
    return TestClient(files)


def raw(client, path, accepted, method="GET"):
    with client.stream(method, path, headers={"Accept-Encoding": accepted}) as answer:
        return answer, b"".join(answer.iter_raw())


def bare(app, path, raw_path=None):
    """Status, headers and length of an answer to a path that no client would leave as it is."""
    sent = []

    async def ask():
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": (raw_path or path).encode(),
            "headers": [],
            "query_string": b"",
        }

        async def send(message):
            sent.append(message)

        await app(scope, None, send)

    loops.run(ask())
    return sent[0]["status"], dict(sent[0]["headers"]), len(sent[1]["body"])


@pytest.mark.parametrize(
    ("accepted", "name", "unpack"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_each_encoding_holds_the_same_bytes_and_is_read_once(client, folder, accepted, name, unpack):
    for again in range(3):
        answer, body = raw(client, "/static/js/page.js", accepted)
        assert unpack(body).decode() == LONG
        assert answer.headers.get("Content-Encoding") == name
        assert answer.headers["Cache-Control"] == KEPT
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(body)
        if not again:
            (folder / "js" / "page.js").write_text("another release")


@pytest.mark.parametrize("path", ["/static/js/letters.woff2", "/static/js/words.css"])
def test_what_compression_does_not_shorten_is_left(client, path):
    answer, body = raw(client, path, "br, gzip")
    assert "Content-Encoding" not in answer.headers
    assert len(body) in (len(LONG), 5)


@pytest.mark.parametrize(
    "path",
    [
        "/static",
        "/static/",
        "/static/js",
        "/static/js/gone.js",
        "/static/js/page.html",
        "/static/js/secret.py",
        "/static/outside.js",
        *SPELLINGS,
    ],
)
def test_what_is_no_file_by_its_one_address_is_not_found_and_kept_nowhere(files, path):
    status, headers, length = bare(files, path)
    assert (status, headers[b"cache-control"], length) == (404, b"no-store", len("Not found"))
    assert not files.held


@pytest.mark.parametrize("path", ["/", "/statics/js/page.js", "/crime/static/js/page.js", "/static/made.js"])
def test_what_is_not_of_the_index_is_passed_on(client, path):
    assert client.get(path).text == "passed on"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        *(
            ("/crime/static/js/X", False),
            ("/crime/static/js/page.js", False),
            ("/crime/assets/x/page.css", False),
        ),
        *(("/page.js", False), ("/robots.txt", False), ("/crime/deep/x.PNG", False)),
        *(("/crime", True), ("/a/b", True), ("/present", True), ("/briefing/area-2019.html", True)),
        *(("/component/map/index.html", True), ("/v1.2/crime", True)),
    ],
)
def test_no_document_answers_for_a_file(folder, path, there):
    """As Streamlit does for every address that it does not know, of which the next release then finds none."""

    async def document(scope, receive, send):
        await HTMLResponse("a page")(scope, receive, send)

    found = bare(HashedFiles(document, index({"static": folder})), path)
    assert found[0] == (200 if there else 404)
    assert there or (found[1][b"cache-control"], found[2]) == (b"no-store", len("Not found"))


def test_only_reading_is_allowed(client):
    assert client.post("/static/js/page.js").status_code == 405
    answer, body = raw(client, "/static/js/page.js", "identity", "HEAD")
    assert (answer.status_code, int(answer.headers["Content-Length"]), body) == (200, len(LONG), b"")


def test_a_file_that_went_is_not_found_and_found_when_it_is_back(client, folder):
    (folder / "js" / "page.js").unlink()
    assert client.get("/static/js/page.js").status_code == 404
    (folder / "js" / "page.js").write_text("back")
    assert client.get("/static/js/page.js").text == "back"


def test_no_spelling_of_an_address_and_no_query_makes_memory_grow(files):
    with TestClient(files) as client:
        for encoding in ("br", "gzip", "identity", "deflate, br;q=0", "*"):
            for count in range(40):
                raw(client, f"/static/{'/' * count}js/page.js?{count}", encoding)
                raw(client, f"/static/js/{'x' * count}.js", encoding)
                raw(client, "/static/js%2Fpage.js", encoding)
                raw(client, "/static/js/letters.woff2", encoding)
    assert set(files.held) == {
        *(("/static/js/page.js", encoding) for encoding in ("br", "gzip", "")),
        ("/static/js/letters.woff2", ""),
    }


def test_a_part_of_a_file_is_the_whole(client):
    """A browser may ask for bytes; an answer of 200 with all of them is allowed and is what is kept."""
    assert client.get("/static/js/page.js", headers={"Range": "bytes=0-3"}).text == LONG


def test_the_index_holds_what_pages_ask_for_and_no_page():
    held = server.kept_files()
    assert len(held) > 300
    assert all(f"/static/js/{name}" in held for part in index_page.PARTS for name in index_page._needed(part))
    for name in ("own", "leaflet"):
        assert any(path.startswith(f"/assets/{assets.versioned(name)}/") for path in held)
    asked = re.findall(r"\./((?:static|assets)/[^\"]+)", index_page.page("Map", "about", ""))
    assert len(asked) > 10
    assert [path for path in asked if f"/{path}" not in held] == []


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
