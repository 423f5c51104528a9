"""Exhibits of the page Data and methods."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.drawing.exhibits import parameters
from charnwood.drawing.exhibits.parameters import NoSuchError
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.official.deprivation import CHOSEN
from charnwood.store.dataset import Dataset


@exhibit("data-coverage")
def coverage(data: Dataset) -> Exhibit:
    """How many rows each month of police.uk has, and what became of them."""
    return Exhibit(
        "rows of each month",
        "",
        words.standing_text.source_police(data.place, words.methods.held(data), rates=False),
        figures.headings.coverage(data),
    )


@exhibit("data-breaks")
def breaks(data: Dataset) -> Exhibit:
    """When what is counted, or where it is placed, changed."""
    if not data.breaks:
        raise NoSuchError("expected breaks, found none.")
    return Exhibit(
        "Breaks in the figures of crime",
        words.breaks.MEANING,
        words.breaks.SOURCE,
        words.breaks.for_people(data.breaks),
    )


@exhibit("revisions")
def revisions(data: Dataset) -> Exhibit:
    """Which months of police.uk a refresh revised, by type."""
    return Exhibit(
        "Revised months of crime",
        words.history.said(data),
        words.standing_text.source_police(data.place, words.methods.held(data), rates=False),
        figures.headings.revisions(data),
    )


@exhibit("data-priority")
def priority(data: Dataset) -> Exhibit:
    """The LSOAs of the Priority Neighbourhoods, as they were read."""
    if not data.neighbourhoods:
        raise NoSuchError("expected Priority Neighbourhoods, found none.")
    return Exhibit(
        "Priority Neighbourhoods",
        "",
        f"{data.reading} {words.standing_text.source_iod(CHOSEN)}",
        figures.headings.priority(data),
        caption="",
        about="LSOAs of the Priority Neighbourhoods with the evidence for each",
    )


@exhibit("data-table", held=0)  # some are large, and lie in their files
def embedded(data: Dataset, table: str) -> Exhibit:
    """One of the tables that the dashboard rests on, whole."""
    return Exhibit(
        parameters.tables(data)[table],
        "",
        words.methods.table_source(data, table),
        data.table(table),
        about=f"The first rows of {table}",
        as_rounded=True,
    )
