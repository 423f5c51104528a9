"""refresh crime: new months from zip, folder, ranges and API; nothing held is lost, whatever goes wrong."""

import dataclasses
import io
import json
import zipfile
from xml.etree import ElementTree

import duckdb
import pandas as pd
import pytest
from conftest import (
    CHARNWOOD,
    POLICE,
    archive_months,
    contents,
    refresh,
    save,
    street_csv,
    street_row,
)
from police_server import archive_of
from refreshed import GAP, HELD, NEW, TOTALS

from charnwood import figures, tables, words
from charnwood.__main__ import main
from charnwood.briefing import feed
from charnwood.drawing import exhibits
from charnwood.official import incidents
from charnwood.store import (
    build,
    consistency,
    dataset,
    fetch,
    police_api,
    refresh_crime,
    revisions,
)
from charnwood.store.manifest import MANIFEST, read_manifest, version_of

pytestmark = pytest.mark.usefixtures("remembered", "cut")

CRIME = ("lsoa.parquet", "district.parquet", "street.parquet", "coverage.csv")


def run(capsys, folder, *arguments):
    """Exit code and words of `refresh crime`."""
    return refresh(capsys, folder, "crime", *arguments)


def is_as_built(folder):
    """The crime tables are byte for byte those that the build wrote."""
    return all(
        (folder / "crime" / name).read_bytes() == (HELD / "crime" / name).read_bytes() for name in CRIME
    )


def test_refreshing_from_the_zip_gives_the_tables_that_build_wrote(folder, raw, capsys):
    old = version_of(read_manifest(folder))
    code, said = run(capsys, folder, "--from", raw / POLICE)
    assert code == 0
    assert is_as_built(folder)
    for month in (GAP, *NEW):
        assert f"{month}: added; " in said
    assert len([line for line in said.splitlines() if ": added; " in line]) == 3
    manifest = read_manifest(folder)
    assert version_of(manifest) == version_of(read_manifest(HELD)) != old
    entry = next(entry for entry in manifest["sources"] if entry["key"] == "police")
    assert entry["edition"] == "December 2019 to December 2025, with gaps"
    (record,) = entry["refreshed"]
    assert record["retrieved"] == entry["retrieved"]
    assert record["added"] == record["months"]
    assert (
        entry["built"] == next(e for e in read_manifest(HELD)["sources"] if e["key"] == "police")["retrieved"]
    )
    assert (record["months"], record["from"], record["source"]) == ([GAP, *NEW], POLICE[7:], "archive")
    assert str(raw) not in (folder / MANIFEST).read_text()
    assert consistency.check(folder) == []
    assert {path.name for path in folder.parent.iterdir()} == {"data", ".data.lock"}


def test_published_totals_of_new_months_recounted_by_another_library(
    folder, street, tmp_path, capsys, district_of
):
    files = {m: save(tmp_path / f"csv/{m}/{m}-leicestershire-street.csv", raw) for m, raw in street.items()}
    code, said = run(capsys, folder, "--from", tmp_path / "csv")
    assert code == 0
    own = [code for code, district in district_of.items() if district == CHARNWOOD]
    for month, file in files.items():
        rows, located, lost = duckdb.execute(
            'select count(*), count(*) filter (list_contains($own, "LSOA code")), '
            'count(*) filter ("LSOA code" is null) from read_csv($file, all_varchar=true)',
            {"own": own, "file": str(file)},
        ).fetchone()
        assert f"{month}: added; {rows:,} rows, {located:,} in Charnwood" in said
        assert main(["table", "coverage", "--format", "json", "--data", str(folder)]) == 0
        line = next(r for r in json.loads(capsys.readouterr().out) if r["month"] == month)
        assert [line[part] for part in TOTALS] == [rows, located, lost, rows - located - lost]
    assert is_as_built(folder)


def test_only_what_is_needed_travels(folder, police, packed, capsys):
    code, _ = run(capsys, folder, "--from", f"{police.url}/latest.zip", "--months", NEW[1])
    assert code == 0
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        member = archive.getinfo(f"{NEW[1]}/{NEW[1]}-leicestershire-street.csv").compress_size
    assert police.sent < member + fetch.DIRECTORY_GUESS + 1_000 < len(packed) - 500_000
    assert len(police.asked) == 2


