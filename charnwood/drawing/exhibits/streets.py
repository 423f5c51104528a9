"""Exhibits of the page Streets and outcomes: one area, one kind of incident, some months."""

from __future__ import annotations

import pandas as pd

from charnwood import figures, words
from charnwood.drawing import map_views, signal_charts
from charnwood.drawing.exhibits.registry import Exhibit, exhibit, of_view
from charnwood.official.areas import BOROUGH, Area
from charnwood.store.dataset import Dataset


@exhibit("streets-map")
def spots(data: Dataset, area: Area, kind: str, period: str) -> Exhibit:
    """On or near which streets incidents are recorded; where none is, no map."""
    months = figures.streets.periods(data)[period]
    found = figures.streets.hotspots(data, area, kind, months)
    if found.empty:
        return Exhibit(
            f"{words.crime.several(kind).capitalize()} in {area.name}",
            words.streets.hotspots(found, kind, area.name, months, data.lsoa[2021]["name"]),
            words.standing_text.source_police(data.place, months, rates=False),
            pd.DataFrame(columns=["Rank", "Where", "Count"]),
        )
    view = map_views.spots(data, area, kind, months, found)
    marked = () if area.kind == BOROUGH else area.lsoa21
    return of_view(view, view.source, marked, f"{view.source} {view.note} {words.standing_text.NAMES}")


@exhibit("streets-outcomes")
def outcomes(data: Dataset, area: Area, kind: str, period: str) -> Exhibit:
    """What came of the crimes; where there is none, no chart."""
    months = figures.streets.periods(data)[period]
    found = figures.streets.outcomes(data, area, kind, months)
    return Exhibit(
        f"Outcomes in {area.name}: {figures.incident_kinds.KINDS[kind]}",
        words.streets.outcomes(found, kind, area.name, months),
        f"{words.standing_text.source_police(data.place, months, rates=False)} {words.standing_text.OUTCOMES}",
        figures.headings.outcomes(found),
        signal_charts.outcome_bars(found) if found["share"].sum() else None,
    )
