"""The editable list of Priority Neighbourhoods, and the summaries of groups of LSOAs."""

import csv

import pandas as pd
import pytest
from conftest import FILE7, LOOKUP, POPULATION21, message, save
from hypothesis import given
from hypothesis import strategies as st

from charnwood import ROOT, tables
from charnwood.english import slug
from charnwood.figures.deprivation import profile, summary, weighted
from charnwood.official.areas import PRIORITY, make_areas, read_priority

LOOKED_UP = pd.DataFrame(
    {
        "lsoa11cd": ["E01025699", "E01025700", "E01025679", "E01025679"],
        "lsoa11nm": ["Charnwood 002A", "Charnwood 002B", "Charnwood 019A", "Charnwood 019A"],
    }
)
HEAD = "neighbourhood,lsoa11cd,lsoa11nm,evidence"
EAST = "Loughborough East,E01025699,Charnwood 002A,"
SOUTH = "South Charnwood,E01025700,Charnwood 002B,"
OWN = ROOT / "data" / "priority_neighbourhoods.csv"


def text_of(tmp_path, content):
    path = save(tmp_path / "priority_neighbourhoods.csv", content)
    text = message(read_priority, path, LOOKED_UP, "Charnwood")
    assert text.startswith(f"{path}: ")
    return text


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}\n{EAST}\n{SOUTH}\n",
        f"\ufeff{HEAD}\r\n{EAST}\r\n{SOUTH}\r\n",
        f"\n{HEAD}\n\n{EAST}\n,,,\n{SOUTH}",
        "lsoa11cd,neighbourhood\nE01025699,Loughborough East\nE01025700, South Charnwood \n",
        f"{HEAD}\n{EAST}O’Neill’s – café\n{SOUTH}\n".encode("cp1252"),
    ],
    ids=["plain", "bom and crlf", "empty lines", "two columns", "cp1252"],
)
def test_accepted_forms(tmp_path, content):
    frame = read_priority(save(tmp_path / "p.csv", content), LOOKED_UP, "Charnwood")
    assert frame["lsoa11cd"].tolist() == ["E01025699", "E01025700"]
    assert frame["neighbourhood"].tolist() == ["Loughborough East", "South Charnwood"]


def test_a_cp1252_file_keeps_its_letters(tmp_path):
    path = save(tmp_path / "p.csv", f"{HEAD}\n{EAST}O’Neill’s – café\n".encode("cp1252"))
    assert read_priority(path, LOOKED_UP, "Charnwood")["evidence"].tolist() == ["O’Neill’s – café"]


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (f"{HEAD}\n{EAST}\nEast,E01099999,X,\n", ["line 3, lsoa11cd: expected the code of a 2011 LSOA in Charnwood, found 'E01099999'"]),
        (f"{HEAD}\n{EAST}\nEast,E01013600,Leicester 003A,\n", ["line 3, lsoa11cd", "found 'E01013600'"]),
        (f"{HEAD}\n{EAST}\nEast,E01034006,Charnwood 019E,\n", ["line 3, lsoa11cd", "found 'E01034006'"]),
        (f"{HEAD}\n{EAST}\n{SOUTH}\n{EAST}\n", ["line 4, lsoa11cd: expected E01025699 once, found it also on line 2"]),
        (f"{HEAD}\nEast,E01025699,Charnwood 002B,\n", ["line 2, lsoa11nm: expected Charnwood 002A, found 'Charnwood 002B'"]),
        (f"{HEAD}\n,E01025699,Charnwood 002A,\n", ["line 2, neighbourhood: expected a name, found nothing"]),
        (f"{HEAD}\nEast\n", ["line 2, lsoa11cd", "found ''"]),
        (f"{HEAD}\n", ["line 2: expected at least one row, found the end of the file"]),
        ("", ["line 1: expected a column 'neighbourhood', found nothing"]),
        ("\n,,\n", ["expected a column 'lsoa11cd'"]),
        (f"name,code\n{EAST}\n", ["line 1: expected a column 'neighbourhood', found name, code"]),
        (f"{HEAD.replace('lsoa11cd', 'lsoa21cd')}\n{EAST}\n", ["line 1: expected a column 'lsoa11cd'"]),
        (f"{HEAD}\n\n{EAST}\n\nEast,E01,X,\n", ["line 5, lsoa11cd"]),
        (f'{HEAD}\n{EAST}"two\nlines"\nEast,E01,X,\n', ["line 4, lsoa11cd"]),
        (f'{HEAD}\n{EAST}"open\n{SOUTH}\n', ["line 2: expected cells whose quotes close"]),
        (f"{HEAD}\nEast,E01,X,\n,E02,Y,\n{EAST}\n{EAST}\n", ["4 faults", "line 2", "line 3, lsoa", "line 3, neigh", "line 5"]),
    ],
)  # fmt: skip
def test_each_fault_names_its_line(tmp_path, content, parts):
    text = text_of(tmp_path, content)
    for part in parts:
        assert part in text
    assert text.splitlines()[-1].strip().startswith("Correct")


