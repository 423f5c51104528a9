"""A visitor that wanders: random steps over all pages, with claims about whatever they show.

`python tests/robot.py --steps 20000 --jobs 2` walks, prints what it walked, and ends with 1 where a claim failed; with
`--data DIR` over another place, whose names, areas and postcodes it then types.
A walk is its seed: the same seed takes the same steps, and each fault comes with the steps that led to it.
"""

from __future__ import annotations

import argparse
import collections
import html
import json
import logging
import os
import random
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import apptest  # noqa: F401  (or each step looks at all installed packages)
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, words
from charnwood.figures.own_area import key as own_key
from charnwood.official.deprivation import MAPPED
from charnwood.store import dataset
from charnwood.ui.rule_editor import ADJACENT
from charnwood.web import menu

FILES = {path: file for file, _, path in menu.PAGES}
MAIN = ROOT / "charnwood" / "ui" / "frame.py"
VISIT = 40  # steps until another visitor comes
SAYING = ("title", "header", "subheader", "markdown", "caption", "html")
CONTROLS = ("selectbox", "multiselect", "number_input", "text_input", "text_area", "button")
# What a control holds and an address does not: texts in the making
UNSAVED = ("find", "own name", "own paste", "own add", "chart", "hit")
RUBBISH = (
    *(
        "",
        " ",
        "zz",
        "<b>x</b>",
        "$x$ *y* `z`",
        "../../etc",
        "%00",
        "\x00",
        "null",
        "None",
        "nan",
        "-1",
        "own~",
        "~",
    ),
    *(
        "Лафборо",
        "拉夫堡",
        "لوفبرا",
        "é́é́é́",
        "😀",
        "E01",
        "E99999999",
        "LE",
        "LE1 1AA",
        "LE11 3TU",
        "LE12 7",
        "A46",
    ),
    *(
        "'; drop table",
        "a" * 300,
        "The Close",
        "Road",
        "14 Ashby Road",
        "Syston",
        "Thorpe Acre",
        "Southfield Road",
    ),
)
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
LIVED = re.compile(r"([\d,]+) people lived in (.+?) in mid-(\d{4})")


@dataclass
class Walk:
    """What a robot did and what it found."""

    steps: int = 0
    seconds: float = 0
    kinds: collections.Counter = field(default_factory=collections.Counter)
    pages: collections.Counter = field(default_factory=collections.Counter)
    controls: collections.Counter = field(default_factory=collections.Counter)
    reopened: int = 0
    faults: list[tuple[str, list[tuple[Any, ...]]]] = field(default_factory=list)

    def add(self, other: Walk) -> None:
        self.steps += other.steps
        self.seconds += other.seconds
        self.reopened += other.reopened
        for name in ("kinds", "pages", "controls"):
            getattr(self, name).update(getattr(other, name))
        self.faults += other.faults


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
        boxes = [box for box in self.page.text_input if box.key == "find" and box.value]
        return [c.value for c in self.page.caption if boxes and _of_search(boxes[0].value, c.value)]

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


def _of_search(typed: str, said: str) -> bool:
    data = dataset.current()
    answers = {words.search.said(data, figures.search.find(data, typed, v)) for v in (None, 2011, 2021)}
    return any(answer and answer in said for answer in answers) or said.startswith(
        ("The page still shows ", "Found: ")
    )


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


