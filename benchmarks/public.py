"""How fast the plain pages come: on a slow phone beside bare Streamlit and static Leaflet, from nginx, from the server.

    python benchmarks/public.py [ROUNDS]

The phone has 360 x 740 points, a processor 4 times slower, a latency of 562 ms, 1.44 Mbit/s and nothing in its
cache. What is first is the first text (the browser's own first contentful paint), what is whole the end of loading
or, on the map, its last area. Pages a second are counted with the client on the same processors, every connection
kept open; of the server also while 50 sessions of the dashboard act, each every ten seconds as `load.py` has them,
and pages are asked for at 150 a second, whether or not those before have come. The table is written to
benchmarks/PUBLIC.md with machine, load and date. `--served` measures the last two rows of the server alone.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import load
from playwright.sync_api import Browser, Page

from pages import BARE, static_page, streamlit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import browser, replica  # noqa: E402
from nginx import nginx  # noqa: E402

AREA = "area/loughborough-east"
ASKED = ("area/loughborough-east", "area/ward-syston", "area/E01025699", "glance", "areas")
SESSIONS, EVERY = 50, 10  # of the dashboard, and the seconds from one act of a session to its next
RATE, CONNECTIONS = 150, 60  # pages a second that are asked for meanwhile, and over how many connections
DRAWN = "() => document.querySelectorAll('.leaflet-areas-pane path, .leaflet-overlay-pane path').length > 90"
NETWORK = {
    "offline": False,
    "latency": 562,
    "downloadThroughput": 1.44e6 / 8,
    "uploadThroughput": 0.675e6 / 8,
}
SHIFTS = """new PerformanceObserver((list) => { for (const shift of list.getEntries())
  if (!shift.hadRecentInput) window.shifted = (window.shifted || 0) + shift.value; })
  .observe({type: 'layout-shift', buffered: true});"""
FIRST = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
# From the choice to the first frame in which an area has another colour
RECOLOURED = """(choice) => new Promise((told) => {
  const select = [...document.querySelectorAll('select')].find(e => [...e.options].some(o => o.value === choice));
  const shade = () => [...document.querySelectorAll('.leaflet-areas-pane path')].map(p => p.getAttribute('fill')).join();
  const before = shade(), start = performance.now();
  const look = () => shade() !== before ? told(performance.now() - start) : requestAnimationFrame(look);
  select.value = choice; select.dispatchEvent(new Event('change', {bubbles: true})); look(); })"""


def on_a_phone(program: Browser, address: str, wanted: str | None) -> dict[str, float]:
    """Milliseconds to the first text and to the whole page, bytes, requests and layout shift of a cold visit."""
    context = program.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page, told = context.new_page(), {"bytes": 0, "requests": 0}
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", NETWORK)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def finished(event: dict) -> None:
        told["bytes"] += int(event["encodedDataLength"])
        told["requests"] += 1

    wire.on("Network.loadingFinished", finished)
    page.add_init_script(SHIFTS)
    page.goto(address, wait_until="load", timeout=120_000)
    whole = page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd")
    if wanted:
        page.wait_for_function(wanted, timeout=120_000)
        whole = page.evaluate("() => performance.now()")
    first = page.evaluate(FIRST)
    shifted = page.evaluate("() => window.shifted || 0")
    context.close()
    return {"first": first, "whole": whole, "shift": shifted, **told}


def recolours(page: Page, address: str) -> list[float]:
    """Milliseconds of some changes of measure on a desk."""
    page.goto(f"{address}/map")
    page.wait_for_function(DRAWN)
    return [page.evaluate(RECOLOURED, choice) for choice in ("income", "health", "education", "imd")]


async def whole_body(come: asyncio.StreamReader, head: bytes) -> None:
    """Read an answer to its end, whichever way it tells that."""
    length = next((line for line in head.splitlines() if line.startswith(b"content-length")), None)
    if length is not None:
        await come.readexactly(int(length.partition(b":")[2]))
        return
    while size := int(await come.readline(), 16):
        await come.readexactly(size + 2)
    await come.readline()


async def asked(address: str, number: int, connections: int, rate: float = 0) -> tuple[float, float]:
    """Pages a second, and the time in milliseconds that 95 of 100 stay under.

    With a `rate` each page has its moment, from which its time is counted; else a connection asks when it is answered.
    """
    host, port = urlsplit(address).hostname, urlsplit(address).port
    taken: list[float] = []
    left = iter(range(number))

    async def reader() -> None:
        come, go = await asyncio.open_connection(host, port)
        for turn in left:
            due = begun + turn / rate if rate else time.perf_counter()
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            path = f"/{ASKED[turn % len(ASKED)]}"
            go.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            head = await come.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{path}: expected status 200, found {head.splitlines()[0].decode()}")
            await whole_body(come, head.lower())
            taken.append(time.perf_counter() - due)
        go.close()

    begun = time.perf_counter()
    await asyncio.gather(*(reader() for _ in range(connections)))
    taken.sort()
    return number / (time.perf_counter() - begun), 1_000 * taken[int(0.95 * len(taken))]


async def beside_sessions(address: str) -> tuple[float, float]:
    """The same at `RATE` for 40 seconds while sessions of the dashboard act, once all are open."""
    acts: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + 600
    acting = [
        asyncio.create_task(load.reader(address, EVERY, until, number, acts, errors))
        for number in range(SESSIONS)
    ]
    await asyncio.sleep(2 * EVERY)
    counted = await asked(address, 40 * RATE, CONNECTIONS, RATE)
    for one in acting:
        one.cancel()
    await asyncio.gather(*acting, return_exceptions=True)
    if errors:
        raise RuntimeError(f"sessions: expected no error, found {errors[0]}")
    print(f"sessions meanwhile: {len(acts)} acts, half of them under {statistics.median(acts):.2f} s")
    return counted


def in_a_thread(measured: Coroutine[Any, Any, tuple[float, float]]) -> tuple[float, float]:
    """What is measured, where the browser's loop is not in the way."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, measured).result()


