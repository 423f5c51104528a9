"""Control charts, rolling years, seasons and like periods: by hand, by simulation, and never over a gap."""

import math
import zipfile
from itertools import pairwise

import numpy as np
import pandas as pd
import polars
import pytest
from conftest import CHARNWOOD, POLICE, archive_months
from hypothesis import given
from hypothesis import strategies as st

from charnwood import drawing, english, figures, words
from charnwood.official import incidents

HELD = archive_months()
MONTHS = incidents.month_range(HELD[0], HELD[-1])


def series(values, first="2020-01"):
    """Monthly counts from a month on; None is a month not held."""
    months = [str(month) for month in pd.period_range(first, periods=len(values), freq="M")]
    return pd.Series(values, index=months, dtype="Int64", name="count")


COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=1, max_size=60).map(series)


@given(st.floats(1e-9, 1 - 1e-9), st.floats(0.01, 5000))
def test_a_poisson_quantile_is_that_of_the_library(share, mean):
    from scipy.stats import poisson

    assert figures.intervals.poisson_quantile(share, mean) == poisson.ppf(share, mean)


def daily(values, first="2020-01"):
    """The same as counts in a month of 365.25 / 12 days, reckoned here by the calendar."""
    days = [month.days_in_month for month in pd.period_range(first, periods=len(values), freq="M")]
    return [v * 365.25 / 12 / d for v, d in zip(values, days, strict=True)]


def only(found):
    """The one baseline of a chart without a break."""
    (baseline,) = found.baselines
    return baseline


def test_limits_by_hand():
    """600 in the 366 days of 2020; limits are 3 mean moving ranges of the counts in 30.4 days / 1.128 away."""
    values = [45, 55, 55, 35, 45, 55, 65, 55, 45, 35, 55, 55]
    found = figures.signals.control(series(values))
    rates = daily(values)
    ranges = [abs(after - before) for before, after in pairwise(rates)]
    base = only(found)
    assert base.centre == pytest.approx(600 / 366 * 365.25 / 12)
    assert base.upper == pytest.approx(base.centre + 3 * sum(ranges) / 11 / 1.128)
    assert base.lower == pytest.approx(base.centre - 3 * sum(ranges) / 11 / 1.128)
    assert (base.first, base.last, base.base) == ("2020-01", "2020-12", 12)
    assert found.months["rate"].tolist() == pytest.approx(rates)
    assert not found.months[["above", "below"]].any(axis=None)


