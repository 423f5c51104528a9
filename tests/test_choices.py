"""Choices under AppTest: a first search, several answers, an emptied list, own areas that are all or none of a kind."""

from datetime import date

import pytest
from robot_visitor import Visitor
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, words
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import YEARS

SEVERAL = ("compare", "deprivation")
OF_AREAS = (
    "map",
    "your_area",
    "profile",
    "crime",
    "signals",
    "streets",
    "worked",
    "change",
    "chosen",
    "briefing",
)


def opened(name, **query):
    page = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=120)
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


def texts(page):
    """What a page says, but for what it tells of the last choice."""
    return [
        element.value for kind in ("title", "header", "markdown", "caption") for element in page.get(kind)
    ]


def address(page):
    return {key: value if isinstance(value, str) else value[0] for key, value in page.query_params.items()}


def sound(page):
    assert not page.exception
    assert not page.error
    return page


def search(page, text):
    return sound(page.text_input(key="find").set_value(text).run())


@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.parametrize("areas", [None, "ward-syston"])
def test_the_first_search_of_an_address_adds_what_it_finds(data, name, areas):
    page = sound(opened(name, **({"areas": areas} if areas else {})))
    before = page.multiselect(key="areas").value
    code = figures.search.find(data, "LE11 3TU").hits[0].key
    search(page, "LE11 3TU")
    assert page.multiselect(key="areas").value == [*before[:3], code]
    assert address(page)["areas"] == ",".join([*before[:3], code])


# One function finds for all pages: each page is asked in two ways, each way of adding an area in every one
TYPED = ("Syston", "Thorpe Acre", "LE12 7", "E01025717", "zz")
ASKED = [(name, typed) for name in (*SEVERAL, "own") for typed in TYPED] + [
    (name, TYPED[(number + other) % len(TYPED)]) for number, name in enumerate(OF_AREAS) for other in (0, 3)
]


@pytest.mark.parametrize(("name", "typed"), ASKED)
def test_any_search_with_several_answers_or_none_is_told_and_each_answer_can_be_taken(name, typed):
    page = search(opened(name), typed)
    offers = [button for button in page.button if str(button.key).startswith("hit ")]
    if offers:
        key = offers[0].key.removeprefix("hit ")
        sound(offers[0].click().run())
        assert key in str(address(page)) or name == "own"


@pytest.mark.parametrize("name", SEVERAL)
def test_an_emptied_list_has_an_address_that_opens_as_the_same_view(name):
    page = opened(name, areas="ward-syston")
    page.session_state["kept area"] = "E01025699"
    sound(page.multiselect(key="areas").set_value([]).run())
    assert address(page)["areas"] == ""
    again = sound(opened(name, **address(page)))
    assert again.multiselect(key="areas").value == []
    assert texts(again) == texts(page)
    assert [told.value for told in again.info] == [told.value for told in page.info]


@pytest.mark.parametrize("name", OF_AREAS)
def test_an_own_area_of_the_whole_district_is_shown_on_every_page(data, name):
    key = figures.own_area.key("Everything", data.lsoa[2021].index)
    page = sound(opened(name, area=key))
    said = " ".join([*texts(page), *(element.proto.body for element in page.get("html"))])
    assert (
        (words.age.said(data, date.today()) in said)
        == ("data.police.uk" in said)
        == (name not in ("change", "chosen"))
    )
    if name in ("map", "profile"):
        assert "so there is no rest of Charnwood to compare it with" in " ".join(texts(page))


def test_an_area_that_leaves_no_rest_stands_beside_what_the_district_does(data):
    everything = figures.own_area.resolve(data, figures.own_area.key("All", data.lsoa[2021].index))
    assert figures.crime.against_rest(data, everything) == figures.crime.against_rest(data, data.whole)
    assert words.crime.no_rest(data, everything)
    assert not words.crime.no_rest(data, data.whole)
    most = figures.own_area.resolve(data, figures.own_area.key("Most", data.lsoa[2021].index[1:]))
    left = data.areas[data.lsoa[2021].index[0]]
    assert figures.crime.rest_of(data, most).residents == {year: data.residents(left, year) for year in YEARS}
    assert not words.crime.no_rest(data, most)


@pytest.mark.parametrize("key", ["E01025699", "E01025717", "ward-syston", "charnwood", "loughborough-east"])
def test_any_area_given_as_an_own_area_becomes_one(data, key):
    page = sound(opened("own", own=key))
    assert address(page)["own"] == figures.own_area.key("Own area", data.areas[key].lsoa21)
    year = int(page.selectbox(key="edition").value)
    shown = list(data.areas[key].codes(MAPPED[year].vintage))
    assert page.multiselect(key="own codes").value == shown
    sound(page.multiselect(key="own codes").set_value(shown[1:]).run())
    assert page.multiselect(key="own codes").value == shown[1:]


@pytest.mark.parametrize(
    "text", ["own~", "own~~", "own~<~", "own~~E01025699", "x", "own~Area~E01025699", "own~a~b~c"]
)
def test_no_damaged_own_area_harms_the_page(text):
    for name, key in (("own", "own"), ("crime", "area"), ("compare", "areas")):
        page = sound(opened(name, **{key: text}))
        assert page.info


def test_a_name_without_small_areas_is_kept_by_the_address(data):
    page = opened("own")
    sound(page.text_input(key="own name").set_value("Bell Foundry").run())
    assert address(page)["own"] == "own~Bell Foundry~"
    page = search(opened("own", **address(page)), "Thorpe Acre")
    assert page.text_input(key="own name").value == "Bell Foundry"
    sound(page.multiselect(key="own codes").set_value(["E01025699"]).run())
    assert address(page)["own"] == figures.own_area.key("Bell Foundry", ["E01025699"])
    sound(page.multiselect(key="own codes").set_value([]).run())
    assert address(page)["own"] == "own~Bell Foundry~"
    sound(page.button[-1].click().run())
    assert address(page)["own"] == ""
    assert page.text_input(key="own name").value == figures.own_area.UNNAMED


def test_a_comparison_leads_to_a_briefing_of_the_same_two_areas():
    visitor = Visitor()
    visitor.do(("open", "compare", {"areas": "loughborough-west,south-charnwood", "edition": "2025"}))
    foot = visitor.page.get("html")[-1].proto.body
    assert "briefing?area=loughborough-west&amp;with=south-charnwood&amp;edition=2025" in foot
