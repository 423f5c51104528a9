"""Journeys in a real Chromium against a real server: what residents, officers and managers do."""

import re

import pytest
from browser import CARD, RULE, choose, explore, map_frame, settled
from test_browser_map import fills

from charnwood import figures, words
from charnwood.official.areas import read_priority


def test_a_card_by_keyboard_alone(visit):
    page = visit()
    map_frame(page)
    choose(page, re.compile("^Area"), "E01025727")
    page.get_by_role("heading", name=re.compile("E01025727")).wait_for(timeout=30_000)


def test_polygons_are_no_tab_stops(visit):
    frame = map_frame(visit(CARD))
    stops = frame.evaluate("() => [...document.querySelectorAll('path')].filter(p => p.tabIndex >= 0).length")
    assert stops == 0
    assert frame.evaluate("() => document.querySelectorAll('path:not([aria-hidden=true])').length") == 0


def test_a_shared_link_reopens_the_view(visit, data):
    link = "?edition=2025&measure=income&show=rank&area=E01034002"
    page = visit(link)
    key = map_frame(page, 102).locator(".key").inner_text()
    assert "E01034002" in page.locator("h2").first.inner_text()
    assert "Income 2025, rank among England's 33,755 LSOAs" in key
    assert all(part in page.url for part in link[1:].split("&"))


def test_choices_are_kept_from_page_to_page(visit):
    page = visit("?edition=2025")
    page.get_by_role("link", name="Deprivation").click()
    page.locator("h1", has_text="Deprivation by domain").wait_for()
    settled(page)
    page.wait_for_function("() => location.search.includes('edition=2025')")


def test_an_area_chosen_on_the_map_is_the_area_of_the_crime_page(visit, data):
    page = visit("?area=E01025727")
    page.get_by_role("link", name="Crime", exact=True).click()
    page.locator("h1", has_text="Recorded crime").wait_for()
    settled(page)
    page.wait_for_function("() => location.search.includes('area=E01025727')")
    page.get_by_text(re.compile(f"^{data.areas['E01025727'].name}: [0-9,]+ incidents")).first.wait_for()


def test_an_area_profile_by_keyboard_alone(visit, data):
    """From the map to the profile, to a ward by typing, to the other edition; the address tells it all."""
    page = visit(requests=True)
    page.get_by_role("link", name="Area profile").focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Area profile").wait_for()
    settled(page)
    choose(page, re.compile("^Area"), "Sileby & Seagrave ward")
    page.wait_for_function("() => location.search.includes('area=ward-sileby-seagrave')")
    choose(page, "Edition", "2025")
    page.wait_for_function("() => location.search.includes('edition=2025')")
    settled(page)
    area = data.areas["ward-sileby-seagrave"]
    page.get_by_text(f"people lived in {area.name} in mid-2022").wait_for()
    like = words.deprivation.most_alike(figures.likeness.similar_table(data, area, 2025), area, 2025)
    page.get_by_text(like).first.wait_for()
    link = page.get_by_role("link", name="Leicestershire Police on police.uk")
    link.focus()
    assert link.get_attribute("href") == "https://www.police.uk/pu/your-area/leicestershire-police/"
    assert [url for url in page.requests if "police.uk" in url] == []
    assert page.errors == []


def test_the_whole_way_by_keyboard(visit):
    """From the head of the page to the card and on to another page, each stop with its focus in sight."""
    page = visit("?area=E01025727")
    map_frame(page)
    seen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement, box = e.getBoundingClientRect();
                return [e.tagName, (e.innerText || e.ariaLabel || e.title || '').slice(0, 40),
                        box.right > 0 && box.width > 0 && box.left < innerWidth]; }"""
            )
        )
    texts = [text for _, text, _ in seen]
    assert all(visible for tag, _, visible in seen if tag not in ("BODY", "MAIN"))
    assert texts.index("Deprivation") < texts.index("Go to its card")
    page.get_by_role("link", name="Crime", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Recorded crime").wait_for()


@pytest.mark.parametrize(
    "link",
    [
        "?area=%3Cscript%3Ealert(1)%3C/script%3E",
        "?measure=wealth",
        "?edition=1066",
        "crime?area=" + "x" * 3000,
        "deprivation?areas=a,b,c,d,e",
        "deprivation?areas=%00%F0%9F%92%A9",
        "chosen?rule=all.imd-decile-11",
    ],
)
def test_a_link_that_names_nothing_known_gets_a_sentence(visit, link):
    page = visit(link)
    assert "The address names an unknown choice" in page.locator("[data-testid=stAlert]").first.inner_text()
    assert page.errors == []


def test_an_area_that_was_split_is_explained_in_the_other_edition(visit):
    page = visit("?edition=2025&area=E01025717")
    assert "split in 2021" in page.locator("[data-testid=stAlert]").first.inner_text()


def test_months_not_held_are_gaps_in_the_lines(visit, data):
    every = len(data.coverage)
    page = visit("crime")
    explore(page)
    page.wait_for_function("() => document.querySelectorAll('.js-plotly-plot .scatterlayer .trace').length")
    series = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')][0].data
        .filter(t => t.mode === 'lines+markers').map(t => [t.name, t.x.length, t.connectgaps])"""
    )
    assert series == [
        ["All incidents", every, False],
        ["Crimes", every, False],
        ["Anti-social behaviour", every, False],
    ]


