"""refresh iod, boundaries, postcodes, population, all: from the official addresses or a file, faults included."""

import csv
import io
import json
import shutil

import pandas as pd
import pytest
from conftest import FILE7, POPULATION21, contents, csv_text, save
from conftest import refresh as run
from official_server import code_point
from refreshed import BOUNDARIES, HELD, OTHERS, POSTCODES

from charnwood import ROOT, figures, words
from charnwood.__main__ import main
from charnwood.official import deprivation
from charnwood.official.deprivation import MAPPED
from charnwood.store import arcgis, consistency, dataset, fetch, manifest, refresh, refresh_official
from charnwood.store.manifest import read_manifest

pytestmark = pytest.mark.usefixtures("remembered")

POPULATION11 = "population/population_lsoa11_mid2019_leicestershire.csv"
RANK = " Rank (where 1 is most deprived)"
TIMES = f"{fetch.ATTEMPTS} times"


def filled(rows):
    """File 7 of 2019 as gov.uk serves it: with every score, here made from the ranks."""
    made = []
    for row in rows:
        scores = {
            name: f"{1 - int(float(row[name.split(' Score')[0] + RANK])) / 40_000:.4f}"
            for name in row
            if " Score" in name and not row[name]
        }
        made.append(list((row | scores).values()))
    return csv_text(as_served(rows[0]), made, "\r\n").encode("utf-8-sig")


def lengthened(rows):
    """File 7 of 2025 as gov.uk serves it: with IDACI, IDAOPI and denominators, here made up."""
    whole = list(deprivation.official_columns(MAPPED[2025]))
    made = []
    for row in rows:
        people = str(1_500 + int(row["LSOA code (2021)"][-2:]))
        more = {
            name: row[f"Income{name.partition(')')[2]}"] if "IDA" in name else people
            for name in whole
            if name not in row
        }
        made.append([(row | more)[name] for name in whole])
    return csv_text(as_served(whole), made).encode()


def as_served(header):
    """Official headings with the faults of gov.uk's files: a line break for a comma, one cut at 80 characters."""
    cut = "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSO"
    assert len(cut) == 80
    return [cut if name.startswith(cut) else name.replace("Education,", "Education\n") for name in header]


def differing(folder, before):
    """Names of files whose bytes are no longer those of before, or that are new, but for the manifest."""
    after = contents(folder)
    assert set(after) >= set(before)
    return [n for n in after if after[n] != before.get(n) and n != manifest.MANIFEST]


def entry(folder, key):
    manifest = read_manifest(folder)
    return next(source for source in manifest["sources"] if source["key"] == key)


def test_the_scores_of_2019_appear_and_nothing_else_changes(folder, server, official, capsys):
    full2019 = filled(official(FILE7[2019]))
    server.files["/files/File_7_2019.csv"] = full2019
    before = contents(folder)
    code, said = run(capsys, folder, "iod")
    assert code == 0
    assert differing(folder, before) == ["imd/england2019.csv", "imd/iod2019.csv"]
    assert set(dataset.load(folder).england[2019].index) == {"income", "employment", "idaci", "idaopi"}
    old, new = (pd.read_csv(at / "imd/iod2019.csv", index_col="lsoa11cd") for at in (HELD, folder))
    official_scores = {
        row["LSOA code (2011)"]: row for row in csv.DictReader(io.StringIO(full2019.decode("utf-8-sig")))
    }
    came = [column for column in old if old[column].isna().all()]
    assert "education_score" in came
    assert all(column.endswith("_score") for column in came)
    pd.testing.assert_frame_equal(new.drop(columns=came), old.drop(columns=came))
    for code_, score in new["education_score"].items():
        assert score == float(official_scores[code_]["Education\n Skills and Training Score"])
    count = 588 * len(came)
    assert f"imd/iod2019.csv: 588 rows, as before; {count:,} values changed, in education_score" in said
    assert "imd/iod2025.csv: 608 rows, as before; no value changed." in said
    assert "File 8" in said
    assert main(["table", "scores", "--area", "E01025699", "--data", str(folder), "--format", "json"]) == 0
    assert not [row for row in json.loads(capsys.readouterr().out) if row["Not held"]]
    assert consistency.check(folder) == []


