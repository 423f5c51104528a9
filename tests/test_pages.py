"""Every page alone under AppTest: no exception, its title, its words, bad addresses and bad data."""

import re
import shutil
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, figures, words

PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))


def run(name, **query):
    page = AppTest.from_file(ROOT / "pages" / name, default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


def small(page):
    """What a page says in small letters: captions, sources, notes."""
    return " ".join([*(one.value for one in page.caption), *(one.proto.body for one in page.get("html"))])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_alone(name, data):
    page = run(name)
    assert not page.exception
    assert len(page.title) == 1
    assert not page.error
    said = f"{' '.join(element.value for element in page.markdown)} {small(page)}"
    assert (words.age.said(data, date.today()) in said) == ("data.police.uk" in said)
    explained = any("What the words mean" in element.proto.body for element in page.get("html"))
    assert explained == (name not in ("accessibility.py", "data.py"))
    blocks = [element.proto.body for element in page.get("html")]
    copied = [
        (unescape(text), block) for block in blocks for text in re.findall(r'data-copy="([^"]*)"', block)
    ]
    assert bool(copied) == (name not in ("accessibility.py", "your_area.py"))
    for text, block in copied:
        assert "**" not in text
        assert re.search(r"Source: .*Data version", text, re.DOTALL) or re.search(
            'class="note">.*Source: ', block
        ), text
    assert page.get("plotly_chart") == []
    assert "".join(blocks).count("data-picture=") >= "".join(blocks).count('class="beside chart"')


@pytest.mark.parametrize("edition", ["2019", "2025"])
@pytest.mark.parametrize("measure", ["imd", "income", "crime", "incidents", "crimes", "asb"])
def test_each_measure_of_the_map(measure, edition):
    page = run("map.py", measure=measure, edition=edition)
    assert not page.exception
    assert page.markdown[0].value.startswith("**")


@pytest.mark.parametrize("area", ["E01025699", "E01025717"])
def test_the_card_of_an_area(area, data):
    page = run("map.py", area=area)
    assert not page.exception
    assert page.header[0].value == f"{data.areas[area].name} · {area}"
    text = " ".join(element.value for element in page.markdown)
    assert f"{data.own(2019).loc[area, 'imd_rank']:,}" in text


@pytest.mark.parametrize(
    "key", ["charnwood", "loughborough-east", "ward-sileby-seagrave", "E01034002", "E01025679"]
)
def test_crime_of_any_area(key, data):
    page = run("crime.py", area=key)
    assert not page.exception
    text = " ".join(element.value for element in page.markdown)
    assert data.areas[key].name in text
    captions = small(page)
    assert "not an accredited official statistic" in captions
    assert "partly circular" in captions
    assert "gaps, not zeros" in captions


def test_crime_of_one_type_begins_with_whether_it_has_risen(data):
    area = data.areas["loughborough-east"]
    page = run("crime.py", area=area.key, type="burglary")
    assert not page.exception
    told = [element.value for element in page.markdown]
    assert told[1] == f"**{words.signals.has_risen(data, area, 'burglary', below=False)}**"
    rows = data.incidents(area)
    rows = rows[(rows["crime_type"] == "Burglary") & rows["month"].isin(data.period)]
    assert f"{area.name}: {rows['incidents'].sum():,} incidents of burglary in" in told[2]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["incidents", "crimes", "anti-social-behaviour", "robbery"])
@pytest.mark.parametrize(
    "key", ["charnwood", "south-charnwood", "E01025690", "own~Bell Foundry~E01025699.E01034002"]
)
def test_signals_of_any_area_and_type(key, kind, data):
    page = run("signals.py", area=key, type=kind)
    assert not page.exception
    assert not page.info
    text = " ".join(element.value for element in page.markdown)
    area = figures.own_area.resolve(data, key)
    counts = figures.signals.counts_of(data, area, kind)
    known = figures.breaks.of_area(data, area, kind)
    found = figures.signals.control(counts, known)
    for sentence in words.signals.control(found, kind, area.name, known):
        assert sentence in text
    captions = small(page)
    assert captions.count("not an accredited official statistic") == 1
    assert "gaps, not zeros" in captions
    assert "rising" not in text
    assert "falling" not in text


