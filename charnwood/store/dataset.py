"""All tables of `data/`, loaded, joined and checked once: the one object that pages read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from charnwood import settings
from charnwood.cache import Results
from charnwood.checks import LSOA_CODE, DataError
from charnwood.official import areas, boundaries, breaks, census, deprivation, incidents, lines, place, points
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS, OLD_LSOAS
from charnwood.official.indicators import INDICATORS
from charnwood.official.place import Place
from charnwood.store import edited, folder_swap, manifest, of_areas, optional, parquet, revisions
from charnwood.store.edited import EDITABLE, Edited
from charnwood.store.manifest import read_manifest, verify_files
from charnwood.store.official_tables import DISTRICTS
from charnwood.store.served import Served

PART = of_areas.PART
COUNTED = (place.PLACE_FILE, areas.PRIORITY_FILE, breaks.BREAKS_FILE, lines.LINES_FILE, points.POINTS_FILE)
"""The editable files of which figures are made."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """The embedded data, read-only. Frames are shared between sessions: copy before changing.

    `place`: the district that they are about, and what it is compared with.
    `iod[year]`: all LSOAs of the county and its city with ranks, deciles, published scores,
    transformed scores, contributions, `population` (the edition's weights) and `inside` (1, as in
    `rows`), index LSOA code.
    `indicators[year]`: the underlying indicators (File 8) of the same LSOAs, official column names; no
    column for an edition without them.
    `england[year]`: England's rates in percent by the key of the measure, as far as File 7 has what they are made of.
    `lsoa[vintage]`: the district's polygons, EPSG:27700, with `name`, wards, `place`, `neighbourhood`
    and `residents` (the latest mid-year estimate), index LSOA code.
    `names`: a row for each pair of LSOAs of 2011 and of 2021 that share ground, with their names, wards and place;
    `ground`: the residents of that ground, the same rows, a column for each mid-year.
    `population`: residents of all LSOAs (2021) of the county and its city, index LSOA code; `district_residents`:
    of its districts, index district code; both a column for each mid-year, `mid2011` on.
    `census`: counts of Census 2021 (21 March 2021) for all LSOAs (2021) of the county and its city, a column per
    category of `official.census.TOPICS`, index LSOA code; no column where the place names no table.
    `neighbours`: names of other districts into which the postcodes reach, by code.
    `revisions`: months of crime that a refresh revised, a row for each type whose count changed (`store.revisions`).
    `breaks`: when what is counted, or where it is placed, changed; earliest first.
    `beside`: LSOAs of other districts that touch one of the district's: `code`, `other`, for both vintages.
    """

    directory: Path
    manifest: dict[str, Any]
    edited: Edited
    names: pd.DataFrame
    ground: pd.DataFrame
    lsoa: dict[int, gpd.GeoDataFrame]
    iod: dict[int, pd.DataFrame]
    indicators: dict[int, pd.DataFrame]
    england: dict[int, pd.Series]
    iod2015: pd.DataFrame
    counts: pd.DataFrame
    district_counts: pd.DataFrame
    population: pd.DataFrame
    district_residents: pd.DataFrame
    coverage: pd.DataFrame
    labels: pd.DataFrame
    builtup: gpd.GeoDataFrame
    census: pd.DataFrame
    beside: pd.DataFrame
    neighbours: Mapping[str, str]
    revisions: pd.DataFrame
    results: Results = field(default_factory=Results, repr=False)

    @cached_property
    def version(self) -> str:
        """Eight hex digits that name these very data, the place and its Priority Neighbourhoods included."""
        return manifest.data_version(self.directory, self.manifest, COUNTED)

    @property
    def place(self) -> Place:
        """The district, its council, police force and comparators."""
        return self.edited.place

    @property
    def priority(self) -> pd.DataFrame:
        """The list of Priority Neighbourhoods: `neighbourhood`, `lsoa11cd` and what else the file has, as text."""
        return self.edited.priority

    @property
    def contacts(self) -> pd.DataFrame:
        """Local strengths and contacts, those to fill in among them."""
        return self.edited.contacts

    @property
    def breaks(self) -> tuple[breaks.Break, ...]:
        """When what is counted, or where it is placed, changed; earliest first."""
        return self.edited.breaks

    @property
    def lines(self) -> tuple[lines.Line, ...]:
        """Lines that funders draw on the Index, those of every place among them, the narrowest first."""
        return lines.with_general(self.edited.lines)

    @property
    def points(self) -> pd.DataFrame:
        """The council's own points: `name`, `kind`, `postcode`, `easting`, `northing`; no row where it lists none."""
        return self.edited.points

    @property
    def areas(self) -> dict[str, Area]:
        """Every area that can be chosen, by key."""
        return self.edited.areas

    @property
    def whole(self) -> Area:
        """The district as one area."""
        return self.areas[self.place.key]

    @cached_property
    def neighbourhoods(self) -> list[Area]:
        """The Priority Neighbourhoods, in the order of their file."""
        return [a for a in self.areas.values() if a.kind == areas.PRIORITY]

    @cached_property
    def neighbourhood_of(self) -> dict[str, str]:
        """The name of the Priority Neighbourhood that an LSOA of either vintage belongs to, by its code."""
        named = (frame["neighbourhood"].dropna().to_dict() for frame in self.lsoa.values())
        return {code: name for names in named for code, name in names.items()}

    @property
    def first_edition(self) -> int:
        """The edition that is shown first: that on which the choice of the neighbourhoods rests, else the newest."""
        return self.place.edition if self.neighbourhoods else NEWEST

    @property
    def reading(self) -> str:
        """How the Priority Neighbourhoods were read, in sentences; nothing where the place has none."""
        return (self.place.reading or areas.OURS) if self.neighbourhoods else ""

    @property
    def has_crime(self) -> bool:
        """Whether any month of police.uk is held: there are forces without files."""
        return not self.coverage.empty

    @cached_property
    def period(self) -> list[str]:
        """The latest twelve months held whole from the archive (`crime.last_covered`): what rates are of."""
        return incidents.last_covered(self.coverage)

    @cached_property
    def street(self) -> pd.DataFrame:
        """Counts of the district by street point ("on or near", WGS84), LSOA, month and type."""
        return self.table("crime/street.parquet")

    def table(self, file: str) -> pd.DataFrame:
        """Any table of the manifest as a frame: read from its file, an editable one as it was when it was loaded."""
        return self.edited.table(file) if file in EDITABLE else read(self.directory / file)

    def own(self, year: int) -> pd.DataFrame:
        """The rows of an edition in the district."""
        frame = self.iod[year]
        return frame[frame["ladcd"] == self.place.code]

    def county(self, year: int) -> pd.DataFrame:
        """The rows of an edition in the county's districts, without the city."""
        frame = self.iod[year]
        return frame[frame["ladcd"].isin(list(self.place.districts))]

    def rows(self, area: Area, year: int) -> pd.DataFrame:
        """The rows of an edition that belong to an area, on the edition's LSOAs. Shared: copy to change.

        `inside` is the share of an LSOA's residents (mid-2022) who live in the area. It is below 1 for an LSOA
        of which the area holds a part: its counts of people are that share of the whole's, its name says that
        it is a part, and `population` has the residents of mid-2022 for all LSOAs of such an area, because the
        edition's own are not known of a part. For a part that was chosen alone, as an LSOA, the whole stands.
        """
        return of_areas.rows(self, area, year)

    def inside(self, area: Area, vintage: int = OLD_LSOAS) -> pd.Series:
        """The share of the residents (mid-2022) of each of an area's LSOAs of a vintage who live in the area, index code."""
        return of_areas.inside(self, area, vintage)

    @property
    def redrawn(self) -> frozenset[str]:
        """The LSOAs of 2021 that were merged of several of 2011, or drawn anew."""
        return of_areas.redrawn(self)

    def incidents(self, area: Area) -> pd.DataFrame:
        """Counts of an area: rows of LSOA, month, type and last outcome ("" where none is given)."""
        return of_areas.incidents(self, area)

    @property
    def has_contacts(self) -> bool:
        """Whether any contact is filled in."""
        return not of_areas.contacts_with_areas(self)[0].empty

    def contacts_of(self, area: Area) -> pd.DataFrame:
        """Strengths and contacts of an area: those of the district, and of each area that shares ground with it."""
        mine = set(area.lsoa21)
        filled, codes = of_areas.contacts_with_areas(self)
        return filled.loc[[of is None or not of.isdisjoint(mine) for of in codes]]

    def residents(self, area: Area, year: int = LATEST_POPULATION) -> int:
        """Residents of an area by ONS's estimate of the middle of a year, the latest unless given.

        Of an LSOA of 2011 that was merged they are its share of the whole's, as its residents of mid-2019 were.
        """
        return of_areas.residents(self, area)[year]


