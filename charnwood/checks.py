"""Checks at the door: every fault of a file, in one message that says what to do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pandas as pd

LSOA_CODE = r"E01\d{6}"
DISTRICT_CODE = r"E0[6-9]\d{6}"
SHOWN = 8  # faults of one kind that a message spells out before it only counts them


class DataError(Exception):
    """A file or an argument that cannot be used; its text is meant for the person who gave it."""


class Faults:
    """Collect what is wrong with one file, then raise it all at once."""

    def __init__(self, file: object) -> None:
        """Start with no fault; `file` is named at the head of the message."""
        self.file = file
        self.lines: list[str] = []

    def add(self, where: str, *, expected: str, found: object) -> None:
        """Note one fault: the place, what belongs there, what stands there."""
        self.lines.append(f"{where}: expected {expected}, found {found}")

    def raise_if_any(self, remedy: str) -> None:
        """Raise `DataError` naming the file, each fault and the remedy; do nothing without faults."""
        if not self.lines:
            return
        shown = self.lines[:SHOWN]
        if len(self.lines) > SHOWN:
            shown.append(f"and {len(self.lines) - SHOWN:,} more")
        count = f"{len(self.lines):,} fault{'s' if len(self.lines) > 1 else ''}"
        raise DataError(f"{self.file}: {count}\n  " + "\n  ".join(shown) + f"\n  {remedy}")


@dataclass(frozen=True)
class Column:
    """What one column of an official table must hold.

    `name` is the project's name for it; `kind` is `text`, `int` or `float`; `low` and `high` bound
    numbers (inclusive); `pattern` is a full match for text; `blank` allows empty cells.
    """

    name: str
    kind: str = "text"
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    unique: bool = False
    blank: bool = False


def read_csv(
    source: Path | io.BytesIO,
    columns: Mapping[str, Column],
    *,
    file: object = None,
    header: list[str] | None = None,
    extra: bool = False,
) -> pd.DataFrame:
    """Read a CSV whose header must be exactly the official one and whose cells must obey `columns`.

    UTF-8 with or without a byte order mark, LF or CRLF, thousands commas in quoted numbers. `header`
    gives the names of a file that has none; `extra` allows further columns, which are left out.
    Returns the columns in the order of `columns` under the project's names. Raises `DataError` with
    every fault (line and column) of the file. Index: the line of the file on which each row begins.
    """
    file = file or source
    faults = Faults(file)
    remedy = "Fetch the file again from its publisher, or correct the lines named here."
    raw = source.getvalue() if isinstance(source, io.BytesIO) else _bytes(source)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        note_undecodable(faults, error)
        faults.raise_if_any("Save the file as CSV in UTF-8.")
        raise  # never reached: the line above raised
    rows = list(numbered_rows(text, file))
    top = 0
    if header is None:
        top, header = rows.pop(0) if rows else (1, [])
    for name in columns:
        if name not in header:
            faults.add(f"line {top}", expected=f"a column {name!r}", found=_abridged(header))
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            faults.add(
                f"line {top}",
                expected=f"one column {name!r}",
                found=f"{header.count(name)} of them",
            )
        if name not in columns and not extra:
            faults.add(f"line {top}", expected="only the official columns", found=repr(name))
    faults.raise_if_any("Check that this is the edition and file that its name says.")
    for line, row in rows:
        if len(row) != len(header):
            faults.add(f"line {line:,}", expected=f"{len(header)} cells", found=len(row))
    if not rows:
        faults.add(f"line {top + 1}", expected="at least one row", found="the end of the file")
    faults.raise_if_any(remedy)
    frame = pd.DataFrame([row for _, row in rows], [line for line, _ in rows], header, dtype=str)
    result = {c.name: _column(frame[name], name, c, faults) for name, c in columns.items()}
    faults.raise_if_any(remedy)
    return pd.DataFrame(result)


def read_header(path: Path) -> list[str]:
    """The first row of a CSV, whatever it holds; raises `DataError` where there is no file."""
    text = _bytes(path)[:65_536].decode("utf-8-sig", errors="replace")
    return next(csv.reader(io.StringIO(text, newline="")), [])


def numbered_rows(text: str, file: object) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV, each with the line on which it begins; empty lines are left out.

    Raises `DataError` where quotes do not close, which would swallow the lines that follow.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
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


def editable_rows(
    path: Path, what: str, required: Iterable[str], remedy: str
) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV that people edit, as (line, cells by heading), cells stripped, empty rows left out.

    UTF-8, or cp1252 as a spreadsheet on Windows saves it. Missing cells at the end of a row are empty.
    Raises `DataError` where there is no such file (`what` it should be) or a required column lacks.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1252", errors="replace")
    except OSError as error:
        raise DataError(f"{path}: expected {what}, found {error.strerror}.") from error
    rows = [(line, [cell.strip() for cell in row]) for line, row in numbered_rows(text, path)]
    rows = [(line, row) for line, row in rows if any(row)]
    header = rows[0][1] if rows else []
    faults = Faults(path)
    for name in required:
        if name not in header:
            faults.add(
                f"line {rows[0][0] if rows else 1}",
                expected=f"a column {name!r}",
                found=", ".join(header) or "nothing",
            )
    faults.raise_if_any(remedy)
    return [(line, dict(zip_longest(header, row[: len(header)], fillvalue=""))) for line, row in rows[1:]]


def note_undecodable(faults: Faults, error: UnicodeDecodeError) -> None:
    """Note the line and the byte at which a file stops being UTF-8."""
    line = error.object.count(b"\n", 0, error.start) + 1
    faults.add(f"line {line:,}", expected="UTF-8 text", found=f"0x{error.object[error.start]:02x}")


def require_codes(faults: Faults, found: Iterable[str], expected: Iterable[str], what: str) -> None:
    """Note every code that is missing from `found` or that `expected` does not know."""
    found, expected = set(found), set(expected)
    for code in sorted(expected - found):
        faults.add(what, expected=f"a row for {code}", found="none")
    for code in sorted(found - expected):
        faults.add(what, expected="only known codes", found=code)


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
    cells = cells.str.strip()
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
            note(~empty & ~cells.str.fullmatch(rule.pattern), f"the form {rule.pattern}")
        return cells.where(~empty, None) if rule.blank else cells
    plain = cells.where(~cells.str.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?"), cells.str.replace(",", ""))
    numeric = plain.str.fullmatch(re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"))
    numbers = pd.to_numeric(plain.where(numeric), errors="coerce")
    bad = ~empty & ~numeric
    note(bad, "a number")
    if rule.kind == "int":
        note(numbers.notna() & (numbers % 1 != 0), "a whole number")
    if rule.low is not None:
        note(numbers < rule.low, f"{rule.low:,} or more")
    if rule.high is not None:
        note(numbers > rule.high, f"{rule.high:,} or less")
    if rule.kind == "int" and not rule.blank and numbers.notna().all() and (numbers % 1 == 0).all():
        return numbers.astype("int64")
    return numbers.astype("float64")
