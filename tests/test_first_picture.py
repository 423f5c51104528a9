"""The map's page before any script has run: the view that its address asks for, where the map then lies."""

import dataclasses
import html
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import map_frame
from starlette.applications import Starlette
from starlette.testclient import TestClient

from charnwood.cache import Results
from charnwood.drawing import exhibits
from charnwood.store import dataset
from charnwood.web import first_view, server

AREA = "E01025699"  # small and inside a neighbourhood
SHOWN = {
    "": ("imd", None, "decile", ""),
    "show=rank&edition=2025": ("imd", 2025, "rank", ""),
    "measure=crimes&area=loughborough-east": ("crimes", None, "decile", "loughborough-east"),
    f"measure=income&edition=2019&area={AREA}": ("income", 2019, "decile", AREA),
}
RUBBISH = (
    "measure=zzz&edition=1066&show=&area=nowhere",
    "area=charnwood&data=old&unknown=1",
    f"area=own~A~{'.'.join([AREA] * 400)}",
    "area=own~%3Cscript%3E~E01025699&edition=%D9%A2",
)
# Left, top, width and height of an area's shape on the screen
PICTURED = """code => { const {x, y, width, height} = document.querySelector(`.first #a-${code}`).getBoundingClientRect();
    return [x, y, width, height]; }"""
DRAWN = """code => { let area; map_div.eachLayer(l => {
        if (l.feature?.properties.code === code && l.options.pane === "areas") area = l.getElement(); });
    const [frame, {x, y, width, height}] = [frameElement.getBoundingClientRect(), area.getBoundingClientRect()];
    return [frame.x + x, frame.y + y, width, height]; }"""
# A point of the screen well inside an area of the picture, and the red line
INSIDE = """code => { const area = document.querySelector(`.first #a-${code}`); const {x, y, width, height} = area.getBoundingClientRect();
    const back = area.getScreenCTM().inverse(); const fits = (x, y) => area.isPointInFill(new DOMPoint(x, y).matrixTransform(back));
    for (let i = 0; i < 400; i++) { const [left, top] = [x + width * (i % 20) / 20, y + height * Math.floor(i / 20) / 20];
      if ([-3, 3].every(by => fits(left + by, top) && fits(left, top + by))) return [left, top]; } }"""
# How high what stands at once lies and is, as long as it is there
WATCH = """() => { window.stood = {}; const look = () => { for (const [at, side] of [["[data-testid=stMain] h1", "top"],
    [".first .title", "top"], [".first[inert] .key", "height"], ["iframe", "top"]]) {
      const value = document.querySelector(at)?.getBoundingClientRect()[side]; if (value) (stood[at] ??= []).push(value); }
    requestAnimationFrame(look); }; requestAnimationFrame(look); }"""
RING = "() => document.querySelector('.first .chosen').getAttribute('d')"
KEY = "e => e.innerText.replace(/\\s+/g, ' ').trim()"


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=server.routes())) as client:  # with one thread for all requests
        yield client


@pytest.mark.parametrize("query", SHOWN)
def test_the_document_has_the_view_that_its_address_asks_for(query, client):
    now = dataset.current()
    measure, year, shown, key = SHOWN[query]
    area = now.areas.get(key)
    exhibit = exhibits.maps.measured(now, measure, year or now.first_edition, shown, area)
    text = client.get(f"/?{query}").text
    view = exhibit.view
    assert dict(re.findall(r'id="a-(\w+)" fill="(#\w+)"', text)) == {
        code: view.scale.colour(value) for code, value in view.values.items()
    }
    said = exhibits.maps.told(exhibit, area) or exhibit.finding
    assert html.escape(said.strip("*")) in text
    assert html.escape(view.title) in text
    assert all(html.escape(label) in text for label in view.scale.labels)
    assert text.count("<h1>") == 1
    assert text.count('class="outline"') == len(now.neighbourhoods)
    assert bool(re.search(r'class="chosen"[^>]* d="M', text)) == bool(area)