def test_limits_are_never_narrower_than_poisson_limits():
    """With the same count each day the ranges are 0; the limits are those of the months' own lengths."""
    from scipy.stats import norm, poisson

    base = only(figures.signals.control(series([31 * 9, *[30 * 9] * 11]) // 30))
    month = 365.25 / 12
    for days in (29, 30, 31):
        tail = norm.cdf(-3)
        assert base.upper >= poisson.ppf(1 - tail, base.centre * days / month) * month / days - 1e-9
        assert base.lower <= poisson.ppf(tail, base.centre * days / month) * month / days + 1e-9


def test_a_longer_month_with_more_is_no_signal():
    """100 a day, every day: months of 28 to 31 days have the same rate, and lie on the centre line."""
    lengths = [month.days_in_month for month in pd.period_range("2020-01", periods=36, freq="M")]
    found = figures.signals.control(series([100 * days for days in lengths]))
    assert found.months["rate"].tolist() == pytest.approx([100 * 365.25 / 12] * 36)
    assert not found.months[["above", "below"]].any(axis=None)
    assert figures.signals.dispersion(found.months["count"]) == 1


def test_a_month_beyond_a_limit_is_marked_and_said():
    found = figures.signals.control(series([30, 34, 31, 33, 29, 32, 34, 30, 33, 31, 32, 30, 29, 33, 90, 31]))
    assert found.months.index[found.months["above"]].tolist() == ["2021-03"]
    text = words.signals.control(found, "vehicle-crime", "Here")
    assert (
        f"In March 2021 there were 90 incidents of vehicle crime, {90 * 365.25 / 12 / 31:.1f} in a month of 30.4 days, above the "
        f"upper limit of {only(found).upper:,.1f}: more than the usual month-to-month variation." in text
    )
    assert not any("rising" in line or "falling" in line for line in text)


def test_eight_in_a_row_are_a_run_and_seven_are_not():
    high, low = [24] * 8, [16] * 7
    found = figures.signals.control(series([20, 16, 24, *high, *low, 24, 16, 24]))
    assert found.runs == (("2020-03", "2020-11", "above"),)
    assert (found.months["run"] == "above").sum() == 9
    assert found.months.loc["2020-12":, "run"].eq("").all()


def test_a_month_not_held_breaks_a_run_and_the_ranges():
    values = [18, 22, *[22] * 4, None, *[22] * 4, 18, 18, 18, 18, 18, 18, 18]
    found = figures.signals.control(series(values))
    assert found.runs == ()
    assert found.months.loc["2020-07", "count"] is pd.NA
    tens = series([v * 10 if v else None for v in values])
    steps = figures.signals.average_months(tens).diff().abs().dropna()
    assert len(steps) == len(values) - 3
    narrow = only(figures.signals.control(tens))
    assert narrow.upper >= narrow.centre + 3 * steps.mean() / 1.128 - 1e-9


def test_runs_are_not_read_where_counts_are_few():
    assert figures.signals.control(series([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 9, 0, 5])).runs == ()


def test_too_few_months_have_no_limits():
    found = figures.signals.control(series([10] * 11))
    assert math.isnan(only(found).upper)
    assert not found.months[["above", "below"]].any(axis=None)
    text = words.signals.control(found, "incidents", "Here")
    assert text[0] == (
        "Here: no average and no limits for January to November 2020: limits need 12 months without a break or a gap of "
        "six months, and there are 11 months."
    )


@given(COUNTS)
def test_the_limits_hold_the_centre_and_no_gap_is_filled(counts):
    found = figures.signals.control(counts)
    pd.testing.assert_series_equal(found.months["count"], counts)
    gaps = counts.isna()
    assert not found.months.loc[gaps, ["above", "below"]].any(axis=None)
    assert found.months.loc[gaps, "run"].eq("").all()
    assert sum(each.base for each in found.baselines) == counts.notna().sum()
    for each in found.baselines:
        assert each.limited == (each.base >= 12)
        if each.limited:
            assert 0 <= each.lower <= each.centre <= each.upper
    for first, last, _ in found.runs:
        run = counts.loc[first:last]
        assert len(run) >= figures.signals.RUN
        assert run.notna().all()
    assert figures.headings.marks(found)[gaps].eq("").all()


def held_only(values):
    return pd.Series(
        [int(v) if m in HELD else None for m, v in zip(MONTHS, values, strict=True)],
        index=MONTHS,
        dtype="Int64",
    )


def test_a_real_change_is_marked():
    """Eleven months at half the level again, after 24 ordinary ones without a gap, are marked in nearly every chart."""
    chance = np.random.default_rng(7)
    found = 0
    for _ in range(100):
        values = [*chance.poisson(40, 24), *chance.poisson(60, 11)]
        chart = figures.signals.control(series([int(value) for value in values], "2019-12"))
        run = any(side == "above" and last >= "2022-08" for _, last, side in chart.runs)
        found += run or bool(chart.months.loc["2021-12":, "above"].any())
    assert found >= 90


@given(COUNTS, st.integers(100, 200_000))
def test_a_rolling_sum_needs_twelve_months_in_a_row(counts, residents):
    table = figures.signals.rolling(counts, residents)
    assert table.index.equals(counts.index)
    for position, month in enumerate(counts.index):
        window = counts.iloc[max(0, position - 11) : position + 1]
        row = table.loc[month]
        if len(window) < 12 or window.isna().any():
            assert row.isna().all()
        else:
            assert row["count"] == window.sum()
            assert row["rate_low"] <= row["rate"] <= row["rate_high"]
            assert row["rate"] == pytest.approx(1_000 * window.sum() / residents)


def test_the_windows_that_the_months_held_allow(data):
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "incidents")
    table = figures.signals.rolling(counts, 185_266).dropna()
    ends = [
        end for end in MONTHS[11:] if set(incidents.month_range(str(pd.Period(end) - 11), end)) <= set(HELD)
    ]
    assert table.index.tolist() == ends
    assert "2022-09" in ends
    assert table.loc["2022-09", "count"] == counts["2021-10":"2022-09"].sum()
    text = words.signals.rolling(figures.signals.rolling(counts, 185_266), counts, "incidents", "Charnwood")
    assert f"the twelve months to {english.month(ends[-1])}" in text
    early = counts[:"2024-04"]
    text = words.signals.rolling(figures.signals.rolling(early, 185_266), early, "incidents", "Charnwood")
    assert "the twelve months to October 2022" in text
    assert "Covered since are January to April 2024: not twelve in a row" in text


def test_a_control_chart_leaves_the_line_chart_that_it_starts_from_as_it_was():
    counts = series([30] * 12 + [95])
    lines = drawing.month_charts.monthly_lines({"Each month": counts}, "A month")
    before = lines.to_json()
    drawn = drawing.signal_charts.control_chart(figures.signals.control(counts), "A month")
    assert (
        lines.to_json()
        == before
        == drawing.month_charts.monthly_lines({"Each month": counts}, "A month").to_json()
    )
    assert len(drawn.data) > len(lines.data)


def test_charts_shade_what_is_not_held_and_draw_no_point_there(data):
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "burglary")
    chart = drawing.signal_charts.control_chart(figures.signals.control(counts), "Burglary a month")
    assert [math.isnan(y) for y in chart.data[0].y] == counts.isna().tolist()
    stretches = [(str(s.x0)[:7], str(s.x1)[:7]) for s in chart.layout.shapes]
    assert stretches == [("2022-10", "2023-12"), ("2024-04", "2024-12")]
    all_incidents = figures.signals.monthly_counts(data.counts, data.coverage, "incidents")
    found = figures.signals.control(all_incidents, figures.breaks.applying(data))
    beyond = next(
        trace
        for trace in drawing.signal_charts.control_chart(found, "A month").data
        if trace.name == "Beyond a limit"
    )
    months = found.months
    assert [str(x)[:7] for x in beyond.x] == months.index[months["above"] | months["below"]].tolist() != []
    rolling = drawing.signal_charts.rolling_chart(figures.signals.rolling(counts, 185_266))
    stretches = [(str(s.x0)[:7], str(s.x1)[:7]) for s in rolling.layout.shapes]
    assert stretches == [("2019-12", "2020-10"), ("2022-10", "2025-11")]
    assert {note.text for note in rolling.layout.annotations} == {"no twelve in a row"}


