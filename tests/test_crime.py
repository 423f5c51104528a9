"""police.uk: months refused, incidents placed, coverage, totals, intervals, and a recount by hand."""

import math
import zipfile
from collections import Counter

import geopandas as gpd
import pandas as pd
import polars
import pytest
from conftest import (
    CHARNWOOD,
    POLICE,
    STREET_HEADER,
    archive_months,
    message,
    street_csv,
    street_row,
    street_zip,
)
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest
from shapely.geometry import Point, box

from charnwood import figures
from charnwood.official import incidents, police
from charnwood.official.incidents import TYPES
from charnwood.official.locator import Locator, locate

ASB = "Anti-social behaviour"
BLABY = "E07000129"
# A small country: one unchanged area, one split in two, two merged into one; another district.
EDGES11 = {"E01025699": (0, 10), "E01025679": (10, 20), "E01013647": (30, 35), "E01032875": (35, 40), "E01025629": (50, 60)}  # fmt: skip
EDGES21 = {"E01025699": (0, 10), "E01034006": (10, 15), "E01034007": (15, 20), "E01034020": (30, 40), "E01025629": (50, 60)}  # fmt: skip
PAIRS = [
    ("E01025699", "E01025699", CHARNWOOD),
    ("E01025679", "E01034006", CHARNWOOD),
    ("E01025679", "E01034007", CHARNWOOD),
    ("E01013647", "E01034020", CHARNWOOD),
    ("E01032875", "E01034020", CHARNWOOD),
    ("E01025629", "E01025629", BLABY),
]


def shapes(column, edges):
    boxes = [
        box(453_000 + west * 100, 319_000, 453_000 + east * 100, 320_000) for west, east in edges.values()
    ]
    return gpd.GeoDataFrame({column: list(edges)}, geometry=boxes, crs="EPSG:27700")


LOCATOR = Locator(
    pd.DataFrame(PAIRS, columns=["lsoa11cd", "lsoa21cd", "ladcd"]),
    shapes("lsoa11cd", {code: edges for code, edges in EDGES11.items() if edges[1] <= 40}),
    shapes("lsoa21cd", {code: edges for code, edges in EDGES21.items() if edges[1] <= 40}),
)
NOWHERE = ("", "")


def at(east, north=0.5):
    """Longitude and latitude, as police.uk writes them, of a place in the small country."""
    point = gpd.GeoSeries([Point(453_000 + east * 100, 319_000 + north * 1_000)], crs="EPSG:27700")
    place = point.to_crs("EPSG:4326").iloc[0]
    return f"{place.x:.6f}", f"{place.y:.6f}"


def read(*rows, month="2025-11", **form):
    return police.read_month(street_csv(*rows, **form), "street.csv", month)


def refused(raw, month="2025-11"):
    text = message(police.read_month, raw, "street.csv", month)
    assert text.startswith("street.csv: ")
    assert "Download the archive again" in text or "quotes" in text
    return text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [False, True])
def test_a_month_reads_in_every_form(end, mark):
    frame = read(street_row(), street_row(code="", point=NOWHERE), end=end, mark=mark)
    assert frame["lsoa_code"].tolist()[0] == "E01025699"
    assert frame.loc[1, ["lsoa_code", "longitude", "latitude"]].isna().all()
    assert frame["crime_type"].tolist() == ["Burglary", "Burglary"]


def archive(tmp_path, months):
    path = street_zip(tmp_path / "police.zip", {m: street_csv(*rows) for m, rows in months.items()})
    return police.read_archive(path, "leicestershire", LOCATOR)


def test_identical_asb_rows_are_separate_incidents(tmp_path):
    frame = read(*[street_row(kind=ASB)] * 3)
    assert len(frame) == 3
    counts = archive(tmp_path, {"2025-11": [street_row(kind=ASB)] * 3})
    assert counts.lsoa["incidents"].tolist() == [3]
    assert counts.street["incidents"].tolist() == [3]


def test_an_outcome_not_given_is_a_group_of_its_own(tmp_path):
    asked = "Investigation complete; no suspect identified"
    rows = [street_row(outcome=asked), street_row(outcome=asked), street_row(), street_row(kind=ASB)]
    assert read(*rows)["outcome"].tolist() == [asked, asked, "", ""]
    counts = archive(tmp_path, {"2025-11": rows})
    held = counts.lsoa.set_index(["crime_type", "outcome"])["incidents"].to_dict()
    assert held == {(ASB, ""): 1, ("Burglary", ""): 1, ("Burglary", asked): 2}
    assert counts.street["incidents"].sum() == 4


