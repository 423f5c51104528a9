"""Exhibits of the page Did it work?: one area, one kind of incident, a beginning, and areas beside it by choice."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.checks import DataError
from charnwood.drawing import charts, month_charts
from charnwood.drawing.exhibits.parameters import NoSuchError
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.figures.worked import Answer, Question
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.breaks import COMPARED, Break
from charnwood.store.dataset import Dataset


def _answer(data: Dataset, question: Question) -> Answer:
    try:
        return figures.worked.answer(data, question)
    except DataError as error:  # areas that an address alone can put together
        raise NoSuchError(str(error)) from error


@exhibit("worked-counts")
def counts(
    data: Dataset,
    area: Area,
    kind: str,
    start: str,
    comparison: Area | None = None,
    neighbour: Area | None = None,
    control: Area | None = None,
) -> Exhibit:
    """Counts of like months before and after, and what they tell."""
    found = _answer(data, Question(area, kind, start, comparison, neighbour, control))
    table = figures.headings.worked(found)
    months = sorted(found.before + found.after) or incidents.held_months(data.coverage)
    return Exhibit(
        f"Before and after {words.worked.began(start)} in {area.name}: {words.crime.several(kind)}",
        words.worked.finding(data, found),
        f"{words.standing_text.source_police(data.place, months, rates=False)} {words.worked.METHOD}",
        table,
        charts.grouped_bars(figures.worked.bars(found), words.worked.AXIS) if found.after else None,
    )


@exhibit("worked-months")
def months(
    data: Dataset,
    area: Area,
    kind: str,
    start: str,
    comparison: Area | None = None,
    neighbour: Area | None = None,
    control: Area | None = None,
) -> Exhibit:
    """Each month of the areas, with a mark where it began."""
    question = Question(area, kind, start, comparison, neighbour, control)
    found = _answer(data, question)
    known = figures.worked.known_breaks(data, [side.area for side in found.sides], kind)
    lines = figures.worked.monthly(data, found)
    began = Break(start, start, True, figures.breaks.types_of(kind), COMPARED, words.worked.BEGAN, "", "")
    held = incidents.held_months(data.coverage)
    marked = sorted([*known, began], key=lambda one: (one.first, one.last))
    counted = any(line.sum() for line in lines.values())
    said = f"{words.worked.drawn(found)} {words.breaks.on_chart(known, list(data.coverage['month']))}".strip()
    return Exhibit(
        f"Months before and after {words.worked.began(start)} in {area.name}: {words.crime.several(kind)}",
        said if counted else words.pages.NO_CHART,
        words.standing_text.source_police(data.place, held, rates=False),
        figures.headings.months_of(lines),
        month_charts.monthly_lines(lines, words.worked.MONTHS_AXIS, known=marked) if counted else None,
    )
