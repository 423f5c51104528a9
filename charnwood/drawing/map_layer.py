"""Frames -> folium: the geometry that the browser fetches once, and the view that recolours it.

The polygons are served as a script with the app's own assets. A map is then a constant shell plus a
small feature group of colours and words, so a new measure neither reloads the frame nor resends shapes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
from branca.element import Element, MacroElement, Template
from shapely.geometry.base import BaseGeometry

from charnwood import palette, words
from charnwood.cache import of_data
from charnwood.drawing import map_places
from charnwood.drawing.scales import Scale
from charnwood.official.boundaries import CROWN, NATIONAL_GRID, WEB_DIGITS, WGS84, web_geometry
from charnwood.store.dataset import Dataset

ATTRIBUTION = f"ONS, OGL v3.0. {CROWN}"
JOIN = 400  # metres: parts of a neighbourhood closer than this share one label


@dataclass(frozen=True)
class Hexagons:
    """Steps from a centre to the corners (degrees), and of each hexagon centre, colour and text."""

    steps: Sequence[Sequence[float]]
    cells: Sequence[tuple[float, float, str, str]]


class Shell(MacroElement):
    """The part of the map that never changes: panes, built-up background, names for readers."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "charnwood.begin({{ this._parent.get_name() }}, {{ this.title|tojson }}, {{ this.source|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, title: str, source: str) -> None:
        """Name the map for people who hear it instead of seeing it, and say whose boundaries it shows."""
        super().__init__()
        self.title = title
        self.source = source


class View(folium.FeatureGroup):
    """Colours and words of one measure; the shapes are in the browser already."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = charnwood.layer({{ this.view }});"
        "{% endmacro %}"
    )

    def __init__(
        self,
        vintage: int,
        classes: str,
        texts: Sequence[str],
        chosen: Sequence[str],
        drawing: bool,
        key: Mapping[str, Any],
    ) -> None:
        """Take the class (`Scale.classes`) and text of each LSOA by the order of codes, and the map's key.

        `chosen` are the codes of the chosen area, `drawing` says whether one may draw. What all texts begin and end
        with is sent once.
        """
        super().__init__()
        self._name = "FeatureGroup"
        before = os.path.commonprefix(texts)  # noqa: RUF071 by characters is meant
        after = os.path.commonprefix([text[len(before) :][::-1] for text in texts])[::-1]  # noqa: RUF071
        view = {
            "vintage": vintage,
            "classes": classes,
            "before": before,
            "after": after,
            "texts": [text[len(before) : len(text) - len(after)] for text in texts],
            "chosen": list(chosen),
            "drawing": drawing,
            "key": key,
        }
        self.view = in_script(view)

    def render(self, **kwargs: Any) -> str:
        """Nothing: streamlit-folium writes the script itself; folium would read the text as a template first."""
        return ""


class Cells(MacroElement):
    """Shaded hexagons over the areas of a view, with the words that hovering shows."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "charnwood.cells({{ this._parent.get_name() }}, {{ this.cells }});"
        "{% endmacro %}"
    )

    def __init__(self, hexagons: Hexagons) -> None:
        """Take the hexagons to draw."""
        super().__init__()
        self._name = "Cells"
        self.cells = in_script({"steps": hexagons.steps, "cells": hexagons.cells})


class SharedMap(folium.Map):
    """A map that is rendered once, and from then on takes no child, so that all visits may share it."""

    rendered = False

    def render(self, **kwargs: Any) -> str:
        """Render for the first time; later there is nothing left to do."""
        text = "" if self.rendered else super().render(**kwargs)
        self.rendered = True
        return text

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Element:
        """Take a child while the map is made; later be its parent without keeping it."""
        if self.rendered:
            child._parent = self
            return self
        return super().add_child(child, name, index)


@lru_cache(maxsize=4)
def shell(
    name: str, centre: tuple[float, float], scripts: Sequence[str] = (), styles: Sequence[str] = ()
) -> folium.Map:
    """The constant map of the district `name`: no tiles, and of the web only what is named here.

    The frame's own document brings Leaflet and shapes, unless `scripts` and `styles` are their addresses.
    """
    chart = SharedMap(
        location=centre,
        tiles=None,
        zoom_start=11,
        zoom_snap=0.25,
        scroll_wheel_zoom=False,
        min_zoom=9,
        max_zoom=16,
    )
    chart.default_js = [(address, address) for address in scripts]
    chart.default_css = [(address, address) for address in styles]
    chart.add_child(Shell(words.maps.name(name), ATTRIBUTION))
    chart.get_root().render()
    return chart


def view(
    vintage: int,
    values: pd.Series,
    texts: pd.Series,
    scale: Scale,
    chosen: Sequence[str],
    title: str,
    drawing: bool = False,
) -> View:
    """The feature group for values by LSOA code (index), with the sentence that hovering shows and a key of that title.

    The codes `chosen` get one outline round them all; `drawing` puts a button on the map that takes
    the areas inside a line drawn by hand.
    """
    in_order = values.sort_index()
    return View(
        vintage,
        scale.classes(in_order),
        list(texts.loc[in_order.index]),
        chosen,
        drawing,
        key(title, scale),
    )


def key(title: str, scale: Scale) -> dict[str, Any]:
    """The key of a map as its script takes it."""
    return {"title": title, "colours": scale.colours, "labels": scale.labels}


@of_data(1)
def shapes_script(data: Dataset) -> str:
    """The script with all shapes: areas and outlines of both vintages, built-up parts, place names. For both kinds of maps."""
    shapes = {
        "palette": palette.for_script(),
        "vintages": {
            str(vintage): _vintage(frame, [area.name for area in data.neighbourhoods])
            for vintage, frame in data.lsoa.items()
        },
        "builtup": json.loads(data.builtup[["geometry"]].to_json(drop_id=True)),
        "places": map_places.labels(data),
        "views": map_places.views(data),
    }
    return f"window.charnwoodShapes={in_script(shapes)};\n"


def accent_script(data: Dataset) -> str:
    """The script that gives a map's frame the place's colour."""
    return f'document.documentElement.style.setProperty("--accent","{data.place.accent}");\n'


def in_script(content: Any) -> str:
    """JSON as it may stand in a script: "<" stays out, whatever a name in a data file holds."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def labels_by(data: Dataset) -> str:
    """Whose the place labels are, after a space; nothing where there are none."""
    return " Place labels: GeoNames, CC BY 4.0." if len(data.labels) else ""


@of_data(4)
def centre(data: Dataset) -> tuple[float, float]:
    """The middle of the district, latitude and longitude."""
    west, south, east, north = data.lsoa[2021].total_bounds
    point = gpd.GeoSeries(gpd.points_from_xy([(west + east) / 2], [(south + north) / 2]), crs=NATIONAL_GRID)
    middle = point.to_crs(WGS84).iloc[0]
    return round(middle.y, 3), round(middle.x, 3)


def outlines(frame: gpd.GeoDataFrame, order: list[str]) -> gpd.GeoSeries:
    """One outline per Priority Neighbourhood, dissolved from its LSOAs, in `order` (the legend's)."""
    members = frame.dropna(subset="neighbourhood")
    if members.empty:
        return gpd.GeoSeries([], crs=frame.crs)
    return members[["neighbourhood", "geometry"]].dissolve("neighbourhood").geometry.loc[order]


def _vintage(frame: gpd.GeoDataFrame, order: list[str]) -> dict:
    web = frame.assign(geometry=web_geometry(frame))
    areas = web.reset_index(names="code")[["code", "name", "geometry"]]
    # Dissolved from the very shapes that are drawn, so that outlines follow their edges
    return {
        "areas": json.loads(gpd.GeoDataFrame(areas).to_json(drop_id=True)),
        "outlines": [
            {
                "name": name,
                "shape": json.loads(gpd.GeoSeries([shape]).to_json(drop_id=True)),
                "clusters": _clusters(shape),
            }
            for name, shape in outlines(web, order).items()
        ],
    }


def _clusters(shape: BaseGeometry) -> list[list[list[float]]]:
    """Bounds ((south, west), (north, east)) of each cluster of parts, the largest cluster first."""
    metric = gpd.GeoSeries([shape], crs=WGS84).to_crs(NATIONAL_GRID)
    clusters = [metric.iloc[0].intersection(c) for c in metric.buffer(JOIN).explode()]
    clusters.sort(key=lambda cluster: -cluster.area)
    bounds = gpd.GeoSeries(clusters, crs=NATIONAL_GRID).to_crs(WGS84).bounds.round(WEB_DIGITS)
    return [[[b.miny, b.minx], [b.maxy, b.maxx]] for b in bounds.itertuples()]
