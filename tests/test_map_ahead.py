"""A choice on the map page is seen before the server has answered it, and goes back where no answer comes."""

import json
from types import SimpleNamespace

import pytest
from browser import choose, map_frame, press_area, settled

from charnwood import palette
from charnwood.drawing import map_ahead, map_views
from charnwood.official.deprivation import CHOSEN, IMD, MAPPED, NEWEST

FILLS = """() => { const found = {}; map_div.eachLayer(l => { if (l.feature && l.options.pane === 'areas')
    found[l.feature.properties.code] = l.getElement().getAttribute('fill'); }); return found; }"""
FILLED = (
    f"wanted => {{ const now = ({FILLS})(); return Object.keys(wanted).every(c => now[c] === wanted[c]); }}"
)
HOVERED = """() => { const found = []; map_div.eachLayer(l => { if (l.feature && l.getTooltip?.())
    found.push(l.getTooltip().getContent()); }); return found.join(); }"""
MARKED = "number => document.querySelectorAll('.leaflet-chosen-pane path').length === number"


def colours(data, year, measure, shown="decile"):
    view = map_views.make(data, year, measure, shown)
    return {code: view.scale.colour(value) for code, value in view.values.items()}


def test_every_choice_has_the_colours_and_the_key_that_the_server_sends(data):
    content = json.loads(map_ahead.script(data).removeprefix("window.charnwoodViews=").removesuffix(";\n"))
    for year in MAPPED:
        for measure, name in map_views.measures(data).items():
            for shown, way in map_views.SHOWN.items():
                ways, view = content["views"][str(year)][name], map_views.make(data, year, measure, shown)
                vintage, scale, classes, title = ways.get(way) or ways[""]
                paint, labels = content["scales"][scale]
                told = dict(zip(sorted(view.values.index), classes, strict=True))
                found = {
                    code: palette.NO_DATA if letter == "-" else paint[ord(letter) - ord("a")]
                    for code, letter in told.items()
                }
                assert found == colours(data, year, measure, shown)
                key = (view.vintage, list(view.scale.colours), list(view.scale.labels), view.title)
                assert (vintage, paint, labels, title) == key


@pytest.fixture
def held(chrome, address):
    """The map page, whose server can be held back: what it sends is kept until it is let go."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    page, sockets, kept = context.new_page(), [], []
    state = SimpleNamespace(page=page, sockets=sockets, back=False)

    def through(socket):
        sockets.append(socket)
        socket.connect_to_server().on_message(
            lambda sent: kept.append((socket, sent)) if state.back else socket.send(sent)
        )

    def let_go():
        state.back = False
        while kept:
            socket, sent = kept.pop(0)
            socket.send(sent)
        settled(page)

    page.route_web_socket("**/_stcore/stream", through)
    page.goto(address)
    settled(page)
    state.frame, state.let_go, state.back = map_frame(page), let_go, True
    yield state
    context.close()


def take(page, hand, label, text):
    if hand == "keyboard":
        choose(page, label, text)
    else:
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=text).click()


@pytest.mark.parametrize("hand", ["keyboard", "mouse"])
def test_a_choice_is_seen_before_the_answer_and_is_what_the_answer_says(held, data, hand):
    page, frame = held.page, held.frame
    finding = page.locator(".st-key-said").inner_text()
    for label, text, (year, measure) in (
        ("Measure", "Income", (CHOSEN, "income")),
        ("Edition", str(NEWEST), (NEWEST, "income")),
        ("Measure", map_views.MEASURES["crimes"], (NEWEST, "crimes")),
    ):
        view = map_views.make(data, year, measure, "decile")
        take(page, hand, label, text)
        frame.wait_for_function(FILLED, arg=colours(data, year, measure))
        assert frame.locator(".key p").first.inner_text() == view.title
        assert page.locator(".st-key-said").inner_text() == finding  # the server has not answered
        hovered = frame.evaluate(HOVERED)
        assert data.lsoa[view.vintage]["name"].iloc[0] in hovered
        assert "<br>" not in hovered  # names alone: no figure of the measure before
        held.let_go()
        frame.wait_for_function("title => charnwood.last().key.title === title", arg=view.title)
        assert frame.evaluate(FILLED, colours(data, year, measure))
        assert view.texts.iloc[0].split(" (")[0] in frame.evaluate(HOVERED)
        finding = page.locator(".st-key-said").inner_text()
        held.back = True


def test_a_click_marks_its_area_before_the_answer_and_takes_the_mark_away(held):
    for number in (2, 0):
        press_area(held.page, held.frame, "E01025715")
        held.frame.wait_for_function(MARKED, arg=number)
        assert held.page.locator("#card").count() == (not number)
        held.let_go()
        held.page.locator("#card").wait_for(state="attached" if number else "detached")
        assert held.frame.evaluate(MARKED, number)
        held.back = True


def test_without_an_answer_the_map_goes_back(held, data):
    page, frame = held.page, held.frame
    before = colours(data, CHOSEN, IMD.key)
    choose(page, "Measure", "Income")
    frame.wait_for_function(FILLED, arg=colours(data, CHOSEN, "income"))
    press_area(page, frame, "E01025715")
    frame.wait_for_function(MARKED, arg=2)
    held.sockets[-1].close()  # the connection is lost
    frame.wait_for_function(FILLED, arg=before)
    assert frame.evaluate(MARKED, 0)
    assert "Multiple Deprivation" in frame.evaluate(HOVERED)


def test_a_choice_that_a_run_does_not_take_goes_back(visit, data):
    page = visit()
    frame = map_frame(page)
    frame.evaluate("year => charnwoodAhead.show(year, 'Income', 'Decile')", str(CHOSEN))
    assert frame.evaluate(FILLED, colours(data, CHOSEN, "income"))
    page.get_by_label("Find an area").fill("zzzz")
    page.get_by_label("Find an area").press("Enter")
    frame.wait_for_function(FILLED, arg=colours(data, CHOSEN, IMD.key))
