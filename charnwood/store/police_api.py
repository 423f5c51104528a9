"""The API of police.uk: the incidents of a month inside a polygon, and those of a force without a place.

It names no LSOA, only street points, and knows months that its archive does not hold yet. Source:
https://data.police.uk/docs/ (crimes-street, crimes-no-location, crimes-street-dates).
"""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import httpx
import pandas as pd
import shapely

from charnwood.checks import Faults
from charnwood.official.boundaries import WGS84
from charnwood.official.locator import BORDER
from charnwood.store import fetch

CATEGORIES = {
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-crime": "Other crime",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
}
"""The API's name of each type -> the name in the street files."""

TOO_MANY = 503  # the answer for a polygon with more than 10,000 incidents
SPLITS = 5  # times that a polygon is halved before a 503 counts as a fault of the server
OVERLAP = 1e-5  # degrees, about a metre: a point on the cut between two halves is in at least one
PACE = 1 / 15  # seconds before each request: the API allows 15 a second
REMEDY = (
    "The API no longer speaks as documented; take the archive with `--source archive`. Nothing was written."
)


def months(http: httpx.Client, base: str) -> list[str]:
    """The months that the API holds, in order; raises `DataError`."""
    url = f"{base}/crimes-street-dates"
    found = [item.get("date") for item in _list(fetch.json(http, url), url)]
    faults = Faults(url)
    for month in found:
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(month)):
            faults.add("date", expected="YYYY-MM", found=repr(month))
    faults.raise_if_any(REMEDY)
    return sorted(set(map(str, found)))


def outline(lsoa21: gpd.GeoDataFrame) -> shapely.Geometry:
    """The polygon to ask for: the areas' outline with a margin wider than `BORDER`, in WGS84."""
    union = shapely.simplify(shapely.buffer(lsoa21.geometry.union_all(), 4 * BORDER), 2 * BORDER)
    return gpd.GeoSeries([union], crs=lsoa21.crs).to_crs(WGS84).iloc[0]


def read_month(http: httpx.Client, base: str, force: str, month: str, area: shapely.Geometry) -> pd.DataFrame:
    """One row per incident of a month, in the columns of `police.read_month`; `lsoa_code` is empty.

    Incidents inside `area` (WGS84), and all of the force that have no place. Those of the British
    Transport Police are left out, as they are not in the force's street file. Raises `DataError`.
    """
    url = f"{base}/crimes-street/all-crime"
    inside = {item.get("id"): item for item in _inside(http, url, month, area)}
    street = [item for item in inside.values() if item.get("location_type") != "BTP"]
    fetch.sleep(PACE)
    lost_url = f"{base}/crimes-no-location?category=all-crime&force={force}&date={month}"
    lost = _list(fetch.json(http, lost_url), lost_url)
    rows = [*_rows(street, month, url), *_rows(lost, month, lost_url, placed=False)]
    columns = ["month", "longitude", "latitude", "location", "crime_type", "outcome"]
    frame = pd.DataFrame(rows, columns=columns)
    frame[["longitude", "latitude"]] = frame[["longitude", "latitude"]].astype("float64")
    return frame.assign(lsoa_code=pd.Series(index=frame.index, dtype="str"))


def _inside(http: httpx.Client, url: str, month: str, area: shapely.Geometry, cuts: int = 0) -> list[dict]:
    """Incidents inside a polygon; where they are too many for one answer, those of its halves."""
    found = []
    for polygon in getattr(area, "geoms", [area]):
        corners = ":".join(f"{y:.5f},{x:.5f}" for x, y in polygon.exterior.coords)
        fetch.sleep(PACE)
        passed = (TOO_MANY,) if cuts < SPLITS else ()
        answer = fetch.json(http, url, {"date": month, "poly": corners}, passed)
        if answer is None:
            for half in _halves(polygon):
                found += _inside(http, url, month, half, cuts + 1)
        else:
            found += _list(answer, url)
    return found


def _halves(polygon: shapely.Geometry) -> list[shapely.Geometry]:
    west, south, east, north = polygon.bounds
    if east - west > north - south:
        middle = (west + east) / 2
        boxes = [(west, south, middle + OVERLAP, north), (middle - OVERLAP, south, east, north)]
    else:
        middle = (south + north) / 2
        boxes = [(west, south, east, middle + OVERLAP), (west, middle - OVERLAP, east, north)]
    parts = (shapely.intersection(polygon, shapely.box(*bounds)) for bounds in boxes)
    return [
        shapely.MultiPolygon([p for p in shapely.get_parts(s) if p.geom_type == "Polygon"]) for s in parts
    ]


def _list(answer: Any, url: str) -> list[dict]:
    if not isinstance(answer, list) or not all(isinstance(item, dict) for item in answer):
        fetch.refuse(url, "a list of incidents", repr(answer)[:80], REMEDY)
    return answer


def _rows(items: list[dict], month: str, url: str, placed: bool = True) -> list[tuple]:
    """The API's incidents as rows; raises `DataError` with every fault."""
    faults = Faults(url)
    rows = []
    for number, item in enumerate(items, 1):
        where = f"incident {number:,}"
        kind = CATEGORIES.get(str(item.get("category")))
        if kind is None:
            faults.add(
                f"{where}, category", expected="a type that is known", found=repr(item.get("category"))
            )
        if item.get("month") != month:
            faults.add(f"{where}, month", expected=month, found=repr(item.get("month")))
        point: tuple[Any, Any, Any] = (None, None, None)
        if placed:
            try:
                place = item["location"]
                point = (float(place["longitude"]), float(place["latitude"]), str(place["street"]["name"]))
                if not (-9 <= point[0] <= 2.5 and 49 <= point[1] <= 61.5):
                    raise ValueError
            except (KeyError, TypeError, ValueError):
                expected = "longitude, latitude and street in the United Kingdom"
                faults.add(f"{where}, location", expected=expected, found=repr(item.get("location"))[:120])
        outcome = (item.get("outcome_status") or {}).get("category") or ""
        rows.append((month, *point, kind, outcome))
    faults.raise_if_any(REMEDY)
    return rows
