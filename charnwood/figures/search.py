"""Find an area by what people call it: postcode, street, ward, village, neighbourhood, name or code.

All from the embedded tables; nothing typed is kept. Streets are police.uk's street points, so a
street may lie in several areas. `names` says which typing mistakes are forgiven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, auto

import pandas as pd

from charnwood import clean
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.figures import names, own_area, places
from charnwood.official.areas import BOROUGH, FORMER_WARD, LSOA, PRIORITY, VILLAGE, WARD, Area
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
    called = [area.name for area in areas.values()]
    if twice := {name for name in called if called.count(name) > 1}:
        raise DataError(
            f"area: expected a name for each own area, found {min(twice)!r} twice. Write NAME=CODE,CODE."
        )
    return list(areas.values())


SHOWN = 100  # characters of a text that a message repeats
LONGEST, ADDRESS = 60, 300  # characters of a text in which a name, and a code or postcode, are looked for
MOST = 8  # hits that are shown
NEAR = "On or near "
KINDS = (BOROUGH, PRIORITY, VILLAGE, WARD, LSOA, FORMER_WARD)
# Kinds of place that police.uk names instead of a street: they say nothing of where
UNNAMED = re.compile(
    r"parking area|supermarket|nightclub|petrol station|sports/|shopping area|park/open", re.I
)


@dataclass(frozen=True)
class Hit:
    """One answer: the key of an area, the name that was found, the area's name where that is another, an LSOA's code.

    Of an estate or a village the small area's name has "part of" before it where it is of more ground than that.

    `ward` is the name of a ward that was found by the name of the place that it is the whole of.
    """

    key: str
    name: str
    area: str = ""
    code: str = ""
    ward: str = ""

    @property
    def plain(self) -> str:
        """The answer for people who know no codes."""
        return f"{self.name}, in {self.area}" if self.area else self.name

    @property
    def label(self) -> str:
        """The answer for those who do."""
        other = self.code or self.ward
        return f"{self.plain} · {other}" if other else self.plain


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
    OTHER_POSTCODE = auto()
    POSTCODE_OUTSIDE = auto()
    POSTCODE_NOWHERE = auto()
    POSTCODE = auto()
    UNKNOWN_PART = auto()
    OTHER_PART = auto()
    PART_OUTSIDE = auto()
    PART = auto()


@dataclass(frozen=True)
class Found:
    """All answers to a text, best first, what became of it, and whether the one answer is what was typed.

    `whole` where the text is the first answer's name.
    `text` is the code, postcode or part of one as it is written, `districts` the names of those outside that hold it
    ("" for one not known). Of a part of a postcode: in how many `areas` it is.
    """

    hits: tuple[Hit, ...]
    outcome: Outcome
    sure: bool = False
    text: str = ""
    districts: tuple[str, ...] = ()
    areas: int = 0
    whole: bool = False
    together: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A name that can be found: its words, its area, the words that say where it is, and whether it is a street."""

    text: str
    area: Area
    words: tuple[str, ...]
    place: frozenset[str]
    street: bool = False

    @property
    def order(self) -> int:
        """Its place among names that are as well meant: whole places before their parts, areas before streets."""
        return len(KINDS) if self.street else KINDS.index(self.area.kind)


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
        hits = _hits([(data.areas[code], "")], data, vintage)
        return Found(hits, Outcome.CODE, len(hits) == 1, code)
    meant = clean.postcodes(text)
    held = next((postcode for postcode in meant if postcode in postcodes(data).index), None)
    if held or (meant and clean.compact(text) in (meant[0], *clean.spellings(meant[0]))):
        return _postcode(data, held or meant[0], vintage)
    named = _named(data, text[:LONGEST], vintage)
    part = clean.part_of_postcode(text)
    if part and not named.whole:  # A46 is a road
        return _part_of_postcode(data, *part, vintage)
    # Letters alone are no postcode: many a "Close" could be read as one
    digits = any(letter.isdigit() for letter in text)
    return _postcode(data, meant[0], vintage) if meant and digits and not named.sure else named


def taken(data: Dataset, found: Found) -> Hit | None:
    """The answer that Enter takes: the only one that can be meant, or the Priority Neighbourhood whose name was typed.

    A ward of a like name is meant by who types "ward".
    """
    first = found.hits[0] if found.hits else None
    if first and (found.sure or (found.whole and data.areas[first.key].kind == PRIORITY)):
        return first
    return None


