"""Priority Neighbourhoods and every other group of LSOAs; population-weighted summaries.

A council may name Priority Neighbourhoods, as parts of wards, estates and villages, without a list of
LSOAs. `priority_neighbourhoods.csv` is a reading of that, which an officer may edit; a place may have none.
A group is summarised by the population-weighted average score, the share of its population in
England's most deprived 10%, 20% and 30%, and counts of LSOAs; never by a mean of ranks or deciles.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from charnwood import clean, english
from charnwood.checks import DataError, Faults
from charnwood.official import editable

PRIORITY_FILE = "priority_neighbourhoods.csv"
SHARES = (10, 20, 30)
PRIORITY, WARD, FORMER_WARD, VILLAGE = "Priority Neighbourhood", "Ward", "Former ward", "Town or village"
LSOA, BOROUGH, OWN = "LSOA", "Borough", "Own area"
REMEDY = "Correct the lines named here; each needs a neighbourhood's name and the code of a 2011 LSOA of {}."
COLUMNS = ("neighbourhood", "lsoa11cd")
LONGEST = 80  # characters of a neighbourhood's name
MARKS = (
    " '’&()/-–,.+"  # that a name may have beside letters and figures: none that a page would read as markup
)
# Headings of tables, names of what areas are compared with, and what programs write for nothing
RESERVED = (
    *("England's middle area", "England's average"),
    *("Area", "Code", "Count", "Domain", "Indicator", "LSOA", "LSOAs", "Month", "Type", "Unit"),
)
NO_NAME = ("England", PRIORITY, WARD, FORMER_WARD, VILLAGE, BOROUGH, OWN, "own", "nan", "none", "null", "n/a")
# A row of the names: an LSOA of 2011 and one of 2021 that share ground, what they are called and lie in
Pair = dict[str, Any]
OURS = "Summaries of Priority Neighbourhoods are this dashboard's own, not official statistics."


@dataclass(frozen=True)
class Area:
    """An LSOA or any group of them: a key for addresses, a name for people, its codes by vintage."""

    key: str
    name: str
    kind: str
    lsoa11: tuple[str, ...]
    lsoa21: tuple[str, ...]

    def codes(self, vintage: int) -> tuple[str, ...]:
        """The LSOA codes of the vintage, 2011 or 2021."""
        return self.lsoa11 if vintage == 2011 else self.lsoa21


def read_priority(
    path: Path | None, lookup: pd.DataFrame, district: str, reserved: Collection[str] = ()
) -> pd.DataFrame:
    """Read and check the editable file: `neighbourhood`, `lsoa11cd`, further columns kept as text.

    Without a file there is no row. `lookup` has the `lsoa11cd` and `lsoa11nm` of the district, and where it has
    wards and names no neighbourhood may be called as another area is; `district` is its name, `reserved` are
    further names that none may have. Spellings of one name that differ by capitals, blanks or forms of letters
    are one neighbourhood, called by the commonest. Raises `DataError` that names each line with an unknown code,
    a code twice, a code of another district, a name of another LSOA, or a name that cannot be one.
    """
    if path is None:
        return pd.DataFrame(columns=list(COLUMNS), dtype=str)
    remedy = REMEDY.format(district)
    rows = editable.rows(path, "the list of Priority Neighbourhoods", COLUMNS, remedy, ("lsoa11nm",))
    faults = Faults(path, editable.ALL)
    names = lookup.drop_duplicates("lsoa11cd").set_index("lsoa11cd")["lsoa11nm"]
    spelled = _spellings(record["neighbourhood"] for _, record in rows)
    unfit = _unfit(spelled, _others(lookup, district), [district, *reserved])
    seen: dict[str, int] = {}
    records = []
    for line, record in rows:
        code, name = clean.code(record["lsoa11cd"]), record["neighbourhood"]
        if expected := unfit.get(clean.fold(name)):
            faults.add(
                f"line {line}, neighbourhood", expected=expected, found=repr(name[:90]) if name else "nothing"
            )
        where = f"line {line}, lsoa11cd"
        if code not in names.index:
            faults.add(where, expected=f"the code of a 2011 LSOA in {district}", found=repr(code[:60]))
        elif code in seen:
            faults.add(where, expected=f"{code} once", found=f"it also on line {seen[code]}")
        elif record.get("lsoa11nm", "") not in ("", names[code]):
            found = repr(record["lsoa11nm"][:60])
            faults.add(f"line {line}, lsoa11nm", expected=names[code], found=found)
        seen.setdefault(code, line)
        records.append({**record, "lsoa11cd": code, "neighbourhood": spelled[clean.fold(name)]})
    faults.raise_if_any(remedy)
    return pd.DataFrame(records)


def _spellings(names: Iterable[str]) -> dict[str, str]:
    """By the fold of each name its commonest spelling, the first by letters of equals."""
    counts = Counter(names)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return {clean.fold(name): name for name in reversed(ordered)}


def _others(lookup: pd.DataFrame, district: str) -> list[Area]:
    """The areas that the list does not make, where the lookup tells enough of them."""
    if not {"ward", "former_ward", "place", "name11", "name21"} <= set(lookup):
        return []
    return list(make_areas(lookup, pd.DataFrame(columns=list(COLUMNS)), district, "").values())


def _unfit(spelled: Mapping[str, str], others: Collection[Area], reserved: Collection[str]) -> dict[str, str]:
    """By the fold of each name that cannot be one what would be right in its place."""
    keys = {clean.fold(area.key) for area in others}
    named = {clean.fold(name) for name in (*RESERVED, *NO_NAME, *reserved, *(area.name for area in others))}
    named |= {clean.fold(area.name.split(" (before")[0]) for area in others}
    districts = {english.slug(name) for name in reserved}
    first: dict[str, str] = {}
    unfit = {}
    for folded, name in sorted(spelled.items(), key=lambda item: item[1]):
        slug = english.slug(name)
        if not name:
            unfit[folded] = "a name"
        elif not is_name(name, LONGEST) or not slug:
            unfit[folded] = (
                f"a name of 1 to {LONGEST} characters: letters or figures, blanks and the marks {MARKS.strip()}"
            )
        elif slug in keys | districts or folded in named:
            unfit[folded] = "a name that no other area and no heading has"
        elif slug in first:
            unfit[folded] = f"a name that differs from {first[slug]!r} by more than marks"
        first.setdefault(slug, name)
    return unfit


def is_name(text: str, longest: int) -> bool:
    """Whether a text can name an area: letters and figures, the first of them at its start, and `MARKS`.

    A colon with a blank behind it, as in "Proposed: Sileby", begins no link.
    """
    fits = all(
        letter.isalnum() or letter in MARKS or unicodedata.category(letter)[0] == "M"
        for letter in text.replace(": ", " ")
    )
    return 1 <= len(text) <= longest and text[0].isalnum() and fits and "www." not in text.lower()


def make_areas(
    names: pd.DataFrame, priority: pd.DataFrame, district: str, wards_since: str
) -> dict[str, Area]:
    """Every area that can be chosen, by key: district, Priority Neighbourhoods, towns and villages, wards, LSOAs.

    `names` has one row per pair of 2011 and 2021 LSOAs; `district` is the name of the whole, `wards_since`
    the month from which the present wards are. An area that holds one part of a 2011 LSOA has that LSOA
    among its codes of 2011: which share of it lies inside says `Dataset.inside`.
    """
    pairs = names.to_dict("records")
    areas = [_area(english.slug(district), district, BOROUGH, pairs)]
    for neighbourhood, rows in priority.groupby("neighbourhood", sort=False):
        listed = set(rows["lsoa11cd"])
        members = [pair for pair in pairs if pair["lsoa11cd"] in listed]
        areas.append(_area(english.slug(str(neighbourhood)), str(neighbourhood), PRIORITY, members))
    wards = {_codes(held, "lsoa21cd") for _, held in _parted(pairs, "ward")}
    villages = [pair | {"village": town(pair["place"])} for pair in pairs]
    for village, held in _parted(villages, "village"):
        codes = _codes(held, "lsoa21cd")
        # One that is a ward, or an LSOA, is chosen as that
        if village and len(codes) > 1 and codes not in wards:
            areas.append(_area(f"place-{english.slug(village)}", village, VILLAGE, held))
    for ward, held in _parted(pairs, "ward"):
        areas.append(_area(f"ward-{english.slug(ward)}", f"{ward} ward", WARD, held))
    for ward, held in _parted(pairs, "former_ward"):
        name = f"{ward} ward (before {wards_since})"
        areas.append(_area(f"former-ward-{english.slug(ward)}", name, FORMER_WARD, held))
    for code, held in _parted(pairs, "lsoa11cd"):
        areas.append(_area(code, held[0]["name11"], LSOA, held))
    for code, held in _parted([pair for pair in pairs if pair["lsoa11cd"] != pair["lsoa21cd"]], "lsoa21cd"):
        areas.append(_area(code, held[0]["name21"], LSOA, held))
    by_key: dict[str, Area] = {}
    for area in areas:
        if (other := by_key.setdefault(area.key, area)) is not area:
            raise DataError(
                f"{area.name!r}: expected an area whose address no other has, found that of {other.name!r}. "
                "Rename one of them."
            )
    return by_key


def town(place: str) -> str:
    """The town or village that a `place` of the names lies in: of an estate the town, of what is only near one none."""
    within = re.fullmatch(r".+ \((.+)\)", str(place))
    return "" if str(place).startswith("near ") else within[1] if within else str(place)


def _parted(pairs: Iterable[Pair], by: str) -> list[tuple[str, list[Pair]]]:
    """Pairs of LSOAs by what they share, in its order; those without it are left out."""
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        if not pd.isna(pair[by]):
            found.setdefault(str(pair[by]), []).append(pair)
    return sorted(found.items())


def _codes(pairs: Iterable[Pair], vintage: str) -> tuple[str, ...]:
    return tuple(sorted({pair[vintage] for pair in pairs}))


def _area(key: str, name: str, kind: str, pairs: Sequence[Pair]) -> Area:
    return Area(key, name, kind, _codes(pairs, "lsoa11cd"), _codes(pairs, "lsoa21cd"))
