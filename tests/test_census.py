"""Census 2021: both layouts, faults told, sums recounted from the official files, small counts withheld."""

import csv
import dataclasses
import io

import pandas as pd
import pytest
from conftest import CHARNWOOD, LOOKUP, message
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, tables, words
from charnwood.__main__ import main
from charnwood.briefing.story import make_story
from charnwood.drawing import exhibits
from charnwood.figures.census import BACK, FEW, GROUPS, LEAST
from charnwood.official import census
from charnwood.official.census import FILES, TOPICS
from charnwood.store import dataset, official_tables

DEPRIVATION, ETHNIC, TENURE = FILES["ts011"], FILES["ts021"], FILES["ts054"]
CODES = ("E01025699", "E01025700")
COUNTS = {"E01025699": [288, 278, 193, 90, 7], "E01025700": [1_300, 100, 50, 20, 0]}
HEAD = ["lsoa21_code", "total_households", *DEPRIVATION.categories.values()]
ROWS = [[code, sum(counts), *counts] for code, counts in COUNTS.items()]
NOTE = "In order to protect against disclosure, records have been swapped, and counts perturbed."


def path_of(data, key):
    return data.place.files[key]


@pytest.fixture(scope="module")
def recount(raw, data):
    """The official counts, by the csv module alone: table -> LSOA -> official category -> count."""
    found = {}
    for key in FILES:
        with (raw / path_of(data, key)).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        found[key] = {row.pop("lsoa21_code"): {k: int(v) for k, v in row.items()} for row in rows}
    return found


def test_the_table_held_is_the_official_counts(data, recount):
    assert [topic.key for topic in census.topics(data.census)] == [topic.key for topic in TOPICS]
    for key, topic in FILES.items():
        official = pd.DataFrame(
            {column: {code: row[name] for code, row in recount[key].items()} for column, name in zip(topic.columns, topic.categories.values(), strict=True)}
        )  # fmt: skip
        pd.testing.assert_frame_equal(
            data.census[topic.columns].sort_index(), official.sort_index(), check_names=False
        )


def test_each_category_is_in_one_group():
    for topic in TOPICS:
        grouped = [category for categories in GROUPS[topic.key].values() for category in categories]
        assert sorted(grouped) == sorted(topic.categories)
    assert set(GROUPS) == set(words.census.DEFINITIONS) == set(words.census.TITLES)


def members(official, key):
    """The LSOAs (2021) of an area, from the official lookups and the list of Priority Neighbourhoods."""
    pairs = [(row["LSOA11CD"], row["LSOA21CD"], row["LAD22CD"]) for row in official(LOOKUP)]
    if key == "charnwood":
        return {new for _, new, district in pairs if district == CHARNWOOD}
    if key.startswith("ward-"):
        fit = official("lookups/LSOA21_WD24_LAD24_best_fit_leicestershire.csv")
        return {row["LSOA21CD"] for row in fit if f"ward-{row['WD24NM'].lower()}" == key}
    with (ROOT / "data" / "priority_neighbourhoods.csv").open(encoding="utf-8", newline="") as file:
        old = {row["lsoa11cd"] for row in csv.DictReader(file) if row["neighbourhood"] == "Loughborough East"}
    return {new for before, new, _ in pairs if before in ({key} if key.startswith("E01") else old)}


@pytest.mark.parametrize("key", ["ward-syston", "E01025699", "E01025679", "loughborough-east", "charnwood"])
def test_an_area_is_the_sum_of_its_small_areas(data, recount, official, key):
    """A ward, an LSOA, one that was split in 2021 and a Priority Neighbourhood, recounted from the raw files."""
    area = data.areas[key]
    table = figures.census.table(data, area)
    inside = members(official, key)
    assert set(area.lsoa21) == inside
    for name, topic in FILES.items():
        total = sum(row[next(iter(row))] for code, row in recount[name].items() if code in inside)
        for label, categories in GROUPS[topic.key].items():
            named = [topic.categories[category] for category in categories]
            count = sum(recount[name][code][one] for code in inside for one in named)
            row = table[(table["topic"] == topic.key) & (table["category"] == label)].iloc[0]
            assert (row["total"], row["table"]) == (total, topic.table)
            if count < LEAST:
                assert row["note"] == FEW
            if row["note"]:
                assert pd.isna(row["count"])
                assert pd.isna(row["share"])
            else:
                assert row["count"] == count
                assert row["share"] == pytest.approx(100 * count / total)
    none = [recount["ts011"][code][next(iter(DEPRIVATION.categories.values()))] for code in inside]
    homes = [recount["ts011"][code]["total_households"] for code in inside]
    first = table.iloc[0]
    assert first["category"] == "Deprived in one dimension or more"
    assert first["count"] == sum(homes) - sum(none)
    assert f"{first['count']:,} of {sum(homes):,} households" in words.census.headline(data, area)


