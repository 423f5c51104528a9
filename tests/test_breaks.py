"""The register of breaks: its file, its faults, and where a break lies between periods, on charts, in baselines."""

import dataclasses
import io
import shutil

import pandas as pd
import pytest
from conftest import csv_text, message, save
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, words
from charnwood.__main__ import main
from charnwood.drawing import exhibits
from charnwood.figures.breaks import Where
from charnwood.official import breaks, incidents
from charnwood.official.breaks import COLUMNS, SMALL_AREAS, STREETS, TIME, Break
from charnwood.store import consistency, dataset

PANDEMIC = Break("2020-03", "2021-07", False, incidents.TYPES, (TIME,), "Pandemic", "It.", "Law.")
POINTS = Break("2022-07", "2022-07", True, incidents.TYPES, (STREETS, SMALL_AREAS), "Points", "They.", "Us.")
RULES = Break(
    "2023-01",
    "2023-12",
    True,
    ("Public order", "Violence and sexual offences"),
    (TIME,),
    "Rules",
    "It.",
    "ONS.",
)
EVERY = (PANDEMIC, POINTS, RULES)
GOOD = ["2022-07", "2022-07", "yes", "all", "streets; small areas", "New points", "The points are new.", "Us"]


def months(first, last):
    return [str(month) for month in pd.period_range(first, last, freq="M")]


def year(number):
    return months(f"{number}-01", f"{number}-12")


def test_the_register_held_begins_with_the_three_known_breaks(data):
    pandemic, points, rules = data.breaks
    assert (pandemic.first, pandemic.last, pandemic.lasting) == ("2020-03", "2021-07", False)
    assert (pandemic.of_all_types, pandemic.compared) == (True, (TIME,))
    assert (points.first, points.last, points.lasting) == ("2022-07", "2022-07", True)
    assert (points.of_all_types, points.compared) == (True, (STREETS, SMALL_AREAS))
    assert (rules.first, rules.last, rules.lasting) == ("2023-01", "2023-12", True)
    assert rules.types == ("Public order", "Violence and sexual offences")
    assert "FOI-2023-1067" in rules.source


def test_points_were_replaced_in_the_month_that_the_register_says(data):
    """Nearly all located incidents of the month lie on points never used before, in no other month as many."""
    points = data.street.assign(
        point=data.street["longitude"].astype(str) + data.street["latitude"].astype(str)
    )
    first = points.groupby("point")["month"].transform("min")
    fresh = points[first == points["month"]].groupby("month")["incidents"].sum()
    share = (fresh / points.groupby("month")["incidents"].sum()).iloc[12:]
    assert share.idxmax() == data.breaks[1].first
    assert share.max() > 0.9


def test_a_file_as_a_spreadsheet_saves_it(tmp_path):
    row = [*GOOD[:3], " public order ;VIOLENCE and sexual offences;", *GOOD[4:6], "It changed — there.", "Us"]
    row[3] = row[3].rstrip(";")
    text = csv_text(
        [*COLUMNS, "by"], [[*row, "me"], [""] * 9, ["2020-01", "2020-02", "No", "ALL", *GOOD[4:], ""]]
    )
    first, second = breaks.read_breaks(save(tmp_path / "breaks.csv", text.encode("cp1252")))
    assert (first.first, first.lasting, first.of_all_types) == ("2020-01", False, True)
    assert second.types == ("Public order", "Violence and sexual offences")
    again = save(tmp_path / "again.csv", breaks.table((first, second)).to_csv(index=False))
    assert breaks.read_breaks(again) == (first, second)


def test_without_a_file_there_is_no_break():
    assert breaks.read_breaks(None) == ()
    assert list(breaks.table(())) == list(COLUMNS)


