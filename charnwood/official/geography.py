"""LSOA 2011 <-> 2021, wards, populations, postcodes and the names that people know.

Most LSOAs of 2011 are unchanged and some were split in 2021, so populations of a 2011 area are the sum of its parts.
A few were merged or drawn anew: a 2021 area then has several of 2011, whose borders it does not keep.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from charnwood import clean
from charnwood.checks import (
    DISTRICT_CODE,
    LSOA_CODE,
    Column,
    Cut,
    DataError,
    Faults,
    read_csv,
    read_header,
    require_codes,
)
from charnwood.official import boundaries, nomis
from charnwood.official.boundaries import NATIONAL_GRID, ON_LAND, WGS84

LATEST_POPULATION = 2022  # mid-year estimate: the base of every crime rate
YEARS = range(2011, LATEST_POPULATION + 1)
OLD_LSOAS, NEW_LSOAS = 2011, 2021  # the Censuses whose LSOAs are held; some of the old were split for the new
SPLIT, REDRAWN = (
    "S",
    ("M", "X"),
)  # how the exact-fit lookup says so, and that others were merged or drawn anew
EDGE = 150  # metres: so near to a built-up part a point lies in it
ESTATE = 700  # metres: so near to its label a point lies in an estate
NEAR = 1_000  # metres: farther from a label than this, an area is "near" the place, not "in" it
ASTRAY = 1_000  # metres: a point of an area that lies farther from it is a mistake, generalised edges or not
AROUND = 10_000  # metres: labels farther from the district name nothing of it


def read_lookup(path: Path, districts: Collection[str] | None = None) -> pd.DataFrame:
    """Exact-fit pairs of 2011 and 2021 LSOAs: codes, names, `change` (U, S, M or X), district.

    Of these districts, by their codes, or of England; so for the other readers here.
    """
    columns = {
        "LSOA11CD": Column("lsoa11cd", pattern=LSOA_CODE),
        "LSOA11NM": Column("lsoa11nm"),
        "LSOA21CD": Column("lsoa21cd", pattern=LSOA_CODE),
        "LSOA21NM": Column("lsoa21nm"),
        "CHGIND": Column("change", pattern="[USMX]"),
        "LAD22CD": Column("ladcd", pattern=DISTRICT_CODE),
        "LAD22NM": Column("ladnm"),
    }
    frame = read_csv(path, columns, cut=Cut("LAD22CD", districts))
    faults = Faults(path)
    for row in frame[frame.duplicated(["lsoa11cd", "lsoa21cd"])].itertuples():
        faults.add(
            f"line {row.Index}",
            expected="each pair once",
            found=f"{row.lsoa11cd} again",
        )
    faults.raise_if_any("Fetch the exact-fit lookup again from ONS.")
    return frame.sort_values(["lsoa11cd", "lsoa21cd"], ignore_index=True)


def read_ward_fit(path: Path, lsoa21: Collection[str] | None = None) -> pd.DataFrame:
    """ONS best fit of 2021 LSOAs to present wards: `lsoa21cd`, `ward_code`, `ward`."""
    columns = {
        "LSOA21CD": Column("lsoa21cd", pattern=LSOA_CODE, unique=True),
        "LSOA21NM": Column("lsoa21nm"),
        "WD24CD": Column("ward_code", pattern=r"E05\d{6}"),
        "WD24NM": Column("ward"),
        "LAD24CD": Column("ladcd", pattern=DISTRICT_CODE),
        "LAD24NM": Column("ladnm"),
    }
    return read_csv(path, columns, cut=Cut("LSOA21CD", lsoa21))[["lsoa21cd", "ward_code", "ward"]]


def read_centroids(path: Path, lsoa21: Collection[str] | None = None) -> gpd.GeoDataFrame:
    """Population-weighted centroids of 2021 LSOAs, index `lsoa21cd`, EPSG:27700."""
    columns = {
        "LSOA21CD": Column("lsoa21cd", pattern=LSOA_CODE, unique=True),
        "x": Column("x", "float", ON_LAND, 700_000),
        "y": Column("y", "float", ON_LAND, 1_300_000),
    }
    frame = read_csv(path, columns, cut=Cut("LSOA21CD", lsoa21), also=("FID", "GlobalID")).sort_values(
        "lsoa21cd", ignore_index=True
    )
    points = gpd.points_from_xy(frame["x"], frame["y"], crs=NATIONAL_GRID)
    return gpd.GeoDataFrame(frame[["lsoa21cd"]], geometry=points).set_index("lsoa21cd")


def read_population21(path: Path, lsoa21: Collection[str] | None = None) -> pd.DataFrame:
    """Mid-year estimates of 2021 LSOAs, rebased: `lsoa21cd` and one column per year, `mid2011` on; or as Nomis has them."""
    if nomis.is_nomis(path):
        return nomis.read(path, "lsoa21cd", YEARS, lsoa21)
    columns = {
        "LSOA 2021 Code": Column("lsoa21cd", pattern=LSOA_CODE, unique=True),
        "LSOA 2021 Name": Column("lsoa21nm"),
        "Area Sq Km": Column("area_km2", "float", 0),
        **{f"Mid-{year}: Population": Column(f"mid{year}", "int", 1, 20_000) for year in YEARS},
    }
    frame = read_csv(path, columns, cut=Cut("LSOA 2021 Code", lsoa21)).drop(columns=["lsoa21nm", "area_km2"])
    return frame.sort_values("lsoa21cd", ignore_index=True)


def read_population11(path: Path, lsoa11: Collection[str] | None = None) -> pd.DataFrame:
    """Mid-2019 estimates of 2011 LSOAs, not rebased: never in one series with the 2021 ones; or as Nomis has them."""
    if nomis.is_nomis(path):
        return nomis.read(path, "lsoa11cd", [2019], lsoa11).set_axis(
            ["lsoa11cd", "mid2019_not_rebased"], axis=1
        )
    columns = {
        "lsoa": Column("lsoa11cd", pattern=LSOA_CODE, unique=True),
        "pop": Column("mid2019_not_rebased", "int", 1, 20_000),
    }
    return read_csv(path, columns, cut=Cut("lsoa", lsoa11)).sort_values("lsoa11cd", ignore_index=True)


def read_postcodes(path: Path) -> pd.DataFrame:
    """Code-Point Open (it has no header): `postcode`, `quality`, `easting`, `northing`, `ladcd`.

    Raises `DataError` for a postcode twice or a point outside Great Britain's grid.
    """
    header = [
        "postcode",
        "quality",
        "easting",
        "northing",
        "country",
        "nhs_regional_ha",
        "nhs_ha",
        "county",
        "district",
        "ward",
    ]
    columns = {
        "postcode": Column("postcode", pattern=r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", unique=True),
        "quality": Column("quality", "int", 10, 90),
        "easting": Column("easting", "int", 0, 700_000),
        "northing": Column("northing", "int", 0, 1_300_000),
        "district": Column("ladcd", blank=True),
    }
    frame = read_csv(path, columns, header=header)
    faults = Faults(path)
    for line, postcode in frame.loc[frame["postcode"].str.replace(" ", "").duplicated(), "postcode"].items():
        faults.add(f"line {line:,}, column 'postcode'", expected="each value once", found=repr(postcode))
    faults.raise_if_any("Fetch Code-Point Open again from the OS.")
    return frame.sort_values("postcode", ignore_index=True)


def read_msoa_names(path: Path, names: Collection[str] | None = None) -> pd.Series:
    """House of Commons Library names, index official MSOA name ("Melton 002"), of these MSOAs or of England.

    As the Library publishes them, of 2021 or of 2011, or of both in one file.
    """
    header = {clean.fold(name) for name in read_header(path)}
    for year in ("21", "11"):
        if f"msoa{year}hclnm" in header:
            return _library_names(path, year, names)
    columns = {
        "msoa_cd": Column("msoa_cd", pattern=r"E02\d{6}", unique=True),
        "msoa_nm": Column("msoa_nm", unique=True),
        "msoa11cd": Column("msoa11cd", blank=True),
        "msoa21cd": Column("msoa21cd", blank=True),
        "hcl_name": Column("hcl_name"),
        "lad_cd": Column("ladcd", pattern=DISTRICT_CODE),
        "lad_nm": Column("ladnm"),
    }
    cut = Cut("msoa_cd") if names is None else Cut("msoa_nm", names)
    return read_csv(path, columns, cut=cut).set_index("msoa_nm")["hcl_name"]


def _library_names(path: Path, year: str, names: Collection[str] | None) -> pd.Series:
    """The names of a file of the House of Commons Library."""
    columns = {
        f"msoa{year}cd": Column("msoa_cd", pattern=r"E02\d{6}", unique=True),
        f"msoa{year}nm": Column("msoa_nm", unique=True),
        f"msoa{year}hclnm": Column("hcl_name"),
    }
    cut = Cut(f"msoa{year}cd") if names is None else Cut(f"msoa{year}nm", names)
    return read_csv(path, columns, cut=cut, also=read_header(path)).set_index("msoa_nm")["hcl_name"]


def read_places(path: Path) -> pd.DataFrame:
    """Place labels: `name`, `lat`, `lon` (WGS84), `population` (order of labels only), `source`."""
    columns = {
        "name": Column("name", pattern=clean.plain(80), told=f"1 to 80 {clean.A_PLAIN}", unique=True),
        "lat": Column("lat", "float", 49, 61),
        "lon": Column("lon", "float", -9, 3),
        "population": Column("population", "float", 0, blank=True),
        "source": Column("source"),
    }
    return read_csv(path, columns)


def read_builtup(path: Path) -> gpd.GeoDataFrame:
    """The built-up background, WGS84 polygons; raises `DataError` where it is no GeoJSON of polygons."""
    faults = Faults(path)
    frame = boundaries.read_vector(path, "GeoJSON polygons", faults)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if (
        other := sorted(set(frame.geometry.geom_type) - {"Polygon", "MultiPolygon"})
        or ["nothing"] * frame.empty
    ):
        faults.add("shapes", expected="polygons", found=", ".join(other))
    faults.raise_if_any("Save it as GeoJSON of polygons, which has its coordinate system.")
    crossing = ~frame.geometry.is_valid
    return frame.set_geometry(frame.geometry.mask(crossing, frame.geometry.make_valid())).to_crs(WGS84)


def require_centroids_inside(centroids: gpd.GeoDataFrame, lsoa21: gpd.GeoDataFrame, file: Path) -> None:
    """Raise `DataError` where a centroid lies far from its LSOA, as all do whose x and y changed places."""
    shapes = lsoa21.set_index("lsoa21cd").geometry
    points = centroids.geometry[centroids.index.isin(shapes.index)]
    faults = Faults(file)
    for code, point in points[points.distance(shapes[points.index]) > ASTRAY].items():
        faults.add(str(code), expected="a point in its area", found=f"x {point.x:,.0f}, y {point.y:,.0f}")
    faults.raise_if_any("x is the easting and y the northing, in metres: use the file as ONS publishes it.")


def require_postcodes_inside(postcodes: pd.DataFrame, lsoa21: gpd.GeoDataFrame, file: object) -> None:
    """Raise `DataError` where a postcode that says it is of the district lies far from it; (0, 0) is no point."""
    lost = postcodes[
        ~postcodes["lsoa21cd"].isin(lsoa21["lsoa21cd"])
        & (postcodes[["easting", "northing"]] != 0).any(axis=1)
    ]
    points = gpd.GeoSeries(gpd.points_from_xy(lost["easting"], lost["northing"]), lost.index, NATIONAL_GRID)
    faults = Faults(file)
    for row in lost[points.distance(lsoa21.geometry.union_all()) > ASTRAY].itertuples():
        found = f"easting {row.easting:,}, northing {row.northing:,}"
        faults.add(row.postcode, expected="a point in the district that the row names", found=found)
    faults.raise_if_any("Perhaps columns changed places. Fetch Code-Point Open again from the OS.")


def require_labels_near(places: pd.DataFrame, lsoa21: gpd.GeoDataFrame, file: Path) -> None:
    """Raise `DataError` where a label lies far from the district."""
    labels = gpd.GeoSeries(gpd.points_from_xy(places["lon"], places["lat"], crs=WGS84), places.index).to_crs(
        NATIONAL_GRID
    )
    faults = Faults(file)
    for line, row in places[labels.distance(lsoa21.geometry.union_all()) > AROUND].iterrows():
        expected = f"a point within {AROUND // 1_000} km of the district"
        faults.add(
            f"line {line:,}, {row['name']}", expected=expected, found=f"lat {row['lat']}, lon {row['lon']}"
        )
    faults.raise_if_any("West of Greenwich the longitude is negative: correct the lines named here.")


def require_builtup_here(builtup: gpd.GeoDataFrame, lsoa21: gpd.GeoDataFrame, file: Path) -> None:
    """Raise `DataError` where no built-up part lies in the district."""
    if not builtup.to_crs(NATIONAL_GRID).intersects(lsoa21.geometry.union_all()).any():
        raise DataError(
            f"{file}: expected built-up parts of the district, found {len(builtup):,} elsewhere. "
            "Use the file of this district, with longitude before latitude."
        )


def readable_name(official: str, msoa_names: pd.Series) -> str:
    """ "Melton 002A" -> "Melton Egerton A": the MSOA's name and the letter."""
    return f"{msoa_name(official, msoa_names)} {official[-1]}"


