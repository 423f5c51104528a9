"""From official files to `data/`: read, check, cut, count, write, and swap in when all of it holds."""

from __future__ import annotations

import contextlib
import datetime
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from charnwood import ROOT
from charnwood.checks import DataError
from charnwood.official import (
    boundaries,
    breaks,
    contacts,
    geography,
    incidents,
    lines,
    place,
    points,
    police,
)
from charnwood.official.areas import PRIORITY_FILE
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.official.indicators import INDICATORS
from charnwood.official.locator import Locator
from charnwood.official.place import Place
from charnwood.store import (
    consistency,
    dataset,
    edited,
    floors,
    folder_swap,
    manifest,
    official_tables,
    parquet,
    revisions,
)
from charnwood.store.manifest import MANIFEST, describe_sources, official_files, read_manifest, write_manifest
from charnwood.store.official_tables import SHAPES, Table


def build(source_dir: Path, data_dir: Path, today: datetime.date | None = None, force: bool = False) -> dict:
    """Write all of `data_dir` from the official files under `source_dir`; return the manifest.

    The data held before stay untouched until every new table is written and verified. The
    editable files held are kept as they are; `place.toml` among them says which district to take.
    Raises `DataError` for any fault of a source, and without `force` for one that holds much less than the data do.
    """
    return build_each(source_dir, [data_dir], today, force)[0]


def build_each(
    source_dir: Path, folders: Sequence[Path], today: datetime.date | None = None, force: bool = False
) -> list[dict]:
    """`build` of several places, of which each has its data folder: the police's files are read once for all.

    Each folder is swapped in when all are checked but those after it; a fault of one stops those that follow.
    """
    today = today or datetime.date.today()
    abouts = [_about(source_dir, folder) for folder in folders]
    with contextlib.ExitStack() as locks:
        for folder in folders:
            locks.enter_context(folder_swap.locked(folder))
        prepared = [prepare(about, source_dir, folder) for about, folder in zip(abouts, folders, strict=True)]
        counted = _count(prepared, abouts, source_dir)
        manifests = []
        for folder, about, ready, counts in zip(folders, abouts, prepared, counted, strict=True):
            tables = [*ready.before, *official_tables.crime_tables(counts, about), *ready.after]
            if not force:
                _refuse_smaller(tables, source_dir, folder, about)
            manifests.append(_swap_in(folder, about, tables, source_dir, today))
    return manifests


def folders_in(folder: Path) -> list[Path]:
    """The data folders of several places, in a folder of them; raises `DataError` where there is none."""
    found = sorted(path.parent.resolve() for path in folder.glob(f"*/{place.PLACE_FILE}"))
    if not found:
        raise DataError(
            f"{folder}: expected a folder with a data folder for each place, found no */{place.PLACE_FILE}. "
            "Lay a place.toml in a folder of its own for each."
        )
    return found


def _about(source_dir: Path, data_dir: Path) -> Place:
    """The place of a data folder; raises `DataError` where a file of it is missing or the folder holds others."""
    about = place.read(_kept(data_dir, place.PLACE_FILE))
    files = official_files(about)
    missing = [f"{one.path} ({key})" for key, one in files.items() if not (source_dir / one.path).is_file()]
    if missing:
        raise DataError(
            f"{source_dir}: expected the official files, found no file {', '.join(missing)}. Name the folder that holds "
            f"them with --sources; [files] of {place.PLACE_FILE} names most of them, and docs/another-place.md says where "
            "each comes from."
        )
    _require_own(data_dir)
    return about


def _count(prepared: Sequence[Prepared], abouts: Sequence[Place], source_dir: Path) -> list[incidents.Counts]:
    """The incidents of each place; each archive of a force is read once, and of a force without files there are none."""
    archives = [(about.files.get("police"), about.force) for about in abouts]
    found: dict[int, incidents.Counts] = {}
    for path, force in dict.fromkeys(archives):
        numbers = [number for number, archive in enumerate(archives) if archive == (path, force)]
        if path is None:
            found |= dict.fromkeys(numbers, incidents.NONE)
            continue
        locators = [prepared[number].locator for number in numbers]
        found |= dict(zip(numbers, police.read_archives(source_dir / path, force, locators), strict=True))
    return [found[number] for number in range(len(abouts))]


