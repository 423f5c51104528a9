"""Single sentences that once misled, each held to what its figures say."""

import pandas as pd
import pytest
from test_words import PERIOD, PLACE, PLACED

from charnwood import drawing, english, figures, words
from charnwood.briefing import story
from charnwood.figures.intervals import HIGHER, LOWER, UNCLEAR
from charnwood.official.areas import LSOA


def test_crimes_and_asb_are_named_apart():
    table = pd.DataFrame({"incidents": [5, 7], "crimes": [3, 4], "asb": [2, 3]}, index=["2025-01", "2025-02"])
    text = words.crime.months(table, "Sileby", list(table.index), list(table.index))
    assert "Sileby: 12 incidents" in text
    assert "7 are crimes and 5 are anti-social behaviour" in text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (words.standing_text.CIRCULAR, ["other years, other offences", "circular"]),
        (words.standing_text.CAUTION, ["not an accredited official statistic"]),
        (words.standing_text.NEAR, ["on or near", "counts"]),
        (PLACE.reading, ["reading", "not official statistics"]),
        (words.standing_text.CHANGED, ["Indicators and methods changed", "never scores"]),
    ],
)
def test_cautions_say_what_they_must(text, parts):
    for part in parts:
        assert part in text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (["income", "crime"], "income and crime"),
        (["housing and services", "skills and training"], "housing and services; and skills and training"),
        (["a, b", "c", "d"], "a, b; c; and d"),
    ],
)
def test_a_list_tells_its_items_apart(items, text):
    assert english.listing(items, ";") == text


def test_kinds_of_deprivation_with_and_in_their_names_are_told_apart():
    assert words.briefing.domain_names(["income", "barriers", "employment"]) == (
        "income; housing and services; and employment"
    )
    assert words.briefing.domain_names(["income", "crime"]) == "income and crime"


def test_of_a_few_crimes_no_share_of_outcomes_or_types_is_told():
    """Nine with an outcome: counts; ten: shares."""
    for total, told in ((9, "(9)"), (10, "(100%)")):
        share = 100.0 if total >= figures.intervals.LEAST else float("nan")
        table = pd.DataFrame({"outcome": ["No suspect identified"], "count": [total], "share": [share]})
        text = words.streets.outcomes(table, "crimes", "Here", PERIOD)
        assert f"“no suspect identified” {told}" in text
        types = words.crime.types_held(
            pd.Series({"Drugs": total - 1, "Robbery": 1, "Burglary": 0}), "Here", PERIOD
        )
        assert ("100% of" in types) is (total >= 10)
        assert "burglary" not in types


def test_no_slide_of_an_area_of_one_says_each_or_has_none_of_one(data):
    """Areas of one LSOA, of one and a part, and of two of which one was split."""
    for key in ("ward-south-charnwood", "ward-loughborough-woodthorpe", "own~Half~E01034002.E01025754"):
        area = figures.own_area.resolve(data, key)
        for year in (2019, 2025):
            steps = (story._where, story._how_deprived, story._change, story._compared)
            text = " ".join(line for step in steps for line in step(data, area, year).told)
            wrong = (
                "one small area, called an LSOA, with",
                "no part of it is",
                "One of the two areas of 2025 in Half have",
            )
            assert not [phrase for phrase in wrong if phrase in text]
            assert "by the residents of mid-2022, " not in text


def test_movement_of_one_lsoa_is_that_of_one(data):
    one = figures.change.change(data, figures.own_area.resolve(data, "own~Half~E01034002.E01025754"))
    assert words.change.change_summary(one, "Half") == (
        "Half: one LSOA is the same area in both editions, Syston East C. Relative to England: 1 decile more deprived."
    )
    assert words.change.movers_said(figures.change.change(data, data.areas["E01025699"])) == ""


def test_a_group_average_stands_beside_englands_in_files_too(data):
    """IMD 2019: 21.7, the mean of 32,844 published scores."""
    ward = data.areas["ward-syston"]
    shown = (
        drawing.exhibits.comparison.standing(data, [ward], 2019),
        drawing.exhibits.deprivation.standing(data, [ward], 2019),
        drawing.exhibits.profile.alike(data, ward, 2019),
    )
    for exhibit in shown:
        assert "England's average IMD score is 21.7 (2019)." in exhibit.noted


