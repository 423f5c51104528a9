"""The map in a real Chromium: every area in its colour, labels, a click, a new measure, hexagons."""

import re

import pytest
from browser import choose, map_frame, press_area, settled, zoomed_in

from charnwood import figures, palette


def fills(frame):
    return frame.evaluate(
        "() => [...document.querySelectorAll('.leaflet-areas-pane path')].map(p => p.getAttribute('fill'))"
    )


@pytest.mark.parametrize(("edition", "areas"), [(2019, 99), (2025, 102)])
def test_the_map_draws_every_area_and_three_outlines(visit, edition, areas):
    frame = map_frame(visit(f"?edition={edition}"), areas)
    outlines = frame.locator(".leaflet-outlines-pane path.outline")
    assert outlines.count() == 3
    dashes = [outlines.nth(i).get_attribute("stroke-dasharray") for i in range(3)]
    assert len(set(dashes)) == 3
    # A label without room is invisible and so without inner text
    labels = set(frame.locator(".neighbourhood").all_inner_texts()) - {""}
    assert labels == {"Loughborough East", "Loughborough West", "South Charnwood"}
    assert frame.evaluate(HOVERED) == []


# The corners and edges of the map at which its edge, or a button, cuts what hovering says
HOVERED = """() => { const { x: wide, y: high } = map_div.getSize(), layers = [];
    map_div.eachLayer(layer => { if (layer.feature && layer.getTooltip()) layers.push(layer); });
    const views = document.querySelector('.views').getBoundingClientRect();
    return [0, wide / 2, wide].flatMap(x => [0, high / 2, high].map(y => L.point(x, y))).filter(containerPoint => {
        const latlng = map_div.containerPointToLatLng(containerPoint);
        layers[0].fire('mouseover', { latlng, containerPoint });
        const said = layers[0].getTooltip().getElement().getBoundingClientRect();
        layers[0].closeTooltip();
        if (said.right > views.left && said.top < views.bottom - 1) return true;
        return said.left < -1 || said.top < -1 || said.right > wide + 1 || said.bottom > high + 1; }).map(String); }"""
OVERLAPS = """() => { const shown = [...document.querySelectorAll('.place')]
    .filter(e => e.style.visibility === 'visible').map(e => e.firstChild.getBoundingClientRect());
    return [shown.length, shown.flatMap((a, i) => shown.slice(0, i).filter(b => a.left < b.right
    && a.right > b.left && a.top < b.bottom && a.bottom > b.top)).length]; }"""


def test_no_label_covers_another_though_the_styles_come_late(chrome, address):
    """The map's styles are held back in its frame until the page beside it is whole."""
    context = chrome.new_context(viewport={"width": 360, "height": 900})
    page = context.new_page()
    held, whole = [], []
    late = lambda route: route.request.frame.parent_frame and not whole  # noqa: E731
    page.route("**/map.css", lambda route: held.append(route) if late(route) else route.continue_())
    with page.expect_request("**/map.css"):
        page.goto(address)
    settled(page)
    whole.append(page)
    for route in held:
        route.continue_()
    frame = map_frame(page)
    frame.wait_for_function(
        "() => [...document.querySelectorAll('link[rel=stylesheet]')].every(e => e.sheet)"
    )
    frame.wait_for_function(f"() => {{ const [shown, over] = ({OVERLAPS})(); return shown >= 3 && !over; }}")
    context.close()


def test_a_label_and_its_outline_share_one_style(visit, data):
    frame = map_frame(visit())
    styles = frame.evaluate(
        "() => window.charnwoodShapes.vintages[2011].outlines.map(o => o.name)",
    )
    assert styles == [area.name for area in data.neighbourhoods]
    solid = frame.locator(".neighbourhood.solid").first.text_content()
    legend = frame.locator(".key li:has(.line.solid)").inner_text()
    assert solid == legend == data.neighbourhoods[0].name


