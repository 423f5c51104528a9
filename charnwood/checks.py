"""Checks at the door: every fault of a file, in one message that says what to do."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from charnwood import clean

LOG = logging.getLogger(__name__)
LSOA_CODE = r"E01\d{6}"
SOME_CODE = r"[A-Z]\d{8}|95\w{6,7}|[A-Z][a-z]+.*"  # of any area of the United Kingdom, or a name
ELSEWHERE = r"[WSNJKLM]\d{8}|95\w{6,7}"  # of one outside England
DISTRICT_CODE = r"E0[6-9][0-9]{6}"
MARKS = {";": "semicolons", "\t": "tabs"}  # that programs put between cells where commas belong
SHOWN = 8  # faults of one kind that a message spells out before it only counts them


class DataError(Exception):
    """A file or an argument that cannot be used; its text is meant for the person who gave it."""


class Faults:
    """Collect what is wrong with one file, then raise it all at once."""

    def __init__(self, file: object, most: int = SHOWN) -> None:
        """Start with no fault; `file` is named at the head of the message, `most` faults are spelled out."""
        self.file = file
        self.most = most
        self.lines: list[str] = []

    def add(self, where: str, *, expected: str, found: object) -> None:
        """Note one fault: the place, what belongs there, what stands there."""
        self.lines.append(f"{where}: expected {expected}, found {found}")

    def raise_if_any(self, remedy: str) -> None:
        """Raise `DataError` naming the file, each fault and the remedy; do nothing without faults."""
        if not self.lines:
            return
        shown = self.lines[: self.most]
        if len(self.lines) > self.most:
            shown.append(f"and {len(self.lines) - self.most:,} more")
        count = f"{len(self.lines):,} fault{'s' if len(self.lines) > 1 else ''}"
        raise DataError(f"{self.file}: {count}\n  " + "\n  ".join(shown) + f"\n  {remedy}")


@dataclass(frozen=True)
class Column:
    """What one column of an official table must hold.

    `name` is the project's name for it; `kind` is `text`, `int` or `float`; `low` and `high` bound
    numbers (inclusive); `pattern` is a full match for text, which `told` says in words; `blank` allows empty cells.
    """

    name: str
    kind: str = "text"
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    told: str = ""
    unique: bool = False
    blank: bool = False


def read_csv(
    source: Path | io.BytesIO,
    columns: Mapping[str, Column],
    *,
    file: object = None,
    header: list[str] | None = None,
    cut: Cut | None = None,
    also: Collection[str] = (),
) -> pd.DataFrame:
    """Read a CSV that must have these official columns and whose cells must obey them.

    Any encoding of `clean.text`, LF or CRLF, thousands commas in quoted numbers, headings in any capitals.
    `header` gives the names of a file that has none. Rows outside `cut` are left out before they are checked;
    columns that are not asked for are passed over and named once, but for those of `also`. Returns the columns in the order of `columns`
    under the project's names. Raises `DataError` with every fault (line and column) of the file. Index: the line
    of the file on which each row begins.
    """
    file = file or source
    faults = Faults(file)
    remedy = "Fetch the file again from its publisher, or correct the lines named here."
    raw = source.getvalue() if isinstance(source, io.BytesIO) else _bytes(source)
    read = numbered_rows(decoded(raw, file), file)
    rows = [(line, row) for line, row in read if row[0].strip() or any(map(str.strip, row))]
    if header is None:
        top, found = rows.pop(0) if rows else (1, [])
        header = _known(found, columns)
        _check_header(top, found, header, columns, faults)
        passed_over(file, [name for name in header if name not in columns and name not in also])
    else:
        top = 0
        if rows and clean.fold(rows[0][1][0]) in (clean.fold(header[0]), "pc"):
            rows.pop(0)
    for line, row in rows:
        if len(row) != len(header):
            faults.add(f"line {line:,}", expected=f"{len(header)} cells", found=len(row))
    if not rows:
        faults.add(f"line {top + 1}", expected="at least one row", found="the end of the file")
    faults.raise_if_any(remedy)
    frame = pd.DataFrame([row for _, row in rows], [line for line, _ in rows], header, dtype=str)
    if cut is not None:
        frame = cut.of(frame, faults)
    result = {c.name: _column(frame[name], name, c, faults) for name, c in columns.items()}
    faults.raise_if_any(remedy)
    return pd.DataFrame(result)


@dataclass(frozen=True)
class Cut:
    """Which rows of a national file are wanted: by an official column, those of `codes`.

    Without `codes` all rows but those of other nations. A cell that is no code at all stays, to be found at fault.
    """

    column: str
    codes: Collection[str] | None = None

    def wanted(self, cells: pd.Series) -> pd.Series:
        """Whether each cell of the column is wanted, or is a fault."""
        if self.codes is None:
            return ~cells.str.fullmatch(ELSEWHERE)
        return cells.isin(set(self.codes)) | ~cells.str.fullmatch(SOME_CODE)

    def of(self, frame: pd.DataFrame, faults: Faults) -> pd.DataFrame:
        """The wanted rows; notes where there is none of them."""
        cells = frame[self.column].str.strip()
        kept = frame[self.wanted(cells)]
        if kept.empty:
            others = ", ".join(cells.unique()[:3])
            wanted = f"such as {min(self.codes)}" if self.codes else "of England"
            faults.add(f"column {self.column!r}", expected=f"codes {wanted}", found=f"others only: {others}")
            faults.raise_if_any("Use the file that covers the district, or the whole country.")
        return kept


def decoded(
    raw: bytes,
    file: object,
    remedy: str = "Save the file as CSV in UTF-8.",
    sheet: str = "Save the sheet as CSV.",
) -> str:
    """The text of a file; raises `DataError` for a workbook (`sheet`: what to do) or another file that holds no text."""
    faults = Faults(file)
    if kind := clean.container(raw):
        says = sheet if "workbook" in kind else "Fetch the file itself, as its publisher names it."
        faults.add("the file", expected="text", found=kind)
        faults.raise_if_any(f"This is {kind}. {says}")
    try:
        return clean.text(raw)
    except clean.UnreadableError as error:
        faults.add(f"line {error.line:,}", expected="UTF-8 text", found=error.found)
        faults.raise_if_any(remedy)
        raise  # never reached: the line above raised


def read_header(path: Path) -> list[str]:
    """The first row of a CSV, whatever it holds; raises `DataError` where there is no file."""
    return next((row for _, row in numbered_rows(decoded(_bytes(path), path), path)), [])


def numbered_rows(text: str, file: object, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV, each with the line on which it begins; empty lines are left out.

    Raises `DataError` where quotes do not close, which would swallow the lines that follow.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        faults = Faults(file)
        faults.add(f"line {line:,}", expected="cells whose quotes close", found=error)
        faults.raise_if_any("Correct the quotes of that line, or fetch the file again.")


def note_undecodable(faults: Faults, error: UnicodeDecodeError) -> None:
    """Note the line and the byte at which a file stops being UTF-8."""
    line = error.object.count(b"\n", 0, error.start) + 1
    faults.add(f"line {line:,}", expected="UTF-8 text", found=f"0x{error.object[error.start]:02x}")


def require_codes(faults: Faults, found: Iterable[str], expected: Iterable[str], what: str) -> None:
    """Note every code that is missing from `found` or that `expected` does not know; of another place, that alone."""
    found, expected = set(found), set(expected)
    if found and len(expected) > SHOWN and not found & expected:
        faults.add(
            what, expected=f"codes such as {min(expected)}", found=f"others alone, such as {min(found)}"
        )
        return
    for code in sorted(expected - found):
        faults.add(what, expected=f"a row for {code}", found="none")
    for code in sorted(found - expected):
        faults.add(what, expected="only known codes", found=code)


def _known(found: list[str], columns: Mapping[str, Column]) -> list[str]:
    """The headings found, each as `columns` spells it: capitals and blanks around or inside do not matter."""
    official = {clean.fold(name): name for name in columns}
    taken = {clean.cell(name) for name in found} & set(columns)

    def known(name: str) -> str:
        other = official.get(clean.fold(name), clean.cell(name))
        return clean.cell(name) if other in taken else other

    return [known(name) for name in found]


def _check_header(
    top: int, found: list[str], header: list[str], columns: Mapping[str, Column], faults: Faults
) -> None:
    """Raise `DataError` for columns that lack or stand twice."""
    other = [name for mark, name in MARKS.items() if len(found) == 1 and mark in found[0]]
    if other:
        faults.add(
            f"line {top}", expected="commas between the cells", found=f"{other[0]}: {_abridged(found)}"
        )
        faults.raise_if_any("Save the file as CSV with commas.")
    for name in columns:
        if name not in header:
            faults.add(f"line {top}", expected=f"a column {name!r}", found=_abridged(found))
        elif header.count(name) > 1:
            faults.add(f"line {top}", expected=f"one column {name!r}", found=f"{header.count(name)} of them")
    faults.raise_if_any("Check that this is the edition and file that its name says.")


def passed_over(file: object, names: Collection[str]) -> None:
    """Say once of a file which of its columns are not needed."""
    if names:
        LOG.warning("%s: passed over, as not needed: %s.", file, _abridged(list(names)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{path}: expected a readable file, found {error.strerror}. Check the path."
        ) from error


def _abridged(header: list[str]) -> str:
    names = ", ".join(repr(name[:60]) for name in header[:6])
    return f"{names} and {len(header) - 6} more" if len(header) > 6 else names or "an empty file"


def _column(cells: pd.Series, name: str, rule: Column, faults: Faults) -> pd.Series:
    numbers = None if rule.kind == "text" else _plain(cells.to_list(), cells.index)
    if numbers is None:
        cells = cells.str.strip()
    if rule.kind == "text":
        unclean = ~cells.map(lambda cell: cell.isascii() and cell.isprintable())
        cells = cells.mask(unclean, cells[unclean].map(clean.cell))
    empty = cells == ""

    def note(bad: pd.Series, expected: str) -> None:
        for line, value in cells[bad].items():
            faults.add(f"line {line:,}, column {name!r}", expected=expected, found=repr(value))

    if not rule.blank:
        note(empty, "a value")
    if rule.unique:
        note(cells.duplicated() & ~empty, "each value once")
    if rule.kind == "text":
        if rule.pattern:
            fits = cells.str.fullmatch(rule.pattern, flags=re.ASCII)
            note(~empty & ~fits, rule.told or f"the form {rule.pattern}")
        return cells.where(~empty, None) if rule.blank else cells
    numbers = _numeric(cells) if numbers is None else numbers
    note(~empty & numbers.isna(), "a number")
    if rule.kind == "int":
        note(numbers.notna() & (numbers % 1 != 0), "a whole number")
    if rule.low is not None:
        note(numbers < rule.low, f"{rule.low:,} or more")
    if rule.high is not None:
        note(numbers > rule.high, f"{rule.high:,} or less")
    if rule.kind == "int" and not rule.blank and numbers.notna().all() and (numbers % 1 == 0).all():
        return numbers.astype("int64")
    return numbers.astype("float64")


def _plain(cells: list[str], index: pd.Index) -> pd.Series | None:
    """Cells that are numbers without any ornament, or empty; none where one is anything else. Ten times as fast as `_numeric`."""
    if not re.fullmatch(r"[-.0-9]*", "".join(cells)):
        return None
    try:
        return pd.Series([float(cell or "nan") for cell in cells], index)
    except ValueError:
        return None


def _numeric(cells: pd.Series) -> pd.Series:
    """Cells as numbers, without the commas between thousands; none where they are written as anything else."""
    parted = cells.str.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
    plain = cells.where(~parted, cells.str.replace(",", ""))
    numeric = plain.str.fullmatch(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
    return pd.to_numeric(plain.where(numeric), errors="coerce")
