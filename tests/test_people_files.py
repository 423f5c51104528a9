"""Files as people and publishers have them: the right value, or one sentence that says line and remedy."""

import codecs
import datetime
import io
import logging
import os
import shutil
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
from conftest import contents, csv_text, message, save, street_csv, street_row, street_zip
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, clean, figures, words
from charnwood.__main__ import main
from charnwood.briefing.files import as_csv
from charnwood.checks import LSOA_CODE, Column, Cut, read_csv
from charnwood.english import slug
from charnwood.official import areas, boundaries, breaks, contacts, geography, lines, place, police
from charnwood.official.areas import make_areas, read_priority
from charnwood.store import dataset

PRIORITY = (ROOT / "data" / areas.PRIORITY_FILE).read_text(encoding="utf-8")
PEOPLE = (ROOT / "data" / contacts.CONTACTS_FILE).read_text(encoding="utf-8")
EAST = ["E01025699", "E01025700", "E01025701"]


def listed(tmp_path, data, *rows, header="neighbourhood,lsoa11cd"):
    """The list of these rows as it is read for Charnwood."""
    path = save(tmp_path / areas.PRIORITY_FILE, "\n".join([header, *rows, ""]))
    return read_priority(path, data.names, "Charnwood", ["Leicestershire", "Rest of Charnwood"])


def refused(tmp_path, data, *rows):
    return message(listed, tmp_path, data, *rows)


# Names and keys


@pytest.mark.parametrize(
    "spellings",
    [
        ["Loughborough east", "Loughborough  East", "Loughborough East", "Loughborough East"],
        ["Loughborough\u00a0East", "LOUGHBOROUGH EAST", "Loughborough East", "Loughborough East"],
        ["Loughborough\u200bEast".replace("\u200b", " \u200b"), "Loughborough\vEast", "Loughborough East"],
        ["Ｌoughborough East", "Loughborough East", "Loughborough East"],
    ],
)
def test_a_name_spelled_in_several_ways_is_one_neighbourhood(tmp_path, data, spellings):
    codes = data.areas["loughborough-east"].lsoa11
    rows = [f"{name},{code}" for name, code in zip(spellings, codes, strict=False)]
    made = make_areas(data.names, listed(tmp_path, data, *rows), "Charnwood", "May 2023")
    assert made["loughborough-east"].name == "Loughborough East"
    assert len(made["loughborough-east"].lsoa11) == len(spellings)
    assert len(made) == len(data.areas) - 2


def test_forms_of_one_letter_are_one_name(tmp_path, data):
    frame = listed(tmp_path, data, "Café End,E01025699", "Cafe\u0301 End,E01025700")
    assert set(frame["neighbourhood"]) == {"Café End"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("!!!", "line 2, neighbourhood: expected a name of 1 to 80 characters"),
        ("北区", "line 2, neighbourhood: expected a name of 1 to 80 characters"),
        ("x" * 81, "line 2, neighbourhood: expected a name of 1 to 80 characters"),
        ("Charnwood", "line 2, neighbourhood: expected a name that no other area"),
        ("charnwood ", "expected a name that no other area"),
        ("Ward Syston", "expected a name that no other area"),
        ("Syston ward", "expected a name that no other area"),
        ("Former ward Loughborough Hastings", "expected a name that no other area"),
        ("E01025699", "expected a name that no other area"),
        ("Loughborough Lemyngton & Hastings A", "expected a name that no other area"),
        ("Leicestershire", "expected a name that no other area"),
        ("Rest of Charnwood", "expected a name that no other area"),
        ("England's middle area", "expected a name that no other area"),
        ("lsoas", "expected a name that no other area"),
        ("nan", "expected a name that no other area"),
        ("<b>East</b>", "line 2, neighbourhood: expected a name of 1 to 80"),
        ("[East](https://example.org)", "expected a name of 1 to 80"),
        ("$x$", "expected a name of 1 to 80"),
        ("=HYPERLINK(1)", "expected a name of 1 to 80"),
        ("www.example.org", "expected a name of 1 to 80"),
    ],
)
def test_a_name_that_cannot_be_one_is_named_by_its_line(tmp_path, data, name, said):
    text = refused(tmp_path, data, f'"{name}",E01025699')
    assert said in text
    assert "Correct the lines named here" in text


