"""police.uk street files: rows -> incidents with both LSOA codes -> counts; coverage; rates.

An incident is one row. Anti-social behaviour is not recorded crime, so totals come as `incidents`,
`crimes` and `asb`. Places are "on or near" snap points, never addresses. A covered month without
rows is 0, a month not held is missing. Source: https://data.police.uk/about/.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from scipy.special import betaincinv, gammaincinv
from tqdm import tqdm

from charnwood.boundaries import NATIONAL_GRID, WGS84
from charnwood.checks import LSOA_CODE, DataError, Faults, note_undecodable, numbered_rows

ASB = "Anti-social behaviour"
TYPES = (
    ASB,
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
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
    "Month": pa.string(),
    "Longitude": pa.float64(),
    "Latitude": pa.float64(),
    "Location": pa.string(),
    "LSOA code": pa.string(),
    "Crime type": pa.string(),
    "Last outcome category": pa.string(),
}
BOUNDS = {"Longitude": (-9.0, 2.5), "Latitude": (49.0, 61.5)}  # the United Kingdom
PARTIAL_BELOW = 2 / 3  # of the median month's located rows: fewer marks a month as partial
HELD, PARTIAL, MISSING = "held", "partial", "missing"
TOTALS = ("incidents", "crimes", "asb")
REMEDY = "Download the archive again from data.police.uk; nothing was written."


@dataclass(frozen=True)
class Locator:
    """What is needed to give an incident both LSOA codes and its district.

    `pairs`: `lsoa11cd`, `lsoa21cd`, `ladcd` of the exact-fit lookup; `lsoa11`, `lsoa21`: polygons of
    the same area in EPSG:27700.
    """

    pairs: pd.DataFrame
    lsoa11: gpd.GeoDataFrame
    lsoa21: gpd.GeoDataFrame

    @cached_property
    def shapes(self) -> dict[str, gpd.GeoDataFrame]:
        """Polygons by the name of their code column, index code."""
        return {"lsoa11cd": self.lsoa11.set_index("lsoa11cd"), "lsoa21cd": self.lsoa21.set_index("lsoa21cd")}

    @cached_property
    def codes(self) -> set[str]:
        """Every code of the area, of either vintage."""
        return {*self.pairs["lsoa11cd"], *self.pairs["lsoa21cd"]}

    @cached_property
    def parts(self) -> dict[str, dict[str, list[str]]]:
        """For each vintage: code of the other vintage -> the codes here that it was split into."""
        return {
            here: self.pairs.groupby(there)[here].agg(list).to_dict()
            for here, there in (("lsoa11cd", "lsoa21cd"), ("lsoa21cd", "lsoa11cd"))
        }

    @cached_property
    def twins(self) -> dict[str, dict[str, str]]:
        """For each vintage: code of any vintage -> the one code here, left out where it was split."""
        return {
            here: {other: parts[0] for other, parts in self.parts[here].items() if len(parts) == 1}
            | {code: code for code in self.pairs[here]}
            for here in self.parts
        }

    @cached_property
    def districts(self) -> dict[str, str]:
        """District of each 2021 code."""
        return dict(zip(self.pairs["lsoa21cd"], self.pairs["ladcd"], strict=True))


@dataclass(frozen=True)
class Counts:
    """All that the app keeps of an archive: three tables of counts and the coverage of each month."""

    lsoa: pd.DataFrame
    district: pd.DataFrame
    street: pd.DataFrame
    coverage: pd.DataFrame


def members(archive: zipfile.ZipFile, file: Path, force: str) -> dict[str, str]:
    """Month -> member name of the force's street files; raises `DataError` when there is none."""
    pattern = re.compile(rf"(?:.*/)?(\d{{4}}-(?:0[1-9]|1[0-2]))-{re.escape(force)}-street\.csv")
    found: dict[str, str] = {}
    faults = Faults(file)
    for name in sorted(archive.namelist()):
        match = pattern.fullmatch(name)
        if match and match[1] in found:
            faults.add(
                name,
                expected=f"one street file for {match[1]}",
                found=f"also {found[match[1]]}",
            )
        elif match:
            found[match[1]] = name
    if not found:
        faults.add(
            "members",
            expected=f"YYYY-MM/YYYY-MM-{force}-street.csv",
            found="no such file",
        )
    faults.raise_if_any(REMEDY)
    return found


