"""Did it work?: the paper's figures, chance alone, like months, breaks, what is said, and the step of a briefing."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from test_breaks import EVERY, POINTS, months

from charnwood import ROOT, english, figures, words
from charnwood.briefing import addresses, files
from charnwood.checks import DataError
from charnwood.drawing import exhibits
from charnwood.drawing.exhibits import NoSuchError
from charnwood.figures import breaks, like_months
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW, Part, compare, difference
from charnwood.figures.worked import NO_MONTHS, Answer, Question, Side, differences
from charnwood.official import incidents

PAPER = [Part(1, 207, 110), Part(-1, 308, 318), Part(1, 178, 157), Part(-1, 150, 140)]
START = "2025-01"


def test_the_difference_is_that_of_the_paper():
    """The worked example of Wheeler and Ratcliffe (2018): -118, standard error the root of 1,568, -196 to -40."""
    found = difference(PAPER)
    assert (found.change, found.variance, found.verdict) == (-118, 1568, LOWER)
    assert (round(found.low), round(found.high)) == (-196, -40)
    assert round(found.change / math.sqrt(found.variance), 2) == -2.98
    assert difference(PAPER[:2]).change == -107
    assert difference(PAPER[2:]).change == -11


def test_chance_alone_is_told_as_an_effect_in_one_of_twenty():
    drawn = np.random.default_rng(7).poisson([[80, 80, 120, 120, 60, 60, 90, 90]] * 4_000)
    told = [
        difference(
            [
                Part(weight, int(row[at]), int(row[at + 1]))
                for at, weight in ((0, 1), (2, -1), (4, 1), (6, -1))
            ]
        )
        for row in drawn
    ]
    assert 0.04 < np.mean([one.verdict in (HIGHER, LOWER) for one in told]) < 0.06


def test_few_have_no_interval_and_what_months_vary_widens_it():
    few = difference([Part(1, 9, 40), Part(-1, 30, 31)])
    assert few.verdict == TOO_FEW
    assert math.isnan(few.low)
    wide = difference([Part(1, 207, 110, 4.0), Part(-1, 308, 318, 4.0)])
    assert wide.high - wide.low == pytest.approx(2 * (difference(PAPER[:2]).high - difference(PAPER[:2]).low))
    assert wide.dispersion == pytest.approx(4)


@given(
    st.sets(st.sampled_from(months("2019-12", "2026-06"))),
    st.sampled_from(months("2020-01", "2026-06")),
    st.sampled_from([incidents.TYPES, ("Violence and sexual offences",), ("Burglary",)]),
)
def test_like_months_are_held_and_on_one_side_each_and_cross_no_break_of_all_types(held, start, types):
    pairs = like_months.pairs(sorted(held), start, EVERY, types)
    assert len({after[5:] for _, after in pairs}) == len(pairs)
    for before, after in pairs:
        assert {before, after} <= held
        assert before[5:] == after[5:]
        assert before < start <= after
        assert not any("2020-03" <= month <= "2021-07" for month in (before, after))
        assert not before < POINTS.first <= after
        if types == ("Violence and sexual offences",):
            assert not (before < "2023-01" and after >= "2023-01")


def question(data, **chosen):
    beside = {name: data.areas[chosen[name]] for name in figures.worked.BESIDE if name in chosen}
    return Question(
        data.areas[chosen.get("area", "ward-syston")],
        chosen.get("kind", "vehicle-crime"),
        chosen.get("start", START),
        **beside,
    )


def test_counts_are_those_of_the_rows_and_no_month_that_is_not_held_is_among_them(data):
    found = figures.worked.answer(
        data, question(data, kind="crimes", area="loughborough-east", comparison="loughborough-west")
    )
    held = set(incidents.held_months(data.coverage))
    assert {*found.before, *found.after} <= held
    assert set(found.without) == {"Public order", "Violence and sexual offences"}
    for side in found.sides:
        rows = data.counts[data.counts["lsoa21cd"].isin(side.area.lsoa21)]
        rows = rows[~rows["crime_type"].isin([incidents.ASB, *found.without])]
        for count, period in ((side.before, found.before), (side.after, found.after)):
            assert count == rows.loc[rows["month"].isin(period), "incidents"].sum()


def sides(data, **counts):
    """Sides of some roles, each with its counts before and after, that vary by chance alone."""
    named = zip(counts.items(), data.areas.values(), strict=False)
    return {
        role: Side(role, area, *pair, 1.0, compare(pair[1], 1, pair[0], 1)) for (role, pair), area in named
    }


def test_differences_are_those_of_the_paper_and_a_comparison_of_both_counts_twice_with_its_chance(data):
    four = sides(data, area=(207, 110), comparison=(308, 318), neighbour=(178, 157), control=(150, 140))
    local, displaced, whole, unlike = differences(four)
    assert (local.change, displaced.change, whole.change, whole.variance) == (-107, -11, -118, 1568)
    assert not unlike
    del four["control"]
    _, displaced, whole, _ = differences(four)
    assert (displaced.change, whole.change) == (-31, -138)
    assert whole.variance == 207 + 110 + 178 + 157 + 4 * (308 + 318)


def test_areas_too_unlike_in_number_are_not_set_beside_each_other(data):
    local, _, whole, unlike = differences(sides(data, area=(100, 50), comparison=(201, 200)))
    assert (local, whole) == (None, None)
    assert len(unlike) == 1
    local, displaced, whole, unlike = differences(
        sides(data, area=(100, 50), comparison=(200, 200), neighbour=(40, 40))
    )
    assert whole is local
    assert (displaced, len(unlike)) == (None, 1)


def test_a_difference_of_too_few_is_not_taken_apart(data):
    four = sides(data, area=(7, 5), comparison=(8, 9), neighbour=(40, 47), control=(41, 40))
    local, displaced, whole, _ = differences(four)
    found = Answer(
        question(data), ("2024-01",), ("2025-01",), (), (), tuple(four.values()), local, displaced, whole
    )
    assert (local.verdict, displaced.verdict == TOO_FEW) == (TOO_FEW, False)
    assert words.worked.parts(found) == []


def test_areas_that_share_ground_are_refused(data):
    asked = question(data, area="charnwood", comparison="ward-syston")
    with pytest.raises(DataError, match="shares no ground"):
        figures.worked.answer(data, asked)
    with pytest.raises(NoSuchError):
        exhibits.worked.counts(data, *asked.choices)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            {"area": (207, 110), "comparison": (308, 318)},
            "It may have worked: 107 fewer crimes in {} in January 2025, beside the same month of 2024, than the change in {} would lead one to expect, 95% interval 47 to 167 fewer.",
        ),
        (
            {"area": (110, 207), "comparison": (120, 130)},
            "No sign that it worked: 87 more crimes in {} in January 2025, beside the same month of 2024, than the change in {} would lead one to expect, 95% interval 40 to 134 more.",
        ),
        (
            {"area": (100, 95), "comparison": (100, 100)},
            "Whether it worked cannot be told: 5 fewer crimes in {} in January 2025, beside the same month of 2024, than the change in {} would lead one to expect, 95% interval "
            "44 fewer to 34 more, no clear difference.",
        ),
        (
            {"area": (100, 100), "comparison": (100, 100)},
            "Whether it worked cannot be told: as many crimes in {} in January 2025, beside the same month of 2024, as the change in {} would lead one to expect, 95% interval "
            "39 fewer to 39 more, no clear difference.",
        ),
        (
            {"area": (12, 9), "comparison": (20, 21)},
            "Too few crimes to tell whether it worked: {} had 12 before and 9 after; and {} had 20 before and 21 after, in January 2025, beside the same month of 2024.",
        ),
    ],
)
def test_the_verdict_is_plain_and_says_what_it_rests_on(data, counts, said):
    of = sides(data, **counts)
    held = tuple(of.values())
    asked = Question(held[0].area, "crimes", START, held[1].area)
    local, displaced, whole, _ = differences(of)
    found = Answer(asked, ("2024-01",), (START,), (), (), held, local, displaced, whole, held=(START,))
    rests = "The comparison rests on the one month held since January 2025, fewer than three."
    assert words.worked.verdict(found) == f"{said.format(*(side.area.name for side in held))} {rests}"
    none = replace(found, before=(), after=())
    assert none.verdict == NO_MONTHS
    assert "cannot be told: no month since January 2025" in words.worked.verdict(none)


def test_an_area_alone_is_told_as_a_count_that_cannot_tell(data):
    of = sides(data, area=(400, 200))
    asked = Question(of["area"].area, "burglary", START)
    alone = tuple(of.values())
    found = Answer(asked, ("2024-01",), (START,), (), (), alone, None, None, None, held=(START, "2025-02"))
    assert found.verdict == LOWER
    told, second, *_ = words.worked.verdict(found).split(". ")
    assert told.startswith(
        f"Recorded incidents of burglary in {alone[0].area.name}: fewer, 200 in January 2025"
    )
    assert second == "Whether it worked cannot be told without an area set beside it"
    assert "these fall by themselves" in words.worked.NOT_WHY
    assert figures.worked.table(found)["row"].tolist() == ["area"]


@pytest.mark.parametrize("others", [["ward-syston"], ["loughborough-west", "ward-syston"]])
def test_an_area_that_is_refused_changes_nothing(data, others):
    alone = question(data, kind="crimes", area="loughborough-east")
    chosen = dict(zip(figures.worked.BESIDE, others, strict=False))
    found = figures.worked.answer(data, alone)
    beside = figures.worked.answer(data, question(data, kind="crimes", area="loughborough-east", **chosen))
    assert [area.key for refused in beside.refused for area in refused.areas] == others
    assert replace(beside, question=found.question, refused=()) == found
    told = " ".join(words.worked.unlike(beside))
    assert all(data.areas[key].name in told for key in others)


def test_months_held_that_are_not_compared_are_told_with_why(data):
    for start in figures.worked.starts(data):
        found = figures.worked.answer(data, question(data, kind="crimes", start=start))
        left = [month for one in found.unused for month in one.months]
        assert sorted([*found.after, *left]) == list(found.held)
    found = figures.worked.answer(data, question(data, kind="crimes", start="2022-08"))
    told = " ".join(words.worked.months(data, found))
    assert all(words.breaks.named(one.of) in told for one in found.unused if one.of)
    assert "across which counts of small areas (here Syston ward) do not compare" in told


def test_a_beginning_that_is_not_held_says_what_is_held_next(data):
    held = incidents.held_months(data.coverage)
    gap = next(month for month in figures.worked.starts(data) if month not in held)
    found = figures.worked.answer(data, question(data, start=gap))
    (told,) = words.worked.not_held(data, found)
    assert told.startswith(f"No month from {english.month(gap)} to ")
    assert f"the first month held after it is {english.month(found.held[0])}." in told
    assert not words.worked.not_held(data, figures.worked.answer(data, question(data, start=held[-1])))


def test_what_rests_on_few_months_or_reaches_far_says_so(data):
    of = sides(data, area=(400, 200))
    asked = Question(of["area"].area, "burglary", "2025-07")
    pairs = ["2022-07", "2022-08", "2022-09"], ["2025-07", "2025-08", "2025-09"]

    def rests(*pair):
        found = Answer(asked, *map(tuple, pair), (), (), tuple(of.values()), None, None, None)
        return words.worked.rests(replace(found, held=tuple(months("2025-07", "2025-10"))))

    assert rests(*pairs).endswith(
        "three of the four months held since July 2025, and reaches across three years or more."
    )
    assert rests(pairs[0][:2], ["2023-07", "2023-08"]).endswith(
        "two of the four months held since July 2025, fewer than three."
    )


def test_types_are_left_out_only_where_a_pair_of_months_lies_on_two_sides_of_their_break(data):
    rules = next(one for one in data.breaks if not one.of_all_types)
    for area in ("loughborough-east", "ward-syston"):
        for start in figures.worked.starts(data):
            found = figures.worked.answer(data, question(data, kind="crimes", area=area, start=start))
            pairs = list(zip(found.before, found.after, strict=True))
            across = [pair for pair in pairs if breaks.side(rules, pair[0]) != breaks.side(rules, pair[1])]
            assert bool(found.without) == bool(across)
            if found.one_side:
                kept = zip(found.one_side.before, found.one_side.after, strict=True)
                assert {*kept} == {*pairs} - {*across}


def test_the_page_tells_and_takes_no_area_that_shares_ground(data):
    page = AppTest.from_file(ROOT / "pages" / "worked.py", default_timeout=60)
    chosen = {"area": "loughborough-east", "type": "crimes", "start": START, "comparison": "charnwood"}
    for key, value in chosen.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    assert "shares ground with Loughborough East" in page.info[0].value
    assert page.selectbox(key="comparison").value is None
    found = figures.worked.answer(data, question(data, kind="crimes", area="loughborough-east"))
    assert words.worked.verdict(found) in page.markdown[1].value
    page.query_params["area"] = figures.own_area.key("Ort", ["E01025699"])
    page.query_params["neighbour"] = figures.own_area.key("Ort", ["E01034002"])
    page.run()
    assert not page.exception
    assert words.pages.one_name("Ort") in [told.value for told in page.info]


def test_a_briefing_has_the_step_for_those_who_ask(data):
    asked = question(data, kind="crimes", area="loughborough-east")
    address = addresses.briefing(data, asked.area, "html", addresses.Choices(2025, asked))
    assert "type=crimes&start=2025-01" in address
    told = files.briefing_of(data, asked.area, 2025, date.today(), asked)
    step = next(step for step in told.steps if step.key == "worked")
    assert step.sentences[0] == words.worked.verdict(figures.worked.answer(data, asked), short=True)
    given = {"edition": "2025", "start": START, "type": "crimes", "comparison": "charnwood"}
    with pytest.raises(NoSuchError):
        addresses.choices(data, asked.area, given)
