"""Bring the newest Indices, boundaries, postcodes and populations into a data folder, or a file of them.

Each refresh makes anew the tables of `data/` that are made from its source, and from what the folder
holds; all are checked before the new folder takes the place of the old one at one instant.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
import tempfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

import httpx
import pandas as pd
from tqdm import tqdm

from charnwood import clean
from charnwood.checks import DataError, Faults, read_header, require_codes
from charnwood.official import boundaries, deprivation, geography, incidents, indicators
from charnwood.official.deprivation import MAPPED
from charnwood.official.indicators import INDICATORS
from charnwood.official.place import PLACE_FILE, Place, read
from charnwood.store import arcgis, build, dataset, fetch, folder_swap, manifest
from charnwood.store.build import SHAPES, Table
from charnwood.store.manifest import official_files, read_manifest, verify_files, write_manifest

POSTCODES_URL = "https://api.os.uk/downloads/v1/products/CodePointOpen/downloads?area=GB&format=CSV&redirect"
COLUMNS = ["PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"]  # of Code-Point Open, as it names them
LARGEST = 64 * 1024 * 1024  # bytes of one postcode area, unpacked; the largest are a tenth of it
FILE8 = (
    "File 8 (underlying indicators) is a workbook on gov.uk and is not fetched: name a CSV in the layout of the "
    "one held with --from."
)
POPULATION = (
    "population: the ONS publishes its estimates as workbooks, which are not fetched: save the sheet as CSV in the "
    "layout of the one held and name it with --from. They stay as they are."
)
VECTORS = "a zipped shapefile, a GeoPackage or GeoJSON"
SAME = "no value changed"
PLACED = (
    "Names and wards of areas, and the LSOAs of incidents already counted, stay as the former boundaries gave them: "
    "`build` makes them anew from the official files."
)


@dataclass(frozen=True)
class Got:
    """A file that was read: its path here, its name for people and what its server said of its version."""

    path: Path
    place: str
    stamp: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Desk:
    """What a refresh works with: the data folder, its manifest, a folder for what is fetched, the day."""

    directory: Path
    manifest: dict
    folder: Path
    http: httpx.Client
    today: datetime.date

    @cached_property
    def about(self) -> Place:
        """The place of the data folder."""
        return read(self.directory / PLACE_FILE)

    def table(self, file: str) -> pd.DataFrame:
        """A table of the data folder."""
        return dataset.read(self.directory / file)

    def entry(self, key: str) -> dict:
        """The manifest's entry of a source; empty where it is not held."""
        return next((entry for entry in self.manifest["sources"] if entry["key"] == key), {})

    def known(self, key: str, place: str) -> dict[str, str]:
        """What the server said of a source's version when it was last read from this place."""
        read = self.entry(key).get("fetched", {})
        return read if read.get("from") == fetch.without_secrets(place) else {}

    def get(self, place: str, key: str | None = None) -> Got | None:
        """A file by its path or address; None where its server has no other than that held for `key`."""
        if not place.startswith(("http://", "https://")):
            path = Path(place)
            if not path.is_file():
                raise DataError(f"{place}: expected a file or an address, found none. {fetch.KEPT}")
            return Got(path, path.name)
        name = Path(urllib.parse.urlsplit(place).path).name or "file"
        path = self.folder / f"{len(list(self.folder.iterdir()))}-{name}"
        stamp = fetch.download(self.http, place, path, self.known(key, place) if key else None)
        if stamp is None:
            return None
        if path.suffix != ".zip" and zipfile.is_zipfile(path):
            path = path.rename(path.with_name(f"{path.name}.zip"))  # the ending tells GDAL what it is
        return Got(path, fetch.without_secrets(place), stamp)


@contextmanager
def _desk(directory: Path, today: datetime.date | None) -> Iterator[Desk]:
    with folder_swap.locked(directory):
        manifest = read_manifest(directory)
        if faults := verify_files(directory, manifest):
            raise DataError("\n".join(faults))
        try:
            with tempfile.TemporaryDirectory() as folder, fetch.client() as http:
                yield Desk(directory, manifest, Path(folder), http, today or datetime.date.today())
        except OSError as error:
            raise DataError(
                f"{tempfile.gettempdir()}: expected to keep what was fetched, found {error.strerror or error}. "
                f"{fetch.KEPT} Free space or check the rights, then run it again."
            ) from error


def refresh_iod(
    directory: Path, place: str | None = None, year: int | None = None, today: datetime.date | None = None
) -> Iterator[str]:
    """File 7 of every edition, or of that of `year`, from gov.uk; or a File 7 or 8 at `place`.

    Yields a sentence for each table and fact. Raises `DataError`; the data then stay byte for byte.
    """
    with _desk(directory, today) as desk:
        lookup = desk.table("places/lookup.csv")
        if place is not None:
            got = _required(desk.get(place))
            with _named(got):
                kind, edition = _which(got.path, year)
                make = build.iod_table if kind == "iod" else build.indicator_table
                made = {f"{kind}{edition.year}": (make(got.path, edition, lookup, desk.about), got)}
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
            with _named(found):
                made[key] = (build.iod_table(found.path, edition, lookup, desk.about), found)
        yield from _put(desk, made)
        yield FILE8


