"""A robot that wanders through the pages in a real Chromium: what AppTest cannot see is its business.

`python tests/robot_browser.py --steps 2000` walks and prints what it found wrong; with 1 at the end where it was
anything. Faults are errors in the console, requests that fail, the sentence for a fault that nobody foresaw, more
or fewer than one heading of the first order, a page wider than its window, and a Back that leads elsewhere than
to the step before.
"""

from __future__ import annotations

import argparse
import collections
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from browser import PAGES, PROBE, browser, recorded, server
from playwright.sync_api import BrowserContext, TimeoutError
from robot import Robot

from charnwood import words

VISIT = 100  # steps until the next opens an address
KEPT = 40  # steps to which Back may lead: Chromium keeps fifty
WIDTHS = (360, 768, 1280)
# What the page asked of its server, what it heard, and how many runs began
TALK = """window.talk = {said: 0, heard: 0, sent: 0, runs: 0};
    window.WebSocket = class extends WebSocket {
        constructor(...given) { super(...given);
            this.addEventListener("message", () => { talk.heard = performance.now(); }); }
        send(said) { talk.sent += 1; talk.said = performance.now(); super.send(said); } };
    new MutationObserver((changes) => { for (const { target } of changes)
        if (target.dataset.testScriptState === "running") talk.runs += 1; })
        .observe(document, {subtree: true, attributes: true, attributeFilter: ["data-test-script-state"]});"""
# Once at rest (all is there, what was said is answered, nothing runs or is of the run before, for two looks of twenty
# a second, or for one second where fewer runs began than were asked for; and what seems wrong has been so for five, as
# charts and maps take a new width late): the address and what is wrong
FOUND = """told => new Promise((done, lost) => { let calm = 0; const begun = performance.now();
    const found = () => { const found = [];
        const heads = document.querySelectorAll("h1").length;
        if (heads !== 1) found.push(`${heads} headings of the first order`);
        if (document.body.innerText.includes(told)) found.push("the sentence for a fault that nobody foresaw");
        for (const e of document.querySelectorAll("[data-testid=stException], [data-testid=stAlertContentError]"))
            found.push(`told: ${e.innerText.slice(0, 200)}`);
        const main = document.querySelector("[data-testid=stMain]");
        const wide = Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
        if (wide > 1) found.push(`wider than its window of ${innerWidth} by ${wide}`);
        return found; };
    let wrong = 0;
    const look = () => {
        const busy = talk.heard < talk.said
            || document.querySelector("[data-test-script-state=running], [data-stale=true], pre.rows");
        const whole = !busy && document.querySelector("[data-testid=stMain] h1")
            && document.body.textContent.includes("Sources, licences and");
        calm = whole ? calm + 1 : 0;
        const faults = calm > (talk.runs < talk.sent ? 20 : 1) ? found() : null;
        wrong = faults?.length ? wrong + 1 : 0;
        if (faults && (!wrong || wrong > 100)) { talk.runs = talk.sent = 0; done([location.href, faults]); }
        else if (performance.now() - begun > 60000) lost(new Error("the page never came to rest"));
        else setTimeout(look, 50); };
    look(); })"""
# What a person can do here, by its number among its kind
DEEDS = {
    "link": ".pages a",
    "list": "[data-testid=stSelectbox] [role=combobox], [data-testid=stMultiSelect] [role=combobox]",
    "search": "[data-testid=stTextInput] input",
    "button": "[data-testid=stButton] button:not([disabled])",
    "number": "[data-testid=stNumberInput] button:not([disabled])",
    "details": "[data-testid=stMain] summary",
    "sort": ".figures thead th button",
    "map": "iframe",
}
COUNTED = "selectors => Object.fromEntries(Object.entries(selectors).map(([k, s]) => [k, document.querySelectorAll(s).length]))"
ON_MAP = """share => { const map = document.querySelector("iframe").contentWindow.map_div; const areas = [];
    map?.eachLayer?.(l => { if (l.feature && l.options.pane === "areas") areas.push(l); });
    const area = areas[Math.floor(share * areas.length)];
    area?.getElement().dispatchEvent(new MouseEvent("click", {bubbles: true}));
    return area?.feature.properties.code ?? ""; }"""


@dataclass
class Walk:
    """What a walk did, and each fault with the steps of the visit that led to it."""

    steps: int = 0
    seconds: float = 0
    kinds: collections.Counter = field(default_factory=collections.Counter)
    pages: collections.Counter = field(default_factory=collections.Counter)
    faults: list[tuple[str, list[str]]] = field(default_factory=list)


