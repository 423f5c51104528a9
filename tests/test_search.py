"""The search box: what people type, and what it must find, refuse or survive."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_cases import FIRST

from charnwood import figures, words
from charnwood.official.areas import LSOA
from charnwood.store import dataset


def keys(found):
    return [hit.key for hit in found.hits]


@pytest.mark.parametrize("text", FIRST)
def test_the_first_answer(data, text):
    first = (*keys(figures.search.find(data, text)), "")[0]
    assert FIRST[text] in (first, None)


def test_an_estate_that_is_part_of_a_small_area_is_not_said_to_be_it(data):
    """A small area that lies in the place, and a street, have no "part of"."""
    for text, told in (
        ("Bell Foundry", "in part of Loughborough Lemyngton & Hastings A"),
        ("Russell Street", "Street, in Loughborough Lemyngton & Hastings A"),
        ("Warwick Way", "Way, in Loughborough Storer & Queen's Park C"),
    ):
        assert told in figures.search.find(data, text).hits[0].plain


def test_every_area_is_the_first_answer_to_its_name(data):
    names = Counter(area.name for area in data.areas.values())
    for area in data.areas.values():
        if names[area.name] == 1 and "(before" not in area.name:
            assert keys(figures.search.find(data, area.name))[0] == area.key, area.name


def test_a_street_in_several_areas_offers_each(data):
    found = figures.search.find(data, "Ashby Road")
    assert {"E01025720", "E01025690", "E01025721", "E01025689"} <= set(keys(found))


def test_what_lies_in_several_small_areas_of_one_town_is_offered_as_one_own_area(data):
    """Whatever its name is: all that bear it and no more, and nothing of streets of one name in two towns."""
    counted = Counter(entry.text for entry in figures.search.index(data))
    for text in (text for text, times in counted.items() if times > 1):
        found = figures.search.find(data, text)
        if not found.together:
            continue
        whole = figures.own_area.resolve(data, found.together[0].key)
        bearing = {one.area for one in figures.search.index(data) if one.text == whole.name}
        assert {code for area in bearing for code in area.lsoa21} == set(whole.lsoa21)
        assert len(bearing) > 1
        towns = data.names.loc[data.names["lsoa21cd"].isin(whole.lsoa21), "place"].str.partition(" (")[0]
        assert towns.nunique() == 1, text
    together = {
        text: figures.search.find(data, text).together for text in ("Warwick Way", "Garendon Road", "Warwick")
    }
    assert [len(hits) for hits in together.values()] == [1, 0, 0]
    assert words.search.answer(data, together["Warwick Way"][0]).startswith("the three small areas")


def test_a_postcode_lies_where_its_point_lies(data, raw):
    import csv

    import geopandas as gpd

    with (raw / "postcodes" / "code_point_open_2025-10_le.csv").open() as file:
        rows = [row for row in csv.reader(file) if row[8] == "E07000130"]
    for row in rows[::400]:
        point = gpd.points_from_xy([float(row[2])], [float(row[3])])[0]
        shapes = data.lsoa[2021].geometry
        expected = shapes.index[shapes.contains(point)][0]
        for typed in (row[0], row[0].lower().replace(" ", "")):
            found = figures.search.find(data, typed)
            assert keys(found) == [expected]
            assert words.search.said(data, found).startswith(row[0])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("LE1 1AA", "LE1 1AA is in Leicester, outside Charnwood."),
        ("LE19", "outside Charnwood"),
        ("NG1 1AA", "NG1 1AA is elsewhere: postcodes of Charnwood begin with LE."),
        ("E01013600", "is no LSOA of Charnwood"),
        ("xyzzy", "We do not know that name"),
        ("<script>alert(1)</script>", "We do not know that name"),
        ("\x00\x07", ""),
        ("", ""),
    ],
)
def test_what_is_not_here_gets_one_sentence_and_no_area(data, text, sentence):
    found = figures.search.find(data, text)
    assert found.hits == ()
    assert sentence in words.search.said(data, found)


def test_part_of_a_postcode_offers_the_areas_with_most(data):
    found = figures.search.find(data, "LE12 7")
    assert 1 < len(found.hits) <= figures.search.MOST
    assert (
        "Postcodes that begin with LE12 7 are in 13 small areas of Charnwood; these 8 have"
        in words.search.said(data, found)
    )


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("Mountsorrel", "Mountsorrel", "town or village, counted as Mountsorrel ward"),
        ("Sileby", "Sileby", "town or village, counted as Sileby & Seagrave ward"),
        ("Barrow", "Barrow upon Soar", "town or village, counted as Barrow upon Soar ward"),
        ("Mountsorrel ward", "Mountsorrel ward", "ward, also counted as Mountsorrel"),
        ("Syston", "Syston", "town or village"),
        ("South Charnwood", "South Charnwood", "Priority Neighbourhood"),
    ],
)
def test_a_village_reads_as_the_village_and_a_ward_as_the_ward(data, text, name, told):
    first = figures.search.find(data, text).hits[0]
    assert (first.plain, words.search.answer(data, first)) == (name, told)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("South Charnwood", "south-charnwood"),
        ("loughborough east", "loughborough-east"),
        ("South Charnwood ward", "ward-south-charnwood"),
        ("Syston", None),
        ("Southfield Road", None),
        ("South", None),
    ],
)
def test_enter_takes_the_neighbourhood_whose_name_was_typed(data, text, key):
    hit = figures.search.taken(data, figures.search.find(data, text))
    assert (hit and hit.key) == key


def test_a_neighbourhood_and_the_ward_of_its_name_are_told_apart(data):
    keys = ["ward-south-charnwood", "loughborough-east", "south-charnwood", "own~a~E01025699"]
    assert figures.search.namesakes(data, keys) == ["South Charnwood"]
    assert figures.search.namesakes(data, keys[1:]) == []


@pytest.mark.parametrize("vintage", [2011, 2021])
@pytest.mark.parametrize("text", ["Mountsorrel ward", "South Charnwood", "E01025717", "LE11 2", "Syston"])
def test_on_the_map_no_lsoa_of_another_vintage_is_offered(data, text, vintage):
    found = keys(figures.search.find(data, text, vintage))
    assert found
    lsoas = {key for key in found if data.areas[key].kind == LSOA}
    assert lsoas <= set(data.lsoa[vintage].index)


@given(st.text(max_size=200), st.sampled_from([None, 2011, 2021]))
@settings(max_examples=150)
def test_any_text_gets_an_answer(text, vintage):
    found = figures.search.find(dataset.current(), text, vintage)
    assert len(found.hits) <= figures.search.MOST
    assert len(words.search.said(dataset.current(), found)) < 300
    for hit in found.hits:
        assert hit.key in dataset.current().areas


def test_a_postcode_and_a_ward_name_an_area_on_the_command_line(data):
    assert figures.search.find_area(data, "ward: Syston").key == "ward-syston"
    assert (
        figures.search.find_area(data, "le11 3tu")
        == data.areas[keys(figures.search.find(data, "LE11 3TU"))[0]]
    )


@pytest.mark.parametrize(
    "street",
    [
        "Southfield Road",
        "southfield rd",
        "Southfield Lane",
        "Zebra Road",
        "Zebra Close",
        "14 Nonesuch Avenue",
    ],
)
def test_a_street_that_is_not_held_is_not_found(data, street):
    """No other street for the sake of "Road" or of its own word, and no area for the sake of its name."""
    assert street.title() not in {entry.text for entry in figures.search.index(data) if entry.street}
    found = figures.search.find(data, street)
    assert found.outcome is figures.search.Outcome.NO_NAME
    assert "We do not know that name" in words.search.said(data, found)


def test_every_street_that_is_held_is_found_as_it_is_written(data):
    for entry in [entry for entry in figures.search.index(data) if entry.street][::9]:
        found = figures.search.find(data, entry.text)
        assert any(hit.label.startswith(entry.text) for hit in found.hits), entry.text