def _which(path: Path, year: int | None) -> tuple[str, deprivation.Edition]:
    """Whether a file is a File 7 or 8, and of which edition, by its header."""
    header = read_header(path)
    fits = [
        (kind, edition)
        for edition in MAPPED.values()
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
            f"{', '.join(header[:4])[:200] or 'nothing'}. {fetch.KEPT} Name the CSV that gov.uk serves."
        )
    if len(fits) > 1:
        raise DataError(
            f"{path}: expected a header of one edition, found that of {' and '.join(str(e.year) for _, e in fits)}. "
            f"{fetch.KEPT} Say which it is with --edition."
        )
    return fits[0]


def refresh_boundaries(
    directory: Path, place: str | None = None, today: datetime.date | None = None
) -> Iterator[str]:
    """Boundaries of LSOAs and wards from ONS, or from a shapefile (zipped), GeoPackage or GeoJSON at `place`.

    Only areas that are held are renewed: each must be there. Postcodes are placed anew; yields a sentence
    for each table and fact. Raises `DataError`.
    """
    with _desk(directory, today) as desk:
        known = manifest.official_files(desk.about)
        held = {key: desk.table(f"boundaries/{key}.shp") for key in SHAPES if key in known}
        codes = {key: set(frame[SHAPES[key].code]) for key, frame in held.items()}
        drawn: dict[str, tuple[Table, Got]] = {}
        if place is not None:
            got = _required(desk.get(place))
            with _named(got):
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
                with _named(got):
                    drawn[key] = (_shapes(desk.about, path, key, codes[key]), got)
        made: dict[str, tuple[Table, Got | None]] = {**drawn}
        if "lsoa21" in drawn:
            postcodes = desk.table("places/postcodes.parquet").drop(columns="lsoa21cd")
            made["postcodes"] = (
                build.postcode_table(postcodes, drawn["lsoa21"][0].content, desk.about),
                None,
            )
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
    table = build.shape_table(key, SHAPES[key].read(path, codes), codes, about)
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
    with _desk(directory, today) as desk:
        got = desk.get(place or POSTCODES_URL, None if place else "postcodes")
        if got is None:
            yield "places/postcodes.parquet: unchanged; the OS has no newer file."
            return
        with _named(got):
            lsoa21 = desk.table("boundaries/lsoa21.shp").rename(columns={"LSOA21CD": "lsoa21cd"})
            area, edition = _unpacked(got, desk)
        with _named(area):
            table = build.postcode_table(geography.read_postcodes(area.path), lsoa21, desk.about, area.path)
            if not force:
                _refuse_fewer(area, desk.table("places/postcodes.parquet"), table.content, desk.about)
        yield from _put(desk, {"postcodes": (table, got)}, {"edition": edition})


def _refuse_fewer(got: Got, held: pd.DataFrame, found: pd.DataFrame, about: Place) -> None:
    """Raise `DataError` where postcodes are far fewer than those held, in all or in the district."""
    for what, before, after in (
        (f"postcodes of {about.name}", held["lsoa21cd"].notna().sum(), found["lsoa21cd"].notna().sum()),
        ("postcodes", len(held), len(found)),
    ):
        if after < incidents.PARTIAL_BELOW * before:
            raise DataError(
                f"{got.path}: expected about the {before:,} {what} that are held, found {after:,}. {fetch.KEPT} Use "
                f"the whole file of area {about.postcode_area}, or add --force if so many are meant to go."
            )


def _unpacked(got: Got, desk: Desk) -> tuple[Got, str]:
    """The CSV of the place's postcode area and the edition, of a Code-Point Open zip or of the CSV itself."""
    held = desk.entry("postcodes")
    same = held.get("sha256") == _sha256(got.path)
    edition = held["edition"] if same else f"retrieved in {desk.today:%B %Y}"
    raw = got.path.read_bytes()
    if raw[:2] != b"PK" or "workbook" in clean.container(raw):
        return got, edition  # the reader of the CSV says what a workbook is
    wanted = desk.about.postcode_area.lower()
    path = desk.folder / f"{wanted}.csv"
    faults = Faults(got.path)
    try:
        with zipfile.ZipFile(got.path) as archive:
            names = [name for name in archive.namelist() if "__MACOSX" not in name]
            member, header, metadata = (
                next((name for name in names if name.replace("\\", "/").lower().endswith(end)), "")
                for end in (
                    f"data/csv/{wanted}.csv",
                    "doc/code-point_open_column_headers.csv",
                    "doc/metadata.txt",
                )
            )
            if not (member and header):
                expected = f"Data/CSV/{wanted}.csv and Doc/Code-Point_Open_Column_Headers.csv"
                faults.add("members", expected=expected, found=", ".join(archive.namelist())[:200])
                faults.raise_if_any("Use the CSV edition of Code-Point Open.")
            columns = _first(archive, header).partition("\n")[0].strip()
            if columns != ",".join(COLUMNS):
                faults.add("column headers", expected=",".join(COLUMNS), found=columns[:200])
            if (size := archive.getinfo(member).file_size) > LARGEST:
                faults.add(member, expected=f"at most {LARGEST:,} bytes", found=f"{size:,}")
            faults.raise_if_any("Use Code-Point Open in the layout that this dashboard knows.")
            path.write_bytes(archive.read(member))
            about = _first(archive, metadata) if metadata else ""
            if day := re.search(r"COPYRIGHT DATE\W+(20\d\d)(0[1-9]|1[0-2])", about, re.I):
                edition = f"{datetime.date(int(day[1]), int(day[2]), 1):%B %Y}"
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(
            f"{got.path}: expected a whole zip, found {error}. {fetch.KEPT} Fetch it again."
        ) from error
    return Got(path, f"{got.place}, {member}"), edition


