"""Own areas: their keys in the address, pasted text, drawn lines, and that they behave as any area."""

import geopandas as gpd
import pytest
from conftest import message
from hypothesis import given
from hypothesis import strategies as st

from charnwood import figures, tables, words
from charnwood.checks import DataError
from charnwood.official.areas import OWN
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store import dataset

DATA = dataset.current()
CODES21 = sorted(DATA.lsoa[2021].index)
CODES11 = sorted(DATA.lsoa[2011].index)
WHOLE, PARTS = "E01025717", ("E01034002", "E01034003")
some_codes = st.lists(st.sampled_from(CODES21 + CODES11), min_size=1, max_size=30)


def test_a_key_names_its_area():
    area = figures.own_area.resolve(DATA, "own~Bell Foundry~E01025700.E01025699")
    assert (area.name, area.kind) == ("Bell Foundry", OWN)
    assert area.lsoa11 == area.lsoa21 == ("E01025699", "E01025700")


def test_a_code_of_2011_stands_for_all_its_parts():
    assert figures.own_area.resolve(DATA, f"own~A~{WHOLE}").lsoa21 == PARTS
    assert figures.own_area.resolve(DATA, f"own~A~{PARTS[0]}").lsoa21 == PARTS[:1]
    assert figures.own_area.resolve(DATA, f"own~A~{PARTS[0]}").lsoa11 == (WHOLE,)


@given(some_codes, st.randoms())
def test_the_order_of_codes_does_not_matter(codes, random):
    shuffled = random.sample(codes, len(codes))
    one, other = (figures.own_area.resolve(DATA, f"own~A~{'.'.join(c)}") for c in (codes, shuffled))
    assert one == other
    assert figures.own_area.tidy(f"own~A~{'.'.join(shuffled)}") == one.key
    assert figures.own_area.resolve(DATA, one.key) == one


@pytest.mark.slow
@given(st.integers(2, 60), st.randoms())
def test_the_parts_of_a_partition_sum_to_the_whole(cut, random):
    order = random.sample(CODES21, len(CODES21))
    halves = [
        figures.own_area.resolve(DATA, figures.own_area.key("A", half)) for half in (order[:cut], order[cut:])
    ]
    whole = DATA.areas["charnwood"]
    assert sum(DATA.residents(half) for half in halves) == DATA.residents(whole)
    counts = [tables.crime_counts(DATA, "type", half).set_index("type") for half in halves]
    assert (counts[0] + counts[1]).equals(tables.crime_counts(DATA, "type", whole).set_index("type"))
    scores = [figures.deprivation.summary(DATA.rows(half, 2025)) for half in halves]
    people = sum(s["population"] for s in scores)
    mean = sum(s["imd_score"] * s["population"] for s in scores) / people
    assert mean == pytest.approx(figures.deprivation.summary(DATA.own(2025))["imd_score"])


@pytest.mark.parametrize("key", ["loughborough-east", "ward-syston", "charnwood", "E01025699"])
@pytest.mark.parametrize("year", [2019, 2025])
def test_an_own_area_of_the_same_lsoas_has_the_same_figures(key, year):
    given_area = DATA.areas[key]
    own = figures.own_area.resolve(DATA, figures.own_area.key("Mine", given_area.lsoa21))
    assert figures.deprivation.summary(DATA.rows(own, year)) == figures.deprivation.summary(
        DATA.rows(given_area, year)
    )
    assert DATA.incidents(own).equals(DATA.incidents(given_area))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("own~A~", "found ''"),
        ("own~A~E01099999", "'E01099999'"),
        ("own~A~E01025699.E01013600", "'E01013600'"),
        ("own~~E01025699", "1 to 40 characters"),
        ("own~<b>~E01025699", "letters, figures"),
        ("own~a_b*c~E01025699", "letters, figures"),
        (f"own~{'x' * 41}~E01025699", "1 to 40 characters"),
        ("own~loughborough east~E01025699", "is the name of another area"),
        ("own~Leicestershire~E01025699", "is the name of another area"),
        ("own~A", "expected own~NAME~CODE.CODE"),
        ("nowhere", "expected own~NAME~CODE.CODE"),
        ("own~A~\x00~", "expected own~NAME~CODE.CODE"),
    ],
)
def test_a_key_that_is_none_says_why(text, part):
    assert part in message(figures.own_area.resolve, DATA, text)


@given(st.text(max_size=120))
def test_any_text_is_an_area_or_a_message(text):
    for key in (text, f"own~{text}~E01025699", f"own~A~{text}"):
        try:
            area = figures.own_area.resolve(DATA, key)
        except DataError:
            continue
        assert area.lsoa21


