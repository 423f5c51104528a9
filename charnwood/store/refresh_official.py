"""Bring the newest Indices, boundaries, postcodes and populations into a data folder, or a file of them.

Each refresh makes anew the tables of `data/` that are made from its source, and from what the folder
holds; all are checked before the new folder takes the place of the old one at one instant.
"""

from __future__ import annotations

import datetime
import re
import shutil
import urllib.parse
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
from tqdm import tqdm

from charnwood import clean
from charnwood.checks import DataError, Faults, read_header, require_codes
from charnwood.official import boundaries, deprivation, file8, geography, indicators, nomis
from charnwood.official.deprivation import MAPPED
from charnwood.official.indicators import INDICATORS
from charnwood.official.place import Place
from charnwood.store import (
    arcgis,
    build,
    consistency,
    differences,
    fetch,
    floors,
    folder_swap,
    manifest,
    official_tables,
    refresh_desk,
)
from charnwood.store.manifest import official_files, read_manifest, write_manifest
from charnwood.store.official_tables import SHAPES, Table
from charnwood.store.refresh_desk import Desk, Got

POSTCODES = "places/postcodes.parquet"
POSTCODES_URL = "https://api.os.uk/downloads/v1/products/CodePointOpen/downloads?area=GB&format=CSV&redirect"
COLUMNS = ["PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"]  # of Code-Point Open, as it names them
LARGEST = 64 * 1024 * 1024  # bytes of one postcode area, unpacked; the largest are a tenth of it
FILE8 = "File 8 (underlying indicators) is not fetched: save the workbook that gov.uk has and name it with --from."
POPULATION = (
    "population: the ONS publishes its estimates as workbooks, which are not fetched: save the sheet as CSV in the "
    "layout of the one held and name it with --from. They stay as they are."
)
VECTORS = "a zipped shapefile, a GeoPackage or GeoJSON"
PLACED = (
    "Names and wards of areas, and the LSOAs of incidents already counted, stay as the former boundaries gave them: "
    "`build` makes them anew from the official files."
)


def refresh_iod(
    directory: Path, place: str | None = None, year: int | None = None, today: datetime.date | None = None
) -> Iterator[str]:
    """File 7 of every edition, or of that of `year`, from gov.uk; or a File 7 or 8 at `place`.

    Yields a sentence for each table and fact. Raises `DataError`; the data then stay byte for byte.
    """
    with refresh_desk.desk(directory, today) as desk:
        lookup = desk.table("places/lookup.csv")
        if place is not None:
            got = refresh_desk.required(desk.get(place))
            with refresh_desk.named(got):
                kind, edition = _which(got.path, year)
                if kind == "iod":
                    made = _file7(got, edition, lookup, desk)
                else:
                    table = official_tables.indicator_table(got.path, edition, lookup, desk.about)
                    made = {f"{kind}{edition.year}": (table, got)}
            yield from _put(desk, made)
            return
        made = {}
        for edition in MAPPED.values():
            if year not in (None, edition.year):
                continue
            key = f"iod{edition.year}"
            found = desk.get(edition.asset, key)
            if found is None:
                yield f"imd/{key}.csv: unchanged; gov.uk has no newer file."
                continue
            with refresh_desk.named(found):
                made |= _file7(found, edition, lookup, desk)
        yield from _put(desk, made)
        yield FILE8


def _file7(
    got: Got, edition: deprivation.Edition, lookup: pd.DataFrame, desk: Desk
) -> dict[str, tuple[Table, Got | None]]:
    """The tables of a File 7; what was read is told with the first of them."""
    tables = official_tables.iod_tables(got.path, edition, lookup, desk.about)
    return {key: (table, got if key == f"iod{edition.year}" else None) for key, table in tables.items()}