class Robot:
    """A seeded walker: chooses steps, takes them, and writes down what does not hold."""

    def __init__(self, seed: int, reopen: int = 3) -> None:
        self.random, self.reopen, self.walk = random.Random(seed), reopen, Walk()
        self.data = dataset.current()
        self.areas = [*self.data.areas, ""]
        self.names = [entry.text for entry in figures.search.index(self.data)]
        self.postcodes = list(self.data.table("places/postcodes.parquet")["postcode"])

    def run(self, steps: int) -> Walk:
        """Take so many steps in visits of forty; a visit ends with its first fault."""
        left, begun = steps, time.monotonic()
        while left > 0:
            left -= self._visit(min(VISIT, left))
        self.walk.seconds = time.monotonic() - begun
        return self.walk

    def _visit(self, most: int) -> int:
        visitor, past = Visitor(), []
        seen: list[tuple[str, dict[str, str]]] = [("", {})]
        for number in range(1, most + 1):
            step = self._step(visitor, seen) if past else ("open", *self._address())
            past.append(step)
            self.walk.steps += 1
            self.walk.kinds[step[0]] += 1
            try:
                visitor.do(step)
                found = faults_of(visitor)
                if not found and self.random.randrange(self.reopen) == 0:
                    self.walk.reopened += 1
                    found = reopened(visitor)
            except Exception as error:  # of a test's own kind too: a page that never ends
                found = [f"{type(error).__name__}: {str(error)[:300]}"]
            self.walk.pages[visitor.path] += 1
            seen.append((visitor.path, visitor.address()))
            if found:
                self.walk.faults += [(fault, [*past]) for fault in found]
                return number
        return most

    def _step(self, visitor: Visitor, seen: list[tuple[str, dict[str, str]]]) -> tuple[Any, ...]:
        chance = self.random.random()
        if chance < 0.12:
            return ("open", *self._address())
        if chance < 0.24:
            along = {} if self.random.random() < 0.7 else {"edition": "2025"}
            return ("follow", self.random.choice(list(FILES)), along)
        if chance < 0.29:
            return ("open", *self.random.choice(seen))
        if chance < 0.36 and len(seen) > 1:
            return ("back", *seen[-2])
        if chance < 0.46 and visitor.page.get("component_instance"):
            vintage = self.random.choice(list(self.data.lsoa))
            return ("map", self.random.choice(list(self.data.lsoa[vintage].index)), self.walk.steps)
        step = self._control(visitor)
        if step and visitor.late and self.random.random() < 0.2:
            return ("hurry", step)
        return step or ("follow", self.random.choice(list(FILES)), {})

    def _control(self, visitor: Visitor) -> tuple[Any, ...] | None:
        page = visitor.page
        controls = [(kind, c) for kind in CONTROLS for c in page.get(kind) if not c.proto.disabled]
        offers = [c for kind, c in controls if kind == "button" and str(c.key).startswith("hit ")]
        if not controls:
            return None
        kind, control = self.random.choice(controls)
        if offers and self.random.random() < 0.4:
            kind, control = "button", self.random.choice(offers)
        self.walk.controls[
            f"{visitor.path or 'map'}: {control.label if kind != 'button' or not offers else 'offer'}"
        ] += 1
        if kind == "button":
            return ("click", control.key, control.label)
        return (kind, control.key, self._value(kind, control))

    def _value(self, kind: str, control: Any) -> Any:
        if kind == "selectbox":
            return self.random.choice(control.options)
        if kind == "multiselect":
            most = control.proto.max_selections or 12
            few = self.random.choice([0, 1, 2, 3, most])
            return self.random.sample(control.options, min(few, most, len(control.options)))
        if kind == "number_input":
            low, high = int(control.min), int(control.max)
            return self.random.choice([low, high, low + 1, self.random.randint(low, high)])
        if kind == "text_area":
            return self._pasted()
        return self._typed()[: control.proto.max_chars or None]

    def _typed(self) -> str:
        text = self.random.choice(
            [
                self.random.choice(RUBBISH),
                self.random.choice(self.names),
                self.random.choice(self.postcodes),
                self.random.choice([key for key in self.areas if key.startswith("E0")]),
                self.data.areas[self.random.choice(self.areas[:-1])].name,
            ]
        )
        if self.random.random() < 0.3 and text:  # a slip of the finger
            at = self.random.randrange(len(text))
            text = text[:at] + self.random.choice(["", "x", " "]) + text[at + 1 :]
        return text

    def _pasted(self) -> str:
        codes = self.random.sample([key for key in self.areas if key.startswith("E0")], 3)
        between = self.random.choice([" ", ",", "\n", ";", '","', "\t"])
        return between.join([*codes, self.random.choice(RUBBISH)])

    def _own(self) -> str:
        codes = list(self.data.lsoa[2021].index)
        few = self.random.choice([1, 2, 5, len(codes) - 1, len(codes)])
        return own_key(self.random.choice(["Own area", "Estate", "Ort é"]), self.random.sample(codes, few))

    def _address(self) -> tuple[str, dict[str, str]]:
        """A page with some of the choices of all pages, some of them damaged."""
        pick = self.random.choice
        area = pick([pick(self.areas), self._own(), pick(RUBBISH)])
        values = {
            "area": area,
            "areas": ",".join(
                pick([pick(self.areas), self._own()]) for _ in range(self.random.choice([0, 1, 2, 4, 5]))
            ),
            "own": pick([self._own(), pick(self.areas), pick(RUBBISH), ""]),
            "edition": pick([*map(str, MAPPED), "2015", "x", ""]),
            "measure": pick(["imd", "income", "crime", "incidents", "crimes", "asb", "x", ""]),
            "show": pick(["decile", "rank", "x"]),
            "type": pick([*figures.incident_kinds.KINDS, "x"]),
            "period": pick(["latest", "2022", "2025", "x"]),
            "span": pick([*figures.change.SPANS, "x"]),
            "start": pick(["2025-01", "2022-03", "2024-02", "x"]),
            "add": pick(["worked", "x", ""]),
            **{name: pick([pick(self.areas), self._own(), ""]) for name in figures.worked.BESIDE},
            "table": pick(["rates", "priority", "x"]),
            "rule": pick(
                [
                    figures.rules.as_text(figures.rules.IN_USE),
                    f"any.imd-decile-{self.random.randint(0, 11)}.crime-rank-{pick([1, 3000, 99999])}",
                    f"all.imd-decile-1.population-{pick([0, 1400, 9999])}.adjacent-{pick(['yes', 'no', *map(str, ADJACENT)])}",
                    pick(RUBBISH),
                ]
            ),
            "data": pick(["x", self.data.version]),
            "find": pick(RUBBISH),
        }
        few = self.random.sample(list(values), self.random.randint(0, 6))
        return pick(list(FILES)), {key: values[key] for key in few}