def test_areas_stand_beside_the_district_and_the_county_without_the_city(data, recount, official):
    districts = {row["LSOA21CD"]: row["LAD22CD"] for row in official(LOOKUP)}
    table = figures.census.table(data, data.areas["E01025699"]).set_index(["topic", "category"])
    assert list(table)[-2:] == ["charnwood_share", "leicestershire_share"]
    for column, inside in (
        ("charnwood_share", lambda code: districts[code] == CHARNWOOD),
        ("leicestershire_share", lambda code: districts[code] != "E06000016"),
    ):
        rows = [row for code, row in recount["ts038"].items() if inside(code)]
        disabled = sum(row["Disabled under the Equality Act"] for row in rows)
        share = 100 * disabled / sum(row["total_residents"] for row in rows)
        assert table.loc[("disability", "Disabled"), column] == pytest.approx(share)


def test_totals_of_two_tables_differ_as_told(data, recount):
    apart = 0
    for unit in ("households", "residents"):
        tables_ = [recount[key] for key, topic in FILES.items() if topic.unit == unit]
        for code in data.whole.lsoa21:
            totals = [table[code][f"total_{unit}"] for table in tables_]
            apart = max(apart, max(totals) - min(totals))
    assert figures.census.apart(data) == apart
    assert f"by up to {apart} in a small area here" in words.census.method(data)


@pytest.mark.slow
def test_shares_of_every_area_sum_to_100_and_its_parts_to_the_whole(data):
    for topic in figures.census.held(data):
        whole = figures.census.counts(data, data.whole.lsoa21, topic)
        parts = pd.DataFrame([figures.census.counts(data, [code], topic) for code in data.whole.lsoa21])
        assert parts.sum().to_dict() == whole
    for area in data.areas.values():
        table = figures.census.table(data, area)
        table = table[table["category"] != "Deprived in one dimension or more"]
        for _, rows in table.groupby("topic"):
            if (rows["note"] == "").all():
                assert rows["share"].sum() == pytest.approx(100)
                assert rows["count"].sum() == rows["total"].iloc[0]
            else:
                assert rows["share"].sum() < 100


@given(st.data())
def test_the_order_of_rows_does_not_matter(data, drawn):
    codes = drawn.draw(st.lists(st.sampled_from(data.whole.lsoa21), min_size=1, max_size=6))
    shuffled = dataclasses.replace(data, census=data.census.sample(frac=1, random_state=len(codes)))
    for topic in figures.census.held(data):
        once = figures.census.counts(data, codes, topic)
        assert figures.census.counts(data, codes[::-1], topic) == once
        assert figures.census.counts(shuffled, codes, topic) == once


def solutions(said, groups):
    """Every set of withheld counts that agrees with what is shown: the total, the counts, the notes."""
    total = sum(groups.values())
    shown = [groups[label] for label in groups if not said[label]]
    hidden = [label for label in groups if said[label]]
    largest = min(shown, default=total)

    def fill(left, rest):
        if not left:
            yield from [()] if rest == 0 else []
            return
        low, high = (0, LEAST - 1) if said[left[0]] == FEW else (LEAST, largest)
        for count in range(low, min(high, rest) + 1):
            for more in fill(left[1:], rest - count):
                yield (count, *more)

    return hidden, list(fill(hidden, total - sum(shown)))


@given(st.lists(st.one_of(st.integers(0, 14), st.integers(0, 40)), min_size=2, max_size=4))
def test_no_small_count_can_be_found_by_subtraction(counts):
    groups = {f"group {at}": count for at, count in enumerate(counts)}
    said = figures.census.notes(groups)
    assert all((said[label] == FEW) == (count < LEAST) for label, count in groups.items())
    if not any(said.values()):
        return
    hidden, possible = solutions(said, groups)
    assert tuple(groups[label] for label in hidden) in possible
    if any(not note for note in said.values()):
        for at, label in enumerate(hidden):
            if said[label] == FEW:
                assert len({found[at] for found in possible}) > 1, label


def test_a_lone_small_count_takes_the_smallest_of_the_others_with_it():
    said = figures.census.notes({"a": 300, "b": 4, "c": 40, "d": 60})
    assert said == {"a": "", "b": FEW, "c": BACK, "d": ""}
    assert figures.census.notes({"a": 300, "b": 4, "c": 3}) == {"a": "", "b": FEW, "c": FEW}
    assert set(figures.census.notes({"a": 10, "b": 20}).values()) == {""}


def test_what_people_see_of_a_small_count(data):
    area = data.areas["E01025722"]
    table = words.census.for_people(data, area)
    few = table[table["Count"] == FEW]
    assert {"Too few", "Jewish"} <= set(few["Group"])
    assert few["%"].isna().all()
    assert "Fewer than 10 of its 422 households had too few bedrooms." in words.census.sentences(data, area)


def test_a_sum_that_gives_a_small_count_away_is_withheld(data):
    """With 4 of 400 deprived in none, the sum of all others would tell it."""
    own = data.census.copy()
    own.loc["E01025699", DEPRIVATION.columns] = [4, 200, 100, 60, 36]
    changed = dataclasses.replace(data, census=own, results=type(data.results)())
    area = changed.areas["E01025699"]
    share = figures.census.deprived(changed, area)
    assert share.note == BACK
    assert share.count != share.count
    assert "is not shown, because a small count" in words.census.headline(changed, area)


