"""Priority Neighbourhoods and every other group of LSOAs; population-weighted summaries.

A council may name Priority Neighbourhoods, as parts of wards, estates and villages, without a list of
LSOAs. `priority_neighbourhoods.csv` is a reading of that, which an officer may edit; a place may have none.
A group is summarised by the population-weighted average score, the share of its population in
England's most deprived 10%, 20% and 30%, and counts of LSOAs; never by a mean of ranks or deciles.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from charnwood import english
from charnwood.checks import Faults, editable_rows

PRIORITY_FILE = "priority_neighbourhoods.csv"
SHARES = (10, 20, 30)
PRIORITY, WARD, FORMER_WARD = "Priority Neighbourhood", "Ward", "Former ward"
LSOA, BOROUGH, OWN = "LSOA", "Borough", "Own area"
REMEDY = "Correct the lines named here; each needs a neighbourhood's name and the code of a 2011 LSOA of {}."
COLUMNS = ("neighbourhood", "lsoa11cd")
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


def read_priority(path: Path | None, lookup: pd.DataFrame, district: str) -> pd.DataFrame:
    """Read and check the editable file: `neighbourhood`, `lsoa11cd`, further columns kept as text.

    Without a file there is no row. `lookup` has the `lsoa11cd` and `lsoa11nm` of the district, and
    `district` is its name. Raises `DataError` that names each line with an unknown code, a code twice,
    a code of another district, or a name of another LSOA.
    """
    if path is None:
        return pd.DataFrame(columns=list(COLUMNS), dtype=str)
    remedy = REMEDY.format(district)
    rows = editable_rows(path, "the list of Priority Neighbourhoods", COLUMNS, remedy)
    faults = Faults(path)
    names = lookup.drop_duplicates("lsoa11cd").set_index("lsoa11cd")["lsoa11nm"]
    seen: dict[str, int] = {}
    records = []
    for line, record in rows:
        code, name = record["lsoa11cd"], record["neighbourhood"]
        if not name:
            faults.add(f"line {line}, neighbourhood", expected="a name", found="nothing")
        if code not in names.index:
            faults.add(
                f"line {line}, lsoa11cd",
                expected=f"the code of a 2011 LSOA in {district}",
                found=repr(code),
            )
        elif code in seen:
            faults.add(
                f"line {line}, lsoa11cd",
                expected=f"{code} once",
                found=f"it also on line {seen[code]}",
            )
        elif record.get("lsoa11nm", "") not in ("", names[code]):
            faults.add(
                f"line {line}, lsoa11nm",
                expected=names[code],
                found=repr(record["lsoa11nm"]),
            )
        seen.setdefault(code, line)
        records.append(record)
    if not records:
        faults.add("line 2", expected="at least one row", found="the end of the file")
    faults.raise_if_any(remedy)
    return pd.DataFrame(records)


def make_areas(
    names: pd.DataFrame, priority: pd.DataFrame, district: str, wards_since: str
) -> dict[str, Area]:
    """Every area that can be chosen, by key: district, Priority Neighbourhoods, wards, former wards, LSOAs.

    `names` has one row per pair of 2011 and 2021 LSOAs; `district` is the name of the whole, `wards_since`
    the month from which the present wards are. A 2011 area counts to the present ward that
    holds its parts (the first, by code, where they differ).
    """
    areas = [_area(english.slug(district), district, BOROUGH, names)]
    for neighbourhood, rows in priority.groupby("neighbourhood", sort=False):
        members = names[names["lsoa11cd"].isin(rows["lsoa11cd"])]
        areas.append(_area(english.slug(str(neighbourhood)), str(neighbourhood), PRIORITY, members))
    first_ward = names.drop_duplicates("lsoa11cd").set_index("lsoa11cd")["ward"]
    for ward in sorted(names["ward"].unique()):
        whole = names[names["ward"] == ward]
        lsoa11 = sorted(first_ward.index[first_ward == ward])
        areas.append(
            Area(
                f"ward-{english.slug(ward)}",
                f"{ward} ward",
                WARD,
                tuple(lsoa11),
                tuple(sorted(whole["lsoa21cd"])),
            )
        )
    for ward, rows in names.groupby("former_ward"):
        name = f"{ward} ward (before {wards_since})"
        areas.append(_area(f"former-ward-{english.slug(str(ward))}", name, FORMER_WARD, rows))
    for code, rows in names.groupby("lsoa11cd"):
        areas.append(_area(str(code), rows["name11"].iloc[0], LSOA, rows))
    for code, rows in names[names["lsoa11cd"] != names["lsoa21cd"]].groupby("lsoa21cd"):
        areas.append(_area(str(code), rows["name21"].iloc[0], LSOA, rows))
    return {area.key: area for area in areas}


def _area(key: str, name: str, kind: str, rows: pd.DataFrame) -> Area:
    return Area(
        key,
        name,
        kind,
        tuple(sorted(set(rows["lsoa11cd"]))),
        tuple(sorted(set(rows["lsoa21cd"]))),
    )
