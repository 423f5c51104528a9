"""Official files that are damaged, of another place, or no such file at all."""

import gzip
import zipfile
from functools import partial

import geopandas as gpd
import pandas as pd
import pytest
from conftest import STREET_HEADER, message, save, street_csv, street_row, street_zip
from shapely.geometry import GeometryCollection, LineString, Point, Polygon, box
from test_hostile_files import names_of

from charnwood.checks import LSOA_CODE, DataError
from charnwood.official import boundaries, breaks, contacts, geography, incidents, police
from charnwood.official.locator import Locator
from charnwood.store import official_tables

LOOKUP = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM\n"
PAIR = "E01025699,Charnwood 002A,E01025699,Charnwood 002A,U,E07000130,Charnwood\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (LOOKUP + PAIR + ",,,,,,\n , ,,,,,\n", ""),
        (LOOKUP + PAIR.replace("Charnwood 002A", '"Charnwood\n\x00002A"'), ""),
        (LOOKUP + PAIR.replace("Charnwood 002A", "Charnwood\u00a0002A"), ""),
        ((LOOKUP + PAIR).replace("\n", "\r\r\n"), ""),
        (LOOKUP + PAIR + LOOKUP, "line 3, column 'LSOA11CD': expected the form"),
        (LOOKUP + PAIR.replace("E01025699", "E01٠٢٥٦٩٩"), "line 2, column 'LSOA11CD': expected the form"),
        (LOOKUP + PAIR + "Source: ONS\n", "line 3: expected 7 cells, found 1"),
        (gzip.compress((LOOKUP + PAIR).encode(), mtime=0), "This is a packed file (.gz)."),
    ],
)
def test_a_lookup(tmp_path, content, said):
    path = save(tmp_path / "lookup.csv", content)
    if said:
        assert said in message(geography.read_lookup, path)
    else:
        assert geography.read_lookup(path)["lsoa11nm"].tolist() == ["Charnwood 002A"]


@pytest.mark.parametrize(
    "typed", ["١٥٠٠", "１５００", "1_500", "1 500", "nan", "1e400", "..", "-", "1500*", "0x5dc"]
)
def test_a_number_in_another_script_or_form_is_never_read_as_none(tmp_path, typed):
    path = save(tmp_path / "p.csv", f"lsoa,pop\nE01025699,{typed}\n")
    assert "line 2, column 'pop': expected" in message(geography.read_population11, path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Sil\x0beby,52.7,-1.1,8000,OS", ""),
        ("<b>Sileby</b>,52.7,-1.1,8000,OS", "column 'name': expected 1 to 80 characters of plain text"),
        ("Sileby,-1.1,52.7,8000,OS", "column 'lat': expected 49 or more"),
    ],
)
def test_labels(tmp_path, row, said):
    path = save(tmp_path / "l.csv", f"name,lat,lon,population,source\n{row}\n")
    if said:
        assert said in message(geography.read_places, path)
    else:
        assert geography.read_places(path)["name"].tolist() == ["Sil eby"]


# Shapes

FIELDS = ("LSOA21CD", "LSOA21NM", LSOA_CODE)
SQUARE = box(453_000, 319_000, 454_000, 320_000)


def saved(path, shape=SQUARE, **given):
    frame = gpd.GeoDataFrame({FIELDS[0]: ["E01025699"], FIELDS[1]: ["A"]}, geometry=[shape], crs="EPSG:27700")
    frame.to_file(path, **given)
    return path


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Point(453_000, 319_000), "expected a polygon, found Point"),
        (LineString([(453_000, 319_000), (454_000, 320_000)]), "expected a polygon, found LineString"),
        (GeometryCollection([SQUARE]), "expected a polygon, found GeometryCollection"),
        (Polygon(), "expected a polygon, found nothing"),
        (Polygon([(453_000, 319_000), (float("nan"), 320_000), (454_000, 319_000)]), "cannot be repaired"),
        (box(1e300, 1e300, 1e301, 1e301), "expected coordinates in Great Britain, found [1e+300"),
        (box(453, 319, 454, 320), "expected coordinates in Great Britain, found [453, 319"),
        (box(1_486_220, 1_046_590, 1_489_501, 1_049_869), "expected coordinates in Great Britain"),
    ],
)  # fmt: skip
def test_a_shape_that_is_no_area_of_the_country_is_named(tmp_path, shape, said):
    path = saved(tmp_path / "b.gpkg", shape)
    assert said in message(boundaries.read_boundaries, path, *FIELDS)