def replay(steps: list[tuple[Any, ...]]) -> list[str]:
    """Take the steps of a fault again, in a new visit; what does not hold at their end."""
    visitor = Visitor()
    for step in steps:
        visitor.do(step)
    return faults_of(visitor) or reopened(visitor)


def walk(seed: int, steps: int, reopen: int = 3) -> Walk:
    """One robot's walk, quietly: what the floor logs is in the page too."""
    logging.disable(logging.CRITICAL)
    try:
        return Robot(seed, reopen).run(steps)
    finally:
        logging.disable(logging.NOTSET)


def report(done: Walk) -> str:
    """What was walked and found, in lines."""
    lines = [
        f"{done.steps:,} steps in {done.seconds:,.0f} s, {done.reopened:,} addresses opened anew, {len(done.faults)} faults",
        "steps: " + ", ".join(f"{kind} {count:,}" for kind, count in done.kinds.most_common()),
        f"pages: {len(done.pages)} of {len(FILES)}: "
        + ", ".join(f"{path or 'map'} {count:,}" for path, count in done.pages.most_common()),
        f"controls: {len(done.controls)}",
    ]
    kinds: dict[str, tuple[str, list[tuple[Any, ...]]]] = {}
    for fault, steps in done.faults:
        kind = re.sub(r"[\d,.]+|'[^']*'", "#", fault)[:60]
        if kind not in kinds or len(steps) < len(kinds[kind][1]):
            kinds[kind] = (fault, steps)
    for fault, steps in kinds.values():
        lines += [f"FAULT {fault}", *(f"    {step!r}" for step in steps)]
    return "\n".join(lines)


def main() -> int:
    """Walk in chunks, each with a seed of its own, and say how far it is."""
    given = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    given.add_argument("--steps", type=int, default=20_000)
    given.add_argument("--jobs", type=int, default=2)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--chunk", type=int, default=200)
    given.add_argument("--data", default="", help="data folder of the place, the project's unless given")
    asked = given.parse_args()
    if asked.data:
        os.environ["CHARNWOOD_DATA"] = asked.data  # the processes of the pool have it too
    chunks = -(-asked.steps // asked.chunk)
    done, start = Walk(), time.time()
    seeds = range(asked.seed, asked.seed + chunks)
    with ProcessPoolExecutor(asked.jobs) as pool:
        for part in pool.map(walk, seeds, [asked.chunk] * chunks):
            done.add(part)
            print(
                f"{done.steps:,} steps, {len(done.faults)} faults, {time.time() - start:,.0f} s",
                file=sys.stderr,
                flush=True,
            )
            for fault, steps in part.faults:
                print(f"  {fault}\n    {steps!r}", file=sys.stderr, flush=True)
    print(report(done))
    return bool(done.faults)


if __name__ == "__main__":
    import robot  # Streamlit's test takes the name of the main module, under which nothing comes back from a process

    sys.exit(robot.main())
