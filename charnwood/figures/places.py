"""Towns, villages and estates: what is whole of each, and the small areas that each lies in."""

from __future__ import annotations

import geopandas as gpd

from charnwood.cache import of_data
from charnwood.official.areas import LSOA, VILLAGE, WARD, Area
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store.dataset import Dataset


def wholes(data: Dataset, ward: Area) -> list[str]:
    """The towns and villages that a ward is the whole of."""
    return [place for place, area in labelled(data) if area == ward]


def also(data: Dataset) -> list[tuple[str, Area]]:
    """The names that people use of places without a label, each with every area that it lies in."""
    return [(name, data.areas[key]) for name, keys in data.place.also.items() for key in keys]


@of_data(2)
def by_letters(data: Dataset) -> dict[str, list[Area]]:
    """Towns, villages and estates by letters: what is whole of each, else the small areas that it lies in."""
    found = {area.name: [area] for area in data.areas.values() if area.kind == VILLAGE}
    for name, area in (*labelled(data), *also(data)):
        found.setdefault(name, []).append(area)
    return dict(sorted(found.items()))


@of_data(2)
def parts(data: Dataset) -> frozenset[tuple[str, str]]:
    """Places by name, each with the LSOA that it is only a part of: one that is itself said to lie elsewhere."""
    lies = data.names.set_index("lsoa21cd")["place"].str.partition(" (")[0].to_dict()
    return frozenset(
        (name, area.key)
        for name, area in (*labelled(data), *also(data))
        if area.kind == LSOA and lies.get(area.key) != name
    )


@of_data(2)
def labelled(data: Dataset) -> list[tuple[str, Area]]:
    """Towns and villages with what is whole of each: a ward, else the 2021 LSOAs in it and that of its label's point."""
    labels = data.labels
    points = gpd.GeoDataFrame(
        labels[["name"]], geometry=gpd.points_from_xy(labels["lon"], labels["lat"], crs=WGS84)
    ).to_crs(NATIONAL_GRID)
    held = gpd.sjoin(points, data.lsoa[2021][["geometry"]], predicate="within")
    at = dict(zip(held["name"], held.iloc[:, -1], strict=True))
    whole = {area.name for area in data.areas.values() if area.kind == VILLAGE}
    wards = {area.lsoa21: area for area in data.areas.values() if area.kind == WARD and len(area.lsoa21) > 1}
    found = []
    for name in at:
        inside = data.names.loc[data.names["place"].str.partition(" (")[0] == name, "lsoa21cd"]
        codes = tuple(sorted(set(inside)))
        if codes in wards:
            found.append((name, wards[codes]))
        elif name not in whole:
            found += [(name, data.areas[code]) for code in dict.fromkeys((*codes, at[name]))]
    return found
