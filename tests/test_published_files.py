"""Files as their publishers serve them: national, zipped, in other layouts, with rows that repeat."""

import io
import zipfile

import geopandas as gpd
import pytest
from conftest import message, save, street_csv, street_row, street_zip
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from charnwood.checks import LSOA_CODE, Column, Cut, read_csv
from charnwood.official import boundaries, geography, police

# National files are cut before they are checked

LOOKUP = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM"
PAIR = "E01025699,Charnwood 002A,E01025699,Charnwood 002A,U,E07000130,Charnwood"
WELSH = "W01000003,Isle of Anglesey 006A,W01000003,Isle of Anglesey 006A,U,W06000001,Isle of Anglesey"


def test_a_lookup_as_served_is_cut_and_its_further_columns_named_once(tmp_path, caplog):
    text = f"{LOOKUP},LAD22NMW,ObjectId\n{PAIR},,1\n{WELSH},Ynys Môn,2\n"
    for encoding in ("utf-8", "cp1252", "utf-8-sig"):
        caplog.clear()
        frame = geography.read_lookup(save(tmp_path / "l.csv", text.encode(encoding)))
        assert frame["lsoa11cd"].tolist() == ["E01025699"]
        told = [record.getMessage() for record in caplog.records]
        assert len(told) == 1
        assert "LAD22NMW" in told[0]
        assert "ObjectId" in told[0]


