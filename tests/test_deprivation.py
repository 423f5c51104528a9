"""The Indices: files refused, the published transformation, and figures checked by hand."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import CHARNWOOD, FILE7, csv_text, message, save
from hypothesis import given
from hypothesis import strategies as st

from charnwood.drawing import exhibits
from charnwood.figures.deprivation import AVERAGE, MIDDLE, domain_profile
from charnwood.official import iod2015
from charnwood.official.deprivation import (
    DOMAINS,
    EDITION_2015,
    MAPPED,
    average_transformed,
    cut,
    decile_of,
    middle_score,
    official_columns,
    read_file7,
    transformed_score,
)

AREAS = 20  # LSOAs of the small England that these files describe
SMALL = {year: replace(edition, areas=AREAS) for year, edition in MAPPED.items()}
STEMS = {
    "Income": 0.225,
    "Employment": 0.225,
    "Education, Skills and Training": 0.135,
    "Health Deprivation and Disability": 0.135,
    "Crime": 0.093,
    "Barriers to Housing and Services": 0.093,
    "Living Environment": 0.093,
}
RANK = "{} Rank (where 1 is most deprived)"
DECILE = "{} Decile (where 1 is most deprived 10% of LSOAs)"
IMD_SCORE = "Index of Multiple Deprivation (IMD) Score"


def by_hand(rank, areas):
    """The published formula, written out: E(R) = -23 ln(1 - R (1 - exp(-100/23)))."""
    return -23 * math.log(1 - (areas + 1 - rank) / areas * (1 - math.exp(-100 / 23)))


def file7(path, year, change=None, drop=(), extra=(), keep=AREAS, encoding="utf-8"):
    """A small File 7 under the official header, consistent with itself until `change` is made."""
    header = list(official_columns(SMALL[year]))
    rows = []
    for n in range(keep):
        row = {}
        for place, name in enumerate(header):
            rank = (n + place) % AREAS + 1
            row[name] = "0.5" if name.endswith("(rate)") else ""
            if "Rank (" in name:
                row[name] = rank
                row[name.replace("Rank (where 1 is", "Decile (where 1 is").replace(")", " 10% of LSOAs)")] = (
                    ""
                )
            if "mid 20" in name or "Working age population" in name:
                row[name] = f"{1_400 + n:,}"
        for name in header:
            if "Rank (" in name:
                stem = name.removesuffix(" Rank (where 1 is most deprived)")
                row[DECILE.format(stem)] = math.ceil(row[name] * 10 / AREAS)
        row[header[0]], row[header[1]] = f"E010{n:05}", f"Charnwood {n:03}A"
        row[header[2]], row[header[3]] = CHARNWOOD, "Charnwood"
        row[IMD_SCORE] = f"{sum(w * by_hand(row[RANK.format(s)], AREAS) for s, w in STEMS.items()):.3f}"
        rows.append(row)
    for line, name, value in change or ():
        rows[line - 2][name] = value
    names = [name for name in header if name not in drop] + list(extra)
    text = csv_text(names, [[row.get(name, 1) for name in names] for row in rows], "\r\n")
    return save(path / "File_7.csv", text.encode(encoding))


@pytest.mark.parametrize("year", MAPPED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_small_file_reads_with_blank_scores_and_quoted_thousands(tmp_path, year, encoding):
    frame = read_file7(file7(tmp_path, year, encoding=encoding), SMALL[year])
    assert len(frame) == AREAS
    assert frame["health_score"].isna().all()
    assert frame["income_score"].eq(0.5).all()
    if year == 2019:
        assert frame["population"].tolist() == list(range(1_400, 1_420))


@pytest.mark.slow
@pytest.mark.parametrize("year", MAPPED)
@pytest.mark.parametrize(
    ("named", "parts"),
    [
        ({"drop": [RANK.format("Crime")]}, ["line 1: expected a column 'Crime Rank"]),
        ({"drop": [DECILE.format("Income")]}, ["line 1: expected a column 'Income Decile"]),
        ({"extra": ["Crime Score"]}, ["line 1: expected one column 'Crime Score', found 2 of them"]),
        ({"change": [(3, RANK.format("Crime"), "")]}, ["line 3, column 'Crime Rank", "expected a value"]),
        ({"change": [(3, IMD_SCORE, "")]}, ["line 3, column 'Index of Multiple", "expected a value"]),
        ({"change": [(5, "Income Score (rate)", "12.5")]}, ["line 5", "expected 1 or less, found '12.5'"]),
        ({"change": [(4, RANK.format("Crime"), 0)]}, ["line 4", "expected 1 or more, found '0'"]),
        ({"change": [(4, RANK.format("Crime"), 21)]}, ["line 4", "expected 20 or less, found '21'"]),
        ({"change": [(4, DECILE.format("Crime"), 11)]}, ["line 4", "expected 10 or less, found '11'"]),
        ({"change": [(6, RANK.format("Crime"), "n/a")]}, ["line 6", "expected a number, found 'n/a'"]),
        ({"change": [(7, DECILE.format("Crime"), "5.5")]}, ["line 7", "expected a whole number"]),
        ({"change": [(2, IMD_SCORE, "99")]}, ["line 2, IMD score", "the sum of the weighted domains"]),
        ({"keep": 19}, ["rows: expected 20 LSOAs, found 19"]),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_by_line_and_column(tmp_path, year, named, parts):
    path = file7(tmp_path, year, **named)
    text = message(read_file7, path, SMALL[year])
    assert text.startswith(f"{path}: ")
    for part in parts:
        assert part in text


@pytest.mark.parametrize("year", MAPPED)
def test_a_column_that_is_not_needed_is_passed_over_and_named(tmp_path, year, caplog):
    plain = read_file7(file7(tmp_path, year), SMALL[year])
    pd.testing.assert_frame_equal(read_file7(file7(tmp_path, year, extra=["Crime rate"]), SMALL[year]), plain)
    assert "File_7.csv: passed over, as not needed: 'Crime rate'" in caplog.text


def test_a_decile_that_does_not_follow_from_its_rank_is_refused(tmp_path):
    path = file7(tmp_path, 2019, [(4, DECILE.format("Crime"), 1), (9, DECILE.format("Income"), 1)])
    text = message(read_file7, path, SMALL[2019])
    assert "line 4, decile of Crime: expected" in text
    assert "line 9, decile of Income: expected" in text


def test_later_checks_name_the_real_line_too(tmp_path):
    path = file7(tmp_path, 2025, [(4, IMD_SCORE, "99")])
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([*lines[:2], b"", *lines[2:]]))
    assert "line 5, IMD score" in message(read_file7, path, SMALL[2025])


def test_codes_twice_or_of_another_form_are_refused(tmp_path):
    code = "LSOA code (2021)"
    text = message(read_file7, file7(tmp_path, 2025, [(3, code, "E01000000"), (4, code, "W01")]), SMALL[2025])
    assert "2 faults" in text
    assert "line 3, column 'LSOA code (2021)': expected each value once, found 'E01000000'" in text
    assert "line 4, column 'LSOA code (2021)': expected the form E01\\d{6}, found 'W01'" in text


def test_the_file_of_another_edition_is_refused(raw):
    text = message(read_file7, raw / FILE7[2025], MAPPED[2019])
    assert "expected a column 'LSOA code (2011)'" in text
    assert "Check that this is the edition" in text


def test_the_2015_file_must_hold_all_england(tmp_path):
    header = (
        "lsoa11_code,lsoa11_name,lad13_code,lad13_name,IMD,IMD_rank,IMD_decile,Income,Employment,"
        "Education_Skills_Training,Crime,Barriers_to_Housing_and_Services,Living_Environment"
    )
    row = "E01000001,City of London 001A,E09000001,City of London,6.063,29111.0,9.0,0.011,0.015,0.021,-1.649,27.134,34.502"
    path = save(tmp_path / "iod2015.csv", f"{header}\n{row}\n")
    assert "rows: expected 32,844 LSOAs, found 1" in message(iod2015.read_2015, path)
    save(path, f"{header}\n{row.replace('29111.0', '')}\n")
    assert "line 2, column 'IMD_rank': expected a value" in message(iod2015.read_2015, path)
    assert EDITION_2015.areas == 32_844


RANKS = st.integers(1, 33_755)


@given(RANKS, RANKS)
def test_the_transformation_falls_with_rank_between_100_and_0(one, other):
    first, second = (float(transformed_score(rank, 33_755)) for rank in (one, other))
    assert 0 <= first <= 100 + 1e-9
    assert (first > second) == (one < other)
    assert first == pytest.approx(by_hand(one, 33_755), abs=1e-9)


@pytest.mark.parametrize("edition", MAPPED.values(), ids=str)
def test_rank_1_is_most_deprived(edition):
    assert float(transformed_score(1, edition.areas)) == pytest.approx(100)
    assert float(transformed_score(edition.areas, edition.areas)) == pytest.approx(0, abs=0.01)
    assert decile_of(np.array([1, edition.areas]), edition.areas).tolist() == [1, 10]
    assert middle_score(edition.areas) == pytest.approx(by_hand((edition.areas + 1) / 2, edition.areas))


def test_weights_are_the_published_ones():
    assert {d.official: d.weight for d in DOMAINS} == STEMS
    assert sum(STEMS.values()) == pytest.approx(0.999)  # as published, each rounded


def test_the_formula_reproduces_every_imd_score_of_england(official):
    rows = official(FILE7[2019])
    assert len(rows) == 32_844
    worst = max(
        abs(
            sum(weight * by_hand(int(row[RANK.format(stem)]), 32_844) for stem, weight in STEMS.items())
            - float(row[IMD_SCORE])
        )
        for row in rows
    )
    assert worst < 0.0014


@pytest.mark.parametrize(("year", "count"), [(2019, 99), (2025, 102)])
def test_contributions_sum_to_the_published_score_of_each_lsoa(data, official, year, count):
    rows = {r[f"LSOA code ({MAPPED[year].vintage})"]: r for r in official(FILE7[year])}
    own = data.own(year)
    assert len(own) == count
    for code, row in own.iterrows():
        published = rows[code]
        assert row["imd_score"] == float(published[IMD_SCORE])
        assert row["imd_rank"] == int(published[RANK.format("Index of Multiple Deprivation (IMD)")])
        parts = [row[f"{d.key}_contribution"] for d in DOMAINS]
        assert sum(parts) == pytest.approx(float(published[IMD_SCORE]), abs=0.002)
        for d in DOMAINS:
            assert row[f"{d.key}_rank"] == int(published[RANK.format(d.official)])
            assert row[f"{d.key}_decile"] == int(published[DECILE.format(d.official)])


def test_figures_known_by_hand(data):
    own = data.own(2019)
    assert own.loc["E01025699", "imd_rank"] == 699
    counts = Counter(int(decile) for decile in own["imd_decile"])
    assert [counts[decile] for decile in range(1, 11)] == [2, 2, 7, 4, 6, 11, 16, 16, 16, 19]


def test_a_score_not_published_here_stays_empty(data):
    own = data.own(2019)
    assert own["health_score"].isna().all()
    assert own["income_score"].notna().all()
    assert data.own(2025)["health_score"].notna().all()


def test_cut_keeps_the_asked_rows_in_order_of_code(data):
    frame = data.own(2019).reset_index()
    codes = ["E01025701", "E01025699"]
    assert cut(frame, MAPPED[2019], codes)["lsoa11cd"].tolist() == sorted(codes)


def test_the_indices_of_2015_are_read_as_gov_uk_has_them(tmp_path, monkeypatch):
    monkeypatch.setattr(iod2015, "EDITION_2015", replace(EDITION_2015, areas=2))
    head = [*iod2015.OFFICIAL.values(), "Health Deprivation and Disability Score"]
    rows = [
        [
            f"E0102569{n}",
            "Charnwood 002A",
            "E07000130",
            "Charnwood",
            30.5,
            n,
            1,
            0.2,
            0.1,
            20,
            0.3,
            18,
            25,
            0.1,
        ]
        for n in (1, 2)
    ]
    path = save(
        tmp_path / "file7.csv",
        csv_text([name.replace("Score (rate)", "Score  (rate)") for name in head], rows),
    )
    held = iod2015.read_2015(path)
    assert held["imd_rank"].tolist() == [1, 2]
    assert held["barriers_score"].tolist() == [18, 18]
    assert "health_score" not in held


def test_an_average_stands_beside_englands_average_and_one_lsoa_beside_englands_middle(data):
    """No mark makes a group look more deprived than England where its average is not."""
    one, group = data.areas["E01025699"], data.areas["loughborough-east"]
    for year, edition in MAPPED.items():
        for areas, name, score in (
            ([one], MIDDLE, middle_score(edition.areas)),
            ([group], AVERAGE, average_transformed(edition.areas)),
            ([one, group], AVERAGE, average_transformed(edition.areas)),
        ):
            assert domain_profile(data, areas, year).iloc[:, -1].tolist() == [score] * len(DOMAINS)
            assert domain_profile(data, areas, year).columns[-1] == name
            shown = exhibits.deprivation.domains(data, areas, year)
            assert name in shown.source
            assert {MIDDLE, AVERAGE} & set(shown.table) == {name}