@pytest.mark.parametrize(
    ("column", "cell", "parts"),
    [
        ("from", "22-Jul", ["line 2, from: expected a month such as 2022-07", "'22-Jul'"]),
        ("from", "2022-13", ["line 2, from: expected a month", "'2022-13'"]),
        ("from", "2009-01", ["from 2010-12 on", "'2009-01'"]),
        ("from", "", ["line 2, from: expected a month", "''"]),
        ("to", "2022-06", ["line 2, to: expected 2022-07 or a later month, found '2022-06'"]),
        ("lasting", "maybe", ["line 2, lasting: expected yes or no, found 'maybe'"]),
        ("types", "Burglery", ["line 2, types: expected all, or of these", "Burglary", "'burglery'"]),
        ("types", "", ["line 2, types: expected all", "found ''"]),
        (
            "compared",
            "time; place",
            ["line 2, compared: expected all, or of these", "small areas", "'place'"],
        ),
        ("name", "", ["line 2, name: expected 1 to 40 characters of plain text"]),
        ("name", "x" * 41, ["line 2, name: expected 1 to 40 characters"]),
        ("what", "<b>new</b>", ["line 2, what: expected 1 to 400 characters of plain text", "'<b>new</b>'"]),
        ("source", "", ["line 2, source: expected 1 to 400"]),
    ],
)
def test_a_fault_names_line_expected_found_and_what_to_do(tmp_path, column, cell, parts):
    row = [cell if name == column else good for name, good in zip(COLUMNS, GOOD, strict=True)]
    path = save(tmp_path / "breaks.csv", csv_text(list(COLUMNS), [row]))
    said = message(breaks.read_breaks, path)
    for part in (f"{path}: 1 fault", *parts, breaks.REMEDY):
        assert part in said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (csv_text(list(COLUMNS[1:]), [GOOD[1:]]), "line 1: expected a column 'from'"),
        (csv_text(list(COLUMNS), [GOOD, GOOD]), "line 3: expected each break once, found it also on line 2"),
        ('from,"to\n', "quotes close"),
        ("", "expected a column 'from', found nothing"),
    ],
)
def test_a_damaged_file_is_told(tmp_path, text, part):
    assert part in message(breaks.read_breaks, save(tmp_path / "breaks.csv", text))


def test_the_file_is_edited_in_place_and_checked(data, tmp_path, capsys):
    folder = tmp_path / "data"
    shutil.copytree(data.directory, folder)
    text = (folder / breaks.BREAKS_FILE).read_text(encoding="utf-8")
    save(folder / breaks.BREAKS_FILE, text + csv_text(["2024-05", "2024-05", *GOOD[2:]], []))
    edited = dataset.load(folder)
    assert [one.name for one in edited.breaks][-1] == "New points"
    assert edited.version != data.version
    assert consistency.check(folder) == []
    save(folder / breaks.BREAKS_FILE, text + "2024-05,\n")
    assert main(["check", "--data", str(folder)]) == 1
    assert "line 5, to: expected a month" in capsys.readouterr().out


def test_the_command_prints_the_register(data, capsys):
    assert main(["table", "breaks"]) == 0
    frame = pd.read_csv(io.StringIO(capsys.readouterr().out))
    pd.testing.assert_frame_equal(frame, breaks.table(data.breaks), check_dtype=False)