def _first(archive: zipfile.ZipFile, member: str) -> str:
    """The beginning of a member as text."""
    with archive.open(member) as file:
        return file.read(10_000).decode("utf-8-sig", errors="replace")


def refresh_population(
    directory: Path, place: str | None = None, today: datetime.date | None = None
) -> Iterator[str]:
    """Mid-year populations of LSOAs from a CSV at `place`, of 2011 or 2021 by its header; yields sentences."""
    if place is None:
        yield POPULATION
        return
    with _desk(directory, today) as desk:
        got = _required(desk.get(place))
        with _named(got):
            header = set(map(clean.fold, read_header(got.path)))
            key = "population11" if "lsoa" in header else "population21"
            table = build.population_table(key, got.path, desk.table("places/lookup.csv"))
        yield from _put(desk, {key: (table, got)})


def _required(got: Got | None) -> Got:
    return cast(Got, got)  # only a conditional request gives none


@contextmanager
def _named(got: Got) -> Iterator[None]:
    """Have faults of a file that was fetched name its address, not where it lies for now."""
    try:
        yield
    except DataError as error:
        raise DataError(str(error).replace(str(got.path), got.place)) from error


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
    with folder_swap.replacing(desk.directory, dataset.check) as fresh:
        shutil.copytree(desk.directory, fresh, dirs_exist_ok=True)
        manifest = read_manifest(fresh)
        for key, (table, got) in made.items():
            _replace(manifest["tables"], "file", build.write(table, fresh, fresh))
            lines.append(f"{table.file}: {_difference(desk.directory / table.file, fresh / table.file)}.")
            if got is not None:
                entry = _entry(official_files(desk.about)[key], got, desk.today)
                _replace(manifest["sources"], "key", {**entry, **(facts or {})})
        write_manifest(fresh, manifest)
    yield from lines
    return not all(line.endswith(f"{SAME}.") for line in lines)


def _entry(source: manifest.Source, got: Got, today: datetime.date) -> dict:
    name = urllib.parse.unquote(Path(got.place).name)
    entry = manifest.entry_of(source, name, _sha256(got.path))
    fetched = {"fetched": {"from": got.place, **got.stamp}} if got.stamp else {}
    return {**entry, "retrieved": today.isoformat(), **fetched}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _replace(entries: list[dict], name: str, entry: dict) -> None:
    """Put an entry in the place of that of the same name, or at the end."""
    for number, other in enumerate(entries):
        if other[name] == entry[name]:
            entries[number] = entry
            return
    entries.append(entry)


def _difference(before: Path, after: Path) -> str:
    """What changed from one table to another: rows, and values of rows and columns that both have."""
    new = _comparable(after)
    if not before.is_file():
        return f"new, {len(new):,} rows"
    old = _comparable(before)
    rows = f"{len(new):,} rows" + (", as before" if len(new) == len(old) else f" (before: {len(old):,})")
    parts = []
    for what, codes in (
        ("added", new.index.difference(old.index)),
        ("gone", old.index.difference(new.index)),
    ):
        if len(codes):
            parts.append(f"{len(codes):,} {what}")
    both, columns = new.index.intersection(old.index), [c for c in new if c in old]
    one, other = old.loc[both, columns], new.loc[both, columns]
    changed = ((one != other) & ~(one.isna() & other.isna())).sum()
    if count := int(changed.sum()):
        where = list(changed.index[changed > 0])
        named = ", ".join(map(str, where[:4])) + (f" and {len(where) - 4} more" if len(where) > 4 else "")
        parts.append(f"{count:,} values changed, in {named}")
    for what, names in (
        ("new", [c for c in new if c not in old]),
        ("gone", [c for c in old if c not in new]),
    ):
        if names:
            parts.append(f"columns {what}: {', '.join(map(str, names))}")
    return f"{rows}; {'; '.join(parts) or SAME}"


def _comparable(path: Path) -> pd.DataFrame:
    frame = dataset.read(path)
    if "geometry" in frame:
        frame = pd.DataFrame(frame.drop(columns="geometry")).assign(geometry=frame.geometry.to_wkb())
    return frame.set_index(frame.columns[0]).astype(object)
