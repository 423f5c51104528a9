"""The plain pages in a browser: axe, narrow screens, the dark, the keyboard, no scripts, print, translation."""

import re

import pytest
from conftest import save
from plain import SITE, TRANSLATE, pages

from charnwood.public import in_browser, kept, site
from charnwood.public import pages as plain_pages
from charnwood.public.publish import END

AREA = "/area/loughborough-west.html"
SHIFT = """() => new Promise(done => { new PerformanceObserver(list => {
    done(list.getEntries().reduce((sum, one) => sum + one.value, 0)) }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(0), 50) })"""


@pytest.fixture(scope="module")
def files(data):
    """Some pages of the published folder, and what they ask for."""
    around, listed = site.site(data), plain_pages.listed(data)
    made = {
        f"/{path or 'index'}{END}": ("text/html", listed[path](around, END))
        for path in (
            *{"", *plain_pages.PLAIN},
            "area/loughborough-west",
            "area/ward-anstey",
            "area/E01034003",
        )
    }
    made["/404.html"] = ("text/html", plain_pages.not_found(around, end=END))
    scripts = {path: file.read_bytes() for path, file in kept.scripts().items()}
    for path, content in {**kept.made(data), **scripts}.items():
        made[f"/{path}"] = (
            "text/javascript" if path.endswith(".js") else "application/json",
            content.decode(),
        )
    return made


@pytest.fixture
def open_page(chrome, files):
    with pages(chrome, files) as open_:
        yield open_


def saved(folder, files):
    for path, (_, content) in files.items():
        save(folder / path[1:], content)
    return folder, [path[1:] for path in files if path.endswith(END)]


def test_a_browser_finds_no_fault_at_any_width_in_light_and_dark(chrome, files, tmp_path):
    """Neither axe nor what does not fit; opened from files, as the published folder may be."""
    folder, names = saved(tmp_path, files)
    assert len(names) > 8
    assert in_browser.faults(folder, names, chrome) == []


def test_a_browser_finds_what_no_parser_can(chrome, tmp_path):
    style = "@media (prefers-color-scheme:dark){body{background:#000;color:#444}}@media (max-width:340px){p{width:400px}}"
    page = f"""<!doctype html><html lang=en-GB><title>Page</title><meta name=color-scheme content="light dark">
        <style>a{{display:inline-block;height:9px;width:9px;line-height:9px;overflow:hidden}}{style}</style>
        <main><h1>Heading</h1><p>Wide<nav><a href="">a</a><a href="">b</a><a href="">c</a></nav></main>
        <script>none.at(all)</script></html>"""
    folder, names = saved(tmp_path, {"/page.html": ("text/html", page)})
    found = in_browser.faults(folder, names, chrome)
    for start in (
        "page.html, 320 pixels wide, light: expected a page that fits, found <p>Wide",
        "page.html, 320 pixels wide, light: expected no fault by axe, found target-size",
        "page.html, 320 pixels wide, dark: expected no fault by axe, found color-contrast",
        "page.html: expected scripts that work, found none is not defined",
    ):
        assert any(line.startswith(start) for line in found), (start, found)
    assert not any("1280 pixels wide, light: expected a page that fits" in line for line in found)


@pytest.mark.parametrize(
    "path", ["/index.html", AREA, "/glance.html", "/areas.html", "/map.html", "/members.html"]
)
def test_without_scripts_every_page_is_whole_and_leads_on(open_page, files, path):
    page = open_page(path, java_script_enabled=False, viewport={"width": 360, "height": 740})
    assert page.locator("h1").is_visible()
    links = [link.get_attribute("href") for link in page.locator("nav[aria-label=Pages] a").all()]
    assert len(links) == 5
    page.locator("nav[aria-label=Pages] a", has_text="All areas").click()
    page.locator("main a", has_text="Anstey ward").first.click()
    assert page.locator("h1").inner_text() == "Anstey ward"
    assert page.locator(".months path").count() == 2
    assert page.strangers == []


def test_an_area_is_one_request_and_does_not_move_while_it_comes(open_page):
    page = open_page(AREA, viewport={"width": 360, "height": 740})
    page.wait_for_load_state("load")
    asked = [path for path in page.asked if not path.startswith("data:")]
    assert len(asked) <= 5
    assert page.evaluate(SHIFT) < 0.02


def test_the_skip_link_lands_behind_the_navigation_and_every_stop_is_seen(open_page):
    page = open_page(AREA, viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.innerText") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('main')")
    stops = set()
    for _ in range(200):
        seen = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.outerHTML.slice(0, 90), e === document.body, s.outlineStyle, parseFloat(s.outlineWidth)] }"
        )
        if seen[1]:
            break
        assert seen[2] != "none", seen
        assert seen[3] >= 2, seen
        stops.add(seen[0])
        page.keyboard.press("Tab")
    else:
        pytest.fail("the focus never left the page")
    assert len(stops) > 10


def test_a_printed_area_has_its_words_and_charts_and_no_way_elsewhere(open_page):
    page = open_page(AREA)
    page.emulate_media(media="print")
    assert page.locator(".months").is_visible()
    assert page.locator(".short").is_visible()
    for gone in ("nav[aria-label=Pages]", ".skip", "details", "footer ul"):
        assert not page.locator(gone).first.is_visible(), gone
    raw = page.pdf(format="A4")
    assert raw.startswith(b"%PDF")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", raw)) <= 8


def test_a_translated_page_is_used_as_before(open_page):
    page = open_page(AREA)
    page.evaluate(TRANSLATE)
    page.locator("summary").first.click()
    assert page.locator("details[open] table").first.is_visible()
    page.locator("nav[aria-label=Pages] a", has_text="All areas").click()
    page.wait_for_url(f"{SITE}/areas.html")
