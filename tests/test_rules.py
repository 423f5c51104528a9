"""Rules on the Index: counts by an independent reader, the algebra of conditions, text, list and page."""

import csv
import html
import io
import json
import re
import shutil

import pandas as pd
import pytest
from conftest import message
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, words
from charnwood.__main__ import main
from charnwood.checks import DataError
from charnwood.figures.rules import CLASSES, IN_USE, MEASURES, Condition, Rule
from charnwood.official.areas import read_priority
from charnwood.store import dataset

CODES = {2019: "lsoa11cd", 2025: "lsoa21cd"}
EDITIONS = st.sampled_from(list(CODES))
CONDITIONS = st.one_of(
    st.builds(Condition, st.sampled_from(list(MEASURES)), st.just("decile"), st.integers(1, 10)),
    st.builds(Condition, st.sampled_from(list(MEASURES)), st.just("rank"), st.integers(1, 33_755)),
)
RULES = st.builds(
    Rule,
    st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["all", "any"]),
    st.integers(0, 9_999),
    st.booleans(),
)


def published(year):
    """Charnwood's rows of an edition as dictionaries of text, by the csv module alone."""
    with (ROOT / f"data/imd/iod{year}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["ladnm"] == "Charnwood"]


def in_use():
    with (ROOT / "data/priority_neighbourhoods.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["lsoa11cd"] for row in csv.DictReader(file)}


def codes(data, year, rule):
    result = figures.rules.taken(data, year, rule)
    assert result.dtype == bool
    return set(result.index[result])


def page(**query):
    opened = AppTest.from_file(ROOT / "pages" / "chosen.py", default_timeout=60)
    for key, value in query.items():
        opened.query_params[key] = value
    return opened.run()


def text_of(opened):
    return " ".join(element.value for element in opened.markdown)


def test_the_rule_in_use_by_hand(data):
    found = [int(row["imd_decile"]) for row in published(2019)]
    assert [found.count(decile) for decile in range(1, 6)] == [2, 2, 7, 4, 6]
    assert len(found) == 99
    taken = codes(data, 2019, IN_USE)
    assert len(taken) == 21
    assert in_use() <= taken
    assert len(in_use()) == 16
    assert len(codes(data, 2025, IN_USE)) == 24


@pytest.mark.parametrize("year", CODES)
@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("all.imd-decile-3", lambda r: int(r["imd_decile"]) <= 3),
        ("all.crime-rank-9000", lambda r: int(r["crime_rank"]) <= 9_000),
        (
            "all.imd-decile-5.living_environment-decile-4",
            lambda r: int(r["imd_decile"]) <= 5 and int(r["living_environment_decile"]) <= 4,
        ),
        (
            "any.income-decile-2.health-rank-5000.barriers-decile-1",
            lambda r: (
                int(r["income_decile"]) <= 2
                or int(r["health_rank"]) <= 5_000
                or int(r["barriers_decile"]) == 1
            ),
        ),
    ],
)
def test_what_a_rule_takes_by_an_independent_reader(data, year, text, test):
    expected = {row[CODES[year]] for row in published(year) if test(row)}
    assert codes(data, year, figures.rules.parse(text)) == expected
    assert expected


def test_a_least_population_counts_the_people_of_the_edition(data):
    expected = {
        r["lsoa11cd"] for r in published(2019) if int(r["imd_decile"]) <= 5 and int(r["population"]) >= 1_600
    }
    assert 0 < len(expected) < 21
    assert codes(data, 2019, figures.rules.parse("all.imd-decile-5.population-1600")) == expected
    with (ROOT / "data/population/lsoa21.csv").open(encoding="utf-8", newline="") as file:
        people = {row["lsoa21cd"]: int(row["mid2022"]) for row in csv.DictReader(file)}
    expected = {r["lsoa21cd"] for r in published(2025) if people[r["lsoa21cd"]] >= 2_500}
    assert codes(data, 2025, figures.rules.parse("all.imd-decile-10.population-2500")) == expected