@pytest.mark.parametrize(
    ("one", "month", "side"),
    [
        (PANDEMIC, "2020-02", -1),
        (PANDEMIC, "2020-03", 0),
        (PANDEMIC, "2021-07", 0),
        (PANDEMIC, "2021-08", 1),
        (POINTS, "2022-06", -1),
        (POINTS, "2022-07", 1),
        (RULES, "2022-12", -1),
        (RULES, "2023-01", 0),
        (RULES, "2023-11", 0),
        (RULES, "2023-12", 1),
    ],
)
def test_the_sides_of_a_break(one, month, side):
    assert figures.breaks.side(one, month) == side


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (year(2025), year(2024), {}),
        (year(2025), year(2022), {"Rules": Where.BETWEEN, "Points": Where.WITHIN}),
        (year(2025), year(2020), {"Pandemic": Where.WITHIN, "Points": Where.BETWEEN, "Rules": Where.BETWEEN}),
        (year(2025), year(2019), {"Points": Where.BETWEEN, "Rules": Where.BETWEEN}),
        (months("2022-01", "2022-06"), months("2021-08", "2021-12"), {}),
        (months("2022-01", "2022-06"), months("2021-07", "2021-12"), {"Pandemic": Where.WITHIN}),
        (months("2020-03", "2020-06"), months("2021-03", "2021-06"), {"Pandemic": Where.WITHIN}),
        (year(2022), (), {"Points": Where.WITHIN}),
        (year(2023), (), {"Rules": Where.WITHIN}),
        (["2023-06"], (), {"Rules": Where.WITHIN}),
        ((), (), {}),
    ],
)
def test_which_breaks_two_periods_meet(first, second, expected):
    found = figures.breaks.met(EVERY, first, second)
    assert {each.of.name: each.where for each in found} == expected
    turned = figures.breaks.met(EVERY, second, first)
    assert {each.of.name: each.where for each in turned} == expected


def test_breaks_apply_to_what_is_compared_and_to_the_kind(data):
    names = {"pandemic": "Restrictions of the pandemic", "points": "New map points of police.uk"}
    names["rules"] = "Counting rules of 2023"

    def applying(compared, kind):
        return [one.name for one in figures.breaks.applying(data, compared, kind)]

    assert applying((TIME,), "incidents") == [names["pandemic"], names["rules"]]
    assert applying((TIME,), "crimes") == applying((TIME,), "public-order")
    assert applying((TIME,), "burglary") == [names["pandemic"]]
    assert applying((TIME, SMALL_AREAS), "burglary") == [names["pandemic"], names["points"]]
    assert applying((STREETS,), "drugs") == [names["points"]]


def test_what_to_leave_out_of_a_total_across_a_break():
    found = figures.breaks.met(EVERY, year(2025), months("2022-08", "2022-12"))
    assert figures.breaks.touched_types(found, figures.breaks.types_of("crimes")) == list(RULES.types)
    assert figures.breaks.touched_types(found, figures.breaks.types_of("incidents")) == list(RULES.types)
    assert figures.breaks.touched_types(found, figures.breaks.types_of("burglary")) == []
    assert (
        figures.breaks.touched_types(found, figures.breaks.types_of("public-order")) == []
    )  # nothing would be left
    pandemic = figures.breaks.met((PANDEMIC,), year(2020), year(2025))
    assert figures.breaks.touched_types(pandemic, figures.breaks.types_of("crimes")) == []


def test_baselines_begin_anew_after_a_break_and_after_a_gap():
    held = [*months("2019-12", "2022-10"), *months("2024-01", "2024-04"), *year(2025)]
    spans = [(part[0], part[-1]) for part in figures.breaks.segments(held, (PANDEMIC, RULES))]
    assert spans == [
        ("2019-12", "2020-02"),
        ("2020-03", "2021-07"),
        ("2021-08", "2022-10"),
        ("2024-01", "2024-04"),
        ("2025-01", "2025-12"),
    ]
    assert len(figures.breaks.segments(months("2023-01", "2024-12"), (RULES,))) == 2
    five, six = ["2024-01", "2024-07"], ["2024-01", "2024-08"]
    assert [len(figures.breaks.segments(held, ())) for held in (five, six)] == [1, 2]
    assert figures.breaks.segments([], EVERY) == []


MONTHS = st.sampled_from(months("2018-01", "2026-12"))


@st.composite
def some_breaks(draw):
    first, last = sorted((draw(MONTHS), draw(MONTHS)))
    return dataclasses.replace(RULES, first=first, last=last, lasting=draw(st.booleans()))


