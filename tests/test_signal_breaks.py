"""Signals beside breaks of recording, gaps and points that moved; charts over time mark each."""

import zipfile
from dataclasses import replace

import pandas as pd
import polars
import pytest
from conftest import CHARNWOOD, POLICE
from test_signals import only

from charnwood import drawing, figures, palette, words
from charnwood.cache import Results
from charnwood.drawing import exhibits

RULES = ["Public order", "Violence and sexual offences"]


def test_baselines_begin_anew_after_a_break_and_a_gap(data):
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "incidents")
    found = figures.signals.control(counts, figures.breaks.of_area(data, data.whole))
    assert [(each.first, each.last, each.base, each.limited) for each in found.baselines] == [
        ("2019-12", "2020-02", 3, False),
        ("2020-03", "2021-07", 17, True),
        ("2021-08", "2022-10", 15, True),
        ("2024-01", "2024-04", 4, False),
        ("2025-01", "2025-12", 12, True),
    ]
    year = only(figures.signals.control(counts["2025-01":"2025-12"]))
    assert year == found.baselines[-1]
    assert year.centre == pytest.approx(data.coverage["located"].iloc[-12:].sum() / 365 * 365.25 / 12)
    assert found.months.loc["2024-01":"2024-04", "upper"].isna().all()
    text = words.signals.control(found, "incidents", "Here", figures.breaks.of_area(data, data.whole))
    assert text[0].startswith(
        "Here: 1,249.9 incidents in a month of 30.4 days on average in January to December 2025"
    )
    assert any("“Counting rules of 2023” (at some time" in line for line in text)
    assert "Too few months for limits: December 2019 to February 2020; January to April 2024." in text[
        -1
    ].replace(" and January", "; January")


def test_the_borough_across_the_counting_rules_with_and_without_the_types_they_touch(data, raw, district_of):
    """January to September 2025 against 2022, recounted from the raw files by another library."""
    own = [code for code, district in district_of.items() if district == CHARNWOOD]
    spans = {year: [f"{year}-{n:02}" for n in range(1, 10)] for year in (2022, 2025)}
    whole, without = {}, {}
    with zipfile.ZipFile(raw / POLICE) as members:
        for year, months in spans.items():
            rows = polars.concat(
                polars.read_csv(members.read(name), infer_schema=False)
                for name in members.namelist()
                if name[:7] in months
            ).filter(polars.col("LSOA code").is_in(own))
            whole[year] = rows.height
            without[year] = rows.filter(~polars.col("Crime type").is_in(RULES)).height
    assert whole[2025] / whole[2022] == pytest.approx(0.90, abs=0.005)
    assert without[2025] / without[2022] == pytest.approx(1.01, abs=0.005)
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "incidents")
    types = figures.signals.monthly_types(data, data.whole, "incidents")
    cut = [month for month in counts.index if month <= "2025-09"]
    known = figures.breaks.of_area(data, data.whole)
    table = figures.rise.like_periods(counts[cut], known, types.loc[cut]).set_index("before")
    row = table.loc["2022"]
    assert (row["count"], row["count_before"]) == (whole[2025], whole[2022])
    assert (row["count_without"], row["count_before_without"]) == (without[2025], without[2022])
    assert row["without"] == RULES
    assert [row["ratio"], row["high"]] == pytest.approx([0.90, 0.96], abs=0.01)
    assert row["low"] == pytest.approx(
        0.84, abs=0.015
    )  # as the months vary within baselines, not across them
    other = [row[f"{name}_without"] for name in ("ratio", "low", "high")]
    assert other == pytest.approx([1.01, 0.94, 1.09], abs=0.015)
    assert (row["word"], row["word_without"]) == ("lower", "no clear difference")