@pytest.mark.parametrize("year", CODES)
def test_neighbours_share_a_point_at_least(data, year):
    shapes = data.lsoa[2011 if year == 2019 else 2021].geometry
    alone = codes(data, year, figures.rules.parse("all.imd-decile-4"))
    expected = {a for a in alone if any(a != b and shapes[a].distance(shapes[b]) == 0 for b in alone)}
    assert codes(data, year, figures.rules.parse("all.imd-decile-4.adjacent-yes")) == expected
    assert expected < alone


def test_one_area_alone_touches_no_other(data):
    assert len(codes(data, 2019, figures.rules.parse("all.imd-rank-699"))) == 1
    assert codes(data, 2019, figures.rules.parse("all.imd-rank-699.adjacent-yes")) == set()


@given(EDITIONS, st.lists(CONDITIONS, min_size=1, max_size=3), st.integers(0, 4_000))
def test_all_is_the_intersection_and_any_the_union(data, year, conditions, population):
    single = [codes(data, year, Rule((c,), population=population)) for c in conditions]
    assert codes(data, year, Rule(tuple(conditions), "all", population)) == set.intersection(*single)
    assert codes(data, year, Rule(tuple(conditions), "any", population)) == set.union(*single)


@given(EDITIONS, RULES, st.integers(0, 2), st.integers(1, 20_000), st.integers(0, 3_000))
def test_a_looser_rule_never_takes_fewer(data, year, rule, which, more, fewer):
    changed = list(rule.conditions)
    c = changed[which % len(changed)]
    changed[which % len(changed)] = Condition(
        c.measure, c.unit, min(c.bound + more, figures.rules.UNITS[c.unit])
    )
    looser = Rule(tuple(changed), rule.joined, max(0, rule.population - fewer), rule.adjacent)
    assert codes(data, year, rule) <= codes(data, year, looser)
    assert codes(data, year, rule) <= codes(data, year, Rule(rule.conditions, rule.joined, rule.population))


@given(EDITIONS, RULES)
def test_the_order_of_conditions_does_not_matter(data, year, rule):
    turned = Rule(rule.conditions[::-1], rule.joined, rule.population, rule.adjacent)
    assert codes(data, year, rule) == codes(data, year, turned)


@given(RULES)
def test_a_rule_and_its_text_are_one(rule):
    text = figures.rules.as_text(rule)
    assert figures.rules.parse(text) == rule
    assert figures.rules.parse(f" {text.upper()}\n") == rule


def test_population_and_neighbours_may_be_left_out():
    assert figures.rules.parse("all.imd-decile-5") == IN_USE
    assert figures.rules.as_text(IN_USE) == "all.imd-decile-5.population-0.adjacent-no"


PIECES = [
    "all",
    "any",
    ".",
    "-",
    "imd",
    "crime",
    "decile",
    "rank",
    "population",
    "adjacent",
    "yes",
    "5",
    "99999",
    "٣",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_random_text_is_a_rule_or_a_data_error(text):
    try:
        rule = figures.rules.parse(text)
    except DataError:
        return
    assert figures.rules.parse(figures.rules.as_text(rule)) == rule


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "found ''"),
        ("imd-decile-5", "all or any"),
        ("all.wealth-decile-5", "living_environment"),
        ("all.imd-decile-11", "a decile from 1 to 10, found 11"),
        ("all.imd-decile-0", "a decile from 1 to 10, found 0"),
        ("all.imd-rank-40000", "a rank from 1 to 33,755, found 40,000"),
        ("all.imd-decile-5.population-10000", "a population from 0 to 9,999, found 10,000"),
        ("all" + ".imd-decile-5" * 4, "one to three conditions"),
        ("all.imd-decile-5.adjacent-maybe", "adjacent-yes or adjacent-no"),
        ("x" * 5_000, "xxx…"),
    ],
)
def test_a_text_that_is_no_rule_says_what_is_expected(text, part):
    assert part in message(figures.rules.parse, text)


@pytest.mark.parametrize("given_", [(), (Condition("imd", "decile", 5),) * 4])
def test_a_rule_has_one_to_three_conditions(given_):
    assert "one to three" in message(Rule, given_)


