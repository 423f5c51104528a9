"""From official files to `data/`: read, check, cut, count, write, and swap in when all of it holds."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from charnwood import ROOT, english
from charnwood.checks import LSOA_CODE, DataError, Faults, require_codes
from charnwood.official import (
    boundaries,
    breaks,
    census,
    contacts,
    deprivation,
    geography,
    incidents,
    indicators,
    place,
    police,
)
from charnwood.official.areas import PRIORITY_FILE
from charnwood.official.deprivation import EDITION_2015, MAPPED
from charnwood.official.indicators import INDICATORS
from charnwood.official.locator import Locator
from charnwood.official.place import Place
from charnwood.store import dataset, edited, folder_swap, manifest
from charnwood.store.manifest import MANIFEST, describe_sources, official_files, read_manifest, write_manifest


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
    editable files held are kept as they are; `place.toml` among them says which district to take.
    Raises `DataError` for any fault of a source.
    """
    today = today or datetime.date.today()
    about = place.read(_kept(data_dir, place.PLACE_FILE))
    missing = [s.path for s in official_files(about).values() if not (source_dir / s.path).is_file()]
    if missing:
        raise DataError(
            f"{source_dir}: expected the official files, found no {', '.join(missing)}. "
            "Name the folder that holds them with --sources."
        )
    _require_own(data_dir)
    with folder_swap.locked(data_dir):
        folders = [d for d in (data_dir, ROOT / "data") if (d / MANIFEST).is_file()]
        previous = [read_manifest(folder) for folder in folders]
        tables = make_tables(about, source_dir, data_dir)
        with folder_swap.replacing(data_dir, dataset.check) as fresh:
            manifest = {
                "about": "What data/ holds and where it comes from. Written by `python -m charnwood build`.",
                "tables": [write(table, fresh, data_dir) for table in tables],
                "sources": describe_sources(source_dir, about, previous, today, _months(tables)),
            }
            write_manifest(fresh, manifest)
    return manifest


def _months(tables: list[Table]) -> str:
    """The months of police.uk that the tables hold, in words."""
    return incidents.span_named(next(t.content for t in tables if t.file == "crime/coverage.csv"))


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


def make_tables(about: Place, source_dir: Path, data_dir: Path) -> list[Table]:
    """Read and check every source and return all tables of `data/`, in the manifest's order.

    The editable tables come from `data_dir`, or from the project where it has none and is about the
    same district.
    """
    at = {key: source_dir / source.path for key, source in manifest.official_files(about).items()}
    lookup = geography.read_lookup(at["lookup"], about.counted)
    faults = Faults(at["lookup"])
    if not set(about.counted) <= set(lookup["ladcd"]):
        held = geography.read_lookup(at["lookup"])["ladcd"]
        require_codes(faults, held, about.counted, "districts against place.toml")
    faults.raise_if_any("Name in place.toml the districts that the official files are cut to.")
    mine = lookup[lookup["ladcd"] == about.code]
    ward_fit = geography.read_ward_fit(at["ward_fit"], lookup["lsoa21cd"])
    shapes = _cut_shapes(at, mine, ward_fit)
    places = geography.read_places(at["places"]) if "places" in at else None
    names = geography.name_areas(
        mine,
        geography.read_msoa_names(
            at["msoa_names"], set(mine["lsoa21nm"].str[:-1]) | set(mine["lsoa11nm"].str[:-1])
        ),
        geography.read_centroids(at["centroids"], mine["lsoa21cd"]),
        shapes.get("ward22"),
        ward_fit,
        places,
        geography.read_builtup(at["builtup"]) if "builtup" in at else None,
    )
    drawn = {
        key: shape_table(key, frame, frame[SHAPES[key].code.lower()], about) for key, frame in shapes.items()
    }
    lsoa11, lsoa21 = (drawn[key].content for key in ("lsoa11", "lsoa21"))
    pairs = lookup[["lsoa11cd", "lsoa21cd", "ladcd"]]
    who = census_tables(at, lookup, about)
    counts = police.read_archive(at["police"], about.force, Locator(pairs, lsoa11, lsoa21))
    return [
        *drawn.values(),
        iod2015_table(at["iod2015"], lookup, about),
        *(iod_table(at[f"iod{year}"], edition, lookup, about) for year, edition in MAPPED.items()),
        *(indicator_table(at[f"indicators{year}"], MAPPED[year], lookup, about) for year in INDICATORS),
        Table(
            "places/lookup.csv",
            f"LSOAs of 2011 and of 2021, exact fit, {about.region}",
            lookup,
            ("lookup",),
        ),
        Table(
            "places/names.csv",
            f"Names, wards and places of {about.name}'s LSOAs",
            names,
            tuple(
                k
                for k in ("lookup", "msoa_names", "centroids", "ward22", "ward_fit", "places", "builtup")
                if k in at
            ),
        ),
        postcode_table(geography.read_postcodes(at["postcodes"]), lsoa21, about, at["postcodes"]),
        *background_tables(at, places),
        *(population_table(key, at[key], lookup) for key in POPULATIONS),
        *who,
        *crime_tables(counts, about),
        *editable_tables(data_dir, about, names),
    ]


