"""A map with its key and, as its equal, the list of the same areas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from charnwood import drawing
from charnwood.drawing.map_views import MapView
from charnwood.store.dataset import Dataset
from charnwood.ui import hooks, html
from charnwood.ui.figure import _links, _noted
from charnwood.web import map_script

MAP_HEIGHT = 500


def choose_clicked(code: str) -> None:
    """What a click on a map usually does: its LSOA becomes the choice "area"."""
    st.session_state["area"] = code


def show_view(
    data: Dataset,
    view: MapView,
    chosen: Sequence[str],
    source: str,
    clicked: Callable[[str], None] = choose_clicked,
    drawn: Callable[[Any], None] | None = None,
) -> None:
    """A view with its key, its map and, as the map's equal, the sortable list of the same areas.

    `chosen` are the codes of the LSOAs to mark; `clicked` gets the code of one that is clicked, `drawn`
    the GeoJSON of a line drawn on the map, if one may. `source` goes into the list's CSV.
    """
    legend(view.scale, view.title, data)
    left, right = st.columns([3, 2])
    with left:
        layer = drawing.map_layer.view(
            view.vintage, view.values, view.texts, view.scale, chosen, drawn is not None
        )
        if view.cells:
            layer.add_child(drawing.map_layer.Cells(view.cells))
        _draw(data, view.vintage, layer, clicked, drawn)
    with right:
        listed = html.table(view.table, f"The areas of the map: {view.title}", tall=True)
        caption = drawing.images.Caption(
            view.title,
            (
                _noted(source),
                f"{data.place.title}. {drawing.map_layer.ATTRIBUTION}.{drawing.map_layer.labels_by(data)} Data version {data.version}.",
            ),
            drawing.images.unmarked(view.finding),
        )
        draw = lambda kind: drawing.images.area_map(data, view, chosen, caption, kind)  # noqa: E731
        # Whom it marks is in its picture, though not in its table
        key = " ".join(["view", *chosen])
        st.html(listed + _links(view.table, view.title, source, key, draw))


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
    hooks.draw_map(shell, view, MAP_HEIGHT, lambda told: hooks.answer(told, codes, clicked, drawn))


def legend(scale: drawing.scales.Scale, title: str, data: Dataset) -> None:
    """The map's key: which colour is which class, which end is which, and the outlines, if there are any."""
    st.html(html.legend(title, scale.colours, scale.labels, [area.name for area in data.neighbourhoods]))
