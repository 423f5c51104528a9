"""Exhibits of the page What changed: movement between two editions, by one measure."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.drawing import change_charts, map_views
from charnwood.drawing.exhibits.parameters import NoSuchError
from charnwood.drawing.exhibits.registry import Exhibit, exhibit, of_view
from charnwood.official.areas import SHARES, Area
from charnwood.official.deprivation import EDITIONS, NEWEST
from charnwood.store.dataset import Dataset


def _editions(span: str, measure: str) -> tuple[int, int]:
    """The two editions of a span; raises `NoSuchError` where the earlier does not hold the measure."""
    first, last = figures.change.span(span)
    if measure not in figures.change.measures(first):
        raise NoSuchError(f"measure: expected one that the edition of {first} holds.")
    return first, last


def _source(data: Dataset, span: str, measure: str) -> str:
    view = map_views.moved(data, *_editions(span, measure), measure)
    return f"{view.source} {words.standing_text.PERCENTILE}"


@exhibit("change-map")
def moved(data: Dataset, span: str, measure: str, area: Area | None = None) -> Exhibit:
    """How far each LSOA moved between England's deciles."""
    first, last = _editions(span, measure)
    view = map_views.moved(data, first, last, measure)
    note = words.change.split_note(figures.change.change(data, data.whole, first, last))
    caption = f"{view.source} {note} {words.standing_text.NAMES}"
    return of_view(view, view.source, area.codes(view.vintage) if area else (), caption)


@exhibit("change-ranks")
def slopes(data: Dataset, area: Area, span: str, measure: str) -> Exhibit:
    """The rank of each LSOA of an area in all editions."""
    found = figures.change.change(data, area, *_editions(span, measure), measure)
    table = figures.change.slopes(data, area, measure)
    ways = change_charts.ways(data, area, measure)
    earliest = next(year for year in EDITIONS if measure in figures.change.measures(year))
    said = f"{words.change.changers_said(found)} {words.change.movers_said(found)} {ways.said}"
    return Exhibit(
        f"Ranks of {area.name} by edition, {map_views.MEASURES[measure]}",
        said.strip(),
        f"{_source(data, span, measure)} {words.standing_text.changed(earliest, NEWEST)}",
        figures.change.change_table(found),
        change_charts.slopes(
            table, ways.names, ways.colours, [EDITIONS[year].vintage for year in table], ways.behind
        ),
    )


@exhibit("change-standing")
def standing(data: Dataset, area: Area, span: str, measure: str) -> Exhibit:
    """How many LSOAs of an area are among England's most deprived, by edition."""
    source = _source(data, span, measure)
    first, last = _editions(span, measure)
    crossed = words.change.crossed(figures.change.change(data, area, first, last, measure), first, SHARES)
    return Exhibit(
        f"{area.name} among England's most deprived by edition",
        words.signals.bullets(crossed) if words.areas.few_lsoas(area) else "",
        source,
        figures.change.standing(data, area, measure),
        caption=f"{source} {words.standing_text.VINTAGES}",
        about=f"LSOAs of {area.name} among England's most deprived",
    )


@exhibit("change-groups")
def groups(data: Dataset, span: str, measure: str) -> Exhibit:
    """Movement of the Priority Neighbourhoods and of the rest."""
    if not data.neighbourhoods:
        raise NoSuchError("expected Priority Neighbourhoods, found none.")
    first, last = _editions(span, measure)
    found = figures.change.groups(data, first, last, measure)
    source = _source(data, span, measure)
    return Exhibit(
        f"Movement by neighbourhood {span}",
        words.change.groups_said(found, first, last, data.place.name),
        source,
        figures.headings.groups(data, first, last, measure),
        caption=f"{source} {data.reading} {words.standing_text.BOTH_PARTS}",
        about="LSOAs by direction of movement, Priority Neighbourhoods and the rest",
    )


@exhibit("change-movers")
def movers(data: Dataset, span: str, measure: str) -> Exhibit:
    """The LSOAs that moved furthest each way."""
    found = figures.change.change(data, data.whole, *_editions(span, measure), measure)
    return Exhibit(
        f"Largest movers {span}",
        words.change.furthest(data.place.name),
        _source(data, span, measure),
        figures.change.movers(found),
        about=f"The largest movers of {data.place.name}",
    )
