"""What residents read: true, plain, about the area; and the file of contacts beside it."""

import re
import shutil
from datetime import date

import pytest
import textstat
from conftest import FILE7, message, save
from scipy import stats

from charnwood import ROOT, english, figures, words
from charnwood.official import contacts, incidents
from charnwood.store import dataset
from charnwood.words.residents import crimes

KEYS = ("E01025699", "E01034002", "E01025717", "loughborough-east", "charnwood", "ward-syston")
JARGON = re.compile(r"\b(LSOA|IMD|IoD|decile|domain|rank|quintile|percentile|weighted|interval|index)", re.I)
HEADER = ",".join(contacts.COLUMNS)


def told(data, area):
    where = f"{words.residents.people(data, area)} {words.residents.neighbourhood(data, area)}"
    lines = [where, words.residents.standing(data, area), *words.plain.in_short(data, area)]
    topics = [f"{one.name} {one.about} {one.said}" for one in words.plain.topics(data, area)]
    changed = [*words.plain.changed(data, area), *words.plain_crime.crime_changed(data, area)]
    return [*lines, *topics, *changed, *words.residents.crimes(data, area)]


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_a_child_of_fourteen_can_read_it(data, key):
    """The Flesch-Kincaid grade is a school year in the United States: age less five."""
    sentences = [line.replace("*", "").replace(":", "") for line in told(data, data.areas[key])]
    text = " ".join([*sentences, words.residents.MEANING, words.residents.METHOD, words.residents.CRIME_NOTE])
    assert textstat.flesch_kincaid_grade(text) <= 9
    assert textstat.flesch_reading_ease(text) >= 60


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("E01025753", "It is in the council's Priority Neighbourhood South Charnwood. "),
        (
            "former-ward-syston-east",
            "Part of it is in the council's Priority Neighbourhood South Charnwood. ",
        ),
        ("loughborough-west", "It is one of the council's Priority Neighbourhoods. "),
        ("E01025758", "No part of it is in one of the council's Priority Neighbourhoods."),
    ],
)
def test_every_area_says_whether_it_is_in_a_priority_neighbourhood(data, key, said):
    text = words.residents.neighbourhood(data, data.areas[key])
    assert text.startswith(said)
    assert ("where exactly they end is our own reading" in text) is not said.startswith("No")


def test_a_ward_says_what_of_its_place_lies_elsewhere_and_how_large_its_areas_are(data):
    text = words.residents.people(data, data.areas["ward-syston"])
    assert "11,779 people" in text
    assert "seven small areas, of about 1,700 people each" in text
    assert "Not all of Syston lies in this ward; Syston East B (now in Wreake Valley ward) does not." in text
    assert "lies in this ward" not in words.residents.people(data, data.areas["ward-mountsorrel"])


def test_a_ward_says_that_small_areas_are_fitted_to_it_and_a_former_one_that_it_has_ended(data):
    for area in data.areas.values():
        said = words.residents.people(data, area)
        assert ("fits it best" in said) is (area.kind in ("Ward", "Former ward")), area.name
        assert ("It was a ward until May 2023" in said) is (area.kind == "Former ward"), area.name


def test_a_small_area_names_the_places_by_which_it_is_found(data):
    """Whoever looks for an estate or a hamlet comes to a page that has its name."""
    for name, area in (*figures.places.labelled(data), *figures.places.also(data)):
        if area.kind == "LSOA":
            assert name in words.residents.people(data, area), (name, area.name)
    assert "Bell Foundry is here too, whole or in part." in words.residents.people(
        data, data.areas["E01025699"]
    )


def test_areas_of_one_name_lead_to_each_other(data):
    east = words.plain.namesakes(data, data.areas["loughborough-east"])
    assert east == [("ward-loughborough-east", "Loughborough East ward")]
    for area in data.areas.values():
        for key, _ in words.plain.namesakes(data, area):
            other = data.areas[key]
            assert area.kind == "Former ward" or area.key in dict(words.plain.namesakes(data, other))
            assert set(other.lsoa21) != set(area.lsoa21)


