"""A real server and a real Chromium for the journeys of test_browser.py and the screenshots."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Frame, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "": "Charnwood on a map",
    "your-area": "Your area",
    "profile": "Area profile",
    "own": "Choose your own area",
    "compare": "Areas side by side",
    "deprivation": "Deprivation by domain",
    "change": "What changed",
    "crime": "Recorded crime",
    "signals": "Signals in recorded crime",
    "streets": "Streets and outcomes",
    "chosen": "How neighbourhoods are chosen",
    "briefing": "Briefing",
    "data": "Data and methods",
    "accessibility": "Accessibility statement",
}
CARD = "?area=E01025699"
RULE = "chosen?rule=any.imd-decile-3.crime-rank-3000.income-decile-2.population-1400.adjacent-yes"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium() -> str:
    """Path of an installed Chromium; a clear error where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("The browser tests need Chromium. Run `make browser`, or `apt-get install chromium`.")


@contextmanager
def server(**environment: str) -> Iterator[str]:
    """The dashboard on a free port of this machine; yields its address."""
    with replica(**environment) as (address, _):
        yield address


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def replica(*before: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """The dashboard as `server` has it, with its process; `before` is a command that starts it."""
    port = free_port()
    command = [*before, sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.headless", "true", "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if process.poll() is not None:
                raise RuntimeError(f"the server ended: {process.stdout.read().decode()[-2000:]}")
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).read()
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise RuntimeError("the server did not answer within a minute")
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def browser() -> Iterator:
    """A headless Chromium with nothing of its own to fetch."""
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield program
        program.close()


def settled(page: Page) -> None:
    """Wait until the page has its title and the server has finished its run."""
    page.locator("h1").first.wait_for(timeout=60_000)
    page.locator("text=Sources, licences and").first.wait_for(timeout=60_000)
    # Elements of the run before fade until they are renewed; a first table is laid out when there is time
    busy = "[data-testid=stStatusWidget], [data-stale=true], pre.rows"
    page.wait_for_function(f"() => !document.querySelector('{busy}')", timeout=60_000)


def map_frame(page: Page, areas: int = 99) -> Frame:
    """The map's frame once it has drawn its areas."""
    drawn = page.frame_locator("iframe").first.locator(".leaflet-areas-pane path")
    for _ in range(300):
        if drawn.count() == areas:
            # Only now: while the page loads, its frame may be put in anew
            return page.locator("iframe").first.element_handle().content_frame()
        page.wait_for_timeout(200)
    raise AssertionError(f"after a minute the map shows {drawn.count()} areas, not {areas}")


def choose(page: Page, label: str | re.Pattern, text: str) -> None:
    """Choose in a select box by keyboard: focus, type, Enter."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(text)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
