"""The tables of `data/` that are made from official files: each read or cut, checked, named and traced to its source."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from charnwood import english
from charnwood.checks import LSOA_CODE, DataError, Faults, require_codes
from charnwood.official import boundaries, census, deprivation, geography, incidents, indicators, iod2015
from charnwood.official.deprivation import EDITION_2015, MAPPED, NEWEST
from charnwood.official.place import Place
from charnwood.store.manifest import postcode_keys


@dataclass(frozen=True)
class Table:
    """One file of `data/`: its content, its title for people and the sources it is made from."""

    file: str
    title: str
    content: pd.DataFrame
    made_from: tuple[str, ...]
    editable: bool = False


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


DISTRICTS = "places/districts.csv"
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


def read_lookup(path: Path, about: Place) -> pd.DataFrame:
    """The exact-fit lookup of the LSOAs of all districts that are counted; raises `DataError` where one is absent."""
    lookup = geography.read_lookup(path, about.counted)
    faults = Faults(path)
    if not set(about.counted) <= set(lookup["ladcd"]):
        held = geography.read_lookup(path)["ladcd"]
        require_codes(faults, held, about.counted, "districts against place.toml")
    faults.raise_if_any("Name in place.toml the districts that the official files are cut to.")
    return lookup


def lookup_table(lookup: pd.DataFrame, about: Place) -> Table:
    """The table of the exact-fit lookup."""
    title = f"LSOAs of 2011 and of 2021, exact fit, {about.region}"
    return Table("places/lookup.csv", title, lookup, ("lookup",))


def names_table(
    at: Mapping[str, Path],
    mine: pd.DataFrame,
    ward_fit: pd.DataFrame,
    shapes: Mapping[str, gpd.GeoDataFrame],
    places: pd.DataFrame | None,
    about: Place,
) -> Table:
    """What the district's LSOAs (`mine`, rows of the lookup) are called, with their wards and places."""
    known = set(mine["lsoa21nm"].str[:-1]) | set(mine["lsoa11nm"].str[:-1])
    centroids = geography.read_centroids(at["centroids"], mine["lsoa21cd"])
    builtup = geography.read_builtup(at["builtup"]) if "builtup" in at else None
    geography.require_centroids_inside(centroids, shapes["lsoa21"], at["centroids"])
    if places is not None:
        geography.require_labels_near(places, shapes["lsoa21"], at["places"])
    if builtup is not None:
        geography.require_builtup_here(builtup, shapes["lsoa21"], at["builtup"])
    names = geography.name_areas(
        mine,
        geography.read_msoa_names(at["msoa_names"], known),
        centroids,
        shapes.get("ward22"),
        ward_fit,
        places,
        builtup,
    )
    sources = ("lookup", "msoa_names", "centroids", "ward22", "ward_fit", "places", "builtup")
    title = f"Names, wards and places of {about.name}'s LSOAs"
    return Table("places/names.csv", title, names, tuple(key for key in sources if key in at))