def _which(path: Path, year: int | None) -> tuple[str, deprivation.Edition]:
    """Whether a file is a File 7 or 8, and of which edition, by its header."""
    headers = {edition: file8.header(path, edition) for edition in MAPPED.values()}
    fits = [
        (kind, edition)
        for edition, header in headers.items()
        for kind, columns in (
            ("iod", list(deprivation.layout(edition, header))[:4]),
            ("indicators", list(indicators.official_columns(edition)) if edition.year in INDICATORS else []),
        )
        if columns
        and set(map(clean.fold, columns)) <= set(map(clean.fold, header))
        and year in (None, edition.year)
    ]
    years = ", ".join(map(str, MAPPED))
    if not fits:
        raise DataError(
            f"{path}: expected File 7 or the indicators of {year or years}, found a header of neither: "
            f"{_headed(path, headers.values())}. {fetch.KEPT} Name the file that gov.uk serves: File 7 as CSV, File 8 as "
            "a workbook."
        )
    if len(fits) > 1:
        raise DataError(
            f"{path}: expected a header of one edition, found that of {' and '.join(str(e.year) for _, e in fits)}. "
            f"{fetch.KEPT} Say which it is with --edition."
        )
    return fits[0]


def _headed(path: Path, headers: Iterable[Sequence[str]]) -> str:
    """What a file begins with, in a message."""
    if file8.is_workbook(path):
        return "a workbook"
    return ", ".join(next(iter(headers))[:4])[:200] or "nothing"


def refresh_boundaries(
    directory: Path, place: str | None = None, today: datetime.date | None = None
) -> Iterator[str]:
    """Boundaries of LSOAs and wards from ONS, or from a shapefile (zipped), GeoPackage or GeoJSON at `place`.

    Only areas that are held are renewed: each must be there. Postcodes are placed anew; yields a sentence
    for each table and fact. Raises `DataError`.
    """
    with refresh_desk.desk(directory, today) as desk:
        known = manifest.official_files(desk.about)
        held = {key: desk.table(f"boundaries/{key}.shp") for key in SHAPES if key in known}
        codes = {key: set(frame[SHAPES[key].code]) for key, frame in held.items()}
        drawn: dict[str, tuple[Table, Got]] = {}
        if place is not None:
            got = refresh_desk.required(desk.get(place))
            with refresh_desk.named(got):
                key = _geography(got.path, list(held))
                drawn[key] = (_shapes(desk.about, got.path, key, codes[key]), got)
        else:
            for key in tqdm(held, desc="ONS boundaries", unit="layer", disable=None):
                shape = SHAPES[key]
                layer = arcgis.find(desk.http, arcgis.SERVICES, shape.code)
                stamp = {"layer": layer.name, "edited": layer.edited}
                if layer.edited and stamp.items() <= desk.known(key, layer.url).items():
                    yield f"boundaries/{key}.shp: unchanged; ONS has not edited {layer.name} since."
                    continue
                path = desk.folder / f"{key}.geojson"
                path.write_bytes(arcgis.areas(desk.http, layer, [shape.code, shape.name], codes[key]))
                got = Got(path, layer.url, stamp)
                with refresh_desk.named(got):
                    drawn[key] = (_shapes(desk.about, path, key, codes[key]), got)
        made: dict[str, tuple[Table, Got | None]] = {**drawn}
        if "lsoa21" in drawn:
            postcodes = desk.table(POSTCODES).drop(columns=["lsoa11cd", "lsoa21cd"])
            made["postcodes"] = (_postcodes(desk, postcodes, drawn["lsoa21"][0].content, POSTCODES), None)
        if (yield from _put(desk, made)):
            yield PLACED


def _geography(path: Path, keys: Sequence[str]) -> str:
    """The source key of a boundary file among those held, by its fields."""
    frame = boundaries.read_vector(path, VECTORS, Faults(path))
    fields = {str(name).upper() for name in frame if name != "geometry"}
    for key in keys:
        if SHAPES[key].code in fields:
            return key
    wanted = ", ".join(SHAPES[key].code for key in keys)
    raise DataError(
        f"{path}: expected a field of {wanted}, found {', '.join(sorted(fields))[:200] or 'none'}. {fetch.KEPT} "
        "Use the generalised (BGC) boundaries of LSOAs 2011 or 2021, or of wards 2022 or 2025."
    )


def _shapes(about: Place, path: Path, key: str, codes: set[str]) -> Table:
    table = official_tables.shape_table(key, SHAPES[key].read(path, codes), codes, about)
    faults = Faults(path)
    require_codes(faults, table.content[SHAPES[key].code.lower()], codes, "boundaries against those held")
    faults.raise_if_any(f"Use boundaries that hold every area of {table.title}.")
    return table