def test_a_new_measure_recolours_without_blanking_or_losing_the_zoom(visit):
    page = visit()
    frame = map_frame(page)
    zoomed_in(frame)
    before = fills(frame)
    view = "() => document.querySelector('.leaflet-areas-pane path').getAttribute('d')"
    shape = frame.evaluate(view)
    frame.evaluate(
        """() => { window.kept = true; window.fewest = 999;
        const watch = () => { window.fewest = Math.min(window.fewest,
          document.querySelectorAll('.leaflet-areas-pane path').length); requestAnimationFrame(watch); };
        watch(); }"""
    )
    choose(page, "Measure", "Living env")
    page.wait_for_function("() => location.search.includes('measure=living_environment')")
    frame.wait_for_function(
        "before => [...document.querySelectorAll('.leaflet-areas-pane path')]"
        ".some((p, i) => p.getAttribute('fill') !== before[i])",
        arg=before,
    )
    assert frame.evaluate("() => window.kept") is True
    assert frame.evaluate("() => window.fewest") == 99
    assert frame.evaluate(view) == shape


def test_each_area_has_the_colour_of_its_decile(visit, data):

    frame = map_frame(visit("?measure=health"))
    drawn = frame.evaluate(
        """() => { const found = {}; map_div.eachLayer(l => { if (l.feature && l.options.pane === 'areas')
        found[l.feature.properties.code] = l.options.fillColor; }); return found; }"""
    )
    deciles = data.own(2019)["health_decile"]
    assert drawn == {code: palette.DECILES[decile - 1] for code, decile in deciles.items()}


def click(page, frame, code):
    press_area(page, frame, code)
    page.wait_for_function("code => location.search.includes('area=' + code)", arg=code)
    page.get_by_role("heading", name=re.compile(code)).wait_for(timeout=30_000)
    settled(page)


def test_a_click_on_the_map_opens_the_card_in_one_run(visit, data):
    """Also a click on the area that was clicked before, once none has been chosen in the box."""
    page, told = visit(), []
    page.on("websocket", lambda socket: socket.on("framesent", lambda sent: told.append(sent)))
    page.reload()
    settled(page)
    frame = map_frame(page)
    assert len(told) == 1
    click(page, frame, "E01025715")
    assert "Shelthorpe & Woodthorpe B" in page.locator("h2").first.inner_text()
    page.get_by_text(f"{data.own(2019).loc['E01025715', 'imd_rank']:,}").first.wait_for()
    page.locator("img.chart").nth(1).wait_for()
    assert map_frame(page).locator(".leaflet-chosen-pane path").count() == 2
    frame.evaluate("() => { window.kept = true; }")
    choose(page, re.compile("^Area"), "None chosen")
    page.wait_for_function("() => !location.search.includes('E01025715')")
    settled(page)
    click(page, frame, "E01025715")
    assert frame.evaluate("() => window.kept") is True
    assert len(told) == 4


def test_hexagons_follow_the_type_without_a_new_map(visit, data):

    page = visit("streets?area=south-charnwood&period=2025")
    frame = map_frame(page, 102)
    drawn = "() => document.querySelectorAll('.leaflet-cells-pane path').length"
    area, months = data.areas["south-charnwood"], figures.streets.periods(data)["2025"]
    expected = [
        len(figures.streets.hexagons(data, figures.streets.hotspots(data, area, kind, months)))
        for kind in ("incidents", "robbery")
    ]
    assert expected[0] > expected[1] > 0
    frame.wait_for_function(f"() => ({drawn})() === {expected[0]}")
    frame.evaluate("() => { window.kept = true; }")
    choose(page, "Type of incident", "Robbery")
    frame.wait_for_function(f"() => ({drawn})() === {expected[1]}")
    assert frame.evaluate("() => window.kept") is True
    stops = frame.evaluate("() => [...document.querySelectorAll('path')].filter(p => p.tabIndex >= 0).length")
    assert stops == 0
    assert page.errors == []