def test_refreshing_by_ranges_gives_the_tables_that_build_wrote(folder, police, capsys):
    code, said = run(capsys, folder, "--from", f"{police.url}/latest.zip")
    assert code == 0
    assert is_as_built(folder)
    assert "2 months that are older" not in said
    asked = len(police.asked)
    before = contents(folder)
    code, said = run(capsys, folder, "--from", f"{police.url}/latest.zip")
    assert code == 0
    assert "nothing new; 2025-12 is its newest" in said
    assert len(police.asked) == asked + 1
    assert contents(folder) == before


def test_months_older_than_the_archive_are_kept(folder, police, street, capsys):
    police.archive = archive_of({month: street[month] for month in NEW})
    code, said = run(capsys, folder, "--from", f"{police.url}/latest.zip")
    assert code == 0
    older = [month for month in archive_months() if month < NEW[0] and month != GAP]
    assert f"{len(older)} months that are older than this archive are kept: {older[0]} to {older[-1]}" in said
    held = dataset.load(HELD).counts
    kept = dataset.load(folder).counts
    wanted = held[held["month"] != GAP].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, wanted)


def test_a_revised_month_is_replaced_whole_and_the_change_told(folder, tmp_path, capsys):
    rows = [street_row(month="2025-09") for _ in range(3)] + [
        street_row(month="2025-09", code="", point=("", ""))
    ]
    save(tmp_path / "csv/2025-09/2025-09-leicestershire-street.csv", street_csv(*rows))
    before = dataset.load(folder)
    was = before.coverage.set_index("month").loc["2025-09"]
    code, said = run(capsys, folder, "--from", tmp_path / "csv")
    assert (code, before.version) == (0, dataset.load(folder).version)
    assert "nothing new" in said
    code, said = run(capsys, folder, "--from", tmp_path / "csv", "--months", "2025-09")
    assert code == 1  # it shrinks by more than a third
    for again in (["--months", "2025-09", "--force"], ["--force"]):
        code, said = run(capsys, folder, "--from", tmp_path / "csv", *again)
        assert code == 0
        assert "2025-09: replaced; 4 rows, 3 in Charnwood" in said
    assert "change +0 and +0" in said
    after = dataset.load(folder)
    assert after.coverage.set_index("month").loc["2025-09", TOTALS].tolist() == [4, 3, 1, 0]
    assert after.coverage.set_index("month").loc["2025-09", "status"] == "partial"
    assert after.counts[after.counts["month"] == "2025-09"]["incidents"].sum() == 3
    others = [
        frame[frame["month"] != "2025-09"].reset_index(drop=True) for frame in (before.counts, after.counts)
    ]
    pd.testing.assert_frame_equal(*others)
    assert was["located"] > 1_000
    assert_logged(before, after)


def assert_logged(before, after):
    """A month revised once, from all that was held to three burglaries, is in the log, the feed and the tables."""
    was = before.counts[before.counts["month"] == "2025-09"].groupby("crime_type")["incidents"].sum()
    log = tables.revisions(after)
    assert set(log["month"]) == {"2025-09"}
    assert log["refreshed"].nunique() == 1
    assert dict(zip(log["type"], log["before"], strict=True)) == was.drop(
        "Burglary", errors="ignore"
    ).to_dict() | {"Burglary": was.get("Burglary", 0)}
    assert log.loc[log["after"] > 0, ["type", "after"]].to_numpy().tolist() == [["Burglary", 3]]
    (revised,) = figures.history.revised(after)
    assert revised.change == 3 - was.sum()
    shown = exhibits.ask(after, "revisions", {})
    assert f"September 2025 revised: {was.sum() - 3:,} incidents fewer." in shown.finding
    assert shown.table["Change"].sum() == 3 - was.sum()
    added, *earlier = figures.history.added(after)
    assert not earlier
    assert list(added.months) == incidents.held_months(before.coverage)
    entry = next(e for e in after.manifest["tables"] if e["file"] == revisions.FILE)
    assert (entry["rows"], entry["made_from"], entry["editable"]) == (len(log), ["police"], False)
    titles = [node.text for node in ElementTree.fromstring(feed.atom(after)).iter(f"{{{feed.ATOM}}}title")]
    assert f"September 2025 revised: {was.sum() - 3:,} incidents fewer." in titles
    assert build._log(after.directory, after.place).equals(log)  # a build keeps what no file tells again
    assert build._log(after.directory, dataclasses.replace(after.place, code="E07000131")).empty


