"""The street files of police.uk as its archive holds them: found, read whole, checked row by row.

An archive is a zip, on disk or at an address, or a folder of the same files:
`YYYY-MM/YYYY-MM-FORCE-street.csv`. Source: https://data.police.uk/about/.
"""

from __future__ import annotations

import codecs
import csv
import functools
import io
import logging
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from remotezip import RemoteZipError
from tqdm import tqdm

from charnwood import clean
from charnwood.checks import (
    LSOA_CODE,
    DataError,
    Faults,
    decoded,
    note_undecodable,
    numbered_rows,
    passed_over,
)
from charnwood.official import incidents
from charnwood.official.locator import POINT, Locator

LOG = logging.getLogger(__name__)
HEADER = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
USED = {
    "Crime ID": pa.string(),
    "Month": pa.string(),
    "Longitude": pa.float64(),
    "Latitude": pa.float64(),
    "Location": pa.string(),
    "LSOA code": pa.string(),
    "Crime type": pa.string(),
    "Last outcome category": pa.string(),
}
BOUNDS = {"Longitude": (-9.0, 2.5), "Latitude": (49.0, 61.5)}  # the United Kingdom
LARGEST = 256 * 1024 * 1024  # bytes of a month, unpacked; the largest force's are a tenth of it
DENSEST = 100  # times smaller than unpacked; these files shrink five-fold
FIRST = "2013-05"  # the month in which police.uk began to use the types of crime that are counted here
OLDER = (
    f"This dashboard begins in {FIRST}, when police.uk changed its types of crime: leave the months before it out of "
    "the archive or folder, or name later ones with --months."
)
REPEATED = 0.1  # of a month's crimes with an ID: where more stand twice, its anti-social behaviour does too
AGAIN = "Download the archive again from data.police.uk if it should."
REMEDY = "Download the archive again from data.police.uk; nothing was written."


@dataclass(frozen=True)
class Member:
    """One month's street file: its name for messages, its checksum (of a zip's member), its reader."""

    name: str
    read: Callable[[], bytes]
    size: int
    crc: int | None = None


@contextmanager
def open_archive(path: Path, force: str) -> Iterator[dict[str, Member]]:
    """Month -> street file of a force, in order, of a zip or a folder; raises `DataError`."""
    if path.is_dir() or path.suffix.lower() == ".csv":
        folder = path if path.is_dir() else path.parent
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        names = {file.relative_to(folder).as_posix(): file for file in files if file.is_file()}
        yield {
            month: Member(f"{path}, {name}", _file_reader(names[name]), names[name].stat().st_size)
            for month, name in months(names, path, force).items()
        }
        return
    with opened(lambda: zipfile.ZipFile(path), path) as archive:
        yield members(archive, path, force)


@contextmanager
def opened(open_: Callable[[], zipfile.ZipFile], file: object) -> Iterator[zipfile.ZipFile]:
    """An archive, closed at the end; raises `DataError` where `open_` finds no zip."""
    try:
        archive = open_()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RemoteZipError) as error:
        raise DataError(f"{file}: expected a police.uk archive zip, found {error}. {REMEDY}") from error
    with archive:
        yield archive


def members(archive: zipfile.ZipFile, file: object, force: str) -> dict[str, Member]:
    """Month -> street file of a force in an open zip; refuses one that would unpack to absurd sizes."""
    faults = Faults(file)
    found = {}
    chosen = months([info.filename for info in archive.infolist()], file, force)
    for month, name in chosen.items():
        info = archive.getinfo(name)
        if info.file_size > LARGEST or info.file_size > DENSEST * max(info.compress_size, 1_024):
            expected = f"at most {LARGEST:,} bytes, packed at most {DENSEST} times"
            faults.add(name, expected=expected, found=f"{info.file_size:,} bytes from {info.compress_size:,}")
        found[month] = Member(f"{file}, {name}", _zip_reader(archive, info, file), info.file_size, info.CRC)
    faults.raise_if_any(REMEDY)
    return found


def months(names: list[str] | Mapping[str, object], file: object, force: str) -> dict[str, str]:
    """Month -> name of the force's street files, in order; raises `DataError` when there is none.

    A month twice and a name that leads out of the archive are refused.
    """
    pattern = re.compile(
        rf"(?:.*/)?(\d{{4}}-(?:0[1-9]|1[0-2]))-{re.escape(force)}-street\.csv", re.DOTALL | re.IGNORECASE
    )
    found: dict[str, str] = {}
    faults = Faults(file)
    for name in sorted(names):
        path = name.replace("\\", "/")
        match = pattern.fullmatch(path)
        if not match or "__MACOSX" in path.split("/"):
            continue
        if path.startswith("/") or ".." in path.split("/"):
            faults.add(repr(name), expected="a path inside the archive", found="one that leads out of it")
        elif match[1] in found:
            faults.add(name, expected=f"one street file for {match[1]}", found=f"also {found[match[1]]}")
        found.setdefault(match[1], name)
    if not found:
        bare = {re.sub(r".*[\\/]", "", name) for name in names}
        others = sorted(name for name in bare if name.lower().endswith((".csv", ".zip", ".gz")))
        held = f"no such file, but {', '.join(others[:3])}" if others else "no such file"
        faults.add("members", expected=f"YYYY-MM/YYYY-MM-{force}-street.csv", found=held[:200])
    faults.raise_if_any(REMEDY)
    older = [month for month in sorted(found) if month < FIRST]
    if len(older) == len(found):
        faults.add("members", expected=f"months from {FIRST} on", found=f"{older[0]} to {older[-1]}")
        faults.raise_if_any(OLDER)
    if older:
        LOG.warning("%s: %s to %s left out. %s", file, older[0], older[-1], OLDER)
    return {month: name for month, name in sorted(found.items()) if month >= FIRST}


