"""Funnel limits by hand, over-dispersion, visitors, and districts against an independent recount."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import CHARNWOOD
from hypothesis import given
from hypothesis import strategies as st

from charnwood import drawing, figures, words
from charnwood.official import incidents


@pytest.fixture(scope="module")
def period(data):
    return incidents.last_covered(data.coverage)


@pytest.fixture(scope="module")
def every_incident(data, period):
    return figures.funnel.funnel(data, "incidents", period)


def test_limits_by_hand():
    """Rate 0.09, 900 residents: the root is 0.3, the reach 1.96 / (2 × 30) = 0.0327.

    81 are expected: 64 or fewer have a chance of more than 2.5% (exact tables), so the lower limit is 64, not 64.3.
    """
    low, high = figures.funnel.limits(0.09, 900, 1, 0.95)
    assert (low, high) == (64 / 900, pytest.approx((0.3 + 0.032666) ** 2, rel=1e-4))
    wide = figures.funnel.limits(0.09, 900, 4, 0.95)
    assert wide == (
        pytest.approx((0.3 - 0.065333) ** 2, rel=1e-4),
        pytest.approx((0.3 + 0.065333) ** 2, rel=1e-4),
    )
    assert figures.funnel.limits(0.0001, 900, 4, 0.95)[0] == 0


@given(st.floats(0, 2), st.integers(1, 10_000), st.floats(1, 50))
def test_limits_hold_the_target_and_nest(target, residents, phi):
    low, high = figures.funnel.limits(target, residents, phi, 0.95)
    lower, higher = figures.funnel.limits(target, residents, phi, 0.998)
    assert 0 <= lower <= low <= target * (1 + 1e-9) + 1e-12
    assert target * (1 - 1e-9) <= high <= higher


def test_overdispersion_by_hand_and_unmoved_by_one_wild_area():
    """z of 2 each way: 16 times the variance of the winsorised normal, which numbers drawn from it have too."""
    drawn = np.random.default_rng(2).normal(size=1_000_000)
    normal = (np.clip(drawn, *np.quantile(drawn, [0.1, 0.9])) ** 2).mean()
    expected = np.array([100.0] * 11)
    counts = np.array([81, 100, 100, 100, 100, 100, 100, 100, 100, 100, 121])
    assert figures.funnel.overdispersion(counts, expected) == 1
    spread = np.array([64, 64, 64, 64, 64, 100, 144, 144, 144, 144, 144])
    assert figures.funnel.overdispersion(spread, expected) == pytest.approx(16 * 10 / 11 / normal, rel=3e-3)
    spread[5] = 10_000
    assert figures.funnel.overdispersion(spread, expected) == pytest.approx(16 / normal, rel=3e-3)


def test_the_middle_is_the_mean_without_the_tenths_at_the_ends():
    """Ten areas of 1,000 with 1 to 9 and 500 incidents: 2 to 9 are kept, 44 in 8,000."""
    residents = np.array([1000.0] * 10)
    counts = np.array([500, *range(1, 10)])
    assert figures.funnel.middle(counts, residents) == pytest.approx(44 / 8_000)


def test_a_town_centre_moves_neither_middle_nor_limits():
    chance = np.random.default_rng(3)
    residents = chance.integers(1_100, 4_200, 102)
    counts = chance.poisson(residents * 0.05 * chance.gamma(9, 1 / 9, 102))
    areas = pd.DataFrame({"residents": residents, "count": counts})
    busy = areas.assign(count=areas["count"].where(areas["count"] < areas["count"].max(), 5_000))
    before, after = (figures.funnel.limited(each) for each in (areas, busy))
    assert (before.target, before.phi) == pytest.approx((after.target, after.phi))
    assert before.areas["high_95"].tolist() == pytest.approx(after.areas["high_95"].tolist())
    assert after.areas["standing"].eq("above the 99.8% limit").sum() >= 1


def test_too_few_incidents_have_no_limits(data):
    areas = pd.DataFrame({"name": "A", "residents": [1_500] * 10, "count": [4, *[0] * 9], "visitors": ""})
    found = figures.funnel.limited(areas)
    assert not found.limited
    assert found.areas["standing"].eq("too few for limits").all()
    assert found.areas[["low_95", "high_95", "low_998", "high_998"]].isna().all(axis=None)
    said = words.signals.funnel(found, "robbery", [0], "A", ["2025-01"], "Here")
    assert said == ["Here: 4 incidents of robbery in 10 LSOAs in January 2025: too few for limits."]
    assert len(drawing.signal_charts.funnel_chart(found, [0], "A").data) == 2


@given(st.floats(0.05, 300), st.integers(0, 2**32 - 1))
def test_an_area_is_outside_by_its_count_and_never_on_an_exact_limit(mean, seed):
    from scipy.stats import poisson

    chance = np.random.default_rng(seed)
    residents = chance.integers(1_000, 4_000, 40)
    areas = pd.DataFrame({"residents": residents, "count": chance.poisson(mean * residents / 1_800)})
    found = figures.funnel.limited(areas)
    if not found.limited:
        assert areas["count"].sum() < 20
        return
    exact = poisson.ppf(0.975, found.target * residents)
    assert not (found.areas["standing"].str.startswith("above") & (areas["count"] <= exact)).any()


def test_the_funnel_holds_every_lsoa_and_its_standing(data, every_incident, period):
    areas = every_incident.areas
    assert len(areas) == 102
    counted = data.counts[data.counts["month"].isin(period)]["incidents"].sum()
    assert areas["count"].sum() == counted
    kept = areas.sort_values("rate").iloc[10:-10]
    assert every_incident.target == pytest.approx(kept["count"].sum() / kept["residents"].sum())
    for _, row in areas.iterrows():
        assert row["low_998"] <= row["low_95"] <= row["high_95"] <= row["high_998"]
        outside = row["rate"] < row["low_95"] or row["rate"] > row["high_95"]
        assert (row["standing"] != figures.funnel.WITHIN) is outside
        assert row["standing"].startswith("above the 99.8%") is (row["rate"] > row["high_998"])
    text = " ".join(
        words.signals.funnel(every_incident, "incidents", areas.index, "Charnwood", period, "Charnwood")
    )
    assert "Above the 99.8% limit: Loughborough Storer & Queen's Park A" in text


@pytest.mark.parametrize("kind", ["anti-social-behaviour", "burglary"])
def test_where_ratio_and_funnel_differ_a_page_says_so_in_one_sentence(data, kind):
    """The two tests made again for every area, and both pages that show one of them say the same."""
    plot = figures.funnel.funnel(data, kind, data.period).areas
    counts = figures.incident_kinds.select(data.counts[data.counts["month"].isin(data.period)], kind)
    whole, people = counts["incidents"].sum(), data.lsoa[2021]["residents"]
    said = 0
    for area in list(data.areas.values())[::4]:
        text = words.crime.two_tests(data, area, kind)
        own = counts.loc[counts["lsoa21cd"].isin(area.lsoa21), "incidents"].sum()
        if area == data.whole:
            assert not text
            continue
        mine = people[list(area.lsoa21)].sum()
        verdict = figures.intervals.compare(own, mine, whole - own, people.sum() - mine).verdict
        standing = plot.loc[list(area.lsoa21), "standing"]
        above, below = (standing.str.startswith(side).any() for side in ("above", "below"))
        lone = len(standing) == 1 and (above or below)
        differ = {"higher": not above, "lower": not below}.get(verdict, lone)
        assert bool(text) is bool(differ), area.name
        said += bool(text)
        assert text.count(". ") == 0
    assert said


def test_both_pages_that_show_one_of_the_tests_say_where_they_differ(data):
    area = data.areas["south-charnwood"]
    text = words.crime.two_tests(data, area, "anti-social-behaviour")
    assert text.startswith(
        "The rate of incidents of anti-social behaviour in South Charnwood is higher than that of the rest of Charnwood ("
    )
    assert "but none of its four LSOAs is above the limits of the funnel plot: " in text
    shown = (
        drawing.exhibits.signals.funnel(data, area, "anti-social-behaviour"),
        drawing.exhibits.crime.rates(data, area),
    )
    for exhibit in shown:
        assert text in exhibit.finding
        assert words.standing_text.TWO_QUESTIONS in exhibit.source


def test_visitors_are_named_where_the_data_say_so(data):
    reasons = figures.visitors.reasons(data, data.period)
    named = {data.lsoa[2021].loc[code, "name"]: reason for code, reason in reasons.items() if reason}
    assert named["Loughborough Storer & Queen's Park F"] == "shops"
    assert named["Loughborough Dishley & Hathern B"] == "petrol stations"
    assert named["Syston East B"] == "shops, car parks"
    assert not any("University" in name for name in named)  # its students live there
    assert "Quorn & Mountsorrel Castle C" not in named


def test_the_estate_of_warwick_way_recounted_from_the_street_points(data):
    """The named case: near half of its crimes lie at "Shopping Area", and no label was near enough to say so."""
    street = data.street
    rows = street[street["month"].isin(data.period) & (street["lsoa21cd"] == "E01025725")]
    crimes = rows[rows["crime_type"] != "Anti-social behaviour"]
    at_shops = crimes["location"] == "On or near Shopping Area"
    assert (crimes.loc[at_shops, "incidents"].sum(), crimes["incidents"].sum()) == (113, 244)
    found = figures.visitors.visited(data, data.areas["E01025725"])
    shops = rows.loc[rows["location"] == "On or near Shopping Area", "incidents"].sum()
    assert (found.there, found.total, found.kinds) == (shops, rows["incidents"].sum(), ("shops",))


def test_a_rate_without_the_visited_areas_is_said_only_where_it_is_lower(data):
    said = 0
    for area in data.areas.values():
        found = figures.visitors.visited(data, area)
        text = words.crime.visitors_said(data, area)
        assert bool(text) is bool(found)
        if not found:
            continue
        assert found.there / found.total >= 0.2
        assert ("Without " in text) is bool(found.without)
        if found.without:
            said += 1
            rest = [code for code in area.lsoa21 if code not in found.without]
            rows = data.counts[data.counts["month"].isin(data.period) & data.counts["lsoa21cd"].isin(rest)]
            crimes = rows.loc[rows["crime_type"] != "Anti-social behaviour", "incidents"].sum()
            left = 1_000 * crimes / data.lsoa[2021].loc[rest, "residents"].sum()
            assert found.left.rate == pytest.approx(left)
            assert left < found.rate
            assert all(data.areas[code].name in text for code in found.without)
            few = len(found.others) == 1
            assert (f"in the one other area, {data.areas[rest[0]].name}, is" in text) is few
            busy = figures.visitors.reasons(data, data.period)
            quiet = busy.index[(busy == "") & ~busy.index.isin(area.lsoa21)]
            beside = data.counts[data.counts["month"].isin(data.period) & data.counts["lsoa21cd"].isin(quiet)]
            others = beside.loc[beside["crime_type"] != "Anti-social behaviour", "incidents"].sum()
            assert found.left.rest_rate == pytest.approx(
                1_000 * others / data.lsoa[2021].loc[quiet, "residents"].sum()
            )
    assert said


def test_districts_recounted_by_hand(data, incidents, district_of, period):
    kind = "Burglary"
    counted = Counter(
        district_of[c] for m, c, k, _ in incidents if m in period and k == kind and c in district_of
    )
    table = figures.districts.compared(data, "burglary", period).set_index("district")
    assert len(table) == 7
    assert "Leicester" not in table.index
    assert table.loc["Charnwood", "count"] == counted[CHARNWOOD]
    assert table.loc["Melton", "count"] == counted["E07000133"]
    assert table["rate"].is_monotonic_decreasing
    assert ((table["rate_low"] <= table["rate"]) & (table["rate"] <= table["rate_high"])).all()
    others = table.drop("Charnwood")
    assert ((others["word"] == "higher") == (others["low"] > 1)).all()
    assert ((others["word"] == "lower") == (others["high"] < 1)).all()
    assert pd.isna(table.loc["Charnwood", "ratio"])
    text = words.signals.districts(table.reset_index(), "burglary", "Charnwood", period)
    assert all(name in text for name in table.index)
