"""The district as inline SVG, for pages without scripts: wards that are links, small areas shaded by a measure."""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from charnwood import palette
from charnwood.cache import of_data
from charnwood.drawing import map_layer, map_places
from charnwood.official.areas import WARD
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store.dataset import Dataset

WIDTH = 1000  # of a drawing, in its own units: a third of that many pixels on a telephone
SIMPLER = 40  # metres by which a line may be off: less than two units
NAMED, FIRST = 9, 6  # towns and villages with a name on the map, the largest first; those on a telephone
ROOM = (10.5, 46)  # units that a name takes: half of that of a letter, and its height
ASIDE = ((0, 0), (-70, 0), (70, 0), (0, 46), (0, -46))  # by which a name may stand aside for another
FARTHER = (*ASIDE, (0, 100), (0, -100))  # that of the largest town, wide as it is, also for outlines

Href = Callable[[str], str]


@dataclass(frozen=True)
class Frame:
    """How metres of the national grid become units of a drawing."""

    west: float
    north: float
    unit: float
    height: int

    def path(self, shape: BaseGeometry) -> str:
        """The path of an area's rings, in whole units, each point from the one before."""
        rings = []
        for polygon in getattr(shape, "geoms", [shape]):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [point for point, _ in itertools.groupby(itertools.starmap(self.at, ring.coords))][
                    :-1
                ]
                steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in itertools.pairwise(points)]
                if len(steps) > 1:
                    rings.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
        return "".join(rings)

    def at(self, easting: float, northing: float) -> tuple[int, int]:
        """A place in units from the left and from the top."""
        return round((easting - self.west) / self.unit), round((self.north - northing) / self.unit)


def wards(data: Dataset, href: Href) -> str:
    """The district's wards, each a link to `href(key)`, with the outlines of the Priority Neighbourhoods.

    `public/assets/map_svg.css` says how it looks.
    """
    frame, shapes = _wards(data)
    links = [
        f'<a href="{_text(href(key))}" aria-label="{_text(name)}"><path d="{path}"><title>{_text(name)}</title></path></a>'
        for key, name, path in shapes
    ]
    label = f"Map of {data.place.name}: its wards, each a link to the ward's page"
    return _svg(data, frame, f'role="group" aria-label="{_text(label)}"', links, 2021, "plain")


def areas(data: Dataset, vintage: int, fills: Mapping[str, str], href: Href) -> str:
    """The LSOAs of a vintage in the colours `fills` by code, each a link to `href(code)` for those who point.

    A list beside it has to be its equal: readers of the screen and the keyboard pass it by.
    """
    frame, shapes = _lsoas(data, vintage)
    links = [
        f'<a href="{_text(href(code))}" tabindex="-1"><path id="a-{code}" fill="{fills[code]}" d="{path}">'
        f"<title>{_text(name)}</title></path></a>"
        for code, name, path in shapes
    ]
    return _svg(data, frame, 'aria-hidden="true"', links, vintage)


def _svg(data: Dataset, frame: Frame, told: str, links: list[str], vintage: int, style: str = "") -> str:
    outlines, names = _over(data, vintage)
    return (
        f'<svg class="{f"map-svg {style}".strip()}" viewBox="0 0 {WIDTH} {frame.height}" {told}>'
        f'<g class="areas">{"".join(links)}</g><g class="over">{outlines}{names}</g></svg>'
    )


@of_data(4)
def _wards(data: Dataset) -> tuple[Frame, list[tuple[str, str, str]]]:
    frame, shapes = _simple(data, 2021)
    of = {code: area for area in data.areas.values() if area.kind == WARD for code in area.lsoa21}
    grouped = gpd.GeoDataFrame({"key": [of[code].key for code in shapes.index]}, geometry=shapes.to_numpy())
    merged = grouped.dissolve("key").geometry
    return frame, [(str(key), data.areas[str(key)].name, frame.path(shape)) for key, shape in merged.items()]


@of_data(4)
def _lsoas(data: Dataset, vintage: int) -> tuple[Frame, list[tuple[str, str, str]]]:
    frame, shapes = _simple(data, vintage)
    names = data.lsoa[vintage]["name"]
    return frame, [(str(code), names[code], frame.path(shape)) for code, shape in shapes.items()]


@of_data(4)
def _simple(data: Dataset, vintage: int) -> tuple[Frame, gpd.GeoSeries]:
    """Shapes whose common edges stay common, and the frame into which they fit."""
    shapes = data.lsoa[vintage].geometry
    simple = gpd.GeoSeries(
        shapely.coverage_simplify(shapes.to_numpy(), SIMPLER), index=shapes.index, crs=shapes.crs
    )
    west, south, east, north = data.lsoa[2021].total_bounds
    unit = (east - west) / (WIDTH - 8)
    frame = Frame(west - 4 * unit, north + 4 * unit, unit, round((north - south) / unit) + 8)
    return frame, simple


@of_data(4)
def _over(data: Dataset, vintage: int) -> tuple[str, str]:
    """The outlines of the Priority Neighbourhoods, in their kinds of line, and the names of the largest places."""
    frame, simple = _simple(data, vintage)
    order = [area.name for area in data.neighbourhoods]
    shapes = map_layer.outlines(data.lsoa[vintage].set_geometry(simple), order)
    dashes = [
        _longer(palette.OUTLINES[number % len(palette.OUTLINES)].leaflet) for number in range(len(shapes))
    ]
    outlines = "".join(
        f'<path class="casing" d="{path}"/><path class="outline" stroke-dasharray="{dash}" d="{path}"/>'
        for path, dash in zip(map(frame.path, shapes), dashes, strict=True)
    )
    return outlines, "".join(_names(data, frame, shapes.boundary.union_all()))


def _names(data: Dataset, frame: Frame, edges: BaseGeometry) -> Iterator[str]:
    """The names of the largest places, none over another; aside, and that of the largest, none over an outline."""
    labels = map_places.points(data).sort_values("population", ascending=False).head(NAMED)
    points = gpd.GeoSeries(gpd.points_from_xy(labels["lon"], labels["lat"], crs=WGS84)).to_crs(NATIONAL_GRID)
    kept_free = shapely.transform(edges, lambda at: np.array([frame.at(*point) for point in at]))
    taken: list[BaseGeometry] = []
    for number, (name, point) in enumerate(zip(labels["name"], points, strict=True)):
        half = ROOM[0] * len(name)
        left, top = frame.at(point.x, point.y)
        for across, down in ASIDE if number else FARTHER:
            x, y = min(max(left + across, half), WIDTH - half), top + down
            box = shapely.box(x - half, y - ROOM[1], x + half, y)
            at_home = number and not (across or down)
            if shapely.intersects(box, taken).any() or (not at_home and box.intersects(kept_free)):
                continue
            taken.append(box)
            more = ' class="more"' if number >= FIRST else ""
            yield f'<text{more} x="{x:g}" y="{y:g}">{_text(name)}</text>'
            break


def _longer(dash: str | None) -> str:
    """A kind of line of the web map in units of a drawing."""
    return " ".join(f"{2 * float(part):g}" for part in dash.split()) if dash else "none"


def _text(value: str) -> str:
    return html.escape(value, quote=True)