def test_two_names_of_one_address_are_told_apart_by_line(tmp_path, data):
    text = refused(tmp_path, data, "St. John’s,E01025699", "St John s,E01025700")
    assert "line 2, neighbourhood: expected a name that differs from 'St John s'" in text


def test_a_key_never_replaces_another_area(data):
    clash = pd.DataFrame({"neighbourhood": ["Charnwood"], "lsoa11cd": ["E01025699"]})
    assert "address" in message(make_areas, data.names, clash, "Charnwood", "May 2023")


@settings(max_examples=10)
@given(st.permutations(range(16)))
def test_the_order_of_rows_does_not_matter(order):
    data = dataset.current()
    head, *rows = PRIORITY.splitlines()
    mixed = "\n".join([head, *(rows[n] for n in order)])
    folder = ROOT / ".pytest_cache"
    folder.mkdir(exist_ok=True)
    frame = read_priority(save(folder / "mixed.csv", mixed), data.names, "Charnwood")
    made = make_areas(data.names, frame, "Charnwood", "May 2023")
    assert {key: made[key] for key in data.areas} == data.areas


# Encodings, separators and line ends of everything that people edit

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
NAMES = st.text(st.sampled_from("ABCéÉüß& -"), min_size=1, max_size=12).map(
    lambda t: "A" + " ".join(t.split())
)


@given(
    st.lists(NAMES, min_size=3, max_size=3),
    st.sampled_from(ENCODINGS),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["neighbourhood{0}lsoa11cd", " Neighbourhood {0}LSOA11CD", "LSOA11CD{0}NEIGHBOURHOOD"]),
)
@example(["Aé"] * 3, "utf-16", "\t", "\r\n", "Neighbourhood{0}LSOA11CD")
def test_a_list_reads_the_same_however_it_was_saved(names, encoding, separator, end, head):
    rows = list(zip(names, EAST, strict=True))
    if head.startswith("LSOA"):
        rows = [(code, name) for name, code in rows]
    text = end.join([head.format(separator), *(separator.join(row) for row in rows), ""])
    folder = ROOT / ".pytest_cache"
    folder.mkdir(exist_ok=True)
    path = save(folder / "saved.csv", text.encode(encoding))
    lookup = pd.DataFrame({"lsoa11cd": EAST, "lsoa11nm": ["a", "b", "c"]})
    assume(len(set(map(slug, names))) == len(set(map(clean.fold, names))))
    frame = read_priority(path, lookup, "Charnwood")
    assert frame["lsoa11cd"].tolist() == EAST
    assert [clean.fold(name) for name in frame["neighbourhood"]] == [clean.fold(name) for name in names]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_editable_file_reads_in_every_encoding(tmp_path, data, encoding):
    files = {
        areas.PRIORITY_FILE: lambda path: read_priority(path, data.names, "Charnwood").to_csv(),
        contacts.CONTACTS_FILE: lambda path: contacts.read_contacts(path, None).to_csv(),
        breaks.BREAKS_FILE: lambda path: breaks.table(breaks.read_breaks(path)).to_csv(),
        lines.LINES_FILE: lambda path: lines.table(lines.read_lines(path)).to_csv(),
        place.PLACE_FILE: lambda path: place.read(path),
    }
    for name, read in files.items():
        held = ROOT / "data" / name
        saved = save(tmp_path / name, held.read_text(encoding="utf-8").encode(encoding))
        assert read(saved) == read(held)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_commands_read_what_pages_read(tmp_path, capsys, encoding):
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    for name in (areas.PRIORITY_FILE, contacts.CONTACTS_FILE, place.PLACE_FILE, breaks.BREAKS_FILE):
        text = (folder / name).read_text(encoding="utf-8").replace("Baxter Gate", "King’s Café")
        save(folder / name, text.encode(encoding))
    for command in (["check"], ["table", "neighbourhoods"], ["refresh", "population"]):
        assert main([*command, "--data", str(folder)]) == 0
    assert capsys.readouterr().err == ""
    held = dataset.load(folder)
    assert "King’s Café" in held.table(areas.PRIORITY_FILE).to_csv()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04....xl/workbook.xml", "This is a workbook (.xlsx). Save the sheet as CSV."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is a workbook (.xls). Save the sheet as CSV."),
        (b"PK\x03\x04....content.xml", "This is a workbook (.ods)"),
        (b"<!DOCTYPE html><html>", "This is a web page."),
        (b"%PDF-1.7", "This is a PDF."),
        ("éé".encode() + b"\xe9,", "line 1: expected UTF-8 text, found 0xe9"),
        ("neighbourhood,lsoa11cd\nEa\ufffdst,E01025699\n".encode(), "line 2, neighbourhood: expected every letter"),
        (b"neighbourhood,lsoa11cd\nEast,E01025699,x\n", "line 2: expected 2 cells (quotes around a cell with a comma)"),
        (b"neighbourhood,neighbourhood,lsoa11cd\nA,B,E01025699\n", "line 1: expected one column 'neighbourhood'"),
        (b'neighbourhood,lsoa11cd\n"East "End"",E01025699\n', "line 2: expected cells whose quotes close"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_told_with_what_to_do(tmp_path, data, content, said):
    path = save(tmp_path / areas.PRIORITY_FILE, content)
    assert said in message(read_priority, path, data.names, "Charnwood")


@pytest.mark.parametrize(
    "cell", ["e01025699", " E01025699\u200b", "Charnwood 002A (E01025699)", "[E01025699]"]
)
def test_a_code_is_found_in_its_cell(tmp_path, data, cell):
    assert listed(tmp_path, data, f"East,{cell}")["lsoa11cd"].tolist() == ["E01025699"]


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text):
    for function in (clean.cell, clean.fold, clean.code, clean.compact, clean.phone, clean.day, clean.month):
        assert function(function(text)) == function(text)
    assert not any(letter in clean.cell(text) for letter in "\v\f\x00\x1b\u200b\u200e\u202e\ufeff\u2028")