def test_a_chart_has_a_name_a_table_and_a_download(visit, data):
    page = visit("crime")
    page.get_by_role("img", name="Incidents by month in Charnwood").wait_for()
    assert page.locator("img.chart[alt]").count() >= 4
    settled(page)
    page.get_by_text("Table: Incidents by month in Charnwood").click()
    button = page.get_by_role("link", name="Download CSV").first
    button.wait_for(state="visible")
    with page.expect_download() as download:
        button.click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("Month,All incidents,Crimes")
    assert "2025-12" in text
    assert "Open Government Licence" in text.splitlines()[-1]
    assert f"Data version {data.version}" in text.splitlines()[-1]


def test_joined_areas_download_as_geojson(visit):
    import json

    page = visit("data")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("IoD 2019")).click()
    collection = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert len(collection["features"]) == 99
    assert {"imd_rank", "income_contribution", "name"} <= set(collection["features"][0]["properties"])
    assert "Open Government Licence" in collection["source"]


def test_a_postcode_is_found_and_not_kept_in_the_address(visit):
    page = visit()
    map_frame(page)
    page.get_by_label("Find an area").fill("LE11 3TU")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("E01025709")).wait_for(timeout=30_000)
    page.get_by_text("LE11 3TU is in Loughborough University D").wait_for()
    assert "LE11" not in page.url


def test_a_street_in_several_areas_is_chosen_by_keyboard(visit):
    page = visit("crime")
    page.get_by_label("Find an area").fill("ashby rd")
    page.keyboard.press("Enter")
    hit = page.get_by_role("button", name=re.compile("^Ashby Road, in Loughborough University B"))
    hit.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('area=E01025690')")
    page.get_by_text(re.compile("^Loughborough University B: [0-9,]+ incidents")).first.wait_for()
    settled(page)
    assert hit.count() == 0  # once one is taken, the others no longer stand before the answer
    page.get_by_label("Find an area").fill("zzzz")
    page.keyboard.press("Enter")
    page.get_by_text("The page still shows Loughborough University B.").wait_for()


def test_from_the_residents_page_the_map_says_the_same(visit):
    page = visit("your-area?area=E01025753")
    assert "This is the order of 2025." in page.locator("[data-testid=stMain]").inner_text()
    page.locator("nav").get_by_role("link", name="Map", exact=True).click()
    page.wait_for_function(
        "() => location.search.includes('edition=2025') && location.search.includes('area=E01025753')"
    )
    key = map_frame(page, 102).locator(".key")
    key.get_by_text("Index of Multiple Deprivation 2025, decile among England's LSOAs").wait_for()


def test_a_postcode_elsewhere_says_where_and_changes_nothing(visit):
    page = visit("deprivation")
    page.get_by_label("Find an area").fill("LE1 1AA")
    page.keyboard.press("Enter")
    page.get_by_text("LE1 1AA is in Leicester, outside Charnwood.").wait_for()
    assert "areas=loughborough-east" in page.url


def test_a_rule_is_changed_by_keyboard(visit, data):

    page = visit("chosen")
    before = fills(map_frame(page))
    choose(page, "Condition 2", "Crime")
    page.wait_for_function("() => location.search.includes('rule=all.imd-decile-5.crime-decile-5.')")
    settled(page)
    page.get_by_label("Condition 2: at most").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    text = "all.imd-decile-5.crime-decile-2.population-0.adjacent-no"
    page.wait_for_function("text => location.search.includes('rule=' + text)", arg=text)
    outcome = figures.rules.outcome(data, 2019, figures.rules.parse(text))
    page.get_by_text(words.rules.outcome(outcome, 2019, "Charnwood")).wait_for()
    settled(page)
    frame = map_frame(page)
    after = fills(frame)
    assert after != before
    counts = outcome["class"].value_counts()
    assert sorted(after.count(colour) for colour in set(after)) == sorted(counts)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    saved = download.value.path().read_text(encoding="utf-8-sig")
    assert saved.splitlines()[0].startswith("Area,Class,Rank,Decile,Population,Crime rank,Crime decile")
    assert saved.count(figures.rules.OUT_TAKEN) == counts.get(figures.rules.OUT_TAKEN, 0)
    assert text in saved.splitlines()[-1]


def test_a_shared_link_reopens_the_rule_and_its_list(visit, data, tmp_path):

    page = visit(f"{RULE}&edition=2025")
    key = map_frame(page, 102).locator(".key").inner_text()
    text = page.locator("[data-testid=stMain]").inner_text()
    assert "IMD decile 1 to 3 or Crime rank 1 to 3,000 or Income decile 1 to 2." in text
    assert "What the rule takes, Index of 2025" in key
    assert page.get_by_label("Condition 2: at most").input_value() == "3000"
    assert page.get_by_label("Population, at least").input_value() == "1400"
    assert RULE.split("?")[1] in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as priority_neighbourhoods.csv").click()
    assert download.value.suggested_filename == "priority_neighbourhoods.csv"
    rule = figures.rules.parse(RULE.split("rule=")[1])
    read = read_priority(download.value.path(), data.names, "Charnwood")
    assert set(read["lsoa11cd"]) == set(figures.rules.as_priority(data, rule)["lsoa11cd"])
    page.reload()
    settled(page)
    assert RULE.split("?")[1] in page.url
