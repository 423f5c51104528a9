"""What a robot sees: one visit whose steps can be done again, and the claims about whatever a page shows."""

from __future__ import annotations

import collections
import html
import json
import re
from typing import Any

import apptest  # noqa: F401  (or each step looks at all installed packages)
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, words
from charnwood.cache import of_data
from charnwood.store import dataset
from charnwood.web import menu

FILES = {path: file for file, _, path in menu.PAGES}
MAIN = ROOT / "charnwood" / "ui" / "frame.py"
SAYING = ("title", "header", "subheader", "markdown", "caption", "html")
CONTROLS = ("selectbox", "multiselect", "number_input", "text_input", "text_area", "button")
# What a control holds and an address does not: texts in the making
UNSAVED = ("find", "own name", "own paste", "own add", "chart", "hit")
# A value that a sentence should have had; not "None moved", nor what an address shows of itself
MISSING = re.compile(r"(?<!=)\b(?:nan|NaN|NaT|inf)\b|<NA>|(?<!=)\bNone\b(?! [a-z])|\{[a-z_]+\}")
COUNTED = re.compile(
    r"(?:^|[\n.] |- )([^\n.:]{3,80}): ([\d,]+) (crimes|incidents(?: of [a-z -]+)?), ([\d.,]+) per"
)
CHART = re.compile(  # gone where a reader has opened it to explore, which no address holds
    r'(?:<ul class=marks>.*?</ul>)?<img class="beside chart"[^>]*>', re.DOTALL
)
ROWS = re.compile(r'<pre class="rows"[^>]*>(.*?)</pre>', re.DOTALL)
WHOLE = re.compile(r"^(?:Population|Residents) \(mid-\d{4}\)")
STILL = ("The page still shows ", "Found: ")  # what the search says without the text
LIVED = re.compile(r"([\d,]+) people lived in (.+?) in mid-(\d{4})")


class Visitor:
    """One visit: steps that can be done again, and the claims about what they lead to."""

    registered: dict[str, Any] = {}  # noqa: RUF012 of all visits: the pages of the app, by Streamlit's names

    def __init__(self) -> None:
        self.page, self.path = AppTest.from_file(MAIN, default_timeout=120), ""
        self.late: dict[str, str] | None = None  # the address before the last choice on this page

    def do(self, step: tuple[Any, ...]) -> None:
        """Take a step: `open` a path with a query, `follow` a link, go `back`, click the `map`, or act on a control.

        `hurry` acts on a control before the browser has heard of what the choice before wrote into the address.
        """
        kind, *rest = step
        before = self.address()
        if kind == "hurry":
            kind, *rest = rest[0]
            self.page.query_params = dict(self.late or before)
        self.late = None
        if kind in ("open", "follow", "back"):
            path, query = rest
            self._go(path, query)
        elif kind == "map":
            self.page._run(self._clicked(*rest))
            return
        elif kind == "click":
            self.page.button(key=rest[0]).click() if rest[0] else self._button(rest[1]).click()
        else:
            control = next(c for c in self.page.get(kind) if c.key == rest[0])
            control.set_value(rest[1])
        self.page.run()
        self.late = None if kind in ("open", "follow", "back") else before
        Visitor.registered = self.page._registered_pages

    def _clicked(self, code: str, at: int) -> Any:
        """The state of all widgets with what map.js tells of a click, for which Streamlit's test has no hand."""
        states = self.page._tree.get_widget_states()
        (drawn,) = self.page.get("component_instance")
        states.widgets.add(id=drawn.proto.id, json_value=json.dumps({"code": code, "at": at}))
        return states

    def _button(self, label: str) -> Any:
        return next(b for b in self.page.button if b.label == label)

    def _go(self, path: str, query: dict[str, str]) -> None:
        if not Visitor.registered:  # without them no page but the first can be opened first
            Visitor.registered = AppTest.from_file(MAIN, default_timeout=120).run()._registered_pages
        page = self.page
        page._registered_pages = page._registered_pages or Visitor.registered
        page.query_params = dict(query)
        page.switch_page(str(ROOT / "pages" / FILES[path]))
        self.path = path

    def address(self) -> dict[str, str]:
        return {k: v if isinstance(v, str) else v[0] for k, v in self.page.query_params.items()}

    def texts(self) -> list[str]:
        """All that the page says of its choices, in order; not what it says of the search."""
        said = [
            CHART.sub("", element.proto.body) if kind == "html" else element.value
            for kind in SAYING
            for element in self.page.get(kind)
        ]
        of_search = self._search()
        return [text for text in said if text and text not in of_search]

    def _search(self) -> list[str]:
        """The captions that the search box has."""
        typed = next((box.value for box in self.page.text_input if box.key == "find"), None)
        answers = _answers(dataset.current(), typed) if typed else []
        return [
            caption.value
            for caption in self.page.caption
            if typed
            and (caption.value.startswith(STILL) or any(answer in caption.value for answer in answers))
        ]

    def held(self) -> dict[str, Any]:
        """The values of the controls whose state the address holds; blanks of a text, which it makes single, as one."""
        return {
            str(control.key): " ".join(control.value.split())
            if isinstance(control.value, str)
            else control.value
            for kind in CONTROLS[:-1]
            for control in self.page.get(kind)
            if not str(control.key).startswith(UNSAVED)
        }