def read_archive(path: Path, force: str, locator: Locator) -> incidents.Counts:
    """Count all months of an archive for one district; as `read_archives`."""
    return read_archives(path, force, [locator])[0]


def read_archives(path: Path, force: str, locators: Sequence[Locator]) -> list[incidents.Counts]:
    """Count all months of an archive, one at a time, for each of some districts; raises `DataError` naming file and faults.

    A month whose file holds no incident counts as not held, which is told.
    """
    counted: list[list[incidents.Counts]] = [[] for _ in locators]
    with open_archive(path, force) as found:
        for month, member in tqdm(found.items(), desc="police.uk months", unit="month", disable=None):
            rows = read_month(member.read(), member.name, month)
            if rows.empty:
                LOG.warning("%s: holds no incident; %s counts as not held. %s", member.name, month, AGAIN)
                continue
            for locator, own in zip(locators, counted, strict=True):
                own.append(incidents.count_month(month, rows, locator))
                require_here(own[-1], locator, member.name)
    if not all(counted):
        raise DataError(f"{path}: expected incidents, found street files with a heading alone. {REMEDY}")
    return [incidents.combine(own) for own in counted]


def require_here(counts: incidents.Counts, locator: Locator, file: str) -> None:
    """Raise `DataError` where incidents of the district's LSOAs have points outside the box around it."""
    points = counts.street.drop_duplicates(POINT)
    faults = Faults(file)
    for row in points[locator.astray(points)].itertuples():
        found = f"longitude {row.longitude}, latitude {row.latitude}"
        faults.add(f"{row.location}, {row.lsoa21cd}", expected="a point near that LSOA", found=found)
    faults.raise_if_any(f"West of Greenwich longitudes are negative. {REMEDY}")


