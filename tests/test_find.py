"""The search form's address: its answers, hostile texts, and a log that holds nothing that was typed."""

import logging
import socket
import threading

import httpx
import pytest
import uvicorn
from browser import free_port, until_answered
from search_cases import FIRST
from starlette.applications import Starlette
from starlette.testclient import TestClient

from charnwood.public import kept
from charnwood.web import find


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=find.routes()), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_one_certain_answer_leads_to_its_page_and_others_are_listed(client, method):
    def asked(text):
        return (
            client.post("/find", data={"q": text})
            if method == "POST"
            else client.get("/find", params={"q": text})
        )

    certain = asked("LE11 3TU")
    assert (certain.status_code, certain.headers["location"]) == (303, f"area/{FIRST['LE11 3TU']}")
    several = asked("Ashby Road & Café")
    assert several.status_code == 200
    assert "We do not know that name." in several.text
    listed = asked("Syston")
    assert 'href="area/place-syston"' in listed.text
    assert listed.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"q",
        b"q=&q=x",
        b"q=%00%ff%fe",
        b"q=" + b"%F0%9F%98%80" * 2_000,
        b"q=" + b"a" * 100_000,
        b"&" * 50_000,
        b"x=1;q=2",
        b"q=<script>alert(1)</script>",
    ],
)
def test_any_form_gets_a_page(client, body):
    for answer in (
        client.post("/find", content=body),
        client.request("GET", "/find?" + body.decode()[:4_000]),
    ):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<h1>Find your area</h1>" in answer.text


def test_the_files_that_pages_ask_for_are_there_and_no_others(client, data):
    for address, content in kept.made(data).items():
        answer = client.get(f"/{address}")
        assert answer.content == content
        assert "immutable" in answer.headers["cache-control"]
        assert client.get(f"/{address}".replace("-", "-0", 1)).status_code == 404


def test_the_log_of_requests_holds_nothing_that_was_typed(caplog):
    port = free_port()
    app = Starlette(routes=find.routes())
    given = {"log_config": None, "access_log": True, "lifespan": "off", "ws": "none"}
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, **given))
    thread = threading.Thread(target=server.run)  # a loop of its own, beside that of a browser
    with caplog.at_level(logging.DEBUG):
        thread.start()
        try:
            address = f"http://127.0.0.1:{port}/find"
            until_answered(lambda: socket.create_connection(("127.0.0.1", port), 1).close())
            httpx.get(f"{address}?q=12+Secretstreet", timeout=30).raise_for_status()
            httpx.post(address, data={"q": "Secretstreet"}, timeout=30).raise_for_status()
        finally:
            server.should_exit = True
            thread.join()
    kept_lines = [record.getMessage() for record in caplog.records if record.name.startswith("uvicorn")]
    assert any("GET /find " in line for line in kept_lines)
    assert any("POST /find " in line for line in kept_lines)
    assert "ecretstreet" not in "\n".join(kept_lines)
