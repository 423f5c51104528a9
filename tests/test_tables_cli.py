"""The command line: published tables, exit codes, one clear message, help, and no Streamlit below."""

import io
import json
import runpy
import subprocess
import sys
from collections import Counter

import pandas as pd
import pytest
from conftest import CHARNWOOD, archive_months

from charnwood import ROOT, figures, tables
from charnwood.__main__ import main, parser
from charnwood.official import incidents

pytestmark = pytest.mark.usefixtures("loaded")
DOMAINS = ["income", "employment", "education", "health", "crime", "barriers", "living_environment"]
AREAS = ["name", "imd_score", "imd_rank", "imd_decile"] + [
    f"{domain}_{part}" for domain in DOMAINS for part in ("rank", "decile", "score", "contribution")
]
SUMMARY = ["neighbourhood", "lsoas", "population", "imd_score", "share_10", "share_20", "share_30", "parts"]
TOTALS = ["incidents", "crimes", "asb"]
PROFILE = [
    "indicator",
    "name",
    "unit",
    "domain",
    "kind",
    "more_deprived_if",
    "area",
    "charnwood",
    "leicestershire",
    "lsoas",
    "lsoas_without_value",
    "period",
    "rate_unit",
    "rate",
    "england_rate",
    "charnwood_rate",
    "leicestershire_rate",
    "figures_of",
]
CHOSEN = ["name", "place", "neighbourhood", "imd_rank", "imd_decile", "population", "taken", "class"]
SIGNALS = {
    "signals": ["month", "count", "centre", "lower", "upper", "mark", "rate"],
    "rolling": ["month", "count", "rate", "rate_low", "rate_high", "breaks"],
    "season": [
        *["calendar_month", "mean", "least", "most", "years", "held"],
        *["ratio", "ratio_least", "ratio_most", "ratio_years"],
    ],
    "like": [
        *["year", "before", "months", "count", "count_before", "ratio", "low", "high", "word"],
        *["left_out", "met", "without", "count_without", "count_before_without"],
        *["ratio_without", "low_without", "high_without", "word_without"],
    ],
    "funnel": [
        *["lsoa21cd", "name", "residents", "count", "rate"],
        *["low_95", "high_95", "low_998", "high_998", "standing", "visitors"],
    ],
    "hotspots": ["rank", "location", "lsoa21cd", "count", "low", "high", "share", "longitude", "latitude"],
    "outcomes": ["outcome", "count", "share"],
    "districts": [
        *["district", "residents", "count", "rate", "rate_low", "rate_high"],
        *["ratio", "low", "high", "word"],
    ],
}
WORKED = [
    *["row", "area", "before", "after", "change", "change_low", "change_high", "variance", "dispersion"],
    *["ratio", "ratio_low", "ratio_high", "word", "before_months", "after_months", "without"],
]
COVERAGE = ["month", "rows", "located", "unlocated", "outside", "status"]


def run(capsys, *arguments):
    """Exit code, standard output and standard error of a command, which never shows a traceback."""
    try:
        code = main([*arguments])
    except SystemExit as stop:  # argparse ends wrong usage and help this way
        code = stop.code
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return code, said.out, said.err


def table(capsys, *arguments):
    code, out, err = run(capsys, "table", *arguments)
    assert (code, err) == (0, "")
    return pd.read_csv(io.StringIO(out))


