"""Strengths and contacts near an area: those that are for it, and of what has a postcode the nearest."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from charnwood.cache import of_data
from charnwood.official.areas import Area
from charnwood.official.boundaries import NATIONAL_GRID
from charnwood.store.dataset import Dataset

NEAREST = 2  # of a kind, where an area holds none
FAR = 6_000  # metres: what is further away is not near


@of_data(64)
def contacts(data: Dataset, area: Area) -> pd.DataFrame:
    """Rows of `Dataset.contacts_of` with `metres` to the area's edge: 0 within it, missing without a postcode.

    Of rows for the whole district that have a postcode: those within the area, else the `NEAREST` of their kind that
    are not `FAR`. Nearest first within a kind.
    """
    rows = data.contacts_of(area)
    rows = rows.assign(metres=_distances(data, area).reindex(rows.index))
    placed = rows[(rows["area"] == "") & rows["metres"].notna()]
    placed = placed.sort_values(["kind", "metres"], kind="stable")
    rest = rows.drop(index=placed.index)
    return pd.concat([rest, placed[_near(placed)]]).sort_values("metres", kind="stable", na_position="first")


def _near(rows: pd.DataFrame) -> pd.Series:
    """Which of places, nearest first within a kind, lie within the area, or are the nearest of a kind of which none does."""
    inside = rows["metres"] == 0
    nearest = (rows["metres"] <= FAR) & (rows.groupby("kind").cumcount() < NEAREST)
    return inside | (nearest & ~inside.groupby(rows["kind"]).transform("any"))


def _distances(data: Dataset, area: Area) -> pd.Series:
    """Metres from each contact with a known postcode to the area, as the crow flies; index as `Dataset.contacts`."""
    points = _points(data)
    shape = data.lsoa[2021].loc[list(area.lsoa21), "geometry"].union_all()
    return points.distance(shape).round(0)


@of_data(1)
def _points(data: Dataset) -> gpd.GeoSeries:
    table = data.table("places/postcodes.parquet").set_index("postcode")
    held = data.contacts[data.contacts["postcode"].isin(table.index)]
    at = table.loc[held["postcode"]]
    return gpd.GeoSeries(
        gpd.points_from_xy(at["easting"], at["northing"]), index=held.index, crs=NATIONAL_GRID
    )
