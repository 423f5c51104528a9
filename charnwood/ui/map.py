"""A map with its key and, as its equal, the list of the same areas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.briefing import addresses
from charnwood.drawing.exhibits import Exhibit
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.ui import controls, figure, hooks, html
from charnwood.web import map_script

MAP_HEIGHT = 500


def choose_clicked(code: str) -> None:
    """What a click on a map usually does: its LSOA becomes the choice "area", or none is if it was already."""
    st.session_state["area"] = None if st.session_state.get("area") == code else code


def show(
    data: Dataset,
    shown: Exhibit,
    clicked: Callable[[str], None] = choose_clicked,
    drawn: Callable[[Any], None] | None = None,
    above: Callable[[], str] | None = None,
) -> None:
    """A view's map with its key and, as the map's equal, the sortable list of the same areas, with its files.

    `clicked` gets the code of an LSOA that is clicked, `drawn` the GeoJSON of a line drawn on the map, if one may;
    `above` gives HTML that stands over the list; what is asked for after the map does not hold it up.
    """
    view = shown.view
    if view is None:
        return
    left, right = st.columns([3, 2] if above else 2)
    with left:
        layer = drawing.map_layer.view(
            view.vintage, view.values, view.texts, view.scale, shown.marked, view.title, drawn is not None
        )
        if view.cells:
            layer.add_child(drawing.map_layer.Cells(view.cells))
        _draw(data, view.vintage, layer, clicked, drawn)
    with right:
        code = drawing.map_views.code_column(view) if clicked is choose_clicked else ""
        listing = html.Listing(code, tuple(shown.marked), drawing.map_views.decile_columns(view))
        listed = html.table(view.table, f"The areas of the map: {view.title}", listing=listing)
        st.html(
            (above() if above else "")
            + listed
            + html.files(addresses.of(data, shown), figure.taking(data, shown))
        )
    figure.defined(shown, shown.source if shown.caption is None else shown.caption)


def neighbourhoods(data: Dataset, area: Area | None) -> str:
    """The Priority Neighbourhoods as HTML, a press each, with their figures and the district's; nothing where there are none.

    Deprivation is of both editions, whichever the map shows: other pages tell the newest.
    """
    if not data.neighbourhoods:
        return ""
    shown = figures.glance.shown(data)
    crimes = figures.comparison.rates(data, shown)
    rate = crimes[crimes["kind"] == "crimes"].set_index("area")["rate"]
    rows = []
    for one in shown:
        counts = [
            f"{figures.glance.in_edition(data, one, year)[20]:,} of {len(data.rows(one, year)):,}"
            for year in figures.glance.EDITIONS
        ]
        rows.append((one.key, one.name, (*counts, f"{rate[one.name]:,.1f}")))
    *chosen_from, (_, name, whole) = rows
    heads = words.maps.neighbourhood_heads(data.period)
    return html.neighbourhoods(
        heads, chosen_from, (words.maps.whole(name), whole), area.key if area else None
    )


def _draw(
    data: Dataset,
    vintage: int,
    view: drawing.map_layer.View,
    clicked: Callable[[str], None],
    drawn: Callable[[Any], None] | None,
) -> None:
    codes = data.lsoa[vintage].index
    shell = drawing.map_layer.shell(
        data.place.name, drawing.map_layer.centre(data), *map_script.asked_for(data)
    )
    done = controls.acting(lambda told: hooks.answer(told, codes, clicked, drawn))
    hooks.draw_map(shell, view, MAP_HEIGHT, done)
