"""What is seen at once on the map's page, by the pixel: the map, and that nothing moves under the hand."""

import pytest
from browser import choose, map_frame, press_area, settled

# Width and height of a screen, and how much of the map stands in its first view
SCREENS = {(1366, 768): 420, (1920, 1080): 560, (360, 740): 60}
MOST = 25  # elements of Streamlit
PLACES = """() => Object.fromEntries(Object.entries({map: 'iframe', list: '.scroll.tall', measure: '.st-key-measure',
    area: '.st-key-area', three: '.choosing', search: '.st-key-search'}).map(([name, at]) => {
    const {x, y, width, height} = document.querySelector(at).getBoundingClientRect(); return [name, [x, y, width, height]]; }))"""
# Lists that stand beside a map and hide a column
CUT = """() => [...document.querySelectorAll('.scroll.tall')].filter(e => e.scrollWidth > e.clientWidth)
    .map(e => e.ariaLabel)"""
# How many labels stand on the ground of a neighbourhood that is not theirs
TRESPASSES = """() => { const {outlines} = window.charnwoodShapes.vintages[2011]; const at = map_div.getContainer().getBoundingClientRect();
  const rings = ({geometry: {type, coordinates}}) => (type === 'Polygon' ? [coordinates] : coordinates).flat();
  const inside = (all, x, y) => all.flat().length && all.reduce((within, ring) => { for (let i = 0, j = ring.length - 1;
      i < ring.length; j = i++) { const [a, b] = [ring[i], ring[j]]; if (a[1] > y !== b[1] > y && x < (b[0] - a[0]) *
      (y - a[1]) / (b[1] - a[1]) + a[0]) within = !within; } return within; }, false);
  const grounds = outlines.map(({shape}) => shape.features.flatMap(rings));
  const shown = [...document.querySelectorAll('.place')].filter(e => e.style.visibility === 'visible');
  const places = Object.fromEntries(window.charnwoodShapes.places.map(p => [p.name, p]));
  const wrong = shown.filter(e => { const box = e.firstChild.getBoundingClientRect(); const name = e.textContent;
    return grounds.some((ground, i) => { const own = places[name] && !e.matches('.neighbourhood') ?
        inside(ground, places[name].lon, places[name].lat) : outlines[i].name === name;
      if (own) return false;
      for (let x = 0; x <= 10; x++) for (let y = 0; y <= 4; y++) { const p = map_div.containerPointToLatLng(
          [box.left - at.left + x / 10 * box.width, box.top - at.top + y / 4 * box.height]);
        if (inside(ground, p.lng, p.lat)) return true; }
      return false; }); });
  return [shown.map(e => e.textContent), wrong.map(e => e.textContent)]; }"""


@pytest.mark.parametrize("screen", SCREENS)
def test_the_map_is_seen_at_once_and_nothing_moves(visit, screen):
    width, height = screen
    page = visit("", width, height=height)
    frame = map_frame(page)
    box = page.locator("iframe").bounding_box()
    assert min(height, box["y"] + box["height"]) - box["y"] >= SCREENS[screen]
    assert page.locator("[data-testid=stElementContainer]").count() <= MOST
    before = page.evaluate(PLACES)
    acts = [
        lambda: choose(page, "Measure", "Crimes per"),
        lambda: choose(page, "Edition", "2025"),
        lambda: page.locator(".choosing a").nth(1).click(),
    ]
    for act, part in zip(acts, ("measure=crimes", "edition=2025", "area=loughborough-west"), strict=True):
        act()
        page.wait_for_function("part => location.search.includes(part)", arg=part)
        if part.startswith("area"):
            page.locator(".choosing [aria-current]").wait_for()
        settled(page)
        page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        assert page.evaluate(PLACES) == before
    assert page.locator("[data-testid=stElementContainer]").count() <= MOST
    frame.wait_for_function("() => map_div.getZoom() > 12")
    if width > 1300:
        assert page.evaluate(CUT) == []


def test_the_key_lies_on_the_map_and_beside_the_borough(visit):
    frame = map_frame(visit("", 1366, height=768))
    key = frame.locator(".key").bounding_box()
    areas = frame.locator(".leaflet-areas-pane").evaluate(
        "e => { const {left} = e.querySelector('g').getBoundingClientRect(); return left; }"
    )
    assert frame.locator(".key li").count() == 10 + 3 + 1
    assert key["width"] <= 172
    corner = frame.frame_element().bounding_box()
    assert key["x"] - corner["x"] + key["width"] <= areas