def test_a_condition_changes_its_unit_with_its_bound():
    assert figures.rules.in_unit(Condition("imd", "decile", 5), "rank").bound == 16_422
    for decile in range(1, 11):
        condition = Condition("crime", "decile", decile)
        assert figures.rules.in_unit(figures.rules.in_unit(condition, "rank"), "decile") == condition
    assert figures.rules.in_unit(Condition("imd", "rank", 33_755), "decile").bound == 10


@pytest.mark.parametrize(("year", "counts"), [(2019, [16, 0, 5, 78]), (2025, [16, 1, 8, 77])])
def test_the_outcome_has_every_area_once_in_one_of_four_classes(data, year, counts):
    rule = figures.rules.parse("all.imd-decile-5.crime-decile-10")
    table = figures.rules.outcome(data, year, rule)
    assert list(table) == [
        CODES[year],
        *("name", "place", "neighbourhood", "imd_rank", "imd_decile", "crime_rank", "crime_decile"),
        *("population", "taken", "class"),
    ]
    assert set(table[CODES[year]]) == {row[CODES[year]] for row in published(year)}
    assert table[CODES[year]].is_unique
    assert [int((table["class"] == c).sum()) for c in CLASSES] == counts
    assert (table["class"].isin([figures.rules.IN_TAKEN, figures.rules.OUT_TAKEN]) == table["taken"]).all()
    assert (
        table["class"].isin([figures.rules.IN_TAKEN, figures.rules.IN_LEFT]) == table["neighbourhood"].notna()
    ).all()


@pytest.mark.parametrize(
    "text", ["all.imd-decile-5", "any.crime-decile-2.imd-rank-9000", "all.imd-decile-10"]
)
def test_the_dashboard_accepts_a_rules_list(data, tmp_path, text):
    rule = figures.rules.parse(text)
    table = figures.rules.as_priority(data, rule)
    assert list(table) == ["neighbourhood", "lsoa11cd", "lsoa11nm"]
    file = tmp_path / "priority_neighbourhoods.csv"
    file.write_bytes(table.to_csv(index=False).encode("utf-8-sig"))
    read = read_priority(file, data.names, "Charnwood")
    assert set(read["lsoa11cd"]) == codes(data, 2019, rule)
    assert len(read) == len(table)
    current = data.priority.set_index("lsoa11cd")["neighbourhood"]
    for row in read.itertuples():
        place = data.lsoa[2011].loc[row.lsoa11cd, "place"]
        assert row.neighbourhood == current.get(row.lsoa11cd, f"Proposed: {place}")


@pytest.mark.slow
def test_every_page_shows_a_rules_list(data, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    file = tmp_path / "data" / "priority_neighbourhoods.csv"
    figures.rules.as_priority(data, IN_USE).to_csv(file, index=False)
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path / "data"))
    assert len(dataset.load(tmp_path / "data").priority) == 21
    for path in sorted((ROOT / "pages").glob("*.py")):
        shown = AppTest.from_file(path, default_timeout=60).run()
        assert not shown.exception, path.name
        assert not shown.error, path.name


def test_a_rule_that_takes_nothing_gives_no_list(data):
    assert figures.rules.as_priority(data, figures.rules.parse("all.imd-rank-1")).empty
    opened = page(rule="all.imd-rank-1")
    assert not opened.exception
    assert "no list to download" in opened.info[0].value
    assert "takes none of Charnwood's 99 LSOAs: none of the 16 LSOAs" in text_of(opened)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("all.imd-decile-5", "The rule takes an LSOA with IMD decile 1 to 5."),
        (
            "any.imd-decile-1.crime-rank-3000.population-1000.adjacent-yes",
            "The rule takes an LSOA with IMD decile 1 or Crime rank 1 to 3,000. It must also have a population of "
            "1,000 or more and touch another LSOA that the rule takes.",
        ),
    ],
)
def test_a_rule_in_words(text, sentence):
    assert words.rules.asked(figures.rules.parse(text)) == sentence