@pytest.mark.parametrize("query", RUBBISH)
def test_what_is_not_known_gives_the_usual_view(query, client):
    assert client.get(f"/?{query}").content == client.get("/").content


def test_many_choices_are_not_all_held_and_a_fault_leaves_the_page(client, monkeypatch):
    now = dataclasses.replace(dataset.current(), results=Results())
    codes = list(now.lsoa[2021].index)
    for code in codes[:70]:
        first_view.packed(now, first_view.PLACE, first_view.asked(now, {"area": f"own~A~{code}"}), "")
    held = now.results.by_function[first_view.packed.__wrapped__].held
    assert len(held) == 64
    monkeypatch.setattr(first_view, "packed", lambda *_: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 200
    assert '<div id="root">' in answer.text


@pytest.mark.parametrize(("width", "query"), [(1366, ""), (360, "?area=loughborough-east")])
def test_the_picture_lies_where_the_map_then_does(width, query, chrome, address):
    context = chrome.new_context(viewport={"width": width, "height": 768})
    page = context.new_page()
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(f"{address}/{query}")
    before = page.evaluate(PICTURED, AREA)
    place, key = page.locator(".first .map").bounding_box(), page.locator(".first .key").evaluate(KEY)
    assert page.locator("h1").count() == 0  # which the page itself brings
    page.unroute_all()
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{address}/{query}")
    page.locator(".first").wait_for(state="detached")
    stood = page.evaluate("() => stood")
    assert len(stood) == 4
    assert {
        at: max(values) - min(values) for at, values in stood.items() if max(values) - min(values) > 3
    } == {}
    frame = map_frame(page)
    real = page.locator("iframe").bounding_box()
    assert list(place.values()) == pytest.approx(list(real.values()), abs=6)
    assert before == pytest.approx(frame.evaluate(DRAWN, AREA), abs=4)
    assert key == frame.locator(".key").evaluate(KEY)
    assert page.locator("h1").count() == 1
    context.close()


def test_a_click_on_the_picture_is_answered_at_once_and_handed_to_the_map(chrome, address):
    """Before Streamlit's script has come; the same area again stays, a touch of the key chooses nothing."""
    context = chrome.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    held = []
    page.route(
        "**/static/js/index*", lambda route: held.append(route)
    )  # Playwright wants a function of Python
    page.goto(address, wait_until="commit")
    page.locator(".first[inert] svg").wait_for()
    shape = page.locator(f".first #a-{AREA}").get_attribute("d")
    for _ in range(2):
        page.mouse.click(*page.evaluate(INSIDE, AREA))
        assert page.evaluate(RING) == shape
    key = page.locator(".first .legend").bounding_box()
    page.mouse.click(key["x"] + 20, key["y"] + 60)
    assert page.evaluate(RING) == shape
    for route in held:
        route.continue_()
    page.wait_for_function("code => location.search.includes(`area=${code}`)", arg=AREA)
    page.locator("#card").wait_for()
    assert map_frame(page).locator(".leaflet-chosen-pane path").count() == 2
    assert page.locator(".first").count() == 0
    page.go_back()  # a choice is a step
    page.locator("#card").wait_for(state="detached")
    context.close()


def test_people_without_scripts_read_the_finding_and_are_led_on(chrome, address):
    """As a browser shows it that runs no script; axe, which is one, gets the same document without any."""
    context = chrome.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator(".first svg .outline").first.is_visible()
    page.get_by_role("link", name="Plain pages for residents").click()
    page.wait_for_url("**/home")
    context.close()
    context = chrome.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()

    def unscripted(route):
        text = re.sub(r"<script.*?</script>|</?noscript>", "", route.fetch().text(), flags=re.DOTALL)
        route.fulfill(body=text, content_type="text/html")

    page.route(f"{address}/", unscripted)
    page.goto(address)
    found = Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()
