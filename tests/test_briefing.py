"""The story of an area: findings and steps for any kind of area, figures recounted, plain words, no claim too much."""

import datetime
import re

import pandas as pd
import pytest
import textstat
from conftest import FILE7, POPULATION21

from charnwood import english, figures, words
from charnwood.briefing.pair import make_pair
from charnwood.briefing.parts import MAP, TABLE, WORDS
from charnwood.briefing.story import make_story
from charnwood.checks import DataError
from charnwood.drawing.exhibits import parameters
from charnwood.official import incidents
from charnwood.official.areas import BOROUGH, LSOA, PRIORITY, Area
from charnwood.official.deprivation import NEWEST
from charnwood.official.incidents import ASB, last_covered

DAY = datetime.date(2026, 11, 23)
LONGEST = "former-ward-loughborough-dishley-and-hathern"
AREAS = [
    "loughborough-east",
    "loughborough-west",
    "south-charnwood",
    LONGEST,
    "E01025719",
    "E01034002",
    "charnwood",
]


@pytest.fixture(scope="module", params=AREAS)
def story(request, data):
    return make_story(data, data.areas[request.param], 2019, DAY)


def own(data) -> Area:
    """A selection of a reader's own, of areas far from each other."""
    codes = ("E01025699", "E01025742")
    return Area("own-E01025699-E01025742", "Two areas of my own", "Own area", codes, codes)


@pytest.mark.slow
@pytest.mark.parametrize("year", [2019, 2025])
def test_a_story_has_a_finding_words_source_caution_method_and_alternative_in_each_step(story, data, year):
    story = make_story(data, story.area, year, DAY)
    keys = ["where", "deprivation", "domains", "people", "crime", "change", "compared"]
    keys += ["glance"] if story.area.kind in (PRIORITY, BOROUGH) else []
    keys += ["strengths", "remember", "sources"]
    assert [step.key for step in story.steps] == keys
    for step in story.steps:
        assert all(sentence.endswith((".", "?")) for sentence in step.told)
        assert "nan" not in " ".join([*step.told, step.method]).lower().split()
        assert bool(step.finding) == (step.key not in ("remember", "sources"))
        assert step.alt
        if step.kind == WORDS:
            continue
        assert "Open Government Licence v3.0" in step.source
        assert step.caution
        assert step.method
        assert len(step.table)
        assert (step.frame is None) == (step.kind in (MAP, TABLE))
    assert story.stamp == f"Indices of Deprivation {year} · Data version {data.version} · 23 November 2026"
    steps = {step.key: step for step in story.steps}
    kept = [steps[key] for key in ("deprivation", "crime", "change")]
    assert story.steps[-2].sentences == tuple(f"{one.finding} {one.besides}".strip() for one in kept)
    moved = figures.change.change(data, story.area)
    worst = moved.loc[moved["rank_2025"].idxmin()]
    deeper = not worst["split"] and worst["decile_2025"] == worst["decile_2019"] and worst["points_moved"] < 0
    assert bool(kept[2].besides) == deeper  # a count of those that left a tenth hides what moved within it
    assert any(f"{english.ordinal(worst['rank_2025'])} of 33,755" in line for line in kept[2].sentences)
    ranks = f"rank {worst['rank_2019']:,} to {worst['rank_2025']:,}"
    assert (ranks in kept[2].besides) == deeper
    if year != NEWEST and "and in 2025" not in kept[0].finding:
        assert kept[0].besides.startswith(("In 2025", "By the Index of 2025"))
    if kept[2].table["Relative to England"].str.startswith("not compared").any() and len(kept[2].table) > 1:
        assert (
            "comparable small area" in kept[2].finding
            or "that can be compared" in kept[2].finding
            or "none" in kept[2].finding
        )
    _shares_follow_their_line(steps["deprivation"].told)
    apart = figures.visitors.apart(data, story.area)
    assert ("with fewer visitors" in steps["crime"].finding) == bool(apart)
    if apart:
        rates = words.verdicts.rates(apart.rate, apart.rest_rate, apart.verdict)
        assert all(rate in " ".join(steps["crime"].sentences) for rate in rates)
    against = figures.crime.against_rest(data, story.area)["crimes"]
    if "glance" in steps:
        row = steps["glance"].table.set_index("Area").loc[story.area.name]
        rate, rest = words.verdicts.rates(against.rate, against.rest_rate, against.found.verdict)
        assert row["Crimes per 1,000, 2025 (elsewhere)"].startswith(f"{rate} ({rest})")
        assert f"{rate} for each 1,000 people" in steps["crime"].sentences[0]
        assert f"({rest})" in steps["crime"].sentences[0]
        assert f"in {year}" in steps["glance"].method
        assert "lines with a dash" not in steps["glance"].method


