"""The dashboard's map before any script has run: a view as inline SVG and its key, as Leaflet will draw them.

`ui/assets/first.js` puts the picture where map.js will have the map, by the same arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

import geopandas as gpd

from charnwood import figures, palette, words
from charnwood.cache import of_data
from charnwood.drawing import map_layer
from charnwood.drawing.map_views import MapView
from charnwood.drawing.svg_map import Frame
from charnwood.official.boundaries import WGS84, web_geometry
from charnwood.store.dataset import Dataset

MERCATOR = "EPSG:3857"
ZOOM = 13  # of Leaflet's, at which a unit of the picture is a pixel of the map
UNIT = 2 * math.pi * 6_378_137 / 256 / 2**ZOOM  # in metres of Web Mercator
TOWN = 30  # metres of Web Mercator by which the thin edge of a built-up part may be off
ROUND_ONE, ROUND_SEVERAL = 1.5, 0.3  # of its height and width, what map.js leaves round a chosen area


def svg(data: Dataset, view: MapView, chosen: Sequence[str], href: Callable[[str], str]) -> str:
    """The small areas in their colours, each a link to `href(code)` for those who point; outlines, and the codes `chosen`.

    The key beside it, and a list elsewhere, have to be its equal. Its frame is what map.js first shows: the district,
    or the ground round what is chosen.
    """
    frame = _frame(data)
    shapes, paths = _shapes(data, view.vintage), _paths(data, view.vintage)
    areas = "".join(
        f'<a href="{escape(href(code))}" tabindex="-1">'
        f'<path id="a-{code}" fill="{view.scale.colour(value)}" d="{paths[str(code)]}"/></a>'
        for code, value in view.values.items()
    )
    inside = shapes.loc[[code for code in chosen if code in shapes.index]]
    ring = frame.path(inside.to_crs(MERCATOR).union_all()) if len(inside) else ""
    west, south, east, north = _ground(data, inside)
    (left, top), (right, bottom) = frame.at(west, north), frame.at(east, south)
    return (
        f'<svg viewBox="{left} {top} {right - left} {bottom - top}" aria-hidden="true">'
        f'<g stroke="{palette.PAPER}" stroke-width=".8">{areas}</g><g fill="none">{_lines(data, view.vintage)}'
        f"{_two(ring, 'chosen', palette.CHOSEN)}</g></svg>"
    )


def key(data: Dataset, view: MapView) -> str:
    """The key as map_controls.js makes it; its switches do nothing yet."""
    colours = "".join(
        _row(f'class="swatch" style="background:{colour}"', label)
        for colour, label in zip(view.scale.colours, view.scale.labels, strict=True)
    )
    lines = "".join(
        _row(f'class="line {palette.OUTLINES[number % len(palette.OUTLINES)].css}"', area.name)
        for number, area in enumerate(data.neighbourhoods)
    )
    outlined = f"<p>{words.plain_map.OUTLINES}</p><ul>{lines}</ul>" if lines else ""
    edge = _row('class="line town"', words.maps.TOWN)
    town = f"<ul>{edge}</ul>" if len(data.builtup) else ""
    marks = (*words.maps.LAYERS, *([] if figures.points.held(data).empty else [words.maps.OWN_POINTS]))
    mark = {
        words.maps.LAYERS[1]: '<span class="line ward"></span>',
        words.maps.OWN_POINTS: '<span class="point"></span>',
    }
    switches = "".join(f'<label><input type="checkbox">{each}{mark.get(each, "")}</label>' for each in marks)
    close = ' class="close"' if "" in view.scale.labels else ""
    style = f"--chosen:{palette.CHOSEN};--ward:{palette.WARD}"
    return (
        f'<div class="legend" style="{style}"><details class="key" open><summary>{words.maps.KEY}</summary>'
        f"<p>{escape(view.title)}</p><ul{close}>{colours}</ul>{outlined}{town}"
        f'<fieldset class="layers"><legend>{words.maps.NEAR}</legend>{switches}</fieldset></details></div>'
    )


def _row(mark: str, text: str) -> str:
    return f"<li><span {mark}></span>{escape(text)}</li>"


def _ground(data: Dataset, inside: gpd.GeoSeries) -> tuple[float, float, float, float]:
    """West, south, east and north, in metres of Web Mercator, of what map.js shows of a view at first."""
    shown = inside if len(inside) else _shapes(data, min(data.lsoa))
    west, south, east, north = shown.total_bounds
    part = 0 if shown is not inside else ROUND_ONE if len(inside) == 1 else ROUND_SEVERAL
    across, up = part * (east - west), part * (north - south)
    corners = gpd.GeoSeries(
        gpd.points_from_xy([west - across, east + across], [south - up, north + up], crs=WGS84)
    )
    return tuple(corners.to_crs(MERCATOR).total_bounds)


def _two(path: str, style: str, colour: str, dash: str = "") -> str:
    """A line on a wider one in the colour of paper."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path class="{style} under" stroke="{palette.PAPER}" d="{path}"/>'
        f'<path class="{style}" stroke="{colour}"{dashed} d="{path}"/>'
    )


@of_data(4)
def _lines(data: Dataset, vintage: int) -> str:
    """The edges of built-up parts and the outlines of the Priority Neighbourhoods, in their kinds of line."""
    frame, shapes = _frame(data), data.lsoa[vintage].set_geometry(_shapes(data, vintage))
    towns = data.builtup.to_crs(MERCATOR).geometry.simplify(TOWN)
    outlines = map_layer.outlines(shapes, [area.name for area in data.neighbourhoods]).to_crs(MERCATOR)
    return f'<path class="town" stroke="{palette.BUILTUP}" d="{"".join(map(frame.path, towns))}"/>' + "".join(
        _two(
            frame.path(shape),
            "outline",
            palette.OUTLINE,
            palette.OUTLINES[number % len(palette.OUTLINES)].leaflet or "",
        )
        for number, shape in enumerate(outlines)
    )


@of_data(4)
def _paths(data: Dataset, vintage: int) -> dict[str, str]:
    shapes, frame = _shapes(data, vintage).to_crs(MERCATOR), _frame(data)
    return {str(code): frame.path(shape) for code, shape in shapes.items()}


@of_data(4)
def _shapes(data: Dataset, vintage: int) -> gpd.GeoSeries:
    """The very shapes that the map draws."""
    return web_geometry(data.lsoa[vintage])


@of_data(1)
def _frame(data: Dataset) -> Frame:
    west, _, _, north = _shapes(data, min(data.lsoa)).to_crs(MERCATOR).total_bounds
    return Frame(west, north, UNIT, 0)
