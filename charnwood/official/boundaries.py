"""Boundaries: ESRI shapefiles in, checked; shapefiles and small web geometry out."""

from __future__ import annotations

import logging
import re
import tempfile
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from charnwood import clean
from charnwood.checks import Cut, DataError, Faults

LOG = logging.getLogger(__name__)
NATIONAL_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"
FIXED_DATE = "2000-01-01"  # a .dbf carries its date of writing; a fixed one gives identical bytes
ON_LAND = 1_000  # metres: no point of Great Britain lies further west or south, and degrees are far below
GRID = (ON_LAND, ON_LAND, 700_000.0, 1_300_000.0)  # metres east and north that hold all of Great Britain
ISLANDS = (-9.0, 49.0, 3.0, 61.5)  # degrees that hold it
GLOBE = (-180.0, -90.0, 180.0, 90.0)
PARTS = "Fetch the file again from ONS with all its parts: .shp, .shx, .dbf, .prj."
LAYERS = (".shp", ".gpkg", ".geojson", ".json")  # that a zip may hold, the first kind found is taken
LARGEST = (
    2 * 1024**3
)  # bytes of a zip, unpacked; full-resolution boundaries of the country are a quarter of it
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
    IndexError,  # a layer without a field
    RuntimeError,  # a zip with a password
)
"""What GDAL, GEOS and the zip's reader raise for a damaged file."""


def read_boundaries(
    path: Path, code: str, name: str, pattern: str, codes: Collection[str] | None = None, named: str = "\0"
) -> gpd.GeoDataFrame:
    """Read a boundary file with its code and name fields, in EPSG:27700.

    `path` is a `.shp`, a zip that holds one in any folder, or any vector file. Areas that are not among `codes`,
    or lie outside England, are left out before they are checked, but for those whose names begin with `named`. Returns lower-case code and name columns and
    polygons, sorted by code. A file in another known CRS is transformed; one without a CRS is refused. Polygons
    that cross themselves are repaired, which is told. Raises `DataError` with every fault of fields, codes and
    shapes.
    """
    faults = Faults(path)
    frame = read_vector(path, "a zipped shapefile", faults)
    spelled = {str(field).casefold(): str(field) for field in frame.columns}
    for field in (code, name):
        if field.casefold() not in spelled:
            faults.add("fields", expected=repr(field), found=", ".join(map(str, frame.columns))[:200])
    faults.raise_if_any(f"Use the boundary file of the vintage that its name says. {PARTS}")
    frame = frame.to_crs(NATIONAL_GRID) if frame.crs.to_epsg() != 27700 else frame
    frame = frame.rename(columns={spelled[field.casefold()]: field.lower() for field in (code, name)})
    frame = frame[[code.lower(), name.lower(), "geometry"]]
    found = frame[code.lower()].astype("str").fillna("").str.strip()
    frame = frame.assign(**{code.lower(): found})
    frame = frame[Cut(code, codes).wanted(found) | frame[name.lower()].astype("str").str.startswith(named)]
    if frame.empty:
        wanted = f"such as {min(codes)}" if codes else "in England"
        faults.add(f"field {code}", expected=f"areas {wanted}", found=f"others only: {', '.join(found[:3])}")
        faults.raise_if_any("Use the file that covers the district, or the whole country.")
    _check_shapes(frame.set_index(code.lower(), drop=False), code, pattern, faults)
    faults.raise_if_any("Use the boundary file of the vintage that its name says.")
    return repaired(frame, code.lower(), path).sort_values(code.lower(), ignore_index=True)


def shapes_of(path: Path, code: str, codes: Collection[str]) -> gpd.GeoDataFrame:
    """Code and polygon of these areas, as far as the file has them, for placing points; those that cross are mended.

    `code` is the name of its column here, in small letters. For areas outside the district, whose shapes nobody sees.
    """
    frame = read_vector(path, "a zipped shapefile", Faults(path))
    frame = frame.rename(columns={field: str(field).lower() for field in frame if field != "geometry"})
    frame = frame[frame[code].isin(codes) & ~(frame.geometry.isna() | frame.geometry.is_empty)]
    frame = frame[[code, "geometry"]].to_crs(NATIONAL_GRID)
    return frame.set_geometry(frame.geometry.make_valid()).sort_values(code, ignore_index=True)