def _swap_in(
    data_dir: Path, about: Place, tables: list[Table], source_dir: Path, today: datetime.date
) -> dict:
    """Write tables and manifest, check them, and put them in the place of what was held."""
    folders = [d for d in (data_dir, ROOT / "data") if (d / MANIFEST).is_file()]
    previous = [read_manifest(folder) for folder in folders]
    with folder_swap.replacing(data_dir, consistency.check) as fresh:
        manifest = {
            "about": "What data/ holds and where it comes from. Written by `python -m charnwood build`.",
            "tables": [write(table, fresh, data_dir) for table in tables],
            "sources": describe_sources(source_dir, about, previous, today, _months(tables)),
        }
        write_manifest(fresh, manifest)
    return manifest


def _months(tables: list[Table]) -> str:
    """The months of police.uk that the tables hold, in words."""
    coverage = _coverage(tables)
    return "" if coverage.empty else incidents.span_named(coverage)


def _coverage(tables: list[Table]) -> pd.DataFrame:
    return next(t.content for t in tables if t.file == floors.COVERAGE)


def _refuse_smaller(tables: list[Table], source_dir: Path, data_dir: Path, about: Place) -> None:
    """Raise `DataError` where a source holds much less than the data held of the same place."""
    files = {key: str(source_dir / source.path) for key, source in official_files(about).items()}
    official = [
        (files[t.made_from[0]], t) for t in tables if not t.editable and not t.file.startswith("crime/")
    ]
    floors.refuse_smaller(data_dir, official, about)
    if "police" in files:
        floors.refuse_fewer_months(files["police"], data_dir, _coverage(tables), about)


def _require_own(data_dir: Path) -> None:
    """Make the parent of a data folder; refuse a folder that holds anything else, as build replaces it."""
    try:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        foreign = data_dir.exists() and {path.name for path in data_dir.iterdir()}
    except OSError as error:
        raise DataError(
            f"{data_dir}: expected a folder to write to, found {error.strerror}. Name another with --data."
        ) from error
    if foreign and manifest.MANIFEST not in foreign and not foreign <= set(dataset.EDITABLE):
        raise DataError(
            f"{data_dir}: expected a data folder, an empty one or none, found other files, such as "
            f"{min(foreign)}; build would replace them. Name another folder with --data."
        )


@dataclass(frozen=True)
class Prepared:
    """All tables of a place but those of crime, which stand between `before` and `after`, and what places incidents."""

    before: list[Table]
    after: list[Table]
    locator: Locator


def prepare(about: Place, source_dir: Path, data_dir: Path) -> Prepared:
    """Read and check every source but the police's and return the tables of `data/`, in the manifest's order.

    The editable tables come from `data_dir`, or from the project where it has none and is about the
    same district; of any other the breaks alone.
    """
    at = {key: source_dir / source.path for key, source in manifest.official_files(about).items()}
    lookup = official_tables.read_lookup(at["lookup"], about)
    mine = lookup[lookup["ladcd"] == about.code]
    ward_fit = geography.read_ward_fit(at["ward_fit"], lookup["lsoa21cd"])
    shapes = official_tables.cut_shapes(at, mine, ward_fit)
    places = geography.read_places(at["places"]) if "places" in at else None
    names = official_tables.names_table(at, mine, ward_fit, shapes, places, about)
    drawn = {
        key: official_tables.shape_table(key, frame, frame[SHAPES[key].code.lower()], about)
        for key, frame in shapes.items()
    }
    lsoa11, lsoa21 = (drawn[key].content for key in ("lsoa11", "lsoa21"))
    pairs = lookup[["lsoa11cd", "lsoa21cd", "ladcd"]]
    around = official_tables.around(at, lookup, {"lsoa11": lsoa11, "lsoa21": lsoa21})
    postcodes = official_tables.read_postcodes([at[key] for key in manifest.postcode_keys(about)], about)
    who = official_tables.census_tables(at, lookup, about)
    before = [
        *drawn.values(),
        official_tables.beside_table(around, mine, about),
        official_tables.iod2015_table(at["iod2015"], lookup, about),
        *(
            table
            for year, edition in MAPPED.items()
            for table in official_tables.iod_tables(at[f"iod{year}"], edition, lookup, about).values()
        ),
        *(
            official_tables.indicator_table(at[f"indicators{year}"], MAPPED[year], lookup, about)
            for year in INDICATORS
        ),
        official_tables.lookup_table(lookup, about),
        names,
        official_tables.postcode_table(postcodes, around, pairs, about, at["postcodes"]),
        *official_tables.district_table(at[f"iod{NEWEST}"], postcodes, about),
        *official_tables.background_tables(at, places),
        *(official_tables.population_table(key, at[key], lookup) for key in official_tables.POPULATIONS),
        *who,
    ]
    after = [
        *revisions.table(_log(data_dir, about)),
        *editable_tables(data_dir, about, names.content, postcodes),
    ]
    return Prepared(before, after, Locator(pairs, lsoa11, lsoa21))