def test_bytes_of_no_encoding_are_no_traceback(tmp_path):
    assert "line 3: expected UTF-8 text, found 0x81" in text_of(
        tmp_path, f"{HEAD}\n{EAST}\n".encode() + b"East,\x81,,\n"
    )


def test_a_list_that_is_not_there(tmp_path):
    assert "expected the list of Priority Neighbourhoods" in message(
        read_priority, tmp_path / "none.csv", LOOKED_UP, "Charnwood"
    )


def test_the_list_shipped_is_held_as_written(data):
    with OWN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [area.name for area in data.neighbourhoods] == [
        "Loughborough East",
        "Loughborough West",
        "South Charnwood",
    ]
    for area in data.neighbourhoods:
        assert set(area.lsoa11) == {r["lsoa11cd"] for r in rows if r["neighbourhood"] == area.name}


IMD = "Index of Multiple Deprivation (IMD) "
COLUMNS = {"score": f"{IMD}Score", "decile": f"{IMD}Decile (where 1 is most deprived 10% of LSOAs)"}


@pytest.mark.parametrize("year", [2019, 2025])
def test_summaries_recomputed_by_hand(data, official, year):
    with OWN.open(encoding="utf-8", newline="") as file:
        chosen = list(csv.DictReader(file))
    lookup, vintage = official(LOOKUP), {2019: 2011, 2025: 2021}[year]
    imd = {row[f"LSOA code ({vintage})"]: row for row in official(FILE7[year])}
    mid2022 = {row["LSOA 2021 Code"]: int(row["Mid-2022: Population"]) for row in official(POPULATION21)}
    found = tables.neighbourhood_summaries(data, year).set_index("neighbourhood")
    assert list(found) == ["lsoas", "population", "imd_score", "share_10", "share_20", "share_30", "parts"]
    for name in dict.fromkeys(row["neighbourhood"] for row in chosen):
        codes = {row["lsoa11cd"] for row in chosen if row["neighbourhood"] == name}
        if year == 2025:
            codes = {row["LSOA21CD"] for row in lookup if row["LSOA11CD"] in codes}
        total = score = 0
        within = {1: 0, 2: 0, 3: 0}
        for code in codes:
            people = (
                int(imd[code]["Total population: mid 2015 (excluding prisoners)"].replace(",", ""))
                if year == 2019
                else mid2022[code]
            )
            total += people
            score += people * float(imd[code][COLUMNS["score"]])
            for worst in within:
                within[worst] += people * (int(imd[code][COLUMNS["decile"]]) <= worst)
        row = found.loc[name]
        assert (row["lsoas"], row["population"]) == (len(codes), total)
        assert row["imd_score"] == pytest.approx(score / total, abs=0.0006)
        for worst, people in within.items():
            assert row[f"share_{worst * 10}"] == pytest.approx(100 * people / total, abs=0.0006)


ROWS = st.lists(
    st.tuples(st.integers(1, 5_000), st.floats(0, 100), st.integers(1, 10)), min_size=1, max_size=15
)


