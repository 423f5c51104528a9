"""Lines that funders draw on the Index of Multiple Deprivation: those of every place, and a file that an officer edits.

A line takes the ranks from 1 (the most deprived of England) on, up to a share of England's LSOAs or up to a rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from charnwood import clean
from charnwood.checks import DataError, Faults
from charnwood.official import editable
from charnwood.official.deprivation import MAPPED

LINES_FILE = "lines.csv"
COLUMNS = ("line", "edition", "source", "date")
BETWEEN = ";"  # editions of one cell
LONGEST, LONGEST_LINE = 300, 40  # characters of a source, of a line
EARLIEST = "2000"  # a spreadsheet writes an empty day as one of 1899 or 1900
HIGHEST = max(edition.areas for edition in MAPPED.values())
A_LINE = f"a share such as 15%, or a rank from 1 to {HIGHEST:,} such as “under 4,950” or “up to 5,000”"
REMEDY = (
    "Correct the lines named here, in a spreadsheet, and save the file as CSV; without the file a place has the lines of "
    "every place alone."
)
_SHARE = re.compile(
    r"(?:(?:england's )?(?:the )?(?:most deprived|top|within) )?(\d{1,3}(?:\.\d)?) ?(?:%|per ?cent)"
)
_RANK = re.compile(
    r"(?:ranks? |ranked )?(?P<under>(?:under|below|less than|fewer than|lower than|<) ?)?"
    r"(?:(?:up to|at most|no more than|1 to|1-|<=|≤) ?)?(?:rank )?(?P<rank>\d{1,2}[, ]\d{3}|\d{1,5})"
    r"(?: (?:or|and) (?:under|below|less|fewer|lower))?"
)


@dataclass(frozen=True)
class Line:
    """One line: the most deprived `percent` of England's LSOAs (to one decimal), or else the ranks 1 to `rank`.

    `editions` are those that it is asked of; `source` says who publishes it, `date` (YYYY-MM-DD) when, or when it was
    read there; both are empty for a line that a visitor typed in.
    """

    percent: float = 0.0
    rank: int = 0
    editions: tuple[int, ...] = tuple(MAPPED)
    source: str = ""
    date: str = ""

    def last(self, year: int) -> int:
        """The last rank that lies inside it in an edition, by the published ranks."""
        return self.rank or round(self.percent * 10) * MAPPED[year].areas // 1000

    @property
    def text(self) -> str:
        """The line in short, as `parse` reads it."""
        return f"{self.rank}" if self.rank else f"{self.percent:g}%"


_RELEASE = "MHCLG, English Indices of Deprivation, statistical release:"
GENERAL = tuple(
    Line(percent=percent, source=f"{_RELEASE} {which}", date="2025-10-30")
    for percent, which in (
        (10, "decile 1"),
        (20, "deciles 1 and 2; NHS England calls their people Core20"),
        (30, "deciles 1 to 3"),
    )
)
"""The lines of every place: shares of which the official release itself speaks."""


def parse(text: str) -> Line:
    """The line that a text names, of all editions: "15%", "under 4,950", "4950"; raises `DataError` for another text."""
    plain = clean.fold(text)
    if found := _SHARE.fullmatch(plain):
        if 0 < float(found[1]) <= 100:
            return Line(percent=float(found[1]))
    elif found := _RANK.fullmatch(plain):
        rank = int(re.sub(r"\D", "", found["rank"])) - bool(found["under"])
        if 1 <= rank <= HIGHEST:
            return Line(rank=rank)
    raise DataError(f"line: expected {A_LINE}, found {text[:LONGEST_LINE]!r}.")


def read_lines(path: Path | None) -> tuple[Line, ...]:
    """Read and check the editable file, the narrowest line first; no line without a file.

    Raises `DataError` that names each row with a line or day of another form, an unknown edition, a source that is
    empty, too long or that a page would read as markup, or a line that stands twice for an edition.
    """
    faults = Faults(path, editable.ALL)
    found: list[Line] = []
    for number, row in [] if path is None else editable.rows(path, "the list of lines", COLUMNS, REMEDY):
        line = _line(number, row, faults)
        if any(_same(line, one, year) for one in found for year in line.editions):
            faults.add(
                f"line {number}", expected="each line once for an edition", found="one that stands above"
            )
        found.append(line)
    faults.raise_if_any(REMEDY)
    return tuple(sorted(found, key=_width))


def with_general(listed: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of a place, the narrowest first: those that it lists, and of every place those that it does not."""
    own = tuple(listed)
    rest = [
        replace(line, editions=left)
        for line in GENERAL
        if (left := tuple(y for y in line.editions if not any(_same(line, one, y) for one in own)))
    ]
    return tuple(sorted([*own, *rest], key=_width))


def _same(line: Line, other: Line, year: int) -> bool:
    return (line.percent, line.rank) == (other.percent, other.rank) and year in other.editions


def _width(line: Line) -> tuple[int, tuple[int, ...]]:
    return line.last(max(MAPPED)), line.editions


def table(found: Iterable[Line]) -> pd.DataFrame:
    """Lines as the file has them, a row each, in the columns `COLUMNS`."""
    rows = [
        (
            one.text,
            "" if one.editions == tuple(MAPPED) else f"{BETWEEN} ".join(map(str, one.editions)),
            one.source,
            one.date,
        )
        for one in found
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _line(number: int, row: dict[str, str], faults: Faults) -> Line:
    def note(name: str, expected: str) -> None:
        faults.add(f"line {number}, {name}", expected=expected, found=editable.shown(row[name], LONGEST))

    line = Line()
    try:
        line = parse(row["line"])
    except DataError:
        note("line", A_LINE)
    given = [part.strip() for part in row["edition"].split(BETWEEN) if part.strip()]
    if unknown := set(given) - set(map(str, MAPPED)):
        note("edition", f"nothing, or of these, with {BETWEEN} between them: {', '.join(map(str, MAPPED))}")
    if not re.fullmatch(clean.plain(LONGEST), row["source"]):
        note("source", f"1 to {LONGEST} {clean.A_PLAIN}")
    day = clean.day(row["date"])
    if day < EARLIEST:
        note("date", clean.A_DAY)
    editions = tuple(year for year in MAPPED if not given or unknown or str(year) in given)
    return Line(line.percent, line.rank, editions, row["source"], day)