@pytest.mark.slow
@pytest.mark.parametrize("period", ["latest", "2022-01", "2022-07", "2021"])
@pytest.mark.parametrize(
    ("key", "kind"),
    [("charnwood", "incidents"), ("E01025690", "robbery"), ("E01025720", "anti-social-behaviour")],
)
def test_streets_of_any_area_type_and_year(key, kind, period, data):
    page = run("streets.py", area=key, type=kind, period=period)
    assert not page.exception
    text = " ".join(element.value for element in [*page.markdown, *page.info])
    area, months = data.areas[key], figures.streets.periods(data)[period]
    assert (
        words.streets.outcomes(figures.streets.outcomes(data, area, kind, months), kind, area.name, months)
        in text
    )
    found = figures.streets.hotspots(data, area, kind, months)
    assert words.streets.hotspots(found, kind, area.name, months, data.lsoa[2021]["name"]) in text


def test_an_address_of_a_divided_year_opens_the_latest_months_and_says_so():
    """New map points divide 2022; the page once offered it as a whole, and such addresses are kept."""
    page = run("streets.py", period="2022")
    assert not page.exception
    assert [box.value for box in page.selectbox if box.label == "Months"] == ["latest"]
    assert "2022 is shown in parts" in page.info[0].value


def test_an_unknown_type_in_the_address_gets_a_sentence():
    page = run("signals.py", type="piracy")
    assert not page.exception
    assert "unknown choice" in page.info[0].value


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("crime.py", {}),
        ("signals.py", {}),
        ("streets.py", {}),
        ("profile.py", {}),
        ("map.py", {"measure": "crimes"}),
        ("map.py", {"area": "E01025699"}),
    ],
)
def test_every_page_with_crime_says_which_months_are_held(name, query):
    captions = small(run(name, **query))
    assert "Not held: November 2022 to December 2023" in captions
    assert "data.police.uk" in captions


@pytest.mark.parametrize(
    "areas", ["charnwood", "E01025699,ward-sileby-seagrave", "south-charnwood,E01025670,E01025671"]
)
def test_deprivation_of_one_area_or_several(areas):
    page = run("deprivation.py", areas=areas)
    assert not page.exception
    assert not page.info


def test_every_edition_choice_says_that_methods_changed():
    captions = " ".join(element.value for element in run("deprivation.py").caption)
    assert "never scores" in captions


def test_the_data_page_publishes_what_was_left_out(data):
    text = " ".join(element.value for element in run("data.py").markdown)
    for count in data.coverage[["rows", "located", "outside", "unlocated"]].sum():
        assert f"{count:,}" in text
    assert "100 in the geography of the 2001 Census" in text
    for area in data.neighbourhoods:
        assert area.name in text


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_damaged_data_get_a_message_that_names_the_file(name, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data" / "imd" / "iod2019.csv").write_text("damaged")
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path / "data"))
    page = run(name)
    assert not page.exception
    assert "iod2019.csv" in page.error[0].value
    assert "run build again" in page.error[0].value


@pytest.mark.slow
def test_an_edited_neighbourhood_shows_at_the_next_visit(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path / "data"))
    assert "Shepshed West" not in " ".join(m.value for m in run("data.py").markdown)
    with (tmp_path / "data" / "priority_neighbourhoods.csv").open("a") as file:
        file.write("Shepshed West,E01025742\n")
    assert "Shepshed West" in " ".join(m.value for m in run("data.py").markdown)
    with (tmp_path / "data" / "priority_neighbourhoods.csv").open("a") as file:
        file.write("Shepshed West,E01025742\n")
    page = run("data.py")
    assert not page.error
    assert "Shepshed West" in " ".join(m.value for m in page.markdown)
    said = page.warning[0].value
    assert said.startswith("priority\\_neighbourhoods.csv was saved with a fault (line 19")
    assert "shows the version before" in said


def test_wards_side_by_side_are_said_to_be_approximate():
    captions = small(run("compare.py", areas="ward-syston,ward-mountsorrel,place-quorn"))
    assert captions.count("ward figures are approximate") == 1
    assert "their figures are approximate" in captions
