"""The council's own points: read and checked, within an area or near it by an independent count, for officers alone."""

import csv
import io
import shutil

import pandas as pd
import pytest
from conftest import csv_text, message, save
from shapely.geometry import Point
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures
from charnwood.__main__ import main
from charnwood.drawing import map_places
from charnwood.drawing.exhibits import parameters
from charnwood.official import points
from charnwood.store import consistency, dataset

HEAD = ["name", "kind", "postcode", "easting", "northing"]
POSTCODES = pd.DataFrame(
    {"postcode": ["LE11 1AA", "LE12 9ZZ"], "easting": [453_000, 460_000], "northing": [319_000, 310_000]}
)


def read(tmp_path, *rows, head=HEAD):
    return points.read_points(save(tmp_path / "points.csv", csv_text(head, rows)), POSTCODES)


def test_a_point_is_placed_by_itself_or_by_its_postcode(tmp_path):
    table = read(
        tmp_path,
        ["Hub", "Hub", "le111aa", "", ""],
        ["School", "school", "LE11 1AA", "453100", "319,050.6"],
        ["Light 1", "hub", "", "453200", "319100"],
    )
    assert table["kind"].tolist() == ["Hub", "school", "Hub"]
    assert table["postcode"].tolist() == ["LE11 1AA", "LE11 1AA", ""]
    assert table["easting"].tolist() == [453_000, 453_100, 453_200]
    assert table["northing"].tolist() == [319_000, 319_050, 319_100]
    assert len(read(tmp_path, ["Hub", "hub", "LE11 1AA"], head=HEAD[:3])) == 1


def test_every_fault_is_named_at_once(tmp_path):
    rows = [
        ["", "hub", "LE11 1AA", "", ""],
        ["Hub", "<b>", "LE11 1AA", "", ""],
        ["Hub", "hub", "XX1 1XX", "", ""],
        ["Hub", "hub", "", "453000", ""],
        ["Hub", "hub", "", "319000", "453000"],
        ["Hub", "hub", "", "", ""],
        ["Twice", "hub", "LE11 1AA", "", ""],
        ["Twice", "hub", "LE11 1AA", "", ""],
    ]
    said = message(read, tmp_path, *rows)
    for part in (
        "line 2, name: expected 1 to 100 characters",
        "line 3, kind: expected 1 to 40 characters",
        "line 4, postcode: expected a postcode that is held, found 'XX1 1XX'",
        "line 5, northing: expected metres of the British National Grid from 305,000 to 324,000, found ''",
        "line 6, easting: expected metres",
        "line 6, northing: expected metres",
        "line 7: expected a postcode, or easting and northing, found neither",
        "line 9: expected each point once",
        points.REMEDY,
    ):
        assert part in said


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with points: two postcodes, and a place of its own far from both."""
    at = tmp_path_factory.mktemp("points") / "data"
    shutil.copytree(ROOT / "data", at)
    postcodes = dataset.read(at / "places/postcodes.parquet")
    chosen = postcodes[postcodes["ladcd"] == "E07000130"]["postcode"].iloc[[0, 900]]
    rows = [["Hub", "hub", chosen.iloc[0], "", ""], ["School", "school", chosen.iloc[1], "", ""]]
    save(at / "points.csv", csv_text(HEAD, [*rows, ["Lamp", "light", "", "453612", "319540"]]))
    return at


def test_points_within_and_near_are_as_counted_by_hand(folder):
    data = dataset.load(folder)
    assert consistency.check(folder) == []
    assert data.version != dataset.load(ROOT / "data").version
    seen = 0
    for area in [*data.neighbourhoods, data.areas["ward-syston"], data.whole]:
        shape = data.lsoa[2021].loc[list(area.lsoa21)].union_all()
        away = {
            row.name_: shape.distance(Point(row.easting, row.northing))
            for row in data.points.rename(columns={"name": "name_"}).itertuples()
        }
        expected = {name: round(metres) for name, metres in away.items() if metres <= figures.points.NEAR}
        found = figures.points.near(data, area)
        assert dict(zip(found["name"], found["metres"], strict=True)) == expected
        counts = figures.points.counts(data, area).set_index("kind")
        assert counts["within"].sum() == sum(metres == 0 for metres in away.values())
        assert counts["within"].sum() + counts["near"].sum() == len(expected)
        seen += len(expected)
    assert seen > 3
    assert len(map_places.layers(data)["points"]) == 3


def test_officers_have_them_on_the_profile_and_by_command_and_the_public_has_none(
    folder, monkeypatch, capsys
):
    monkeypatch.setenv("CHARNWOOD_DATA", str(folder))
    page = AppTest.from_file(ROOT / "pages" / "profile.py", default_timeout=60).run()
    assert not page.exception
    assert any("of the points that are held: hub: one within it" in m.value for m in page.markdown)
    assert main(["table", "points", "--data", str(folder)]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 3
    monkeypatch.setenv("CHARNWOOD_MODE", "public")
    data = dataset.load(folder)
    assert figures.points.near(data, data.whole).empty
    assert map_places.layers(data)["points"] == []
    page = AppTest.from_file(ROOT / "pages" / "profile.py", default_timeout=60).run()
    assert not any("points that are held" in m.value for m in page.markdown)


def test_without_a_file_nothing_speaks_of_points(data):
    assert figures.points.held(data).empty
    assert "points.csv" not in parameters.tables(data)


def test_a_server_that_starts_with_a_faulty_file_shows_all_else_and_says_so(folder, tmp_path):
    at = shutil.copytree(folder, tmp_path / "data")
    save(at / "points.csv", csv_text(HEAD, [["Hub", "hub", "XX1 1XX", "", ""]]))
    assert "found 'XX1 1XX'" in message(dataset.load, at)
    assert dataset.load(at, forgiving=True).points.empty