# Days, months and telephone numbers as spreadsheets save them


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-23", "2026-11-23"),
        ("23/11/2026", "2026-11-23"),
        ("23/11/26", "2026-11-23"),
        ("5/6/2026", "2026-06-05"),
        ("23-Nov-26", "2026-11-23"),
        ("23 November 2026", "2026-11-23"),
        ("Monday, 23 November 2026", "2026-11-23"),
        ("2026-11-23 00:00:00", "2026-11-23"),
        ("2026-11-23T00:00:00Z", "2026-11-23"),
        ("23.11.2026 00:00", "2026-11-23"),
        ("November 23, 2026", "2026-11-23"),
        ("11/23/2026", ""),
        ("31/02/2026", ""),
        ("46349", ""),
        ("soon", ""),
    ],
)
def test_days(typed, day):
    assert clean.day(typed) == day


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_is_read_back_however_it_was_written(day):
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%b-%y", "%d %B %Y", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y"):
        assert clean.day(day.strftime(form)) == day.isoformat()
    for form in ("%Y-%m", "%b-%y", "%B %Y", "%m/%Y"):
        assert clean.month(day.strftime(form)) == day.isoformat()[:7]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("01632 960001", "01632 960001"),
        ("(01632) 960001", "01632 960001"),
        ("01632-960-001", "01632 960 001"),
        ("1632960001", "01632960001"),
        ("1632960001.0", "01632960001"),
        ("'01632960001", "01632960001"),
        ('="01632960001"', "01632960001"),
        ("7700900123", "07700900123"),
        ("+44 1632 960001", "+44 1632 960001"),
        ("+44 (0)1632 960001", "+44 1632 960001"),
        ("0044 1632 960001", "+44 1632 960001"),
        ("441632960001", "+44 1632960001"),
        ("+353 1 234 5678", "+353 1 234 5678"),
        ("999", "999"),
        ("116 123", "116 123"),
        ("0800 1111", "0800 1111"),
        ("1.63296E+09", ""),
        ("960001", ""),
        ("632960001", ""),
        ("0163296", ""),
        ("01632 960001 / 01632 960002", ""),
        ("call me", ""),
    ],
)
def test_telephone_numbers(typed, number):
    assert clean.phone(typed) == number


