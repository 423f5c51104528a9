"""How close the pages come to what Streamlit and Leaflet can do at all, in a real Chromium.

    python benchmarks/pages.py [ROUNDS]

Against each page stand two floors, measured in the same run by turns: a bare Streamlit page (one
select box, one line of text) and a static Leaflet page with the same polygons. Times are medians of
the rounds with their range. A cold load has a fresh profile, a warm one the same; each starts from a bare
answer of the same server, so that no page pays for a new process of the browser that another is spared.
What follows an action is timed inside the page, from the event to the change of the document. The table
is written to benchmarks/RESULTS.md with machine, versions and date, and benchmarks/found.md under it.
"""

from __future__ import annotations

import datetime
import functools
import http.server
import importlib.metadata
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import xstatic.pkg.leaflet
from playwright.sync_api import Browser, BrowserContext, Frame, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import seen  # noqa: E402
from browser import PAGES, browser, map_frame, pick, settled  # noqa: E402

from charnwood import drawing  # noqa: E402
from charnwood.store import dataset  # noqa: E402

BARE = """
import streamlit as st
options = [f"choice {n}" for n in range(20)]
st.title("Bare")
chosen = st.selectbox("Choice", options)
st.write(f"This is {chosen}.")
"""
STATIC = """<!doctype html><title>Static</title><link rel="stylesheet" href="leaflet.css">
<div id="map" style="height:500px"></div><script src="leaflet.js"></script><script src="shapes.js"></script>
<script>
const map = L.map("map").setView([52.735, -1.135], 11);
L.geoJSON(window.charnwoodShapes.vintages[2011].areas, {style: {weight: 0.8, fillOpacity: 1}}).addTo(map);
</script>"""
# Milliseconds on the clock of all frames: of the last click or Enter, and of the first change that fits
CLOCK = """window.acted = 0; window.clock = () => performance.timeOrigin + performance.now();
for (const kind of ["click", "keydown"]) addEventListener(kind, (event) => {
  if (kind === "click" || event.key === "Enter") window.acted = window.clock(); }, true);
window.awaitChange = (fits) => { window.changed = 0; const watch = new MutationObserver(() => {
  if (fits()) { window.changed = window.clock(); watch.disconnect(); } });
  watch.observe(document, {subtree: true, childList: true, characterData: true, attributes: true}); };"""
SESSIONS = 10
RERUNS = 15


@dataclass
class Traffic:
    """What a page moved over the wire: requests, bytes over HTTP as sent, bytes over its websocket."""

    requests: int = 0
    http: int = 0
    socket: int = 0


@dataclass
class Results:
    """Seconds of each measurement by name, one per round, and the traffic of the last."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    traffic: dict[str, Traffic] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        """Keep one more time under a name."""
        self.seconds.setdefault(name, []).append(seconds)

    def median(self, name: str) -> float:
        """The median of a name's times."""
        return statistics.median(self.seconds[name])


