"""Own areas and comparison in a real Chromium: by keyboard, by click, by hand, by pasted codes and by link."""

import re

from browser import choose, map_frame, press_area, settled

from charnwood import figures, words

OWN = "own~Bell Foundry~E01025699.E01034002"


def held(page, *codes):
    """Wait until the address holds an own area of just these LSOAs."""
    page.wait_for_function(
        "codes => (new URLSearchParams(location.search).get('own') || '').split('~')[2] === codes",
        arg=".".join(codes),
    )
    settled(page)


def test_an_own_area_by_keyboard_alone(visit, data):
    """Name it, take a ward, add a pasted code, take one out, and carry it to profile and comparison."""
    page = visit("own")
    map_frame(page)
    page.get_by_text("Nothing is in your area yet.").wait_for()
    page.get_by_label("Name of the area").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Soar Valley")
    page.keyboard.press("Enter")
    choose(page, "Add a whole ward or neighbourhood", "Sileby & Seagrave ward")
    ward = data.areas["ward-sileby-seagrave"]
    held(page, *ward.lsoa21)
    page.locator("summary", has_text="Paste codes").focus()
    page.keyboard.press("Enter")
    page.get_by_label("LSOA codes, of 2011 or 2021").wait_for()  # what is not in sight takes no focus
    page.get_by_label("LSOA codes, of 2011 or 2021").focus()
    page.keyboard.type("E01025699, E01013600 and more")
    page.keyboard.press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="Add these codes").focus()
    page.keyboard.press("Enter")
    held(page, *sorted(["E01025699", *ward.lsoa21]))
    page.get_by_text("Not in Charnwood: E01013600. Left aside, as not a code: two other pieces.").wait_for()
    page.get_by_role("combobox", name="Small areas (LSOAs) in it").focus()
    page.keyboard.press("Backspace")
    held(page, *sorted(["E01025699", *ward.lsoa21])[:-1])
    page.get_by_text(re.compile("people lived in Soar Valley in mid-2022")).first.wait_for()
    page.get_by_role("link", name="Area profile").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Area profile").wait_for()
    settled(page)
    page.get_by_text(re.compile("people lived in Soar Valley in mid-2022")).first.wait_for()
    assert "area=own" in page.url
    assert page.errors == []


def test_pasted_rubbish_loses_nothing(visit):
    page = visit(f"own?own={OWN}")
    page.get_by_text("Paste codes", exact=True).click()
    page.get_by_label("LSOA codes, of 2011 or 2021").fill("<b>hello</b> \u2603 E0102")
    page.get_by_role("button", name="Add these codes").click()
    page.get_by_text("No code of an LSOA in Charnwood was found in the text, so nothing changed.").wait_for()
    held(page, "E01025699", "E01034002")


def test_a_name_that_is_taken_gets_a_sentence_and_changes_nothing(visit):
    page = visit(f"own?own={OWN}")
    name = page.get_by_label("Name of the area")
    name.fill("Loughborough East")
    name.press("Enter")
    page.get_by_text("“Loughborough East” is the name of another area; choose a different one.").wait_for()
    held(page, "E01025699", "E01034002")
    assert name.input_value() == "Bell Foundry"


def inside(frame, data, code):
    """Where on the map an area has a point that is surely its own."""
    point = data.lsoa[2011].loc[[code]].representative_point().to_crs("EPSG:4326").iloc[0]
    return frame.evaluate(
        "([y, x]) => { const p = map_div.latLngToContainerPoint([y, x]); return [p.x, p.y]; }",
        [point.y, point.x],
    )


def test_clicks_add_an_area_and_take_it_out(visit):
    page = visit("own")
    frame = map_frame(page)
    press_area(page, frame, "E01025742")
    held(page, "E01025742")
    view = frame.evaluate("() => map_div.getZoom()")
    frame.locator(".leaflet-chosen-pane path").first.wait_for(state="attached")
    press_area(page, frame, "E01025742")
    page.get_by_text("Nothing is in your area yet.").wait_for()
    settled(page)
    press_area(page, frame, "E01025742")
    held(page, "E01025742")
    assert frame.evaluate("() => map_div.getZoom()") == view


def test_a_line_drawn_by_hand_adds_what_it_surrounds(visit, data):
    page = visit("own")
    frame = map_frame(page)
    button = frame.get_by_role("button", name="Draw round areas")
    button.focus()
    page.keyboard.press("Enter")
    frame.locator(".drawing").wait_for()
    page.locator("iframe").first.scroll_into_view_if_needed()
    corner = page.locator("iframe").first.bounding_box()
    x, y = inside(frame, data, "E01025742")
    frame.get_by_text("Press and drag round the areas").wait_for()
    page.mouse.click(corner["x"] + x, corner["y"] + y)  # which neither takes the area nor ends the drawing
    for step, (dx, dy) in enumerate([(-70, -70), (70, -70), (70, 70), (-70, 70), (-70, -60)]):
        page.mouse.move(corner["x"] + x + dx, corner["y"] + y + dy, steps=1 if not step else 8)
        if not step:
            page.mouse.down()
    assert frame.locator(".leaflet-chosen-pane path").count() == 1  # the line, above the areas
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('E01025742')")
    settled(page)
    codes = re.search(r"E\d{8}(\.E\d{8})+", page.url)[0].split(".")
    assert set(codes) <= set(data.lsoa[2021].index)
    assert frame.locator(".drawing").count() == 0
    assert page.locator("iframe").first.bounding_box() == corner  # whatever the list above it holds
    assert page.errors == []


def test_an_own_area_reopens_on_every_page_from_its_address(visit):
    for path in ("", "profile", "crime", "chosen"):
        page = visit(f"{path}?area={OWN}")
        assert page.get_by_text(re.compile("Bell Foundry")).first.is_visible()
        assert page.locator("[data-testid=stAlert]", has_text="unknown choice").count() == 0
    frame = map_frame(visit(f"?area={OWN}&edition=2025"), 102)
    assert frame.locator(".leaflet-chosen-pane path").count() == 2
    page = visit(f"deprivation?areas={OWN},charnwood")
    page.get_by_text(re.compile("^Bell Foundry: ")).first.wait_for()


def test_areas_are_compared_by_keyboard_alone(visit, data):

    page = visit("compare?areas=loughborough-east,loughborough-west")
    choose(page, "Areas (up to four)", "Syston ward")
    page.wait_for_function("() => location.search.includes('ward-syston')")
    settled(page)
    areas = [data.areas[key] for key in ("loughborough-east", "loughborough-west", "ward-syston")]
    rates = figures.comparison.rates(data, areas)
    tested = figures.comparison.pairs(data, areas)
    for sentence in words.comparison.compared(tested, rates, data.period):
        page.get_by_text(sentence).first.wait_for()
    assert page.errors == []


def test_one_area_asks_for_a_second(visit, data):
    page = visit("compare?areas=ward-syston")
    page.get_by_text("Choose a second area to compare this one with.").wait_for()
    rates = figures.comparison.rates(data, [data.areas["ward-syston"]])
    page.get_by_text(words.comparison.rates_alone(rates, data.period)).first.wait_for()


def test_a_file_saved_from_a_page_names_the_lsoas_of_an_own_area(visit):
    page = visit(f"crime?area={OWN}")
    page.get_by_text(re.compile("^Table: Incidents by month in Bell Foundry")).click()
    for kind in ("CSV", "SVG"):
        button = page.get_by_role("link", name=f"Download {kind}").first
        button.wait_for(state="visible")
        with page.expect_download() as download:
            button.click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert "E01025699" in text
        assert "not an official area" in " ".join(text.split())