def test_like_periods_leave_out_the_pandemic_and_name_what_lies_between(data):
    table = figures.rise.of(data, data.whole, "incidents").set_index("before", drop=False)
    assert table.loc["2020", "months"] == ["2025-01", "2025-02"]
    assert table.loc["2021", "months"] == [f"2025-{n:02}" for n in range(8, 13)]
    assert table.loc["2021", "left_out"] == [f"2021-{n:02}" for n in range(1, 8)]
    assert table.loc["2024", "met"] == ()
    counts = figures.signals.monthly_counts(data.counts, data.coverage, "incidents")
    text = "\n".join(words.signals.like_periods(table, counts, "incidents", "Here"))
    assert text.count("Between them lies “Counting rules of 2023”") == 4
    assert text.count("Without public order and violence and sexual offences, which it touches") == 4
    assert "Left out, because they were unlike other months" in text
    assert "March 2020 to July 2021" in text.replace(
        "March to December 2020 and January to July 2021", "March 2020 to July 2021"
    )
    order = figures.rise.of(data, data.whole, "public-order").set_index("before")
    assert order.loc["2022", "without"] == []
    assert order.loc["2022", "met"][0].of.name == "Counting rules of 2023"


def test_a_small_area_carries_the_caution_of_the_new_points(data):
    small, whole = (figures.rise.of(data, data.areas[key], "burglary") for key in ("E01025699", "charnwood"))
    said = words.signals.like_periods(small, pd.Series({"2025-01": 1}), "burglary", "Here")
    assert sum("near the edges of a small area" in line for line in said) == 4
    assert not any(row for row in whole["met"])


def test_rows_without_a_location_are_named_from_one_point_up(data):
    table = figures.rise.of(data, data.whole, "incidents")
    said = words.signals.unplaced(data, table)
    assert any(
        "3.0% have no location in August to December 2025 and 0.7% in August to December 2021" in line
        for line in said
    )
    assert not any("2022" in line or "2024" in line for line in said)
    held = data.coverage.set_index("month")
    for months in (["2025-08", "2025-09"], ["2021-08"]):
        share = 100 * held.loc[months, "unlocated"].sum() / held.loc[months, "rows"].sum()
        assert figures.signals.unplaced(data, months) == pytest.approx(share)


def test_every_comparison_of_years_names_rows_without_a_location_that_could_matter(data):
    """Twelve months against the twelve before, like months on the page, and the briefing's year."""
    counts = figures.signals.monthly_counts(data.incidents(data.whole), data.coverage, "incidents")
    sums = figures.signals.rolling(counts[:"2022-10"], 185_266)
    held = data.coverage.set_index("month")
    late, early = (held.loc[figures.signals.twelve_to(month)].sum() for month in ("2022-10", "2021-10"))
    shares = [100 * part["unlocated"] / part["rows"] for part in (late, early)]
    said = words.signals.unplaced_before(data, sums)
    assert bool(said) == (abs(shares[0] - shares[1]) >= 1)
    lost = data.coverage.copy()
    lost.loc[lost["month"] >= "2025", "unlocated"] += 2_000
    more = replace(data, coverage=lost, results=Results())
    like = figures.rise.of(more, more.whole, "incidents")
    year = figures.rise.longest(like)
    told = words.signals.unplaced(more, year.to_frame().T)
    assert len(told) == 1
    assert "fewer of the later months' incidents are counted" in told[0]
    assert words.briefing_crime.compared_with(more, more.whole).endswith(told[0])
    assert told[0] in exhibits.signals.like(more, more.whole, "incidents").finding


CHARTS = ["crime-months", "crime-rates", "signals-control", "signals-rolling", "compare-months"]


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize("area", ["charnwood", "E01025699"])
def test_every_chart_over_time_marks_each_break_by_a_line_a_letter_and_its_name(data, key, area):
    asked = {"areas" if key.startswith("compare") else "area": area}
    asked |= {"type": "incidents"} if key.startswith("signals") else {}
    shown = drawing.exhibits.ask(data, key, asked)
    known = figures.breaks.of_area(data, data.areas[area])
    dotted = [shape for shape in shown.figure.layout.shapes if shape.line.dash == "dot"]
    assert len(dotted) == sum(1 if one.first == one.last else 2 for one in known)
    drawn = {note.text.strip() for note in shown.figure.layout.annotations}
    key = {str(trace.name).replace("<br>", " ") for trace in shown.figure.data}
    for letter, one in zip(palette.LETTERS, known, strict=False):
        assert letter in drawn
        ends = letter if one.first == one.last else f"{letter} to\u00a0{letter}"
        assert f"{ends}: {one.name}" in key
        assert f"“{one.name}”" in shown.finding
    assert drawing.exhibits.picture(data, shown, "svg")