def test_contacts_after_a_save_in_a_uk_spreadsheet(tmp_path, data):
    names = {area.name for area in data.areas.values()}
    text = PEOPLE.replace("2026-11-23", "23/11/2026").replace("Loughborough East", "LOUGHBOROUGH  EAST")
    held = contacts.read_contacts(ROOT / "data" / contacts.CONTACTS_FILE, names)
    assert contacts.read_contacts(save(tmp_path / "c.csv", text), names).equals(held)
    head = ",".join(contacts.COLUMNS)
    row = "hub,Hall,,Text.,,1632960001,,23-Nov-26"
    frame = contacts.read_contacts(save(tmp_path / "c.csv", f"{head}\n{row}\n"), names)
    assert frame.loc[0, ["phone", "checked"]].tolist() == ["01632960001", "2026-11-23"]
    lost = message(
        contacts.read_contacts,
        save(tmp_path / "c.csv", f"{head}\n{row}\n".replace("1632960001", "1.6E+09")),
        names,
    )
    assert "line 2, phone: expected a number that can be dialled" in lost
    assert "make the column text" in lost


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
    assert "Put commas between the cells" in message(geography.read_lookup, path)


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


# Files of the wrong place, or suddenly much smaller


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(ROOT / "data", tmp_path / "own" / "data")


def test_postcodes_of_another_area_or_of_a_part_change_nothing(folder, data, tmp_path, capsys):
    before = contents(folder)
    other = save(
        tmp_path / "ng.csv",
        '"NG1 1AA",10,457600,339900,"E92000001","E19000001","E18000004","","E06000018","E05012289"\n',
    )
    held = data.table("places/postcodes.parquet")
    own = held[held["ladcd"] == data.place.code].head(500)
    rows = [[r.postcode, 10, r.easting, r.northing, *[""] * 4, r.ladcd, ""] for r in own.itertuples()]
    part = save(tmp_path / "part.csv", csv_text(rows[0], rows[1:]))
    for path, said in ((other, "expected postcodes of Charnwood, found none among 1"), (part, "add --force")):
        assert main(["refresh", "postcodes", "--from", str(path), "--data", str(folder)]) == 1
        assert said in capsys.readouterr().err
        assert contents(folder) == before
    assert main(["refresh", "postcodes", "--from", str(part), "--force", "--data", str(folder)]) == 0
    assert len(dataset.load(folder).table("places/postcodes.parquet")) == 500


def test_a_month_that_shrinks_is_refused_but_by_force(folder, tmp_path, capsys):
    before = contents(folder)
    small = street_zip(tmp_path / "p.zip", {"2025-11": street_csv(*(street_row() for _ in range(9)))})
    asked = ["refresh", "crime", "--from", str(small), "--months", "2025-11", "--data", str(folder)]
    assert main(asked) == 1
    said = capsys.readouterr().err
    assert "2025-11: expected about the" in said
    assert "add --force" in said
    assert contents(folder) == before
    assert main([*asked, "--force"]) == 0
    assert "change -" in capsys.readouterr().out


# One way in: every fault at once, and a server that goes on