def group(rows):
    return pd.DataFrame(rows, columns=["population", "imd_score", "imd_decile"]).assign(inside=1.0)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.integers(1, 5_000))
def test_equal_populations_weigh_as_the_mean(scores, people):
    frame = pd.DataFrame({"imd_score": scores, "population": people})
    assert weighted(frame, ["imd_score"])["imd_score"] == pytest.approx(sum(scores) / len(scores))


@given(ROWS, st.randoms())
def test_the_order_of_codes_does_not_matter(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert summary(group(mixed)) == pytest.approx(summary(group(rows)))


@given(ROWS, st.integers(0, 15))
def test_parts_of_a_partition_sum_to_the_whole(rows, cut):
    whole = summary(group(rows))
    parts = [summary(group(part)) for part in (rows[:cut], rows[cut:]) if part]
    assert sum(p["lsoas"] for p in parts) == whole["lsoas"]
    assert sum(p["population"] for p in parts) == whole["population"]
    for key in ("imd_score", "share_10", "share_20", "share_30"):
        total = sum(p[key] * p["population"] for p in parts) / whole["population"]
        assert total == pytest.approx(whole[key], abs=1e-6)


@given(ROWS)
def test_a_summary_lies_between_its_parts_and_never_averages_deciles(rows):
    facts = summary(group(rows))
    scores = [score for _, score, _ in rows]
    assert min(scores) - 1e-9 <= facts["imd_score"] <= max(scores) + 1e-9
    assert 0 <= facts["share_10"] <= facts["share_20"] <= facts["share_30"] <= 100 + 1e-9
    assert not {key for key in facts if "decile" in key or "rank" in key}


@pytest.mark.parametrize("year", [2019, 2025])
def test_contributions_of_a_group_sum_to_its_weighted_score(data, year):
    for area in data.neighbourhoods:
        rows = data.rows(area, year)
        assert profile(rows)["contribution"].sum() == pytest.approx(summary(rows)["imd_score"], abs=0.002)


def test_wards_and_lsoas_each_partition_the_borough(data):
    whole = data.areas["charnwood"]
    for vintage, count in ((2011, 99), (2021, 102)):
        assert len(whole.codes(vintage)) == count
        wards = [a for a in data.areas.values() if a.kind == "Ward"]
        assert {code for ward in wards for code in ward.codes(vintage)} == set(whole.codes(vintage))
        year = {2011: 2019, 2021: 2025}[vintage]
        inside = pd.concat([data.rows(ward, year)["inside"] for ward in wards]).groupby(level=0).sum()
        assert inside.to_dict() == pytest.approx(dict.fromkeys(whole.codes(vintage), 1))
    wards = [a for a in data.areas.values() if a.kind == "Ward"]
    assert sum(data.residents(ward) for ward in wards) == data.residents(whole)
    assert sum(data.incidents(ward)["incidents"].sum() for ward in wards) == data.coverage["located"].sum()


def test_no_lsoa_belongs_to_two_neighbourhoods(data):
    codes = [code for area in data.neighbourhoods for code in area.lsoa11]
    assert len(codes) == len(set(codes)) == len(data.priority)


def test_a_split_area_follows_into_both_parts(data):
    listed = pd.DataFrame({"neighbourhood": ["Mountsorrel"], "lsoa11cd": ["E01025679"]})
    areas = make_areas(data.names, listed, "Charnwood", "May 2023")
    area = areas["mountsorrel"]
    assert (area.kind, area.lsoa11, area.lsoa21) == (PRIORITY, ("E01025679",), ("E01034006", "E01034007"))
    assert areas["E01034006"].lsoa11 == ("E01025679",)
    assert areas["E01025679"].lsoa21 == ("E01034006", "E01034007")


@pytest.mark.parametrize(
    ("name", "key"),
    [("Loughborough East", "loughborough-east"), ("  Birstall & Wanlip! ", "birstall-wanlip")],
)
def test_slug(name, key):
    assert slug(name) == key
