"""Public pages as a server gives them, at whatever address is asked for."""

import random

import lxml.etree
import lxml.html
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from test_security import PIECES

from charnwood import settings
from charnwood.store import dataset
from charnwood.web import menu, public_pages

# By the server


@pytest.fixture(params=["", "public"])
def client(request, monkeypatch, data):
    """The routes of the plain pages, as the server has them, in either mode."""
    monkeypatch.setenv(settings.MODE, request.param)
    monkeypatch.setattr(dataset, "current", lambda: data)
    routes = public_pages.routes()
    unknown = Middleware(public_pages.Unknown, routes=routes)
    with TestClient(Starlette(routes=routes, middleware=[unknown])) as client:
        client.mode = request.param
        yield client


def test_the_pages_stand_at_their_addresses(client):
    first = "/" if client.mode else "/home"
    for path in (first, "/glance", "/areas", "/about", "/accessibility-statement", "/area/ward-syston"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        page = lxml.html.fromstring(answer.text)
        for link in page.xpath("//nav//a/@href|//footer//a/@href"):
            assert not link.endswith(".html")
            there = str(answer.url.join(link).path)
            dashboard = {"/dashboard"} if client.mode else {"/"}
            assert there not in dashboard or answer.url.join(link).query == b"edition=2025", link
            assert there in dashboard or there == "/map" or client.get(there).status_code == 200, (path, link)
    assert client.get("/area/own~Our patch~E01025699.E01025700").text.count("Our patch") > 1
    assert client.get("/area/E01025699.json").json()["name"]
    for path in ("/area/ward-syston", "/glance", "/home"):  # also as where files are published
        assert client.get(f"{path}.html").text == client.get(path).text


def test_a_page_is_sent_once_and_packed(client):
    first = client.get("/area/ward-syston", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert int(first.headers["Content-Length"]) < 60_000
    tag = first.headers["ETag"]
    again = client.get("/area/ward-syston", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/area/ward-syston", headers={"Accept-Encoding": "identity"})
    assert plain.headers["ETag"] != tag
    assert plain.text == first.text


def test_a_slash_too_many_does_not_lead_links_astray(client):
    for path in ("/area/ward-syston/", "/area/own~Our patch~E01025699/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert str(answer.url).endswith(path.rstrip("/").replace(" ", "%20"))
        for link in lxml.html.fromstring(answer.text).xpath("//nav//a/@href"):
            assert client.get(str(answer.url.join(link).path)).status_code in (200, 404 * (link == "../"))
    assert client.get("/area/").status_code == 404
    for path in ("/area/none/", "/area//", "/area/ward-syston//", "/nothing.html"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Page not found" in answer.text


@pytest.mark.parametrize("seed", range(4))
def test_whatever_an_address_holds_there_is_a_page(client, seed):
    """Two hundred addresses in each mode."""
    chance = random.Random(seed)
    for _ in range(50):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 4)))
        start = chance.choice(["/area/", "/area/own~", "/", "/area/x/", "/areas/", "/home/"])
        path = start + "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
        answer = client.get(path)  # one slash too many is led back to the page without
        assert answer.status_code in (200, 404), path
        if answer.status_code == 404 and "text/html" in answer.headers["Content-Type"]:
            page = lxml.html.fromstring(answer.text)
            assert page.xpath("//h1/text()") == ["Page not found"]
            assert not page.xpath("//script[not(@src)]|//img")
            home = "/" if client.mode else "/home"
            assert str(answer.url.join(page.xpath("//header//a/@href")[0]).path) in (home, f"{home}/"), path


def test_the_first_page_of_the_dashboard_moves_aside_for_residents(monkeypatch):
    monkeypatch.setenv(settings.MODE, "")
    assert menu.address("") == ""
    assert [path for *_, path in menu.pages()] == [path for *_, path in menu.PAGES]
    monkeypatch.setenv(settings.MODE, "public")
    assert menu.address("") == menu.DASHBOARD
    assert menu.address("crime") == "crime"
    assert {path for *_, path in menu.pages()} == {path for *_, path in menu.PAGES} | {menu.DASHBOARD}
    assert menu.plain(menu.DASHBOARD) == ""
