"""The real server in public mode and in the team's: headers, closed doors, hosts, files that browsers keep."""

import http.client
import re
import urllib.parse

import pytest
from browser import server
from conftest import SITE

from charnwood import assets, settings
from charnwood.briefing import feed
from charnwood.checks import DataError
from charnwood.web import map_script


def ask(address, path, method="GET", **headers):
    """Status, headers and the body's beginning, by a client that adds nothing of its own."""
    there = urllib.parse.urlsplit(address)
    line = http.client.HTTPConnection(there.hostname, there.port, timeout=30)
    line.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, answer.headers, body


def sources(policy):
    """The directives of a Content Security Policy: name -> set of sources."""
    return {words[0]: set(words[1:]) for words in (part.split() for part in policy.split(";")) if words}


@pytest.mark.parametrize("path", ["/", "/crime", "/no-such-page", "/_stcore/health", "/x/component/y"])
def test_every_page_has_every_header(public, path):
    status, headers, _ = ask(public, path)
    assert status == (404 if "no-such" in path else 200)
    policy = sources(headers["Content-Security-Policy"])
    assert policy["default-src"] == policy["connect-src"] == {"'self'"}
    assert policy["object-src"] == {"'none'"}
    assert policy["frame-ancestors"] == {"'self'", SITE}
    assert {s[:8] for s in policy["script-src"]} == {"'self'", "'sha256-"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in headers or "streamlit" not in headers["Server"].lower()


def test_only_the_maps_frame_may_evaluate(public):
    _, headers, _ = ask(public, "/component/streamlit_folium.st_folium/index.html")
    assert "'unsafe-eval'" in sources(headers["Content-Security-Policy"])["script-src"]
    _, headers, _ = ask(public, "/own")
    assert "unsafe-eval" not in headers["Content-Security-Policy"]


def test_the_team_frames_pages_nowhere_else(address):
    _, headers, _ = ask(address, "/")
    assert sources(headers["Content-Security-Policy"])["frame-ancestors"] == {"'self'"}


@pytest.mark.slow  # it starts both servers
@pytest.mark.parametrize("mode", ["public", "address"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("POST", "/_stcore/agent/interact"),
        ("POST", "/_stcore/agent/mcp"),
        ("PUT", "/_stcore/upload_file/a/b"),
        ("DELETE", "/_stcore/upload_file/a/b"),
        ("GET", "/assets/"),
        ("GET", "/assets/own-00000000/map.js"),
        ("GET", "/assets/map-00000000.js"),
        ("GET", "/assets/../app.py"),
    ],
)
def test_closed_doors(mode, method, path, request):
    status, headers, body = ask(request.getfixturevalue(mode), path, method)
    assert status in (400, 404)
    assert b"import" not in body
    assert "Content-Security-Policy" in headers


@pytest.mark.parametrize(
    ("name", "status"), [("stats.example.org", 200), ("localhost:8501", 200), ("evil.example", 400)]
)
def test_only_the_named_hosts_are_answered(public, name, status):
    assert ask(public, "/", Host=name)[0] == status
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    found = ask(public, "/_stcore/stream", Host=name, Sec_WebSocket_Key="x3JJHMbDL1EzLkh9GBhXDw==", **asked)
    assert (found[0] == 101) is (status == 200)


def test_what_has_a_hash_in_its_address_is_kept_and_the_page_is_not(public, data):
    _, headers, page = ask(public, "/dashboard")
    assert headers["Cache-Control"] == "no-cache"
    script = re.search(rb'src="\.(/static/js/[^"]+)"', page)[1].decode()
    for path in (
        script,
        f"/{map_script.script_address(data)}",
        f"/assets/{assets.versioned('own')}/map.js",
        f"/assets/{assets.versioned('leaflet')}/leaflet.css",
    ):
        status, headers, _ = ask(public, path)
        assert status == 200, path
        assert "immutable" in headers["Cache-Control"]
        assert int(re.search(r"max-age=(\d+)", headers["Cache-Control"])[1]) == 31_536_000
    _, headers, _ = ask(public, f"/assets/{assets.versioned('leaflet')}/leaflet.js", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"


def test_a_programme_finds_the_feed_of_new_and_revised_months_from_any_page(public, data):
    _, _, page = ask(public, "/crime")
    assert b'<link rel="alternate" type="application/atom+xml"' in page
    address = re.search(rb'type="application/atom\+xml"[^>]* href="\.(/[^"]+)"', page)[1].decode()
    status, headers, body = ask(public, address)
    assert (status, headers["Content-Type"]) == (200, "application/atom+xml")
    assert body == feed.atom(data)


def test_other_content_gets_another_address(tmp_path, monkeypatch):
    (tmp_path / "map.js").write_text("one")
    monkeypatch.setitem(assets.FOLDERS, "own", tmp_path)
    assets.versioned.cache_clear()
    first = assets.versioned("own")
    (tmp_path / "map.js").write_text("two")
    assets.versioned.cache_clear()
    assert assets.versioned("own") != first
    assets.versioned.cache_clear()


@pytest.mark.parametrize(
    ("variable", "text", "ask"),
    [
        (settings.MODE, "pubilc", settings.public),
        (settings.HOSTS, "https://stats.example.org", settings.hosts),
        (settings.HOSTS, "stats.example.org:8501", settings.hosts),
        (settings.FRAMES, "https://a.example; script-src *", settings.frame_ancestors),
        (settings.FRAMES, "*", settings.frame_ancestors),
    ],
)
def test_a_slip_in_a_variable_is_named_and_opens_nothing(variable, text, ask, monkeypatch):
    monkeypatch.setenv(variable, text)
    with pytest.raises(DataError, match=variable):
        ask()


@pytest.mark.slow
def test_a_server_with_a_slip_does_not_start():
    with (
        pytest.raises(RuntimeError, match="CHARNWOOD_MODE: expected 'public' or nothing") as ended,
        server(CHARNWOOD_MODE="Public!"),
    ):
        pass
    assert "Traceback" not in str(ended.value)


@pytest.mark.slow
def test_a_hosting_services_secrets_are_read_as_variables(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('CHARNWOOD_MODE = "publik"\n')
    with pytest.raises(RuntimeError, match="found 'publik'"), server(HOME=str(tmp_path)):
        pass


def test_hosts_without_a_variable(monkeypatch):
    monkeypatch.delenv(settings.HOSTS, raising=False)
    monkeypatch.setenv(settings.MODE, "")
    assert settings.hosts() == ["*"]
    monkeypatch.setenv(settings.MODE, "public")
    assert settings.hosts() == list(settings.LOCAL)
    monkeypatch.setenv(settings.MODE, "publik")
    monkeypatch.setenv(settings.HOSTS, "stats.example.org")
    with pytest.raises(DataError, match=settings.MODE):
        settings.hosts()


def test_where_plain_pages_are_read(monkeypatch):
    for name in (settings.PAGES, settings.MODE, settings.HOSTS):
        monkeypatch.delenv(name, raising=False)
    assert settings.pages() == ""
    monkeypatch.setenv(settings.MODE, "public")
    assert settings.pages() == ""
    monkeypatch.setenv(settings.HOSTS, "*.example.org,n.example.org,localhost")
    assert settings.pages() == "https://n.example.org"
    monkeypatch.setenv(settings.PAGES, "https://www.example.org/n/")
    assert settings.pages() == "https://www.example.org/n"
    monkeypatch.setenv(settings.PAGES, "javascript:alert(1)")
    with pytest.raises(DataError, match="CHARNWOOD_PAGES: expected an address"):
        settings.pages()
