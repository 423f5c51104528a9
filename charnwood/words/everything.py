"""Headings, units and sources of the file that holds all of each small area."""

from __future__ import annotations

import re
from collections.abc import Iterable

from charnwood import english, figures
from charnwood.official import census
from charnwood.official.deprivation import CHOSEN, MAPPED
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS, OLD_LSOAS
from charnwood.store.dataset import Dataset
from charnwood.words import age, methods, standing_text

TITLE = "Everything about each small area"
WHOLE, ALONE = "The whole {}", "The Priority Neighbourhoods alone"
NOTES, SHEET = "Notes and sources", "Small areas"
COLUMN, MEANING = "Column", "What it is"
PLAIN = {
    "lsoa21cd": (f"LSOA code ({NEW_LSOAS})", f"The small area, as it is since {NEW_LSOAS}."),
    "lsoa11cd": (f"LSOA code ({OLD_LSOAS})", f"The small area of {OLD_LSOAS} that it is, or was a part of."),
    "name": ("Name", "Its name: that of its MSOA (House of Commons Library), and a letter."),
    "ward": ("Ward", "The present ward that fits it best (ONS)."),
    "former_ward": ("Former ward", "The ward of before that held the middle of its residents."),
    "neighbourhood": ("Priority Neighbourhood", "The Priority Neighbourhood that it belongs to."),
    "part_of_lsoa11": (
        f"Part of a larger area of {OLD_LSOAS}",
        f"“yes”: the small area of {OLD_LSOAS} was larger, and every figure of the Indices of {CHOSEN} is of all of it.",
    ),
    "residents": (f"Residents, mid-{LATEST_POPULATION}", "People, ONS's estimate."),
    "households": (f"Households, {census.YEAR}", f"Households on {census.DAY}."),
}
MERGED = f"“{figures.change.MERGED}”: it was made of several areas or drawn anew, and has no figure of its own in the Indices of {CHOSEN}."
RECORDED = {  # their headings end with the months
    "crimes": (
        "Crimes",
        "Crimes of police.uk, all types but anti-social behaviour, placed on or near the small area.",
    ),
    "asb": ("Anti-social behaviour", "Incidents of police.uk, placed on or near the small area."),
    "crimes_per_1000": ("Crimes per 1,000 residents", "The same for every 1,000 residents of mid-{year}."),
    "asb_per_1000": (
        "Anti-social behaviour per 1,000 residents",
        "The same for every 1,000 residents of mid-{year}.",
    ),
}


def lead(data: Dataset) -> str:
    """What the file holds."""
    return (
        f"{TITLE} in one file: both codes, names, ward, {'neighbourhood, ' if data.neighbourhoods else ''}rank and "
        f"decile of every domain by the Indices of {english.years(MAPPED)}, residents, households"
        f"{f', crime ({english.months(data.period)})' if data.has_crime else ''} and Census {census.YEAR}."
    )


def headings(data: Dataset, columns: Iterable[str]) -> dict[str, str]:
    """A heading for people for each column of `figures.everything.table`."""
    return {column: _told(data, column)[0] for column in columns}


def meanings(data: Dataset, columns: Iterable[str]) -> list[tuple[str, str]]:
    """Each column's heading and what it is, with its unit."""
    return [_told(data, column) for column in columns]


def _told(data: Dataset, column: str) -> tuple[str, str]:
    if column == "part_of_lsoa11" and data.redrawn:
        heading, meaning = PLAIN[column]
        return heading, f"{meaning} {MERGED}"
    if column in PLAIN:
        return PLAIN[column]
    if column in RECORDED:
        heading, meaning = RECORDED[column]
        year = figures.population.mid_year(data.period)
        return f"{heading}, {english.months(data.period)}", meaning.format(year=year)
    if found := re.fullmatch(r"(\w+)_(rank|decile)_(\d{4})", column):
        measure = next(m for m in figures.everything.MEASURES if m.key == found[1])
        areas = f"{MAPPED[int(found[3])].areas:,}"
        of = (
            f"1 is the most deprived of England's {areas}"
            if found[2] == "rank"
            else "1 is England's most deprived tenth"
        )
        return (
            f"{measure.name} {found[2]} {found[3]}",
            f"{english.capital(found[2])} by the Indices of {found[3]}; {of}.",
        )
    key, _, group = column.removeprefix("census_").partition(": ")
    topic = next(topic for topic in census.TOPICS if topic.key == key)
    return (
        f"{topic.title}: {group} (%)",
        f"Per cent of {topic.unit}, Census {census.YEAR} ({topic.table}); empty where a count under {figures.census.LEAST} "
        "could be worked out.",
    )


def sources(data: Dataset) -> list[str]:
    """Where the figures come from, which months they are of, and what they do not say."""
    return [
        *(standing_text.source_iod(year) for year in MAPPED),
        *filter(None, [standing_text.source_police(data.place, data.period)]),
        *methods.attributions(data),
        *([data.reading] if data.neighbourhoods else []),
        *([standing_text.CAUTION] if data.has_crime else [age.not_held(data)]),
        f"Data version {data.version}.",
    ]