def test_codes_of_other_countries_and_no_code_at_all_are_accepted():
    codes = ["E01025699", "E01034006", "W01000001", "S01006506", "95GG01S1", ""]
    codes = [code if code != "95GG01S1" else "95GG01S10" for code in codes]
    assert len(read(*[street_row(code=code) for code in codes])) == len(codes)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (street_row(month="2025-10"), "column 'Month': expected 2025-11, found '2025-10'"),
        (street_row(month=""), "column 'Month': expected 2025-11, found None"),
        (street_row(kind="Piracy"), "column 'Crime type': expected a type that this dashboard knows, found 'Piracy'"),
        (street_row(kind=""), "column 'Crime type'"),
        (street_row(point=("-1.2", "")), "column 'Longitude': expected both coordinates or neither"),
        (street_row(point=("", "52.7")), "column 'Longitude': expected both coordinates or neither"),
        (street_row(point=("-71.2", "52.7")), "column 'Longitude': expected -9.0 to 2.5, found -71.2"),
        (street_row(point=("52.7", "-1.2")), "column 'Latitude': expected 49.0 to 61.5, found -1.2"),
        (street_row(point=("west", "52.7")), "column 'Longitude': expected a number, found 'west'"),
        (street_row(code="E0102569"), "column 'LSOA code': expected an LSOA code or nothing, found 'E0102569'"),
        (street_row(code="E02005346"), "column 'LSOA code'"),
        (street_row() + ",", "expected 12 cells, found 13"),
        ("ab12,2025-11", "expected 12 cells, found 2"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_named_at_its_real_line(row, part):
    good = street_row()
    assert f"line 3{', ' if part[0] == 'c' else ': '}{part}" in refused(street_csv(good, row, good))
    moved = refused(street_csv(good, "", "", row, good, end="\r\n", mark=True))
    assert f"line 5{', ' if part[0] == 'c' else ': '}{part}" in moved


def test_all_faults_of_a_month_come_at_once():
    rows = [street_row(kind="Piracy"), "ab12,2025-11", street_row(month="2020-01"), street_row(code="E1")]
    text = refused(street_csv(*rows))
    for part in (
        "4 faults",
        "line 2, column 'Crime type'",
        "line 3: expected 12",
        "line 4, column 'Month'",
        "line 5",
    ):
        assert part in text


def test_text_that_is_not_utf_8_is_named_by_line():
    raw = street_csv(street_row(), street_row(location="On or near Café"), mark=True)
    assert "line 3: expected UTF-8 text, found 0xe9" in refused(raw.replace("é".encode(), b"\xe9"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"<!DOCTYPE html>\n<html></html>\n",
        STREET_HEADER.replace("LSOA code", "LSOA").encode() + b"\n",
        STREET_HEADER.removesuffix(",Context").encode() + b"\n",
        street_row().encode() + b"\n",
    ],
)
def test_another_header_is_refused(raw):
    assert "line 1: expected Crime ID, Month, Reported by" in refused(raw)


def placed(*rows):
    frame = locate(read(*rows), LOCATOR)
    return frame[["lsoa11cd", "lsoa21cd", "ladcd"]].astype(object).where(lambda f: f.notna(), None)


@pytest.mark.parametrize(
    ("code", "point", "expected"),
    [
        ("E01025699", at(5), ("E01025699", "E01025699", CHARNWOOD)),
        ("E01025699", NOWHERE, ("E01025699", "E01025699", CHARNWOOD)),
        ("E01034006", at(12), ("E01025679", "E01034006", CHARNWOOD)),  # a 2021 code has one parent
        ("E01034006", NOWHERE, ("E01025679", "E01034006", CHARNWOOD)),
        ("E01025679", at(12), ("E01025679", "E01034006", CHARNWOOD)),  # a 2011 code, split: by point
        ("E01025679", at(18), ("E01025679", "E01034007", CHARNWOOD)),
        ("E01025679", at(12, -0.01), ("E01025679", "E01034006", CHARNWOOD)),  # just beyond the edge
        ("E01025679", NOWHERE, (None, None, None)),  # which part cannot be told
        ("E01013647", at(31), ("E01013647", "E01034020", CHARNWOOD)),
        ("E01034020", at(33), ("E01013647", "E01034020", CHARNWOOD)),  # merged: by point
        ("E01034020", at(38), ("E01032875", "E01034020", CHARNWOOD)),
        ("E01034020", NOWHERE, (None, None, None)),
        ("", at(5), ("E01025699", "E01025699", CHARNWOOD)),  # a point without a code
        ("", at(17), ("E01025679", "E01034007", CHARNWOOD)),
        ("", at(40.04), ("E01032875", "E01034020", CHARNWOOD)),  # 4 m beyond the generalised edge
        ("", at(40.06), (None, None, None)),
        ("", at(500), (None, None, None)),
        ("", NOWHERE, (None, None, None)),
        ("E01025629", at(5), (None, None, BLABY)),  # of another district only the code counts
        ("E01025629", NOWHERE, (None, None, BLABY)),
        ("E01000150", at(5), (None, None, None)),  # another force's code is believed, not its point
    ],
)
def test_each_incident_gets_both_codes(code, point, expected):
    assert tuple(placed(street_row(code=code, point=point)).iloc[0]) == expected


def test_mixed_vintages_in_one_month_are_placed_row_by_row():
    rows = [street_row(code=c, point=at(12)) for c in ("E01025679", "E01034006", "E01025699", "")]
    assert placed(*rows)["lsoa21cd"].tolist() == ["E01034006", "E01034006", "E01025699", "E01034006"]


def coverage_of(**rows):
    return incidents.coverage_table([(m.replace("_", "-")[1:], n, n, 0, 0) for m, n in rows.items()])


def test_partial_months_are_marked_and_left_out_of_annual_figures():
    table = coverage_of(m2024_11=100, m2024_12=60, m2025_02=100, m2025_03=110)
    assert table["status"].tolist() == ["held", "partial", "missing", "held", "held"]
    assert incidents.held_months(table) == ["2024-11", "2024-12", "2025-02", "2025-03"]
    assert incidents.last_covered(table) == ["2024-11", "2025-02", "2025-03"]
    assert incidents.last_covered(table, 2) == ["2025-02", "2025-03"]


def test_a_month_not_held_is_missing_and_a_covered_month_without_rows_is_zero():
    table = coverage_of(m2024_11=9, m2025_01=9)
    rows = pd.DataFrame({"month": ["2024-11"] * 2, "crime_type": [ASB, "Drugs"], "incidents": [2, 3]})
    months = figures.crime.monthly(rows, table)
    assert months.index.tolist() == ["2024-11", "2024-12", "2025-01"]
    assert months.loc["2024-11"].tolist() == [5, 3, 2]
    assert months.loc["2024-12"].isna().all()
    assert months.loc["2025-01"].tolist() == [0, 0, 0]
    assert figures.crime.monthly(rows.iloc[:0], table).loc["2024-11"].tolist() == [0, 0, 0]


COUNTS = st.lists(
    st.tuples(
        st.sampled_from(["2025-01", "2025-02"]), st.sampled_from(sorted(incidents.TYPES)), st.integers(0, 500)
    ),
    min_size=1,
    max_size=20,
)


@given(COUNTS)
def test_crimes_and_asb_add_up_to_incidents_and_parts_to_the_whole(rows):
    frame = pd.DataFrame(rows, columns=["month", "crime_type", "incidents"])
    by_month = figures.crime.totals(frame, ["month"])
    assert (by_month["crimes"] + by_month["asb"] == by_month["incidents"]).all()
    by_type = figures.crime.totals(frame, ["crime_type"])
    assert by_month.sum().tolist() == by_type.sum().tolist()
    assert by_month["incidents"].sum() == sum(count for *_, count in rows)
    assert by_month["asb"].sum() == sum(count for _, kind, count in rows if kind == ASB)


@given(st.integers(0, 20_000), st.floats(0.5, 0.999))
def test_a_poisson_interval_contains_its_count(count, level):
    low, high = figures.intervals.poisson_interval(count, level)
    assert 0 <= low <= count <= high


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39)])
def test_a_poisson_interval_is_the_tabulated_one(count, low, high):
    assert figures.intervals.poisson_interval(count) == pytest.approx((low, high), rel=1e-3, abs=1e-9)


