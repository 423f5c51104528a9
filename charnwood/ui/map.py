"""A map with its key and, as its equal, the list of the same areas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from charnwood import drawing
from charnwood.briefing import addresses
from charnwood.drawing.exhibits import Exhibit
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.ui import controls, figure, hooks, html
from charnwood.web import map_script

MAP_HEIGHT = 500


def choose_clicked(code: str) -> None:
    """What a click on a map usually does: its LSOA becomes the choice "area"."""
    st.session_state["area"] = code


def told(shown: Exhibit, area: Area | None, more: str = "") -> str:
    """What a map says of the area that is chosen on it, and `more` behind it; nothing where none is."""
    if not area or not shown.view:
        return ""
    return f"**{area.name}. {drawing.map_views.told(shown.view, shown.marked)}**{more}"


def show(
    data: Dataset,
    shown: Exhibit,
    clicked: Callable[[str], None] = choose_clicked,
    drawn: Callable[[Any], None] | None = None,
) -> None:
    """A view with its key, its map and, as the map's equal, the sortable list of the same areas, with its files.

    `clicked` gets the code of an LSOA that is clicked, `drawn` the GeoJSON of a line drawn on the map, if one may.
    """
    view = shown.view
    if view is None:
        return
    legend(view.scale, view.title, data)
    left, right = st.columns([3, 2])
    with left:
        layer = drawing.map_layer.view(
            view.vintage, view.values, view.texts, view.scale, shown.marked, drawn is not None
        )
        if view.cells:
            layer.add_child(drawing.map_layer.Cells(view.cells))
        _draw(data, view.vintage, layer, clicked, drawn)
    with right:
        listed = html.table(view.table, f"The areas of the map: {view.title}", tall=True)
        st.html(listed + html.files(addresses.of(data, shown)))
    st.caption(shown.source if shown.caption is None else shown.caption)
    figure.defined(shown)


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


def legend(scale: drawing.scales.Scale, title: str, data: Dataset) -> None:
    """The map's key: which colour is which class, which end is which, and the outlines, if there are any."""
    st.html(html.legend(title, scale.colours, scale.labels, [area.name for area in data.neighbourhoods]))
