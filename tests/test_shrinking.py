"""Files that suddenly hold much less than the data do: refused in a sentence, taken where that is meant."""

from dataclasses import replace

import pytest
from conftest import CHARNWOOD, contents, csv_text, message, save

from charnwood import ROOT
from charnwood.__main__ import main
from charnwood.official import incidents, place
from charnwood.store import build, dataset, floors
from charnwood.store.official_tables import Table

HELD = ROOT / "data"
ABOUT = place.read(HELD / place.PLACE_FILE)


def halved(table, column):
    return table.assign(**{column: table[column] // 2})


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("places/postcodes.parquet", lambda t: t.head(len(t) // 2), " postcodes of Charnwood that are held"),
        ("places/postcodes.parquet", lambda t: t[t["ladcd"] == CHARNWOOD], " postcodes that are held, found"),
        ("places/labels.csv", lambda t: t.head(9), "expected about the 35 rows that are held, found 9"),
        ("imd/iod2019.csv", lambda t: t.head(300), "rows that are held, found 300"),
        ("population/lsoa21.csv", lambda t: halved(t, "mid2022"), " people that are held"),
        ("population/lsoa11.csv", lambda t: t.assign(mid2019_not_rebased=1), " people that are held"),
        ("census/lsoa21.csv", lambda t: t.set_index("lsoa21cd").floordiv(2).reset_index(), "people and households"),
        ("boundaries/ward25.shp", lambda t: t.head(3), "rows that are held, found 3"),
    ],
)  # fmt: skip
def test_a_table_that_is_much_smaller_is_refused_and_a_little_smaller_taken(file, change, said):
    table = dataset.read(HELD / file)
    small = Table(file, "", change(table), ("source",))
    text = message(floors.refuse_smaller, HELD, [("source.csv", small)], ABOUT)
    assert text.startswith("source.csv: expected about the ")
    assert said in text
    assert text.endswith(f"{floors.LOOK}.")
    almost = Table(file, "", table.head(max(len(table) * 9 // 10, 1)), ("source",))
    floors.refuse_smaller(HELD, [("source.csv", almost)], ABOUT)


def test_months_that_shrink_or_go_are_named():
    held = dataset.read(HELD / floors.COVERAGE)
    months = incidents.held_months(held)
    shrunk = held.assign(rows=held["rows"].where(held["month"] != months[-2], held["rows"] // 2))
    text = message(floors.refuse_fewer_months, "p.zip", HELD, shrunk[shrunk["month"] != months[-1]], ABOUT)
    assert text.startswith("p.zip: 2 faults")
    assert f"{months[-2]}: expected about the" in text
    assert f"{months[-1]}: expected about the" in text
    assert "found none" in text
    floors.refuse_fewer_months("p.zip", HELD, held, ABOUT)


def test_another_place_and_an_empty_folder_have_no_floor(tmp_path):
    small = Table("places/labels.csv", "", dataset.read(HELD / "places/labels.csv").head(1), ("places",))
    other = place.read(ROOT / "tests" / "places" / "north-west-leicestershire.toml")
    for folder, about in ((HELD, other), (tmp_path, ABOUT)):
        floors.refuse_smaller(folder, [("labels.csv", small)], about)
        floors.refuse_fewer_months("p.zip", folder, dataset.read(HELD / floors.COVERAGE).head(1), about)


def test_build_refuses_smaller_sources_but_by_force(folder, tmp_path, monkeypatch, capsys):
    before = contents(folder)
    for source in build.official_files(ABOUT).values():
        save(tmp_path / "sources" / source.path, "")
    labels = Table("places/labels.csv", "", dataset.read(HELD / "places/labels.csv").head(1), ("places",))
    counts = replace(incidents.NONE, coverage=dataset.read(HELD / floors.COVERAGE).head(1))
    monkeypatch.setattr(build, "prepare", lambda *_: build.Prepared([labels], [], None))
    monkeypatch.setattr(build, "_count", lambda *_: [counts])
    asked = ["build", "--sources", str(tmp_path / "sources"), "--data", str(folder)]
    assert main(asked) == 1
    assert "add --force" in capsys.readouterr().err
    assert contents(folder) == before
    assert main([*asked, "--force"]) == 1  # for what these few tables lack, no longer for what they are
    assert "add --force" not in capsys.readouterr().err


def test_populations_that_shrink_are_refused_but_by_force(folder, tmp_path, capsys):
    held = dataset.read(folder / "population" / "lsoa11.csv")
    rows = [[code, people // 2] for code, people in held.itertuples(index=False)]
    path = save(tmp_path / "small.csv", csv_text(["lsoa", "pop"], rows))
    asked = ["refresh", "population", "--from", str(path), "--data", str(folder)]
    assert main(asked) == 1
    assert "small.csv: expected about the" in capsys.readouterr().err
    assert main([*asked, "--force"]) == 0
    assert "values changed" in capsys.readouterr().out
