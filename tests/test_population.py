"""Rates are of the residents of the mid-year nearest to their months, and say which: by hand from ONS's file."""

from datetime import date

import pandas as pd
import pytest
from conftest import POPULATION21
from hypothesis import given
from hypothesis import strategies as st

from charnwood import figures, tables, words
from charnwood.drawing import exhibits
from charnwood.figures.population import mid_year
from charnwood.official.geography import YEARS

EAST = "loughborough-east"


@pytest.fixture(scope="module")
def people(official):
    """Residents of some LSOAs of 2021 in a mid-year, straight from ONS's file."""
    rows = {row["LSOA 2021 Code"]: row for row in official(POPULATION21)}
    return lambda codes, year: sum(
        int(rows[code][f"Mid-{year}: Population"].replace(",", "")) for code in codes
    )


@given(
    st.integers(2010 * 12, 2030 * 12).flatmap(
        lambda first: st.integers(1, 40).map(lambda n: range(first, first + n))
    )
)
def test_no_mid_year_held_is_nearer_to_the_middle_of_a_period(numbers):
    months = [f"{n // 12}-{n % 12 + 1:02}" for n in numbers]
    ends = pd.Period(months[0], "M").start_time, pd.Period(months[-1], "M").end_time
    middle = ends[0] + (ends[1] - ends[0]) / 2
    away = {year: abs((middle - pd.Timestamp(date(year, 7, 1))).days) for year in YEARS}
    # Months are of one length here, days are not: two years may be as near within days
    assert away[mid_year(months)] <= min(away.values()) + 3


def test_named_periods_have_the_mid_year_that_a_reader_expects():
    whole = [f"2020-{n:02}" for n in range(1, 13)]
    assert mid_year(whole) == mid_year(["2020-01"]) == mid_year(["2020-12"]) == 2020
    assert mid_year([*whole[6:], *(f"2021-{n:02}" for n in range(1, 7))]) == 2021
    assert mid_year(["2025-01"]) == max(YEARS)


@pytest.mark.parametrize(("month", "year"), [("2019-12", 2019), ("2020-04", 2020), ("2025-05", 2022)])
def test_the_rate_of_a_month_by_hand(data, people, month, year):
    area = data.areas[EAST]
    table = figures.crime.crime_months(data, area)
    mine = people(area.lsoa21, year)
    rest = people(data.whole.lsoa21, year) - mine
    mine_counted, all_counted = (
        tables.crime_counts(data, "month", one).set_index("month").loc[month, "incidents"]
        for one in (area, data.whole)
    )
    assert table.loc[month, "rate"] == pytest.approx(1000 * mine_counted / mine)
    assert table.loc[month, "rest_rate"] == pytest.approx(1000 * (all_counted - mine_counted) / rest)
    side_by_side = figures.comparison.months(data, [area])
    assert side_by_side.loc[month, area.name] == pytest.approx(table.loc[month, "rate"])


@pytest.mark.parametrize(("last", "year"), [("2020-11", 2020), ("2021-06", 2021), ("2022-10", 2022)])
def test_the_rate_of_twelve_months_by_hand(data, people, last, year):
    area = data.areas["E01034002"]
    found = tables.rolling_years(data, area, "incidents", ()).set_index("month").loc[last]
    assert found["rate"] == pytest.approx(1000 * found["count"] / people(area.lsoa21, year), abs=1e-4)


def test_funnel_districts_and_map_of_a_past_year_have_its_residents(data, people):
    months = [f"2020-{n:02}" for n in range(1, 13)]
    funnel = figures.funnel.funnel(data, "incidents", months)
    assert funnel.areas["residents"].to_dict() == {code: people([code], 2020) for code in data.whole.lsoa21}
    own = figures.districts.compared(data, "incidents", months).set_index("district").loc[data.place.name]
    assert own["residents"] == people(data.whole.lsoa21, 2020)
    old = figures.population.of_lsoas(data, months, 2011)
    assert old["E01025679"] == people(["E01034006", "E01034007"], 2020)
    assert old.sum() == people(data.whole.lsoa21, 2020)


def test_a_source_line_names_the_mid_years_of_its_rates(data):
    area = data.areas[EAST]
    assert "residents of mid-2022 (ONS), the nearest estimate held" in exhibits.crime.types(data, area).source
    assert "nearest mid-year, from mid-2019 to mid-2022" in exhibits.crime.rates(data, area).source
    assert (
        "nearest mid-year, from mid-2020 to mid-2022" in exhibits.signals.rolling(data, area, "crimes").source
    )
    assert "per 1,000 residents" not in exhibits.crime.months(data, area).source
    assert "lived there in the middle of 2022" in words.plain.up_to(data)
    assert "mid-2022" in words.maps.rates_title("crimes", data.period)
