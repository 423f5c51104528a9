"""What a briefing is made of: steps, each with words, an exhibit and what is known about it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from charnwood import drawing, english, settings, words
from charnwood.drawing.exhibits import Exhibit
from charnwood.drawing.images import Caption
from charnwood.drawing.map_views import MapView
from charnwood.figures.breaks import Mark
from charnwood.official.areas import BOROUGH, Area
from charnwood.official.deprivation import MAPPED
from charnwood.store.dataset import Dataset

MAP, BARS, COLUMNS, STACK, LINES, TABLE, WORDS = "map", "bars", "columns", "stack", "lines", "table", "words"
DRAWN, WIDE, LETTERS = (7.0, 4.6), (8.4, 4.9), 14.0
"""Inches of pictures for documents and the screen, and points: at 1280 × 720, where the first is 690 across, 18 px and more."""
FRONT = 800  # pixels of the map of the first step on its page


@dataclass(frozen=True, eq=False)
class Step:
    """One step: what is asked, found and said, what is shown, and what is known about it.

    `title` is the question, `finding` the sentence that answers it and heads the step, empty where none is asked.
    `kind` says what `frame` is drawn as (index: labels, columns: series; months not held are empty);
    `marks` are the breaks on a frame of months; `figure` is the same for a page, `short` the `table` in few columns. A map has a `view`, a table neither;
    a step of `WORDS` has no exhibit at all. `wide`: its exhibit takes two thirds of the room, as its words are few.
    `besides` is the sentence without which the finding may not be remembered.
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    kind: str
    table: pd.DataFrame
    source: str
    caution: str
    method: str
    alt: str
    frame: pd.DataFrame | None = None
    figure: go.Figure | None = None
    axis: str = ""
    view: MapView | None = None
    short: pd.DataFrame | None = None
    marks: tuple[Mark, ...] = ()
    finding: str = ""
    wide: bool = False
    besides: str = ""

    @property
    def heading(self) -> str:
        """What stands above the step: the finding without its full stop, else the title."""
        return self.finding.removesuffix(".") or self.title

    @property
    def told(self) -> tuple[str, ...]:
        """All sentences, the finding first."""
        return (self.finding, *self.sentences) if self.finding else self.sentences

    @property
    def numbered(self) -> tuple[str, ...]:
        """Its sentences; of several that are to be remembered each has its number."""
        if self.kind != WORDS or len(self.sentences) < 2:
            return self.sentences
        return tuple(f"{number}.  {line}" for number, line in enumerate(self.sentences, 1))

    @property
    def drawn_at(self) -> tuple[float, float]:
        """The size of its picture for documents and the screen, in inches."""
        return WIDE if self.wide else DRAWN

    @property
    def shown(self) -> pd.DataFrame:
        """The table where there is little room: the short one if there is one."""
        return self.table if self.short is None else self.short


def of_words(key: str, title: str, lines: Sequence[str], area: Area) -> Step:
    """A step without an exhibit."""
    return Step(key, title, tuple(lines), WORDS, pd.DataFrame(), "", "", "", f"{area.name}: {title.lower()}.")


