"""A robot's walk over all pages; tests/robot.py says what it does and what it claims."""

import pandas as pd
import pytest
import robot
import robot_visitor

from charnwood import figures, words
from charnwood.store import dataset
from charnwood.ui import html as ui_html

STEPS = 300


@pytest.mark.slow
def test_a_robot_walks_three_hundred_steps_and_finds_no_fault():
    done = robot.walk(seed=7, steps=STEPS, reopen=6)
    assert done.steps == STEPS
    assert not done.faults, robot.report(done)
    assert done.reopened > STEPS / 20
    assert {"open", "follow", "back", "map", "click", "hurry", "selectbox", "multiselect", "text_input"} <= {
        *done.kinds
    }


def test_a_walk_is_its_seed(data):
    def steps():
        walker = robot.Robot(3)
        return [walker._address() for _ in range(20)], [walker._typed() for _ in range(20)]

    assert steps() == steps()


def test_a_planted_exception_is_a_fault_with_the_steps_that_lead_to_it(monkeypatch):
    def broken(*_):
        raise KeyError("planted")

    monkeypatch.setattr(words.crime, "months", broken)
    assert any("KeyError" in fault for fault in robot.replay([("open", "crime", {"area": "ward-syston"})]))


def test_a_view_that_its_address_does_not_hold_is_a_fault():
    visitor = robot_visitor.Visitor()
    visitor.do(("open", "crime", {"area": "ward-syston"}))
    assert not robot_visitor.faults_of(visitor)
    assert not robot_visitor.reopened(visitor)
    visitor.page.query_params["area"] = "charnwood"
    assert robot_visitor.reopened(visitor)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (
            ["Syston ward: 12 crimes, 3.1 per 1,000 residents", "- Syston ward: 12 crimes, 3.1 per 1,000."],
            False,
        ),
        (
            ["Syston ward: 12 crimes, 3.1 per 1,000 residents", "- Syston ward: 13 crimes, 3.1 per 1,000."],
            True,
        ),
        (
            ["Syston ward: 12 crimes, 3.1 per 1,000 residents", "Sileby ward: 13 crimes, 3.4 per 1,000."],
            False,
        ),
        (["7 people lived in Syston ward in mid-2022 (ONS estimate)."], True),
    ],
)
def test_two_numbers_for_one_thing_are_a_fault(said, fault):
    assert bool(robot_visitor.contradictions(said, dataset.current())) is fault


def test_a_click_on_the_map_is_a_step():
    visitor = robot_visitor.Visitor()
    for path, key, told in (("", "area", "E01025699"), ("own", "own", "own~Own area~E01025699")):
        visitor.do(("open", path, {}))
        visitor.do(("map", "E01025699", 1))
        assert visitor.address()[key] == told


HURRIED = {
    "crime": [("selectbox", "area", "ward-syston"), ("selectbox", "edition", 2025)],
    "compare": [("multiselect", "areas", ["ward-syston"]), ("selectbox", "edition", 2025)],
    "own": [("text_input", "own name", "Soar Valley"), ("selectbox", "own add", "ward-syston")],
    "chosen": [("selectbox", "rule joined", "any"), ("number_input", "rule population", 1400)],
    "": [("map", "E01025699", 1), ("selectbox", "measure", "income")],
}


@pytest.mark.parametrize("path", HURRIED)
def test_a_choice_made_before_the_last_one_is_answered_takes_none_back(path):
    """The browser sends it with the address from before the last one."""
    first, second = HURRIED[path]
    patient, hurried = robot_visitor.Visitor(), robot_visitor.Visitor()
    for visitor, then in ((patient, second), (hurried, ("hurry", second))):
        for step in (("open", path, {}), first, then):
            visitor.do(step)
    assert hurried.address() == patient.address() != {}
    assert hurried.held() == patient.held()
    patient.do(("back", path, hurried.late))  # without a control the address is read
    assert patient.address() == hurried.late != hurried.address()


def test_own_areas_of_one_name_stay_two(data):
    """Streamlit tells options apart by their labels."""
    own = [figures.own_area.key("Ort", codes) for codes in (["E01025699"], ["E01025699", "E01034002"])]
    visitor = robot_visitor.Visitor()
    visitor.do(("open", "deprivation", {"areas": ",".join(own)}))
    visitor.do(("selectbox", "edition", "2025"))
    assert visitor.address()["areas"] == ",".join(own)
    assert len(set(visitor.page.multiselect(key="areas").options)) == len(
        visitor.page.multiselect(key="areas").options
    )
    assert not robot_visitor.reopened(visitor)


def test_two_tables_that_differ_on_one_thing_are_a_fault():
    def table(people):
        frame = pd.DataFrame({"Area": ["Syston ward"], "Population (mid-2022)": [people], "Rank": [people]})
        return ui_html.table(frame, "Areas")

    assert not robot_visitor.differing([table(7), table(7)])
    assert robot_visitor.differing([table(7), "<p>x</p>", table(8)]) == [
        "Syston ward, Population (mid-2022): ['7', '8']"
    ]


@pytest.mark.parametrize(
    "text", ["a rate of nan per", "in None.", "<NA> of", "NaT", "inf times", "{name} has"]
)
def test_a_value_that_is_missing_from_a_sentence_is_a_fault(text):
    assert robot_visitor.MISSING.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "None chosen",
        "None of the three",
        "None moved",
        "?find=nan&area=None",
        "information",
        "none",
        "Nanpantan",
    ],
)
def test_words_that_only_look_so_are_none(text):
    assert not robot_visitor.MISSING.search(text)