@contextmanager
def streamlit(script: Path) -> Iterator[tuple[str, int]]:
    """A Streamlit server of a script; yields its address and process number."""
    import socket
    import urllib.request

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)),
            *(
                "--server.headless",
                "true",
                "--server.address",
                "127.0.0.1",
                "--browser.gatherUsageStats",
                "false",
            ),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).read()
                break
            except OSError:
                time.sleep(0.25)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def static_page() -> Iterator[str]:
    """A plain server of one Leaflet page with the same shapes; yields its address."""
    leaflet = Path(xstatic.pkg.leaflet.BASE_DIR)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "index.html").write_text(STATIC, encoding="utf-8")
        (place / "shapes.js").write_text(
            drawing.map_layer.shapes_script(dataset.load(ROOT / "data")), encoding="utf-8"
        )
        for name in ("leaflet.js", "leaflet.css"):
            (place / name).write_bytes((leaflet / name).read_bytes())
        handler = functools.partial(Quiet, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that does not write a line for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def watched(context: BrowserContext) -> tuple[Page, Traffic]:
    """A page whose traffic is counted."""
    page, traffic = context.new_page(), Traffic()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")

    def finished(event: dict) -> None:
        traffic.requests += 1
        traffic.http += int(event["encodedDataLength"])

    def framed(event: dict) -> None:
        payload = event["response"]["payloadData"]
        # binary frames come as base64
        traffic.socket += len(payload) * 3 // 4 if event["response"]["opcode"] == 2 else len(payload)

    wire.on("Network.loadingFinished", finished)
    wire.on("Network.webSocketFrameReceived", framed)
    return page, traffic


def drawn(page: Page) -> None:
    """Wait until the map inside the page's frame has its areas."""
    page.frame_locator("iframe").first.locator(".leaflet-areas-pane path").nth(98).wait_for(state="attached")


def whole(page: Page) -> None:
    """Wait until a page has its foot, its map and its first charts, as far as it has any."""
    page.get_by_text("Sources, licences and").first.wait_for()
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')")
    if page.locator("iframe").count():
        page.frame_locator("iframe").first.locator(".leaflet-areas-pane path").nth(98).wait_for(
            state="attached"
        )


def timed(run: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def load(
    program: Browser,
    results: Results,
    name: str,
    address: str,
    ready: Callable[[Page], object],
    picture: str = "",
) -> None:
    """A cold load in a fresh profile and a warm one in the same; also until its first `picture` of that name is seen."""
    context = program.new_context(viewport={"width": 1280, "height": 900})
    page, traffic = watched(context)
    if picture:
        seen.watch(page)
    for state in ("cold", "warm"):
        page.goto(urljoin(address, "/favicon.png"))
        before = Traffic(**vars(traffic))
        results.add(f"{name}, {state}", timed(lambda: (page.goto(address), ready(page))))
        if picture:
            results.add(f"{picture}, {state}", seen.since_start(page))
        page.wait_for_timeout(800)
        moved = {key: value - vars(before)[key] for key, value in vars(traffic).items()}
        results.traffic[f"{name}, {state}"] = Traffic(**moved)
    context.close()


def until(acts: Page | Frame, shows: Page | Frame, fits: str, act: Callable[[], object]) -> float:
    """Seconds from a click or Enter in one document to the first change of another after which `fits` holds."""
    shows.evaluate(f"() => window.awaitChange(() => {fits})")
    act()
    return since(acts, shows)


def since(acts: Page | Frame, shows: Page | Frame) -> float:
    """Seconds from a click or Enter in one document to the change that is awaited in another."""
    shows.wait_for_function("() => window.changed")
    return (shows.evaluate("() => window.changed") - acts.evaluate("() => window.acted")) / 1000


def typed(page: Page, label: str | re.Pattern, text: str) -> None:
    """Type into a select box, so that Enter takes what is meant."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(text)
    page.wait_for_timeout(400)


def recolours(page: Page, frame: Frame, results: Results) -> None:
    """A choice of measure to its colours, which are seen before the server's answer, and to its words, which are it."""
    fills = (
        "[...document.querySelectorAll('.leaflet-areas-pane path')].map(p => p.getAttribute('fill')).join()"
    )
    said = "document.querySelector('.st-key-said').textContent"
    for measure in ("Income", "Health", "Living env"):
        typed(page, "Measure", measure)
        page.evaluate(f"() => {{ const old = {said}; window.awaitChange(() => {said} !== old); }}")
        old = frame.evaluate(f"() => {fills}")
        enter = functools.partial(page.keyboard.press, "Enter")
        results.add("recolour", until(page, frame, f"{fills} !== '{old}'", enter))
        results.add("recolour, words", since(page, page))
        settled(page)


def changes(program: Browser, results: Results, app: str, bare: str) -> None:
    """A choice on a bare page, a recolour, a click to the card, a choice to a chart."""
    context = program.new_context(viewport={"width": 1280, "height": 1600})
    page, traffic = watched(context)
    page.add_init_script(CLOCK)
    page.goto(bare)
    page.get_by_text("This is choice 0.").wait_for()
    before = traffic.socket
    for n in (3, 7, 11):
        typed(page, "Choice", f"choice {n}")
        fits = f"document.body.textContent.includes('This is choice {n}.')"
        results.add("bare rerun", until(page, page, fits, functools.partial(page.keyboard.press, "Enter")))
    results.traffic["bare rerun"] = Traffic(socket=(traffic.socket - before) // 3)
    context.close()

    context = program.new_context(viewport={"width": 1280, "height": 1600})
    page, traffic = watched(context)
    page.add_init_script(CLOCK)
    page.goto(app)
    frame = map_frame(page)
    settled(page)
    page.wait_for_timeout(500)
    before = traffic.socket
    recolours(page, frame, results)
    results.traffic["recolour"] = Traffic(socket=(traffic.socket - before) // 3)
    for n in (30, 50, 70):
        path = frame.locator(".leaflet-areas-pane path").nth(n)
        heading = page.evaluate("() => document.querySelector('#card')?.textContent ?? ''")
        fits = f"(document.querySelector('#card')?.textContent ?? '') !== {heading!r}"
        name = "click to card" if heading else "click to the first card"
        marked = "document.querySelector('.leaflet-chosen-pane path')?.getAttribute('d')"
        frame.evaluate(f"() => {{ const old = {marked}; window.awaitChange(() => {marked} !== old); }}")
        results.add(name, until(frame, page, fits, functools.partial(path.click, force=True)))
        results.add("click to the red line", since(frame, frame))
        settled(page)
        page.wait_for_timeout(1000)
    page.goto(f"{app}/crime?area=loughborough-east")
    settled(page)
    page.locator("img.chart").nth(2).wait_for()
    label = re.compile("^Area")
    for name in ("Loughborough West", "South Charnwood"):
        typed(page, label, name)
        page.get_by_role("option", name=re.compile(f"^{name}")).first.wait_for()
        fits = f"[...document.querySelectorAll('.marks li')].some(t => t.textContent.includes('{name}'))"
        results.add(
            "choice to chart", until(page, page, fits, functools.partial(page.keyboard.press, "Enter"))
        )
        settled(page)
        page.wait_for_timeout(500)
    context.close()


def clock(process: int) -> float:
    """Processor seconds that a process has used."""
    parts = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Resident megabytes of a process."""
    text = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", text)
    return int(found[1]) / 1024 if found else float("nan")


def rerun_cost(program: Browser, address: str, process: int, label: str, choices: list[str]) -> float:
    """Processor seconds of the server for one rerun, over many."""
    page = program.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    page.get_by_role("combobox", name=label).wait_for()
    page.wait_for_timeout(2500)
    before = clock(process)
    for n in range(RERUNS):
        pick(page, label, choices[n % len(choices)])
        page.wait_for_timeout(350)
    page.wait_for_timeout(500)
    cost = (clock(process) - before) / RERUNS
    page.context.close()
    return cost


def session_memory(program: Browser, address: str, process: int) -> float:
    """Megabytes that one more open page costs the server."""
    before = memory(process)
    contexts = []
    for _ in range(SESSIONS):
        contexts.append(program.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.goto(address)
        page.locator("h1").first.wait_for()
        page.wait_for_timeout(700)
    grown = (memory(process) - before) / SESSIONS
    for context in contexts:
        context.close()
    return grown


def line(results: Results, name: str, floor: str, goal: str = "") -> str:
    """A row of the table: median with range, the floor's, their ratio, the goal."""

    def cell(key: str) -> str:
        times = results.seconds[key]
        return (
            f"{1000 * statistics.median(times):,.0f} ({1000 * min(times):,.0f} to {1000 * max(times):,.0f})"
        )

    ratio = results.median(name) / results.median(floor)
    return f"| {name} | {cell(name)} | {floor} | {cell(floor)} | {ratio:.2f} | {goal} |"


def pages_table(results: Results) -> list[str]:
    """Every page, cold and warm, in milliseconds and times each floor, with what it moves."""
    lines = [
        "| page | cold, ms | times bare Streamlit | times static Leaflet | warm, ms | times bare Streamlit "
        "| times static Leaflet | MB | requests |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for path, title in PAGES.items():
        name = path or "map"
        cells = [title]
        for state in ("cold", "warm"):
            spent = results.median(f"{name} page whole, {state}")
            floors = (
                results.median(f"{floor} page, {state}") for floor in ("bare Streamlit", "static Leaflet")
            )
            cells += [f"{1000 * spent:,.0f}", *(f"{spent / floor:.1f}" for floor in floors)]
        moved = results.traffic[f"{name} page whole, cold"]
        lines.append(f"| {' | '.join(cells)} | {moved.http / 1e6:.2f} | {moved.requests} |")
    return [*lines, ""]


@dataclass(frozen=True)
class Costs:
    """What the server spends, of the app and of the bare page: processor seconds of a rerun, megabytes of one more page."""

    rerun: tuple[float, float]
    memory: tuple[float, float]


def measured(rounds: int, bare_script: Path) -> tuple[Results, Costs]:
    """Times and traffic of all pages, each round by turns with the floors, and what the server spends."""
    results = Results()
    with (
        streamlit(ROOT / "app.py") as (app, app_process),
        streamlit(bare_script) as (bare, bare_process),
        static_page() as static,
        browser() as program,
    ):
        text = lambda page: page.get_by_text("This is choice 0.").wait_for()  # noqa: E731
        leaflet = lambda page: page.locator("path").nth(98).wait_for(state="attached")  # noqa: E731
        load(program, Results(), "warm-up", app, drawn)
        load(program, Results(), "warm-up", bare, text)
        for _ in range(rounds):
            load(program, results, "bare Streamlit page", bare, text)
            load(program, results, "static Leaflet page", static, leaflet)
            load(program, results, "map zooms", app, drawn, "map seen")
            for state, seconds in seen.clicked(program, app).items():
                results.add(f"map takes a click, {state}", seconds)
            changes(program, results, app, bare)
        for _ in range(min(rounds, 3)):
            for path in PAGES:
                load(program, results, f"{path or 'map'} page whole", f"{app}/{path}", whole)
        for _ in range(min(rounds, 3)):
            load(program, results, "bare Streamlit beside charts", bare, text)
            for name, path in seen.CHARTED.items():
                load(program, results, f"first chart of {name}", app + path, seen.first_chart)
        choices = [f"choice {n}" for n in (3, 7, 11, 15)]
        measures = ["Income", "Employment", "Education", "Health", "Barriers"]
        return results, Costs(
            (
                rerun_cost(program, app, app_process, "Measure", measures),
                rerun_cost(program, bare, bare_process, "Choice", choices),
            ),
            (session_memory(program, app, app_process), session_memory(program, bare, bare_process)),
        )


def ratios(results: Results) -> list[str]:
    """The map page and its choices beside their floors."""
    cold, warm, rerun = "bare Streamlit page, cold", "bare Streamlit page, warm", "bare rerun"
    return [
        "| what | ms | floor | ms | ratio | goal |",
        "|---|---|---|---|---|---|",
        line(results, "map seen, cold", cold, "1.25"),
        line(results, "map seen, warm", warm, "1.6"),
        line(results, "map takes a click, cold", cold, "1.25"),
        line(results, "map takes a click, warm", warm, "1.6"),
        line(results, "map zooms, cold", cold, "1.25"),
        line(results, "map zooms, warm", warm, "1.6"),
        line(results, "map zooms, cold", "static Leaflet page, cold"),
        line(results, "map zooms, warm", "static Leaflet page, warm"),
        line(results, "recolour", rerun, "1.25"),
        line(results, "recolour, words", rerun),
        line(results, "click to the red line", rerun),
        line(results, "click to the first card", rerun),
        line(results, "click to card", rerun, "1.5"),
        line(results, "choice to chart", rerun),
        "",
    ]


def spent(results: Results, costs: Costs) -> list[str]:
    """What the map page moves, and what the server spends on it, beside the bare page."""
    cold, bare = results.traffic["map zooms, cold"], results.traffic["bare Streamlit page, cold"]
    recolour, rerun = results.traffic["recolour"], results.traffic["bare rerun"]
    return [
        "| what | map page | floor | goal |",
        "|---|---|---|---|",
        f"| first load over HTTP, as sent | {cold.http / 1e6:.2f} MB in {cold.requests} requests "
        f"| {bare.http / 1e6:.2f} MB in {bare.requests} | under 1.4 MB |",
        f"| first load over the websocket, unpacked | {cold.socket / 1e3:,.0f} kB | {bare.socket / 1e3:,.0f} kB | |",
        f"| a recolour over the websocket, unpacked | {recolour.socket / 1e3:,.1f} kB | {rerun.socket / 1e3:,.1f} kB | under 40 kB |",
        "| server's processor time for a rerun | {:,.0f} ms | {:,.0f} ms | |".format(
            *(1000 * s for s in costs.rerun)
        ),
        "| server's memory for one more open page | {:,.1f} MB | {:,.1f} MB | |".format(*costs.memory),
        "",
    ]


def main() -> None:
    """Measure, print and write the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        bare_script = Path(folder) / "bare.py"
        bare_script.write_text(BARE, encoding="utf-8")
        results, costs = measured(rounds, bare_script)
    names = ("streamlit", "streamlit-folium", "folium", "plotly", "playwright")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    table = [
        "# Pages against their floors",
        "",
        f"`make bench`, {datetime.date.today():%d %B %Y}: {platform.system()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {versions}. {rounds} rounds by turns; medians in milliseconds with their range.",
        "",
        *ratios(results),
        *spent(results, costs),
        "Every page until it is whole, its foot, map and charts included, beside the floors of the same run:",
        "",
        *pages_table(results),
        *seen.charts_table(results.median, "bare Streamlit beside charts, cold"),
    ]
    print("\n".join(table))
    found = (ROOT / "benchmarks" / "found.md").read_text(encoding="utf-8")
    (ROOT / "benchmarks" / "RESULTS.md").write_text("\n".join([*table, found]), encoding="utf-8")


if __name__ == "__main__":
    main()
