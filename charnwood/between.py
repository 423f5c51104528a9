"""Crime between places: the funnel plot of the district's LSOAs, and the districts of its county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from charnwood import crime, kinds, signals, words
from charnwood.dataset import Dataset
from charnwood.kept import kept
from charnwood.neighbourhoods import BOROUGH, Area

WINSORISED = 0.1  # of the areas at each end
LIMITS = {95: 0.95, 998: 0.998}
ABOVE, BELOW = "above", "below"
WITHIN = "within the limits"
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


@dataclass(frozen=True)
class Funnel:
    """A funnel plot: `areas` by `lsoa21cd`, the rate of them all (per resident) and the over-dispersion.

    Columns of `areas`: `name`, `residents`, `count`, `rate` (per 1,000), `low_95`, `high_95`, `low_998`,
    `high_998` (per 1,000), `standing` and `visitors` (why visitors may outnumber residents, or "").
    """

    areas: pd.DataFrame
    target: float
    phi: float


def limits(target: float, residents: Any, phi: float, level: float) -> tuple[Any, Any]:
    """Lower and upper limit of a rate (per resident) at a number of residents, one or an array.

    On the scale of square roots, where a Poisson count has variance 1/4, widened by the square root
    of `phi`. Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    reach = -ndtri((1 - level) / 2) * np.sqrt(phi) / (2 * np.sqrt(residents))
    return np.maximum(np.sqrt(target) - reach, 0) ** 2, (np.sqrt(target) + reach) ** 2


def overdispersion(counts: pd.Series, expected: pd.Series) -> float:
    """How many times the variance of a Poisson count the areas vary; never below 1.

    The mean of squared z-scores (square-root scale), a tenth of them at each end pulled in to the
    tenth's edge (winsorised), so that the areas sought do not hide themselves. Source: Spiegelhalter
    (2005), as in `limits`.
    """
    z = 2 * (np.sqrt(counts) - np.sqrt(expected))
    pulled = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    return max(1.0, float((pulled**2).mean()))


@kept(64)
def funnel(data: Dataset, kind: str, months: Sequence[str]) -> Funnel:
    """The rates of the district's LSOAs of 2021 in some months against its own, with limits."""
    shapes = data.lsoa[2021]
    counts = kinds.select(data.counts[data.counts["month"].isin(months)], kind)
    count = counts.groupby("lsoa21cd")["incidents"].sum().reindex(shapes.index, fill_value=0)
    residents = shapes["residents"]
    target = float(count.sum() / residents.sum())
    phi = overdispersion(count, target * residents)
    areas = pd.DataFrame({"name": shapes["name"], "residents": residents, "count": count})
    areas["rate"] = crime.rate(count, residents)
    standing = pd.Series(WITHIN, index=areas.index)
    for name, level in LIMITS.items():
        low, high = (crime.rate(bound, 1) for bound in limits(target, residents, phi, level))
        areas[f"low_{name}"], areas[f"high_{name}"] = low, high
        standing[areas["rate"] > high] = f"{ABOVE} the {level:.1%} limit".replace(".0%", "%")
        standing[areas["rate"] < low] = f"{BELOW} the {level:.1%} limit".replace(".0%", "%")
    areas["standing"] = standing
    areas["visitors"] = visitors(data)
    return Funnel(areas, target, phi)


@lru_cache(maxsize=2)
def visitors(data: Dataset) -> pd.Series:
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


def draws(data: Dataset, area: Area) -> str:
    """Why visitors may outnumber residents where a quarter or more of an area's crimes are; "" elsewhere.

    Crimes of the latest twelve covered months; nothing is said of the district.
    """
    return words.listing(dict.fromkeys(_busy(data, area)[0]))


def visitors_said(data: Dataset, area: Area, spoken: bool = False) -> str:
    """How much of an area's crime lies where visitors may outnumber residents, and its rate elsewhere.

    As in `draws`. `spoken` is the short form, for a slide.
    """
    busy, there, total = _busy(data, area)
    if busy.empty:
        return ""
    codes = list(area.lsoa21)
    if len(codes) == 1:
        return (
            f"Many visitors come here ({busy.iloc[0]}), so its rate says little of those who live here."
            if spoken
            else f"{area.name} draws many visitors ({busy.iloc[0]}). What happens to them is counted too, so the rate "
            "per resident says little of those who live there."
        )
    share = words.share(100 * there / total)
    if spoken:
        return f"{share} of the crimes are in areas that draw many visitors."
    names = words.listing(f"{data.areas[code].name} ({why})" for code, why in busy.items())
    residents = data.lsoa[2021].loc[codes, "residents"]
    left = int(residents.drop(busy.index).sum())
    rest = (
        f" Without them the rate is {crime.rate(total - there, left):,.1f} per 1,000 residents."
        if left
        else ""
    )
    return f"{area.name}: {share} of its crimes are in areas that draw many visitors: {names}.{rest}"


def _busy(data: Dataset, area: Area) -> tuple[pd.Series, int, int]:
    """The LSOAs of an area that draw visitors, with why; the crimes there and in all. None where they hold too few."""
    codes = list(area.lsoa21)
    busy = visitors(data).loc[codes]
    busy = busy[busy != ""]
    counts = data.incidents(area)
    counts = counts[counts["month"].isin(data.period) & (counts["crime_type"] != crime.ASB)]
    by_area = counts.groupby("lsoa21cd")["incidents"].sum().reindex(codes, fill_value=0)
    there, total = int(by_area.loc[busy.index].sum()), int(by_area.sum())
    if area.kind == BOROUGH or not total or there / total < NOTABLE:
        return busy.iloc[:0], 0, total
    return busy, there, total


@kept(64)
def districts(data: Dataset, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """The districts of the county, highest rate first, each against that of the data.

    Columns `district`, `residents` (mid-2022), `count`, `rate`, `rate_low`, `rate_high` (per 1,000,
    exact 95% interval), `ratio` to the own rate with `low` and `high` (exact 95%), and `word`, which
    is higher or lower only where that interval excludes 1; those of the own are empty. Months from the
    API are left out, as it was asked for the own alone.
    """
    known = set(crime.held_months(crime.of_archive(data.coverage))) & set(months)
    rows = kinds.select(data.district_counts[data.district_counts["month"].isin(known)], kind)
    place = data.place
    counts = rows.groupby("ladcd")["incidents"].sum().reindex(list(place.districts), fill_value=0)
    own, own_residents = int(counts[place.code]), int(data.district_residents[place.code])
    table = []
    for code in place.districts:
        count, residents = int(counts[code]), int(data.district_residents[code])
        rates = [crime.rate(n, residents) for n in (count, *crime.poisson_interval(count))]
        against: tuple[Any, ...] = (None, None, None, "")
        if code != place.code:
            low, high = crime.ratio_interval(count, residents, own, own_residents)
            ratio = count / residents / (own / own_residents) if own else np.nan
            against = (ratio, low, high, signals.word(low, high))
        table.append((place.districts[code], residents, count, *rates, *against))
    columns = [
        "district",
        "residents",
        "count",
        "rate",
        "rate_low",
        "rate_high",
        "ratio",
        "low",
        "high",
        "word",
    ]
    frame = pd.DataFrame(table, columns=columns).astype(dict.fromkeys(["ratio", "low", "high"], float))
    return frame.sort_values("rate", ascending=False, ignore_index=True)