def read_month(raw: bytes, file: str, month: str) -> pd.DataFrame:
    """Read and check one street CSV; one row per incident, duplicates without a Crime ID kept.

    A Crime ID that stands twice is counted once, which is told; a file that holds its rows twice is refused.

    Returns `month`, `longitude`, `latitude`, `location`, `lsoa_code`, `crime_type` and `outcome`;
    location columns are empty together where police.uk gives none, an outcome not given is "". Raises
    `DataError` with all faults.
    """
    faults = Faults(file)
    if month < FIRST:
        faults.add("the month", expected=f"{FIRST} or later", found=month)
        faults.raise_if_any(OLDER)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = decoded(raw, file, REMEDY).encode()
    header = _header(raw, file, faults)
    short: list[pa_csv.InvalidRow] = []

    def note(row: pa_csv.InvalidRow) -> str:
        short.append(row)
        return "skip"

    try:
        table = pa_csv.read_csv(
            io.BytesIO(raw),
            read_options=pa_csv.ReadOptions(use_threads=False, column_names=header, skip_rows=1),
            parse_options=pa_csv.ParseOptions(invalid_row_handler=note),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(USED),
                column_types=USED,
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        _explain(raw, file, header, faults, str(error))
        faults.raise_if_any(REMEDY)
        raise  # never reached: the line above raised
    table = _without_origin(table)
    _check_rows(table, month, faults, lambda: _lines(raw, file, len(header)))
    if short:
        for line, cells in numbered_rows(raw.decode("utf-8-sig", errors="replace"), file):
            if len(cells) != len(header):
                faults.add(f"line {line:,}", expected=f"{len(header)} cells", found=len(cells))
    faults.raise_if_any(REMEDY)
    return _once(_tidy(table), file).drop(columns="crime_id")


def _tidy(table: pa.Table) -> pd.DataFrame:
    """The rows by names of ours, their locations made clean, an outcome that is not given empty."""
    rows = table.rename_columns([name.lower().replace(" ", "_") for name in table.column_names]).to_pandas()
    names = rows["location"].dropna().unique()  # some hundreds, each many times
    if unclean := {name: clean.cell(name) for name in names if not (name.isascii() and name.isprintable())}:
        rows["location"] = rows["location"].replace(unclean)
    rows["outcome"] = rows.pop("last_outcome_category").fillna("")  # a group of its own, never dropped
    return rows


def _header(raw: bytes, file: str, faults: Faults) -> list[str]:
    """The headings as they are known here, whatever their capitals; raises `DataError` where one lacks."""
    first = raw[:4096].decode("utf-8-sig", errors="replace").splitlines()
    found = next(csv.reader(first[:1]), [])
    official = {clean.fold(name): name for name in HEADER}
    header = [official.get(clean.fold(name), name) for name in found]
    if any(header.count(name) != 1 for name in HEADER):
        faults.add("line 1", expected=", ".join(HEADER), found=", ".join(found)[:200] or "nothing")
        faults.raise_if_any(REMEDY)
    _name_once(file.partition(", ")[0], tuple(name for name in header if name not in HEADER))
    return header


@functools.lru_cache(maxsize=64)
def _name_once(file: str, names: tuple[str, ...]) -> None:
    """Name the columns that are passed over once for all months of an archive."""
    passed_over(file, names)


def _without_origin(table: pa.Table) -> pa.Table:
    """The table with no place where both coordinates are 0, which is how some programs write none."""
    zero = pc.and_(pc.equal(table["Longitude"], 0.0), pc.equal(table["Latitude"], 0.0))
    for name in BOUNDS:
        empty = pc.if_else(pc.fill_null(zero, False), pa.scalar(None, pa.float64()), table[name])
        table = table.set_column(table.column_names.index(name), name, empty)
    return table


def _once(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Each Crime ID once, whatever the order of the rows; incidents without one are all kept."""
    twice = rows["crime_id"].notna() & rows["crime_id"].duplicated(keep=False)
    if not twice.any():
        return rows
    first = rows[twice].astype("str").sort_values(list(rows)).drop_duplicates("crime_id").index
    repeats = int(twice.sum()) - len(first)
    faults = Faults(file)
    if repeats > max(REPEATED * rows["crime_id"].notna().sum(), 1):
        ids = f"{repeats:,} of {rows['crime_id'].notna().sum():,} again"
        faults.add("column 'Crime ID'", expected="each ID once", found=ids)
        faults.raise_if_any(f"The file holds its rows twice, incidents without an ID among them. {REMEDY}")
    LOG.warning("%s: %s rows left out, as their Crime ID stands in the month already.", file, f"{repeats:,}")
    return rows[~twice | rows.index.isin(first)].reset_index(drop=True)


def _file_reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise DataError(f"{path}: expected a readable file, found {error.strerror}. {REMEDY}") from error

    return read


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: object) -> Callable[[], bytes]:
    broken = (
        OSError,
        zipfile.BadZipFile,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        ValueError,
    )

    def read() -> bytes:
        try:
            with archive.open(info) as member:
                return member.read(info.file_size + 1)  # a bound on what a false size can unpack to
        except (*broken, RemoteZipError) as error:
            raise DataError(
                f"{file}, {info.filename}: expected a whole member, found {error}. {REMEDY}"
            ) from error

    return read


def _lines(raw: bytes, file: str, cells_each: int) -> list[int]:
    """The line of each row that has all its cells; slow, so only for files with faults."""
    rows = numbered_rows(raw.decode("utf-8-sig", errors="replace"), file)
    return [line for line, cells in rows if len(cells) == cells_each][1:]


def _explain(raw: bytes, file: str, header: list[str], faults: Faults, reason: str) -> None:
    """Find the lines of a file that could not be read as text and numbers."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        note_undecodable(faults, error)
        return
    for line, cells in list(numbered_rows(text, file))[1:]:
        for column, value in zip(header, cells, strict=False):
            if column in BOUNDS and not re.fullmatch(r"(-?\d+(\.\d+)?)?", value):
                faults.add(f"line {line:,}, column {column!r}", expected="a number", found=repr(value))
    if not faults.lines:
        faults.add("cells", expected="text and numbers", found=reason[:200])


def _check_rows(table: pa.Table, month: str, faults: Faults, lines: Callable[[], list[int]]) -> None:
    def note(mask: pa.Array, column: str, expected: str) -> None:
        bad = np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))
        line = lines() if len(bad) else []
        for index in map(int, bad):
            faults.add(
                f"line {line[index]:,}, column {column!r}",
                expected=expected,
                found=repr(table[column][index].as_py()),
            )

    note(pc.fill_null(pc.not_equal(table["Month"], month), True), "Month", month)
    note(
        pc.invert(pc.is_in(table["Crime type"], value_set=pa.array(incidents.TYPES))),
        "Crime type",
        "a type that this dashboard knows",
    )
    code = pc.match_substring_regex(table["LSOA code"], rf"^({LSOA_CODE}|[WN95S]\w{{8}})$")
    note(pc.invert(code), "LSOA code", "an LSOA code or nothing")
    for column, (low, high) in BOUNDS.items():
        beyond = pc.or_(pc.less(table[column], low), pc.greater(table[column], high))
        note(beyond, column, f"{low} to {high}")
        note(pc.is_nan(table[column]), column, "a number or nothing")
    lonely = pc.xor(pc.is_null(table["Longitude"]), pc.is_null(table["Latitude"]))
    note(lonely, "Longitude", "both coordinates or neither")
