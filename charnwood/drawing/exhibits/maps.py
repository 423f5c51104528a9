"""Exhibits of the map page, of the card of an area, and of the page where a reader chooses an own area."""

from __future__ import annotations

from dataclasses import replace

from charnwood import figures, words
from charnwood.drawing import map_views
from charnwood.drawing.exhibits.deprivation import domain_bars
from charnwood.drawing.exhibits.registry import Exhibit, exhibit, of_view
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset


@exhibit("map")
def measured(data: Dataset, measure: str, year: int, shown: str, area: Area | None = None) -> Exhibit:
    """The district shaded by a measure, one area marked."""
    view = map_views.make(data, year, measure, shown)
    reading = f"{data.reading} " if data.reading else ""
    outlined = words.standing_text.outlined(len(data.neighbourhoods))
    caption = f"{outlined} {view.source} {view.note} {reading}{words.standing_text.NAMES}".strip()
    return of_view(view, view.source, area.codes(view.vintage) if area else (), caption)


def told(shown: Exhibit, area: Area | None, more: str = "") -> str:
    """What a map says of the area that is chosen on it, and `more` behind it; nothing where none is."""
    if not area or not shown.view:
        return ""
    return f"**{area.name}. {map_views.told(shown.view, shown.marked)}**{more}"


@exhibit("map-domains")
def domains(data: Dataset, area: Area, year: int) -> Exhibit:
    """The seven domains of one area, with ranks and deciles in the table."""
    area = figures.deprivation.of_edition(data, area, year)
    profile = figures.deprivation.domain_profile(data, [area], year)
    said = words.deprivation.profile_compared(profile[area.name], profile[data.place.name], area.name)
    shown = domain_bars(data, [area], year, "transformed", f"Domains of {area.name}, {year}", said)
    return replace(shown, table=figures.deprivation.domain_table(data, area, year))


@exhibit("own-map")
def own(data: Dataset, year: int, area: Area | None = None) -> Exhibit:
    """The district by deciles, and which LSOAs are in the own area in the making."""
    view = map_views.own(data, year, area)
    caption = f"{view.source} {words.standing_text.OWN_AREA} {words.standing_text.NAMES}"
    return of_view(view, view.source, area.codes(view.vintage) if area else (), caption)
