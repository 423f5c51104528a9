"""What a briefing is made of: steps, each with words, an exhibit and what is known about it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from charnwood import drawing, english, settings
from charnwood.drawing.images import Caption
from charnwood.drawing.map_views import MapView
from charnwood.figures.breaks import Mark
from charnwood.official.areas import BOROUGH, Area
from charnwood.store.dataset import Dataset

MAP, BARS, COLUMNS, STACK, LINES, TABLE = "map", "bars", "columns", "stack", "lines", "table"
LONG = 400  # letters


@dataclass(frozen=True, eq=False)
class Step:
    """One step: what is said, what is shown, and what is known about it.

    `kind` says what `frame` is drawn as (index: labels, columns: series; months not held are empty);
    `marks` are the breaks on a frame of months; `figure` is the same for a page, `short` the `table` in few columns. A map has a `view`, a step of words and a table neither.
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

    @property
    def shown(self) -> pd.DataFrame:
        """The table where there is little room: the short one if there is one."""
        return self.table if self.short is None else self.short

    @property
    def long(self) -> bool:
        """Whether the sentences need smaller letters on a screen."""
        return sum(map(len, self.sentences)) > LONG


@dataclass(frozen=True, eq=False)
class Briefing:
    """The steps of one area and edition, with the data and the day that they were made from."""

    data: Dataset
    area: Area
    year: int
    date: datetime.date
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """What the whole is called."""
        return f"{self.area.name}: a briefing"

    @property
    def stamp(self) -> str:
        """The line that names edition, data version and day on every page."""
        day = f"{self.date.day} {english.month(self.date.strftime('%Y-%m'))}"
        return f"Indices of Deprivation {self.year} · Data version {self.data.version} · {day}"

    @property
    def plain(self) -> str:
        """The address of the area's plain page; "" where nobody said where these are, and of an own area."""
        top = settings.pages() if self.area.key in self.data.areas else ""
        return top and f"{top}/area/{self.area.key}.html"

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
        caption = Caption(f"{self.area.name}: {step.title}" if full else "", foot, step.alt)
        if step.view:
            codes = () if self.area.kind == BOROUGH else self.area.codes(step.view.vintage)
            return drawing.images.area_map(
                self.data, step.view, codes, caption, kind, size or (8.0, 5.4), points
            )
        return drawing.images.chart(step.figure, caption, kind, size, points) if step.figure else None

    @cached_property
    def front(self) -> bytes:
        """The map of the first step as PNG, drawn once for all who read the story."""
        return self.picture(self.steps[0], drawing.images.PNG) or b""

    @cached_property
    def drawings(self) -> tuple[bytes | None, ...]:
        """The map or chart of each step as SVG for documents and the screen, drawn once for all of them."""
        return tuple(self.picture(step, drawing.images.SVG, (7.4, 5.0), 12.5) for step in self.steps)