@dataclass(frozen=True, eq=False)
class Briefing:
    """The steps of one area and edition, with the data and the day that they were made from.

    `other` is the area that stands beside the first, if any;
    `drawn` holds pictures by the keys of steps, once made, for every form of the same briefing,
    `shown` the exhibits that a page shows of them.
    """

    data: Dataset
    area: Area
    year: int
    date: datetime.date
    steps: tuple[Step, ...]
    drawn: dict[str, bytes | None] = field(default_factory=dict)
    other: Area | None = None
    shown: dict[str, Exhibit] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is about: the area, or both."""
        return f"{self.area.name} beside {self.other.name}" if self.other else self.area.name

    @property
    def title(self) -> str:
        """What the whole is called."""
        return f"{self.name}: a briefing"

    @property
    def beside(self) -> str:
        """The key of the area that stands beside the first; "" where none does."""
        return self.other.key if self.other else ""

    @property
    def lead(self) -> list[str]:
        """The lines below the title: what it is about, and whose; the day."""
        place = self.data.place
        day = f"{self.date.day} {english.month(self.date.strftime('%Y-%m'))}"
        return [words.briefing_notes.ABOUT, f"{place.council} · {day}"]

    @property
    def stamp(self) -> str:
        """The line that names edition, data version and day on every page."""
        return f"{self.made_of} · {self.date.day} {english.month(self.date.strftime('%Y-%m'))}"

    @property
    def made_of(self) -> str:
        """Its edition and the version of its data, on every step of a screen, whose first has the day."""
        return f"Indices of Deprivation {self.year} · Data version {self.data.version}"

    @property
    def areas(self) -> list[Area]:
        """The area, or both."""
        return [self.area, *([self.other] if self.other else [])]

    @property
    def both(self) -> str:
        """The areas' names in a list."""
        return english.listing(area.name for area in self.areas)

    @property
    def pages(self) -> dict[str, str]:
        """Addresses of the areas' plain pages by what they are called; none where nobody said where these are, nor of an own area."""
        top = settings.pages()
        return {
            words.briefing_notes.in_plain_words(area.name): f"{top}/area/{area.key}.html"
            for area in self.areas
            if top and area.key in self.data.areas
        }

    def picture(
        self,
        step: Step,
        kind: str,
        size: tuple[float, float] | None = None,
        points: float = 11,
        full: bool = False,
    ) -> bytes | None:
        """The map or chart of a step as PNG or SVG, `full` with title, source and version; else nothing."""
        foot = (step.source, self.stamp) if full else ()
        caption = Caption(f"{self.name}: {step.title}" if full else "", foot, step.alt)
        if step.view:
            return self._map(step.view, kind, size or (8.0, 5.4), caption, points)
        return (
            drawing.images.chart(step.figure, caption, kind, size, points, values=True)
            if step.figure
            else None
        )

    @property
    def marked(self) -> dict[str, Sequence[str]]:
        """The LSOAs that a map outlines, by the name of the area or of both; none of the whole district."""
        vintage = MAPPED[self.year].vintage
        both = (area for area in (self.area, self.other) if area and area.kind != BOROUGH)
        return {area.name: area.codes(vintage) for area in both}

    @property
    def codes(self) -> list[str]:
        """All of them."""
        return [code for codes in self.marked.values() for code in codes]

    def _map(
        self, view: MapView, kind: str, size: tuple[float, float], caption: Caption, points: float
    ) -> bytes:
        """The map of an area, or of two, with what is around; of the whole district the whole."""
        if not self.marked:
            key = words.maps.deciles(self.year)
            return drawing.images.area_map(self.data, view, (), caption, kind, size, points, key)
        return drawing.zoomed_map.draw(
            self.data, view, self.marked, words.maps.deciles(self.year), caption, kind, size, points
        )

    def asking(self, text: str) -> Briefing:
        """The same with a line on what to decide or do next before its sources; the very same without a text."""
        if not text:
            return self
        *told, last = self.steps
        return replace(self, steps=(*told, of_words("next", words.findings.NEXT, [text], self.area), last))

    @cached_property
    def front(self) -> bytes:
        """The map of the first step as PNG, `FRONT` pixels wide, drawn once for all who read the story."""
        drawn = self.picture(self.steps[0], drawing.images.PNG)
        return drawing.images.narrowed(drawn, FRONT) if drawn else b""

    @property
    def drawings(self) -> tuple[bytes | None, ...]:
        """The map or chart of each step as SVG for documents and the screen, drawn once for all of them."""
        for step in self.steps:
            if step.key not in self.drawn:
                self.drawn[step.key] = self.picture(step, drawing.images.SVG, step.drawn_at, LETTERS)
        return tuple(self.drawn[step.key] for step in self.steps)