def test_a_line_that_runs_far_leaves_the_others_readable():
    table = pd.DataFrame({"value": [0.9, 2.0], "low": [0.5, 0.1], "high": [1.4, math.inf]}, index=["a", "b"])
    axis = drawing.signal_charts.intervals(table, "Ratio", 2, reference=1).layout.xaxis
    assert axis.range == pytest.approx((0, 2.1))
    table.loc["b", "high"] = 118
    assert drawing.signal_charts.intervals(
        table, "Ratio", 2, reference=1
    ).layout.xaxis.range == pytest.approx((0, 6.3))


def test_a_season_is_a_ratio_to_its_own_years_mean_a_day():
    """Three years at three levels with twice as many a day in May: the ratio is the same in each."""
    values = []
    for year, level in ((2021, 10), (2022, 20), (2023, 40)):
        for number in range(1, 13):
            days = pd.Period(f"{year}-{number:02}").days_in_month
            values.append(level * days * (2 if number == 5 else 1))
    counts = series(values, "2021-01")
    table = figures.signals.seasons(counts)
    assert table["mean"].tolist() == pytest.approx([365 / 396 * (2 if n == 5 else 1) for n in range(1, 13)])
    assert table["least"].tolist() == pytest.approx(table["most"].tolist())
    years = figures.signals.whole_years(counts)
    assert "in May there are most drug" not in words.signals.season(table, years, "burglary", "Here")
    assert "in May there are most incidents of burglary a day, 1.84 times the mean of the year" in (
        words.signals.season(table, years, "burglary", "Here")
    )


def test_of_fewer_than_three_whole_years_no_season_is_said(data):
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "burglary")
    known = figures.breaks.applying(data, kind="burglary")
    assert figures.signals.whole_years(counts) == ["2020", "2021", "2025"]
    assert figures.signals.whole_years(counts, known) == ["2025"]
    table = figures.signals.seasons(counts, known)
    assert table.empty
    said = words.signals.season(table, ["2025"], "burglary", "Here")
    assert said == (
        "Here: of a season nothing can be said. That needs three years with incidents of burglary, held whole and without a "
        "break; held so: 2025."
    )
    assert figures.signals.seasons(counts.where(counts.index != "2021-05")).empty
    assert len(figures.signals.seasons(counts)) == 12


@given(COUNTS)
def test_every_ratio_of_a_season_comes_of_its_own_year(counts):
    table = figures.signals.seasons(counts)
    if len(table):
        assert table["years"].eq(table["years"].iloc[0]).all()
        assert table["years"].iloc[0] >= figures.signals.SEASONS
        assert (table["least"] <= table["mean"] + 1e-9).all()
        assert (table["mean"] <= table["most"] + 1e-9).all()


def test_like_periods_compare_the_months_that_both_years_cover(data):
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "vehicle-crime")
    table = figures.rise.like_periods(counts)
    spans = {row["before"]: (row["months"][0], row["months"][-1]) for _, row in table.iterrows()}
    assert spans == {
        "2024": ("2025-01", "2025-04"),
        "2022": ("2025-01", "2025-10"),
        "2021": ("2025-01", "2025-12"),
        "2020": ("2025-01", "2025-12"),
        "2019": ("2025-12", "2025-12"),
    }
    row = table.iloc[0]
    assert row["count"] == counts["2025-01":"2025-04"].sum()
    assert row["count_before"] == counts["2024-01":"2024-04"].sum()
    assert row["ratio"] == pytest.approx(row["count"] / 120 / (row["count_before"] / 121))
    text = words.signals.like_periods(table, counts, "vehicle-crime", "Charnwood")
    assert text[-1] == "May to December 2025: no like period in 2024, whose months are not all held."


