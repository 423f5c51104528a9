"""A city of the same files, with areas that were merged in 2021: built, checked, and recounted from the raw files."""

import csv
import io
import re
import shutil
import zipfile

import pytest
from conftest import FILE7, POLICE, POPULATION21, message, save, street_zip
from streamlit.testing.v1 import AppTest

from charnwood import ROOT, drawing, figures, tables, words
from charnwood.__main__ import main
from charnwood.briefing import files, story
from charnwood.drawing import exhibits
from charnwood.official.areas import PRIORITY_FILE, WARD
from charnwood.official.deprivation import CHOSEN, MAPPED, NEWEST
from charnwood.official.geography import LATEST_POPULATION
from charnwood.official.place import PLACE_FILE
from charnwood.public import areas, pages, site
from charnwood.store import consistency, dataset
from charnwood.web import menu

CODE = "E06000016"
MERGED, PARENTS = "E01034020", ("E01013647", "E01032875")
MONTHS = ("2022-10", "2025-11", "2025-12")  # of codes of 2011 and of 2021
BEFORE = "population/population_lsoa11_mid2019_leicestershire.csv"


@pytest.fixture(scope="module")
def folders(raw, nation, tmp_path_factory):
    """Two data folders built at once: of the city with a few months of crime; the same alone, without county and crime."""
    sources, each = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("each")
    for one in raw.iterdir():
        if one.name != "police":
            (sources / one.name).symlink_to(one)
    with zipfile.ZipFile(raw / POLICE) as archive:
        months = {month: archive.read(f"{month}/{month}-leicestershire-street.csv") for month in MONTHS}
    (sources / "police").mkdir()
    street_zip(sources / POLICE, months)
    text = (ROOT / "tests" / "places" / "leicester.toml").read_text()
    save(each / "city" / PLACE_FILE, text)
    alone = re.sub(
        r"\[county\].*(?=\[postcodes\])|police = \"[^\n]*\n|ts0[^\n]*\n", "", text, flags=re.DOTALL
    )
    save(each / "alone" / PLACE_FILE, alone.replace('kind = "city"', 'kind = "London borough"'))
    assert main(["build", "--sources", str(sources), "--each", str(each)]) == 0
    return each


@pytest.fixture(scope="module")
def folder(folders):
    return folders / "city"


@pytest.fixture(scope="module")
def alone(folders):
    return dataset.load(folders / "alone")


@pytest.fixture(scope="module")
def city(folder):
    return dataset.load(folder)


@pytest.fixture(scope="module")
def counted(raw):
    """Every row of the months that are held: month, LSOA code, and whether it has a point."""
    rows = []
    with zipfile.ZipFile(raw / POLICE) as archive:
        for month in MONTHS:
            with archive.open(f"{month}/{month}-leicestershire-street.csv") as member:
                text = io.TextIOWrapper(member, "utf-8-sig", newline="")
                rows += [(month, row["LSOA code"], bool(row["Longitude"])) for row in csv.DictReader(text)]
    return rows


def test_residents_of_merged_areas_and_of_all_sum_to_the_official_table(city, official, district_of):
    people = {
        row["LSOA 2021 Code"]: int(row[f"Mid-{LATEST_POPULATION}: Population"].replace(",", ""))
        for row in official(POPULATION21)
        if district_of[row["LSOA 2021 Code"]] == CODE
    }
    before = {row["lsoa"]: int(row["pop"]) for row in official(BEFORE)}
    assert city.residents(city.whole) == sum(people.values()) == 372_495
    assert (len(city.lsoa[2021]), city.lsoa[2021].loc[MERGED, "residents"]) == (len(people), people[MERGED])
    assert people[MERGED] == 3_261
    for vintage in city.lsoa:
        assert city.lsoa[vintage]["residents"].sum() == sum(people.values())
    parts = [city.residents(city.areas[code]) for code in PARENTS]
    assert sum(parts) == people[MERGED]
    share = before[PARENTS[0]] / sum(before[code] for code in PARENTS)
    assert parts[0] == pytest.approx(share * people[MERGED], abs=0.51)
    wards = [city.residents(area) for area in city.areas.values() if area.kind == WARD]
    assert sum(wards) == sum(people.values())


def test_check_finds_that_all_parts_sum_to_their_whole(folder, city, monkeypatch):
    assert consistency.check(folder) == []
    twice = city.ground.copy()
    twice.loc[city.names["lsoa21cd"] == MERGED] = city.population.loc[MERGED, twice.columns].to_numpy()
    monkeypatch.setattr(dataset, "load", lambda _: city)
    monkeypatch.setattr(type(city), "residents", lambda data, area: 1 + data.ground.iloc[:, -1].sum())
    assert any("residents of the whole: expected 372,495" in line for line in consistency.check(folder))


