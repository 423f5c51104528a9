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

from charnwood import ROOT, figures, words
from charnwood.briefing import addresses, files
from charnwood.checks import DataError
from charnwood.drawing import exhibits
from charnwood.drawing.exhibits import NoSuchError
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW, Part, compare, difference
from charnwood.figures.worked import NO_MONTHS, Answer, Question, Side, differences, like_months
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
    pairs = like_months(sorted(held), start, EVERY, types)
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
            "It may have worked: 107 fewer crimes in {} since January 2025 than the change in {} would lead one to expect, 95% interval 47 to 167 fewer.",
        ),
        (
            {"area": (110, 207), "comparison": (120, 130)},
            "No sign that it worked: 87 more crimes in {} since January 2025 than the change in {} would lead one to expect, 95% interval 40 to 134 more.",
        ),
        (
            {"area": (100, 95), "comparison": (100, 100)},
            "Whether it worked cannot be told: 5 fewer crimes in {} since January 2025 than the change in {} would lead one to expect, 95% interval "
            "44 fewer to 34 more, no clear difference.",
        ),
        (
            {"area": (100, 100), "comparison": (100, 100)},
            "Whether it worked cannot be told: as many crimes in {} since January 2025 as the change in {} would lead one to expect, 95% interval "
            "39 fewer to 39 more, no clear difference.",
        ),
        (
            {"area": (12, 9), "comparison": (20, 21)},
            "Too few crimes to tell whether it worked: {} had 12 before and 9 after and {} had 20 before and 21 after.",
        ),
    ],
)
def test_the_verdict_is_one_plain_sentence(data, counts, said):
    of = sides(data, **counts)
    held = tuple(of.values())
    asked = Question(held[0].area, "crimes", START, held[1].area)
    found = Answer(asked, ("2024-01",), (START,), (), (), held, *differences(of))
    assert words.worked.verdict(found) == said.format(*(side.area.name for side in held))
    none = replace(found, before=(), after=())
    assert none.verdict == NO_MONTHS
    assert "cannot be told: no month since January 2025" in words.worked.verdict(none)


def test_an_area_alone_is_told_as_that(data):
    of = sides(data, area=(400, 200))
    asked = Question(of["area"].area, "burglary", START)
    found = Answer(asked, ("2024-01",), (START,), (), (), tuple(of.values()), *differences(of))
    assert found.verdict == LOWER
    assert "so they may have fallen without it too" in words.worked.verdict(found)
    assert figures.worked.table(found)["row"].tolist() == ["area"]


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