def test_several_layers_are_refused_and_a_table_beside_one_is_passed_over(tmp_path):
    one = saved(tmp_path / "one.gpkg", layer="one")
    gpd.pd.DataFrame({"styleName": ["x"]}).pipe(gpd.GeoDataFrame).to_file(one, layer="layer_styles")
    assert len(boundaries.read_boundaries(one, *FIELDS)) == 1
    saved(one, layer="two")
    assert "found 2 layers: one, two" in message(boundaries.read_boundaries, one, *FIELDS)


def zipped(path, *extra, name="layer", lock=False):
    """A zip of a shapefile and further members; with `lock` as if it had a password."""
    saved(path.parent / "layer.shp")
    with zipfile.ZipFile(path, "w") as packed:
        for part in ("shp", "shx", "dbf", "prj"):
            packed.write(path.parent / f"layer.{part}", f"{name}.{part}")
        for member in extra:
            packed.writestr(member, "x")
    if lock:
        raw = bytearray(path.read_bytes())
        for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = -1
            while (at := raw.find(mark, at + 1)) >= 0:
                raw[at + flag] |= 1
        path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("C:\\data\\layer", ()),
        ("../../layer", ()),
        ("/etc/layer", ()),
        ("layer.shp/layer", ()),
        ("LSOA (Dec. 2021) BGC/LSOA.Dec.2021", ("readme.txt", "LSOA (Dec. 2021) BGC/LSOA.Dec.2021.shp.xml")),
        ("Größe–x/layer", ("Thumbs.db", "other/deep/layer.shp")),
    ],
)
def test_a_shapefile_is_found_under_every_name_and_nothing_is_written_outside(tmp_path, name, extra):
    frame = boundaries.read_boundaries(zipped(tmp_path / "z.zip", *extra, name=name), *FIELDS)
    assert frame.area.tolist() == [1e6]
    assert {path.suffix for path in tmp_path.iterdir()} <= {".zip", ".shp", ".shx", ".dbf", ".prj", ".cpg"}


def test_a_zip_that_cannot_be_read_is_told(tmp_path):
    locked = zipped(tmp_path / "locked.zip", lock=True)
    within = tmp_path / "outer.zip"
    with zipfile.ZipFile(within, "w") as outer:
        outer.write(zipped(tmp_path / "in.zip"), "in.zip")
    kml = save(tmp_path / "k.kml", '<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>')
    for path, said in (
        (locked, "password required"),
        (within, "one in the zip, found in.zip"),
        (zipped(tmp_path / "two.zip", "b.shp"), "found layer.shp, b.shp"),
        (kml, "a table without shapes"),
    ):
        assert said in message(boundaries.read_boundaries, path, *FIELDS)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Point(453_000, 319_000), "shapes: expected polygons, found Point"),
        (None, "shapes: expected polygons, found nothing"),
        (Polygon([(453_000, 319_000), (454_000, 320_000), (454_000, 319_000), (453_000, 320_000)]), ""),
    ],
)
def test_built_up_parts_are_polygons(tmp_path, shape, said):
    path = saved(tmp_path / "b.geojson", shape)
    if said:
        assert said in message(geography.read_builtup, path)
    else:
        assert geography.read_builtup(path).is_valid.all()


# Street files


