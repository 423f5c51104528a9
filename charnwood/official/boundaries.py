"""Boundaries: ESRI shapefiles in, checked; shapefiles and small web geometry out."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from charnwood.checks import DataError, Faults

NATIONAL_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"
FIXED_DATE = "2000-01-01"  # a .dbf carries its date of writing; a fixed one gives identical bytes
WEB_TOLERANCE = 5  # metres: below a pixel at the zoom that shows a single LSOA
WEB_DIGITS = 5  # decimal places of a degree, about one metre
CROWN = "© Crown copyright and database right 2025"  # of the boundaries held


UNREADABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    shapely.errors.ShapelyError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)
"""What GDAL, GEOS and the zip's reader raise for a damaged file."""


def read_boundaries(path: Path, code: str, name: str, pattern: str) -> gpd.GeoDataFrame:
    """Read a boundary file with its code and name fields, in EPSG:27700.

    `path` is a `.shp`, a zip that holds one, or any vector file. Returns lower-case code and name
    columns and polygons, sorted by code. A file in another known CRS is transformed; one without a
    CRS is refused. Raises `DataError` with every fault of fields, codes and shapes.
    """
    faults = Faults(path)
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                if broken := archive.testzip():  # GDAL itself does not compare checksums
                    faults.add(broken, expected="a whole member", found="a wrong checksum")
            faults.raise_if_any("Fetch the file again from its publisher.")
        frame = pyogrio.read_dataframe(f"/vsizip/{path}" if path.suffix == ".zip" else path)
    except UNREADABLE as error:
        raise DataError(
            f"{path}: expected a zipped shapefile, found {error}. Fetch it again from the publisher."
        ) from error
    for field in (code, name):
        if field not in frame.columns:
            faults.add("fields", expected=repr(field), found=", ".join(map(str, frame.columns)))
    if getattr(frame, "crs", None) is None:
        faults.add("coordinate system", expected="a .prj (EPSG:27700)", found="none")
    faults.raise_if_any("Fetch the file again from ONS with all its parts: .shp, .shx, .dbf, .prj.")
    if frame.crs.to_epsg() != 27700:
        frame = frame.to_crs(NATIONAL_GRID)
    frame = frame[[code, name, "geometry"]].rename(columns={code: code.lower(), name: name.lower()})
    codes = frame[code.lower()].astype(str)
    for value in codes[~codes.str.fullmatch(pattern)]:
        faults.add(f"field {code}", expected=f"the form {pattern}", found=repr(value))
    for value in codes[codes.duplicated()]:
        faults.add(f"field {code}", expected="each code once", found=f"{value} again")
    for value in codes[frame.geometry.is_empty | frame.geometry.isna()]:
        faults.add(f"shape of {value}", expected="a polygon", found="nothing")
    kinds = frame.geometry.dropna().geom_type
    for index in kinds[~kinds.isin(["Polygon", "MultiPolygon"])].index:
        faults.add(f"shape of {codes[index]}", expected="a polygon", found=kinds[index])
    faults.raise_if_any("Use the boundary file of the vintage that its name says.")
    return frame.sort_values(code.lower(), ignore_index=True)


def write_shapefile(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write an ESRI shapefile in EPSG:27700 with upper-case fields, as ONS publishes them."""
    upper = frame.rename(columns={c: c.upper() for c in frame.columns if c != "geometry"})
    pyogrio.write_dataframe(
        upper,
        path,
        driver="ESRI Shapefile",
        layer_options={"DBF_DATE_LAST_UPDATE": FIXED_DATE, "ENCODING": "UTF-8"},
    )


def web_geometry(frame: gpd.GeoDataFrame, tolerance: float = WEB_TOLERANCE) -> gpd.GeoSeries:
    """Polygons for the browser: simplified together so that neighbours keep shared edges, WGS84.

    Index as in `frame`; coordinates rounded to about a metre.
    """
    simplified = shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance)
    series = gpd.GeoSeries(simplified, index=frame.index, crs=NATIONAL_GRID).to_crs(WGS84)
    return series.set_precision(10**-WEB_DIGITS, mode="pointwise")


def touching(frame: gpd.GeoDataFrame) -> set[str]:
    """Index values of the areas that share an edge or a point with another of `frame` (queen contiguity)."""
    shapes = gpd.GeoDataFrame(frame[["geometry"]])
    pairs = shapes.geometry.sindex.query(shapes.geometry, predicate="intersects")
    return set(frame.index[pairs[0][pairs[0] != pairs[1]]])
