"""What is saved or given by mistake changes nothing: wrong places, parts, faulty edits beside a running server."""

import os
import zipfile

import pandas as pd
import pytest
from conftest import contents, csv_text, message, save, street_csv, street_row, street_zip
from streamlit.testing.v1 import AppTest
from test_people_files import PRIORITY

from charnwood import ROOT, figures, words
from charnwood.__main__ import main
from charnwood.official import areas, breaks, contacts, place
from charnwood.store import dataset

# Files of the wrong place, or suddenly much smaller


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
