"""Without a mouse, enlarged, at rest: focus, targets, single keys, zoom and movement on every page."""

import re

import pytest
from browser import PAGES, choose, explore, map_frame, press_area, settled
from plain import TRANSLATE

from charnwood import words

FOCUSED = "() => document.activeElement"


def test_the_first_key_offers_to_skip_to_the_content(visit):
    page = visit("crime")
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.evaluate(f"({FOCUSED})().innerText")
    page.keyboard.press("Enter")
    assert page.evaluate(f"({FOCUSED})().dataset.testid") == "stMain"


def links_of(page):
    """What the links of the bar say and where they lead, those in sight."""
    links = page.locator("nav .pages a")
    links.first.wait_for(state="attached")
    return {
        link.inner_text().strip(): link.get_attribute("href").removeprefix("./")
        for link in links.all()
        if link.is_visible()
    }


@pytest.mark.parametrize("path", ["", "data", "your-area"])
def test_every_page_is_one_press_away_on_a_desk_and_two_on_a_phone(visit, path):
    page = visit(path, 1366)
    # From the residents' page its edition goes along, so that the next page says the same
    targets = {f"{name}?edition=2025" if path == "your-area" else name for name in PAGES}
    assert set(links_of(page).values()) == targets
    assert page.locator("nav").bounding_box()["height"] < 62
    assert page.locator("nav [aria-current]").count() == 1
    page.set_viewport_size({"width": 360, "height": 740})
    assert links_of(page) == {}
    page.locator(".menu summary").click()
    assert set(links_of(page).values()) == targets


def test_residents_find_their_page_first(visit, public):
    page = visit("dashboard", 1366, base=public)
    links = links_of(page)
    assert next(iter(links)) == "A page for residents"
    assert len(links) == len(PAGES)


def test_the_foot_leads_on_with_the_area_and_the_edition(visit):
    page = visit("crime?area=loughborough-east&edition=2025")
    page.get_by_role("link", name="Has it risen?").last.click()
    page.locator("h1", has_text=PAGES["signals"]).wait_for()
    settled(page)
    assert "area=loughborough-east" in page.url
    assert (
        page.locator("[data-testid=stMarkdown] strong")
        .first.inner_text()
        .startswith("Incidents in Loughborough East")
        or page.get_by_text("incidents in Loughborough East").first.is_visible()
    )
    page.get_by_role("link", name="Is it more than in other areas?").click()
    page.locator("h1", has_text=PAGES["compare"]).wait_for()
    settled(page)
    assert "areas=loughborough-east" in page.url
    assert "edition=2025" in page.url


def test_another_page_by_keyboard_begins_at_its_heading(visit):
    page = visit()
    map_frame(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(f"({FOCUSED})().innerText").strip() == "At a glance"
    page.keyboard.press("Enter")
    page.locator("h1", has_text=PAGES["neighbourhoods"]).wait_for()
    settled(page)
    assert page.evaluate(f"({FOCUSED})().innerText").strip() == PAGES["neighbourhoods"]
    assert page.evaluate(f"({FOCUSED})().tagName") == "H1"
    assert page.locator("details[open]").count() == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Crime", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Recorded crime").wait_for()
    settled(page)
    assert page.evaluate(f"({FOCUSED})().tagName") == "H1"
    page.keyboard.press("Tab")
    assert page.evaluate(f"({FOCUSED})().getAttribute('aria-label')") == words.pages.AREA


def test_back_takes_back_one_choice_at_a_time_and_what_a_page_writes_by_itself_is_none(visit, data):
    """From page to page, in a list, on the map, and on another page: each Back is the step before."""
    page = visit("accessibility")
    one, other = sorted(data.lsoa[2011].index)[:2]

    def reached(heading, *parts):
        page.locator("h1", has_text=heading).wait_for()
        page.wait_for_function("parts => parts.every(part => location.search.includes(part))", arg=parts)
        settled(page)

    steps = [
        (PAGES[""], "measure=imd", "area="),
        (PAGES[""], "measure=income", "area="),
        (PAGES[""], "measure=income", f"area={one}"),
        (PAGES[""], "measure=income", f"area={other}"),
        (PAGES["crime"], "edition=2019", f"area={other}"),
        (PAGES["crime"], "edition=2025"),
    ]
    acts = [
        lambda: page.get_by_role("link", name="Map", exact=True).click(),
        lambda: choose(page, "Measure", "Income"),
        lambda: press_area(page, map_frame(page), one),
        lambda: press_area(page, map_frame(page), other),
        lambda: page.get_by_role("link", name="Crime", exact=True).click(),
        lambda: choose(page, "Edition", "2025"),
    ]
    for act, step in zip(acts, steps, strict=True):
        act()
        reached(*step)
    for step in steps[-2::-1]:
        page.go_back()
        reached(*step)
    assert page.get_by_text("Click an area on the map").is_visible()
    page.go_back()
    page.locator("h1", has_text="Accessibility statement").wait_for()


