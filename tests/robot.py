"""A visitor that wanders: random steps over all pages, with claims about whatever they show.

`python tests/robot.py --steps 20000 --jobs 2` walks, prints what it walked, and ends with 1 where a claim failed; with
`--data DIR` over another place, whose names, areas and postcodes it then types.
A walk is its seed: the same seed takes the same steps, and each fault comes with the steps that led to it.
"""

from __future__ import annotations

import argparse
import collections
import logging
import os
import random
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from robot_visitor import CONTROLS, FILES, Visitor, faults_of, reopened

from charnwood import figures
from charnwood.figures.own_area import key as own_key
from charnwood.official.deprivation import MAPPED
from charnwood.store import dataset
from charnwood.ui.rule_editor import ADJACENT

VISIT = 40  # steps until another visitor comes
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