def _shares_follow_their_line(told):
    """A share of people names the line that it is of, or stands in the sentence that does."""
    for line in told:
        assert not re.search(r"such areas|live there|that line", line), line
        if "of its people" in line:
            assert "that 20%" in line or ("most deprived 30%" in line and ", with " in line), line


@pytest.mark.slow
def test_a_line_on_what_to_do_next_is_a_step_before_the_sources_and_none_without(data):
    story = make_story(data, data.areas["loughborough-west"], 2019, DAY)
    assert story.asking("") is story
    asked = story.asking("Agree who leads.")
    assert [step.key for step in asked.steps[-2:]] == ["next", "sources"]
    assert asked.steps[-2].sentences == ("Agree who leads.",)
    assert asked.drawings[:2] == story.drawings[:2]
    for text in ("*Agree*", "<b>", "=1+1", "x" * 201):
        with pytest.raises(DataError):
            parameters.line(text)


def test_the_notes_are_half_a_minute_of_plain_words_and_an_answer_without_a_formula(story):
    for step in story.steps:
        said, _, rest = words.briefing_notes.of(step.key, step.told, step.caution, step.source).partition(
            "\n\n"
        )
        assert len(said.split()) <= 120
        how = words.briefing_notes.HOW.get(step.key, "")
        assert how.count(". ") <= 2
        assert how in rest
        assert not re.search(r"\bln\b|exp\(|=", how)


def test_two_areas_stand_side_by_side_by_the_same_figures(data):
    pair = [data.areas[key] for key in ("loughborough-west", "south-charnwood")]
    story = make_pair(data, *pair, 2019, DAY)
    steps = {step.key: step for step in story.steps}
    assert list(steps) == [
        "where",
        "deprivation",
        "domains",
        "people",
        "crime",
        "change",
        "remember",
        "sources",
    ]
    for key in ("domains", "people", "crime"):
        assert list(steps[key].frame.columns) == [area.name for area in pair]
    for area in pair:
        assert steps["deprivation"].frame[area.name].sum() == len(area.lsoa11)
    assert steps["deprivation"].besides.startswith("By the Index of 2025")
    deeper = data.iod[2025].loc[list(pair[0].lsoa21), "imd_rank"].min()
    assert f" to {deeper:,} (1 is" in steps["change"].besides
    assert all(
        steps[key].besides in " ".join(steps["remember"].sentences) for key in ("deprivation", "change")
    )
    tested = figures.comparison.pairs(data, pair).iloc[0]
    assert tested["finding"] == "higher"
    assert steps["crime"].finding.endswith(
        f"more crimes for each person in {tested['area']} than in {tested['than']}."
    )
    one = make_pair(
        data, data.areas["E01034002"], data.areas["ward-loughborough-outwoods-shelthorpe"], 2025, DAY
    )
    assert "share small areas, so their crimes are not compared" in one.steps[4].finding
    with pytest.raises(DataError, match="of another name"):
        make_pair(data, pair[0], pair[0], 2019, DAY)


def test_a_selection_of_ones_own_is_told_like_any_other_area(data):
    story = make_story(data, own(data), 2025, DAY)
    assert "Two areas of my own" in story.steps[0].told[0]
    assert len(story.steps[0].table) == 2
    assert "outline" not in " ".join(story.steps[0].told)