def street(*rows):
    return police.read_month(street_csv(*rows), "s.csv", "2025-11")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (street_row(point=("nan", "nan")), "column 'Longitude': expected a number or nothing, found nan"),
        (street_row(point=("inf", "52.7")), "column 'Longitude': expected -9.0 to 2.5"),
        (street_row(point=("NULL", "NULL")), "column 'Longitude': expected a number"),
        (street_row(point=("52.77", "-1.2")), "column 'Latitude': expected 49.0 to 61.5"),
        (street_row(kind="burglary"), "column 'Crime type': expected a type that this dashboard knows"),
        (street_row(code="E0102569"), "column 'LSOA code': expected an LSOA code or nothing"),
        (street_row(month="Nov-25"), "column 'Month': expected 2025-11"),
        (STREET_HEADER, "column 'Longitude': expected a number"),
        ("Contains public sector information", "expected 12 cells, found 1"),
    ],
)
def test_a_row_of_a_street_file_that_cannot_be_one_is_named(row, said):
    assert said in message(street, street_row(), row)


@pytest.mark.parametrize("location", ["On\x0bor near", '"On\nor near"', "On\x00or near", "On\u2028or near"])
def test_no_control_character_of_a_street_goes_further(location):
    assert street(street_row(location=location))["location"].tolist() == ["On or near"]


def test_a_locked_archive_is_told(tmp_path):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("2025-11/2025-11-leicestershire-street.csv", street_csv(street_row()))
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with (
        pytest.raises(DataError, match="password required"),
        police.open_archive(path, "leicestershire") as found,
    ):
        found["2025-11"].read()


# Points that lie elsewhere, and files of a heading alone


def square(x, y):
    return gpd.GeoDataFrame(
        {"lsoa21cd": ["E01025699"]}, geometry=[box(x - 500, y - 500, x + 500, y + 500)], crs=27700
    )


HERE = square(453_725, 319_441)
PAIRS = pd.DataFrame([["E01025699", "E01025699", "E07000130"]], columns=["lsoa11cd", "lsoa21cd", "ladcd"])
CENTROIDS = "FID,LSOA21CD,GlobalID,x,y\n1,E01025699,a,{},{}\n"


@pytest.mark.parametrize(("x", "y", "fits"), [(453_725, 319_441, True), (319_441, 453_725, False)])
def test_centroids_whose_x_and_y_changed_places_are_refused(tmp_path, x, y, fits):
    path = save(tmp_path / "c.csv", CENTROIDS.format(x, y))
    ask = partial(geography.require_centroids_inside, geography.read_centroids(path), HERE, path)
    if fits:
        ask()
    else:
        assert "E01025699: expected a point in its area, found x 319,441, y 453,725" in (said := message(ask))
        assert "x is the easting and y the northing" in said


@pytest.mark.parametrize(
    ("east", "north", "fits"), [(453_916, 319_500, True), (319_500, 453_916, False), (0, 0, True)]
)
def test_postcodes_far_from_the_district_they_name_are_refused(tmp_path, data, east, north, fits):
    rows = '"LE11 1AB",10,{},{},"E92000001","","","","E07000130",""\n"LE1 1AA",10,9,9,"","","","","E06000016",""\n'
    other = '"LE11 1AD",10,453900,319500,"E92000001","","","","E07000130",""\n'
    path = save(tmp_path / "le.csv", other + rows.format(east, north))
    shapes = HERE.rename(columns={"lsoa21cd": "lsoa11cd"}), HERE
    ask = partial(
        official_tables.postcode_table, geography.read_postcodes(path), shapes, PAIRS, data.place, path
    )
    if fits:
        assert ask().content["lsoa21cd"].notna().sum() == (2 if east else 1)
    else:
        assert "LE11 1AB: expected a point in the district that the row names" in message(ask)