def refresh_postcodes(
    directory: Path, place: str | None = None, force: bool = False, today: datetime.date | None = None
) -> Iterator[str]:
    """Code-Point Open from the OS, or from a zip or an area's CSV at `place`; yields sentences.

    A file with far fewer postcodes, or far fewer of the district, than are held is refused, but for `force`.
    """
    with refresh_desk.desk(directory, today) as desk:
        got = desk.get(place or POSTCODES_URL, None if place else "postcodes")
        if got is None:
            yield "places/postcodes.parquet: unchanged; the OS has no newer file."
            return
        with refresh_desk.named(got):
            area, edition = _unpacked(got, desk)
        with refresh_desk.named(area):
            postcodes = _with_held(desk, geography.read_postcodes(area.path))
            table = _postcodes(desk, postcodes, _held(desk, "lsoa21"), area.path)
            if not force:
                floors.refuse_smaller(desk.directory, [(str(area.path), table)], desk.about)
        yield from _put(desk, {"postcodes": (table, got)}, {"edition": edition})


def _with_held(desk: Desk, postcodes: pd.DataFrame) -> pd.DataFrame:
    """Postcodes of some of the place's areas, and those held of the others."""
    if len(desk.about.postcode_areas) == 1:
        return postcodes
    before = desk.table(POSTCODES).drop(columns=["lsoa11cd", "lsoa21cd"])
    new, old = (rows["postcode"].str.extract(r"^([A-Z]+)")[0] for rows in (postcodes, before))
    return pd.concat([postcodes, before[~old.isin(new)]]).sort_values("postcode", ignore_index=True)


def _held(desk: Desk, key: str) -> gpd.GeoDataFrame:
    """The boundaries of a vintage that are held, with columns in small letters."""
    return desk.table(f"boundaries/{key}.shp").rename(columns=str.lower)


def _postcodes(desk: Desk, postcodes: pd.DataFrame, lsoa21: gpd.GeoDataFrame, file: object) -> Table:
    """Postcodes placed by the district's boundaries; those beyond it keep the codes that `build` gave them."""
    shapes = (_held(desk, "lsoa11"), lsoa21)
    pairs = desk.table("places/lookup.csv")
    return official_tables.postcode_table(postcodes, shapes, pairs, desk.about, file, desk.table(POSTCODES))


def _unpacked(got: Got, desk: Desk) -> tuple[Got, str]:
    """The CSV of the place's postcode areas and the edition, of a Code-Point Open zip or of a CSV itself."""
    held = desk.entry("postcodes")
    same = held.get("sha256") == manifest.sha256(got.path)
    edition = held["edition"] if same else f"retrieved in {desk.today:%B %Y}"
    raw = got.path.read_bytes()
    if raw[:2] != b"PK" or "workbook" in clean.container(raw):
        return got, edition  # the reader of the CSV says what a workbook is
    wanted = [f"{area.lower()}.csv" for area in desk.about.postcode_areas]
    path = desk.folder / wanted[0]
    faults = Faults(got.path)
    try:
        with zipfile.ZipFile(got.path) as archive:
            names = [name for name in archive.namelist() if "__MACOSX" not in name]
            header, metadata, *members = (
                next((name for name in names if name.replace("\\", "/").lower().endswith(end)), "")
                for end in (
                    "doc/code-point_open_column_headers.csv",
                    "doc/metadata.txt",
                    *(f"data/csv/{name}" for name in wanted),
                )
            )
            if not (all(members) and header):
                expected = f"{', '.join(f'Data/CSV/{name}' for name in wanted)} and Doc/Code-Point_Open_Column_Headers.csv"
                faults.add("members", expected=expected, found=", ".join(archive.namelist())[:200])
                faults.raise_if_any("Use the CSV edition of Code-Point Open.")
            columns = _first(archive, header).partition("\n")[0].strip()
            if columns != ",".join(COLUMNS):
                faults.add("column headers", expected=",".join(COLUMNS), found=columns[:200])
            for member in members:
                if (size := archive.getinfo(member).file_size) > LARGEST:
                    faults.add(member, expected=f"at most {LARGEST:,} bytes", found=f"{size:,}")
            faults.raise_if_any("Use Code-Point Open in the layout that this dashboard knows.")
            path.write_bytes(b"\n".join(archive.read(member).rstrip(b"\r\n") for member in members) + b"\n")
            about = _first(archive, metadata) if metadata else ""
            if day := re.search(r"COPYRIGHT DATE\W+(20\d\d)(0[1-9]|1[0-2])", about, re.I):
                edition = f"{datetime.date(int(day[1]), int(day[2]), 1):%B %Y}"
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(
            f"{got.path}: expected a whole zip, found {error}. {fetch.KEPT} Fetch it again."
        ) from error
    return Got(path, f"{got.place}, {', '.join(members)}"), edition