@given(COUNTS)
def test_a_word_is_said_only_where_the_interval_excludes_1(counts):
    for _, row in figures.rise.like_periods(counts).iterrows():
        assert row["months"]
        assert (row["word"] == "higher") is (row["low"] > 1)
        assert (row["word"] == "lower") is (row["high"] < 1)
        few = min(row["count"], row["count_before"]) < 10
        assert (row["word"] == "too few to compare") is few is math.isnan(row["ratio"])
        assert few or row["low"] <= row["ratio"] <= row["high"]


def test_dispersion_by_hand():
    """The square of the mean moving range of the counts in 30.4 days, over 1.128, over their mean."""
    counts = series([45, 55, 55, 35, 45, 55, 65, 55, 45, 35, 55, 55])
    rates = pd.Series(daily(counts.tolist()))
    by_hand = (rates.diff().abs().mean() / 1.128) ** 2 / rates.mean()
    assert figures.signals.dispersion(counts) == pytest.approx(by_hand)
    assert figures.signals.dispersion(counts * 10) == pytest.approx(10 * by_hand)
    assert figures.signals.dispersion(series([9] * 24)) == 1
    assert figures.signals.dispersion(series([0] * 24)) == 1
    assert figures.signals.dispersion(counts.iloc[:11]) == 1


@pytest.mark.slow
def test_years_that_differ_as_months_do_are_rarely_told_apart():
    """Months vary by 20% of their mean besides chance: at most one pair in ten is told apart, not half."""
    chance = np.random.default_rng(5)
    told = plain = 0
    for _ in range(200):
        counts = held_only(chance.negative_binomial(25, 25 / (25 + 400), len(MONTHS)))
        row = figures.rise.like_periods(counts).set_index("before").loc["2021"]
        told += row["word"] != figures.intervals.UNCLEAR
        alone = figures.intervals.compare(row["count"], 1, row["count_before"], 1)
        plain += alone.verdict != figures.intervals.UNCLEAR
    assert told <= 20
    assert plain >= 80


def test_a_bound_beside_1_shows_its_side():
    for bounds, text in (
        ((1.36, 1.004, 1.84, "higher"), "higher (1.36 times, 95% interval 1.004 to 1.84)"),
        ((0.9, 0.8, 0.996, "lower"), "lower (0.90 times, 95% interval 0.80 to 0.996)"),
    ):
        assert words.verdicts.told(figures.intervals.Comparison(*bounds)) == text


def test_a_partial_month_counts_as_not_held():
    coverage = incidents.coverage_table(
        [(m, n, n, 0, 0) for m, n in (("2025-01", 100), ("2025-02", 20), ("2025-03", 100))]
    )
    rows = pd.DataFrame({"month": ["2025-01", "2025-02"], "crime_type": ["Drugs"] * 2, "incidents": [3, 1]})
    counts = figures.signals.monthly_counts(rows, coverage, "drugs")
    assert counts["2025-01"] == 3
    assert counts["2025-02"] is pd.NA
    assert counts["2025-03"] == 0


def test_the_kinds_are_the_totals_and_the_types_each_once(data):
    totals = {
        kind: int(figures.incident_kinds.select(data.counts, kind)["incidents"].sum())
        for kind in figures.incident_kinds.KINDS
    }
    assert totals["incidents"] == data.coverage["located"].sum()
    assert totals["crimes"] == totals["incidents"] - totals["anti-social-behaviour"]
    assert sum(totals[kind] for kind in figures.incident_kinds.TYPES) == totals["incidents"]
    assert list(figures.incident_kinds.TYPES.values()) == list(incidents.TYPES)
    assert words.crime.counted(1, "vehicle-crime") == "1 incident of vehicle crime"
    assert words.crime.counted(1, "crimes") == "1 crime"
    assert words.crime.counted(2_000, "drugs") == "2,000 incidents of drug offences"


def test_vehicle_crime_of_each_month_recounted_by_another_library(data, raw, district_of):
    own = [code for code, district in district_of.items() if district == CHARNWOOD]
    counted = {}
    with zipfile.ZipFile(raw / POLICE) as members:
        for name in members.namelist():
            rows = polars.read_csv(members.read(name), infer_schema=False)
            chosen = (polars.col("LSOA code").is_in(own)) & (polars.col("Crime type") == "Vehicle crime")
            counted[name[:7]] = rows.filter(chosen).height
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "vehicle-crime")
    assert counts.dropna().to_dict() == counted
    assert counts.isna().sum() == len(MONTHS) - len(HELD)