def test_incidents_of_a_merged_area_are_those_of_its_codes(city, counted):
    for code in (MERGED, "E01013646"):
        area = city.areas[code]
        codes = {*area.lsoa11, *area.lsoa21, code}
        expected = sum(here in codes and placed for _, here, placed in counted)
        assert city.incidents(area)["incidents"].sum() == expected > 0
        assert figures.tally.of(city, area).to_numpy().sum() == expected
    parts = [city.areas[code] for code in PARENTS]
    whole = figures.tally.of(city, city.areas[MERGED])
    assert (figures.tally.of(city, parts[0]) + figures.tally.of(city, parts[1])).equals(whole)
    then = [figures.tally.of(city, part).loc["2022-10"].sum() for part in parts]
    assert then == [sum((month, here) == ("2022-10", code) for month, here, _ in counted) for code in PARENTS]


def test_ranks_of_a_merged_area_stand_in_its_own_edition_alone(city, official):
    moved = figures.change.change(city, city.areas[MERGED]).iloc[0]
    now = next(row for row in official(FILE7[NEWEST]) if row["LSOA code (2021)"] == MERGED)
    rank = next(
        int(value)
        for name, value in now.items()
        if name.startswith("Index of Multiple Deprivation") and "Rank" in name
    )
    assert moved[f"rank_{NEWEST}"] == rank
    assert moved[["rank_2019", "decile_2019", "deciles_moved", "points_moved"]].isna().all()
    table = figures.change.change(city, city.whole)
    assert table["lsoa21cd"].is_unique
    assert list(table.loc[figures.change.classes(table) == len(figures.change.CLASSES), "lsoa21cd"]) == [
        MERGED
    ]
    told = words.change.change_summary(figures.change.change(city, city.areas[PARENTS[0]]), "x")
    assert "merged or redrawn in 2021 of E01013647 and E01032875" in told
    assert "is not compared" in told
    assert "One area was merged or redrawn in 2021" in words.change.split_note(table)
    view = drawing.map_views.moved(city, CHOSEN, NEWEST, "imd")
    assert "not compared: merged or redrawn in 2021" in view.texts[MERGED]


def test_sentences_name_what_was_merged_and_claim_nothing_else(city):
    said = words.methods.vintages(city)
    assert re.search(rf"Merged or redrawn: [^;]+ \({MERGED}\), of .+E01013647\) and .+E01032875\)\.", said)
    both = words.deprivation.vintage_note(city, city.areas[MERGED], CHOSEN)
    assert "was made in 2021 of" in both
    assert "figures of 2019 are those of both of them" in both
    part = words.deprivation.vintage_note(city, city.areas[PARENTS[0]], NEWEST)
    assert f"({MERGED}). Its residents are a share" in part
    assert part.endswith(f"Figures of {NEWEST} are those of the whole larger area.")


def test_whoever_reads_of_the_census_or_of_visitors_hears_that_they_are_of_the_larger_area(city, monkeypatch):
    part, other = city.areas[PARENTS[0]], city.areas["E01013646"]
    name = city.areas[MERGED].name
    some = figures.visitors.Visited(1, 2, ("shops",), (), (), 5.0, None)
    monkeypatch.setattr(figures.visitors, "visited", lambda *_: some)
    for told in (
        words.census.sentences,
        words.census.spoken,
        words.crime.rate_sentences.__wrapped__,
        words.residents.crimes,
    ):
        assert any(f"ll of {name}" in line for line in told(city, part))
        assert not any("only a part" in line for line in told(city, other))
    assert words.areas.shared_residents(city, part) in words.crime.rate_sentences(city, part)
    assert words.areas.shared_residents(city, other) == ""
    assert city.areas[MERGED].name in words.residents.people(city, part)
    assert f"all of {name}" in words.residents.standing(city, part)
    assert (MERGED, city.areas[MERGED].name) in areas.around(city, part)


def test_a_neighbourhood_that_holds_one_of_two_merged_areas_counts_with_its_share(folder, city, tmp_path):
    shutil.copytree(folder, tmp_path / "data")
    (tmp_path / "data" / PRIORITY_FILE).write_text(f"neighbourhood,lsoa11cd\nOne half,{PARENTS[0]}\n")
    data = dataset.load(tmp_path / "data")
    area = data.neighbourhoods[0]
    rows = data.rows(area, NEWEST)
    assert rows["inside"].iloc[0] == pytest.approx(data.residents(area) / 3_261)
    assert rows["name"].iloc[0].endswith(" (part)")
    assert "merged or redrawn in 2021" in words.deprivation.vintage_note(data, area, NEWEST)
    assert data.neighbourhood_of == {PARENTS[0]: "One half", MERGED: "One half"}
    assert consistency.check(tmp_path / "data") == []


