"""Funnel limits by hand, over-dispersion, visitors, and districts against an independent recount."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import CHARNWOOD
from hypothesis import given
from hypothesis import strategies as st

from charnwood import figures, words
from charnwood.official import incidents


@pytest.fixture(scope="module")
def period(data):
    return incidents.last_covered(data.coverage)


@pytest.fixture(scope="module")
def every_incident(data, period):
    return figures.funnel.funnel(data, "incidents", period)


def test_limits_by_hand():
    """Rate 0.09, 900 residents: the root is 0.3, the reach 1.96 / (2 × 30) = 0.0327."""
    low, high = figures.funnel.limits(0.09, 900, 1, 0.95)
    assert (low, high) == (
        pytest.approx((0.3 - 0.032666) ** 2, rel=1e-4),
        pytest.approx((0.3 + 0.032666) ** 2, rel=1e-4),
    )
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
    expected = pd.Series([100.0] * 11)
    counts = pd.Series([81, 100, 100, 100, 100, 100, 100, 100, 100, 100, 121])
    assert figures.funnel.overdispersion(counts, expected) == 1
    spread = pd.Series([64, 64, 64, 64, 64, 100, 144, 144, 144, 144, 144])
    assert figures.funnel.overdispersion(spread, expected) == pytest.approx(16 * 10 / 11)
    assert figures.funnel.overdispersion(spread.replace({100: 10_000}), expected) == pytest.approx(16)


def test_areas_that_differ_by_chance_alone_need_no_widening():
    chance = np.random.default_rng(3)
    expected = pd.Series(np.linspace(60, 180, 102))
    found = [figures.funnel.overdispersion(pd.Series(chance.poisson(expected)), expected) for _ in range(200)]
    assert np.mean(found) < 1.05


def test_the_funnel_holds_every_lsoa_and_its_standing(data, every_incident, period):
    areas = every_incident.areas
    assert len(areas) == 102
    counted = data.counts[data.counts["month"].isin(period)]["incidents"].sum()
    assert areas["count"].sum() == counted
    assert every_incident.target == pytest.approx(counted / areas["residents"].sum())
    for _, row in areas.iterrows():
        assert row["low_998"] <= row["low_95"] <= row["high_95"] <= row["high_998"]
        outside = row["rate"] < row["low_95"] or row["rate"] > row["high_95"]
        assert (row["standing"] != figures.funnel.WITHIN) is outside
        assert row["standing"].startswith("above the 99.8%") is (row["rate"] > row["high_998"])
    text = " ".join(
        words.signals.funnel(every_incident, "incidents", areas.index, "Charnwood", period, "Charnwood")
    )
    assert "Above the 99.8% limit: Loughborough Storer & Queen's Park A" in text


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
            assert found.rate_without == pytest.approx(left)
            assert left < found.rate
            assert all(data.areas[code].name in text for code in found.without)
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
    text = words.signals.districts(table.reset_index(), "burglary", "Charnwood")
    assert all(name in text for name in table.index)