@pytest.mark.parametrize("path", ["", "?area=loughborough-west", "?area=south-charnwood"])
def test_no_label_stands_on_another_neighbourhood_and_large_places_come_first(visit, path):
    frame = map_frame(visit(path, 1366, height=768))
    frame.wait_for_function("() => document.querySelector('.place').style.visibility")
    shown, wrong = frame.evaluate(TRESPASSES)
    assert wrong == []
    if not path:
        assert {"Shepshed", "Syston", "Thurmaston", "Loughborough West"} <= set(shown)


@pytest.mark.parametrize("path", ["profile?area=loughborough-east", "change", "chosen", "streets", "own"])
def test_no_list_beside_a_map_is_cut_off_on_a_laptop(visit, path):
    page = visit(path, 1366, height=768)
    assert page.locator(".scroll.tall .figures").count() == 1
    assert page.evaluate(CUT) == []


def test_a_row_chooses_and_the_same_again_lets_go(visit):
    """By mouse and by keyboard; the chosen row is marked and in sight, the sorting kept."""
    page = visit("", 1366, height=768)
    map_frame(page)
    page.locator(".tall .figures thead button", has_text="Area").click()
    row = page.locator(".tall .figures tbody tr", has_text="Wymeswold").first
    code = row.get_attribute("data-area")
    row.locator("td").last.click()
    page.wait_for_function("code => location.search.includes('area=' + code)", arg=code)
    chosen = page.locator(".tall .figures tbody tr:has([aria-current])")
    chosen.wait_for()
    settled(page)
    assert chosen.get_attribute("data-area") == code
    assert page.locator(".tall .figures th[aria-sort=ascending]").inner_text().startswith("Area")
    seen, box = page.locator(".scroll.tall").bounding_box(), chosen.bounding_box()
    assert seen["y"] < box["y"] < box["y"] + box["height"] <= seen["y"] + seen["height"] + 1
    chosen.locator("a").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => /area=(&|$)/.test(location.search)")
    chosen.wait_for(state="detached")
    settled(page)
    assert page.evaluate("() => document.activeElement.closest('tr')?.dataset.area") == code
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.closest('tr')?.dataset.area") != code


def test_a_second_click_on_the_map_lets_go_and_views_lead_there_and_back(visit):
    page = visit("", 1366, height=768)
    frame = map_frame(page)
    far = frame.evaluate("() => map_div.getZoom()")
    assert frame.locator(".locator").is_hidden()
    press_area(page, frame, "E01025715")
    page.wait_for_function("() => location.search.includes('area=E01025715')")
    settled(page)
    press_area(page, frame, "E01025715")
    page.wait_for_function("() => /area=(&|$)/.test(location.search)")
    settled(page)
    for name, near in (("Loughborough", True), ("South Charnwood", True), ("Whole borough", False)):
        frame.get_by_role("button", name=name).click()
        assert (frame.evaluate("() => map_div.getZoom()") > far) == near
        assert frame.locator(".locator").is_visible() == near
    turn = "ctrlKey => map_div.getContainer().dispatchEvent(new WheelEvent('wheel', {deltaY: -300, ctrlKey, bubbles: true, cancelable: true}))"
    assert frame.evaluate(turn, False)  # left to the page
    assert not frame.evaluate(turn, True)


def test_streets_and_wards_are_fetched_when_wanted_and_shown_from_near(visit):
    page = visit("?area=loughborough-west", 1366, height=768, requests=True)
    frame = map_frame(page)
    asked = lambda: [url for url in page.requests if "map-layers-" in url]  # noqa: E731
    assert asked() == []
    frame.get_by_label("Street names").check()
    frame.locator(".streets span", has_text="Alan Moss Road").wait_for()
    assert frame.locator(".wards").count() == 0
    frame.get_by_label("Ward edges").check()
    frame.locator(".wards span", has_text="Loughborough Ashby").wait_for()
    assert len(asked()) == 1
    frame.get_by_role("button", name="Whole borough").click()
    assert frame.locator(".streets, .wards").count() == 0
    assert page.errors == []
