"""What helps people to find their way on the web map: names of places by their size, and views that are a press away."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd

from charnwood import figures
from charnwood.cache import of_data
from charnwood.official.areas import WARD
from charnwood.official.boundaries import NATIONAL_GRID, WEB_DIGITS, WGS84, web_geometry
from charnwood.store.dataset import Dataset

WHOLE = "Whole {}"  # the view that leads back
ESTATE = "estate"  # how the source of a label begins whose place is a part of a town

Bounds = list[list[float]]


@of_data(2)
def points(data: Dataset) -> pd.DataFrame:
    """The labels of towns and villages; of a place without them the names of its wards, each in the middle of its ward.

    Columns as of `Dataset.labels`.
    """
    if len(data.labels):
        return data.labels
    wards = [area for area in data.areas.values() if area.kind == WARD]
    shapes = data.lsoa[2021].geometry
    middles = gpd.GeoSeries(
        [shapes.loc[list(ward.lsoa21)].union_all().representative_point() for ward in wards], crs=shapes.crs
    ).to_crs(WGS84)
    return pd.DataFrame(
        {
            "name": [ward.name.removesuffix(" ward") for ward in wards],
            "lat": middles.y.round(WEB_DIGITS),
            "lon": middles.x.round(WEB_DIGITS),
            "population": [float(data.residents(ward)) for ward in wards],
            "source": "ONS",
        }
    )


@of_data(2)
def labels(data: Dataset) -> list[dict[str, Any]]:
    """Each place's `name`, `lat`, `lon`, `people` and whether it is a `part` of a town.

    `people` are the residents of the LSOAs that lie in the place (latest mid-year held), else its label's population.
    """
    placed = data.lsoa[2021].groupby("place")["residents"].sum()
    people = placed.groupby(placed.index.str.replace(r" \(.*", "", regex=True)).sum()
    return [
        {
            "name": row.name_,
            "lat": row.lat,
            "lon": row.lon,
            "people": int(people.get(row.name_, row.population)),
            "part": row.source.startswith(ESTATE),
        }
        for row in points(data)
        .rename(columns={"name": "name_"})
        .fillna({"population": 0, "source": ""})
        .itertuples()
    ]


@of_data(2)
def views(data: Dataset) -> list[tuple[str, Bounds | None]]:
    """The district, its largest town, each Priority Neighbourhood that lies elsewhere: names and bounds, the first's none.

    Bounds are (south, west), (north, east).
    """
    found: list[tuple[str, Bounds | None]] = [(WHOLE.format(data.place.kind), None)]
    town = _town(data)
    if town is not None:
        found.append((town.index[0], _bounds(town)))
    for area in data.neighbourhoods:
        shape = data.lsoa[2021].loc[list(area.lsoa21)].dissolve().geometry
        inside = shape.iloc[0].intersection(town.envelope.iloc[0]).area if town is not None else 0
        if inside < shape.area.iloc[0] / 2:
            found.append((area.name, _bounds(shape)))
    return found


def layers(data: Dataset) -> dict[str, Any]:
    """What is shown when asked for: street names at police.uk's points, edges of wards with their names, own points.

    Wards are made of the LSOAs that fit them best, as in all figures here.
    """
    of = {code: area.name for area in data.areas.values() if area.kind == WARD for code in area.lsoa21}
    shapes = data.lsoa[2021]
    wards = gpd.GeoDataFrame(
        {"ward": shapes.index.map(of)}, geometry=web_geometry(shapes).to_numpy(), crs=WGS84
    ).dissolve("ward")
    middles = wards.to_crs(NATIONAL_GRID).representative_point().to_crs(WGS84)
    streets = figures.streets.named(data).round(WEB_DIGITS)
    return {
        "streets": streets.to_numpy().tolist(),
        "wards": [[name, round(at.y, WEB_DIGITS), round(at.x, WEB_DIGITS)] for name, at in middles.items()],
        "points": [list(point) for point in figures.points.on_map(data)],
        "edges": json.loads(wards[["geometry"]].reset_index(drop=True).to_json(drop_id=True)),
    }


def _town(data: Dataset) -> gpd.GeoSeries | None:
    """The built-up part that holds the label of the largest town, under its name; none where it is not known."""
    known = sorted(labels(data), key=lambda place: -place["people"])
    if not known:
        return None
    first = known[0]
    point = gpd.GeoSeries(gpd.points_from_xy([first["lon"]], [first["lat"]]), crs=WGS84)
    part = data.builtup.to_crs(NATIONAL_GRID).geometry
    held = part[part.contains(point.to_crs(NATIONAL_GRID).iloc[0])]
    return held.iloc[:1].set_axis([first["name"]]) if len(held) else None


def _bounds(shape: gpd.GeoSeries) -> Bounds:
    west, south, east, north = shape.to_crs(WGS84).total_bounds.round(WEB_DIGITS).tolist()
    return [[south, west], [north, east]]