@contextmanager
def published() -> Iterator[str]:
    """The published folder behind nginx, as deploy/ has it; yields its address."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        command = [sys.executable, "-m", "charnwood", "publish", "--out", str(place / "site")]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        files = {"mime.types": "include /etc/nginx/mime.types;"}
        with nginx(place, "public.conf", files, "/robots.txt", str(place / "site")) as port:
            yield f"http://127.0.0.1:{port}"


def phone_rows(program: Browser, sites: dict[str, tuple[str, str | None]], rounds: int) -> list[str]:
    """A row of the table for each site, visited by turns."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in sites}
    for _ in range(rounds):
        for name, (address, wanted) in sites.items():
            found[name].append(on_a_phone(program, address, wanted))
    rows = []
    for name, visits in found.items():
        middle = {key: statistics.median(visit[key] for visit in visits) for key in visits[0]}
        rows.append(
            f"| {name} | {middle['first'] / 1_000:.2f} s | {middle['whole'] / 1_000:.2f} s | "
            f"{middle['bytes'] / 1_000:.0f} kB | {middle['requests']:.0f} | {middle['shift']:.3f} |"
        )
    return rows


def by_the_server(app: str) -> list[str]:
    """Rows of the table of who serves: the server by itself, and while sessions act."""
    alone, beside = in_a_thread(asked(app, 3_000, 16)), in_a_thread(beside_sessions(app))
    return [
        f"| one process of the server, 16 readers | {alone[0]:,.0f} | {alone[1]:,.0f} ms |",
        f"| the same while {SESSIONS} sessions of the dashboard act, {RATE} pages a second asked for | {beside[0]:,.0f} | "
        f"{beside[1]:,.0f} ms |",
    ]


def main() -> None:
    """Measure, print and write the table."""
    if "--served" in sys.argv:
        with replica(CHARNWOOD_MODE="public") as (app, _):
            print(*by_the_server(app), sep="\n")
        return
    load_before = os.getloadavg()[0]
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        with (
            replica(CHARNWOOD_MODE="public") as (app, _),
            streamlit(script) as (bare, _),
            static_page() as leaflet,
            browser() as program,
        ):
            sites = {
                "home": (f"{app}/", None),
                "area page": (f"{app}/{AREA}", None),
                "map": (f"{app}/map", DRAWN),
                "static Leaflet (floor)": (leaflet, DRAWN),
                "bare Streamlit page (floor)": (
                    bare,
                    "() => document.querySelector('[data-testid=stSelectbox]')",
                ),
            }
            rows = phone_rows(program, sites, rounds)
            recolour = recolours(program.new_page(), app)
            served = by_the_server(app)
        with published() as files:
            by_nginx = in_a_thread(asked(files, 20_000, 32))
    text = "\n".join(
        [
            "# The plain pages, measured",
            "",
            f"`python benchmarks/public.py {rounds}`, {datetime.date.today():%-d %B %Y}, {os.cpu_count()} processors, "
            f"Python {platform.python_version()}, load {load_before:.1f} before. Medians of {rounds} cold visits of a slow phone each.",
            "",
            "| page | first text | whole | sent | requests | layout shift |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"A change of measure recolours the map on a desk in {min(recolour):.0f} to {max(recolour):.0f} ms.",
            "",
            "| who serves | pages a second | 95 of 100 under |",
            "|---|---|---|",
            *served,
            f"| nginx from the published folder, 32 readers | {by_nginx[0]:,.0f} | {by_nginx[1]:,.0f} ms |",
            "",
        ]
    )
    print(text)
    (ROOT / "benchmarks" / "PUBLIC.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
