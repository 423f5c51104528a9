"""The presentation in a real Chromium: keys, a click, buttons, the step in the address, all on one screen."""

import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Requests, settled

from charnwood.briefing import files, parts

LONGEST = "former-ward-loughborough-dishley-and-hathern"
FITS = """() => { const low = document.querySelector('footer').getBoundingClientRect().top;
    const shown = document.querySelector('section.shown');
    return document.documentElement.scrollWidth <= innerWidth && shown.scrollHeight <= shown.clientHeight + 1
      && [...shown.querySelectorAll('h2, .said p, img, figcaption, table, .source')]
        .every(e => { const box = e.getBoundingClientRect(); return box.bottom <= low + 1 && box.right <= innerWidth + 1; })
      && [...shown.querySelectorAll('table, .said p, img')].every(e =>
        e.getBoundingClientRect().bottom <= shown.querySelector('.source, .stamp').getBoundingClientRect().top + 1); }"""
SMALL = """() => [...document.querySelectorAll('.shown *, footer *')]
    .filter(e => e.getBoundingClientRect().width && [...e.childNodes].some(c => c.nodeType == 3 && c.textContent.trim()))
    .filter(e => parseFloat(getComputedStyle(e).fontSize) < innerWidth * 24 / 1280).map(e => e.outerHTML.slice(0, 80))"""
CHART = """() => { const image = document.querySelector('.shown figure img'); if (!image) return 99;
    const box = image.getBoundingClientRect(), points = image.naturalWidth;
    return Math.min(box.width, box.height * points / image.naturalHeight) / points; }"""


@pytest.fixture
def present(tabs, address):
    """Open a presentation in a warm tab; returns the page, with `errors` on it."""

    def open_(query="area=loughborough-east", width=1280, height=720):
        page = tabs.blank(0, width, height, "light")
        # A page before, left in the middle of a question, would count as a fault here
        page.goto("about:blank")
        page.errors.clear()
        page.goto(f"{address}/present?{query}")
        page.locator("section.shown").wait_for()
        return page

    return open_


def search(page):
    """The address as the page itself has it; Playwright hears of a change a little later."""
    return page.evaluate("() => location.search")


def title(page):
    return page.locator("section.shown h2").inner_text().split("\n")[-1]


STEPS = ["title", "where", "deprivation", "domains", "people", "crime", "change", "compared", "glance"]
STEPS += ["strengths", "remember", "sources", "link"]


def step(page):
    return search(page).partition("step=")[2].partition("&")[0]


def test_keys_and_a_click_go_from_step_to_step_and_the_address_follows(present, address):
    page = present()
    requests = Requests(page)
    seen = [title(page)]
    for name in STEPS[1:]:
        page.keyboard.press("ArrowRight")
        assert step(page) == name
        seen.append(title(page))
    assert len(set(seen)) == len(STEPS)
    page.keyboard.press("ArrowRight")
    assert step(page) == "link"
    keys = {
        "ArrowLeft": "sources",
        "Home": "title",
        "Space": "where",
        "Shift+Space": "title",
        "PageDown": "where",
    }
    keys |= {"PageUp": "title", "4": "people", "End": "link", "2": "deprivation"}
    for key, name in keys.items():
        page.keyboard.press(key)
        assert step(page) == name, key
    page.locator("section.shown .said").click(position={"x": 2, "y": 2})
    assert step(page) == "domains"
    page.keyboard.press("b")
    assert page.locator("body.blank").count() == 1
    page.keyboard.press(".")
    page.reload()
    assert title(page) == seen[3]
    assert page.errors == []
    requests.enough()
    assert len(requests) > 1
    assert [url for url in requests if not url.startswith((address, "data:"))] == []


def test_edition_and_areas_are_changed_at_the_same_step(present):
    page = present("area=loughborough-west&next=Agree+who+leads.&step=5")
    assert step(page) == "crime"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("e")
    page.wait_for_url("**edition=2025**")
    assert page.locator("section.shown").get_attribute("data-step") == "people"
    page.get_by_text("Areas, keys").click()
    page.get_by_label("Beside it").select_option("south-charnwood")
    page.get_by_label("Keys:").uncheck()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**with=south-charnwood**")
    assert page.locator("section.shown").get_attribute("data-step") == "people"
    assert "Loughborough West beside South Charnwood" in page.locator("section.shown h2").inner_text()
    assert "edition=2025" in search(page)
    assert page.locator("section[data-step=next] .said").text_content().strip() == "Agree who leads."
    assert page.errors == []


def test_buttons_are_large_and_stop_at_both_ends(present):
    page = present("area=loughborough-east&step=sources")
    on, back = (page.get_by_role("button", name=f"{which} step") for which in ("Next", "Previous"))
    for button in (on, back, page.get_by_role("link", name="Leave")):
        box = button.bounding_box()
        assert box["width"] >= 48
        assert box["height"] >= 48
    on.click()
    assert on.is_disabled()
    assert page.locator("#where").inner_text() == "End"
    back.click()
    assert step(page) == "sources"
    assert page.locator("#where").inner_text() == "11 of 11"  # as on the slides