MONTHS = archive_months()
EVERY = incidents.month_range(MONTHS[0], MONTHS[-1])
CONTRACT = [
    (["areas"], ["lsoa11cd", *AREAS], 99),
    (["areas", "--edition", "2019"], ["lsoa11cd", *AREAS], 99),
    (["areas", "--edition", "2025"], ["lsoa21cd", *AREAS], 102),
    (["neighbourhoods"], SUMMARY, 3),
    (["neighbourhoods", "--edition", "2025"], SUMMARY, 3),
    (["crime"], ["month", *TOTALS], len(MONTHS)),
    (["crime", "--by", "type"], ["type", *TOTALS], 14),
    (["crime", "--by", "lsoa11"], ["lsoa11cd", *TOTALS], 99),
    (["crime", "--by", "lsoa21"], ["lsoa21cd", *TOTALS], 102),
    (["crime", "--from", "2022-08", "--to", "2024-02"], ["month", *TOTALS], 5),
    (["crime", "--area", "E01025679", "--by", "lsoa21"], ["lsoa21cd", *TOTALS], 2),
    (["profile"], PROFILE, 28),
    (["profile", "--area", "Loughborough East", "--edition", "2025"], PROFILE, 28),
    (["profile", "--area", "charnwood", "--area", "ward:Syston"], ["of_area", *PROFILE], 56),
    (["crime", "--area", "LE11 3TU", "--area", "E01025699"], ["of_area", "month", *TOTALS], 2 * len(MONTHS)),
    (["coverage"], COVERAGE, len(EVERY)),
    (["signals"], SIGNALS["signals"], len(EVERY)),
    (["signals", "--type", "vehicle-crime", "--area", "Loughborough East"], SIGNALS["signals"], len(EVERY)),
    (["rolling", "--type", "burglary"], SIGNALS["rolling"], 25),
    (["season", "--area", "E01025679"], SIGNALS["season"], 12),
    (["like", "--type", "crimes"], SIGNALS["like"], 5),
    (["funnel"], SIGNALS["funnel"], 102),
    (["funnel", "--area", "South Charnwood"], SIGNALS["funnel"], 4),
    (["hotspots", "--area", "E01025720"], SIGNALS["hotspots"], 40),
    (["outcomes", "--type", "drugs", "--from", "2022-01", "--to", "2022-09"], SIGNALS["outcomes"], 8),
    (["districts"], SIGNALS["districts"], 7),
    (["worked", "--area", "E01025699"], WORKED, 1),
    (["worked", "--area", "ward:Syston", "--start", "2022-03", "--comparison", "ward:Anstey"], WORKED, 4),
    (["chosen"], ["lsoa11cd", *CHOSEN], 99),
    (["proposed"], ["neighbourhood", "lsoa11cd", "lsoa11nm"], 21),
    (["chosen", "--edition", "2025"], ["lsoa21cd", *CHOSEN], 102),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "columns", "rows"), CONTRACT, ids=[" ".join(case[0]) for case in CONTRACT]
)
def test_tables_keep_their_contract_in_csv_and_json(capsys, arguments, columns, rows):
    frame = table(capsys, *arguments)
    assert list(frame) == columns
    assert len(frame) == rows
    code, out, _ = run(capsys, "table", *arguments, "--format", "json")
    records = json.loads(out)
    assert code == 0
    assert [list(record) for record in records] == [columns] * rows
    assert [r[columns[0]] for r in records] == frame[columns[0]].tolist()
    again = pd.DataFrame(records)[columns].astype(frame.dtypes)
    pd.testing.assert_frame_equal(again, frame)


@pytest.mark.slow
@pytest.mark.parametrize("name", tables.SHOWN)
@pytest.mark.parametrize("year", [2019, 2025])
def test_each_table_of_the_pages_has_its_twin(capsys, data, name, year):
    texts = ["South Charnwood", "Bell Foundry=E01025699,E01034002"]
    frame = table(capsys, name, "--area", texts[0], "--area", texts[1], "--edition", str(year))
    areas = figures.search.find_areas(data, texts)
    same = tables.shown(data, name, areas, year)
    assert list(frame) == list(same)
    assert len(frame) == len(same) > 1
    alone = table(capsys, name, "--area", "South Charnwood", "--edition", str(year))
    assert (0 if name == "compare" else 1) <= len(alone) <= len(frame)


@pytest.mark.parametrize("name", tables.MOVED)
@pytest.mark.parametrize("span", ["2019-2025", "2015-2019", "2015-2025"])
def test_tables_of_movement(capsys, name, span):
    frame = table(capsys, name, "--area", "South Charnwood", "--area", "ward:Syston", "--span", span)
    assert len(frame) > 1
    code, _, err = run(capsys, "table", name, "--span", "2015-2019", "--measure", "income")
    assert code == 1
    assert "expected one that the edition of 2015 holds" in err


