"""File 8 as gov.uk serves it: a workbook with a sheet for each domain, put together as one table.

Each sheet has a row for each LSOA below a heading such as "LSOA code (2021)"; other sheets are notes. Headings are
told by their words alone: "Housing in poor condition indicator" is `housing_in_poor_condition_indicator`.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import python_calamine

from charnwood import clean
from charnwood.checks import DataError, Faults, read_header, require_codes
from charnwood.official.deprivation import Edition

KINDS = ("a workbook (.xlsx)", "a workbook (.ods)")
LARGEST = 512 * 1024 * 1024  # bytes of a workbook, unpacked; those published have a third of it
TOP = 20  # rows of a sheet within which its headings stand
PASSED_OVER = re.compile(r"lsoa_name_\d{4}|local_authority_district_(code|name)_\d{4}|")
REMEDY = "Use File 8 of that edition as gov.uk serves it."


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook that can be read, by its content."""
    return path.is_file() and clean.container(path.read_bytes()) in KINDS


def header(path: Path, edition: Edition) -> list[str]:
    """The headings of a CSV, or those of a workbook's sheets of an edition's LSOAs, as `as_csv` names them."""
    if not is_workbook(path):
        return read_header(path)
    tables = [found for rows in _sheets(path, TOP).values() if (found := _table(rows, _code(edition)))]
    return [named(edition), *(column for _, table in tables for column in table[0])] if tables else []


def as_csv(path: Path, edition: Edition) -> bytes:
    """All sheets of a File 8 as one CSV in UTF-8: a row for each LSOA, on the line that it has in the first sheet.

    The column of codes is named as in the CSV that `read_indicators` takes, others by `plain`. Raises `DataError` for
    a workbook that cannot be read, that has no sheet of the edition's LSOAs, or whose sheets do not go together.
    """
    return _as_csv(path, edition, path.stat().st_mtime_ns)


@functools.lru_cache(2)  # several places are built of the same files
def _as_csv(path: Path, edition: Edition, _: int) -> bytes:
    faults = Faults(path)
    code = _code(edition)
    sheets = {name: found for name, rows in _sheets(path).items() if (found := _table(rows, code))}
    if not sheets:
        faults.add("the sheets", expected=f"a column 'LSOA code ({edition.vintage})'", found="none")
        faults.raise_if_any(REMEDY)
    tables = {name: _by_code(name, rows, code, faults) for name, (_, rows) in sheets.items()}
    top, first = next(iter(sheets.values()))[0], next(iter(tables.values()))
    for name, table in tables.items():
        require_codes(faults, table, first, f"sheet {name!r}")
    columns = [column for name, (_, rows) in sheets.items() for column in rows[0] if column != code]
    for column, count in Counter(columns).items():
        if count > 1 and not PASSED_OVER.fullmatch(column):
            faults.add("the sheets", expected=f"one column {column!r}", found=f"{count} of them")
    faults.raise_if_any(REMEDY)
    wanted = [column for column in columns if not PASSED_OVER.fullmatch(column)]
    text = io.StringIO("\n" * top, newline="")
    text.seek(0, io.SEEK_END)
    out = csv.writer(text, lineterminator="\n")
    out.writerow([named(edition), *wanted])
    for key in first:
        row = {column: cell for table in tables.values() for column, cell in table[key].items()}
        out.writerow([key, *(row[column] for column in wanted)])
    return text.getvalue().encode()


def plain(heading: object) -> str:
    """A heading by its words: "Core homelessness rate (% of households)" is `core_homelessness_rate_percent_of_households`."""
    return re.sub(r"[^a-z0-9]+", "_", clean.fold(str(heading)).replace("%", " percent ")).strip("_")


def _code(edition: Edition) -> str:
    """The plain heading of the codes in a sheet."""
    return f"lsoa_code_{edition.vintage}"


def named(edition: Edition) -> str:
    """What the column of codes is called in a CSV."""
    return f"lsoa{edition.vintage % 100}_code"


def _sheets(path: Path, rows: int | None = None) -> dict[str, list[list[Any]]]:
    """The cells of every sheet by its name, of so many rows or of all."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(member.file_size for member in packed.infolist())
        if size > LARGEST:
            raise DataError(f"{path}: expected at most {LARGEST:,} bytes, unpacked, found {size:,}. {REMEDY}")
        with python_calamine.load_workbook(str(path)) as book:
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=rows)
                for name in book.sheet_names
            }
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        faults = Faults(path)
        faults.add("the file", expected="a whole workbook", found=error)
        faults.raise_if_any(f"{REMEDY} Fetch it again.")
        raise  # never reached: the line above raised


def _table(rows: list[list[Any]], code: str) -> tuple[int, list[list[Any]]] | None:
    """How many rows stand above a sheet's headings, and its table with plain headings; none of a sheet of notes."""
    for above, row in enumerate(rows[:TOP]):
        heads = [plain(cell) for cell in row]
        if code in heads:
            return above, [heads, *rows[above + 1 :]]
    return None


def _by_code(name: str, table: list[list[Any]], code: str, faults: Faults) -> dict[str, dict[str, str]]:
    """The cells of each LSOA of a sheet by their headings, in the sheet's order; rows without any are left out."""
    heads, *rows = table
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        cells = dict(zip(heads, (str(cell).strip() for cell in row), strict=True))
        if not any(cells.values()):
            continue
        key = cells.pop(code)
        if key in found:
            faults.add(f"sheet {name!r}", expected="each LSOA once", found=f"{key!r} again")
        found[key] = cells
    return found
