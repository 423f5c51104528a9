"""The maps of pages without scripts: every area once, each a link, drawn where it lies."""

import itertools
import re
from xml.etree import ElementTree

import geopandas as gpd
import pytest
import shapely

from charnwood import drawing
from charnwood.official.areas import WARD

SVG = "{http://www.w3.org/2000/svg}"


def links(text):
    tree = ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    return {link.get("href"): link for link in tree.iter(f"{SVG}a")}


def box(path):
    """West, north, east and south of the first ring of a path, in units."""
    x, y, rest = re.match(r"M(-?\d+) (-?\d+)l([^z]+)z", path).groups()
    steps = [int(number) for number in re.findall(r"-?\d+", rest)]
    xs, ys = [int(x)], [int(y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        xs.append(xs[-1] + dx)
        ys.append(ys[-1] + dy)
    return min(xs), min(ys), max(xs), max(ys)


def test_every_ward_is_one_link_with_its_name(data):
    found = links(drawing.svg_map.wards(data, lambda key: f"area/{key}?a&b"))
    wards = [area for area in data.areas.values() if area.kind == WARD]
    assert set(found) == {f"area/{area.key}?a&b" for area in wards}
    for area in wards:
        link = found[f"area/{area.key}?a&b"]
        assert link.get("aria-label") == area.name
        assert next(link.iter(f"{SVG}title")).text == area.name


@pytest.mark.parametrize("vintage", [2011, 2021])
def test_small_areas_have_their_colours_and_lie_as_they_do_on_the_ground(data, vintage):
    shapes = data.lsoa[vintage]
    fills = {code: f"#{number:06x}" for number, code in enumerate(shapes.index)}
    found = links(drawing.svg_map.areas(data, vintage, fills, str))
    assert list(found) == list(shapes.index)
    west, _, east, north = data.lsoa[2021].total_bounds
    for code, link in found.items():
        path = next(link.iter(f"{SVG}path"))
        assert path.get("fill") == fills[code]
        if shapes.geometry[code].geom_type == "Polygon":
            x0, y0, x1, y1 = box(path.get("d"))
            bounds = shapes.geometry[code].bounds
            unit = (east - west) / 992
            assert x0 - 4 == pytest.approx((bounds[0] - west) / unit, abs=3)
            assert x1 - 4 == pytest.approx((bounds[2] - west) / unit, abs=3)
            assert y0 - 4 == pytest.approx((north - bounds[3]) / unit, abs=3)
            assert y1 - 4 == pytest.approx((north - bounds[1]) / unit, abs=3)


def test_names_stand_near_their_places_and_clear_of_each_other(data):
    tree = ElementTree.fromstring(
        drawing.svg_map.wards(data, str).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1)
    )
    names = {one.text: (float(one.get("x")), float(one.get("y"))) for one in tree.iter(f"{SVG}text")}
    labels = data.labels.set_index("name")
    points = gpd.GeoSeries(gpd.points_from_xy(labels["lon"], labels["lat"], crs=4326), labels.index).to_crs(
        27700
    )
    west, _, east, north = data.lsoa[2021].total_bounds
    unit = (east - west) / 992
    largest = labels["population"].idxmax()
    assert largest in names
    assert 5 < len(names) < 10
    for name, (x, y) in names.items():
        moved = abs(x - 4 - (points[name].x - west) / unit), abs(y - 4 - (north - points[name].y) / unit)
        assert sum(moved) < (120 if name == largest else 75), name
    boxes = [shapely.box(x - 10.5 * len(n), y - 46, x + 10.5 * len(n), y) for n, (x, y) in names.items()]
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