def test_what_the_server_has_unchanged_does_not_travel(folder, server, capsys):
    assert run(capsys, folder, "iod")[0] == 0
    before, sent = contents(folder), server.sent
    assert entry(folder, "iod2019")["fetched"]["last_modified"].startswith("Wed, 19 Nov 2025")
    code, said = run(capsys, folder, "iod")
    assert code == 0
    assert server.sent == sent
    assert said.count("unchanged; gov.uk has no newer file") == 2
    assert contents(folder) == before
    assert run(capsys, folder, "iod", "--edition", "2025")[1].count("unchanged") == 1


def test_the_longer_file_of_2025_brings_idaci_and_denominators(folder, official, tmp_path, capsys):
    path = save(tmp_path / "File_7_IoD2025_All.csv", lengthened(official(FILE7[2025])))
    before = contents(folder)
    code, said = run(capsys, folder, "iod", "--from", path)
    assert code == 0
    assert differing(folder, before) == ["imd/england2025.csv", "imd/iod2025.csv"]
    assert "no value changed" not in said
    assert "columns new: idaci_score, idaci_rank, idaci_decile, idaopi_score" in said
    assert "values changed" not in said
    data = dataset.load(folder)
    assert data.england[2025]["idaci"] == pytest.approx(data.england[2025]["income"], abs=0.1)
    assert data.iod[2025]["idaci_rank"].equals(data.iod[2025]["income_rank"].rename("idaci_rank"))
    was = dataset.load(HELD).iod[2025]["population"]
    pd.testing.assert_series_equal(data.iod[2025]["population"], was)  # the weights stay as they are
    assert consistency.check(folder) == []


@pytest.mark.parametrize("year", MAPPED)
def test_indicators_from_a_file(folder, raw, tmp_path, capsys, year):
    name = f"iod{year}/underlying_indicators_leicestershire.csv"
    text = (raw / name).read_text().splitlines()
    cells = text[1].split(",")
    path = save(
        tmp_path / "file8.csv", "\n".join([text[0], ",".join([cells[0], "7.0", *cells[2:]]), *text[2:]])
    )
    before = contents(folder)
    code, said = run(capsys, folder, "iod", "--from", path)
    assert code == 0
    assert differing(folder, before) == [f"imd/indicators{year}.csv"]
    assert f"imd/indicators{year}.csv: " in said
    assert "1 values changed, in income_domain_numerator" in said


def test_boundaries_of_the_server_are_those_that_build_wrote(folder, server, capsys):
    before = contents(folder)
    code, said = run(capsys, folder, "boundaries")
    assert code == 0
    assert differing(folder, before) == []
    assert said.count("no value changed") == 5
    assert refresh_official.PLACED not in said
    used = {path.split("/")[3] for path, _ in (a for a in server.asked if isinstance(a, tuple))}
    assert used == set(BOUNDARIES)
    offsets = [offset for path, offset in (a for a in server.asked if isinstance(a, tuple)) if "2011" in path]
    assert offsets == [0, 60]
    server.asked.clear()
    code, said = run(capsys, folder, "boundaries")
    assert said.count("unchanged; ONS has not edited") == 4
    assert not [asked for asked in server.asked if isinstance(asked, tuple)]
    server.edited += 1
    assert run(capsys, folder, "boundaries")[1].count("no value changed") == 5


