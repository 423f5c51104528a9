"""All that can be found by name or postcode, in one small file for the script of the search box.

`assets/search.js` answers from it as `figures.search.find` does from the data, by the words and bounds of
`figures.names` and in the sentences of `words.search`; a browser fetches it when the box is first used, so that
nothing that is typed is sent.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pandas as pd

from charnwood import assets, clean, english, figures, words
from charnwood.cache import of_data
from charnwood.official.areas import LSOA, WARD, Area
from charnwood.store.dataset import Dataset

UNITS = "ABDEFGHJLNPQRSTUWXYZ"  # letters with which postcodes end: Royal Mail uses no others
NONE, FIRST = ".", "0"  # in a sector: no such postcode, the first of its places
MOST_BYTES = 40_000  # packed with gzip


@of_data(2)
def content(data: Dataset) -> bytes:
    """The index as JSON: the same data give the same bytes."""
    areas = [area for area in data.areas.values() if area.kind != LSOA]
    areas += [data.areas[code] for code in (*data.lsoa[2021].index, *data.lsoa[2011].index)]
    numbers = {area.key: number for number, area in enumerate(dict.fromkeys(areas))}
    index = {
        "areas": [_area(data, data.areas[key]) for key in numbers],
        "names": _names(data, numbers),
        "postcodes": _sectors(data, numbers),
        "districts": _districts(data),
        "rules": _rules() | {"letters": data.place.postcode_areas},
        "words": _words(data),
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


@of_data(2)
def address(data: Dataset) -> str:
    """Where the file is, with a hash of its content."""
    return f"{assets.PREFIX}/find-{hashlib.sha256(content(data)).hexdigest()[:8]}.json"


def _area(data: Dataset, area: Area) -> list[Any]:
    """Key, name, place in the order of kinds, what it is in words, and the words that say where it is."""
    about = figures.search.about(data, area) - common(data)
    order = figures.search.KINDS.index(area.kind)
    return [area.key, area.name, order, words.search.kind(data, area), " ".join(sorted(about))]


def common(data: Dataset) -> frozenset[str]:
    """The words that say of every area where it is."""
    return figures.search.about(data, data.whole)


def _names(data: Dataset, numbers: dict[str, int]) -> dict[str, Any]:
    """Names of places with the numbers of their areas, in the order of the search; of areas' own names, nothing.

    `wholes`: by a ward's number the places that it is the whole of; `parts`: places with the LSOA that each is a part of.
    """
    named: dict[bool, dict[str, list[int]]] = {False: {}, True: {}}
    for entry in figures.search.index(data):
        if entry.street or entry.text != figures.search.called(entry.area):
            named[entry.street].setdefault(entry.text, []).append(numbers[entry.area.key])
    wards = [area for area in data.areas.values() if area.kind == WARD]
    wholes = {numbers[ward.key]: found for ward in wards if (found := figures.places.wholes(data, ward))}
    return {
        "order": [numbers[key] for key in data.areas],
        "places": named[False],
        "streets": named[True],
        "wholes": wholes,
        "parts": [[name, numbers[key]] for name, key in sorted(figures.places.parts(data))],
    }


def _sectors(data: Dataset, numbers: dict[str, int]) -> dict[str, list[Any]]:
    """Where each postcode lies: `FIRST` is the first of a sector's places, `NONE` no postcode.

    A place is an area's number, or below 0 a district: -1 the first; `null` is a postcode without a place.
    """
    table = figures.search.postcodes(data)
    codes = list(_districts(data))
    held = (table[name].tolist() for name in ("lsoa21cd", "ladcd", "easting"))
    where = [
        numbers[lsoa]
        if not pd.isna(lsoa)
        else None
        if district == data.place.code or not easting
        else -1 - codes.index(district)
        for lsoa, district, easting in zip(*held, strict=True)
    ]
    return sectors(table.index, where)


def sectors(compact: pd.Index, where: list[Any]) -> dict[str, list[Any]]:
    """Of postcodes and the place of each: by sector its places, and which of these each of its 400 endings is."""
    told: dict[str, tuple[list[Any], list[str]]] = {}
    for code, place in zip(compact.tolist(), where, strict=True):
        places, marks = told.setdefault(code[:-2], ([], [NONE] * len(UNITS) ** 2))
        if place not in places:
            places.append(place)
        at = UNITS.index(code[-2]) * len(UNITS) + UNITS.index(code[-1])
        marks[at] = chr(ord(FIRST) + places.index(place))
    return {sector: [places, "".join(marks).rstrip(NONE)] for sector, (places, marks) in sorted(told.items())}


def _districts(data: Dataset) -> dict[str, str]:
    """Names of the districts outside that hold postcodes, "" for one not known, in the order of the file."""
    table = figures.search.postcodes(data)
    codes = table.loc[table["lsoa21cd"].isna(), "ladcd"].unique()
    return {str(code): figures.search.district(data, str(code)) for code in codes}


def _rules() -> dict[str, Any]:
    """The words and bounds by which names are held against a text."""
    own = figures.names
    return {
        "short": own.SHORT,
        "streets": sorted(own.STREETS),
        "fillers": sorted(own.FILLERS),
        "house": own.HOUSE.pattern,
        "like": own.LIKE,
        "likeWhole": own.LIKE_WHOLE,
        "start": own.START,
        "joined": own.JOINED,
        "kinds": len(figures.search.KINDS),
        "most": figures.search.MOST,
        "longest": [figures.search.LONGEST, figures.search.ADDRESS],
        "units": UNITS,
        "postcode": clean.POSTCODE,
        "takenFor": clean.TAKEN_FOR,
    }


def _words(data: Dataset) -> dict[str, Any]:
    """The sentences, and what stands in all of them."""
    own = words.search
    return {
        "sentences": own.sentences(data),
        "district": data.place.name,
        "held": own.held(data),
        "letters": english.either(data.place.postcode_areas),
        "area": own.AREA,
        "areas": own.AREAS,
        "asWard": own.AS_WARD,
        "most": own.MOST,
        "elsewhere": own.ELSEWHERE,
        "one": own.ONE,
        "several": own.MANY,
        "about": sorted(common(data)),
    }