def namesakes(data: Dataset, keys: Sequence[str]) -> list[str]:
    """The Priority Neighbourhoods among areas, by name, of whose name a ward is among them too."""
    areas = [data.areas[key] for key in keys if key in data.areas]
    wards = {one.name.partition(" ward")[0] for one in areas if one.kind in (WARD, FORMER_WARD)}
    return [one.name for one in areas if one.kind == PRIORITY and one.name in wards]


def _named(data: Dataset, text: str, vintage: int | None) -> Found:
    """The areas that a name may mean: of an area, a village or a street."""
    entries = index(data)
    answers = names.Answers(text, vocabulary(data))
    levels = [answers.level(entry.words, entry.place) if answers.typed else None for entry in entries]
    best = min((level for level in levels if level is not None), default=names.WHOLE)
    # Exact before like: what answers less well is left out, but for names that begin as a whole name does
    worst = max(best, names.NAME)
    found = [number for number, level in enumerate(levels) if level is not None and level <= worst]
    found.sort(key=lambda n: (levels[n], entries[n].order, *answers.closeness(entries[n].words), n))
    hits = _hits([(entries[number].area, entries[number].text) for number in found], data, vintage)
    whole = best == names.WHOLE and bool(hits)
    if not hits:
        return Found((), Outcome.NO_NAME)
    if len(hits) > 1:
        name = entries[found[0]].text
        same = [entries[number].area for number in found if entries[number].text == name]
        return Found(
            hits, Outcome.SEVERAL, whole=whole, together=_together(data, name, same) if whole else ()
        )
    # Words that nothing here bears may be what was meant: then the one answer is offered, never taken
    sure = answers.covers(entries[found[0]].words)
    return Found(hits, Outcome.NAME if sure else Outcome.LIKE, sure, whole=whole)


def _together(data: Dataset, name: str, areas: Sequence[Area]) -> tuple[Hit, ...]:
    """Several small areas that bear a name, as one own area of it; a street of that name in two towns is two streets."""
    codes = {code for area in areas for code in area.lsoa21}
    towns = set(data.names.loc[data.names["lsoa21cd"].isin(codes), "place"].str.partition(" (")[0])
    if len(areas) < 2 or len(towns) > 1 or any(area.kind != LSOA for area in areas):
        return ()
    key = own_area.key(name, codes)
    with suppress(DataError):  # a name that no own area may have
        return (Hit(own_area.resolve(data, key).key, name),)
    return ()


@of_data(2)
def vocabulary(data: Dataset) -> frozenset[str]:
    """Every word of a name that can be found, or that says where one is."""
    return frozenset(word for entry in index(data) for word in (*entry.words, *entry.place))


@of_data(2)
def index(data: Dataset) -> tuple[Entry, ...]:
    """Everything that can be found by name: areas, towns and villages, then streets by letters."""
    found = [(called(area), area, False) for area in data.areas.values()]
    found += [(place, area, False) for place, area in places.labelled(data)]
    found += [(name, area, False) for name, area in places.also(data)]
    streets = data.table("crime/street.parquet")
    counted = streets.groupby(["location", "lsoa21cd"], as_index=False)["incidents"].sum()
    counted["street"] = counted["location"].str.removeprefix(NEAR).str.strip()
    nowhere = counted["street"].isin(["", *(text for text, _, _ in found)]) | counted["street"].str.contains(
        UNNAMED
    )
    counted = counted[~nowhere]
    rows = counted.sort_values(["street", "incidents", "lsoa21cd"], ascending=[True, False, True])
    found += [(row.street, data.areas[str(row.lsoa21cd)], True) for row in rows.itertuples()]
    where = {key: about(data, data.areas[key]) for key in {area.key for _, area, _ in found}}
    return tuple(
        Entry(text, area, names.words(text), where[area.key], street) for text, area, street in found
    )


def called(area: Area) -> str:
    """What people call an area: a former ward without the words that say it is one."""
    return area.name.split(" (before")[0]


@of_data(512)
def about(data: Dataset, area: Area) -> frozenset[str]:
    """What people say of where an area is: its own name, places, wards, the district, the county, "village"."""
    within = data.names.loc[data.names["lsoa21cd"].isin(area.lsoa21), ["place", "ward"]]
    own = () if area.kind == BOROUGH else (*within["place"], *within["ward"], area.name)
    where = names.words(" ".join((*dict.fromkeys(own), data.place.name, data.place.county)))
    return frozenset((*where, *names.GENERAL)) - {"ward"}


def area_of_postcode(data: Dataset, text: str) -> Area | None:
    """The 2021 LSOA of a full postcode of the district, or none."""
    table = postcodes(data)
    compact = next((code for code in clean.postcodes(text[:ADDRESS]) if code in table.index), None)
    if compact is None or pd.isna(table.loc[compact, "lsoa21cd"]):
        return None
    return data.areas[table.loc[compact, "lsoa21cd"]]


