"""Find an area by what people call it: postcode, street, ward, village, neighbourhood, name or code.

All from the embedded tables; nothing typed is kept. Streets are police.uk's street points, so a
street may lie in several areas. Typing mistakes are forgiven by rapidfuzz.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

import geopandas as gpd
import pandas as pd
from rapidfuzz import fuzz, process, utils

from charnwood import clean
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.figures import own_area
from charnwood.official.areas import LSOA, PRIORITY, Area
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store.dataset import Dataset


def find_area(data: Dataset, text: str) -> Area:
    """The area that a key, name, postcode or LSOA code of either vintage names; raises `DataError`.

    Codes with commas between them are an own area, `NAME=` before them its name.
    """
    text = text.strip()
    wanted = clean.cell(text).casefold()
    for area in data.areas.values():
        if wanted in (area.key.casefold(), area.name.casefold()):
            return area
    if wanted.startswith("ward:"):
        return find_area(data, f"{text.strip()[5:].strip()} ward")
    if own_area.is_own(text):
        return own_area.resolve(data, text)
    if "," in text:
        name, _, codes = text.rpartition("=")
        key = own_area.key(name.strip() or own_area.UNNAMED, codes.upper().replace(" ", "").split(","))
        return own_area.resolve(data, key)
    if located := area_of_postcode(data, text):
        return located
    raise DataError(
        f"area {text[:SHOWN]!r}: expected an LSOA code, a Priority Neighbourhood, a ward ('ward:NAME'), a postcode of "
        f"{data.place.name}, codes with commas between them or {data.place.name!r}, found none of that name."
    )


def find_areas(data: Dataset, texts: Sequence[str]) -> list[Area]:
    """The areas that texts name, each once; raises `DataError`, also for two areas of one name."""
    areas = {area.key: area for area in (find_area(data, text) for text in texts)}
    names = [area.name for area in areas.values()]
    if twice := {name for name in names if names.count(name) > 1}:
        raise DataError(
            f"area: expected a name for each own area, found {min(twice)!r} twice. Write NAME=CODE,CODE."
        )
    return list(areas.values())


SHOWN = 100  # characters of a text that a message repeats
LONGEST, ADDRESS = 60, 300  # characters of a text in which a name, and a code or postcode, are looked for
ENOUGH = 76  # of 100: how like an entry a text must be
SURE = 85  # of 100: how like all of an answer's name all of a text must be to be taken at once
FAR = 45  # how far below the best answer another may lie
MOST = 8  # hits that are shown
NEAR = "On or near "
LIKE_WORD = 82  # of 100: how like a street's own word a typed word must be
# What streets are called after their own words, as people write it and in full
STREETS = {
    word: words[0]
    for words in (
        *(("avenue", "ave"), ("close", "cl"), ("court", "ct"), ("crescent", "cres"), ("drive", "dr")),
        *(("lane", "ln"), ("road", "rd"), ("street", "st"), ("gardens",), ("grove",), ("mews",), ("place",)),
        *(("terrace",), ("walk",), ("way",)),
    )
    for word in words
}
# Kinds of place that police.uk names instead of a street: they say nothing of where
UNNAMED = re.compile(
    r"parking area|supermarket|nightclub|petrol station|sports/|shopping area|park/open", re.I
)


@dataclass(frozen=True)
class Hit:
    """One answer: the key of an area, and what it is in words."""

    key: str
    label: str


class Outcome(StrEnum):
    """What became of a text that was looked for."""

    EMPTY = auto()
    UNKNOWN_CODE = auto()
    CODE = auto()
    NO_NAME = auto()
    SEVERAL = auto()
    NAME = auto()
    LIKE = auto()
    UNKNOWN_POSTCODE = auto()
    POSTCODE_OUTSIDE = auto()
    POSTCODE_NOWHERE = auto()
    POSTCODE = auto()
    UNKNOWN_PART = auto()
    PART_OUTSIDE = auto()
    PART = auto()


@dataclass(frozen=True)
class Found:
    """All answers to a text, best first, what became of it, and whether the one answer is what was typed.

    `text` is the code, postcode or part of one as it is written, `districts` the names of those outside that hold it
    ("" for one not known). Of a part of a postcode: how many `postcodes` begin with it, in how many `areas`.
    """

    hits: tuple[Hit, ...]
    outcome: Outcome
    sure: bool = False
    text: str = ""
    districts: tuple[str, ...] = ()
    postcodes: int = 0
    areas: int = 0


@dataclass(frozen=True)
class _Entry:
    text: str
    label: str
    area: Area
    street: bool = False


def find(data: Dataset, text: str, vintage: int | None = None) -> Found:
    """The areas that a text may mean, at most eight.

    Areas of any kind; with `vintage` the LSOAs of that vintage stand for one of the other. A postcode
    outside gets the name of its district and no area.
    """
    text = clean.cell(text[:ADDRESS])
    if not text:
        return Found((), Outcome.EMPTY)
    if codes := clean.codes(text):
        code = next((code for code in codes if code in data.areas), "")
        if not code:
            return Found((), Outcome.UNKNOWN_CODE, text=codes[0])
        hits = _hits([(data.areas[code], f"{data.areas[code].name} · {code}")], data, vintage)
        return Found(hits, Outcome.CODE, len(hits) == 1, code)
    meant = clean.postcodes(text)
    held = next((postcode for postcode in meant if postcode in _postcodes(data).index), None)
    if held or (meant and clean.compact(text) in (meant[0], *clean.spellings(meant[0]))):
        return _postcode(data, held or meant[0], vintage)
    part = clean.part_of_postcode(text)
    if part and utils.default_process(text) not in _names(data):  # A46 is a road
        return _part_of_postcode(data, *part, vintage)
    named = _named(data, text[:LONGEST], vintage)
    # Letters alone are no postcode: many a "Close" could be read as one
    digits = any(letter.isdigit() for letter in text)
    return _postcode(data, meant[0], vintage) if meant and digits and not named.sure else named


@of_data(2)
def _names(data: Dataset) -> frozenset[str]:
    return frozenset(str(utils.default_process(entry.text)) for entry in index(data))


def _named(data: Dataset, text: str, vintage: int | None) -> Found:
    """The areas that a name may mean: of an area, a village or a street."""
    entries = index(data)
    ranked = process.extract(
        text,
        [entry.text for entry in entries],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=ENOUGH,
        limit=None,
    )
    worth = {
        place: _worth(text, entries[place], score)
        for _, score, place in ranked
        if not entries[place].street or _is_street(text, entries[place].text)
    }
    best = max(worth.values(), default=0)
    order = sorted((place for place in worth if worth[place] > best - FAR), key=lambda place: -worth[place])
    if _words(text)[-1:] and _words(text)[-1] in STREETS:
        # A street that is not held lies in no area for the sake of its name
        order = [place for place in order if entries[place].street or _is_name(text, entries[place])]
    hits = _hits([(entries[place].area, entries[place].label) for place in order], data, vintage)
    if not hits:
        return Found((), Outcome.NO_NAME)
    if len(hits) > 1:
        return Found(hits, Outcome.SEVERAL)
    # Words that nothing here bears may be what was meant: then the one answer is offered, never taken
    sure = _is_name(text, entries[order[0]])
    return Found(hits, Outcome.NAME if sure else Outcome.LIKE, sure)


@of_data(2)
def index(data: Dataset) -> tuple[_Entry, ...]:
    """Everything that can be found by name, each with its area."""
    entries = []
    for area in data.areas.values():
        more = {LSOA: f" · {area.key}", PRIORITY: f" ({PRIORITY})"}.get(area.kind, "")
        entries.append(_Entry(area.name, f"{area.name}{more}", area))
    for place, code in _places(data).items():
        area = _lsoa(data, code)
        entries.append(_Entry(place, f"{place}, in {area.name} · {area.key}", area))
    streets = data.table("crime/street.parquet")
    counted = streets.groupby(["location", "lsoa21cd"], as_index=False)["incidents"].sum()
    for row in counted.sort_values("incidents", ascending=False).itertuples():
        street = str(row.location).removeprefix(NEAR).strip()
        if street and not UNNAMED.search(street):
            area = _lsoa(data, str(row.lsoa21cd))
            entries.append(_Entry(street, f"{street}, in {area.name} · {area.key}", area, street=True))
    return tuple(entries)


def area_of_postcode(data: Dataset, text: str) -> Area | None:
    """The 2021 LSOA of a full postcode of the district, or none."""
    table = _postcodes(data)
    compact = next((code for code in clean.postcodes(text[:ADDRESS]) if code in table.index), None)
    if compact is None or pd.isna(table.loc[compact, "lsoa21cd"]):
        return None
    return _lsoa(data, table.loc[compact, "lsoa21cd"])


@of_data(2)
def _postcodes(data: Dataset) -> pd.DataFrame:
    table = data.table("places/postcodes.parquet")
    return table.set_index(table["postcode"].str.replace(" ", ""))


def _postcode(data: Dataset, compact: str, vintage: int | None) -> Found:
    shown = f"{compact[:-3]} {compact[-3:]}"
    table = _postcodes(data)
    if compact not in table.index:
        return Found((), Outcome.UNKNOWN_POSTCODE, text=shown)
    row = table.loc[compact]
    if (row["ladcd"] == data.place.code and pd.isna(row["lsoa21cd"])) or not row["easting"]:
        return Found((), Outcome.POSTCODE_NOWHERE, text=shown)
    if pd.isna(row["lsoa21cd"]):
        districts = _districts(data, [row["ladcd"]])
        return Found((), Outcome.POSTCODE_OUTSIDE, text=shown, districts=districts)
    area = _lsoa(data, row["lsoa21cd"])
    hits = _hits([(area, f"{area.name} · {area.key}")], data, vintage)
    return Found(hits, Outcome.POSTCODE, len(hits) == 1, shown)


def _part_of_postcode(data: Dataset, district: str, rest: str, vintage: int | None) -> Found:
    compact = f"{district} {rest}".strip()
    table = _postcodes(data)
    rows = table[(table.index.str[:-3] == district) & table.index.str[-3:].str.startswith(rest)]
    own = rows["lsoa21cd"].dropna()
    if rows.empty:
        return Found((), Outcome.UNKNOWN_PART, text=compact)
    if own.empty:
        districts = _districts(data, rows["ladcd"])
        return Found((), Outcome.PART_OUTSIDE, text=compact, districts=districts)
    counts = own.value_counts()
    areas = [_lsoa(data, str(code)) for code in counts.index]
    hits = _hits([(area, f"{area.name} · {area.key}") for area in areas], data, vintage)
    return Found(hits, Outcome.PART, text=compact, postcodes=len(own), areas=len(counts))


def _worth(text: str, entry: _Entry, score: float) -> float:
    """How well an entry answers: by its own name, by its label (street and area), areas before streets."""
    label = fuzz.token_set_ratio(text, entry.label, processor=utils.default_process)
    exact = utils.default_process(text) == utils.default_process(entry.text)
    return score + label / 2 + 10 * exact + 5 * (entry.text in entry.area.name)


def _words(text: str) -> list[str]:
    return str(utils.default_process(text)).split()


def _is_name(text: str, entry: _Entry) -> bool:
    """Whether a text is all of an entry's name, mistakes in typing aside."""
    return fuzz.token_sort_ratio(text, entry.text, processor=utils.default_process) >= SURE