BASE = st.integers(100, 200_000)


@given(st.integers(0, 5_000), BASE, st.integers(0, 5_000), BASE)
def test_a_ratio_interval_swapped_is_its_reciprocal(count, base, other, other_base):
    assume(count + other)
    low, high = figures.intervals.ratio_interval(count, base, other, other_base)
    swapped_low, swapped_high = figures.intervals.ratio_interval(other, other_base, count, base)
    assert low == pytest.approx(1 / swapped_high if swapped_high else math.inf, rel=1e-6, abs=1e-12)
    assert swapped_low == pytest.approx(1 / high if high else math.inf, rel=1e-6, abs=1e-12)
    if count and other:
        assert low <= count / base / (other / other_base) <= high


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_a_ratio_interval_is_that_of_the_exact_binomial(count, other):
    assume(count + other)
    share = binomtest(count, count + other).proportion_ci(0.95, method="exact")
    low, high = figures.intervals.ratio_interval(count, 1, other, 1)
    assert low / (1 + low) == pytest.approx(share.low, abs=1e-9)
    assert (1 if high == math.inf else high / (1 + high)) == pytest.approx(share.high, abs=1e-9)
    wider = figures.intervals.ratio_interval(count, 1, other, 1, dispersion=3)
    assert wider[0] <= low <= high <= wider[1]


