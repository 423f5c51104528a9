"""Areas in which few residents meet many visitors, so that a rate per resident says little."""

from __future__ import annotations

import pandas as pd

from charnwood.cache import of_data
from charnwood.official import incidents
from charnwood.official.areas import BOROUGH, Area
from charnwood.store.dataset import Dataset

# Places of police.uk that people visit; its other points are streets
VISITED = (
    "Bus/Coach Station",
    "Conference/Exhibition Centre",
    "Further/Higher Educational Building",
    "Hospital",
    "Nightclub",
    "Shopping Area",
    "Supermarket",
    "Theatre/Concert Hall",
)
FROM_SHOPS = ("Shoplifting", "Theft from the person")
MANY_VISITORS = 0.2  # of an area's incidents
NOTABLE = 0.25  # of an area's crimes: from here on a sentence says where they are


@of_data(2)
def reasons(data: Dataset) -> pd.Series:
    """Why few residents may meet many visitors in an LSOA of 2021, by what is held; "" where nothing says so.

    A town centre: its people's centre lies within 1 km of the label of the largest town. A campus: it
    bears the word that the place names. Shops and venues: a fifth or more of the incidents of all months
    are on or near a place of `VISITED`, or are shoplifting or thefts from the person.
    """
    street = data.street
    place = street["location"].str.removeprefix("On or near ")
    there = street[place.isin(VISITED) | street["crime_type"].isin(FROM_SHOPS)]
    sums, parts = (rows.groupby("lsoa21cd")["incidents"].sum() for rows in (street, there))
    shapes = data.lsoa[2021]
    reasons = pd.Series("", index=shapes.index)
    reasons[(parts / sums).reindex(shapes.index) >= MANY_VISITORS] = "shops or venues"
    reasons[shapes["place"] == data.town] = "town centre"
    if data.place.campus:
        reasons[shapes["name"].str.contains(data.place.campus, regex=False)] = "campus"
    return reasons


def busiest(data: Dataset, area: Area) -> tuple[pd.Series, int, int]:
    """The LSOAs of an area that draw visitors, with why; the crimes there and in all. None where they hold too few."""
    codes = list(area.lsoa21)
    busy = reasons(data).loc[codes]
    busy = busy[busy != ""]
    counts = data.incidents(area)
    counts = counts[counts["month"].isin(data.period) & (counts["crime_type"] != incidents.ASB)]
    by_area = counts.groupby("lsoa21cd")["incidents"].sum().reindex(codes, fill_value=0)
    there, total = int(by_area.loc[busy.index].sum()), int(by_area.sum())
    if area.kind == BOROUGH or not total or there / total < NOTABLE:
        return busy.iloc[:0], 0, total
    return busy, there, total