def msoa_name(official: str, msoa_names: pd.Series) -> str:
    """The name of the MSOA that an LSOA of this official name lies in; its official one where a file of 2021 has no other."""
    return str(msoa_names.get(official[:-1], official[:-1])).replace(" - ", " ")


def name_areas(
    pairs: pd.DataFrame,
    msoa_names: pd.Series,
    centroids: gpd.GeoDataFrame,
    former_wards: gpd.GeoDataFrame | None,
    ward_fit: pd.DataFrame,
    places: pd.DataFrame | None,
    builtup: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """Names of each pair of 2011 and 2021 LSOAs of one district; `pairs` are its rows of the lookup.

    Returns the pairs with `name11`, `name21` (readable), `former_ward` (that holds the
    population-weighted centroid; empty where no former wards are given), `ward` (present, ONS best fit)
    and `place` (the label of the built-up part that it lies in, else the nearest, with "near " before it from 1 km on; the
    MSOA where there are no labels). Raises `DataError` for a code that
    one of the files lacks.
    """
    own = pairs.reset_index(drop=True)
    faults = Faults("names of the district's areas")
    codes, msoas = own["lsoa21cd"], own["lsoa21nm"].str[:-1]
    require_codes(faults, set(centroids.index) & set(codes), codes, "centroids")
    require_codes(faults, set(ward_fit["lsoa21cd"]) & set(codes), codes, "ward best fit")
    require_codes(faults, set(msoa_names.index) & set(msoas), msoas, "MSOA names")
    faults.raise_if_any("Use lookups, centroids and names that cover the same LSOAs.")
    points = centroids.loc[own["lsoa21cd"]].reset_index()
    own["name11"] = own["lsoa11nm"].map(lambda official: readable_name(official, msoa_names))
    own["name21"] = own["lsoa21nm"].map(lambda official: readable_name(official, msoa_names))
    own["former_ward"] = None
    if former_wards is not None:
        wards = gpd.sjoin(points, former_wards[["wd22nm", "geometry"]], how="left", predicate="within")
        own["former_ward"] = wards["wd22nm"].to_numpy()
    own["ward"] = own["lsoa21cd"].map(ward_fit.set_index("lsoa21cd")["ward"])
    own["place"] = (
        own["lsoa21nm"].map(lambda official: msoa_name(official, msoa_names))
        if places is None
        else _placed(points, places, builtup)
    )
    return own


def _placed(points: gpd.GeoDataFrame, places: pd.DataFrame, builtup: gpd.GeoDataFrame | None) -> list[str]:
    """Where each point lies: in the place whose label its built-up part holds, else near the nearest label.

    A label that no built-up part holds stands for all within 1 km. An estate stands for all within 700 m, as a part of
    the largest town of its built-up part.
    """
    labels = gpd.GeoSeries(gpd.points_from_xy(places["lon"], places["lat"], crs=WGS84)).to_crs(NATIONAL_GRID)
    parts = (
        gpd.GeoSeries([], crs=NATIONAL_GRID) if builtup is None else builtup.geometry.to_crs(NATIONAL_GRID)
    )
    estates = places["source"].str.startswith("estate").to_numpy()
    of_label = np.array([[part.contains(label) for part in parts] for label in labels]).reshape(
        len(labels), -1
    )
    for number, part in enumerate(parts):  # one that holds no label belongs to the nearest, if that is near
        nearest = labels.distance(part)
        if not of_label[:, number].any() and nearest.min() <= NEAR:
            of_label[int(nearest.to_numpy().argmin()), number] = True
    told = []
    for point in points.geometry:
        distance = labels.distance(point).to_numpy()
        here = parts.distance(point).to_numpy() <= EDGE
        inside = of_label[:, here].any(axis=1)
        chosen = inside if inside.any() else ~of_label.any(axis=1) & (distance <= NEAR)
        chosen = chosen & ~(estates & (distance > ESTATE))
        if not chosen.any():
            told.append(f"near {places['name'].iloc[int(np.where(estates, np.inf, distance).argmin())]}")
            continue
        at = int(np.where(chosen, distance, np.inf).argmin())
        towns = places["population"].where(inside & ~estates).fillna(-1)
        town = f" ({places['name'].iloc[int(towns.to_numpy().argmax())]})" if estates[at] else ""
        told.append(f"{places['name'].iloc[at]}{town}")
    return told


def place_postcodes(
    postcodes: pd.DataFrame,
    lsoa11: gpd.GeoDataFrame,
    lsoa21: gpd.GeoDataFrame,
    pairs: pd.DataFrame,
    held: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Add `lsoa11cd` and `lsoa21cd` by point in polygon, both empty where no polygon holds it; `quality` is dropped.

    The 2011 code is the twin of the 2021 one in `pairs`, the exact-fit lookup; where areas were merged, that of the
    polygon of 2011 that holds the point. Postcodes of `held`, placed before, keep their codes where they have not moved
    and no polygon is given of the area that they lie in.
    """
    points = gpd.points_from_xy(postcodes["easting"], postcodes["northing"], crs=NATIONAL_GRID)
    located = gpd.GeoDataFrame(postcodes[["postcode"]], geometry=points)
    twins = pairs.drop_duplicates("lsoa21cd", keep=False).set_index("lsoa21cd")["lsoa11cd"]
    lsoa21cd = _holding(located, lsoa21, "lsoa21cd")
    lsoa11cd = lsoa21cd.map(twins).fillna(_holding(located, lsoa11, "lsoa11cd").where(lsoa21cd.notna()))
    placed = postcodes.assign(lsoa11cd=lsoa11cd.astype(object), lsoa21cd=lsoa21cd.astype(object))
    if held is not None:
        same = ["postcode", "easting", "northing"]
        beyond = held[held["lsoa21cd"].notna() & ~held["lsoa21cd"].isin(lsoa21["lsoa21cd"])]
        before = placed[same].merge(beyond, on=same, how="left", validate="1:1").set_index(placed.index)
        for code in ("lsoa11cd", "lsoa21cd"):
            placed[code] = placed[code].fillna(before[code])
    return placed.drop(columns="quality", errors="ignore")


def _holding(points: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, code: str) -> pd.Series:
    """The code of the polygon that holds each point; the first of two that share it."""
    joined = gpd.sjoin(points, shapes[[code, "geometry"]], how="left", predicate="within")
    return joined.loc[~joined.index.duplicated(), code]