def test_a_full_screen_stays_when_edition_and_areas_change_and_controls_leave_the_space_bar_alone(
    present,
):
    page = present("area=loughborough-east&step=glance")
    full = "() => Boolean(document.fullscreenElement)"
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function(full)
    page.keyboard.press("Space")
    assert step(page) == "strengths"
    page.keyboard.press("e")
    page.wait_for_function("() => location.search.includes('edition=2025')")
    assert step(page) == "strengths"
    page.get_by_text("Areas, keys").click()
    page.get_by_label("Beside it").select_option("south-charnwood")
    page.get_by_role("button", name="Show").click()
    page.wait_for_function("() => location.search.includes('with=south-charnwood')")
    assert step(page) == "change"  # the last before it that two areas have
    page.get_by_text("Areas, keys").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    assert step(page) == "remember"
    assert page.evaluate(full)
    assert page.errors == []


SCREENS = [(1024, 768), (1280, 720), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize(
    "query",
    ["area=loughborough-east", f"area={LONGEST}", "area=E01034002&with=south-charnwood&edition=2025"],
)
def test_each_step_fits_the_screen_in_letters_read_from_afar(present, query):
    page = present(query)
    count = page.locator("section").count()
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Home")
        for _ in range(count):
            page.wait_for_function(FITS)
            assert page.evaluate(SMALL) == []
            if (width, height) == (1280, 720):
                assert page.evaluate(CHART) * parts.LETTERS * 96 / 72 >= 18
            page.keyboard.press("ArrowRight")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 780)])
def test_axe_finds_no_fault_in_any_step(present, width, height):
    page = present(width=width, height=height)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for name in STEPS:
        faults = Axe().run(page).response["violations"]
        assert [(name, f["id"], f["nodes"][0]["html"][:120]) for f in faults] == []
        page.keyboard.press("ArrowRight")


def test_without_its_script_all_steps_stand_below_one_another(chrome, address):
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/present?area=south-charnwood")
    assert page.locator("section:visible").count() == len(STEPS)
    context.close()


@pytest.mark.parametrize(
    "query",
    ["area=nowhere", "edition=2015", "area=%3Cscript%3E", "with=nowhere", "with=charnwood", "next=%3Cb%3E"],
)
def test_an_unknown_area_or_edition_is_a_plain_sentence(address, query):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/present?{query}")
    assert caught.value.code == 404
    assert caught.value.headers["Content-Type"].startswith("text/plain")
    assert "There is no such briefing" in caught.value.read().decode()


def test_the_page_has_the_headers_of_all_pages(address):
    headers = urllib.request.urlopen(f"{address}/present").headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"].split("script-src")[1]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_link_made_with_other_data_says_so(present, visit, data):
    assert "data version 00000000" in present("area=charnwood&data=00000000").locator(".told").inner_text()
    assert present(f"area=charnwood&data={data.version}").locator(".told").count() == 0
    said = visit("crime?area=E01025699&data=00000000").locator("[data-testid=stAlert]")
    assert f"this server now holds version {data.version}" in said.inner_text()
    assert visit(f"crime?area=E01025699&data={data.version}").locator("[data-testid=stAlert]").count() == 0


def test_the_copied_link_reopens_the_view_and_names_the_data(visit, data, address):
    page = visit("briefing?area=south-charnwood&edition=2025")
    page.get_by_text("Copy a link to this view").click()
    link = page.locator(".copied code").last.text_content()
    assert link.startswith(f"{address}/briefing?")
    assert f"data={data.version}" in link
    again = visit(link.removeprefix(f"{address}/"))
    assert again.get_by_text("6,902 people lived in South Charnwood").count() == 1
    assert again.locator("[data-testid=stAlert]").count() == 0


@pytest.mark.parametrize(
    ("label", "end"), [("PowerPoint", "pptx"), ("Word", "docx"), ("PDF", "pdf"), ("HTML", "html")]
)
def test_the_page_makes_each_format_when_asked(visit, label, end):
    page = visit("briefing?area=south-charnwood")
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("link", name=f"Download {label}").click()
    assert saved.value.suggested_filename == f"charnwood-briefing-south-charnwood-2019.{end}"


def test_the_map_and_charts_are_saved_as_pictures_with_their_table(visit):
    page = visit("profile?area=E01025699")
    settled(page)
    page.get_by_text("Table: Contributions").click()
    for end in ("CSV", "PNG", "SVG"):
        with page.expect_download(timeout=60_000) as saved:
            page.get_by_role("link", name=f"Download {end}").first.click()
        assert saved.value.suggested_filename.endswith(f".{end.lower()}")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_html_file_asks_for_nothing_and_axe_finds_no_fault(chrome, data, tmp_path, width):
    file = tmp_path / "briefing.html"
    file.write_bytes(files.make_briefing(data, data.areas["south-charnwood"], 2019, "html"))
    page = chrome.new_page(viewport={"width": width, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("() => [...document.images].every(image => image.naturalWidth > 0)")
    faults = Axe().run(page).response["violations"]
    assert [(f["id"], f["nodes"][0]["html"][:120]) for f in faults] == []
    page.close()
