"""What speed rests on, counted instead of timed: bytes, requests, runs of the server, modules loaded."""

import subprocess
import sys

import pytest
from browser import ROOT, choose, map_frame, settled
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# Loaded only for what a page or command asks of them, never to start the server
LATE = {"scipy.stats", "sklearn", "duckdb", "polars", "httpx", "remotezip", "tenacity", "tqdm", "IPython"}


@pytest.fixture
def counted(chrome, address):
    """A page of the dashboard, with counters of what it moves: requests, HTTP and socket bytes, runs."""
    contexts = []

    def open_(path="", height=1600):
        context = chrome.new_context(viewport={"width": 1280, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.moved = {"requests": 0, "http": 0, "socket": 0, "runs": 0, "asked": 0}
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")

        def finished(event):
            page.moved["requests"] += 1
            page.moved["http"] += int(event["encodedDataLength"])

        def received(payload):
            page.moved["socket"] += len(payload)
            message = ForwardMsg.FromString(payload)
            page.moved["runs"] += message.WhichOneof("type") == "script_finished"

        def sent(payload):
            page.moved["asked"] += BackMsg.FromString(payload).WhichOneof("type") == "rerun_script"

        wire.on("Network.loadingFinished", finished)
        page.on(
            "websocket", lambda socket: (socket.on("framereceived", received), socket.on("framesent", sent))
        )
        page.goto(f"{address}/{path}")
        settled(page)
        return page

    yield open_
    for context in contexts:
        context.close()


def since(page, act):
    """What an action moves, once all is still again."""
    page.wait_for_timeout(800)
    before = dict(page.moved)
    act()
    page.wait_for_timeout(1500)
    settled(page)
    return {name: value - before[name] for name, value in page.moved.items()}


def test_the_first_visit_to_the_map_is_light(counted):
    page = counted()
    map_frame(page)
    page.wait_for_timeout(1000)
    assert page.moved["http"] < 1_400_000
    assert page.moved["requests"] <= 112
    assert page.moved["socket"] < 40_000
    assert page.moved["runs"] == page.moved["asked"] == 1


@pytest.mark.parametrize("path", ["own", "profile", "crime?area=E01025699", "your-area"])
def test_a_page_opens_in_one_run(counted, path):
    page = counted(path)
    page.wait_for_timeout(1500)
    assert page.moved["runs"] == page.moved["asked"] == 1


def test_a_recolour_is_one_run_and_sends_no_shapes(counted):
    page = counted()
    map_frame(page)
    moved = since(page, lambda: choose(page, "Measure", "Income"))
    assert moved["runs"] == moved["asked"] == 1
    assert moved["socket"] < 36_000
    assert moved["http"] == 0  # Streamlit asks for the icon again, which the browser has


def test_a_click_is_one_run_and_moving_the_map_none(counted):
    page = counted()
    frame = map_frame(page)
    moved = since(page, lambda: frame.locator(".leaflet-areas-pane path").nth(30).click(force=True))
    assert page.locator("h2").count() >= 1
    assert moved["runs"] == moved["asked"] == 1
    still = since(page, lambda: frame.locator(".leaflet-control-zoom-in").click())
    assert still == dict.fromkeys(still, 0)


def test_charts_are_fetched_only_where_there_is_one(counted):
    page = counted("data")
    urls = []
    page.on("request", lambda request: urls.append(request.url))
    page.reload()
    settled(page)
    assert urls
    heavy = ("PlotlyChart", "DataFrame", "SyntaxHighlighter", "VegaLite", "DeckGl")
    assert [url for url in urls if any(name in url for name in heavy)] == []


def test_starting_the_server_loads_nothing_that_waits():
    code = "import sys, app; print(*sorted(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert LATE & set(found) == set()
    assert "charnwood.web.server" in found
