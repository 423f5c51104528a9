"""What the pages use of streamlit-folium that it does not promise; all such uses are listed in docs/upgrading.md."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

KEY = "map"  # where the visit's state holds what was done on its map last


def draw_map(
    shell: folium.Map, view: folium.FeatureGroup, height: int, told: Callable[[dict[str, Any]], None]
) -> None:
    """Draw a map that all visits share with the view of this one; `told` gets what a person does on it.

    That is `{"code": …}` of an area that was clicked or `{"line": …}`, the GeoJSON of a line drawn.
    streamlit-folium is asked for no object and so never runs the page: map.js tells it itself, from the frame.
    """
    st_folium(
        shell,
        key=KEY,
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=view,
        on_change=lambda: told(st.session_state.get(KEY) or {}),
        render=False,  # it is, once for all visits
    )


def answer(
    told: dict[str, Any],
    codes: Collection[str],
    clicked: Callable[[str], None],
    drawn: Callable[[Any], None] | None,
) -> None:
    """Do what was asked for on a map of the areas `codes`; what a browser makes up is left aside."""
    code, line = told.get("code"), told.get("line")
    if line is not None and drawn:
        drawn(line)
    elif isinstance(code, str) and code in codes:
        clicked(code)