@pytest.mark.slow
@pytest.mark.parametrize("by", ["month", "type", "lsoa11", "lsoa21"])
def test_every_breakdown_sums_to_the_whole(capsys, by, incidents, district_of):
    frame = table(capsys, "crime", "--by", by)
    own = Counter(kind for _, code, kind, _ in incidents if district_of.get(code) == CHARNWOOD)
    asb = own["Anti-social behaviour"]
    assert frame[TOTALS].sum().tolist() == [own.total(), own.total() - asb, asb]
    assert (frame["crimes"] + frame["asb"] == frame["incidents"]).all()


@pytest.mark.parametrize("area", ["charnwood", "South Charnwood"])
def test_tables_of_one_kind_agree_on_their_sum(capsys, area):
    asked = ("--area", area, "--from", "2025-01", "--to", "2025-12")
    crimes = table(capsys, "crime", *asked)["crimes"].sum()
    for name in ("hotspots", "outcomes", "funnel"):
        assert table(capsys, name, *asked, "--type", "crimes")["count"].sum() == crimes
    months = table(capsys, "signals", "--area", area, "--type", "crimes").set_index("month")["count"]
    assert months["2025-01":"2025-12"].sum() == crimes
    assert months["2023-01":"2023-12"].isna().all()


@pytest.mark.parametrize("area", ["charnwood", "South Charnwood"])
def test_the_season_is_of_the_counts_of_all_months_held_whole(capsys, area):
    """Counts as the contract has them; the ratios beside them need three whole years without a break."""
    counts = table(capsys, "signals", "--area", area).dropna(subset="count").set_index("month")["count"]
    frame = table(capsys, "season", "--area", area).set_index("calendar_month")
    for number, row in frame.iterrows():
        own = counts[counts.index.str.endswith(f"-{number:02}")]
        assert row["held"] == ", ".join(month[:4] for month in own.index)
        assert (row["years"], row["least"], row["most"]) == (len(own), own.min(), own.max())
        assert row["mean"] == pytest.approx(own.mean(), abs=0.001)
    assert frame.filter(like="ratio").isna().all(axis=None)


def test_the_season_has_ratios_beside_its_counts_where_three_years_are_whole(data, monkeypatch):
    months = incidents.month_range("2015-01", "2017-12")
    counts = pd.Series([20 if month.endswith("-05") else 10 for month in months], index=months, dtype="Int64")
    monkeypatch.setattr(figures.signals, "counts_of", lambda *_: counts)
    frame = tables.season(data, data.areas["charnwood"], "incidents", []).set_index("calendar_month")
    assert (frame.loc[5, "mean"], frame.loc[6, "mean"]) == (20, 10)
    expected = (20 / 31) / ((11 * 10 + 20) / 365.25)  # May's count a day by the year's
    assert frame.loc[5, "ratio"] == pytest.approx(expected, rel=0.01)
    assert (frame["ratio_least"] <= frame["ratio"]).all()
    assert (frame["ratio"] <= frame["ratio_most"]).all()
    assert (frame["ratio_years"] == 3).all()


def test_months_not_held_are_absent_and_covered_ones_present(capsys, data):
    months = table(capsys, "crime", "--area", "E01025699")["month"].tolist()
    assert months == incidents.held_months(data.coverage)
    assert "2023-01" not in months


def test_missing_months_of_coverage_are_empty_never_zero(capsys):
    frame = table(capsys, "coverage")
    missing = frame[frame["status"] == "missing"]
    assert missing[COVERAGE[1:5]].isna().all(axis=None)
    held = frame[frame["status"] != "missing"]
    assert (held["located"] + held["unlocated"] + held["outside"] == held["rows"]).all()


def test_a_score_not_held_is_empty(capsys):
    frame = table(capsys, "areas", "--edition", "2019")
    assert frame["health_score"].isna().all()
    total = frame[[f"{domain}_contribution" for domain in DOMAINS]].sum(axis=1)
    assert (total - frame["imd_score"]).abs().max() < 0.002
    assert frame.set_index("lsoa11cd").loc["E01025699", "imd_rank"] == 699