def data_dir(given: Path | None = None) -> Path:
    """The data folder: as given, else `CHARNWOOD_DATA`, else `data/` of the project."""
    return given or settings.data_folder()


def load(directory: Path, forgiving: bool = False) -> Dataset:
    """Load a data folder whose files agree with its manifest; raises `DataError` where they don't.

    A `forgiving` load leaves out contacts with a fault, of which no figure is made. Where a build or refresh swaps the folder in the middle of it, the new one is loaded instead.
    """
    folder_swap.recover(directory)
    manifest = read_manifest(directory)
    try:
        data = _load(directory, manifest, forgiving)
    except (DataError, OSError):
        if read_manifest(directory) == manifest:
            raise
        return load(directory, forgiving)
    return data if read_manifest(directory) == manifest else load(directory, forgiving)


def _load(directory: Path, manifest: dict[str, Any], forgiving: bool) -> Dataset:
    _require_files(directory, manifest)
    names = read(directory / "places/names.csv")
    listed = {name: directory / name for name in EDITABLE if (directory / name).is_file()}
    found = edited.read(
        {place.PLACE_FILE: directory / place.PLACE_FILE} | listed,
        names,
        lambda: read(directory / "places/postcodes.parquet"),
        forgiving,
    )
    population21 = read(directory / "population/lsoa21.csv").set_index("lsoa21cd")
    lookup = read(directory / "places/lookup.csv")
    iod = {year: _edition(directory, year, population21, names) for year in MAPPED}
    before = read(directory / "population/lsoa11.csv").set_index("lsoa11cd")["mid2019_not_rebased"]
    ground = of_areas.people_of_pairs(names, population21, before)
    districts = lookup.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["ladcd"]
    data = Dataset(
        directory=directory,
        manifest=manifest,
        edited=found,
        names=names,
        ground=ground,
        lsoa={v: _areas(directory, v, names, found.priority, ground) for v in (OLD_LSOAS, NEW_LSOAS)},
        iod=iod,
        indicators={
            year: read(directory / f"imd/indicators{year}.csv").set_index(edition.code)
            if year in INDICATORS
            else pd.DataFrame(index=iod[year].index)
            for year, edition in MAPPED.items()
        },
        england={year: optional.england(directory / f"imd/england{year}.csv") for year in MAPPED},
        iod2015=read(directory / "imd/iod2015.csv").set_index("lsoa11cd"),
        counts=read(directory / "crime/lsoa.parquet"),
        district_counts=read(directory / "crime/district.parquet"),
        population=population21,
        district_residents=population21.groupby(districts).sum(),
        coverage=read(directory / "crime/coverage.csv").astype(
            dict.fromkeys(["rows", "located", "unlocated", "outside"], "Int64")
        ),
        labels=optional.labels(directory / "places/labels.csv"),
        builtup=optional.builtup(directory / "places/builtup.geojson"),
        revisions=revisions.read(directory),
        neighbours=optional.neighbours(directory / DISTRICTS, found.place),
        census=optional.census(directory / census.CENSUS_FILE, population21.index),
        beside=optional.beside(directory / "places/beside.csv"),
    )
    _ = data.version  # of the files as they are now: whoever edits them later must not change it
    _check_names(data)
    return data