@pytest.mark.slow
def test_access_to_homes_is_called_good_only_where_homes_are_no_worse_than_in_the_borough(data):
    """Crowding and what homes cost, weighed here by people from the official indicators of 2025."""
    columns = [name for name in data.indicators[2025] if "overcrowding" in name or "affordab" in name]
    called = 0
    for area in data.areas.values():
        if "access to homes" not in words.residents.good(data, area):
            continue
        called += 1
        means = []
        for rows in (data.rows(area, 2025), data.own(2025)):
            values = data.indicators[2025].loc[rows.index, columns]
            weights = rows["population"] * rows["inside"]
            means.append((values.mul(weights, axis=0)).sum() / weights.sum())
        assert (means[0] <= means[1] + 1e-6).all(), area.name
    assert 10 < called < len(data.areas) / 2


@pytest.mark.slow
def test_crimes_of_like_months_are_told_with_their_share_and_as_the_briefing_tells_them(data):
    said = words.plain_crime.crime_changed(data, data.areas["loughborough-east"])
    assert "704 crimes here and 847 from January to April 2024. That is 16% fewer a day" in said[0]
    assert "chance alone hardly brings so large a fall" in said[0]
    assert "1,349" in said[1]
    for area in data.areas.values():
        for line in words.plain_crime.crime_changed(data, area):
            assert re.search(
                r"\d+% (more|fewer) a day( \(20\d\d had a day more\))?(:|\. Numbers swing)|too few to say more",
                line,
            ), line


CHANGED = {
    "higher": ("hardly brings so large a rise", ": a rise.", "have risen", "more"),
    "lower": ("hardly brings so large a fall", ": a fall.", "have fallen", "fewer"),
    "no clear difference": (
        "no rise or fall can be told",
        ": no clear difference.",
        "No rise or fall of",
        words.glance.CHANCE,
    ),
    "too few to compare": ("too few to say more", ": too few to compare.", "Too few", "too few to say"),
}


@pytest.mark.slow
def test_a_plain_page_and_a_briefing_ask_the_same_and_answer_alike(data):
    """The same counts of the same months, in the same order, with the words of one verdict, for every area."""
    for area in data.areas.values():
        answers = figures.rise.answers(data, area)
        assert [one.kind for one in answers] == ["crimes", "incidents"]
        plain = words.plain_crime.crime_changed(data, area)[
            :2
        ]  # a clear rise of anti-social behaviour may follow
        told = [words.briefing_crime.answered(one) for one in answers]
        assert words.briefing_crime.changed(answers) == told[:1]  # a slide has no room for both
        short = words.plain.in_short(data, area)
        for one, here, there in zip(answers, plain, told, strict=True):
            for count in (one.count, one.before):
                shown = f"{count:,}" if count else "no "
                assert shown in here
                assert shown in there
            assert english.months(one.months) in here
            assert english.months(one.months) in there
            assert CHANGED[one.found.verdict][0] in here
            assert CHANGED[one.found.verdict][1] in there
            otherwise = (one.found.ratio - 1) * (one.count - one.before) <= 0 and one.found.ratio != 1
            explained = otherwise and one.found.verdict != "too few to compare"
            assert ("had a day more" in here) == ("had a day more" in there) == explained, area.name
        first = answers[0]
        page = words.signals.has_risen(data, area, "crimes")
        assert english.months(first.months) in page.split(". ")[0], page
        assert ("95% interval" in page.split(". ")[0]) == (first.found.verdict != "too few to compare")
        cell = words.glance.few(data, [area], 2025)["Crimes, January to April 2025 (in 2024)"].iloc[0]
        for text, start in ((page, CHANGED[first.found.verdict][2]), (cell, CHANGED[first.found.verdict][3])):
            assert start in text
            assert f"{first.before:,}" in text
        rising = {"higher": ", more than in the same months", "lower": ", fewer than in the same months"}
        asked = (answers[0], figures.rise.latest(data, area, "anti-social-behaviour"))
        clear = [one.found.verdict for one in asked if one.found.verdict in rising]
        if not clear and answers[1].found.verdict in rising:  # a rise is told as a fall is
            clear = [answers[1].found.verdict]
        text = " ".join(short)
        assert {word: text.count(part) for word, part in rising.items()} == {
            word: clear.count(word) for word in rising
        }, area.name


def test_the_commonest_kinds_of_crime_hold_no_anti_social_behaviour(data):
    for area in data.areas.values():
        assert "anti-social behaviour (" not in words.plain.kinds(data, area)


def test_where_visitors_are_counted_is_said(data):
    told = [
        " ".join(words.residents.crimes(data, data.areas[key]))
        for key in ("E01025753", "ward-syston", "E01025758")
    ]
    assert "Many visitors come here: 52% of all this happened on or near shops and car parks." in told[0]
    assert "visitors" not in told[1] + told[2]