def _first(archive: zipfile.ZipFile, member: str) -> str:
    """The beginning of a member as text."""
    with archive.open(member) as file:
        return file.read(10_000).decode("utf-8-sig", errors="replace")


def refresh_population(
    directory: Path, place: str | None = None, force: bool = False, today: datetime.date | None = None
) -> Iterator[str]:
    """Mid-year populations of LSOAs from a CSV at `place`, of 2011 or 2021 by its header; yields sentences.

    A file with far fewer people than are held is refused, but for `force`.
    """
    if place is None:
        yield POPULATION
        return
    with refresh_desk.desk(directory, today) as desk:
        got = refresh_desk.required(desk.get(place))
        with refresh_desk.named(got):
            lookup = desk.table("places/lookup.csv")
            key = _vintage_of(got.path, lookup)
            table = official_tables.population_table(key, got.path, lookup)
            if not force:
                floors.refuse_smaller(desk.directory, [(str(got.path), table)], desk.about)
        yield from _put(desk, {key: (table, got)})


def _vintage_of(path: Path, lookup: pd.DataFrame) -> str:
    """Whether populations are those of 2011 LSOAs or of 2021, by their header, of Nomis by their codes."""
    if nomis.is_nomis(path):
        since = set(lookup["lsoa21cd"]) - set(lookup["lsoa11cd"])
        return "population11" if since.isdisjoint(nomis.codes(path)) else "population21"
    return "population11" if "lsoa" in set(map(clean.fold, read_header(path))) else "population21"


def _put(
    desk: Desk, made: Mapping[str, tuple[Table, Got | None]], facts: Mapping[str, str] | None = None
) -> Generator[str, None, bool]:
    """Write these tables into a copy of the data folder, swap it in and tell what changed; whether any did.

    `made`: by source key the table and the file that it was read from, if any; `facts` go into the
    manifest's entries of those sources.
    """
    if not made:
        return False
    lines = []
    with folder_swap.replacing(desk.directory, consistency.check) as fresh:
        shutil.copytree(desk.directory, fresh, dirs_exist_ok=True)
        manifest = read_manifest(fresh)
        for key, (table, got) in made.items():
            _replace(manifest["tables"], "file", build.write(table, fresh, fresh))
            lines.append(
                f"{table.file}: {differences.told(desk.directory / table.file, fresh / table.file)}."
            )
            if got is not None:
                entry = _entry(official_files(desk.about)[key], got, desk.today)
                _replace(manifest["sources"], "key", {**entry, **(facts or {})})
        write_manifest(fresh, manifest)
    yield from lines
    return not all(line.endswith(f"{differences.SAME}.") for line in lines)


def _entry(source: manifest.Source, got: Got, today: datetime.date) -> dict:
    name = urllib.parse.unquote(Path(got.place).name)
    entry = manifest.entry_of(source, name, manifest.sha256(got.path))
    fetched = {"fetched": {"from": got.place, **got.stamp}} if got.stamp else {}
    return {**entry, "retrieved": today.isoformat(), **fetched}


def _replace(entries: list[dict], name: str, entry: dict) -> None:
    """Put an entry in the place of that of the same name, or at the end."""
    for number, other in enumerate(entries):
        if other[name] == entry[name]:
            entries[number] = entry
            return
    entries.append(entry)