def test_sentences_name_the_day_and_every_topic(data):
    for key in ("E01025699", "E01025679", "loughborough-east", "ward-syston", "charnwood"):
        said = words.census.sentences(data, data.areas[key])
        assert len(said) == 7
        assert said[0].startswith("On 21 March 2021, ")
        assert not any("nan" in sentence for sentence in said)
    assert "21 March 2021" in words.census.SOURCE
    assert all(topic.table in words.census.definitions(data) for topic in TOPICS)


def test_the_command_prints_what_the_pages_show(data, capsys):
    assert main(["table", "census", "--area", "ward:Syston", "--area", "E01025699"]) == 0
    frame = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert frame["of_area"].unique().tolist() == ["Syston ward", data.areas["E01025699"].name]
    alone = tables.census(data, data.areas["E01025699"])
    assert list(frame)[1:] == list(alone)
    assert frame["count"].tail(len(alone)).tolist()[:3] == alone["count"].tolist()[:3]


def test_a_place_without_the_census_says_nothing_of_it(data):
    without = dataclasses.replace(
        data, census=pd.DataFrame(index=data.census.index), results=type(data.results)()
    )
    assert figures.census.held(without) == []
    assert figures.census.deprived(without, without.whole) is None
    assert figures.census.table(without, without.whole).empty
    assert words.census.headline(without, without.whole) == ""
    assert words.census.sentences(without, without.whole) == []
    assert "Name them in place.toml" in message(tables.census, without, without.whole)
    assert official_tables.census_tables({}, pd.DataFrame(), data.place) == []


def test_a_place_with_some_tables_shows_those(data):
    some = dataclasses.replace(data, census=data.census[FILES["ts038"].columns], results=type(data.results)())
    assert [topic.key for topic in figures.census.held(some)] == ["disability"]
    assert set(figures.census.table(some, some.whole)["topic"]) == {"disability"}


def test_check_names_what_cannot_be(data):
    good = data.census
    assert census.doubts(good, good.index) == []
    bad = good.copy()
    bad.loc["E01025699", "disability_disabled"] += 200
    bad.loc["E01025700", TENURE.columns] = 0
    said = "\n".join(census.doubts(bad.drop(index="E01025701"), good.index))
    assert "LSOAs: expected a row for E01025701, found none" in said
    assert "E01025699: expected totals of residents within 20 of each other" in said
    assert "E01025700: expected totals of households" in said
    many = good.copy()
    for topic in TOPICS:
        if topic.unit == "households":
            many.loc["E01025699", topic.columns] *= 3
    assert any("as many as residents" in line for line in census.doubts(many, good.index))


def test_the_briefing_tells_it_in_short_and_without_what_is_withheld(data):
    area = data.areas["E01025699"]
    deprived, rest = words.census.spoken(data, area)
    assert deprived.startswith("On 21 March 2021, 66% of households were deprived")
    assert deprived.endswith("in Charnwood it was 47%.")
    assert rest == "That day 27% of people were disabled and 54% of households lived in social housing."
    people = next(step for step in make_story(data, area, 2025).steps if step.key == "people")
    assert people.sentences[-2:] == (deprived, rest)
    assert words.census.SOURCE in people.source
    assert people.table.iloc[-3:, 1].tolist() == [66.4, 27.1, 53.7]
    quiet = next(
        area
        for area in data.areas.values()
        if figures.census.table(data, area).query("topic == 'tenure' and note != ''").iloc[:, 0].any()
        and words.census.in_short(data, area)["Households in social housing (2021)"].note
    )
    assert "social housing" not in " ".join(words.census.spoken(data, quiet))
    people = next(step for step in make_story(data, quiet, 2025).steps if step.key == "people")
    assert not people.table.iloc[:, 0].str.contains("social housing").any()
    assert not people.table.isna().any(axis=None)


@pytest.mark.slow
def test_the_profile_tells_who_lives_there_and_only_where_that_is_known(data, monkeypatch):
    def shown():
        page = AppTest.from_file(ROOT / "pages" / "profile.py", default_timeout=60)
        page.query_params["area"] = "ward-syston"
        return page.run()

    page = shown()
    assert not page.exception
    area = data.areas["ward-syston"]
    assert "Who lives here" in [header.value for header in page.header]
    said = [block.value for block in page.markdown]
    assert any(words.census.headline(data, area) in text for text in said)
    assert words.census.definitions(data) in said
    without = dataclasses.replace(
        data, census=pd.DataFrame(index=data.census.index), results=type(data.results)()
    )
    monkeypatch.setattr(dataset, "current", lambda: without)
    page = shown()
    assert not page.exception
    assert "Who lives here" not in [header.value for header in page.header]
    assert "Census" not in " ".join(block.value for block in (*page.markdown, *page.caption))
    assert "expected tables of the Census" in message(exhibits.profile.residents, without, area)
    people = next(step for step in make_story(without, area, 2019).steps if step.key == "people")
    assert "Census" not in f"{people.sentences}{people.source}{people.method}{people.alt}{people.table}"