def _is_street(text: str, street: str) -> bool:
    """Whether a text has a word that is a street's own, or nearly; "Road" is none, and "Lane" at its end no road."""
    typed, own = _words(text), _words(street)
    kind = STREETS.get(typed[-1]) if typed else None
    kinds = {STREETS[word] for word in own if word in STREETS}
    if kind and kinds and kind not in kinds:
        return False
    typed, own = ([word for word in name if word not in STREETS] or name for name in (typed, own))
    if fuzz.ratio("".join(typed), "".join(own)) >= LIKE_WORD:
        return True
    return any(
        fuzz.ratio(word, mine) >= LIKE_WORD or (len(word) > 3 and mine.startswith(word))
        for word in typed
        for mine in own
    )


def _hits(found: Iterable[tuple[Area, str]], data: Dataset, vintage: int | None) -> tuple[Hit, ...]:
    """The first eight different answers, their LSOAs of the vintage where one is given."""
    hits: dict[str, Hit] = {}
    for area, label in found:
        if vintage is None or area.kind != LSOA or area.key in area.codes(vintage):
            hits.setdefault(area.key, Hit(area.key, label))
        else:
            for code in area.codes(vintage):
                member = data.areas[code]
                hits.setdefault(code, Hit(code, f"{member.name} · {code}"))
    return tuple(hits.values())[:MOST]


def _lsoa(data: Dataset, lsoa21cd: str) -> Area:
    return data.areas[lsoa21cd]


def _districts(data: Dataset, codes: Iterable[object]) -> tuple[str, ...]:
    """The names of districts, each once; "" for one not known."""
    known = data.place.counted | dict(data.place.neighbours)
    return tuple(dict.fromkeys(known.get(str(code), "") for code in codes))


def _places(data: Dataset) -> dict[str, str]:
    """Towns and villages: the 2021 LSOA that holds the point of each label."""
    labels = data.labels
    points = gpd.GeoDataFrame(
        labels[["name"]], geometry=gpd.points_from_xy(labels["lon"], labels["lat"], crs=WGS84)
    ).to_crs(NATIONAL_GRID)
    held = gpd.sjoin(points, data.lsoa[2021][["geometry"]], predicate="within")
    return dict(zip(held["name"], held.iloc[:, -1], strict=True))