def test_the_list_of_priority_neighbourhoods_is_kept_as_it_is(folder, raw, capsys):
    path = folder / "priority_neighbourhoods.csv"
    edited = path.read_bytes() + b"\r\n"
    path.write_bytes(edited)
    assert run(capsys, folder, "--from", raw / POLICE)[0] == 0
    assert path.read_bytes() == edited


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (
            ["--from", "{url}/latest.zip", "--months", "2026-01"],
            "expected 2026-01, found only 2020-03 to 2025-12",
        ),
        (["--from", "nowhere.zip"], "nowhere.zip: expected a police.uk archive zip"),
        (["--from", "{url}/other.zip"], "expected status 206, found status 404"),
        (["--from", "http://"], "expected an answer"),
        (["--source", "api", "--from", "folder"], "expected the address of the API"),
        (["--source", "api", "--from", "{url}/api", "--months", "2025-09"], "held from the archive"),
    ],
)
def test_what_cannot_be_had_is_named(folder, police, capsys, arguments, part):
    police.months["2025-09"] = []
    before = contents(folder)
    code, said = run(capsys, folder, *[a.format(url=police.url) for a in arguments])
    assert code == 1
    assert part in said
    assert contents(folder) == before


def test_without_a_place_the_archive_comes_first_and_the_api_for_newer_months(
    folder, police, street, monkeypatch, capsys
):
    police.archive = archive_of({month: street[month] for month in (GAP, NEW[0])})
    monkeypatch.setattr(refresh_crime, "ARCHIVE_URL", f"{police.url}/latest.zip")
    monkeypatch.setattr(refresh_crime, "API_URL", f"{police.url}/api")
    code, said = run(capsys, folder)
    assert code == 0
    coverage = dataset.load(folder).coverage.set_index("month")
    assert coverage.loc[[GAP, *NEW], "source"].tolist() == ["archive", "archive", "api"]
    shown = tables.coverage(dataset.load(folder)).set_index("month")
    assert shown.loc[[GAP, *NEW], "status"].tolist() == ["held", "held", "held (API)"]
    assert coverage.loc["2025-12", "status"] == "held"
    rates = figures.crime.crime_months(data := dataset.load(folder), data.areas["charnwood"])
    assert rates.loc["2025-12", "rate"] > 0
    assert pd.isna(rates.loc["2025-12", "rest_rate"])  # the API was asked for Charnwood alone
    assert incidents.last_covered(data.coverage)[-1] == "2025-11"
    districts = [
        figures.districts.compared(data, "incidents", months)
        for months in (["2025-11"], ["2025-11", "2025-12"])
    ]
    pd.testing.assert_frame_equal(*districts)
    assert "From the API of police.uk, for Charnwood alone" in words.crime.coverage(
        data.coverage, "Charnwood"
    )
    assert "2025-12: added; " in said
    assert ("/api/crimes-street/all-crime", NEW[0]) not in police.asked
    before = contents(folder)
    assert "nothing new" in run(capsys, folder)[1]
    assert contents(folder) == before
    police.archive = archive_of(street)
    code, said = run(capsys, folder)
    assert code == 0
    assert "2025-12: replaced; " in said
    assert "from the api; change" in said
    assert is_as_built(folder)