@pytest.mark.parametrize(
    ("names", "kind", "year", "newest"),
    [
        ((*BOUNDARIES, *OTHERS), "LSOA", 2021, "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"),
        ((*BOUNDARIES, "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_2022"), "LSOA", 2011,
         "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_2022"),
        (("LSOA_2021_EW_BGC_V9", "LSOA_2021_EW_BGC_V10"), "LSOA", 2021, "LSOA_2021_EW_BGC_V10"),
        (OTHERS, "WD", 2024, "Wards_December_2024_Boundaries_UK_BGC"),
        (OTHERS, "WD", 2025, None),
        (("LSOA_2011_EW_BGC_2021",), "LSOA", 2021, None),
    ],
)  # fmt: skip
def test_the_newest_layer_by_name(names, kind, year, newest):
    assert arcgis.newest(names, kind, year) == newest


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".zip"])
def test_boundaries_from_a_file_renew_the_postcodes(folder, layers, tmp_path, capsys, suffix):
    name = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
    frame = layers[name].copy()
    far = frame["LSOA21CD"] == "E01025699"
    frame.loc[far, "geometry"] = frame.loc[far, "geometry"].translate(60_000, 0)  # away from its postcodes
    if suffix == ".zip":
        frame.to_file(tmp_path / "lsoa.shp")
        path = tmp_path / shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "")
    else:
        path = tmp_path / f"lsoa{suffix}"
        frame.to_file(path)
    before = contents(folder)
    code, said = run(capsys, folder, "boundaries", "--from", path)
    assert code == 0
    assert {n.rpartition(".")[0] for n in differing(folder, before)} == {
        "boundaries/lsoa21",
        "places/postcodes",
    }
    assert "boundaries/lsoa21.shp: 102 rows, as before; 1 values changed, in geometry" in said
    assert refresh_official.PLACED in said
    placed = pd.read_parquet(folder / "places/postcodes.parquet")
    was = pd.read_parquet(HELD / "places/postcodes.parquet")
    assert (was["lsoa21cd"] == "E01025699").sum() > 10
    assert not (placed["lsoa21cd"] == "E01025699").any()


def flipped(raw):
    return bytes(byte ^ 255 if number in (100_000, 200_000) else byte for number, byte in enumerate(raw))