@pytest.mark.slow
@pytest.mark.parametrize("edition", CODES)
def test_the_command_prints_the_outcome(capsys, data, edition):
    text = "any.imd-decile-2.crime-decile-2"
    assert main(["table", "chosen", "--edition", str(edition), "--rule", text]) == 0
    printed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {r[CODES[edition]] for r in printed if r["taken"] == "True"} == codes(
        data, edition, figures.rules.parse(text)
    )
    assert main(["table", "chosen", "--edition", str(edition), "--rule", text, "--format", "json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [list(record) for record in records] == [list(printed[0])] * len(printed)
    assert sum(record["taken"] for record in records) == len(codes(data, edition, figures.rules.parse(text)))


def test_a_bad_rule_on_the_command_line_is_one_message(capsys):
    assert main(["table", "chosen", "--rule", "imd<5"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "imd<5" in said.err


def test_the_page_says_what_the_rule_in_use_takes_in_both_editions(data):
    text = text_of(page())
    assert data.place.reading in text
    assert "a rule on figures alone" in text.lower()
    assert "By the Index of 2019 the rule takes 21 of Charnwood's 99 LSOAs: all 16 LSOAs" in text
    assert "By the Index of 2025 the rule takes 24 of Charnwood's 102 LSOAs: 16 of the 17 LSOAs" in text
    assert "so it would drop one and add eight outside them" in text


@pytest.mark.slow
def test_the_controls_change_the_rule_and_the_address():
    opened = page()
    opened.selectbox(key="rule measure 2").set_value("crime").run()
    opened.selectbox(key="rule unit 2").set_value("rank").run()
    assert opened.number_input(key="rule bound 2").value == 16_422
    opened.number_input(key="rule bound 2").set_value(3_000).run()
    opened.selectbox(key="rule joined").set_value("any").run()
    opened.number_input(key="rule population").set_value(1_500).run()
    opened.selectbox(key="rule adjacent").set_value(True).run()
    assert not opened.exception
    assert opened.query_params["rule"] == "any.imd-decile-5.crime-rank-3000.population-1500.adjacent-yes"
    opened.selectbox(key="rule measure 3").set_value("income").run()
    opened.selectbox(key="rule measure 2").set_value(None).run()
    assert opened.query_params["rule"] == "any.imd-decile-5.income-decile-5.population-1500.adjacent-yes"
    next(b for b in opened.button if b.label == "Back to the rule in use").click().run()
    assert opened.query_params["rule"] == figures.rules.as_text(IN_USE)
    assert opened.selectbox(key="rule measure 2").value is None


@pytest.mark.parametrize(
    "text", ["", "zzz", "all.imd-decile-11", "all.imd-decile-5.population--1", "any." + "x" * 3_000]
)
def test_an_address_without_a_rule_gets_a_sentence(text):
    opened = page(rule=text)
    assert not opened.exception
    assert [i.value for i in opened.info] == [
        "The address names an unknown choice for “rule”, so the usual one is shown."
    ]
    assert "takes 21 of Charnwood's 99" in text_of(opened)


@pytest.mark.parametrize("edition", ["2019", "2025"])
def test_a_link_reopens_the_rule(data, edition):
    text = "any.imd-decile-2.health-rank-6000.crime-decile-1.population-1200.adjacent-no"
    opened = page(rule=text, edition=edition)
    assert not opened.exception
    assert opened.query_params["rule"] == text
    outcome = figures.rules.outcome(data, int(edition), figures.rules.parse(text))
    assert words.rules.outcome(outcome, int(edition), "Charnwood") in text_of(opened)
    text = next(part.proto.body for part in opened.get("html") if 'class="rows"' in part.proto.body)
    lines = re.search(r"<pre[^>]*>(.*?)</pre>", text, re.DOTALL)[1].split("\n")
    heads, *rows = ([html.unescape(cell) for cell in re.split("\t+", line)] for line in lines)
    shown = pd.DataFrame(rows, columns=heads)
    assert len(shown) == len(data.own(int(edition)))
    assert set(shown["Class"]) <= set(CLASSES)