@of_data(2)
def every_postcode(data: Dataset) -> pd.DataFrame:
    """Every postcode that is held, by it without a blank, with its small areas wherever they are."""
    table = data.table("places/postcodes.parquet")
    return table.set_index(table["postcode"].str.replace(" ", ""))


@of_data(2)
def postcodes(data: Dataset) -> pd.DataFrame:
    """As `every_postcode`; `lsoa21cd` is empty outside the district."""
    table = every_postcode(data)
    return table.assign(lsoa21cd=table["lsoa21cd"].where(table["lsoa21cd"].isin(data.lsoa[2021].index)))


@of_data(2)
def covered(data: Dataset) -> bool:
    """Whether the postcode areas that are held reach into every small area of the district: then others are elsewhere."""
    return set(data.lsoa[2021].index) <= set(every_postcode(data)["lsoa21cd"].dropna().unique())


def _other(data: Dataset, text: str) -> bool:
    """Whether a postcode, or a part of one, begins as those of no area that is held."""
    return not re.fullmatch(f"({'|'.join(data.place.postcode_areas)})[^A-Z].*", text)


def _postcode(data: Dataset, compact: str, vintage: int | None) -> Found:
    shown = f"{compact[:-3]} {compact[-3:]}"
    table = postcodes(data)
    if compact not in table.index:
        other = _other(data, compact)
        return Found((), Outcome.OTHER_POSTCODE if other else Outcome.UNKNOWN_POSTCODE, text=shown)
    row = table.loc[compact]
    if (row["ladcd"] == data.place.code and pd.isna(row["lsoa21cd"])) or not row["easting"]:
        return Found((), Outcome.POSTCODE_NOWHERE, text=shown)
    if pd.isna(row["lsoa21cd"]):
        districts = _districts(data, [row["ladcd"]])
        return Found((), Outcome.POSTCODE_OUTSIDE, text=shown, districts=districts)
    area = data.areas[row["lsoa21cd"]]
    hits = _hits([(area, "")], data, vintage)
    return Found(hits, Outcome.POSTCODE, len(hits) == 1, shown)


def _part_of_postcode(data: Dataset, district: str, rest: str, vintage: int | None) -> Found:
    compact = f"{district} {rest}".strip()
    table = postcodes(data)
    rows = table[(table.index.str[:-3] == district) & table.index.str[-3:].str.startswith(rest)]
    own = rows["lsoa21cd"].dropna()
    if rows.empty:
        other = _other(data, compact)
        return Found((), Outcome.OTHER_PART if other else Outcome.UNKNOWN_PART, text=compact)
    if own.empty:
        districts = _districts(data, rows["ladcd"])
        return Found((), Outcome.PART_OUTSIDE, text=compact, districts=districts)
    counts = own.groupby(own, sort=False).size().sort_values(ascending=False, kind="stable")
    areas = [data.areas[str(code)] for code in counts.index]
    hits = _hits([(area, "") for area in areas], data, vintage)
    return Found(hits, Outcome.PART, text=compact, areas=len(counts))


def _hits(found: Iterable[tuple[Area, str]], data: Dataset, vintage: int | None) -> tuple[Hit, ...]:
    """The first eight different answers, their LSOAs of the vintage where one is given."""
    hits: dict[str, Hit] = {}
    for area, name in found:
        if vintage is None or area.kind != LSOA or area.key in area.codes(vintage):
            hits.setdefault(area.key, _hit(data, area, name))
        else:
            for code in area.codes(vintage):
                hits.setdefault(code, Hit(code, data.areas[code].name, code=code))
    return tuple(hits.values())[:MOST]


def _hit(data: Dataset, area: Area, name: str) -> Hit:
    """An area as an answer to a name; a name that its own begins with is left to that."""
    if area.kind == WARD and name in places.wholes(data, area):
        return Hit(area.key, name, ward=area.name)
    own = not name or area.name.startswith(name)
    code = area.key if area.kind == LSOA else ""
    whole = f"part of {area.name}" if (name, area.key) in places.parts(data) else area.name
    return Hit(area.key, area.name if own else name, "" if own else whole, code)


def _districts(data: Dataset, codes: Iterable[object]) -> tuple[str, ...]:
    """The names of districts, each once; "" for one not known."""
    return tuple(dict.fromkeys(district(data, str(code)) for code in codes))


def district(data: Dataset, code: str) -> str:
    """The name of a district; "" for one not known."""
    return (data.place.counted | dict(data.neighbours)).get(code, "")