@pytest.mark.parametrize(
    ("reader", "text", "wanted"),
    [
        (geography.read_ward_fit, "LSOA21CD,LSOA21NM,WD24CD,WD24NM,WD24NMW,LAD24CD,LAD24NM\nE01025699,A,E05015457,B,,E07000130,C\nW01000003,A,W05000001,B,,W06000001,C\n", {"E01025699"}),
        (geography.read_centroids, "OBJECTID,lsoa21cd,X,Y\n1,E01025699,453725,319441\n2,W01000003,x,\n", {"E01025699"}),
        (geography.read_population11, "LSOA, Pop \nE01025699,1995\nW01000003,\n", {"E01025699"}),
        (geography.read_msoa_names, "msoa_cd,msoa_nm,msoa11cd,msoa21cd,hcl_name,lad_cd,lad_nm\nE02005346,Charnwood 002,,,A,E07000130,C\nW02000001,Isle of Anglesey 001,,,B,W06000001,D\n", {"Charnwood 002"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_each_national_file_is_cut_before_it_is_checked(tmp_path, reader, text, wanted):
    path = save(tmp_path / "n.csv", text)
    assert len(reader(path)) == len(reader(path, wanted)) == 1
    assert "found others only" in message(
        reader, path, {"E01000001"} if "msoa" not in text else {"Melton 001"}
    )


def test_a_row_that_is_no_code_is_not_cut_away():
    text = io.BytesIO(b"code,n\nE01025699,1\nE0102570,2\nW01000003,x\n")
    columns = {"code": Column("code", pattern=LSOA_CODE), "n": Column("n", "int")}
    said = message(read_csv, text, columns, file="f", cut=Cut("code", {"E01025699"}))
    assert "line 3, column 'code'" in said
    assert "line 4" not in said


def test_official_files_with_semicolons_are_told_apart(tmp_path):
    path = save(tmp_path / "l.csv", f"{LOOKUP}\n{PAIR}\n".replace(",", ";"))
    assert "expected commas between the cells" in message(geography.read_lookup, path)


# Boundaries

FIELDS = ("LSOA21CD", "LSOA21NM", LSOA_CODE)
SQUARE = box(453_000, 319_000, 454_000, 320_000)


def shape(path, shapes=(SQUARE,), codes=("E01025699",), crs="EPSG:27700", fields=FIELDS[:2]):
    frame = gpd.GeoDataFrame(
        {fields[0]: codes, fields[1]: ["A"] * len(codes)}, geometry=list(shapes), crs=crs
    )
    frame.to_file(path)
    return path


@pytest.mark.parametrize("inside", ["", "LSOA_2021/", "a\\b\\", "A/B/C/"])
@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_a_shapefile_is_found_wherever_in_the_zip_it_lies(tmp_path, inside, change):
    shape(tmp_path / "layer.shp")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as packed:
        for part in ("shp", "shx", "dbf", "prj"):
            packed.write(tmp_path / f"layer.{part}", f"{inside}{change(f'layer.{part}')}")
            packed.writestr(f"__MACOSX/{inside}._layer.{part}", "x")
    frame = boundaries.read_boundaries(tmp_path / "z.zip", *FIELDS)
    assert frame.area.tolist() == [1e6]


def test_other_nations_and_field_names_in_other_cases(tmp_path):
    path = shape(
        tmp_path / "l.geojson",
        [SQUARE, box(0, 0, 0, 0)],
        ["E01025699", "W01000003"],
        fields=("lsoa21cd", "Lsoa21Nm"),
    )
    frame = boundaries.read_boundaries(path, *FIELDS)
    assert frame["lsoa21cd"].tolist() == ["E01025699"]


def test_metres_that_say_degrees_and_the_reverse_are_read_as_they_are(tmp_path, caplog):
    metres = shape(tmp_path / "m.geojson", crs="EPSG:4326")
    degrees = gpd.GeoSeries([SQUARE], crs="EPSG:27700").to_crs("EPSG:4326")
    other = shape(tmp_path / "d.gpkg", degrees.to_list(), crs="EPSG:27700")
    for path in (metres, other):
        frame = boundaries.read_boundaries(path, *FIELDS)
        assert frame.total_bounds == pytest.approx(SQUARE.bounds, abs=1)
    assert [r.getMessage().split(": ", 1)[1][:12] for r in caplog.records] == ["says degrees", "says metres "]


def test_latitude_before_longitude_is_refused(tmp_path):
    path = shape(tmp_path / "m.geojson", [box(52.7, -1.2, 52.8, -1.1)], crs="EPSG:4326")
    assert "expected coordinates in Great Britain" in message(boundaries.read_boundaries, path, *FIELDS)


def test_a_polygon_that_crosses_itself_is_repaired_and_told(tmp_path, caplog):
    bow = Polygon([(453_000, 319_000), (454_000, 320_000), (454_000, 319_000), (453_000, 320_000)])
    frame = boundaries.read_boundaries(shape(tmp_path / "b.gpkg", [bow]), *FIELDS)
    assert frame.is_valid.all()
    assert frame.area.tolist() == [5e5]
    assert "repaired polygons that cross themselves: E01025699" in caplog.text


def test_two_areas_on_one_ground_are_refused(tmp_path):
    near = box(453_000, 319_000, 453_900, 320_000)
    frame = boundaries.read_boundaries(
        shape(tmp_path / "b.gpkg", [SQUARE, near], ["E01025699", "E01025700"]), *FIELDS
    )
    said = message(boundaries.require_apart, frame, "lsoa21cd", tmp_path / "b.gpkg")
    assert "expected ground of its own" in said


# police.uk

ASB = "Anti-social behaviour"


def test_a_month_with_its_rows_twice_is_refused():
    rows = [street_row(month="2025-12") for _ in range(5)] + [street_row(month="2025-12", kind=ASB)]
    said = message(police.read_month, street_csv(*rows, *rows), "street.csv", "2025-12")
    assert "column 'Crime ID': expected each ID once, found 5 of 10 again" in said
    assert "Download the archive again" in said


@given(st.permutations(range(8)))
def test_a_crime_id_counts_once_and_incidents_without_one_all_count(order):
    rows = [street_row(crime_id="a", kind="Drugs"), street_row(crime_id="a", kind="Burglary")]
    rows += [street_row() for _ in range(4)] + [street_row(kind=ASB)] * 2
    frame = police.read_month(street_csv(*(rows[n] for n in order)), "street.csv", "2025-11")
    assert frame["crime_type"].value_counts().to_dict() == {"Burglary": 5, ASB: 2}


def test_months_before_the_types_of_today_are_left_out_and_told(tmp_path, caplog):
    old = street_csv(street_row(month="2012-06", kind="Violent crime"))
    assert "This dashboard begins in 2013-05" in message(police.read_month, old, "street.csv", "2012-06")
    path = street_zip(tmp_path / "p.zip", {"2012-06": old})
    with (
        pytest.raises(police.DataError, match="begins in 2013-05"),
        police.open_archive(path, "leicestershire"),
    ):
        pass
    both = street_zip(tmp_path / "p.zip", {"2012-06": old, "2025-11": street_csv(street_row())})
    with police.open_archive(both, "leicestershire") as found:
        assert list(found) == ["2025-11"]
    assert "2012-06 to 2012-06 left out" in caplog.text


def test_street_files_in_folders_capitals_and_alone(tmp_path, caplog):
    content = street_csv(street_row())
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as packed:
        packed.writestr("Crime\\2025-11\\2025-11-Leicestershire-Street.CSV", content)
        packed.writestr("__MACOSX/2025-11/._2025-11-leicestershire-street.csv", b"x")
    alone = save(tmp_path / "2025-11" / "2025-11-LEICESTERSHIRE-street.csv", content)
    for path in (tmp_path / "p.zip", tmp_path / "2025-11", alone):
        with police.open_archive(path, "leicestershire") as found:
            assert [len(police.read_month(m.read(), m.name, month)) for month, m in found.items()] == [1]
    other = street_zip(tmp_path / "o.zip", {})
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("2025-11/2025-11-kent-street.csv", content)
    with (
        pytest.raises(police.DataError, match="2025-11-kent-street"),
        police.open_archive(other, "leicestershire"),
    ):
        pass


def test_a_street_file_with_other_capitals_and_more_columns(caplog):
    text = (
        street_csv(street_row())
        .decode()
        .replace("Crime ID,Month", "crime id, MONTH")
        .replace("Context\n", "Context,ObjectId\n")
    )
    text = text.replace(",Burglary,,", ",Burglary,,,7")
    frame = police.read_month(text.encode(), "of-capitals.zip, street.csv", "2025-11")
    assert frame["crime_type"].tolist() == ["Burglary"]
    assert "passed over, as not needed: 'ObjectId'" in caplog.text
    none = police.read_month(street_csv(street_row(point=("0", "0"), code="")), "s.csv", "2025-11")
    assert none[["longitude", "latitude", "lsoa_code"]].isna().all(axis=None)