def read_month(raw: bytes, file: str, month: str) -> pd.DataFrame:
    """Read and check one street CSV; one row per incident, duplicates kept.

    Returns `month`, `longitude`, `latitude`, `location`, `lsoa_code`, `crime_type` and `outcome`;
    location columns are empty together where police.uk gives none, an outcome not given is "". Raises
    `DataError` with all faults.
    """
    faults = Faults(file)
    first = raw[:4096].decode("utf-8-sig", errors="replace").splitlines()
    header = next(csv.reader(first[:1]), [])
    if tuple(header) != HEADER:
        faults.add(
            "line 1",
            expected=", ".join(HEADER),
            found=", ".join(header)[:200] or "nothing",
        )
        faults.raise_if_any(REMEDY)

    short: list[pa_csv.InvalidRow] = []

    def note(row: pa_csv.InvalidRow) -> str:
        short.append(row)
        return "skip"

    try:
        table = pa_csv.read_csv(
            io.BytesIO(raw),
            read_options=pa_csv.ReadOptions(use_threads=False),
            parse_options=pa_csv.ParseOptions(invalid_row_handler=note),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(USED),
                column_types=USED,
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        _explain(raw, file, faults, str(error))
        faults.raise_if_any(REMEDY)
        raise  # never reached: the line above raised
    _check_rows(table, month, faults, lambda: _lines(raw, file))
    if short:
        for line, cells in numbered_rows(raw.decode("utf-8-sig", errors="replace"), file):
            if len(cells) != len(HEADER):
                faults.add(f"line {line:,}", expected=f"{len(HEADER)} cells", found=len(cells))
    faults.raise_if_any(REMEDY)
    rows = table.rename_columns([name.lower().replace(" ", "_") for name in table.column_names]).to_pandas()
    rows["outcome"] = rows.pop("last_outcome_category").fillna("")  # a group of its own, never dropped
    return rows


def locate(rows: pd.DataFrame, locator: Locator) -> pd.DataFrame:
    """Add `lsoa11cd`, `lsoa21cd` and `ladcd` to incidents; empty outside the locator's area.

    A code of either vintage is taken; its twin comes from the exact-fit lookup where that is
    unambiguous, from the coordinates where an area was split or merged. A row with coordinates and
    no code is placed by its coordinates.
    """
    codes = rows["lsoa_code"]
    located = rows.assign(
        lsoa11cd=codes.map(locator.twins["lsoa11cd"]), lsoa21cd=codes.map(locator.twins["lsoa21cd"])
    )
    placed = rows["longitude"].notna()
    known = codes.isin(locator.codes)
    for here, shapes in locator.shapes.items():
        split = rows[known & placed & located[here].isna()]
        located.loc[split.index, here] = _nearest(split, shapes, locator.parts[here], here)
        uncoded = rows[codes.isna() & placed]
        located.loc[uncoded.index, here] = _within(uncoded, shapes, here)
    # A code whose twin cannot be told (split area, no coordinates) counts as without a location.
    unsure = located["lsoa11cd"].isna() | located["lsoa21cd"].isna()
    located.loc[unsure, ["lsoa11cd", "lsoa21cd"]] = None
    located["ladcd"] = located["lsoa21cd"].map(locator.districts)
    return located


def read_archive(path: Path, force: str, district: str, locator: Locator) -> Counts:
    """Read all months of a police.uk archive zip, one member at a time, into counts.

    `district` is the code whose LSOAs and street points are kept; the locator's other districts
    are kept as totals. Raises `DataError` naming the archive, the member and its faults.
    """
    lsoa, districts, street, coverage = [], [], [], []
    with _open(path) as archive:
        months = members(archive, path, force)
        for month, name in tqdm(months.items(), desc="police.uk months", unit="month", disable=None):
            rows = locate(
                read_month(_read(archive, name, path), f"{path}, {name}", month),
                locator,
            )
            own = rows[rows["ladcd"] == district]
            lsoa.append(_count(own, ["month", "lsoa11cd", "lsoa21cd", "crime_type", "outcome"]))
            districts.append(_count(rows.dropna(subset="ladcd"), ["month", "ladcd", "crime_type"]))
            street.append(
                _count(
                    own,
                    [
                        "location",
                        "longitude",
                        "latitude",
                        "lsoa11cd",
                        "lsoa21cd",
                        "month",
                        "crime_type",
                    ],
                )
            )
            unlocated = int((rows["lsoa_code"].isna() & rows["longitude"].isna()).sum())
            unsure = rows["lsoa21cd"].isna() & rows["lsoa_code"].isin(locator.codes)
            unlocated += int(unsure.sum())
            coverage.append(
                (
                    month,
                    len(rows),
                    len(own),
                    unlocated,
                    len(rows) - len(own) - unlocated,
                )
            )
    return Counts(
        pd.concat(lsoa, ignore_index=True),
        pd.concat(districts, ignore_index=True),
        pd.concat(street, ignore_index=True).sort_values(
            ["location", "longitude", "latitude", "month", "crime_type"],
            ignore_index=True,
        ),
        coverage_table(coverage),
    )


def coverage_table(held: list[tuple[str, int, int, int, int]]) -> pd.DataFrame:
    """Coverage of every month from the first held to the last, months not held included.

    Columns: `month`, `rows` of the force's file and its three parts `located` (in the district),
    `unlocated` (no place given) and `outside` (located elsewhere), and `status`: held, missing, or
    partial (rows with a location below two thirds of the median month).
    """
    columns = ["month", "rows", "located", "unlocated", "outside"]
    frame = pd.DataFrame(held, columns=columns).set_index("month").sort_index()
    placed = frame["rows"] - frame["unlocated"]
    frame["status"] = np.where(placed < PARTIAL_BELOW * placed.median(), PARTIAL, HELD)
    frame = frame.reindex(month_range(frame.index[0], frame.index[-1]))
    frame["status"] = frame["status"].fillna(MISSING)
    return frame.astype(dict.fromkeys(columns[1:], "Int64")).reset_index(names="month")


def month_range(first: str, last: str) -> list[str]:
    """All months from first to last, both included, as YYYY-MM."""
    return [str(period) for period in pd.period_range(first, last, freq="M")]


def held_months(coverage: pd.DataFrame) -> list[str]:
    """The months held, in order, whole or partial."""
    return coverage.loc[coverage["status"] != MISSING, "month"].tolist()


def last_covered(coverage: pd.DataFrame, count: int = 12) -> list[str]:
    """The latest `count` months held whole, in order; they need not follow on one another."""
    return coverage.loc[coverage["status"] == HELD, "month"].tolist()[-count:]


def totals(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """`incidents`, `crimes` and `asb` for each combination of the columns `by`.

    `crimes` are all incidents but anti-social behaviour; the two add up to `incidents`.
    """
    asb = frame["incidents"].where(frame["crime_type"] == ASB, 0)
    split = frame.assign(crimes=frame["incidents"] - asb, asb=asb)
    return split.groupby(by, observed=True)[list(TOTALS)].sum()


def monthly(frame: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Totals of each month from the first covered to the last, index month.

    A covered month without rows is 0; a month not held is missing (NA), never interpolated.
    """
    table = totals(frame, ["month"]).reindex(coverage["month"]).astype("Int64")
    covered = (coverage["status"] != MISSING).to_numpy()
    table.loc[covered] = table.loc[covered].fillna(0)
    return table


def rate(count: Any, residents: Any) -> Any:
    """Incidents per 1,000 residents of the area in the stated mid-year population; numbers or series."""
    return 1_000 * count / residents


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """Exact (Garwood) interval of a Poisson mean from one count.

    Source: Garwood (1936), Biometrika 28, by quantiles of the gamma distribution.
    """
    tail = (1 - level) / 2
    low = gammaincinv(count, tail) if count else 0.0
    return float(low), float(gammaincinv(count + 1, 1 - tail))


def ratio_interval(
    count: int, base: float, other: int, other_base: float, level: float = 0.95, dispersion: float = 1
) -> tuple[float, float]:
    """Exact interval of the ratio of two Poisson rates, count/base over other/other_base.

    Given their sum, one count is binomial: Clopper-Pearson limits of its share become limits of the
    ratio. (0, inf) when both counts are 0. Source: Przyborowski and Wilenski (1940), Biometrika 31.
    Counts whose variance is `dispersion` times Poisson's tell as much as counts that many times
    smaller (quasi-likelihood: McCullagh and Nelder (1989), Generalized Linear Models).
    """
    if count + other == 0:
        return 0.0, math.inf
    tail = (1 - level) / 2
    scale = other_base / base
    mine, others = count / dispersion, other / dispersion
    low = betaincinv(mine, others + 1, tail) if count else 0.0
    high = betaincinv(mine + 1, others, 1 - tail) if other else 1.0
    return float(low / (1 - low) * scale), math.inf if high == 1 else float(high / (1 - high) * scale)


def _open(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise DataError(f"{path}: expected a police.uk archive zip, found {error}. {REMEDY}") from error


def _read(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    try:
        return archive.read(name)
    except (OSError, zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{path}, {name}: expected a whole member, found {error}. {REMEDY}") from error


def _lines(raw: bytes, file: str) -> list[int]:
    """The line of each row that has all its cells; slow, so only for files with faults."""
    rows = numbered_rows(raw.decode("utf-8-sig", errors="replace"), file)
    return [line for line, cells in rows if len(cells) == len(HEADER)][1:]


def _explain(raw: bytes, file: str, faults: Faults, reason: str) -> None:
    """Find the lines of a file that could not be read as text and numbers."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        note_undecodable(faults, error)
        return
    for line, cells in list(numbered_rows(text, file))[1:]:
        for column, value in zip(HEADER, cells, strict=False):
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
        pc.invert(pc.is_in(table["Crime type"], value_set=pa.array(TYPES))),
        "Crime type",
        "a type that this dashboard knows",
    )
    code = pc.match_substring_regex(table["LSOA code"], rf"^({LSOA_CODE}|[WN95S]\w{{8}})$")
    note(pc.invert(code), "LSOA code", "an LSOA code or nothing")
    for column, (low, high) in BOUNDS.items():
        beyond = pc.or_(pc.less(table[column], low), pc.greater(table[column], high))
        note(beyond, column, f"{low} to {high}")
    lonely = pc.xor(pc.is_null(table["Longitude"]), pc.is_null(table["Latitude"]))
    note(lonely, "Longitude", "both coordinates or neither")


def _count(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return rows.groupby(by, observed=True, sort=True).size().reset_index(name="incidents")


def _points(rows: pd.DataFrame) -> gpd.GeoSeries:
    points = gpd.points_from_xy(rows["longitude"], rows["latitude"], crs=WGS84)
    return gpd.GeoSeries(points, index=rows.index).to_crs(NATIONAL_GRID)


def _nearest(
    rows: pd.DataFrame, shapes: gpd.GeoDataFrame, parts: dict[str, list[str]], code: str
) -> pd.Series:
    """Code of the part that holds each point, or is nearest: generalised edges leave slivers."""
    found = pd.Series(index=rows.index, dtype=object, name=code)
    points = _points(rows)
    for other, members in rows.groupby("lsoa_code"):
        here = points.loc[members.index]
        distances = [here.distance(shapes.geometry[part]).to_numpy() for part in parts[str(other)]]
        found.loc[members.index] = np.array(parts[str(other)], dtype=object)[np.argmin(distances, axis=0)]
    return found


def _within(rows: pd.DataFrame, shapes: gpd.GeoDataFrame, code: str) -> pd.Series:
    if rows.empty:
        return pd.Series(index=rows.index, dtype=object)
    points = gpd.GeoDataFrame(geometry=_points(rows))
    found = gpd.sjoin(points, shapes[["geometry"]], how="left", predicate="within")
    return found.loc[~found.index.duplicated(), code]