@pytest.mark.parametrize("key", ["E01025699", "E01025725", "E01034002"])
def test_tenths_of_england_as_counted_from_the_official_file(data, official, key):
    """An area is more deprived than those whose rank is larger."""
    column = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
    rows = official(FILE7[2025])
    code = next(name for name in rows[0] if name.startswith("LSOA code"))
    rank = next(int(row[column]) for row in rows if row[code] == key)
    said = words.residents.standing(data, data.areas[key])
    number = re.search(r"(more|less) deprived than over (\d) in 10", said)
    others = 33_755 - rank if number[1] == "more" else rank
    assert int(number[2]) == 10 * others // 33_755


def test_seven_in_ten_is_said_of_the_most_deprived_three_tenths_and_of_no_other(data):
    """What the words say, the table beside them and the map's groups say too."""
    for code in data.lsoa[2021].index:
        for topic in words.plain.topics(data, data.areas[str(code)]):
            number = re.search(r"[Mm]ore deprived than over (\d) in 10", topic.said)
            worse = words.plain.topic_counts(topic)[1]
            assert worse == bool(number and int(number[1]) >= 7), (code, topic)


def test_crime_is_not_called_good_where_more_is_recorded_than_elsewhere(data):
    for area in data.areas.values():
        verdict = figures.crime.against_rest(data, area)["crimes"].found.verdict
        assert not (verdict == "higher" and re.search(r"\bcrime\b", words.residents.good(data, area))), (
            area.name
        )


def test_a_group_counts_its_small_areas(data, official):
    area = data.areas["loughborough-east"]
    rows = official(FILE7[2025])
    code = next(name for name in rows[0] if name.startswith("LSOA code"))
    column = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
    worse = sum(int(row[column]) <= 0.3 * 33_755 for row in rows if row[code] in area.lsoa21)
    assert worse == 8
    assert words.residents.standing(data, area).startswith("Eight of its 10 small areas are")


def test_more_and_fewer_only_where_the_interval_allows(data):
    rest = data.areas["charnwood"]
    period = incidents.last_covered(data.coverage)
    counted = data.counts[
        data.counts["month"].isin(period) & (data.counts["crime_type"] != "Anti-social behaviour")
    ]
    words = set()
    for area in [data.areas[key] for key in KEYS if key != "charnwood"]:
        mine = int(counted.loc[counted["lsoa21cd"].isin(area.lsoa21), "incidents"].sum())
        people, others = data.residents(area), data.residents(rest) - data.residents(area)
        test = stats.binomtest(mine, int(counted["incidents"].sum()), people / (people + others))
        share = test.proportion_ci(0.95, method="exact")
        expected = people / (people + others)
        word = "more than" if share.low > expected else "fewer than" if share.high < expected else ""
        said = crimes(data, area)[1]
        assert (
            f", {word} in the rest of Charnwood" if word else "from these counts no difference can be told"
        ) in said
        words.add(word)
    assert {"more than", "fewer than"} <= words


def test_the_shipped_contacts_are_read_and_those_to_fill_in_are_not_shown(data):
    waiting = contacts.to_fill_in(data.contacts)
    assert data.contacts.loc[waiting, "area"].tolist() == ["Loughborough West", "South Charnwood"]
    for area in data.areas.values():
        shown = data.contacts_of(area)
        assert set(shown["name"]) >= {"Police emergency", "Charnwood Borough Council"}
        assert not shown["about"].str.contains("fill in").any()


def test_a_contact_is_shown_where_its_area_shares_ground(tmp_path, data):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    with (tmp_path / "data" / "contacts.csv").open("a") as file:
        file.write("hub,Fearon Hall,Loughborough East,Meals and company.,,01509 000000,,2026-11-23\n")
        file.write("strength,Canal walk,South Charnwood,Green and quiet.,,,,\n")
    edited = dataset.load(tmp_path / "data")
    near = edited.contacts_of(edited.areas["E01025699"])
    assert "Fearon Hall" in set(near["name"])
    assert "Canal walk" not in set(near["name"])
    assert {"Fearon Hall", "Canal walk"} <= set(edited.contacts_of(edited.areas["charnwood"])["name"])
    near = figures.nearby.contacts(edited, edited.areas["E01025699"])
    told = words.plain.contact(near[near["name"] == "Fearon Hall"].iloc[0])
    assert (told.name, told.where, told.about, told.note) == (
        "Fearon Hall",
        "Loughborough East",
        "Meals and company.",
        "",
    )
    assert told.ways == (("01509 000000", "tel:01509000000"),)