def _require_files(directory: Path, manifest: dict[str, Any]) -> None:
    """Raise `DataError` for a file that is missing or is not that of the manifest."""
    if faults := verify_files(directory, manifest):
        raise DataError("\n".join(faults))
    for year in MAPPED:
        if not (directory / f"imd/iod{year}.csv").is_file():
            raise DataError(
                f"{directory}: expected the Indices of {year}, found no imd/iod{year}.csv. "
                "Run `python -m charnwood refresh iod`."
            )


def _check_names(data: Dataset) -> None:
    """Raise `DataError` for a name of place.toml whose area there is not."""
    for name, key in ((name, key) for name, keys in data.place.also.items() for key in keys):
        if key not in data.areas:
            raise DataError(
                f"{data.directory / place.PLACE_FILE}, [{place.ALSO}], {name!r}: expected the key of an area, as in the "
                f"address of its page, found {key!r}. Correct it, or take the line out."
            )


def current() -> Dataset:
    """The data that this server shows, loaded once and again after a build or an edit.

    Where new content is at fault the last good one is served on, and `current_fault` tells why. Where there is none,
    contacts with a fault are left out; raises `DataError` for any other fault.
    """
    directory = data_dir()
    watched = [directory / name for name in (manifest.MANIFEST, *EDITABLE)]
    return _HELD.get(directory, tuple(_stamp(path) for path in watched))


