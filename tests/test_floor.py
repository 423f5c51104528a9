"""A fault that nobody foresaw, planted: the visitor gets a sentence, the log where and with which choices."""

from types import SimpleNamespace

import pytest
import streamlit as st
from browser import replica
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, settings, words
from charnwood.briefing import addresses, feed
from charnwood.public import find, pages
from charnwood.ui import floor
from charnwood.web import faults, menu, server

TYPED = "14 Nanpantan Road"
QUERY = {
    "area": f"own~{TYPED}~E01025699.E01034002",
    "edition": "2019",
    "measure": TYPED,
    "find": TYPED,
}
CHOSEN = "area=own~…~E01025699.E01034002, edition=2019, measure=…"


def broken(*_):
    raise KeyError(TYPED)


@pytest.fixture
def planted(monkeypatch):
    monkeypatch.setattr(words.crime, "months", broken)


def crime_page(**query):
    page = AppTest.from_file(ROOT / "charnwood" / "ui" / "frame.py", default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    return page.run().switch_page(str(ROOT / "pages" / "crime.py")).run()


@pytest.mark.parametrize("mode", ["public", ""])
def test_a_fault_in_a_page_is_told_in_a_sentence_with_a_way_on(planted, monkeypatch, caplog, mode):
    monkeypatch.setenv(settings.MODE, mode)
    page = crime_page(**QUERY)
    assert not page.exception
    told = [element.value for element in page.error]
    detail = "" if mode else " KeyError at tests/test_floor.py:"
    assert len(told) == 1
    assert told[0].startswith(words.pages.FAULT + detail)
    assert (told[0] == words.pages.FAULT) is (mode == "public")
    logged = caplog.text
    assert "KeyError at tests/test_floor.py:" in logged
    assert "pages/crime.py:" in logged
    assert TYPED not in logged


def test_the_log_holds_choices_and_nothing_that_was_typed():
    assert faults.choices(QUERY) == CHOSEN
    assert faults.choices({"areas": "ward-syston,<b>x,E01025699"}) == "areas=ward-syston,…,E01025699"
    assert faults.choices({"find": TYPED, "own name": TYPED}) == ""
    assert faults.choices({"own": f"own~a~b~{TYPED}"}) == "own=own~…~…"


def test_the_way_on_keeps_the_address(planted, monkeypatch):
    said = []
    monkeypatch.setattr(floor, "st", SimpleNamespace(query_params=QUERY, error=st.error, html=said.append))
    floor.caught(KeyError("x"))
    assert 'href="?area=own~14+Nanpantan+Road~E01025699.E01034002&amp;edition=2019&amp;measure=' in said[0]


@pytest.mark.parametrize("mode", ["public", ""])
@pytest.mark.parametrize(
    ("where", "name", "address"),
    [
        (figures.search, "find_area", f"/present?area=own~{TYPED}~E01025699&edition=2019"),
        (find, "sure", f"/find?q={TYPED}"),
        (addresses, "ask", f"/table/crime-months.csv?area={TYPED}&edition=2019"),
        (feed, "atom", f"/{feed.ADDRESS}?q={TYPED}"),
        (pages, "area", f"/area/own~{TYPED}~E01025699"),
    ],
)
def test_a_fault_of_a_route_is_told_in_a_sentence_and_logged_without_what_was_typed(
    monkeypatch, caplog, mode, where, name, address
):
    monkeypatch.setenv(settings.MODE, mode)
    monkeypatch.setattr(where, name, broken)
    app = Starlette(routes=server.routes(), middleware=[Middleware(faults.Floor)])
    answer = TestClient(app).get(address)
    assert answer.status_code == 500
    assert "because of a fault of this dashboard." in answer.text
    assert ("KeyError" in answer.text) is (mode == "")
    assert "KeyError at tests/test_floor.py:" in caplog.text
    assert "Traceback" not in answer.text + caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("charnwood")]
    assert not any(TYPED in line for line in ours)


PLANT = """
from charnwood import figures, words
def broken(*_, **__):
    raise KeyError("14 Nanpantan Road")
def find(data, text, vintage, find=figures.search.find):
    return broken() if text else find(data, text, vintage)
words.crime.months = broken
figures.search.find = find
"""


@pytest.fixture
def opened(chrome):
    """A page of a server with two faults planted, one in a page and one behind a search, and what it logs at its end."""
    contexts = []

    def open_(address, path):
        context = chrome.new_context()
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()


def test_a_visitor_in_a_browser_starts_again_with_the_same_address(opened, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(PLANT)
    with replica(CHARNWOOD_MODE="public", PYTHONPATH=f"{tmp_path}:{ROOT}") as (address, process):
        page = opened(address, "crime?area=ward-syston&edition=2019")
        page.get_by_text(words.pages.FAULT).wait_for(timeout=60_000)
        text = page.locator("[data-testid=stApp]").inner_text()
        for word in ("Traceback", "Cloud", "KeyError", "error", "Streamlit"):
            assert word not in text
        with page.expect_navigation():
            page.get_by_role("link", name=floor.AGAIN).click()
        page.get_by_text(words.pages.FAULT).wait_for(timeout=60_000)
        assert "/crime?area=ward-syston&edition=2019" in page.url

        page = opened(address, f"{menu.DASHBOARD}?area=E01025699")
        box = page.get_by_role("textbox", name="Find an area")
        box.fill(TYPED)
        box.press("Enter")
        page.get_by_text(words.pages.FAULT).wait_for(timeout=60_000)
        with page.expect_navigation():
            page.get_by_role("link", name=floor.AGAIN).click()
        page.locator("h1").wait_for(timeout=60_000)
        process.terminate()
        logged = process.stdout.read().decode()
    assert logged.count("KeyError at ") == 3
    assert "pages/crime.py:" in logged
    assert "charnwood/ui/controls.py:" in logged
    assert "area=ward-syston, edition=2019" in logged
    assert TYPED not in logged
    assert "Traceback" not in logged
