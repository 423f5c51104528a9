"""The council's own points: which lie in an area or near it, by kind. Positions are those of the file or of postcodes."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from charnwood import settings
from charnwood.cache import of_data
from charnwood.official.areas import Area
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store.dataset import Dataset

NEAR = 400  # metres from an area's edge, as the crow flies: a walk of five minutes or so


def held(data: Dataset) -> pd.DataFrame:
    """The points that may be shown: none before the public."""
    return data.points.iloc[:0] if settings.public() else data.points


@of_data(64)
def near(data: Dataset, area: Area) -> pd.DataFrame:
    """The points within an area or up to `NEAR` metres from its edge, the nearest first within a kind.

    `kind`, `name`, `postcode`, `easting`, `northing`, `metres` to the edge (whole; 0 within it).
    """
    shape = data.lsoa[2021].loc[list(area.lsoa21), "geometry"].union_all()
    table = held(data)[["kind", "name", "postcode", "easting", "northing"]]
    metres = _placed(data).distance(shape)
    found = table.assign(metres=metres.round().astype("int64"))[metres <= NEAR]
    return found.sort_values(["kind", "metres", "name"], ignore_index=True)


def counts(data: Dataset, area: Area) -> pd.DataFrame:
    """A row for each kind of point that is held: `kind`, `within` the area, `near` it (up to `NEAR` metres, not within)."""
    found = near(data, area)
    kinds = sorted(set(held(data)["kind"]))
    inside = found.loc[found["metres"] == 0, "kind"].value_counts()
    beside = found.loc[found["metres"] > 0, "kind"].value_counts()
    return pd.DataFrame(
        {
            "kind": kinds,
            "within": inside.reindex(kinds, fill_value=0).to_numpy(),
            "near": beside.reindex(kinds, fill_value=0).to_numpy(),
        }
    )


@of_data(1)
def on_map(data: Dataset) -> list[tuple[str, float, float]]:
    """Each point's name with its kind, latitude and longitude."""
    at = _placed(data).to_crs(WGS84)
    points = held(data)
    named = points["name"] + " (" + points["kind"] + ")"
    return list(zip(named, at.y.round(5), at.x.round(5), strict=True))


@of_data(1)
def _placed(data: Dataset) -> gpd.GeoSeries:
    points = held(data)
    at = gpd.points_from_xy(points["easting"], points["northing"])
    return gpd.GeoSeries(at, index=points.index, crs=NATIONAL_GRID)