def spoilt(folder):
    """The three lists and the settings of a folder, each with faults."""
    for name, old, new in (
        (areas.PRIORITY_FILE, "E01025700", "E01099999"),
        (areas.PRIORITY_FILE, "Loughborough West", "Syston ward"),
        (contacts.CONTACTS_FILE, ",999,", ",nine,"),
        (contacts.CONTACTS_FILE, "hub,Community hub,South Charnwood", "hub,Community hub,South Pole"),
        (breaks.BREAKS_FILE, ",yes,", ",maybe,"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        save(folder / name, text.replace(old, new))


def test_check_names_every_fault_of_every_editable_file_at_once(folder, capsys):
    spoilt(folder)
    assert main(["check", "--data", str(folder)]) == 1
    said = capsys.readouterr().out
    for part in ("found 'E01099999'", "no other area", "phone: expected a number", "'South Pole'", "'maybe'"):
        assert part in said
    settings = folder / place.PLACE_FILE
    save(settings, settings.read_text(encoding="utf-8").replace("#0b5d75", "teal", 1))
    assert main(["check", "--data", str(folder)]) == 1
    said = capsys.readouterr().out
    for part in ("'teal'", "found 'E01099999'", "phone: expected a number", "'maybe'"):
        assert part in said


def test_more_faults_than_eight_are_all_named_by_line(folder, capsys):
    head, *rows = PRIORITY.splitlines()
    save(folder / areas.PRIORITY_FILE, "\n".join([head, *(row.replace(",E010", ",E019") for row in rows)]))
    assert main(["check", "--data", str(folder)]) == 1
    said = capsys.readouterr().out
    assert all(f"line {line}, lsoa11cd" in said for line in range(2, len(rows) + 2))


@pytest.fixture
def served(folder, monkeypatch):
    """A folder that this process serves, and a way to save a file in it that nobody overlooks."""
    monkeypatch.setenv("CHARNWOOD_DATA", str(folder))
    dataset.current()
    clock = iter(range(2_000_000_000, 2_000_001_000))

    def edit(name, change):
        path = folder / name
        save(path, change(path.read_bytes()))
        os.utime(path, (next(clock),) * 2)

    return edit


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (areas.PRIORITY_FILE, lambda raw: raw.replace(b"E01025700", b"E01099999")),
        (contacts.CONTACTS_FILE, lambda raw: raw.replace(b",999,", b",`nine`<b>,")),
        (place.PLACE_FILE, lambda raw: raw.replace(b"=", b"", 1)),
        (breaks.BREAKS_FILE, lambda _: b"PK\x03\x04 xl/workbook.xml"),
    ],
)
def test_saving_a_bad_file_never_stops_a_server(served, monkeypatch, caplog, name, change):
    good = dataset.current()
    version, kept = good.version, []
    served(name, lambda raw: kept.append(raw) or change(raw))
    assert dataset.current() is good
    assert good.version == version
    assert name in dataset.current_fault()
    assert len(good.table(name))
    page = AppTest.from_file(str(ROOT / "pages" / "data.py"), default_timeout=60).run()
    assert not page.exception
    told = [warning.value for warning in page.warning]
    assert len(told) == 1
    assert told[0].startswith(name.replace("_", "\\_"))
    assert "`nine`" not in told[0]
    monkeypatch.setenv("CHARNWOOD_MODE", "public")
    page = AppTest.from_file(str(ROOT / "pages" / "data.py"), default_timeout=60).run()
    assert [warning.value for warning in page.warning] == []
    served(name, lambda _: kept[0])
    assert dataset.current().version == version
    assert dataset.current_fault() == ""


def test_a_server_that_starts_with_a_bad_file_has_nothing_to_serve(folder, monkeypatch):
    spoilt(folder)
    monkeypatch.setenv("CHARNWOOD_DATA", str(folder))
    assert "'South Pole'" in message(dataset.current)


def test_a_postcode_without_a_place_is_told_as_such(data, monkeypatch):
    rows = pd.DataFrame(
        {"ladcd": ["", "E07000130"], "easting": [0, 450_000], "lsoa21cd": [None, None]},
        index=["LE119ZZ", "LE119ZY"],
    )
    monkeypatch.setattr(figures.search, "postcodes", lambda _: rows)
    for text in ("LE11 9ZZ", "LE11 9ZY"):
        said = words.search.said(data, figures.search.find(data, text))
        assert said.startswith(f"{text} is held here without a place, so its area is not known")