@pytest.mark.parametrize("text", ["Loughborough East", "loughborough-east", " LOUGHBOROUGH EAST "])
def test_an_area_is_found_by_name_or_key(data, text):
    assert figures.search.find_area(data, text).name == "Loughborough East"


@pytest.mark.parametrize("code", ["E01025699", "E01025679", "E01034006", "e01034006"])
def test_an_area_is_found_by_code_of_either_vintage(data, code):
    assert figures.search.find_area(data, code).key == code.upper()


def test_parts_of_a_split_area_sum_to_it(data):
    whole, *parts = (
        tables.crime_counts(data, "month", figures.search.find_area(data, code)).set_index("month")
        for code in ("E01025679", "E01034006", "E01034007")
    )
    pd.testing.assert_frame_equal(sum(parts), whole)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["table", "crime", "--area", "Atlantis"], ["area 'Atlantis'", "expected an LSOA code", "found none"]),
        (["table", "crime", "--from", "2023-01", "--to", "2023-06"], ["2023-01 to 2023-06", "at least one month held"]),
        (["table", "hotspots", "--from", "2023-01", "--to", "2023-06"], ["2023-01 to 2023-06", "at least one month held"]),
        (["table", "hotspots", "--from", "2022-05", "--to", "2022-08"], ["New map points", "2022-05 to 2022-06 or for 2022-07 to 2022-08"]),
        (["table", "signals", "--area", "Atlantis"], ["area 'Atlantis'", "found none"]),
        (["table", "crime", "--from", "2025-06", "--to", "2025-01"], ["2025-06 to 2025-01", "found none"]),
        (["table", "areas", "--data", "nowhere"], ["nowhere", "expected the manifest", "--data"]),
        (["check", "--data", "nowhere"], ["nowhere", "expected the manifest"]),
        (["build", "--sources", "nowhere"], ["nowhere: expected the official files", "--sources"]),
    ],
)  # fmt: skip
def test_bad_input_ends_with_1_and_says_what_to_do(capsys, arguments, parts):
    code, out, err = run(capsys, *arguments)
    assert code == 1
    for part in parts:
        assert part in out + err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["table"],
        ["table", "nothing"],
        ["table", "areas", "--edition", "2015"],
        ["table", "areas", "--format", "xml"],
        ["table", "crime", "--by", "street"],
        ["table", "signals", "--type", "piracy"],
        ["table", "crime", "--from", "2025"],
        ["table", "crime", "--to", "2025-13"],
        ["build"],
        ["check", "--unknown"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "usage: python -m charnwood" in err


def commands():
    """Every command of the parser."""
    return sorted(next(iter(parser()._subparsers._group_actions)).choices)


def test_the_commands_of_the_contract_exist():
    assert {"build", "check", "table"} <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help(capsys, command):
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert "--data DIR" in out
    assert len(out.split("\n\n")[1].strip()) > 20  # says what it does
    assert command in run(capsys, "--help")[1]


def test_the_data_folder_may_come_from_the_environment(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path))
    code, _, err = run(capsys, "table", "areas")
    assert code == 1
    assert str(tmp_path) in err
    monkeypatch.setenv("CHARNWOOD_DATA", str(ROOT / "data"))
    assert run(capsys, "table", "areas")[0] == 0


@pytest.mark.slow
def test_the_real_command_in_its_own_process():
    command = [sys.executable, "-m", "charnwood", "table", "neighbourhoods", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    names = [row["neighbourhood"] for row in json.loads(done.stdout)]
    assert names == ["Loughborough East", "Loughborough West", "South Charnwood"]


def test_a_real_command_that_fails_ends_with_one_and_says_why(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["charnwood", "table", "crime", "--area", "Atlantis"])
    monkeypatch.delitem(sys.modules, "charnwood.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("charnwood", run_name="__main__")
    wrong = capsys.readouterr()
    assert ended.value.code == 1
    assert wrong.out == ""
    assert "Atlantis" in wrong.err
    assert "Traceback" not in wrong.err
