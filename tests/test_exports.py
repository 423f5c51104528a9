"""Files to take away: CSV, GeoJSON and briefings by the command line; whole or not at all."""

import dataclasses
import io
import json
import zipfile

import pandas as pd
import pytest
from conftest import message

from charnwood.__main__ import main
from charnwood.briefing import files, slides
from charnwood.briefing.files import BRIEFINGS
from charnwood.cache import Results

pytestmark = pytest.mark.usefixtures("loaded")


def test_a_csv_ends_with_its_source_and_version():
    table = pd.DataFrame({"Area": ["Ä"], "Count": [1]})
    text = files.as_csv(table, "A table", "Source: somebody.", "12345678").decode("utf-8-sig")
    assert text.splitlines() == [
        "Area,Count",
        "Ä,1",
        "",
        '"A table. Source: somebody. Data version 12345678."',
    ]
    assert pd.read_csv(io.StringIO(text.split("\n\n")[0]))["Count"].tolist() == [1]


@pytest.mark.parametrize(("code", "vintage"), [("E01025717", 2011), ("E01034002", 2021), ("E01025699", 2011)])
def test_a_table_of_lsoas_comes_with_their_shapes(data, code, vintage):
    table = pd.DataFrame({"Decile": [3], "Code": [code]})
    assert files.lsoa_column(data, table) == (vintage, "Code")
    collection = json.loads(files.as_geojson(data, table, "A table", "Source: somebody."))
    (feature,) = collection["features"]
    assert feature["properties"] == {"Decile": 3, "Code": code}
    west, south = feature["geometry"]["coordinates"][0][0][:2]
    assert -1.5 < west < -0.9
    assert 52.6 < south < 52.9
    assert collection["data_version"] == data.version
    assert collection["source"].startswith("Source: somebody. Source: Office for National Statistics")


@pytest.mark.parametrize(
    "codes", [["E01013600"], ["E01025699", None], ["E01025699", "E01025699"], ["Anstey"], []]
)
def test_a_table_of_anything_else_has_no_shapes(data, codes):
    table = pd.DataFrame({"Code": codes})
    assert files.lsoa_column(data, table) is None
    assert "code of another Charnwood LSOA" in message(files.as_geojson, data, table, "A table", "")


@pytest.mark.parametrize(
    ("kind", "start", "year"),
    [  # those of 2019 are among those of all, which are made but once
        ("pptx", b"PK", 2019),
        ("docx", b"PK", 2019),
        ("pdf", b"%PDF", 2019),
        ("html", b"<!DOCTYPE html>", 2025),
    ],
)
def test_the_command_writes_a_briefing(kind, start, year, tmp_path, capsys):
    file = tmp_path / f"out.{kind}"
    given = ["briefing", "Loughborough East", "--format", kind, "--out", str(file), "--edition", str(year)]
    assert main(given) == 0
    assert file.read_bytes().startswith(start)
    assert f"Indices of {year}" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [file]


def test_the_command_sets_another_area_beside_and_says_what_is_next(tmp_path, capsys):
    file = tmp_path / "pair.html"
    given = ["briefing", "Loughborough West", "--with", "South Charnwood", "--next", "Agree who leads."]
    assert main([*given, "--format", "html", "--out", str(file)]) == 0
    assert "Loughborough West beside South Charnwood" in capsys.readouterr().out
    assert "Agree who leads." in file.read_text("utf-8")
    assert main([*given[:-1], "<b>", "--format", "html", "--out", str(file)]) == 1
    assert "expected one line of 1 to 200 characters" in capsys.readouterr().err


def test_all_neighbourhoods_in_all_formats(data, tmp_path, capsys):
    assert main(["briefing", "--all", "--out", str(tmp_path / "new" / "folder")]) == 0
    files = {file.name for file in (tmp_path / "new" / "folder").iterdir()}
    assert files == {f"charnwood-{a.key}-2019.{kind}" for a in data.neighbourhoods for kind in BRIEFINGS}
    printed = capsys.readouterr()
    assert "12 files" in printed.out
    assert printed.err == ""  # no bar where nobody watches: it would fill a log


def test_an_unknown_area_is_one_clear_message(tmp_path, capsys):
    file = tmp_path / "out.pdf"
    assert main(["briefing", "Nowhere", "--format", "pdf", "--out", str(file)]) == 1
    assert "'Nowhere'" in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.parametrize("words", [["X", "--all"], ["X"], ["--all"], [], ["--all", "--with", "X"]])
def test_wrong_usage_ends_with_2(words, tmp_path):
    out = [] if words == ["--all"] else ["--out", str(tmp_path / "x")]
    with pytest.raises(SystemExit) as caught:
        main(["briefing", *words, *out])
    assert caught.value.code == 2


def test_a_failed_write_says_why_and_leaves_the_file_before(tmp_path, monkeypatch):
    file = tmp_path / "out.pptx"
    file.write_bytes(b"before")
    assert "No such file or directory" in message(files.save, tmp_path / "none" / "x.pdf", b"x")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    assert "No space left on device" in message(files.save, file, b"after")
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_format_is_made_once_for_the_same_data_and_day(data, monkeypatch):
    made = []
    deck = slides.deck
    monkeypatch.setattr(files, "BRIEFINGS", {"pptx": lambda story: made.append(1) or deck(story)})
    data = dataclasses.replace(data, results=Results())
    first, again = (files.make_briefing(data, data.areas["E01025670"], 2019, "pptx") for _ in range(2))
    assert first is again
    assert len(made) == 1
    assert zipfile.is_zipfile(io.BytesIO(first))