@given(st.sets(MONTHS), st.lists(some_breaks(), max_size=3))
def test_segments_are_the_months_and_meet_no_break_within(held, known):
    held = sorted(held)
    parts = figures.breaks.segments(held, known)
    assert [month for part in parts for month in part] == held
    for part in parts:
        assert all(len({figures.breaks.side(one, month) for month in part}) == 1 for one in known)
        apart = pd.PeriodIndex(part, freq="M").astype("int64").diff().dropna()
        assert (apart <= 6).all()


@given(st.sets(MONTHS, min_size=1), st.sets(MONTHS, min_size=1), some_breaks())
def test_two_periods_meet_no_break_only_where_all_their_months_are_on_one_side(first, second, one):
    sides = {figures.breaks.side(one, month) for month in first | second}
    met = figures.breaks.met([one], first, second)
    if one.lasting:
        assert bool(met) == (len(sides) > 1 or sides == {0})
    else:
        assert bool(met) == (0 in sides)


def test_marks_stand_on_the_chart_at_their_months():
    axis = months("2019-12", "2025-12")
    pandemic, points, rules = figures.breaks.marks(EVERY, axis)
    assert (pandemic.first, pandemic.last, pandemic.label) == ("2020-03", "2021-07", "Pandemic")
    assert pandemic.position == pytest.approx((axis.index("2020-03") + axis.index("2021-07")) / 2)
    assert points.position == axis.index("2022-07") - 0.5  # a line at the month's beginning
    assert (rules.first, rules.last) == ("2023-01", "2023-12")
    cut = figures.breaks.marks(EVERY, months("2021-01", "2023-06"))
    assert [(mark.first, mark.last) for mark in cut] == [
        ("2021-01", "2021-07"),
        ("2022-07", "2022-07"),
        ("2023-01", "2023-06"),
    ]
    assert figures.breaks.marks(EVERY, year(2025)) == []
    assert figures.breaks.marks(EVERY, months("2022-07", "2022-12")) == []
    assert figures.breaks.marks(EVERY, []) == []


@given(some_breaks(), MONTHS, MONTHS)
def test_a_mark_lies_on_its_chart(one, first, last):
    axis = months(*sorted((first, last)))
    for mark in figures.breaks.marks([one], axis):
        assert axis[0] <= mark.first <= mark.last <= axis[-1]
        assert -0.5 <= mark.position <= len(axis) - 1


def test_the_register_in_words(data):
    said = words.breaks.register(data.breaks).splitlines()
    assert len(said) == 3
    assert "**Restrictions of the pandemic**, March 2020 to July 2021." in said[0]
    assert "all types, and comparisons of months with months" in said[0]
    assert "from July 2022 on." in said[1]
    assert "comparisons of streets over time and small areas over time" in said[1]
    assert "at some time from January 2023 to December 2023." in said[2]
    assert "public order and violence and sexual offences" in said[2]


def test_the_page_on_data_lists_the_register_and_says_nothing_without_one(data, monkeypatch):
    page = AppTest.from_file(ROOT / "pages" / "data.py", default_timeout=60).run()
    heading = "When the figures of crime do not compare"
    assert not page.exception
    assert heading in [header.value for header in page.header]
    table = exhibits.data.breaks(data).table
    assert table["When"].tolist() == [
        "March 2020 to July 2021",
        "From July 2022 on",
        "At some time from January 2023 to December 2023",
    ]
    assert table["Types"].tolist() == [
        "all types",
        "all types",
        "public order and violence and sexual offences",
    ]
    without = dataclasses.replace(
        data, edited=dataclasses.replace(data.edited, breaks=()), results=type(data.results)()
    )
    monkeypatch.setattr(dataset, "current", lambda: without)
    page = AppTest.from_file(ROOT / "pages" / "data.py", default_timeout=60).run()
    assert not page.exception
    assert heading not in [header.value for header in page.header]
    assert "expected breaks, found none" in message(exhibits.data.breaks, without)