def test_a_table_is_sorted_by_keyboard_and_stays_so_from_choice_to_choice(visit):
    page = visit("?measure=income")
    head = page.locator(".tall .figures thead th", has_text="Area")
    first = page.locator(".tall .figures tbody tr:first-child th")
    before = first.inner_text()
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert first.inner_text().startswith("Anstey")
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    rank = page.locator(".tall .figures thead th", has_text="Rank")
    rank.get_by_role("button").click()
    assert first.inner_text() == before
    ranks = page.locator(".tall .figures tbody td:nth-child(3)").all_inner_texts()
    assert [int(r.replace(",", "")) for r in ranks] == sorted(int(r.replace(",", "")) for r in ranks)
    rank.get_by_role("button").click()
    page.get_by_text("What the words mean").click()
    page.get_by_text("one of ten equal groups").wait_for(state="visible")
    choose(page, "Measure", "Health")
    page.wait_for_function("() => location.search.includes('measure=health')")
    settled(page)
    assert page.get_by_text("one of ten equal groups").is_visible()
    assert rank.get_attribute("aria-sort") == "descending"
    kept = [
        int(r.replace(",", ""))
        for r in page.locator(".tall .figures tbody td:nth-child(3)").all_inner_texts()
    ]
    assert kept == sorted(kept, reverse=True)
    page.get_by_role("link", name="Area profile", exact=True).click()
    page.locator("h1", has_text="Area profile").wait_for()
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator("h1", has_text=PAGES[""]).wait_for()
    settled(page)
    assert rank.get_attribute("aria-sort") is None


def test_who_listens_is_told_the_new_finding_and_nothing_else(visit):
    page = visit()
    told = """() => { window.told = []; new MutationObserver(() => told.push(document.querySelector(
        'body > [role=status]').textContent)).observe(document.querySelector('body > [role=status]'),
        {childList: true, characterData: true, subtree: true}); }"""
    page.evaluate(told)
    said = page.locator("body > [role=status]")
    assert said.text_content() == ""
    choose(page, "Measure", "Income")
    page.wait_for_function("() => document.querySelector('body > [role=status]').textContent")
    settled(page)
    finding = page.locator("[data-testid=stMarkdown] p > strong").first.inner_text()
    assert "income" in finding.lower()
    assert set(page.evaluate("() => told")) - {""} == {finding}
    page.get_by_role("link", name="Crime", exact=True).click()
    page.locator("h1", has_text="Recorded crime").wait_for()
    settled(page)
    assert said.text_content() == ""
    page.evaluate("() => { told.length = 0; }")
    choose(page, "Edition", "2025")
    page.wait_for_function("() => document.querySelector('body > [role=status]').textContent")
    # Nothing was said between the page's opening and its first choice
    assert len(set(page.evaluate("() => told")) - {""}) == 1


def test_a_text_to_copy_is_copied_or_selected(visit):
    page = visit("chosen")
    button = page.get_by_role("button", name="Copy the command")
    button.click()
    said = button.locator("xpath=..").get_by_role("status")
    said.filter(has_text="op").wait_for()  # copied, or selected to copy
    assert said.inner_text() in ("Copied.", "Selected: copy it with your browser.")


def test_a_choice_keeps_the_focus(visit):
    page = visit("crime")
    choose(page, "Edition", "2025")
    page.wait_for_function("() => location.search.includes('edition=2025')")
    settled(page)
    assert page.evaluate(f"({FOCUSED})().getAttribute('aria-label')").endswith("Edition")


