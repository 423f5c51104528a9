"""A real server and a real Chromium for the journeys of test_browser.py and the screenshots."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, Request, WebSocket, expect
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from charnwood import words
from charnwood.public.in_browser import chromium as browser  # noqa: F401  (borrowed from here)

ROOT = Path(__file__).resolve().parent.parent
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong
PAGES = {
    "": "Charnwood on a map",
    "neighbourhoods": "Neighbourhoods at a glance",
    "your-area": "A page for residents",
    "profile": "Area profile",
    "own": "Draw your own area",
    "compare": "Areas side by side",
    "deprivation": "Deprivation by domain",
    "change": "What changed",
    "crime": "Recorded crime",
    "signals": "Has crime risen?",
    "worked": "Did it work?",
    "streets": "Streets and outcomes",
    "chosen": "How neighbourhoods are chosen",
    "lines": "Which lines does it pass?",
    "briefing": "Briefing",
    "data": "Data and methods",
    "accessibility": "Accessibility statement",
}
CARD = "?area=E01025699"
RULE = "chosen?rule=any.imd-decile-3.crime-rank-3000.income-decile-2.population-1400.adjacent-yes"


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


def until_answered(ask: Callable[[], object]) -> None:
    """Ask a server that is starting until it answers; after a minute its last refusal is raised."""
    asking = Retrying(
        retry=retry_if_exception_type(OSError), wait=wait_fixed(0.1), stop=stop_after_delay(60), reraise=True
    )
    asking(ask)


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

    def ask() -> None:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {process.stdout.read().decode()[-2000:]}")
        urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).read()

    try:
        until_answered(ask)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=20)


# Streamlit looks for its server below a page's address before it looks at the root
PROBE = re.compile(r"/_stcore/(health|host-config)$")


def recorded(page: Page) -> Page:
    """The page, which from now on notes in `errors` what fails on it."""
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            page.errors.append(message.text)
            if message.type == "error"
            and not PROBE.search(message.location.get("url", ""))
            and not PROBE.search(message.text)
            else None
        ),
    )
    return page


class Requests(list[str]):
    """What a page asks for, its socket too, from now until it is said to be enough.

    Only where a test looks at it: a page of the app asks a hundred times, and telling of it costs a fifth of a load.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        page.on("request", self._asked)
        page.on("websocket", self._opened)

    def _asked(self, request: Request) -> None:
        self.append(request.url)

    def _opened(self, socket: WebSocket) -> None:
        self.append(socket.url.replace("ws:", "http:"))

    def enough(self) -> None:
        """Note no more."""
        self.page.remove_listener("request", self._asked)
        self.page.remove_listener("websocket", self._opened)


class Tabs:
    """Tabs of one profile that are used again, so that Streamlit's scripts are read and compiled once."""

    def __init__(self, program: Browser) -> None:
        self.context = program.new_context()
        self.context.set_default_timeout(60_000)
        self.pages: list[Page] = []

    def blank(self, number: int, width: int, height: int, scheme: str) -> Page:
        """Tab `number`, with nothing kept of an earlier visit; at rest, as people may ask of a browser."""
        while len(self.pages) <= number:
            self.pages.append(recorded(self.context.new_page()))
        page = self.pages[number]
        page.bring_to_front()  # behind another a tab draws once a second, and cannot fill the screen
        if page.url != "about:blank":  # to which Chromium would go in a process that has compiled nothing
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.context.clear_cookies()
        page.emulate_media(media="null", color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        page.errors = []
        return page


def settled(page: Page) -> None:
    """Wait until the page has its title and the server has finished its run."""
    # Elements of the run before fade until they are renewed; a first table is laid out when there is time. What is
    # dear to look for, a text of the whole page, is looked for last
    busy = "[data-test-script-state=running], [data-stale=true], pre.rows"
    page.wait_for_function(
        f"""() => !document.querySelector('{busy}') && document.querySelector("h1")?.checkVisibility()
            && document.body.textContent.includes("Sources, licences and")""",
        timeout=60_000,
    )


def map_frame(page: Page, areas: int = 99) -> Frame:
    """The map's frame once it has drawn its areas."""
    drawn = page.frame_locator("iframe").first.locator(".leaflet-areas-pane path")
    expect(drawn).to_have_count(areas, timeout=60_000)
    # Only now: while the page loads, its frame may be put in anew
    return page.locator("iframe").first.element_handle().content_frame()


# Where an area of the map can be pressed, once neither the page nor the map has moved for twenty pictures
PRESSED = """code => new Promise((found) => { let before = ""; let same = 0;
    let area; map_div.eachLayer(l => {
        if (l.feature?.properties.code === code && l.options.pane === "areas") area = l; });
    const look = () => { const frame = frameElement.getBoundingClientRect();
        const { left, top, width, height } = area.getElement().getBoundingClientRect();
        const now = [frame.left, frame.top, frame.width, left, top, width].join();
        same = now === before ? same + 1 : 0; before = now;
        if (same < 20) { requestAnimationFrame(look); return; }
        for (const across of [1/2, 1/3, 2/3, 1/4, 3/4]) for (const down of [1/2, 1/3, 2/3, 1/4, 3/4]) {
            const [x, y] = [left + across * width, top + down * height];
            if (document.elementFromPoint(x, y) === area.getElement()) {
                found([frame.left + x, frame.top + y]); return; } }
        found(null); };
    look(); })"""


def press_area(page: Page, frame: Frame, code: str) -> None:
    """Click an area of the map with the mouse, where nothing else is in the way, once all has come to rest."""
    page.locator("iframe").first.scroll_into_view_if_needed()
    page.mouse.click(*frame.evaluate(PRESSED, code))


def zoomed_in(frame: Frame) -> None:
    """Press the map's plus sign and wait until it has come nearer."""
    before = frame.evaluate("() => map_div.getZoom()")
    frame.locator(".leaflet-control-zoom-in").click()
    frame.wait_for_function(
        "before => map_div.getZoom() > before && !document.querySelector('.leaflet-zoom-anim')", arg=before
    )


def explore(page: Page) -> None:
    """Open the first chart that is a picture, and wait until Plotly has drawn it."""
    page.get_by_role("button", name=words.pages.EXPLORE_CHART).first.click()
    page.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached")
    settled(page)


def choose(page: Page, label: str | re.Pattern, text: str) -> None:
    """Choose in a select box of a page of ours, once it is at rest."""
    settled(page)
    pick(page, label, text)


def pick(page: Page, label: str | re.Pattern, text: str) -> None:
    """Choose in a select box by keyboard: focus, type, Enter once the option is the one that Enter takes.

    The page scrolls to a box that is out of sight, and a list that opens before the scroll is told closes again.
    """
    page.get_by_role("combobox", name=label).focus()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.keyboard.type(text)
    page.locator("[role=option][data-focused=true]", has_text=text).wait_for()
    page.keyboard.press("Enter")