EDITED = {
    PRIORITY_FILE: "Priority Neighbourhoods: this project's reading, editable",
    contacts.CONTACTS_FILE: "Local strengths and contacts, editable",
    breaks.BREAKS_FILE: "Breaks: when what is counted, or where it is placed, changed, editable",
    lines.LINES_FILE: "Lines that funders draw on the Index, editable",
    points.POINTS_FILE: "Points of the council's own, editable",
    place.PLACE_FILE: "Settings of the place: district, council, police, comparators, editable",
}
"""What people edit, and its title."""


def editable_tables(
    data_dir: Path, about: Place, names: pd.DataFrame, postcodes: pd.DataFrame
) -> list[Table]:
    """The files that people edit: the lists that are there, checked, and the settings of the place."""
    listed = {name: path for name in dataset.EDITABLE if (path := _kept(data_dir, name)).is_file()}
    found = edited.read(listed, names, lambda: postcodes)
    made_from = tuple(key for key in ("iod2019", "ward22", "police") if key in manifest.official_files(about))
    return [
        Table(file, title, found.table(file), made_from if file == PRIORITY_FILE else (), editable=True)
        for file, title in EDITED.items()
        if file in listed
    ]


def write(table: Table, directory: Path, data_dir: Path) -> dict:
    """Write one table under `directory`, an editable one as `data_dir` has it, and return its manifest entry."""
    path = directory / table.file
    path.parent.mkdir(parents=True, exist_ok=True)
    content = table.content
    geometry = None
    if table.editable:
        shutil.copyfile(_kept(data_dir, table.file), path)
    elif isinstance(content, gpd.GeoDataFrame) and path.suffix == ".shp":
        boundaries.write_shapefile(content, path)
        geometry = "Polygon"
    elif isinstance(content, gpd.GeoDataFrame):
        path.write_text(content.to_json(drop_id=True) + "\n", encoding="utf-8")
        geometry = "Polygon"
    elif path.suffix == ".parquet":
        parquet.write(content, path)
    else:
        content.to_csv(path, index=False, lineterminator="\n", float_format="%.10g")
    return {
        "file": table.file,
        "title": table.title,
        "rows": len(content),
        "geometry_type": geometry,
        "made_from": list(table.made_from),
        "editable": table.editable,
        "sha256": manifest.sha256(path),
    }


def _log(data_dir: Path, about: Place) -> pd.DataFrame:
    """What refreshes revised, which no official file tells again; nothing where the folder was another district's."""
    names = data_dir / "places/names.csv"
    same = names.is_file() and set(dataset.read(names)["ladcd"]) == {about.code}
    return revisions.read(data_dir) if same else pd.DataFrame()


def _kept(data_dir: Path, name: str) -> Path:
    """An editable file as it is held, else as the project ships it: breaks for every place, others for its own district."""
    held, shipped = data_dir / name, ROOT / "data"
    if held.is_file():
        return held
    if name == breaks.BREAKS_FILE or not (data_dir / place.PLACE_FILE).is_file():
        return shipped / name
    about = [place.read(folder / place.PLACE_FILE).code for folder in (data_dir, shipped)]
    return shipped / name if about[0] == about[1] else held