def test_a_choice_is_a_step_of_back_though_the_answer_to_an_earlier_act_comes_between(visit):
    """Which writes the address that is there already."""
    page = visit("crime")
    page.wait_for_function("() => location.search.includes('edition=2019')")
    before = page.evaluate("() => location.search")
    page.keyboard.press("Shift")
    page.evaluate(
        "() => { history.pushState({}, '', location.href); history.pushState({}, '', '?edition=2025'); }"
    )
    page.go_back()
    page.wait_for_function("before => location.search === before", arg=before)
    assert page.url.endswith(f"/crime{before}")


def test_no_single_key_does_anything_and_text_boxes_take_every_letter(visit):
    page = visit("crime")
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.reload()
    settled(page)
    before = len(sent)
    for key in "rcRC":
        page.keyboard.press(key)
    assert page.locator("[role=dialog]").count() == 0
    box = page.get_by_label("Find an area")
    box.focus()
    page.keyboard.type("rc Rectory Road")
    assert box.input_value() == "rc Rectory Road"
    box.fill("Rectory Road")
    page.keyboard.press("Enter")
    page.get_by_text("Rectory Road", exact=False).first.wait_for()
    settled(page)
    # What is sent keeps its order: had a key sent anything, there were more than this search by now
    assert len(sent) == before + 1 > 1


def test_nothing_moves_where_people_ask_for_rest(visit):
    page = visit("crime")
    assert page.evaluate("() => matchMedia('(prefers-reduced-motion: reduce)').matches")
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('*')].flatMap(e => { const s = getComputedStyle(e);
        return [s.transitionDuration, s.animationDuration].flatMap(d => d.split(',').map(parseFloat)); }))"""
    )
    assert longest <= 0.001


# Of what would be white on white paper: the colour of each key, the ground of each layer of a chart
PRINTED = """() => { const colour = (e) => getComputedStyle(e).backgroundColor;
  const keys = document.querySelector('iframe').contentDocument.querySelectorAll('.key .swatch');
  return {keys: new Set([...keys].map((e) => e.ownerDocument.defaultView.getComputedStyle(e).backgroundColor)).size,
    layers: [...document.querySelectorAll('.js-plotly-plot .main-svg')].map(colour),
    wide: [...document.querySelectorAll('.js-plotly-plot .main-svg')].filter(e => e.getBoundingClientRect().width > 700).length,
    cut: [...document.querySelectorAll('.scroll')].filter(e => e.offsetParent && e.scrollHeight > e.clientHeight + 2).length}; }"""


def test_a_printed_page_has_its_map_its_charts_and_its_whole_tables(visit):
    page = visit("?area=E01025753")
    map_frame(page)
    explore(page)
    page.locator(".js-plotly-plot .main-svg").nth(1).wait_for(state="attached")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    seen = page.evaluate(PRINTED)
    assert seen["keys"] == 10
    assert len(set(seen["layers"]) - {"rgb(255, 255, 255)"}) >= 1
    assert "rgb(255, 255, 255)" not in seen["layers"][1:]
    assert seen["wide"] == seen["cut"] == 0
    for shown in ("iframe", "[data-testid=stSelectbox]"):
        assert page.locator(shown).first.is_visible(), shown
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("() => document.querySelector('.js-plotly-plot').style.zoom") == ""


def test_a_printed_card_has_the_facts_and_no_way_elsewhere(visit):
    page = visit("your-area?area=E01025699")
    page.emulate_media(media="print")
    assert page.get_by_text("More deprived than over 9 in 10").first.is_visible()
    assert page.get_by_text("Police emergency").is_visible()
    for gone in (".pages", "[data-testid=stTextInput]", ".stHtml details"):
        assert not page.locator(gone).first.is_visible()


def test_a_translated_page_is_used_as_before(visit):
    """A browser's translation wraps every text; what is shown anew has to take such elements away too."""
    page = visit("signals?area=ward-syston")
    for area, key in (("Anstey ward", "ward-anstey"), ("Thurmaston ward", "ward-thurmaston")):
        page.evaluate(TRANSLATE)
        choose(page, re.compile("Area"), area)
        page.wait_for_url(re.compile(f"area={key}"))
        page.wait_for_function(
            "name => document.querySelector('[data-testid=stMain]')?.innerText.includes(`in ${name}`)",
            arg=area,
        )
        settled(page)
    assert page.errors == []