def _cut_shapes(
    at: Mapping[str, Path], mine: pd.DataFrame, ward_fit: pd.DataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """The district's areas of every boundary file that it has; former wards are those that lie in it."""
    wards = ward_fit.loc[ward_fit["lsoa21cd"].isin(mine["lsoa21cd"]), "ward_code"]
    shapes = {
        key: _lsoas(key, at, mine)
        if key in ("lsoa11", "lsoa21")
        else shape.read(at[key], wards if key == "ward25" else None)
        for key, shape in SHAPES.items()
        if key in at
    }
    if "ward22" in shapes:
        shapes["ward22"] = boundaries.within(shapes["ward22"], shapes["lsoa21"])
    return shapes


def _lsoas(key: str, at: Mapping[str, Path], mine: pd.DataFrame) -> gpd.GeoDataFrame:
    """The district's LSOAs of a vintage: each of its lookup, and none called after it that the lookup does not know."""
    code = SHAPES[key].code.lower()
    called = mine[f"{key}nm"].str[:-4].mode().iloc[0]  # the name without its number, as "X " of "X 002A"
    frame = SHAPES[key].read(at[key], mine[code], called)
    known = at["lookup"].read_bytes()
    moved = ~frame[code].isin(mine[code]) & frame[code].map(lambda value: value.encode() in known)
    faults = Faults(at[key])
    require_codes(faults, frame.loc[~moved, code], mine[code], "boundaries against the exact-fit lookup")
    faults.raise_if_any("Use boundaries and lookup that cover the same districts.")
    return frame[~moved].reset_index(drop=True)


def background_tables(at: Mapping[str, Path], places: pd.DataFrame | None) -> list[Table]:
    """What a map shows behind its areas, as far as the place has it: labels, built-up parts."""
    tables = []
    if places is not None:
        tables.append(Table("places/labels.csv", "Towns and villages, for labels", places, ("places",)))
    if "builtup" in at:
        builtup = geography.read_builtup(at["builtup"])
        tables.append(Table("places/builtup.geojson", "Built-up background", builtup, ("builtup",)))
    return tables


def editable_tables(data_dir: Path, about: Place, names: pd.DataFrame) -> list[Table]:
    """The files that people edit: the lists that are there, checked, and the settings of the place."""
    listed = {name: path for name in dataset.EDITABLE if (path := _kept(data_dir, name)).is_file()}
    found = edited.read(listed, names)
    made_from = tuple(key for key in ("iod2019", "ward22", "police") if key in manifest.official_files(about))
    tables = [
        Table(
            PRIORITY_FILE,
            "Priority Neighbourhoods: this project's reading, editable",
            found.priority,
            made_from,
            editable=True,
        ),
        Table(
            contacts.CONTACTS_FILE,
            "Local strengths and contacts, editable",
            found.contacts,
            (),
            editable=True,
        ),
        Table(
            breaks.BREAKS_FILE,
            "Breaks: when what is counted, or where it is placed, changed, editable",
            breaks.table(found.breaks),
            (),
            editable=True,
        ),
        Table(
            place.PLACE_FILE,
            "Settings of the place: district, council, police, comparators, editable",
            found.settings,
            (),
            editable=True,
        ),
    ]
    return [table for table in tables if table.file in listed]


@dataclass(frozen=True)
class Shape:
    """A boundary file: its official fields, the form of its codes, and the title of its table.

    In the title {name} stands for the district and {since} for the beginning of the present wards.
    """

    code: str
    name: str
    pattern: str
    title: str

    def read(self, path: Path, codes: Iterable[str] | None = None, named: str = "\0") -> gpd.GeoDataFrame:
        """The polygons of these codes, and of names that begin so, or of all England, checked; raises `DataError`."""
        wanted = None if codes is None else set(codes)
        frame = boundaries.read_boundaries(path, self.code, self.name, self.pattern, wanted, named)
        boundaries.require_apart(frame, self.code.lower(), path)
        return frame


SHAPES = {
    "lsoa11": Shape("LSOA11CD", "LSOA11NM", LSOA_CODE, "LSOAs of 2011 in {name}"),
    "lsoa21": Shape("LSOA21CD", "LSOA21NM", LSOA_CODE, "LSOAs of 2021 in {name}"),
    "ward22": Shape("WD22CD", "WD22NM", r"E05\d{6}", "Wards of {name} before {since}"),
    "ward25": Shape("WD25CD", "WD25NM", r"E05\d{6}", "Wards of {name} since {since}"),
}
POPULATIONS = {
    "population21": (
        "lsoa21cd",
        geography.read_population21,
        "population/lsoa21.csv",
        f"Mid-year populations of 2021 LSOAs, mid-{geography.YEARS[0]} to mid-{geography.LATEST_POPULATION}",
    ),
    "population11": (
        "lsoa11cd",
        geography.read_population11,
        "population/lsoa11.csv",
        "Mid-2019 populations of 2011 LSOAs, not rebased",
    ),
}


def shape_table(key: str, frame: gpd.GeoDataFrame, codes: Iterable[str], about: Place) -> Table:
    """The table of a boundary file: the areas of these codes."""
    title = SHAPES[key].title.format(name=about.name, since=about.wards_since)
    kept = frame[frame[SHAPES[key].code.lower()].isin(set(codes))]
    return Table(f"boundaries/{key}.shp", title, kept, (key,))


def iod2015_table(path: Path, lookup: pd.DataFrame, about: Place) -> Table:
    """The Indices of 2015, cut to the districts of the lookup."""
    return _iod(path, EDITION_2015, deprivation.read_2015(path), lookup, about)


def iod_table(path: Path, edition: deprivation.Edition, lookup: pd.DataFrame, about: Place) -> Table:
    """File 7 of an edition, cut to the districts of the lookup."""
    return _iod(path, edition, deprivation.read_file7(path, edition), lookup, about)


def _iod(
    path: Path, edition: deprivation.Edition, frame: pd.DataFrame, lookup: pd.DataFrame, about: Place
) -> Table:
    codes = set(lookup[edition.code])
    kept = deprivation.cut(frame, edition, codes)
    require_vintage(path, kept, edition, codes, f"IoD {edition.year} against the boundaries")
    title = f"English Indices of Deprivation {edition.year}, {about.region}"
    return Table(f"imd/iod{edition.year}.csv", title, kept, (f"iod{edition.year}",))


def indicator_table(path: Path, edition: deprivation.Edition, lookup: pd.DataFrame, about: Place) -> Table:
    """The underlying indicators (File 8) of an edition, of exactly the lookup's LSOAs."""
    year = edition.year
    frame = indicators.read_indicators(path, edition, set(lookup[edition.code]))
    what = f"indicators of IoD {year} against the boundaries"
    require_vintage(path, frame, edition, lookup[edition.code], what)
    title = f"Underlying indicators of the Indices of Deprivation {year}, {about.region}"
    return Table(f"imd/indicators{year}.csv", title, frame, (f"indicators{year}",))


def require_vintage(
    path: Path, frame: pd.DataFrame, edition: deprivation.Edition, codes: Iterable[str], what: str
) -> None:
    """Raise `DataError` where a table of an edition has not a row for each of these LSOAs and no other."""
    faults = Faults(path)
    require_codes(faults, frame[edition.code], codes, what)
    faults.raise_if_any(f"IoD {edition.year} is published for LSOAs of {edition.vintage}; use that vintage.")


def postcode_table(
    postcodes: pd.DataFrame, lsoa21: gpd.GeoDataFrame, about: Place, file: object = "postcodes"
) -> Table:
    """Postcodes, each with the LSOA (2021) of the district that holds its point, if one does."""
    placed = geography.place_postcodes(postcodes, lsoa21)
    if placed["lsoa21cd"].isna().all():
        areas = english.listing(dict.fromkeys(postcodes["postcode"].str.extract(r"^([A-Z]+)")[0][:5]))
        raise DataError(
            f"{file}: expected postcodes of {about.name}, found none among {len(postcodes):,} of area {areas}. "
            f"Use the file of area {about.postcode_area}, {about.postcode_area.lower()}.csv."
        )
    return Table(
        "places/postcodes.parquet",
        f"Postcodes of area {about.postcode_area} and their LSOA",
        placed,
        ("postcodes", "lsoa21"),
    )


def population_table(key: str, path: Path, lookup: pd.DataFrame) -> Table:
    """Populations of exactly the lookup's LSOAs; `key` is one of `POPULATIONS`."""
    code, read, file, title = POPULATIONS[key]
    frame = read(path, set(lookup[code]))
    faults = Faults(path)
    require_codes(faults, frame[code], lookup[code], "populations against the exact-fit lookup")
    faults.raise_if_any("Use populations of all LSOAs of the lookup.")
    return Table(file, title, frame, (key,))


def census_tables(at: Mapping[str, Path], lookup: pd.DataFrame, about: Place) -> list[Table]:
    """The counts of Census 2021, a row for each LSOA of the lookup; no table where the place names none."""
    held = {key: topic for key, topic in census.FILES.items() if key in at}
    if not held:
        return []
    codes = set(lookup["lsoa21cd"])
    read = [census.read_census(at[key], topic, codes).set_index("lsoa21cd") for key, topic in held.items()]
    title = f"Who lives there: Census 2021, {about.region}"
    return [Table(census.CENSUS_FILE, title, pd.concat(read, axis=1).reset_index(), tuple(held))]


def crime_tables(counts: incidents.Counts, about: Place) -> list[Table]:
    """The tables of `data/crime/`, in the manifest's order."""
    return [
        Table(
            "crime/lsoa.parquet",
            f"Incidents by LSOA (2011 and 2021), month, type and last outcome, {about.name}",
            counts.lsoa,
            ("police", "lookup", "lsoa11", "lsoa21"),
        ),
        Table(
            "crime/district.parquet",
            f"Incidents by district, month and type, {about.region}",
            counts.district,
            ("police", "lookup"),
        ),
        Table(
            "crime/street.parquet",
            f"Incidents by street point, month and type, {about.name}",
            counts.street,
            ("police", "lookup", "lsoa11", "lsoa21"),
        ),
        Table(
            "crime/coverage.csv",
            "Coverage of each month, and rows left out",
            counts.coverage,
            ("police",),
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
        "sha256": manifest.sha256(path),
    }


def _kept(data_dir: Path, name: str) -> Path:
    """An editable file as it is held, else as the project ships it, whose lists are of its own district alone."""
    held, shipped = data_dir / name, ROOT / "data"
    if held.is_file() or not (data_dir / place.PLACE_FILE).is_file():
        return held if held.is_file() else shipped / name
    about = [place.read(folder / place.PLACE_FILE).code for folder in (data_dir, shipped)]
    return shipped / name if about[0] == about[1] else held
