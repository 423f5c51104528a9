"""Every view in one visit: each stop of the Tab key, then on phones and desks, in light and in the dark."""

import re
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CARD, PAGES, RULE, Requests, map_frame, settled

VIEWS = [*PAGES, CARD, RULE, "crime?area=E01025699", "?measure=crimes&edition=2025"]
MAPS = {
    **dict.fromkeys(["", CARD, "own", "profile", "chosen", RULE], 99),
    **dict.fromkeys(["change", "streets", "?measure=crimes&edition=2025"], 102),
}
PRODUCT = "Charnwood neighbourhood dashboard"
# Another view of the app, the focus where it is in a page just loaded
OPENED = """address => { history.pushState({}, '', address); dispatchEvent(new PopStateEvent('popstate'));
  document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }"""
# Where the focus is, and whether a person sees it: an outline or a ring of its own or of what holds it
STOP = """() => { const stop = document.activeElement;
  let ring = false;
  for (let e = stop, n = 0; e && n < 5; e = e.parentElement, n += 1) {
    const style = getComputedStyle(e);
    ring ||= style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  }
  return {tag: stop.tagName, html: stop.outerHTML.slice(0, 140), ring, place: [...document.querySelectorAll('*')].indexOf(stop)}; }"""
# Everything that a press acts on, but links in running text, with its size; a label enlarges its box
TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [role=button], [role=checkbox], [role=tab], [role=combobox]')]
  .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.tabIndex >= 0)
  .filter(e => !e.closest('p a, li a, td a, .leaflet-control-attribution'))
  .map(e => [e.closest('[data-testid=stMultiSelect], [data-testid=stSelectbox], [data-testid=stTextInput], label') || e, e])
  .map(([held, e]) => { const b = held.getBoundingClientRect(); return [b.width, b.height, e.outerHTML.slice(0, 160)]; })
  .filter(([w, h]) => w > 1 && (w < 24 || h < 24))"""
CUT = """() => [...document.querySelectorAll('h1, h2, h3, [data-testid=stMarkdown] p')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 160))"""
# The rows of a table are of one kind, and axe looks at each cell
FEWER = "() => document.querySelectorAll('.figures tbody tr:nth-child(n+9)').forEach(row => row.remove())"
STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)"
FITS = "() => document.documentElement.scrollWidth <= innerWidth"
GROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
# A key that says nothing and that nobody can hit
PLANTED = """place => { const key = document.body.appendChild(document.createElement('button'));
  key.dataset.at = place; Object.assign(key.style, {width: '12px', height: '12px', padding: 0}); }"""
# Each part is looked at by itself, and only what fails is told
ALL = {"resultTypes": ["violations"], "iframes": False}
COLOURS = ALL | {"runOnly": ["color-contrast", "link-in-text-block"]}
# On a desk the same elements stand elsewhere: what scrolls there, what lies over what
PLACES = ALL | {"runOnly": ["color-contrast", "scrollable-region-focusable"]}


@pytest.fixture(scope="module", params=VIEWS)
def view(request, tabs, address):
    """A view opened once in light for all that is looked at on it: its path, its page, its map's frame.

    The first is loaded. The others are reached from the one before, as Back reaches them, which costs a third.
    """
    page = tabs.blank(0, 1280, 900, "light")
    page.requests = Requests(page)
    if request.param == VIEWS[0]:
        page.goto(f"{address}/{request.param}")
    else:
        page.evaluate(OPENED, f"{address}/{request.param}")
    page.locator("h1", has_text=PAGES[request.param.split("?")[0]]).wait_for()
    settled(page)
    yield request.param, page, [map_frame(page, MAPS[request.param])] if request.param in MAPS else []
    page.requests.enough()


def is_dark(page) -> bool:
    return sum(map(int, re.findall(r"\d+", page.evaluate(GROUND))[:3])) < 200


def faults(page, frames, width, options) -> list[tuple]:
    """What is cut off, what axe finds and what is too small to press, on the page and in its map."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(FITS)
    found: list[tuple] = [(width, "cut", *cut) for cut in [page.evaluate(CUT)] if cut]
    for part in [page, *frames] if options else ():
        told = Axe().run(part, options=options).response["violations"]
        found += [(width, f["impact"], f["id"], f["nodes"][0]["html"][:120]) for f in told]
        found += [(width, "small", *target) for target in part.evaluate(TARGETS)]
    return found


def test_every_stop_of_the_tab_key_shows_where_it_is_and_none_is_a_trap(view):
    _, page, _ = view
    stops = []
    for _ in range(24):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    # The skip link is in sight only while it has the focus, so the ring that fades in adds nothing
    apart = ("BODY", "IFRAME")
    unseen = [
        s["html"] for s in stops if not s["ring"] and s["tag"] not in apart and "Skip to" not in s["html"]
    ]
    assert unseen == []
    # Only the map's frame has several stops of its own
    held = Counter((stop["place"], stop["html"]) for stop in stops if stop["tag"] != "IFRAME")
    assert [stop for stop, times in held.items() if times > 2] == []


def test_a_view_is_whole_accessible_and_private(view, address):
    """All that axe knows on the narrowest screen, what a place changes on the widest; 640 is 1280 enlarged twice."""
    path, page, frames = view
    assert page.locator("h1").inner_text() == PAGES[path.split("?")[0]]
    assert page.title() == f"{PAGES[path.split('?')[0]]} · {PRODUCT}"
    assert not is_dark(page)
    assert page.locator("iframe").count() == len(frames), "a frame that nothing looks into"
    for frame in frames:
        frame.wait_for_function(STYLED)
    page.evaluate(FEWER)
    page.set_viewport_size({"width": 360, "height": 900})
    menu = page.locator(".menu summary")
    if menu.locator("xpath=..").get_attribute("open") is None:
        menu.click()
    assert [
        fault
        for width, options in ((1280, PLACES), (640, None), (360, None), (320, ALL))
        for fault in faults(page, frames if width == 320 else [], width, options)
    ] == []
    assert [url for url in page.requests if not url.startswith((address, "data:", "blob:"))] == []
    assert page.errors == []
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_view_is_whole_and_legible_in_the_dark(view):
    """What is dark differs in colours alone, so one width will do, and the rules on colours."""
    _, page, frames = view
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => ({GROUND})() !== light", arg="rgb(255, 255, 255)")
    settled(page)
    assert is_dark(page)
    page.evaluate(FEWER)
    found = faults(page, frames, 1280, COLOURS)
    if found:  # another scheme may ask for a run, in which what was there fades
        settled(page)
        found = faults(page, frames, 1280, COLOURS)
    assert found == []
    assert page.errors == []


def test_a_fault_is_found_on_the_page_and_inside_its_map(visit):
    """A key without a name, too small to press, planted in either document."""
    page = visit("own")
    parts = [page, map_frame(page)]
    named = ALL | {"runOnly": ["button-name"]}
    assert faults(page, parts[1:], 1280, named) == []
    for part, place in zip(parts, ("page", "map"), strict=True):
        part.evaluate(PLANTED, place)
    found = [
        (kind, re.findall(r"data-at=.(page|map)", told[-1]))
        for _, kind, *told in faults(page, parts[1:], 1280, named)
    ]
    assert found == [(kind, [place]) for place in ("page", "map") for kind in ("critical", "small")]


def test_who_comes_in_the_dark_finds_it_dark(visit):
    page = visit("crime", scheme="dark")
    page.wait_for_function(f"light => ({GROUND})() !== light", arg="rgb(255, 255, 255)")
    assert is_dark(page)
    assert page.errors == []
