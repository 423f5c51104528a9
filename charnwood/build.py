"""From official files to `data/`: read, check, cut, count, write, and swap in when all of it holds."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from charnwood import (
    ROOT,
    boundaries,
    contacts,
    crime,
    deprivation,
    geography,
    indicators,
    neighbourhoods,
    sources,
)
from charnwood.checks import LSOA_CODE, DataError, Faults, require_codes
from charnwood.deprivation import EDITION_2015, MAPPED

FORCE = "leicestershire"
EDITABLE = {neighbourhoods.PRIORITY_FILE, contacts.CONTACTS_FILE}


@dataclass(frozen=True)
class Table:
    """One file of `data/`: its content, its title for people and the sources it is made from."""

    file: str
    title: str
    content: pd.DataFrame
    made_from: tuple[str, ...]
    editable: bool = False


def build(source_dir: Path, data_dir: Path, today: datetime.date | None = None) -> dict:
    """Write all of `data_dir` from the official files under `source_dir`; return the manifest.

    The data held before stay untouched until every new table is written and verified. The
    editable files held are kept as they are. Raises `DataError` for any fault of a source.
    """
    today = today or datetime.date.today()
    missing = [s.path for s in sources.SOURCES.values() if not (source_dir / s.path).is_file()]
    if missing:
        raise DataError(
            f"{source_dir}: expected the official files, found no {', '.join(missing)}. "
            "Name the folder that holds them with --sources."
        )
    _require_own(data_dir)
    previous = sources.read_manifest(data_dir) if (data_dir / sources.MANIFEST).is_file() else {}
    tables = make_tables(source_dir, data_dir)
    with tempfile.TemporaryDirectory(dir=data_dir.parent, prefix=".build-") as scratch:
        fresh = Path(scratch) / "data"
        fresh.mkdir()
        manifest = {
            "about": "What data/ holds and where it comes from. Written by `python -m charnwood build`.",
            "tables": [write(table, fresh, data_dir) for table in tables],
            "sources": sources.describe(source_dir, list(sources.SOURCES), previous, today),
        }
        sources.write_manifest(fresh, manifest)
        if faults := sources.verify(fresh, manifest):
            raise DataError("\n".join(faults))
        before = Path(scratch) / "before"
        if data_dir.exists():
            data_dir.rename(before)
        try:
            fresh.rename(data_dir)
        except OSError:
            if before.exists():
                before.rename(data_dir)
            raise
    return manifest


def _require_own(data_dir: Path) -> None:
    """Make the parent of a data folder; refuse a folder that holds anything else, as build replaces it."""
    try:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        foreign = data_dir.exists() and {path.name for path in data_dir.iterdir()}
    except OSError as error:
        raise DataError(
            f"{data_dir}: expected a folder to write to, found {error.strerror}. Name another with --data."
        ) from error
    if foreign and sources.MANIFEST not in foreign and not foreign <= EDITABLE:
        raise DataError(
            f"{data_dir}: expected a data folder, an empty one or none, found other files, such as "
            f"{min(foreign)}; build would replace them. Name another folder with --data."
        )


def make_tables(source_dir: Path, data_dir: Path) -> list[Table]:
    """Read and check every source and return all tables of `data/`, in the manifest's order.

    The editable tables come from `data_dir`, or from the project where it has none.
    """
    at = {key: source_dir / source.path for key, source in sources.SOURCES.items()}
    lookup = geography.read_lookup(at["lookup"])
    lsoa = {
        11: boundaries.read_boundaries(at["lsoa11"], "LSOA11CD", "LSOA11NM", LSOA_CODE),
        21: boundaries.read_boundaries(at["lsoa21"], "LSOA21CD", "LSOA21NM", LSOA_CODE),
    }
    for vintage, frame in lsoa.items():
        faults = Faults(at[f"lsoa{vintage}"])
        code = f"lsoa{vintage}cd"
        require_codes(faults, frame[code], lookup[code], "boundaries against the exact-fit lookup")
        faults.raise_if_any("Use boundaries and lookup that cover the same districts.")
    ward22 = boundaries.read_boundaries(at["ward22"], "WD22CD", "WD22NM", r"E05\d{6}")
    ward25 = boundaries.read_boundaries(at["ward25"], "WD25CD", "WD25NM", r"E05\d{6}")
    ward_fit = geography.read_ward_fit(at["ward_fit"])
    places = geography.read_places(at["places"])
    names = geography.name_areas(
        lookup,
        geography.read_msoa_names(at["msoa_names"]),
        geography.read_centroids(at["centroids"]),
        ward22,
        ward_fit,
        places,
    )
    own = {v: frame[frame[f"lsoa{v}cd"].isin(names[f"lsoa{v}cd"])] for v, frame in lsoa.items()}
    ward_codes = ward_fit.loc[ward_fit["lsoa21cd"].isin(names["lsoa21cd"]), "ward_code"]
    population21 = geography.read_population21(at["population21"])
    population11 = geography.read_population11(at["population11"])
    for key, frame in (("population11", population11), ("population21", population21)):
        faults = Faults(at[key])
        code = frame.columns[0]
        require_codes(
            faults,
            frame[code],
            lookup[code],
            "populations against the exact-fit lookup",
        )
        faults.raise_if_any("Use populations of all LSOAs of the lookup.")
    postcodes = geography.place_postcodes(geography.read_postcodes(at["postcodes"]), own[21])
    counts = crime.read_archive(
        at["police"],
        FORCE,
        geography.CHARNWOOD,
        crime.Locator(lookup[["lsoa11cd", "lsoa21cd", "ladcd"]], lsoa[11], lsoa[21]),
    )
    indices = [
        Table(
            f"imd/iod{edition.year}.csv",
            f"English Indices of Deprivation {edition.year}, Leicester and Leicestershire",
            _cut_checked(frame, edition, set(lookup[edition.code]), at[f"iod{edition.year}"]),
            (f"iod{edition.year}",),
        )
        for edition, frame in (
            (EDITION_2015, deprivation.read_2015(at["iod2015"])),
            *((e, deprivation.read_file7(at[f"iod{e.year}"], e)) for e in MAPPED.values()),
        )
    ]
    underlying = [
        Table(
            f"imd/indicators{edition.year}.csv",
            f"Underlying indicators of the Indices of Deprivation {edition.year}, Leicester and Leicestershire",
            _indicators_checked(at[f"indicators{edition.year}"], edition, set(lookup[edition.code])),
            (f"indicators{edition.year}",),
        )
        for edition in MAPPED.values()
    ]
    priority = neighbourhoods.read_priority(_kept(data_dir, neighbourhoods.PRIORITY_FILE), names)
    areas = neighbourhoods.make_areas(names, priority)
    own_wards = ward25[ward25["wd25cd"].isin(ward_codes)]
    return [
        Table("boundaries/lsoa11.shp", "LSOAs of 2011 in Charnwood", own[11], ("lsoa11",)),
        Table("boundaries/lsoa21.shp", "LSOAs of 2021 in Charnwood", own[21], ("lsoa21",)),
        Table(
            "boundaries/ward22.shp",
            "Wards of Charnwood, 2003 to 2023",
            ward22,
            ("ward22",),
        ),
        Table(
            "boundaries/ward25.shp",
            "Wards of Charnwood since May 2023",
            own_wards,
            ("ward25",),
        ),
        *indices,
        *underlying,
        Table(
            "places/lookup.csv",
            "LSOAs of 2011 and of 2021, exact fit, Leicester and Leicestershire",
            lookup,
            ("lookup",),
        ),
        Table(
            "places/names.csv",
            "Names, wards and places of Charnwood's LSOAs",
            names,
            ("lookup", "msoa_names", "centroids", "ward22", "ward_fit", "places"),
        ),
        Table(
            "places/postcodes.parquet",
            "Postcodes of area LE and their LSOA",
            postcodes,
            ("postcodes", "lsoa21"),
        ),
        Table("places/labels.csv", "Towns and villages, for labels", places, ("places",)),
        Table(
            "places/builtup.geojson",
            "Built-up background",
            geography.read_builtup(at["builtup"]),
            ("builtup",),
        ),
        Table(
            "population/lsoa21.csv",
            "Mid-year populations of 2021 LSOAs, mid-2011 to mid-2022",
            population21,
            ("population21",),
        ),
        Table(
            "population/lsoa11.csv",
            "Mid-2019 populations of 2011 LSOAs, not rebased",
            population11,
            ("population11",),
        ),
        Table(
            "crime/lsoa.parquet",
            "Incidents by LSOA (2011 and 2021), month and type, Charnwood",
            counts.lsoa,
            ("police", "lookup", "lsoa11", "lsoa21"),
        ),
        Table(
            "crime/district.parquet",
            "Incidents by district, month and type, Leicester and Leicestershire",
            counts.district,
            ("police", "lookup"),
        ),
        Table(
            "crime/street.parquet",
            "Incidents by street point, month and type, Charnwood",
            counts.street,
            ("police", "lookup", "lsoa11", "lsoa21"),
        ),
        Table(
            "crime/coverage.csv",
            "Coverage of each month, and rows left out",
            counts.coverage,
            ("police",),
        ),
        Table(
            neighbourhoods.PRIORITY_FILE,
            "Priority Neighbourhoods: this project's reading, editable",
            priority,
            ("iod2019", "ward22", "police"),
            editable=True,
        ),
        Table(
            contacts.CONTACTS_FILE,
            "Local strengths and contacts, editable",
            contacts.read_contacts(
                _kept(data_dir, contacts.CONTACTS_FILE), {area.name for area in areas.values()}
            ),
            (),
            editable=True,
        ),
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
        content.to_parquet(path, index=False, compression="zstd")
    else:
        content.to_csv(path, index=False, lineterminator="\n", float_format="%.10g")
    return {
        "file": table.file,
        "title": table.title,
        "rows": len(content),
        "geometry_type": geometry,
        "made_from": list(table.made_from),
        "editable": table.editable,
        "sha256": sources.sha256(path),
    }


def _kept(data_dir: Path, name: str) -> Path:
    """An editable file as it is held, else as the project ships it."""
    held = data_dir / name
    return held if held.is_file() else ROOT / "data" / name


def _cut_checked(
    frame: pd.DataFrame, edition: deprivation.Edition, codes: set[str], file: Path
) -> pd.DataFrame:
    kept = deprivation.cut(frame, edition, codes)
    faults = Faults(file)
    require_codes(faults, kept[edition.code], codes, f"IoD {edition.year} against the boundaries")
    faults.raise_if_any(f"IoD {edition.year} is published for LSOAs of {edition.vintage}; use that vintage.")
    return kept


def _indicators_checked(file: Path, edition: deprivation.Edition, codes: set[str]) -> pd.DataFrame:
    frame = indicators.read_indicators(file, edition)
    faults = Faults(file)
    require_codes(
        faults, frame[edition.code], codes, f"indicators of IoD {edition.year} against the boundaries"
    )
    faults.raise_if_any(f"IoD {edition.year} is published for LSOAs of {edition.vintage}; use that vintage.")
    return frame