@of_data(8)
def _answers(data: dataset.Dataset, typed: str) -> list[str]:
    """What the search may say of a text, in its box or in the choice of an area."""
    said = (words.search.said(data, figures.search.find(data, typed, v)) for v in (None, 2011, 2021))
    return [answer for answer in said if answer]


def faults_of(visitor: Visitor) -> list[str]:
    """Which claims about the page in view do not hold; nothing where all do."""
    page, found = visitor.page, []
    found += [f"exception: {e.message} {' '.join(e.stack_trace)[-300:]}" for e in page.exception]
    found += [f"error: {e.value[:300]}" for e in page.error]
    if len(page.title) != 1:
        found.append(f"{len(page.title)} titles")
    said = [_plain(text) for text in visitor.texts()]
    said += [element.value for element in (*page.info, *page.success)]
    typed = {str(box.value) for kind in ("text_input", "text_area") for box in page.get(kind)}
    for text in said:
        if (lost := MISSING.search(text)) and not any(value and value in text for value in typed):
            found.append(f"{lost[0]!r} in {text[max(0, lost.start() - 80) : lost.end() + 60]!r}")
    bodies = [element.proto.body for element in page.get("html")]
    found += [
        f"a table without rows: {text}" for body in bodies for text in ROWS.findall(body) if "\n" not in text
    ]
    return found + contradictions(said, dataset.current()) + differing(bodies)


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("**", "")


def contradictions(said: list[str], data: dataset.Dataset) -> list[str]:
    """Numbers of one thing that differ from one another, or from what the figures say of it."""
    seen: dict[tuple[str, str], set[tuple[str, str]]] = collections.defaultdict(set)
    residents = {area.name: area for area in data.areas.values()}
    found = []
    for text in said:
        for name, count, kind, rate in COUNTED.findall(text):
            seen[name.strip("- *"), kind].add((count, rate))
        for people, name, _ in LIVED.findall(text):
            if name in residents and f"{data.residents(residents[name]):,}" != people:
                found.append(f"{people} people of {name}, which has {data.residents(residents[name]):,}")
            seen[name, "people"].add((people, ""))
    return found + [f"{name}, {kind}: {sorted(n)}" for (name, kind), n in seen.items() if len(n) > 1]


def differing(bodies: list[str]) -> list[str]:
    """Cells of one row and one heading that differ from table to table, of headings that say all: populations of a year."""
    seen: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
    for text in (text for body in bodies for text in ROWS.findall(body)):
        head, *rows = [re.split(r"\t+", line) for line in html.unescape(text).split("\n")]
        if len({row[0] for row in rows}) < len(rows):  # several rows of one area: each is of a part of it
            continue
        for row in rows:
            for name, cell in zip(head[1:], row[1:], strict=False):
                if WHOLE.search(name):
                    seen[row[0].strip(), name.strip()].add(cell.strip())
    return [f"{row}, {name}: {sorted(cells)}" for (row, name), cells in seen.items() if len(cells) > 1]


def reopened(visitor: Visitor) -> list[str]:
    """How a new visit to the address in view differs from the view."""
    again = Visitor()
    again.do(("open", visitor.path, visitor.address()))
    found = []
    if again.address() != visitor.address():
        found.append(f"address {visitor.address()} becomes {again.address()}")
    before, after = visitor.held(), again.held()
    found += [
        f"{key} is {before.get(key)!r}, opened anew {after.get(key)!r}"
        for key in {*before, *after}
        if before.get(key) != after.get(key)
    ]
    mine, theirs = visitor.texts(), again.texts()
    lost, new = [t for t in mine if t not in theirs], [t for t in theirs if t not in mine]
    if (lost or new) and not found:
        found.append(
            f"text {[_plain(t)[:160] for t in lost[:2]]} becomes {[_plain(t)[:160] for t in new[:2]]}"
        )
    return [f"reopened: {fault}" for fault in found]