def test_both_routes_end_in_the_same_counts(folder, police, capsys):
    """By type the same; to another LSOA go at most 2 in 1,000: new street points on the edge of two areas."""
    station = api_row(month=NEW[1], id=-1, location_type="BTP")
    police.months[NEW[1]].append(station)  # the railway's police are in no force's street file
    assert run(capsys, folder, "--source", "api", "--from", f"{police.url}/api")[0] == 0
    api, archive = dataset.load(folder), dataset.load(HELD)
    new = [GAP, *NEW]
    assert api.coverage.set_index("month").loc[new, "source"].tolist() == ["api"] * 3
    for keys, most in ((["month", "crime_type", "outcome"], 0), (["month", "lsoa21cd"], 0.002)):
        one, other = (
            data.counts[data.counts["month"].isin(new)].groupby(keys)["incidents"].sum()
            for data in (api, archive)
        )
        assert one.sum() == other.sum() > 3_000
        assert one.sub(other, fill_value=0).clip(lower=0).sum() <= most * other.sum()
    by_both = [data.coverage.set_index("month").loc[new] for data in (api, archive)]
    for part in ("located", "unlocated"):
        assert by_both[0][part].tolist() == by_both[1][part].tolist()
    assert consistency.check(folder) == []
    own = api.district_counts[api.district_counts["month"].isin(new)]
    assert set(own["ladcd"]) == {CHARNWOOD}


def test_the_api_alone_places_nearly_all_incidents_in_the_district(folder, police):
    """Without any street point held before: by polygons alone, 1 in 1,000 may change district."""
    data = dataset.load(folder)
    outline = police_api.outline(data.lsoa[2021])
    with fetch.client() as http:
        rows = police_api.read_month(http, f"{police.url}/api", "leicestershire", NEW[1], outline)
    counts = incidents.count_month(NEW[1], rows, refresh_crime.locator_of(data), "api")
    told = dataset.load(HELD).coverage.set_index("month").loc[NEW[1], "located"]
    assert abs(counts.coverage["located"].iloc[0] - told) <= told / 1_000


def test_too_many_for_one_answer_is_asked_for_in_parts(folder, police, capsys):
    whole = len(police.months[NEW[1]])
    police.most = 400
    code, _ = run(capsys, folder, "--source", "api", "--from", f"{police.url}/api", "--months", NEW[1])
    assert code == 0
    assert len(police.asked) > 5
    held = dataset.load(folder).coverage.set_index("month").loc[NEW[1]]
    assert held["located"] == dataset.load(HELD).coverage.set_index("month").loc[NEW[1], "located"]
    assert whole > 7_000


def test_a_month_that_the_api_lists_and_leaves_empty_stays_missing(folder, police, capsys):
    police.months = {"2025-12": [api_row(location_type="BTP")]}
    before = contents(folder)
    code, said = run(capsys, folder, "--source", "api", "--from", f"{police.url}/api")
    assert code == 0
    assert "2025-12: " in said
    assert "holds no incident of it" in said
    assert contents(folder) == before


def api_row(**changed):
    """One incident as the API tells it."""
    place = {"latitude": "52.77", "longitude": "-1.2", "street": {"id": 1, "name": "On or near Baxter Gate"}}
    row = {"category": "drugs", "id": 1, "location_type": "Force", "location": place, "month": "2025-12"}
    return {**row, "outcome_status": None, **changed}


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"category": "piracy"}, "incident 1, category: expected a type that is known, found 'piracy'"),
        ({"month": "2025-11"}, "incident 1, month: expected 2025-12, found '2025-11'"),
        ({"location": {"latitude": "x"}}, "incident 1, location: expected longitude, latitude and street"),
        ({"location": {"latitude": "0", "longitude": "0", "street": {"name": "x"}}}, "location"),
    ],
)
def test_incidents_of_the_api_that_cannot_be_used_are_named(folder, police, capsys, changed, part):
    police.fault = lambda handler: handler.command == "POST" and not handler.as_json([api_row(**changed)])
    police.months = {"2025-12": []}
    before = contents(folder)
    code, said = run(capsys, folder, "--source", "api", "--from", f"{police.url}/api")
    assert code == 1
    assert part in said
    assert contents(folder) == before
