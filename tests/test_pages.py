"""Every page alone under AppTest: no exception, its title, its words, bad addresses and bad data."""

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from charnwood import ROOT

PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))


def run(name, **query):
    page = AppTest.from_file(ROOT / "pages" / name, default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_alone(name):
    page = run(name)
    assert not page.exception
    assert len(page.title) == 1
    assert not page.error


@pytest.mark.parametrize("edition", ["2019", "2025"])
@pytest.mark.parametrize("measure", ["imd", "income", "crime", "incidents", "crimes", "asb"])
def test_each_measure_of_the_map(measure, edition):
    page = run("map.py", measure=measure, edition=edition)
    assert not page.exception
    assert page.markdown[1].value.startswith("**")


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
    captions = " ".join(element.value for element in page.caption)
    assert "not an accredited official statistic" in captions
    assert "partly circular" in captions
    assert "gaps, not zeros" in captions


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
    for count in ("425,069", "61,428", "352,717", "10,924"):
        assert count in text
    assert "100 in the geography of the 2001 Census" in text
    for area in data.neighbourhoods:
        assert area.name in text


@pytest.mark.parametrize("name", PAGES)
def test_damaged_data_get_a_message_that_names_the_file(name, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data" / "imd" / "iod2019.csv").write_text("damaged")
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path / "data"))
    page = run(name)
    assert not page.exception
    assert "iod2019.csv" in page.error[0].value
    assert "run build again" in page.error[0].value


def test_an_edited_neighbourhood_shows_at_the_next_visit(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path / "data"))
    assert "Shepshed West" not in " ".join(m.value for m in run("data.py").markdown)
    with (tmp_path / "data" / "priority_neighbourhoods.csv").open("a") as file:
        file.write("Shepshed West,E01025742\n")
    assert "Shepshed West" in " ".join(m.value for m in run("data.py").markdown)
    with (tmp_path / "data" / "priority_neighbourhoods.csv").open("a") as file:
        file.write("Shepshed West,E01025742\n")
    assert "line 19" in run("data.py").error[0].value
