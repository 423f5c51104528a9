"""Exhibits of the page Which lines does it pass: one area of any kind, and the lines that funders draw."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.figures.lines import Line
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED
from charnwood.store.dataset import Dataset


def _source(data: Dataset) -> str:
    published = " ".join(words.standing_text.source_iod(year) for year in MAPPED)
    told = words.lines
    return f"{published} {told.NOTE} {told.beyond(data.place)} {words.standing_text.ELIGIBLE}"


@exhibit("lines-passed")
def passed(data: Dataset, area: Area, line: Line | None = None) -> Exhibit:
    """What each line takes of the area in each edition."""
    reached = figures.lines.reached(data, area, line)
    return Exhibit(
        f"Lines that {area.name} passes",
        "\n".join(f"- {sentence}" for sentence in words.lines.found(area, reached)),
        _source(data),
        words.lines.for_people(figures.lines.table(data, area, line)),
    )


@exhibit("lines-areas")
def small_areas(data: Dataset, area: Area, line: Line | None = None) -> Exhibit:
    """Rank and decile of each small area in each edition, and the lines that it passes."""
    return Exhibit(
        f"Small areas of {area.name} and the lines that they pass",
        words.lines.NARROWEST,
        _source(data),
        words.lines.small_areas(figures.lines.small_areas(data, area, line)),
        caption="",
    )
