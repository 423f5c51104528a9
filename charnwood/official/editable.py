"""The one way in for files that people edit in a spreadsheet: any encoding and separator, cells clean."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from charnwood import clean
from charnwood.checks import DataError, Faults, decoded, numbered_rows

SEPARATORS = (",", ";", "\t", "|")
ALL = 1_000  # faults of an editable file that are spelled out: whoever edits it needs each line
TITLES = 10  # lines within which the heading is looked for, under titles that people write above it
NO_FILE = "Where there is nothing to list, take the file out of the folder."
SAVE = "In the spreadsheet choose Save as, CSV UTF-8."


def bytes_of(path: Path, what: str) -> bytes:
    """The bytes of an editable file; raises `DataError` where there is none (`what` it should be)."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: expected {what}, found {error.strerror}.") from error


def rows(
    path: Path, what: str, required: Sequence[str], remedy: str, optional: Sequence[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV that people edit, as (line, cells by heading), cells clean, empty rows left out.

    UTF-8, UTF-16 or cp1252; commas, semicolons or tabs; headings in any capitals. Missing cells at the end of a
    row are empty. Raises `DataError` where there is no such file (`what` it should be), a required column lacks or
    stands twice, a row has a cell too many, a letter was lost, or nothing stands below the heading.
    """
    text = decoded(bytes_of(path, what), path, SAVE)
    named = re.match(r"sep=(.)\r?\n", text)  # Excel's own line on the separator
    text = "\n" + text[named.end() :] if named else text
    marks = [named[1]] if named else SEPARATORS
    found, problem = max(
        (_split(text, path, mark, (*required, *optional)) for mark in marks),
        key=lambda part: _fitting(part[0], required),
    )
    if problem:
        raise problem
    faults = Faults(path, ALL)
    top, header = found.pop(0) if found else (1, [])
    for name in required:
        if (count := header.count(name)) != 1:
            faults.add(
                f"line {top}",
                expected=f"{'one' if count else 'a'} column {name!r}",
                found=f"{count} of them" if count else ", ".join(header)[:200] or "nothing",
            )
    if not found:
        faults.add(f"line {top + 1}", expected="at least one row", found="the end of the file")
    faults.raise_if_any(remedy if found else f"{remedy} {NO_FILE}")
    records = []
    for line, row in found:
        if any(row[len(header) :]):
            faults.add(
                f"line {line}",
                expected=f"{len(header)} cells (quotes around a cell with a comma)",
                found=f"{len(row)}",
            )
        for name, value in zip(header, row, strict=False):
            if clean.LOST in value:
                faults.add(
                    f"line {line}, {name}",
                    expected="every letter",
                    found=f"one that was lost: {value[:60]!r}",
                )
        records.append((line, dict(zip_longest(header, row[: len(header)], fillvalue=""))))
    faults.raise_if_any(remedy)
    return records


def shown(value: str, longest: int) -> str:
    """A cell as a message shows it: its beginning, or its length where that is the fault."""
    return repr(value[:60]) if len(value) <= longest else f"{len(value):,} characters"


Rows = list[tuple[int, list[str]]]


def _split(text: str, path: Path, mark: str, known: Sequence[str]) -> tuple[Rows, DataError | None]:
    """The rows that a separator gives, the heading first, its names as `known` spells them; or why there are none."""
    names = {clean.fold(name): name for name in known}
    try:
        parted = [(line, [clean.cell(cell) for cell in row]) for line, row in numbered_rows(text, path, mark)]
    except DataError as error:
        return [], error
    parted = [(line, row) for line, row in parted if any(row)]
    if parted and mark in "".join(parted[0][1]) and all(len(row) == 1 for _, row in parted):
        # Each row in quotes as one cell, as a column that was pasted whole is saved
        parted = [
            (line, [clean.cell(c) for c in next(csv.reader(row, delimiter=mark))]) for line, row in parted
        ]
    spelled = [[names.get(clean.fold(name), name) for name in row] for _, row in parted[:TITLES]]
    top = next((n for n, row in enumerate(spelled) if len(set(row) & set(known)) > 1), 0)
    return [(parted[top][0], spelled[top]), *parted[top + 1 :]] if parted else [], None


def _fitting(parted: Rows, required: Sequence[str]) -> int:
    """How many of the columns required the heading has; the first separator is the best of equals."""
    return len(set(required) & set(parted[0][1])) if parted else 0