def test_the_city_is_compared_with_the_districts_of_the_county_beside_it(city):
    assert figures.crime.rest_of(city, city.whole).name == "Seven Leicestershire districts"
    assert city.place.region == "Leicester and Leicestershire"
    assert CODE not in set(city.county(NEWEST)["ladcd"])
    beside = figures.districts.compared(city, "crimes", city.period)
    assert set(beside["district"]) == {"Leicester", *city.place.districts.values()}
    assert city.first_edition == NEWEST
    assert city.neighbours["E07000176"] == "Rushcliffe"
    assert "since" not in next(
        t["title"] for t in city.manifest["tables"] if t["file"].endswith("ward25.shp")
    )


def test_nothing_speaks_of_a_choice_contacts_or_labels_that_there_are_none_of(city, monkeypatch):
    assert words.glance.title(city) == "Leicester at a glance"
    assert "Priority" not in words.glance.lead(city) + words.members.lead(city)
    assert menu.called("chosen", "How neighbourhoods are chosen", bool(city.neighbourhoods)) == menu.RULE
    asked = [question for path in words.pages.NEXT for question, _ in words.pages.next_of(path, False)]
    assert not [question for question in asked if "neighbourhood" in question or "chosen" in question]
    assert "Who can help" not in dict(words.about.about(city))
    assert "who can help" not in words.about.lead(city)
    assert words.members.tables(city)["neighbourhood"] == [
        "Where they live",
        "In Leicester",
        "Outside Leicester",
    ]
    assert "Leicester City Council has not yet made an assessment" in words.accessibility.prepared(city.place)
    wards = {area.name.removesuffix(" ward") for area in city.areas.values() if area.kind == WARD}
    assert {place["name"] for place in drawing.map_places.labels(city)} == wards
    name = "Incidents by month per 1,000 residents in Hinckley and Bosworth and North West Leicestershire"
    assert files.file_name(city.place, name, "csv").endswith(
        "hinckley-and-bosworth-and-north-west-leicestershire.csv"
    )


@pytest.mark.parametrize("key", [MERGED, PARENTS[0]])
def test_pages_open_of_merged_areas(folder, monkeypatch, key):
    monkeypatch.setenv("CHARNWOOD_DATA", str(folder))
    for name in ("change", "profile"):
        page = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=60)
        page.query_params["area"] = key
        page.run()
        assert not page.exception, name


def test_a_place_without_county_and_crime_says_so_on_every_page_and_breaks_none(
    folders, alone, monkeypatch, tmp_path
):
    assert consistency.check(folders / "alone") == []
    assert (alone.has_crime, alone.period, alone.place.county, alone.place.region) == (
        False,
        [],
        "",
        "Leicester",
    )
    said = words.age.not_held(alone)
    told = areas.told(alone, alone.whole)
    assert told["crimes"] == [said]
    assert said in told["up_to"]
    assert "crime" not in words.glance.sentence(alone, alone.whole)
    assert "the whole London borough" in words.search.kind(alone, alone.whole)
    assert list(figures.deprivation.domain_profile(alone, [alone.whole], NEWEST)) == [
        "Leicester",
        "England's average",
    ]
    assert f"found none of {alone.place.police}" in message(tables.crime_counts, alone, "month", alone.whole)
    steps = story.make_story(alone, alone.whole, NEWEST).steps
    assert "crime" not in [step.key for step in steps]
    for key in ("crime-months", "compare-types", "briefing-crime"):
        assert said in message(exhibits.ask, alone, key, {})
    monkeypatch.setenv("CHARNWOOD_DATA", str(folders / "alone"))
    for name in ("map", "crime", "compare", "profile", "data"):
        page = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=60).run()
        assert not page.exception, name
        assert any(said in each.value for each in (*page.info, *page.caption, *page.markdown)), name


def test_plain_pages_of_merged_areas_are_made(city):
    around = site.site(city)
    for key in (MERGED, *PARENTS):
        assert "None" not in re.sub(
            r"<style>.*?</style>", "", pages.area(city, city.areas[key], around), flags=re.DOTALL
        )
    assert set(MAPPED) == {CHOSEN, NEWEST}
    assert exhibits.ask(
        city, "change-ranks", {"area": MERGED, "span": f"{CHOSEN}-{NEWEST}", "measure": "imd"}
    )