def _check_shapes(frame: gpd.GeoDataFrame, code: str, pattern: str, faults: Faults) -> None:
    """Note codes of another form, codes twice, and what is no polygon of Great Britain; index: the code."""
    for value in frame.index[~frame.index.str.fullmatch(pattern, flags=re.ASCII)]:
        faults.add(f"field {code}", expected=f"the form {pattern}", found=repr(value))
    for value in frame.index[frame.index.duplicated()]:
        faults.add(f"field {code}", expected="each code once", found=f"{value} again")
    for value in frame.index[frame.geometry.is_empty | frame.geometry.isna()]:
        faults.add(f"shape of {value}", expected="a polygon", found="nothing")
    drawn = frame[~(frame.geometry.is_empty | frame.geometry.isna())]
    for value, kind in drawn.geometry.geom_type.items():
        if kind not in ("Polygon", "MultiPolygon"):
            faults.add(f"shape of {value}", expected="a polygon", found=kind)
    for value, box in zip(drawn.index, drawn.geometry.bounds.to_numpy(), strict=True):
        if not _within(box, GRID):
            found = [round(edge) if abs(edge) < 1e12 else edge for edge in map(float, box)]
            faults.add(f"shape of {value}", expected="coordinates in Great Britain", found=found)


def read_vector(path: Path, what: str, faults: Faults) -> gpd.GeoDataFrame:
    """The one layer of a vector file, or of a zip that holds one wherever in it; flat, in its own system.

    Metres of the National Grid in a file that says degrees are read as what they are, and the reverse; both are
    told. Notes where no coordinate system is said; raises `DataError` where it is not `what`.
    """
    try:
        if zipfile.is_zipfile(path):
            with tempfile.TemporaryDirectory() as folder:
                frame = _one_layer(_unpacked(path, Path(folder), what))
        else:
            frame = _one_layer(path)
    except UNREADABLE as error:
        raise DataError(f"{path}: expected {what}, found {error}. {PARTS}") from error
    if frame.crs is None:
        faults.add("coordinate system", expected="a .prj (EPSG:27700)", found="none")
        return frame
    if frame.has_z.any():
        frame = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    box = frame.total_bounds
    if frame.crs.is_geographic and not _within(box, GLOBE) and _within(box, GRID):
        LOG.warning("%s: says degrees and holds metres; read as the National Grid.", path)
        return frame.set_crs(NATIONAL_GRID, allow_override=True)
    if frame.crs.is_projected and _within(box, ISLANDS):
        LOG.warning("%s: says metres and holds degrees; read as longitude and latitude.", path)
        return frame.set_crs(WGS84, allow_override=True)
    return frame


def _one_layer(path: Path) -> gpd.GeoDataFrame:
    """The one layer of shapes that a vector file holds, whatever tables lie beside it; `ValueError` without or with several."""
    layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind]
    if not layers:
        raise ValueError("a table without shapes")
    if len(layers) > 1:
        raise ValueError(f"{len(layers)} layers: {', '.join(layers)[:200]}; save the one that is meant alone")
    return pyogrio.read_dataframe(path, layer=layers[0])