@pytest.mark.parametrize("what", ["postcodes", "boundaries", "population", "iod", "crime"])
def test_a_workbook_given_by_mistake_is_told_as_such(folder, tmp_path, capsys, what):
    with zipfile.ZipFile(tmp_path / "le.xlsx", "w") as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("xl/workbook.xml", "<x/>")
    assert main(["refresh", what, "--from", str(tmp_path / "le.xlsx"), "--data", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "le.xlsx: 1 fault" in said
    assert "workbook" in said or what == "crime"


# What leaves


def test_no_text_cell_leaves_as_a_formula():
    table = pd.DataFrame({"=a": ["=1+1", "+44 1632", "-x", "@sum", "-3.5", "+2%", "a=b"], "n": [-1.5] * 7})
    rows = pd.read_csv(
        io.BytesIO(as_csv(table, "=Name", "Source.", "v")),
        encoding="utf-8-sig",
        skipfooter=1,
        engine="python",
        dtype=str,
    )
    assert list(rows) == ["'=a", "n"]
    assert rows["'=a"].tolist() == ["'=1+1", "'+44 1632", "'-x", "'@sum", "-3.5", "+2%", "a=b"]
    assert set(rows["n"]) == {"-1.5"}
    assert b"\"'=Name. Source." in as_csv(table, "=Name", "Source.", "v")


def test_an_address_that_names_no_area_is_not_repeated_whole(data):
    assert len(message(figures.search.find_area, data, "x" * 30_000)) < 500


# What people type


@pytest.mark.parametrize(
    "text",
    ["LE11 5BJ.", "LE11-5BJ", "le115bj", "LE 11 5BJ", "(LE11 5BJ)", "LEl1 5BJ", "LE1I 5BJ", "LE11\u200b 5BJ",
     "12 High Street, LE11 5BJ", "Flat 2, 12 High Street, Loughborough, Leicestershire, England, LE11 5BJ, United Kingdom"],
)  # fmt: skip
def test_a_postcode_is_found_as_people_type_it(data, text):
    right = figures.search.find(data, "LE11 5BJ")
    assert right.sure
    assert figures.search.find(data, text) == right


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LE1", "Postcodes that begin with LE1 are in Leicester"),
        ("LE1 1", "Postcodes that begin with LE1 1 are in Leicester"),
        ("LE11", "Postcodes that begin with LE11 are in"),
        ("LE11 5", "Postcodes that begin with LE11 5 are in"),
        ("LE99", "We know no postcode that begins with LE99 (area LE, Code-Point Open"),
        ("LE6 OAA", "LE6 0AA is in"),
        ("NG1 1AA", "NG1 1AA is elsewhere"),
        ("SW1A", "Postcodes that begin with SW1A are elsewhere"),
        ("12 High Street, NG1 1AA", "NG1 1AA is elsewhere"),
    ],
)
def test_parts_of_postcodes_are_named_as_such(data, text, said):
    found = figures.search.find(data, text)
    assert words.search.said(data, found).startswith(said)
    if text.startswith("LE1 ") or text == "LE1":
        assert not found.hits


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Charnwood 002A (E01025699)", ["E01025699"]),
        ("\ufeffE01025699", ["E01025699"]),
        ("[E01025699]", ["E01025699"]),
        ("It is e01025699: see E01025700/E01025701.", ["E01025699", "E01025700", "E01025701"]),
        ("E010256999 and XE01025699", []),
    ],
)
def test_codes_are_found_anywhere_in_a_text(data, text, codes):
    assert clean.codes(text) == codes
    assert figures.own_area.pasted(data.names, text).lsoa21 == set(codes)
    if codes:
        assert figures.search.find(data, text).hits[0].key == codes[0]


def test_nothing_is_told_of_files_as_they_should_be(caplog):
    with caplog.at_level(logging.WARNING):
        dataset.load(ROOT / "data")
    assert not caplog.records
    assert codecs.BOM_UTF8 not in (ROOT / "data" / areas.PRIORITY_FILE).read_bytes()


def test_a_name_of_no_area_is_refused(tmp_path):
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    path = folder / place.PLACE_FILE
    save(path, path.read_text().replace('"place-quorn"', '"place-nowhere"'))
    assert "'Quorndon': expected the key of an area" in message(dataset.load, folder)
    save(path, path.read_text().replace('"place-nowhere"', '["place-quorn", "E01025760"]'))
    assert figures.search.places(dataset.load(folder))["Quorndon"][1].key == "E01025760"
    save(path, path.read_text().replace('"E01025760"]', "2]"))
    assert "also.Quorndon" in message(dataset.load, folder)