def test_a_source_stands_with_what_nobody_has_tried_until_a_day_is_noted(data):
    near = figures.nearby.contacts(data, data.areas["ward-anstey"])
    library = near[near["name"] == "Anstey library"].iloc[0]
    assert words.plain.contact(library).note.startswith("Source: Arts Council England")
    library["checked"] = "2026-11-26"
    assert words.plain.contact(library).note == ""


def test_libraries_in_an_area_or_the_nearest_with_their_distance(data):
    """Distances by hand, from Code-Point Open: the library of Quorn lies about a mile from Loughborough East."""
    inside, outside = (
        figures.nearby.contacts(data, data.areas[key]).query("kind == 'library'")
        for key in ("ward-syston", "loughborough-west")
    )
    assert inside["name"].tolist() == ["Syston library"]
    assert inside["metres"].tolist() == [0]
    assert len(outside) == 2
    assert outside["metres"].is_monotonic_increasing
    said = [words.plain.far(metres) for metres in (100, 800, 1_609, 3_300)]
    assert said == ["close by", "about half a mile away", "about 1 mile away", "about 2 miles away"]


def test_contacts_that_nobody_has_tried_for_a_year_are_told_to_officers(data):
    rows = data.contacts.copy()
    rows.loc[rows["name"] == "NHS 111", "checked"] = "2025-11-25"
    late = contacts.untried(rows, date(2026, 11, 26))
    assert "NHS 111" in set(late["name"])
    assert "Police emergency" not in set(late["name"])
    said = words.plain.to_try(late)
    assert "Tried more than a year ago: NHS 111." in said
    assert "Never tried: Neighbourhoods and Partnerships team" in said
    assert "Marios" not in said  # it has no way to be tried


def test_a_damaged_row_stops_no_page_of_a_server_that_starts(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / "contacts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",101,", ",call us,"), encoding="utf-8")
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path / "data"))
    shown = dataset.current().contacts
    assert "Police non-emergency" not in set(shown["name"])
    assert "Police emergency" in set(shown["name"])
    assert "line 3, phone" in dataset.current_fault()
    assert "line 3, phone" in message(dataset.load, tmp_path / "data")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("party,Hall,,Text.,,,,", "line 2, kind: expected one of"),
        ("hub,Hall,Leicester,Text.,,,,", "line 2, area: expected the name of an area"),
        ("hub,<b>Hall</b>,,Text.,,,,", "line 2, name: expected 1 to 200 characters of plain text"),
        ("hub,Hall,,[x](javascript:alert(1)),,,,", "line 2, about"),
        ("hub,Hall,,Text.,javascript:alert(1),,,2026-11-23", "line 2, web"),
        ("hub,Hall,,Text.,http://a.example,,,2026-11-23", "line 2, web"),
        ("hub,Hall,,Text.,,call me,,2026-11-23", "line 2, phone"),
        ("hub,Hall,,Text.,,,a@b,2026-11-23", "line 2, email"),
        ("hub,Hall,,Text.,,101,,11/23/2026", "line 2, checked: expected a day"),
        ("hub,Hall,,Text.,,101,,", "line 2, checked: expected a day"),
        ("hub,,,Text.,,,,", "line 2, name"),
    ],
)
def test_each_fault_of_the_contacts_is_named(tmp_path, row, told):
    path = save(tmp_path / "contacts.csv", f"{HEADER}\n{row}\n")
    assert told in message(contacts.read_contacts, path, {"Charnwood"})


def test_a_file_without_its_columns_or_no_file_is_named(tmp_path):
    path = save(tmp_path / "contacts.csv", "kind,name\nhub,Hall\n")
    assert "expected a column 'area'" in message(contacts.read_contacts, path, set())
    assert "expected the list of contacts" in message(contacts.read_contacts, tmp_path / "none.csv", set())


def test_a_spreadsheets_short_rows_and_old_letters_are_read(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_bytes(f"{HEADER}\r\nhub,Café,,Caf\xe9 for all.\r\n\r\n,,,\r\n".encode("cp1252"))
    found = contacts.read_contacts(path, set())
    assert found["name"].tolist() == ["Café"]
    assert contacts.to_fill_in(found).tolist() == [True]