def _unpacked(path: Path, folder: Path, what: str) -> Path:
    """The layer of a zip, unpacked flat with its parts; folders, capitals and a Mac's own files do not matter."""
    faults = Faults(path)
    with zipfile.ZipFile(path) as archive:
        if broken := archive.testzip():  # GDAL itself does not compare checksums
            faults.add(broken, expected="a whole member", found="a wrong checksum")
            faults.raise_if_any("Fetch the file again from its publisher.")
        if sum(info.file_size for info in archive.infolist()) > LARGEST:
            faults.add("members", expected=f"at most {LARGEST:,} bytes, unpacked", found="more")
            faults.raise_if_any("Fetch the generalised (BGC) boundaries.")
        names = {PurePosixPath(info.filename.replace("\\", "/")): info for info in archive.infolist()}
        names = {
            at: i for at, i in names.items() if "__MACOSX" not in at.parts and not at.name.startswith(".")
        }
        layers = [at for end in LAYERS for at in names if at.suffix.lower() == end]
        first = [at for at in layers if at.suffix.lower() == layers[0].suffix.lower()]
        first = [at for at in first if len(at.parts) == min(len(other.parts) for other in first)]
        if len(first) != 1:
            found = ", ".join(map(str, first or names))[:200] or "nothing"
            faults.add("members", expected=f"{what}, one in the zip", found=found)
            if "workbook" in clean.container(path.read_bytes()):
                faults.raise_if_any("This is a workbook: give the boundaries themselves, a zipped shapefile.")
            faults.raise_if_any(f"One shapefile belongs into the zip. {PARTS}")
        for at, info in names.items():
            if (
                at.parent == first[0].parent
                and at.name.split(".")[0].lower() == first[0].name.split(".")[0].lower()
            ):
                (folder / f"layer{at.suffix.lower()}").write_bytes(archive.read(info))
    return folder / f"layer{first[0].suffix.lower()}"


def _within(box: Collection[float], bounds: tuple[float, float, float, float]) -> bool:
    """Whether a box (west, south, east, north) has an extent and lies inside bounds."""
    west, south, east, north = box
    return bounds[0] <= west < east <= bounds[2] and bounds[1] <= south < north <= bounds[3]


def repaired(frame: gpd.GeoDataFrame, code: str, file: Path) -> gpd.GeoDataFrame:
    """The frame with polygons that cross themselves made valid, which is told; the others byte for byte."""
    broken = ~frame.geometry.is_valid
    if not broken.any():
        return frame
    shapes = frame.geometry.copy()
    whole = shapely.make_valid(shapes[broken].to_numpy(), method="structure", keep_collapsed=False)
    for value, shape in zip(frame.loc[broken, code], whole, strict=True):
        if shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
            raise DataError(
                f"{file}: shape of {value}: expected a polygon that does not cross itself, found one that cannot be "
                "repaired. Fetch the file again from its publisher."
            )
    shapes[broken] = whole
    LOG.warning(
        "%s: repaired polygons that cross themselves: %s.", file, ", ".join(frame.loc[broken, code][:8])
    )
    return frame.set_geometry(shapes)


def require_apart(frame: gpd.GeoDataFrame, code: str, file: Path) -> None:
    """Raise `DataError` where two areas cover the same ground, more than a hundredth of the smaller."""
    faults = Faults(file)
    shapes = frame.geometry.to_numpy()
    near = frame.geometry.sindex.query(shapes)
    near = near[:, near[0] < near[1]]
    met = near[:, shapely.relate_pattern(*shapes[near], "T********")]  # their insides, not their edges alone
    shared = shapely.area(shapely.intersection(*shapes[met]))
    for one, other in met[:, shared > shapely.area(shapes[met]).min(axis=0) / 100].T:
        codes = frame[code].iloc[[one, other]]
        faults.add(
            f"shape of {codes.iloc[0]}",
            expected="ground of its own",
            found=f"that of {codes.iloc[1]}",
        )
    faults.raise_if_any("Fetch the file again from its publisher.")


def within(frame: gpd.GeoDataFrame, whole: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The areas that lie in the ground of `whole`: a point that is surely inside each does."""
    ground = shapely.buffer(whole.geometry.union_all(), WEB_TOLERANCE)
    shapely.prepare(ground)
    inside = shapely.contains(ground, frame.geometry.representative_point().to_numpy())
    return frame[inside].reset_index(drop=True)


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


def neighbours(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Pairs of areas that share an edge or a point (queen contiguity), each both ways: index values `code`, `other`."""
    shapes = gpd.GeoDataFrame(frame[["geometry"]])
    code, other = shapes.geometry.sindex.query(shapes.geometry, predicate="intersects")
    apart = code != other
    return pd.DataFrame({"code": frame.index[code[apart]], "other": frame.index[other[apart]]})


def touching(frame: gpd.GeoDataFrame) -> set[str]:
    """Index values of the areas that are neighbours of another of `frame`."""
    return set(neighbours(frame)["code"])
