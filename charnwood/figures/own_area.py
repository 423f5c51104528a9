"""An area of a reader's own: LSOAs that were clicked, drawn around, pasted or taken with a ward.

It lives in the address alone, as a name and codes, and becomes an `Area` like any other. The codes
are those of 2021, because every LSOA of 2011 is made of whole ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import shape

from charnwood import clean
from charnwood.checks import DataError
from charnwood.official.areas import OWN, RESERVED, Area
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store.dataset import Dataset

PREFIX = "own"
BETWEEN = "~"  # between the parts of a key; needs no escape in an address
LONGEST = 40  # characters of a name
UNNAMED = "Own area"
# Letters of any alphabet, figures and a few marks: nothing that a page would read as markup
NAME = re.compile(r"[^\W_](?:[^\W_]|[ '’&()/-])*")
MOST_TEXT = 20_000  # characters of a pasted text that are looked at


@dataclass(frozen=True)
class Pasted:
    """What a pasted text holds: LSOAs of the district by their codes of 2021, and how many of them are new.

    `foreign` are codes that are none of the district, `other` the number of pieces that are no code;
    `empty`: it holds nothing; `cut`: it is longer than what is read.
    """

    lsoa21: frozenset[str]
    new: int = 0
    foreign: tuple[str, ...] = ()
    other: int = 0
    empty: bool = False
    cut: bool = False


def key(name: str, codes: Iterable[str]) -> str:
    """The key of an own area, as it stands in an address; the order of the codes does not matter."""
    return BETWEEN.join([PREFIX, name, ".".join(sorted(set(codes)))])


def tidy(text: str) -> str:
    """A key as `key` writes it, whatever the order of its codes; any other text as it is."""
    parts = text.split(BETWEEN)
    return key(parts[1], parts[2].split(".")) if len(parts) == 3 and parts[0] == PREFIX else text


def resolve(data: Dataset, text: str) -> Area:
    """The area of a key, embedded or own; raises `DataError` where it is neither."""
    return data.areas.get(text) or area(data.names, text, data.place.name, taken(data))


def taken(data: Dataset) -> list[str]:
    """Names that an own area cannot have."""
    place = data.place
    compared = filter(None, (place.county, place.rest, place.elsewhere))
    return [*RESERVED, *compared, *(area.name for area in data.areas.values())]


def is_own(text: object) -> bool:
    """Whether a key is that of an own area."""
    return isinstance(text, str) and text.startswith(PREFIX + BETWEEN)


def has_codes(text: str) -> bool:
    """Whether a text may name an area, its own or not; the key of a name alone ends where its codes would begin."""
    return bool(text) and not (is_own(text) and text.endswith(BETWEEN) and text.count(BETWEEN) == 2)


def named(text: str) -> str:
    """The name in the key of an own area, with or without codes; the usual one where there is no key."""
    return text.split(BETWEEN)[1] if is_own(text) and text.count(BETWEEN) == 2 else UNNAMED


def without_codes(data: Dataset, text: str) -> str:
    """The key of a name alone, `own~NAME~`, or no text; raises `DataError` for a name that cannot be one."""
    if named(text) == UNNAMED:
        return ""
    if fault := name_fault(named(text), taken(data)):
        raise DataError(f"own area {text[:80]!r}: {fault}")
    return key(named(text), ())


def area(names: pd.DataFrame, text: str, district: str, taken: Collection[str] = ()) -> Area:
    """The area that a key of the form `own~NAME~CODE.CODE` names.

    `names` pairs the LSOAs of 2011 and 2021 of `district`; codes of either are accepted, a code of 2011 stands for
    all its parts. `taken` are names of other areas. Raises `DataError` for any other text.
    """
    parts = text.split(BETWEEN)
    if len(parts) != 3 or parts[0] != PREFIX:
        raise DataError(f"own area {text[:80]!r}: expected {PREFIX}{BETWEEN}NAME{BETWEEN}CODE.CODE.")
    codes = set(parts[2].split("."))
    rows = names[names["lsoa21cd"].isin(codes) | names["lsoa11cd"].isin(codes)]
    unknown = codes - {*rows["lsoa21cd"], *rows["lsoa11cd"]}
    if unknown:
        raise DataError(
            f"own area {text[:80]!r}: expected codes of LSOAs in {district}, found {min(unknown)[:20]!r}."
        )
    name = parts[1]
    if fault := name_fault(name, taken):
        raise DataError(f"own area {text[:80]!r}: {fault}")
    lsoa11, lsoa21 = (tuple(sorted(set(rows[code]))) for code in ("lsoa11cd", "lsoa21cd"))
    return Area(key(name, codes), name, OWN, lsoa11, lsoa21)


def name_fault(name: str, taken: Collection[str] = ()) -> str:
    """Why a name cannot be that of an own area: the message of an error, empty when it can."""
    if not 1 <= len(name) <= LONGEST:
        return f"A name has 1 to {LONGEST} characters."
    if not NAME.fullmatch(name):
        return "A name has letters, figures, spaces and the marks ' & ( ) / -, and begins with a letter or figure."
    if clean.fold(name) in {clean.fold(other) for other in taken}:
        return f"“{name}” is the name of another area; choose a different one."
    return ""


def pasted(names: pd.DataFrame, text: str, held: Collection[str] = ()) -> Pasted:
    """The LSOAs that a pasted text names by their codes, whatever stands between and around them.

    `names` as in `area`; `held` are the codes of 2021 selected already. Nothing of the text is kept.
    """
    pieces = [piece for piece in re.split(r"[\s,;|\"'.]+", text[:MOST_TEXT]) if piece]
    held_codes = [clean.codes(piece) for piece in pieces]
    codes = [code for found_codes in held_codes for code in found_codes]
    rows = names[names["lsoa11cd"].isin(codes) | names["lsoa21cd"].isin(codes)]
    found = frozenset(rows["lsoa21cd"])
    own = {*rows["lsoa11cd"], *rows["lsoa21cd"]}
    return Pasted(
        found,
        new=len(found - set(held)),
        foreign=tuple(dict.fromkeys(code for code in codes if code not in own)),
        other=sum(not found_codes for found_codes in held_codes),
        empty=not pieces,
        cut=len(text) > MOST_TEXT,
    )


def drawn(shapes: gpd.GeoDataFrame, drawing: Any) -> list[str]:
    """Codes of the LSOAs whose middle lies inside a drawn GeoJSON polygon, WGS84.

    `shapes` are polygons in EPSG:27700, index LSOA code; the middle is a point that surely lies
    inside. A line that encloses nothing takes nothing.
    """
    try:
        line = (
            gpd.GeoSeries([shape(drawing["geometry"])], crs=WGS84).to_crs(NATIONAL_GRID).make_valid().iloc[0]
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return []
    return shapes.index[shapes.representative_point().within(line)].tolist()


def changed(
    names: pd.DataFrame, held: Iterable[str], before: Iterable[str], after: Iterable[str]
) -> set[str]:
    """The LSOAs of 2021 after codes of either vintage were added and taken out.

    `held` are the codes of 2021 selected, `before` and `after` the codes shown, of one vintage. A part
    of a split area that was chosen alone stays alone as long as its whole is not taken out.
    """
    old, new = set(before), set(after)

    def parts(codes: set[str]) -> set[str]:
        return set(names.loc[names["lsoa11cd"].isin(codes) | names["lsoa21cd"].isin(codes), "lsoa21cd"])

    return (set(held) - parts(old - new)) | parts(new - old)