def current_fault() -> str:
    """Why `current` gives older data than the folder holds now; empty where it gives those."""
    return _HELD.fault


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def held() -> Dataset | None:
    """The data that were shown last; nothing is loaded."""
    return _HELD.data


# By its name, so that a test can count the loads
_HELD = Served(lambda directory: load(directory), lambda directory: load(directory, forgiving=True))


def read(path: Path) -> pd.DataFrame:
    """One table of a data folder as it lies there; shapes as a GeoDataFrame."""
    if path.suffix == ".parquet":
        return parquet.read(path)
    if path.suffix in (".shp", ".geojson"):
        return gpd.read_file(path)
    # The copy has columns of a kind side by side: rows are taken of all at once
    return pd.read_csv(path).copy()


def _edition(directory: Path, year: int, population21: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    edition = MAPPED[year]
    frame = deprivation.with_derived(read(directory / f"imd/iod{year}.csv"), edition)
    frame = frame.set_index(edition.code)
    if "population" not in frame:
        # Its own mid-year, as it was published, whatever estimate is the newest
        frame = frame.assign(population=population21.loc[frame.index, edition.mid_year.replace("-", "")])
    short = edition.code[4:6]
    own = names.drop_duplicates(edition.code).set_index(edition.code)[f"name{short}"]
    return frame.assign(name=own.reindex(frame.index).fillna(frame[f"lsoa{short}nm"]), inside=1.0).copy()


def _areas(
    directory: Path,
    vintage: int,
    names: pd.DataFrame,
    priority: pd.DataFrame,
    ground: pd.DataFrame,
) -> gpd.GeoDataFrame:
    short = vintage % 100
    code = f"lsoa{short}cd"
    shapes = boundaries.read_boundaries(
        directory / f"boundaries/lsoa{short}.shp",
        code.upper(),
        f"LSOA{short}NM",
        LSOA_CODE,
    )
    residents = ground[f"mid{LATEST_POPULATION}"]
    grouped = names.assign(residents=residents, split=names["change"] != "U").groupby(code)
    joined = grouped.agg(
        name=(f"name{short}", "first"),
        official=(f"lsoa{short}nm", "first"),
        former_ward=("former_ward", "first"),
        ward=("ward", lambda wards: " and ".join(sorted(set(wards)))),
        place=("place", "first"),
        split=("split", "any"),
        residents=("residents", "sum"),
    )
    largest = residents.sort_values(kind="stable").groupby(names[code]).tail(1).index
    parent = names.loc[largest].set_index(code, drop=False)["lsoa11cd"]  # which most of its residents live in
    neighbourhood = priority.set_index("lsoa11cd")["neighbourhood"]
    joined["neighbourhood"] = joined.index.to_series().map(parent).map(neighbourhood).astype("str")
    return shapes.drop(columns=f"lsoa{short}nm").set_index(code).join(joined, validate="1:1")
