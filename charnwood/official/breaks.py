"""Breaks: when what the police count, or where they place it, changed, from a file that an officer edits.

A break is lasting (after it things are counted otherwise) or a stretch of months unlike others, after which they are
counted as before. A lasting one of which only a range of months is known lies somewhere within that range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from charnwood import clean
from charnwood.checks import Faults
from charnwood.official import editable, incidents

BREAKS_FILE = "breaks.csv"
COLUMNS = ("from", "to", "lasting", "types", "compared", "name", "what", "source")
TIME, STREETS, SMALL_AREAS = "time", "streets", "small areas"
COMPARED = (TIME, STREETS, SMALL_AREAS)
"""What a comparison is of: months with months, points of streets over time, LSOAs over time."""
ALL = "all"
BETWEEN = ";"  # types or comparisons of one cell
EARLIEST, LONGEST_NAME, LONGEST = "2010-12", 40, 400  # police.uk begins in 2010-12; characters of a cell
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
REMEDY = "Correct the lines named here, in a spreadsheet, and save the file as CSV; without the file no break is known."


@dataclass(frozen=True)
class Break:
    """One break: the months from `first` to `last` (YYYY-MM), what it touches, what happened and who says so.

    `types` are types of police.uk by their names, all of them where it touches all; `compared` are of `COMPARED`.
    `lasting`: months before `first` and months from `last` on are counted differently, and it is not known how those
    between are; else the months from `first` to `last` are unlike others. `name` is short, for a mark on a chart.
    """

    first: str
    last: str
    lasting: bool
    types: tuple[str, ...]
    compared: tuple[str, ...]
    name: str
    what: str
    source: str

    @property
    def of_all_types(self) -> bool:
        """Whether it touches every type of incident."""
        return len(self.types) == len(incidents.TYPES)


def read_breaks(path: Path | None) -> tuple[Break, ...]:
    """Read and check the editable file, earliest first; no break without a file.

    Raises `DataError` that names each line with a month of another form, an unknown type or comparison, a text that
    is empty or too long or that a page would read as markup, or a break that stands twice.
    """
    faults = Faults(path, editable.ALL)
    found: dict[Break, int] = {}
    for line, row in [] if path is None else editable.rows(path, "the register of breaks", COLUMNS, REMEDY):
        one = _break(line, row, faults)
        if one in found:
            faults.add(f"line {line}", expected="each break once", found=f"it also on line {found[one]}")
        found.setdefault(one, line)
    faults.raise_if_any(REMEDY)
    return tuple(sorted(found, key=lambda one: (one.first, one.last, one.name)))


def table(found: Iterable[Break]) -> pd.DataFrame:
    """Breaks as the file has them, a row each, in the columns `COLUMNS`."""
    rows = [
        (
            one.first,
            one.last,
            "yes" if one.lasting else "no",
            ALL if one.of_all_types else f"{BETWEEN} ".join(one.types),
            f"{BETWEEN} ".join(one.compared),
            one.name,
            one.what,
            one.source,
        )
        for one in found
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _break(line: int, row: dict[str, str], faults: Faults) -> Break:
    for name in ("from", "to"):
        row[name] = clean.month(row[name]) or row[name]
        if not MONTH.fullmatch(row[name]) or row[name] < EARLIEST:
            told = f"a month such as 2022-07, from {EARLIEST} on"
            faults.add(f"line {line}, {name}", expected=told, found=repr(row[name][:60]))
    if MONTH.fullmatch(row["from"]) and MONTH.fullmatch(row["to"]) and row["to"] < row["from"]:
        faults.add(f"line {line}, to", expected=f"{row['from']} or a later month", found=repr(row["to"]))
    if row["lasting"].lower() not in ("yes", "no"):
        faults.add(f"line {line}, lasting", expected="yes or no", found=repr(row["lasting"][:60]))
    for name, longest in (("name", LONGEST_NAME), ("what", LONGEST), ("source", LONGEST)):
        if not re.fullmatch(clean.plain(longest), row[name]):
            told = f"1 to {longest} {clean.A_PLAIN}"
            faults.add(f"line {line}, {name}", expected=told, found=editable.shown(row[name], longest))
    return Break(
        first=row["from"],
        last=row["to"],
        lasting=row["lasting"].lower() == "yes",
        types=_listed(line, "types", row["types"], incidents.TYPES, faults),
        compared=_listed(line, "compared", row["compared"], COMPARED, faults),
        name=row["name"],
        what=row["what"],
        source=row["source"],
    )


def _listed(line: int, name: str, cell: str, known: tuple[str, ...], faults: Faults) -> tuple[str, ...]:
    """What a cell lists, in the order of `known`; all of them for "all", whatever its case."""
    if cell.lower() == ALL:
        return known
    given = {part.strip().lower() for part in cell.split(BETWEEN) if part.strip()} or {""}
    chosen = tuple(one for one in known if one.lower() in given)
    if unknown := sorted(given - {one.lower() for one in chosen}):
        told = f"{ALL}, or of these, with {BETWEEN} between them: {', '.join(known)}"
        faults.add(f"line {line}, {name}", expected=told, found=repr(unknown[0][:60]))
    return chosen