def test_pasted_codes_are_found_whatever_stands_around_them():
    text = 'lsoa11cd\n"E01025699";e01025700\tE01025717, E01025699. E01013600 hello'
    found = figures.own_area.pasted(DATA.names, text, ["E01025699"])
    assert found.lsoa21 == {"E01025699", "E01025700", *PARTS}
    assert words.own_area.pasted(found, "Charnwood") == (
        "Four LSOAs of Charnwood found in the text, three of them new. Not in Charnwood: E01013600. "
        "Left aside, as not a code: two other pieces."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Nothing was pasted. Paste codes of LSOAs, such as E01025699."),
        (" \n\t;", "Nothing was pasted. Paste codes of LSOAs, such as E01025699."),
        (
            "<script>alert(1)</script> \x00 💩",
            "No code of an LSOA in Charnwood was found in the text, so nothing changed. A code looks like E01025699.",
        ),
    ],
)
def test_pasted_rubbish_is_answered_in_a_sentence(text, sentence):
    found = figures.own_area.pasted(DATA.names, text)
    assert not found.lsoa21
    assert words.own_area.pasted(found, "Charnwood") == sentence


def test_a_very_long_paste_says_where_reading_ended():
    found = figures.own_area.pasted(DATA.names, "E01025699 " + "x " * figures.own_area.MOST_TEXT)
    assert found.lsoa21 == {"E01025699"}
    assert "Only the first 20,000 characters were read." in words.own_area.pasted(found, "Charnwood")


@given(st.text(max_size=300))
def test_any_paste_gets_a_sentence_that_repeats_no_markup(text):
    found = figures.own_area.pasted(DATA.names, text)
    said = words.own_area.pasted(found, "Charnwood")
    assert said.endswith(".")
    assert "<" not in said


def ring(shape):
    outer = gpd.GeoSeries([shape], crs=NATIONAL_GRID).to_crs(WGS84).iloc[0].exterior
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[list(p) for p in outer.coords]]},
    }


def test_a_line_takes_the_areas_whose_middle_it_surrounds():
    shapes = DATA.lsoa[2011]
    one = shapes.geometry.loc["E01025699"]
    assert figures.own_area.drawn(shapes, ring(one.representative_point().buffer(20))) == ["E01025699"]
    assert (
        figures.own_area.drawn(shapes, ring(one.representative_point().buffer(20)) | {"geometry": None}) == []
    )
    everything = shapes.union_all().convex_hull.buffer(10)
    assert sorted(figures.own_area.drawn(shapes, ring(everything))) == CODES11


@pytest.mark.parametrize(
    "line",
    [
        None,
        {},
        {"geometry": None},
        {"geometry": {"type": "Polygon", "coordinates": []}},
        {
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[-1.2, 52.7], [-1.2, 52.7], [-1.2, 52.7], [-1.2, 52.7]]],
            }
        },
        {"geometry": {"type": "Point", "coordinates": [-1.2, 52.77]}},
    ],
)
def test_a_line_round_nothing_takes_nothing(line):
    assert figures.own_area.drawn(DATA.lsoa[2011], line) == []


def test_a_line_that_crosses_itself_is_read():
    bow = [[-1.4, 52.6], [-1.0, 52.9], [-1.0, 52.6], [-1.4, 52.9], [-1.4, 52.6]]
    assert figures.own_area.drawn(DATA.lsoa[2011], {"geometry": {"type": "Polygon", "coordinates": [bow]}})


@given(some_codes, some_codes)
def test_what_is_added_is_in_and_what_is_taken_out_is_not(first, second):
    names = DATA.names
    held = figures.own_area.changed(names, (), (), first)
    more = figures.own_area.changed(names, held, (), second)
    assert held <= more
    assert figures.own_area.changed(names, held, second, ()) == held - figures.own_area.changed(
        names, (), (), second
    )


def test_a_part_stays_alone_in_the_list_of_2011():
    held = {PARTS[0], "E01025699"}
    shown = [WHOLE, "E01025699"]
    assert figures.own_area.changed(DATA.names, held, shown, [WHOLE]) == {PARTS[0]}
    assert figures.own_area.changed(DATA.names, held, shown, ["E01025699"]) == {"E01025699"}


def test_codes_name_an_own_area_on_the_command_line():
    area = figures.search.find_area(DATA, "Bell Foundry=e01025699, E01025700")
    assert (area.name, area.lsoa21) == ("Bell Foundry", ("E01025699", "E01025700"))
    assert figures.search.find_area(DATA, area.key) == area
    assert "'Own area' twice" in message(
        figures.search.find_areas, DATA, ["E01025699,E01025700", "E01025699,E01025701"]
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "Own area"),
        ("own~Bell Foundry~", "Bell Foundry"),
        ("own~Bell Foundry~E01025699", "Bell Foundry"),
        ("own~Own area~", "Own area"),
        ("own~~", ""),
        ("own~a~b~", "Own area"),
        ("ward-syston", "Own area"),
    ],
)
def test_a_key_names_its_area_with_or_without_codes(text, name):
    assert figures.own_area.named(text) == name
    assert figures.own_area.has_codes(text) is (
        text in ("own~Bell Foundry~E01025699", "own~a~b~", "ward-syston")
    )


@pytest.mark.parametrize("name", ["", "Loughborough East", "<b>", "x" * 41])
def test_a_name_alone_has_to_be_one(data, name):
    assert "own area" in message(figures.own_area.without_codes, data, f"own~{name}~")
    assert figures.own_area.without_codes(data, "own~Bell Foundry~") == "own~Bell Foundry~"
    assert (
        figures.own_area.without_codes(data, "own~Own area~")
        == figures.own_area.without_codes(data, "")
        == ""
    )