@pytest.mark.parametrize(
    ("lat", "lon", "fits"), [(52.77, -1.2, True), (52.77, 1.2, False), (51.5, -0.1, False)]
)
def test_labels_of_another_place_are_named_by_line(tmp_path, lat, lon, fits):
    path = save(tmp_path / "l.csv", f"name,lat,lon,population,source\nSileby,{lat},{lon},,map\n")
    ask = partial(geography.require_labels_near, geography.read_places(path), HERE, path)
    if fits:
        ask()
    else:
        assert (
            f"line 2, Sileby: expected a point within 10 km of the district, found lat {lat}, lon {lon}"
            in message(ask)
        )


@pytest.mark.parametrize(("west", "fits"), [(-1.21, True), (1.2, False)])
def test_built_up_parts_of_another_place_are_refused(tmp_path, west, fits):
    shape = gpd.GeoDataFrame(geometry=[box(west, 52.76, west + 0.02, 52.78)], crs=4326)
    ask = partial(geography.require_builtup_here, shape, HERE, tmp_path / "b.geojson")
    if fits:
        ask()
    else:
        assert "expected built-up parts of the district, found 1 elsewhere" in message(ask)


def read_streets(tmp_path, months):
    locator = Locator(PAIRS, HERE.rename(columns={"lsoa21cd": "lsoa11cd"}), HERE)
    return police.read_archive(street_zip(tmp_path / "p.zip", months), "leicestershire", locator)


def test_street_points_that_lost_their_sign_are_refused(tmp_path):
    read_streets(tmp_path, {"2025-11": street_csv(street_row(point=("-1.2050", "52.7690")))})
    astray = {"2025-11": street_csv(street_row(point=("1.2050", "52.7690")))}
    said = message(read_streets, tmp_path, astray)
    assert "On or near Baxter Gate, E01025699: expected a point near that LSOA, found longitude 1.205" in said
    assert "West of Greenwich longitudes are negative" in said


def test_a_month_of_a_heading_alone_is_told_and_not_held(tmp_path, caplog):
    months = {"2025-10": street_csv(street_row(month="2025-10")), "2025-11": street_csv()}
    counts = read_streets(tmp_path, months)
    assert incidents.held_months(counts.coverage) == ["2025-10"]
    assert "holds no incident; 2025-11 counts as not held" in caplog.text
    assert "street files with a heading alone" in message(read_streets, tmp_path, {"2025-11": street_csv()})


@pytest.mark.parametrize(
    ("read", "head"),
    [
        (lambda path: contacts.read_contacts(path, None), contacts.COLUMNS),
        (breaks.read_breaks, breaks.COLUMNS),
        (
            geography.read_lookup,
            ["LSOA11CD", "LSOA11NM", "LSOA21CD", "LSOA21NM", "CHGIND", "LAD22CD", "LAD22NM"],
        ),
        (geography.read_population11, ("lsoa", "pop")),
        (geography.read_centroids, ("LSOA21CD", "x", "y")),
        (geography.read_postcodes, ("PC", *["PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"])),
        (geography.read_places, ("name", "lat", "lon", "population", "source")),
    ],
)
def test_a_file_of_a_heading_alone_is_told(tmp_path, read, head):
    for end in ("", "\n", "\n\n,,\n"):
        path = save(tmp_path / "f.csv", ",".join(head) + end)
        assert "expected at least one row, found the end of the file" in message(read, path)


@pytest.mark.parametrize("text", ['[{"neighbourhood": "East"}]', '{"rows": []}', ' [ {\n"lsoa11cd": 1}]'])
def test_json_under_a_list_s_name_is_told_as_such(tmp_path, data, text):
    assert "This is JSON." in message(names_of, tmp_path, data, text)


@pytest.mark.parametrize("name", ["latest.zip", "2025-11/2025-11-leicestershire-street.csv.gz"])
def test_what_is_packed_once_more_is_named(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as packed:
        packed.writestr(name, b"x")
    with (
        pytest.raises(DataError, match=f"but {name.rpartition('/')[2]}"),
        police.open_archive(tmp_path / "p.zip", "leicestershire"),
    ):
        pass
