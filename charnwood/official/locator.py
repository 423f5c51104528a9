"""Incidents -> LSOA codes of both vintages and district: by code, by exact-fit lookup, by coordinates.

The district comes from the code alone. Polygons are needed for one district only, the one whose LSOAs
are counted; so a data folder holds all that is needed to place the incidents of a new month.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from charnwood.official.boundaries import NATIONAL_GRID, WGS84

BORDER = 5  # metres beyond the generalised edge of the district within which a point still belongs to it
AROUND = 1_000  # metres beyond the district within which a point of it must lie
POINT = ["longitude", "latitude"]


@dataclass(frozen=True)
class Locator:
    """What is needed to give an incident both LSOA codes and its district.

    `pairs`: `lsoa11cd`, `lsoa21cd`, `ladcd` of the exact-fit lookup, of any number of districts;
    `lsoa11`, `lsoa21`: polygons in EPSG:27700 of the district whose LSOAs are counted; `points`:
    `longitude`, `latitude`, `lsoa21cd` of street points whose LSOA police.uk has told before.
    """

    pairs: pd.DataFrame
    lsoa11: gpd.GeoDataFrame
    lsoa21: gpd.GeoDataFrame
    points: pd.DataFrame | None = None

    @cached_property
    def shapes(self) -> dict[str, gpd.GeoDataFrame]:
        """Polygons by the name of their code column, index code."""
        return {"lsoa11cd": self.lsoa11.set_index("lsoa11cd"), "lsoa21cd": self.lsoa21.set_index("lsoa21cd")}

    @cached_property
    def own(self) -> pd.DataFrame:
        """The pairs of the district whose polygons are held."""
        return self.pairs[self.pairs["lsoa21cd"].isin(self.lsoa21["lsoa21cd"])]

    @cached_property
    def codes(self) -> set[str]:
        """Every code of the district, of either vintage."""
        return {*self.own["lsoa11cd"], *self.own["lsoa21cd"]}

    @cached_property
    def parts(self) -> dict[str, dict[str, list[str]]]:
        """For each vintage: code of the other vintage -> the codes here that it was split into."""
        return {
            here: self.own.groupby(there)[here].agg(list).to_dict()
            for here, there in (("lsoa11cd", "lsoa21cd"), ("lsoa21cd", "lsoa11cd"))
        }

    @cached_property
    def twins(self) -> dict[str, dict[str, str]]:
        """For each vintage: code of any vintage -> the one code here, left out where it was split."""
        return {
            here: {other: parts[0] for other, parts in self.parts[here].items() if len(parts) == 1}
            | {code: code for code in self.own[here]}
            for here in self.parts
        }

    @cached_property
    def districts(self) -> dict[str, str]:
        """District of each code of either vintage: all parts of a split area lie in one."""
        return {
            code: district
            for vintage in ("lsoa11cd", "lsoa21cd")
            for code, district in zip(self.pairs[vintage], self.pairs["ladcd"], strict=True)
        }

    def astray(self, rows: pd.DataFrame) -> np.ndarray:
        """Whether each row lies farther than `AROUND` from the box around the district."""
        west, south, east, north = self.lsoa21.total_bounds + np.array([-1, -1, 1, 1]) * AROUND
        points = _grid(rows).geometry
        return ~(points.x.between(west, east) & points.y.between(south, north)).to_numpy()


def locate(rows: pd.DataFrame, locator: Locator) -> pd.DataFrame:
    """Add `lsoa11cd`, `lsoa21cd` (empty outside the locator's district) and `ladcd` to incidents.

    A code of either vintage is taken; its twin comes from the exact-fit lookup where that is
    unambiguous, from the coordinates where an area was split or merged. A row with coordinates and
    no code is placed by its coordinates: as police.uk placed the same street point before, else in the
    polygon that holds it or lies within `BORDER` metres.
    """
    placed = rows["longitude"].notna()
    uncoded = rows["lsoa_code"].isna() & placed
    codes = rows["lsoa_code"].fillna(_code_at(rows[uncoded], locator))
    located = rows.assign(
        lsoa11cd=codes.map(locator.twins["lsoa11cd"]), lsoa21cd=codes.map(locator.twins["lsoa21cd"])
    )
    own = codes.isin(locator.codes)
    for here, shapes in locator.shapes.items():
        split = rows.assign(lsoa_code=codes)[own & placed & located[here].isna()]
        located.loc[split.index, here] = _nearest_part(split, shapes, locator.parts[here], here)
    # A code whose twin cannot be told (split area, no coordinates) counts as without a location.
    unsure = own & (located["lsoa11cd"].isna() | located["lsoa21cd"].isna())
    located.loc[unsure, ["lsoa11cd", "lsoa21cd"]] = None
    located["ladcd"] = codes.map(locator.districts).where(~unsure)
    return located


def _grid(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(rows["longitude"], rows["latitude"], crs=WGS84)
    return gpd.GeoDataFrame(geometry=points, index=rows.index).to_crs(NATIONAL_GRID)


def _nearest_part(
    rows: pd.DataFrame, shapes: gpd.GeoDataFrame, parts: dict[str, list[str]], code: str
) -> pd.Series:
    """Code of the part that holds each point, or is nearest: generalised edges leave slivers."""
    found = pd.Series(index=rows.index, dtype=object, name=code)
    points = _grid(rows).geometry
    for other, members in rows.groupby("lsoa_code"):
        here = points.loc[members.index]
        distances = [here.distance(shapes.geometry[part]).to_numpy() for part in parts[str(other)]]
        found.loc[members.index] = np.array(parts[str(other)], dtype=object)[np.argmin(distances, axis=0)]
    return found


def _code_at(rows: pd.DataFrame, locator: Locator) -> pd.Series:
    """The 2021 code of each row by its coordinates; empty beyond the district and its border."""
    if rows.empty:
        return pd.Series(index=rows.index, dtype=object)
    shapes = locator.shapes["lsoa21cd"][["geometry"]]
    nearest = gpd.sjoin_nearest(_grid(rows), shapes, how="left", max_distance=BORDER)
    found = nearest.loc[~nearest.index.duplicated(), "lsoa21cd"].astype(object)
    if locator.points is None:
        return found
    told = rows[POINT].merge(locator.points, on=POINT, how="left", validate="m:1")["lsoa21cd"]
    return told.set_axis(rows.index).astype(object).fillna(found)
