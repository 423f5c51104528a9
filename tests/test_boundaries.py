"""Boundary files: what is transformed, what is refused, and what comes out again."""

import zipfile

import geopandas as gpd
import pytest
from conftest import message, save
from shapely.geometry import LineString, Point, box

from charnwood.checks import LSOA_CODE
from charnwood.official import boundaries
from charnwood.official.boundaries import read_boundaries, web_geometry, write_shapefile
from charnwood.store.consistency import check

FIELDS = ("LSOA11CD", "LSOA11NM", LSOA_CODE)


def squares(codes=("E01025700", "E01025699"), shapes=None, crs="EPSG:27700", code="LSOA11CD"):
    """Squares of 1 km side by side in Loughborough, under the official field names."""
    shapes = shapes or [
        box(453_000 + 1_000 * n, 319_000, 454_000 + 1_000 * n, 320_000) for n in range(len(codes))
    ]
    names = [f"Charnwood 002{'ABCD'[n]}" for n in range(len(codes))]
    return gpd.GeoDataFrame({code: list(codes), "LSOA11NM": names}, geometry=list(shapes), crs=crs)


def shapefile(path, frame, without=()):
    """The frame as a zipped shapefile, less some of its parts."""
    frame.to_file(path.with_suffix(".shp"))
    with zipfile.ZipFile(path, "w") as archive:
        for end in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            if end not in without:
                archive.write(path.with_suffix(end), path.with_suffix(end).name)
    return path


def test_read_and_sorted_by_code(tmp_path):
    frame = read_boundaries(shapefile(tmp_path / "a.zip", squares()), *FIELDS)
    assert frame["lsoa11cd"].tolist() == ["E01025699", "E01025700"]
    assert list(frame) == ["lsoa11cd", "lsoa11nm", "geometry"]
    assert frame.crs.to_epsg() == 27700
    assert frame.area.round().tolist() == [1e6, 1e6]


def test_a_plain_shapefile_reads_as_its_zip_does(tmp_path):
    path = shapefile(tmp_path / "a.zip", squares())
    plain, zipped = (read_boundaries(p, *FIELDS) for p in (path.with_suffix(".shp"), path))
    assert plain.equals(zipped)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:4258"])
def test_another_known_coordinate_system_is_transformed(tmp_path, crs):
    frame = read_boundaries(shapefile(tmp_path / "a.zip", squares().to_crs(crs)), *FIELDS)
    assert frame.crs.to_epsg() == 27700
    assert frame.area.to_numpy() == pytest.approx(1e6, rel=1e-4)
    assert frame.total_bounds == pytest.approx([453_000, 319_000, 455_000, 320_000], abs=1)


@pytest.mark.parametrize(
    ("frame", "without", "parts"),
    [
        (squares(), (".prj",), ["coordinate system: expected a .prj (EPSG:27700), found none", ".shx"]),
        (squares(code="LSOACD"), (), ["fields: expected 'LSOA11CD', found LSOACD, LSOA11NM"]),
        (squares(code="LSOACD"), (".prj",), ["2 faults", "'LSOA11CD'", "a .prj"]),
        (squares(["E01025699"] * 2), (), ["field LSOA11CD: expected each code once, found E01025699 again"]),
        (squares(["W01000002", "W01000001"]), (), ["field LSOA11CD: expected areas in England, found others only: W01"]),
        (squares(["E01025699", None]), (), ["expected the form E01\\d{6}"]),
        (squares(shapes=[Point(1, 1), Point(2, 2)]), (), ["shape of E01025700: expected a polygon, found Point"]),
        (
            squares(shapes=[LineString([(0, 0), (1, 1)]), LineString([(0, 0), (1, 2)])]),
            (),
            ["shape of E01025699: expected a polygon, found LineString"],
        ),
        (squares(shapes=[None, box(0, 0, 1, 1)]), (), ["shape of E01025700: expected a polygon, found nothing"]),
        (squares(), (".shp",), ["Fetch the file again from ONS with all its parts: .shp"]),
    ],
)  # fmt: skip
def test_refused_by_name(tmp_path, frame, without, parts):
    text = message(read_boundaries, shapefile(tmp_path / "a.zip", frame, without), *FIELDS)
    assert text.startswith(f"{tmp_path / 'a.zip'}: ")
    for part in parts:
        assert part in text


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE html><title>Sign in</title>", b"PK\x03\x04 cut short"])
def test_what_is_no_shapefile_is_refused(tmp_path, content):
    text = message(read_boundaries, save(tmp_path / "a.zip", content), *FIELDS)
    assert "expected a zipped shapefile" in text


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "none.zip" in message(read_boundaries, tmp_path / "none.zip", *FIELDS)


def test_written_shapefiles_are_identical_and_in_national_grid(tmp_path):
    frame = read_boundaries(shapefile(tmp_path / "a.zip", squares()), *FIELDS)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_shapefile(frame, tmp_path / name / "a.shp")
    ends = sorted(path.suffix for path in (tmp_path / "one").iterdir())
    assert ends == [".cpg", ".dbf", ".prj", ".shp", ".shx"]
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    again = read_boundaries(tmp_path / "one" / "a.shp", *FIELDS)
    assert again.equals(frame)


@pytest.mark.parametrize(("vintage", "count"), [(2011, 99), (2021, 102)])
def test_charnwood_has_its_lsoas_as_valid_polygons(data, vintage, count):
    shapes = data.lsoa[vintage]
    assert len(shapes) == count
    assert shapes.index.is_unique
    assert shapes.crs.to_epsg() == 27700
    assert shapes.is_valid.all()


@pytest.mark.parametrize("vintage", [11, 21])
def test_embedded_boundaries_are_the_official_ones(data, raw, vintage):
    name = f"LSOA_20{vintage}_BGC_leicestershire"
    official = gpd.read_file(f"zip://{raw / 'boundaries' / name}.zip").set_index(f"LSOA{vintage}CD")
    own = data.lsoa[2000 + vintage]
    assert set(own.index) == set(official.index[official[f"LSOA{vintage}NM"].str.startswith("Charnwood")])
    assert own.geometry.geom_equals(official.geometry.loc[own.index]).all()


@pytest.mark.parametrize("vintage", [2011, 2021])
def test_web_geometry_keeps_areas_and_shared_edges(data, vintage):
    shapes = data.lsoa[vintage]
    web = web_geometry(shapes)
    assert web.crs.to_epsg() == 4326
    assert list(web.index) == list(shapes.index)
    assert not web.is_empty.any()
    back = web.to_crs(boundaries.NATIONAL_GRID)
    assert back.area.to_numpy() == pytest.approx(shapes.area.to_numpy(), rel=0.03)
    # Neighbours that kept their shared edges neither overlap nor leave a gap.
    assert back.union_all().area == pytest.approx(back.area.sum(), rel=1e-4)


def test_check_finds_nothing_in_the_data_held(data):
    assert check(data.directory) == []