def cut_shapes(
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


def shape_table(key: str, frame: gpd.GeoDataFrame, codes: Iterable[str], about: Place) -> Table:
    """The table of a boundary file: the areas of these codes."""
    title = SHAPES[key].title.format(name=about.name, since=about.wards_since)
    title = title if about.wards_since else title.removesuffix(" since ")
    kept = frame[frame[SHAPES[key].code.lower()].isin(set(codes))]
    return Table(f"boundaries/{key}.shp", title, kept, (key,))


def iod2015_table(path: Path, lookup: pd.DataFrame, about: Place) -> Table:
    """The Indices of 2015, cut to the districts of the lookup."""
    return _iod(path, EDITION_2015, _england(path, EDITION_2015, path.stat().st_mtime_ns), lookup, about)


def iod_tables(
    path: Path, edition: deprivation.Edition, lookup: pd.DataFrame, about: Place
) -> dict[str, Table]:
    """File 7 of an edition, cut to the districts of the lookup, and England's rates as far as it has them; by name."""
    frame = _england(path, edition, path.stat().st_mtime_ns)
    made = {f"iod{edition.year}": _iod(path, edition, frame, lookup, about)}
    rates = _rates(frame, edition)
    if len(rates):
        title = f"England's rates by the Indices of Deprivation {edition.year}"
        made[f"england{edition.year}"] = Table(
            f"imd/england{edition.year}.csv", title, rates, (f"iod{edition.year}",)
        )
    return made


def _rates(frame: pd.DataFrame, edition: deprivation.Edition) -> pd.DataFrame:
    """England's rates (%): `measure`, `people` whom it can be about, `rate`; of measures with both for every LSOA."""
    rows = []
    for one in indicators.of(edition.year):
        people = next((name for name in edition.denominators.values() if name.startswith(one.people)), "")
        score = f"{one.measure}_score"
        if one.measure and people in frame and score in frame and frame[score].notna().all():
            total = int(frame[people].sum())
            rows.append((one.measure, total, 100 * float(frame[score] @ frame[people]) / total))
    return pd.DataFrame(rows, columns=["measure", "people", "rate"])


@functools.lru_cache(3)  # several places are built of the same files
def _england(path: Path, edition: deprivation.Edition, _: int) -> pd.DataFrame:
    """An edition of all England, by its file and when that was last written."""
    return iod2015.read_2015(path) if edition is EDITION_2015 else deprivation.read_file7(path, edition)


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


def around(
    at: Mapping[str, Path], lookup: pd.DataFrame, drawn: Mapping[str, gpd.GeoDataFrame]
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """LSOAs of 2011 and of 2021 as far as the lookup goes: the district's as drawn, of the others their shapes alone."""
    found = []
    for key in ("lsoa11", "lsoa21"):
        code = SHAPES[key].code.lower()
        others = set(lookup[code]) - set(drawn[key][code])
        shapes = boundaries.shapes_of(at[key], code, others)
        found.append(pd.concat([drawn[key][[code, "geometry"]], shapes], ignore_index=True))
    return found[0], found[1]


def beside_table(
    shapes: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame], mine: pd.DataFrame, about: Place
) -> Table:
    """LSOAs of other districts that touch one of the district's, of both vintages; `shapes` as from `around`."""
    found = []
    for code, frame in zip(("lsoa11cd", "lsoa21cd"), shapes, strict=True):
        pairs = boundaries.neighbours(frame.set_index(code))
        own = set(mine[code])
        found.append(pairs[pairs["code"].isin(own) & ~pairs["other"].isin(own)])
    pairs = pd.concat(found).drop_duplicates().sort_values(["code", "other"], ignore_index=True)
    title = f"LSOAs of {about.region} that touch one of {about.name}'s"
    return Table("places/beside.csv", title, pairs, ("lsoa11", "lsoa21", "lookup"))


def postcode_table(
    postcodes: pd.DataFrame,
    shapes: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    pairs: pd.DataFrame,
    about: Place,
    file: object = "postcodes",
    held: pd.DataFrame | None = None,
) -> Table:
    """Postcodes, each with the LSOAs that hold its point; `shapes` are those of 2011 and those of 2021.

    The rest as for `geography.place_postcodes`. Raises `DataError` where none lies in the district.
    """
    placed = geography.place_postcodes(postcodes, *shapes, pairs, held)
    own = pairs.loc[pairs["ladcd"] == about.code, "lsoa21cd"]
    ground = shapes[1][shapes[1]["lsoa21cd"].isin(own)]
    geography.require_postcodes_inside(placed[placed["ladcd"] == about.code], ground, file)
    if not placed["lsoa21cd"].isin(own).any():
        areas = english.listing(dict.fromkeys(postcodes["postcode"].str.extract(r"^([A-Z]+)")[0][:5]))
        own = english.listing(f"{area.lower()}.csv" for area in about.postcode_areas)
        raise DataError(
            f"{file}: expected postcodes of {about.name}, found none among {len(postcodes):,} of area {areas}. "
            f"Use the file of {areas_named(about)}, {own}."
        )
    return Table(
        "places/postcodes.parquet",
        f"Postcodes of {areas_named(about)} and their LSOAs (2011 and 2021)",
        placed,
        (*postcode_keys(about), "lookup", "lsoa11", "lsoa21"),
    )


def areas_named(about: Place) -> str:
    """The postcode areas in words: "area LE", "areas LE and DE"."""
    return f"area{'s' * (len(about.postcode_areas) > 1)} {english.listing(about.postcode_areas)}"


def read_postcodes(paths: Sequence[Path], about: Place) -> pd.DataFrame:
    """The postcodes of a file of Code-Point Open for each of a place's areas; raises `DataError`, also for another area's."""
    read = [geography.read_postcodes(path) for path in paths]
    for path, area, held in zip(paths, about.postcode_areas, read, strict=True):
        found = held["postcode"].str.extract(r"^([A-Z]+)")[0]
        if area not in set(found):
            faults = Faults(path)
            faults.add("postcodes", expected=f"those of area {area}", found=f"those of {found.iloc[0]} alone")
            faults.raise_if_any("Name the areas in place.toml and their files in the same order.")
    return pd.concat(read).sort_values("postcode", ignore_index=True) if len(read) > 1 else read[0]


def district_table(path: Path, postcodes: pd.DataFrame, about: Place) -> list[Table]:
    """The names of the districts that postcodes lie in, as File 7 of the newest Indices names them; none where place.toml does."""
    if about.neighbours:
        return []
    names = deprivation.read_districts(path, MAPPED[NEWEST])
    held = names[names["ladcd"].isin(set(postcodes["ladcd"].dropna()) - set(about.counted))]
    title = "Districts into which the postcodes reach"
    return [Table(DISTRICTS, title, held, (f"iod{NEWEST}", *postcode_keys(about)))]


def background_tables(at: Mapping[str, Path], places: pd.DataFrame | None) -> list[Table]:
    """What a map shows behind its areas, as far as the place has it: labels, built-up parts."""
    tables = []
    if places is not None:
        tables.append(Table("places/labels.csv", "Towns and villages, for labels", places, ("places",)))
    if "builtup" in at:
        builtup = geography.read_builtup(at["builtup"])
        tables.append(Table("places/builtup.geojson", "Built-up background", builtup, ("builtup",)))
    return tables


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
    """The tables of `data/crime/`, in the manifest's order; empty where the force has no files."""
    made = [
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
    held = set(about.files)
    return [replace(table, made_from=tuple(key for key in table.made_from if key in held)) for table in made]