def test_the_people_of_an_lsoa_are_those_of_the_area_itself(data):
    area = data.areas["loughborough-east"]
    assert data.residents(area) == 17560
    people = data.lsoa[2021].loc[list(area.lsoa21), "residents"]
    said = " ".join(make_story(data, area, 2019, DAY).steps[0].told)
    assert (
        f"nine small areas, called LSOAs; since 2021 of 10, with {people.min():,} to {people.max():,} people each"
        in said
    )


@pytest.mark.slow
def test_the_sentences_are_read_easily_at_thirteen(story):
    """Flesch-Kincaid grade plus five is the reading age; the name of the area counts as a short word."""
    sentences = " ".join(sentence for step in story.steps for sentence in step.told)
    assert textstat.flesch_kincaid_grade(sentences.replace(story.area.name, "Town")) + 5 <= 13


def test_no_step_says_what_the_rules_forbid(story):
    for step in story.steps:
        text = " ".join([*step.told, step.alt]).lower()
        for word in ("affluent", "deprived people", "poor people", "at an address", "caused", "twice as"):
            assert word not in text
    said = " ".join(story.steps[4].method.split() + story.steps[4].caution.split())
    assert "not an accredited official statistic" in said
    assert "95% interval" in said


def test_shares_of_people_are_those_of_the_official_file(data, official):
    """Population-weighted by File 7's denominators, recounted from the raw rows."""
    area = data.areas["loughborough-east"]
    name = "iod2019/File_7_IoD2019_all_ranks_deciles_published_scores_population_denominators.csv"
    rows = {row["LSOA code (2011)"]: row for row in official(name)}
    decile = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
    people = "Total population: mid 2015 (excluding prisoners)"
    total = sum(int(rows[code][people]) for code in area.lsoa11)
    worst = sum(int(rows[code][people]) for code in area.lsoa11 if int(rows[code][decile]) <= 2)
    step = make_story(data, area, 2019, DAY).steps[1]
    count = sum(int(rows[code][decile]) <= 2 for code in area.lsoa11)
    said = f"In Loughborough East, {english.number(count)} of its {english.number(len(area.lsoa11))} small areas are among"
    assert step.told[0].startswith(said)
    shares = f"By the Index of 2019 (mid-2015), {100 * worst / total:.0f}% of its people live in that 20%; by that of 2025"
    assert any(line.startswith(shares) for line in step.told)


def test_an_older_edition_is_told_with_the_newest_beside_it(data, official):
    """South Charnwood: none by the Index of 2019, and by that of 2025 what File 7 and mid-2022 make of it."""
    area = data.areas["south-charnwood"]
    rows = official(FILE7[2025])
    code = next(name for name in rows[0] if name.startswith("LSOA code"))
    decile = next(n for n in rows[0] if n.startswith("Index of Multiple Deprivation (IMD) Decile"))
    people = {row["LSOA 2021 Code"]: int(row["Mid-2022: Population"]) for row in official(POPULATION21)}
    worst = {row[code] for row in rows if row[code] in area.lsoa21 and int(row[decile]) <= 2}
    percent = round(100 * sum(people[c] for c in worst) / sum(people[c] for c in area.lsoa21))
    assert percent == 23
    first, *others = make_story(data, area, 2019, DAY).steps[1].told
    small = english.number(len(area.lsoa11))
    assert first.startswith(
        f"In South Charnwood, none of its {small} small areas is among England's most deprived 20%, in 2019"
    )
    assert f"In 2025, {english.number(len(worst))} of its {small} small areas is." in others
    assert (
        "By the Index of 2019 (mid-2015), none of its people live in that 20%; by that of 2025 (mid-2022), 23% do."
        in others
    )
    newest = make_story(data, area, 2025, DAY).steps[1].told
    assert "23% of its people live in that 20%." in newest
    assert not any("2019" in line for line in newest)


def test_crimes_of_twelve_months_are_those_of_the_archive(data, incidents):
    area = data.areas["loughborough-west"]
    period = last_covered(data.coverage)
    codes = {*area.lsoa11, *area.lsoa21}
    count = sum(month in period and code in codes and kind != ASB for month, code, kind, _ in incidents)
    step = make_story(data, area, 2019, DAY).steps[4]
    assert step.sentences[0].startswith(f"Police recorded {count:,} crimes here")


