"""Files as people and publishers have them: the right value, or one sentence that says line and remedy."""

import codecs
import datetime
import io
import logging
import shutil

import pandas as pd
import pytest
from conftest import message, save
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from charnwood import ROOT, clean, figures, words
from charnwood.__main__ import main
from charnwood.briefing.files import as_csv
from charnwood.english import slug
from charnwood.official import areas, breaks, contacts, lines, place
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


@pytest.mark.slow
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


@pytest.mark.slow
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
    assert figures.places.by_letters(dataset.load(folder))["Quorndon"][1].key == "E01025760"
    save(path, path.read_text().replace('"E01025760"]', "2]"))
    assert "also.Quorndon" in message(dataset.load, folder)
