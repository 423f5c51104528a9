"""What speed rests on, counted instead of timed: bytes, requests, runs of the server, modules loaded."""

import subprocess
import sys
from collections import Counter

import pytest
from browser import ROOT, choose, map_frame, settled, zoomed_in
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# Loaded only for what a page or command asks of them, never to start the server
LATE = {"scipy.stats", "sklearn", "duckdb", "polars", "httpx", "remotezip", "tenacity", "tqdm", "IPython"}
DRAWS = {"matplotlib", "plotly", "folium", "pptx", "docx", "typst", "PIL", "scipy.special", "scipy.stats"}
# Without requests: Streamlit asks for its icon again, which the browser has
MOVED = ("http", "socket", "runs", "asked")


def counting(context):
    """A page with counters of what it moves: requests, HTTP and socket bytes, runs ended and asked for."""
    page = context.new_page()
    page.moved = Counter()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")

    def finished(event):
        page.moved.update(requests=1, http=int(event["encodedDataLength"]))

    def received(payload):
        done = ForwardMsg.FromString(payload).WhichOneof("type") == "script_finished"
        page.moved.update(socket=len(payload), runs=done)

    def sent(payload):
        page.moved.update(asked=BackMsg.FromString(payload).WhichOneof("type") == "rerun_script")

    wire.on("Network.loadingFinished", finished)
    page.on("websocket", lambda socket: (socket.on("framereceived", received), socket.on("framesent", sent)))
    return page


@pytest.fixture(scope="module")
def warm(chrome):
    """A page that counts, in a profile that has been here before."""
    context = chrome.new_context(viewport={"width": 1280, "height": 1600})
    yield counting(context)
    context.close()


@pytest.fixture
def counted(warm, address):
    """Open a page of the dashboard and count from there."""

    def open_(path=""):
        warm.goto("about:blank")
        warm.moved.clear()
        warm.goto(f"{address}/{path}")
        settled(warm)
        return warm

    return open_


def runs(page, number):
    """Wait until so many runs have ended since the page was opened; then that no other was asked for."""
    for _ in range(3600):  # frames, of which a browser draws sixty a second
        if page.moved["runs"] >= number:
            break
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(drawn))")
    settled(page)
    assert page.moved["runs"] == page.moved["asked"] == number


def searched(page):
    """A search that a reader asks for. What is sent keeps its order, so nothing asked before is still to come."""
    box = page.get_by_label("Find an area")
    box.fill("zzzz")
    box.press("Enter")


def test_the_first_visit_to_the_map_is_light(chrome, address):
    context = chrome.new_context(viewport={"width": 1280, "height": 1600})
    page = counting(context)
    page.goto(address)
    settled(page)
    map_frame(page)
    page.wait_for_load_state("networkidle")
    moved = Counter(page.moved)
    searched(page)
    runs(page, 2)
    context.close()
    assert moved["http"] < 1_400_000
    # Two of them pictures below the map, one the frame's styles, which its first picture needs before it
    assert moved["requests"] <= 115
    assert moved["socket"] < 40_000


@pytest.mark.parametrize("path", ["own", "profile", "crime?area=E01025699", "your-area"])
def test_a_page_opens_in_one_run(counted, path):
    page = counted(path)
    if path == "own":
        map_frame(page)
        page.get_by_label("Name of the area").fill("zzzz")
        page.get_by_label("Name of the area").press("Enter")
    else:
        searched(page)
    runs(page, 2)


def test_a_recolour_is_one_run_and_sends_no_shapes(counted):
    page = counted()
    map_frame(page)
    page.wait_for_load_state("networkidle")
    before = Counter(page.moved)
    choose(page, "Measure", "Income")
    runs(page, 2)
    assert page.moved["socket"] - before["socket"] < 40_000
    assert page.moved["http"] == before["http"]  # Streamlit asks for the icon again, which the browser has
    searched(page)
    runs(page, 3)


def test_a_click_is_one_run_and_moving_the_map_none(counted):
    page = counted()
    frame = map_frame(page)
    frame.locator(".leaflet-areas-pane path").nth(30).click(force=True)
    page.locator("h2").first.wait_for()
    runs(page, 2)
    page.locator("img.chart").first.wait_for()
    page.wait_for_load_state("networkidle")
    before = Counter(page.moved)
    zoomed_in(map_frame(page))
    assert {name: page.moved[name] for name in MOVED} == {name: before[name] for name in MOVED}
    searched(page)
    runs(page, 3)


@pytest.mark.parametrize("path", ["data", "crime"])
def test_what_draws_charts_comes_only_where_one_is_explored(counted, path):
    page = counted(path)
    urls = []
    page.on("request", lambda request: urls.append(request.url))
    page.reload()
    settled(page)
    assert urls
    heavy = ("PlotlyChart", "DataFrame", "SyntaxHighlighter", "VegaLite", "DeckGl")
    assert [url for url in urls if any(name in url for name in heavy)] == []


def loaded(start):
    """The modules that are loaded where a program has started by this one."""
    code = f"import sys, {start}; print(*sorted(sys.modules))"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
    )


@pytest.mark.slow
def test_starting_the_server_loads_nothing_that_waits():
    found = loaded("app")
    assert LATE & found == set()
    assert "charnwood.web.server" in found


@pytest.mark.slow
def test_starting_a_command_loads_nothing_that_draws():
    found = loaded("charnwood.__main__")
    assert DRAWS & found == set()
    assert "charnwood.store.dataset" in found