def test_months_not_held_stay_empty_in_the_chart(data):
    frame = make_story(data, data.areas["charnwood"], 2019, DAY).steps[4].frame
    missing = data.coverage.loc[data.coverage["status"] == incidents.MISSING, "month"]
    assert len(missing)
    assert frame.loc[list(missing)].isna().all().all()
    assert frame.drop(list(missing)).notna().all().all()


def answered(counts):
    row = figures.rise.longest(figures.rise.like_periods(counts))
    return words.briefing_crime.answered(figures.rise.answer(row, "incidents"))


@pytest.mark.parametrize(
    ("now", "then", "word"),
    [
        (100, 50, "100% more a day (+41% to +187%): a rise"),
        (50, 100, "50% less a day (−65% to −29%): a fall"),
        (52, 50, "4% more a day (−31% to +57%): no clear difference"),
        (0, 0, "too few to compare"),
    ],
)
def test_a_rise_is_said_only_where_the_interval_says_so(now, then, word):
    counts = pd.Series({"2024-03": then, "2025-03": now})
    assert word in answered(counts)


def test_a_step_that_the_usual_variation_explains_is_no_clear_change():
    months = [str(month) for month in pd.period_range("2023-01", "2025-01", freq="M")]
    counts = pd.Series([100, 160] * 12 + [150], index=months)
    assert "no clear difference" in answered(counts)
    steady = pd.Series([100] * 24 + [150], index=months)
    assert ": a rise" in answered(steady)


def test_the_year_with_most_months_in_common_is_compared():
    counts = pd.Series({"2023-01": 4, "2023-02": 9, "2024-01": 5, "2025-01": 8, "2025-02": 7})
    text = answered(counts)
    assert text.startswith("January to February 2025 had 15")
    assert "the same months of 2023 had 13" in text
    assert figures.rise.like_periods(pd.Series({"2024-04": 5, "2025-01": 8})).empty
    assert "No month can" in words.briefing_crime.changed([])[0]


def test_a_part_of_a_split_area_is_not_compared_with_the_whole(data):
    area = data.areas["E01034002"]
    assert area.kind == LSOA
    step = make_story(data, area, 2025, DAY).steps[5]
    assert "larger area" in step.told[0]
    assert not any("decile" in sentence for sentence in step.told)


@pytest.mark.parametrize(
    ("percent", "start"), [(0.0, "None of"), (100.0, "All of"), (0.4, "Under 1% of"), (32.2, "32% of")]
)
def test_shares_at_both_ends_are_words(percent, start):
    assert words.briefing.of_people(percent).startswith(start)


def test_a_briefing_says_which_year_it_compares_with_and_why_and_tells_both_sides_of_a_break(data):
    step = next(each for each in make_story(data, data.whole, 2025, DAY).steps if each.key == "crime")
    without = "Without public order and violence and sexual offences"
    assert step.told[-1].startswith("Anti-social behaviour: 689, and 410 in 2024: 69% more")
    assert step.told[-1].endswith(": a rise.")
    assert step.told[-2] == (
        "January to April 2025 had 4,212 crimes, and the same months of 2024 had 4,539: 6% less a day (−15% to +3%): "
        "no clear difference."
    )
    assert "all incidents with 2022, the year that shares most months with 2025 (10)" in step.method
    assert "January to October 2025: 12,822 incidents; January to October 2022: 14,129. Lower" in step.method
    assert f"{without}, which it touches: 7,653 against 7,471" in step.method
    assert "Restrictions of the pandemic" in step.caution
    assert "Counting rules of 2023" in step.caution


def test_the_districts_own_list_counts_what_it_has_in_number_and_names_nobody_twice(data):
    kept = next(step for step in make_story(data, data.whole, 2025, DAY).steps if step.key == "strengths")
    assert not kept.table.duplicated().any()
    libraries = kept.table[kept.table["What"] == "Libraries"]
    short = kept.shown[kept.shown["What"] == "Libraries"]
    assert short["Name"].tolist() == [f"{len(libraries)} in {data.place.name}"]
    assert len(libraries) > figures.nearby.NEAREST