def test_nothing_is_known_of_a_ratio_without_incidents():
    assert figures.intervals.ratio_interval(0, 100, 0, 100) == (0.0, math.inf)


def test_rates_are_per_1000_residents():
    assert figures.crime.rate(30, 1_500) == 20


def test_months_held_and_their_status(data):
    expected = archive_months()
    assert incidents.held_months(data.coverage) == expected
    every = incidents.month_range(expected[0], expected[-1])
    assert data.coverage["month"].tolist() == every
    missing = data.coverage[data.coverage["status"] == "missing"]
    assert missing["month"].tolist() == [month for month in every if month not in expected]
    assert missing[["rows", "located", "unlocated", "outside"]].isna().all(axis=None)
    recent = incidents.last_covered(data.coverage)
    assert len(recent) == 12
    assert not set(recent) & set(missing["month"])


@pytest.mark.slow
def test_each_month_recounted_by_hand(data, incidents, district_of):
    rows, own, outside, unlocated = Counter(), Counter(), Counter(), Counter()
    for month, code, _, point in incidents:
        rows[month] += 1
        part = unlocated if not code and not point else own if district_of.get(code) == CHARNWOOD else outside
        part[month] += 1
    held = data.coverage[data.coverage["status"] != "missing"].set_index("month")
    for column, counted in zip(
        ["rows", "located", "unlocated", "outside"], [rows, own, unlocated, outside], strict=True
    ):
        assert held[column].to_dict() == {month: counted[month] for month in rows}
    assert (held["located"] + held["unlocated"] + held["outside"] == held["rows"]).all()
    assert data.counts.groupby("month")["incidents"].sum().to_dict() == dict(own)
    assert sum(own.values()) == held["located"].sum()
    assert sorted(own) == archive_months()


def test_types_recounted_by_hand(data, incidents, district_of):
    own = Counter(kind for _, code, kind, _ in incidents if district_of.get(code) == CHARNWOOD)
    assert data.counts.groupby("crime_type")["incidents"].sum().to_dict() == dict(own)
    assert own[ASB] > 0
    assert set(own) == set(TYPES)


def test_outcomes_recounted_by_another_library(data, raw, district_of):
    with zipfile.ZipFile(raw / POLICE) as members:
        months = [
            polars.read_csv(members.read(name), infer_schema=False).select(
                "Month", "LSOA code", "Crime type", polars.col("Last outcome category").fill_null("")
            )
            for name in members.namelist()
        ]
    own = [code for code, district in district_of.items() if district == CHARNWOOD]
    rows = polars.concat(months).filter(polars.col("LSOA code").is_in(own))
    keys = ["month", "crime_type", "outcome"]
    counted = rows.group_by("Month", "Crime type", "Last outcome category").len().rows()
    held = data.counts.groupby(keys)["incidents"].sum()
    assert held.to_dict() == {tuple(key): count for *key, count in counted}
    assert (data.counts.loc[data.counts["crime_type"] == ASB, "outcome"] == "").all()
    assert data.counts["outcome"].notna().all()


def test_districts_recounted_by_hand(data, incidents, district_of):
    counted = Counter()
    for month, code, kind, _ in incidents:
        if code in district_of:
            counted[district_of[code], month, kind] += 1
    held = data.district_counts.set_index(["ladcd", "month", "crime_type"])["incidents"]
    assert held.index.is_unique
    assert held.to_dict() == dict(counted)


def test_unsplit_areas_recounted_by_hand(data, incidents, district_of):
    """An LSOA that exists in both vintages holds exactly the rows that bear its code."""
    both = set(data.lsoa[2011].index) & set(data.lsoa[2021].index)
    assert len(both) == 96
    counted = Counter(code for _, code, _, _ in incidents if code in both)
    for column in ("lsoa11cd", "lsoa21cd"):
        held = data.counts.groupby(column)["incidents"].sum()
        assert {code: held.get(code, 0) for code in both} == {code: counted[code] for code in both}


def test_both_vintages_and_the_street_points_sum_to_the_same(data):
    street = data.table("crime/street.parquet")
    keys = ["month", "crime_type"]
    assert data.counts["incidents"].sum() == street["incidents"].sum() == data.coverage["located"].sum()
    for column in ("lsoa11cd", "lsoa21cd"):
        assert data.counts[column].notna().all()
        mine, points = (t.groupby([column, *keys])["incidents"].sum() for t in (data.counts, street))
        pd.testing.assert_series_equal(mine, points, check_dtype=False)
    parents = data.names.set_index("lsoa21cd")["lsoa11cd"]
    assert (data.counts["lsoa21cd"].map(parents) == data.counts["lsoa11cd"]).all()