class Walker:
    """A seeded visitor of the server at `base` in a tab of its own."""

    def __init__(self, context: BrowserContext, base: str, seed: int) -> None:
        self.page, self.base, self.walk = recorded(context.new_page()), base, Walk()
        self.page.emulate_media(reduced_motion="reduce")
        self.page.add_init_script(TALK)
        self.page.set_default_timeout(20_000)
        self.robot = Robot(seed)  # for its addresses, areas and rubbish
        self.random = self.robot.random
        self.way: list[str] = []  # the addresses to which Back leads

    def run(self, steps: int) -> Walk:
        """So many steps; after a fault and after a hundred an address is opened. The tab is closed at the end."""
        begun = time.monotonic()
        with self._watched() as failed:
            past: list[str] = []
            while self.walk.steps < steps:
                kind = self._kind() if past and len(past) < VISIT else "open"
                past = past if kind != "open" else []
                try:
                    past.append(f"{kind} {self._do(kind)}")
                except TimeoutError:  # what was there went before it could be used, which is no fault
                    past.append(f"{kind} too late")
                self.walk.steps += 1
                self.walk.kinds[kind] += 1
                found = [*self._claims(kind), *failed, *self.page.errors]
                if found:
                    self.walk.faults += [(fault, [*past]) for fault in found]
                    past = []
                failed.clear()
                self.page.errors.clear()
        self.walk.seconds = time.monotonic() - begun
        return self.walk

    @contextmanager
    def _watched(self) -> Any:
        failed: list[str] = []

        def answered(response: Any) -> None:
            if response.status >= 400 and not PROBE.search(response.url):
                failed.append(f"{response.status} {response.url}")

        def broken(request: Any) -> None:
            if "ERR_ABORTED" not in str(request.failure):  # of a page that was left
                failed.append(f"{request.failure} {request.url}")

        self.page.on("response", answered)
        self.page.on("requestfailed", broken)
        try:
            yield failed
        finally:
            self.page.close()

    def _claims(self, kind: str) -> list[str]:
        try:
            here, found = self.page.evaluate(FOUND, words.pages.FAULT)
        except Exception as error:
            return [str(error)[:200]]
        if kind == "back" and here != self.way[-1]:
            found.append(f"Back led to {here}, not to {self.way[-1]}")
            self.way = [here]
        elif kind == "link" or here not in self.way[-1:]:  # a link is a step also to the same address
            self.way = [*self.way, here][-KEPT:]
        self.walk.pages[urlsplit(here).path] += 1
        return found

    def _kind(self) -> str:
        """What to do next, among what this page has."""
        chance = self.random.random()
        if chance < 0.02:
            return "open"
        if chance < 0.03:
            return "reload"
        if chance < 0.15 and len(self.way) > 1:
            return "back"
        if chance < 0.2:
            return "width"
        there = self.page.evaluate(COUNTED, DEEDS)
        return self.random.choice([kind for kind, count in there.items() if count] or ["width"])

    def _do(self, kind: str) -> str:
        return getattr(self, f"_{kind}")()

    def _open(self) -> str:
        path, query = self.robot._address()
        address = f"{self.base}/{path}?{urlencode(query)}"
        self.way = []
        self.page.goto(address, timeout=60_000)
        return address

    def _reload(self) -> str:
        self.page.reload()
        return ""

    def _back(self) -> str:
        self.way.pop()
        self.page.go_back()
        return self.way[-1]

    def _width(self) -> str:
        width = self.random.choice(WIDTHS)
        self.page.set_viewport_size({"width": width, "height": 900})
        return str(width)

    def _one(self, kind: str) -> Any:
        every = self.page.locator(DEEDS[kind])
        return every.nth(self.random.randrange(max(every.count(), 1)))

    def _pressed(self, kind: str) -> str:
        one = self._one(kind)
        name = one.inner_text()
        one.evaluate("e => { e.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true})); e.click(); }")
        return name

    def _link(self) -> str:
        return self._pressed("link")

    def _button(self) -> str:
        return self._pressed("button")

    def _details(self) -> str:
        return self._pressed("details")

    def _sort(self) -> str:
        return self._pressed("sort")

    def _number(self) -> str:
        one = self._one("number")
        one.press("Enter")
        return str(one.get_attribute("data-testid"))

    def _map(self) -> str:
        return self.page.evaluate(ON_MAP, self.random.random())

    def _search(self) -> str:
        one, text = self._one("search"), self.robot._typed().replace("\x00", "")
        one.fill(text[: int(one.get_attribute("maxlength") or 300)])
        one.press("Enter")
        return text

    def _list(self) -> str:
        one = self._one("list")
        name = str(one.get_attribute("aria-label"))
        one.focus()
        if self.random.random() < 0.2:  # a choice of its own, and a step of Back
            one.press("Backspace")
            return f"{name}, last taken out"
        one.press("ArrowDown")
        for _ in range(self.random.randrange(4)):
            one.press("ArrowDown")
        one.press("Enter")
        if self.page.get_by_role(
            "listbox"
        ).count():  # in a box that may be empty, Escape would take the choice out again
            one.press("Escape")
        return name


def report(walk: Walk) -> str:
    """What was walked and found, in lines."""
    return "\n".join(
        [
            f"{walk.steps:,} steps in Chromium in {walk.seconds:,.0f} s, {len(walk.faults)} faults",
            "steps: " + ", ".join(f"{kind} {count:,}" for kind, count in walk.kinds.most_common()),
            f"pages: {len(walk.pages)} of {len(PAGES)}",
            *(
                line
                for fault, steps in walk.faults
                for line in (f"FAULT {fault}", *(f"    {s}" for s in steps))
            ),
        ]
    )


def main() -> int:
    """Walk with a server and a browser of its own."""
    given = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    given.add_argument("--steps", type=int, default=2_000)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    with server() as base, browser() as program:
        walk = Walker(program.new_context(), base, asked.seed).run(asked.steps)
    print(report(walk))
    return bool(walk.faults)


if __name__ == "__main__":
    sys.exit(main())
