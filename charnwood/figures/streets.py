"""Where in an area incidents are recorded, on or near which streets, and what came of the crimes."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.figures import breaks, incident_kinds, visitors
from charnwood.figures.intervals import LEAST, poisson_interval
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.boundaries import NATIONAL_GRID, WEB_DIGITS, WGS84
from charnwood.official.breaks import STREETS
from charnwood.official.locator import POINT
from charnwood.store import of_areas
from charnwood.store.dataset import Dataset

HEXAGON = 200  # metres from the centre to a corner: wide enough to hold many homes, so it marks none
WIDTH = round(HEXAGON * 3**0.5, -1)  # metres from edge to edge, for people
UNNAMED = "On or near a place without a name"
OPEN, UNKNOWN, NONE_GIVEN = "Still open", "No update from the police", "No outcome given"
# The categories of police.uk (https://data.police.uk/about/#columns) in the order they are shown
OUTCOMES = {
    "No suspect identified": ("Investigation complete; no suspect identified",),
    "Unable to prosecute the suspect": ("Unable to prosecute suspect",),
    "Charged or gone to court": (
        "Awaiting court outcome",
        "Court result unavailable",
        "Suspect charged",
        "Suspect charged as part of another case",
        "Court case unable to proceed",
        "Defendant found not guilty",
        "Defendant sent to Crown Court",
        "Local resolution by court",
        "Offender deprived of property",
        "Offender fined",
        "Offender given absolute discharge",
        "Offender given conditional discharge",
        "Offender given community sentence",
        "Offender given suspended prison sentence",
        "Offender sent to prison",
        "Offender ordered to pay compensation",
        "Offender otherwise dealt with",
    ),
    "Settled out of court": (
        "Local resolution",
        "Offender given a caution",
        "Offender given a drugs possession warning",
        "Offender given penalty notice",
    ),
    "Not in the public interest to go on": (
        "Formal action is not in the public interest",
        "Further action is not in the public interest",
        "Further investigation is not in the public interest",
    ),
    "Passed to another organisation": ("Action to be taken by another organisation",),
    OPEN: ("Under investigation",),
    UNKNOWN: ("Status update unavailable",),
    NONE_GIVEN: ("",),
}


def periods(data: Dataset) -> dict[str, list[str]]:
    """The spans that a page offers, by key: the latest twelve covered months, then each year's.

    Points of two sides of a break in streets are never added up: the latest months are those after the last such
    break, and a year that one crosses is offered in parts, by their first months.
    """
    whole = incidents.last_covered(data.coverage, len(data.coverage))
    years = sorted({month[:4] for month in whole}, reverse=True)
    spans = {"latest": _parts(data, whole[-12:])[-1]}
    for year in years:
        parts = _parts(data, [month for month in whole if month.startswith(year)])
        spans |= {year if len(parts) == 1 else part[0]: part for part in reversed(parts)}
    return spans


def _parts(data: Dataset, months: Sequence[str]) -> list[list[str]]:
    """Months, in order, cut where streets do not compare."""
    known = breaks.applying(data, (STREETS,))
    return breaks.segments(months, known, gap=len(data.coverage) + 1)


@of_data(64)
def hotspots(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """The street points of an area with incidents of a kind, most first.

    Columns `rank` (points of one count share it), `location` ("On or near …"), `lsoa21cd`, `count`,
    `low`, `high` (exact 95% Poisson interval), `share` (% of the area's), `longitude`, `latitude`. Raises `DataError`
    for months on two sides of a break in streets, whose points are not the same and are never added up.
    """
    _require_one_side(data, months)
    rows = of_areas.within(data, data.street, area)
    rows = rows[rows["month"].isin(months)]
    keys = ["location", "lsoa21cd", "longitude", "latitude"]
    table = incident_kinds.select(rows, kind).groupby(keys)["incidents"].sum().reset_index(name="count")
    table["location"] = table["location"].str.strip().replace("On or near", UNNAMED)
    table = table.sort_values(["count", *keys], ascending=[False, *[True] * 4], ignore_index=True)
    table.insert(0, "rank", table["count"].rank(method="min", ascending=False).astype(int))
    intervals = [poisson_interval(int(count)) for count in table["count"]]
    table["low"], table["high"] = [low for low, _ in intervals], [high for _, high in intervals]
    table["share"] = 100 * table["count"] / table["count"].sum()
    return table[["rank", "location", "lsoa21cd", "count", "low", "high", "share", "longitude", "latitude"]]


@of_data(2)
def named(data: Dataset) -> pd.DataFrame:
    """Where on a map the name of each street stands: `name`, `latitude`, `longitude` of police.uk's point in its middle.

    Points of all months held, which are on or near the street. A name that two places have stands twice; the kinds of
    place that police.uk names instead of a street are left out.
    """
    points = data.street[["location", "lsoa21cd", "latitude", "longitude"]].drop_duplicates()
    points["name"] = points["location"].str.removeprefix("On or near").str.strip().str.replace("'S ", "'s ")
    points = points[~points["name"].isin(["", *visitors.VISITED, *visitors.OTHERS])]
    towns = data.lsoa[2021]["place"].str.replace(r"^.* \((.*)\)$", r"\1", regex=True)  # of estates
    points["place"] = points["lsoa21cd"].map(towns.str.removeprefix("near "))
    points = points.dropna(subset=["place"])
    place = ["latitude", "longitude"]
    middle = points.groupby(["name", "place"])[place].transform("median")
    # Degrees of longitude are shorter: all the same, as the nearest point is wanted and no distance
    points["off"] = np.hypot(*(points[place] - middle).to_numpy().T)
    nearest = points.loc[points.groupby(["name", "place"])["off"].idxmin()]
    names = nearest.sort_values(["name", "place"])[["name", *place]]
    return names.drop_duplicates(ignore_index=True)  # a point on the edge of two places


def _require_one_side(data: Dataset, months: Sequence[str]) -> None:
    parts = _parts(data, sorted(months))
    if len(parts) < 2:
        return
    between = breaks.met(breaks.applying(data, (STREETS,)), parts[0], parts[-1])
    spans = [f"{part[0]} to {part[-1]}" for part in parts]
    raise DataError(
        f"street points, months {parts[0][0]} to {parts[-1][-1]}: expected months on one side of a break, found it within "
        f"them: {', '.join(f'{each.of.name} ({each.of.first})' for each in between)}. Points before and after are not the "
        f"same and are never added up. Ask for {' or for '.join(spans)}."
    )


def hexagons(data: Dataset, spots: pd.DataFrame) -> pd.DataFrame:
    """Street points as `hotspots` returns them, summed over hexagons of `HEXAGON` metres, most first.

    Columns `latitude`, `longitude` (centre, WGS84), `count`, `points` (how many) and `location` of the
    point with most incidents. A point belongs to the nearest of the centres, which form two
    interleaved rectangular grids on the National Grid.
    """
    placed = spots[[*POINT, "count", "location"]].merge(_cells(data), on=POINT, validate="m:1")
    return (
        placed.groupby(["x", "y"])
        .agg(
            latitude=("at_latitude", "first"),
            longitude=("at_longitude", "first"),
            count=("count", "sum"),
            points=("count", "size"),
            location=("location", "first"),
        )
        .sort_values("count", ascending=False)
        .reset_index(drop=True)
    )


@of_data(1)
def _cells(data: Dataset) -> pd.DataFrame:
    """The hexagon of each street point, whose centre is `x`, `y` (National Grid) and `at_longitude`, `at_latitude` (WGS84).

    Of all at once: PROJ takes longer to be set up, which it is in each run of a page, than to place them.
    """
    spots = data.street[POINT].drop_duplicates(ignore_index=True)
    points = gpd.points_from_xy(spots["longitude"], spots["latitude"], crs=WGS84).to_crs(NATIONAL_GRID)
    across, up = HEXAGON * np.sqrt(3), HEXAGON * 3
    grids = []
    for shift in (0, 0.5):
        x = (np.round(points.x / across - shift) + shift) * across
        y = (np.round(points.y / up - shift) + shift) * up
        grids.append((x, y, np.hypot(points.x - x, points.y - y)))
    (x, y, far), (other_x, other_y, other_far) = grids
    nearer = far <= other_far
    x, y = np.where(nearer, x, other_x), np.where(nearer, y, other_y)
    at = gpd.points_from_xy(x, y, crs=NATIONAL_GRID).to_crs(WGS84)
    return spots.assign(
        x=x, y=y, at_longitude=np.round(at.x, WEB_DIGITS), at_latitude=np.round(at.y, WEB_DIGITS)
    )


@of_data(1)
def corners(data: Dataset) -> list[list[float]]:
    """The six corners of a hexagon as steps of latitude and longitude from its centre, for the district."""
    west, south, east, north = data.lsoa[2021].total_bounds
    # The middle to the kilometre; the step differs by less than a metre at the edges
    x, y = round((west + east) / 2, -3), round((south + north) / 2, -3)
    turns = np.radians(np.arange(30, 390, 60))
    easting, northing = x + HEXAGON * np.cos(turns), y + HEXAGON * np.sin(turns)
    points = gpd.points_from_xy([x, *easting], [y, *northing], crs=NATIONAL_GRID).to_crs(WGS84)
    steps = np.column_stack([points.y[1:] - points.y[0], points.x[1:] - points.x[0]])
    return np.round(steps, WEB_DIGITS + 1).tolist()


@of_data(64)
def outcomes(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """What came of an area's crimes of a kind, by group of published outcomes, as last told to police.uk.

    Columns `outcome`, `count`, `share` (% of the crimes; empty with fewer than `LEAST` of them). Anti-social behaviour has no outcome and is not
    counted. A category that no group knows stands under its own name.
    """
    counts = data.incidents(area)
    counts = counts[counts["month"].isin(months) & (counts["crime_type"] != incidents.ASB)]
    group = {category: name for name, categories in OUTCOMES.items() for category in categories}
    chosen = incident_kinds.select(counts, kind)
    found = chosen["incidents"].groupby(chosen["outcome"].replace(group)).sum()
    order = [*OUTCOMES, *sorted(set(found.index) - set(OUTCOMES))]
    table = found.reindex(order, fill_value=0).rename_axis("outcome").reset_index(name="count")
    table = table[(table["count"] > 0) | ~table["outcome"].isin([NONE_GIVEN])]
    total = int(table["count"].sum())
    table["share"] = 100 * table["count"] / total if total >= LEAST else np.nan
    return table.reset_index(drop=True)