@pytest.mark.parametrize(
    ("suffix", "damage", "part"),
    [
        (".zip", lambda raw: raw[: len(raw) // 2], "expected a zipped shapefile"),
        (".zip", flipped, "found"),
        (".zip", lambda raw: b"", "expected a zipped shapefile"),
        (".gpkg", lambda raw: raw[: len(raw) // 2], "expected a zipped shapefile, a GeoPackage or GeoJSON"),
        (".geojson", lambda raw: raw[: len(raw) // 2], "Unterminated object"),
    ],
)
def test_damaged_boundaries_change_nothing(folder, raw, layers, tmp_path, capsys, suffix, damage, part):
    path = tmp_path / f"ward{suffix}"
    if suffix == ".zip":
        path.write_bytes((raw / "boundaries" / BOUNDARIES[min(BOUNDARIES)]).read_bytes())
    else:
        layers["WD_MAY_2025_UK_BGC_V2"].to_file(path)
    path.write_bytes(damage(path.read_bytes()))
    before = contents(folder)
    code, said = run(capsys, folder, "boundaries", "--from", path)
    assert code == 1
    assert said.startswith(path.name)
    assert part in said
    assert contents(folder) == before


def test_postcodes_of_the_server_by_redirect_and_their_edition(folder, server, raw, capsys):
    before = contents(folder)
    code, said = run(capsys, folder, "postcodes")
    assert code == 0
    assert differing(folder, before) == []
    assert "places/postcodes.parquet: 23,249 rows, as before; no value changed." in said
    assert entry(folder, "postcodes")["edition"] == "November 2025"
    data = dataset.load(folder)
    assert "LE99 9ZZ" in words.search.said(data, figures.search.find(data, "LE99 9ZZ"))
    before = contents(folder)
    assert "unchanged" in run(capsys, folder, "postcodes")[1]
    assert contents(folder) == before
    lines = (raw / POSTCODES).read_bytes().splitlines(keepends=True)
    server.files["/files/codepo_gb.zip"] = code_point(
        b"".join(lines[1:]) + b'"LE99 9ZZ",10,453000,319000,"","","","","E07000130",""\n', day="20260202"
    )
    code, said = run(capsys, folder, "postcodes")
    assert "23,249 rows, as before; 1 added; 1 gone" in said
    assert entry(folder, "postcodes")["edition"] == "February 2026"
    assert figures.search.area_of_postcode(dataset.load(folder), "LE99 9ZZ")


@pytest.mark.parametrize("name", [POPULATION11, POPULATION21])
def test_populations_from_a_file(folder, raw, tmp_path, capsys, name):
    lines = (raw / name).read_text().splitlines()
    cells = next(line for line in lines if line.startswith("E01025699")).split(",")
    changed = ",".join([*cells[:-1], str(int(cells[-1]) + 5)])
    path = save(tmp_path / "population.csv", "\n".join(lines).replace(",".join(cells), changed))
    before = contents(folder)
    code, said = run(capsys, folder, "population", "--from", path)
    assert code == 0
    assert len(differing(folder, before)) == 1
    assert "as before; 1 values changed, in mid20" in said
    more = 5 if name == POPULATION21 else 0
    was, now = (dataset.load(at).lsoa[2021]["residents"].sum() for at in (HELD, folder))
    assert now - was == more


def test_without_a_file_populations_stay_and_the_reason_is_told(folder, capsys):
    before = contents(folder)
    code, said = run(capsys, folder, "population")
    assert code == 0
    assert "workbooks" in said
    assert "--from" in said
    assert contents(folder) == before


def test_all_goes_on_after_a_fault_and_tells_it(folder, server, monkeypatch, capsys):
    monkeypatch.setitem(refresh.REFRESHERS, "crime", lambda *_: iter(["crime was asked for"]))
    monkeypatch.setattr(arcgis, "SERVICES", f"{server.url}/gone")
    code = main(["refresh", "all", "--data", str(folder)])
    said = capsys.readouterr()
    assert code == 1
    for part in ("crime was asked for", "imd/iod2019.csv: ", "places/postcodes.parquet: ", "population: "):
        assert part in said.out
    assert said.err.startswith("boundaries: ")
    assert "status 404" in said.err
    assert consistency.check(folder) == []


@pytest.mark.parametrize(
    ("what", "arguments", "part"),
    [
        ("all", ["--from", "x.csv"], "--from: expected it with refresh crime or iod"),
        ("iod", ["--months", "2025-01"], "--months: expected it with refresh crime"),
        ("boundaries", ["--edition", "2025"], "--edition: expected it with refresh iod"),
        ("iod", ["--from", "nowhere.csv"], "nowhere.csv: expected a file or an address"),
        ("iod", ["--from", ROOT / "README.md"], "README.md: expected File 7 or the indicators"),
        ("iod", ["--edition", "2025", "--from", "{raw}/" + FILE7[2019]], "expected File 7 or the indicators of 2025"),
        ("population", ["--from", ROOT / "README.md"], "line 1: expected a column"),
        ("population", ["--from", "{raw}/" + FILE7[2019]], "expected a column 'LSOA 2021 Code'"),
        ("postcodes", ["--from", ROOT / "README.md"], "README.md: "),
        ("postcodes", ["--from", "{raw}/boundaries/WD_2022_BGC_charnwood.zip"], "expected Data/CSV/le.csv"),
        ("boundaries", ["--from", ROOT / "README.md"], "expected a zipped shapefile, a GeoPackage or GeoJSON"),
        ("boundaries", ["--from", "{raw}/boundaries/MSOA_2021_BGC_leicestershire.zip"], "expected a field of LSOA11CD"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_named(folder, raw, capsys, what, arguments, part):
    before = contents(folder)
    code, said = run(capsys, folder, what, *[str(a).format(raw=raw) for a in arguments])
    assert code == 1
    assert part in said
    assert contents(folder) == before