@pytest.mark.parametrize(
    ("splits", "said"),
    [
        (["W1"], "The other is a part of an area that was split."),
        (["W1", "W1"], "Two are parts of one area that was split."),
        (["W1", "W1", "W2", "W2", "W3", "W3"], "Six are parts of three areas that were split."),
    ],
)
def test_parts_of_split_areas_are_counted_with_their_wholes(splits, said):
    count = len(splits)
    moved = pd.DataFrame(
        {
            "name": "Quorn",
            "rank_2019": 1,
            "rank_2025": 1,
            "deciles_moved": pd.array([0, *[None] * count], dtype="Int64"),
            "split": [False, *[True] * count],
            "redrawn": False,
            "lsoa11cd": ["W0", *splits],
        }
    )
    assert said in words.briefing.change(moved, PLACED)[2]


def test_figures_of_a_larger_area_bear_its_name_in_every_sentence_and_column(data):
    area = data.areas["E01034002"]
    larger = "Loughborough Shelthorpe & Woodthorpe D (the larger area of which G was part)"
    told = figures.deprivation.of_edition(data, area, 2019)
    assert (told.name, told.key) == (larger, area.key)
    assert figures.deprivation.of_edition(data, told, 2019).name == larger
    assert figures.deprivation.of_edition(data, area, 2025) == area
    assert figures.deprivation.of_edition(data, data.areas["E01025719"], 2019) == data.areas["E01025719"]
    steps = {step.key: step for step in story.make_story(data, area, 2019).steps}
    for key in ("domains", "deprivation", "people"):
        assert any(larger.partition(" (")[0] in line for line in steps[key].told), key
    for key in ("domains", "deprivation", "compared"):
        assert area.name not in steps[key].frame.columns, key
    rows = list(steps["people"].frame.index)
    assert [row.endswith(", larger area") for row in rows] == ["(2021)" not in row for row in rows]
    for shown in (drawing.exhibits.profile.indicators, drawing.exhibits.profile.contributions):
        exhibit = shown(data, area, 2019)
        assert larger in exhibit.table.columns
        assert area.name not in f"{exhibit.finding} {list(exhibit.table)}"


def test_households_that_few_live_in_are_not_told_as_most_people(data):
    told = {
        key
        for key, area in data.areas.items()
        if area.kind == LSOA and words.census.few_households(data, area)
    }
    assert "E01025690" in told
    assert len(told) < 10
    assert "for 4,249 residents" in words.census.sentences(data, data.areas["E01025690"])[0]
    assert words.census.few_households(data, data.whole) == []


def test_two_breaks_between_the_same_months_are_told_as_two(data):
    met = figures.breaks.met([one for one in data.breaks if one.lasting], ["2021-09"], ["2025-09"])
    assert len(met) > 1
    said = words.breaks.across(met)
    assert said.count("Between them lies") == 1
    assert said.count("Between them also lies") == len(met) - 1


def test_those_who_gave_no_answer_are_no_group(data):
    said = " ".join(words.census.sentences(data, data.whole))
    assert "not answered" not in said
    assert "gave no answer): " in said


@pytest.mark.parametrize(
    ("mine", "others", "verdict", "shown"),
    [
        (68.47, 68.52, UNCLEAR, ("68.5", "68.5")),
        (68.4, 69.6, UNCLEAR, ("68", "70")),
        (68.1, 68.3, UNCLEAR, ("68", "68")),
        (68.47, 68.52, LOWER, ("68", "69")),
        (68.1, 68.3, LOWER, ("68.1", "68.3")),
        (68.31, 68.29, HIGHER, ("68.31", "68.29")),
    ],
)
def test_rounding_makes_no_gap_where_no_difference_can_be_told(mine, others, verdict, shown):
    assert words.verdicts.rates(mine, others, verdict) == shown


def test_the_answer_stands_before_the_details_and_the_chart_shows_what_it_is_of(data):
    found = figures.rise.of(data, data.whole, "incidents")
    shown = drawing.exhibits.signals.like(data, data.whole, "incidents")
    answer = words.briefing_crime.answered(figures.rise.answer(figures.rise.longest(found), "incidents"))
    assert answer + "\n\n- " in shown.finding
    ratios = figures.headings.ratios(found)
    alike = ratios[ratios.index.str.endswith(", alike")]
    row = figures.rise.longest(found)
    assert row["ratio_without"] in alike["value"].tolist()
    assert len(ratios) == len(found) + found["without"].map(bool).sum()


def test_axes_of_few_lsoas_have_whole_numbers():
    frame = pd.DataFrame({"2019": [0, 1], "2025": [1, 0]}, index=["1", "2"])
    assert drawing.charts.grouped_bars(frame, "LSOAs", upright=True).layout.yaxis.dtick == 1
    assert drawing.charts.grouped_bars(frame * 0.5, "%").layout.xaxis.dtick is None
