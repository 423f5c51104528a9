"""The public map: every view is the dashboard's, and map, key, list and finding change together."""

import gzip
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from plain import TRANSLATE, pages
from playwright.sync_api import expect

from charnwood import assets, drawing, words
from charnwood.drawing import map_views
from charnwood.official.deprivation import MAPPED
from charnwood.public import map_page, site, templating

CHANGE = """choice => {
    const form = document.getElementById("choices");
    for (const [name, value] of Object.entries(choice)) form[name].value = value;
    const before = performance.now();
    form.measure.dispatchEvent(new Event("change", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - before;
}"""
COPY = assets.FOLDERS["public"] / "copy.js"
COLOURS = "paths => paths.map(path => path.getAttribute('fill'))"


@pytest.fixture(scope="module")
def files(data):
    """The map's page and all that it asks for, by address."""
    around = site.site(data)
    return {
        "/map": ("text/html", map_page.page(data, around)),
        f"/{map_page.address(data)}": ("text/javascript", map_page.script(data)),
        f"/assets/{assets.versioned('public')}/copy.js": ("text/javascript", COPY.read_text()),
    }


@pytest.fixture
def open_page(chrome, files):
    with pages(chrome, files) as open_:
        yield open_


class Rows(HTMLParser):
    """The links of the page's list, their addresses, and what is said of each."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside |= (tag, dict(attrs).get("id")) == ("tbody", "rows")
        if self.inside and tag == "a":
            self.rows.append([dict(attrs)["href"], ""])

    def handle_endtag(self, tag):
        self.inside &= tag != "tbody"

    def handle_data(self, text):
        if self.inside and self.rows:
            self.rows[-1][1] += text


def shown(view, data):
    """Colour and text of each LSOA of a view, by code, unpacked as the script does it."""
    content = map_page.content(data)
    vintage, scale, classes, values, *_ = content["views"][view]
    colours, _ = content["scales"][scale]
    texts = values.split(";") if values else [content["tenths"][ord(letter) - 97] for letter in classes]
    areas = [code for code, *_ in content["areas"][str(vintage)]]
    return {
        code: (colours[ord(letter) - 97], text)
        for code, letter, text in zip(areas, classes, texts, strict=True)
    }


def test_every_view_has_the_dashboards_colours_and_figures(data):
    keys = {
        f"{measure}-{year}-{kind}": (year, measure, kind)
        for year in MAPPED
        for measure in map_views.INDICES
        for kind in map_views.SHOWN
    }
    keys |= {measure: (max(MAPPED), measure, "") for measure in map_views.CRIME}
    assert set(map_page.content(data)["views"]) == set(keys)
    for key, (year, measure, kind) in keys.items():
        made = map_views.make(data, year, measure, kind)
        own = shown(key, data)
        assert {code: colour for code, (colour, _) in own.items()} == {
            code: made.scale.colour(value) for code, value in made.values.items()
        }
        for code, (_, text) in own.items():
            number = text.split(" (")[0].replace(",", "")
            assert float(number) == pytest.approx(made.values[code], abs=0.051), (key, code)


def test_a_finding_names_no_area_before_others(data):
    names = {area.name for area in data.areas.values()} - {data.place.name}
    for view in map_page.views(data).values():
        assert not any(re.search(rf"\b{re.escape(name)}\b", view.finding) for name in names)


def test_all_classes_are_small(data):
    content = map_page.content(data)
    classes = "\n".join(view[2] for view in content["views"].values())
    assert len(gzip.compress(classes.encode(), mtime=0)) < 2_200
    assert len(gzip.compress(json.dumps(content, ensure_ascii=False).encode(), mtime=0)) < 13_000


def test_without_scripts_picture_and_list_show_the_newest_deciles_and_lead_to_every_area(data, files):
    page = files["/map"][1]
    own = shown(f"imd-{max(MAPPED)}-decile", data)
    rows = dict(Rows(page).rows)
    assert set(rows) == {f"area/{code}" for code in own}
    for code, (colour, text) in own.items():
        assert data.areas[code].name in rows[f"area/{code}"]
        assert rows[f"area/{code}"].strip().endswith(text)
        assert f'id="a-{code}" fill="{colour}"' in page
    assert not re.search(r">[^<]*E01\d{6}", page)


def test_map_key_list_and_finding_change_together_and_at_once(data, open_page):
    page = open_page("/map?measure=crimes&edition=2019")
    paths = page.locator(".leaflet-areas-pane path")
    expect(paths).to_have_count(len(data.lsoa[2021]))  # counts have their own months, whatever the year
    expect(page.get_by_label("Year")).to_be_disabled()
    times = []
    for choice in (
        {"measure": "income", "edition": "2025", "shown": "decile"},
        {"measure": "asb"},
        {"measure": "imd", "edition": "2019", "shown": "rank"},
        {"measure": "health", "edition": "2025", "shown": "decile"},
    ):
        times.append(page.evaluate(CHANGE, choice))
        key = "-".join(choice.values())
        view = map_page.views(data)[key]
        own = shown(key, data)
        order = [own[code] for code in data.lsoa[view.vintage].index]
        assert paths.evaluate_all(COLOURS) == [colour for colour, _ in order]
        expect(page.locator("#finding")).to_have_text(view.finding)
        expect(page.locator("#head")).to_have_text(view.head)
        expect(page.locator("#key li")).to_have_count(len(view.scale.colours))
        by_name = sorted(own, key=lambda code: data.areas[code].name)
        assert page.locator("#rows td").all_inner_texts() == [own[code][1] for code in by_name]
        usual = {"measure": "imd", "edition": "2025", "shown": "decile"}
        kept = {name: value for name, value in choice.items() if value != usual[name]}
        assert kept.items() <= dict(parse_qsl(urlsplit(page.url).query)).items()
    assert min(times) < 50  # of several, as other programs run beside this one
    assert not page.strangers


def test_an_area_of_the_map_leads_to_its_page_also_when_it_is_translated(data, open_page):
    page = open_page("/map")
    paths = page.locator(".leaflet-areas-pane path")
    expect(paths).to_have_count(len(data.lsoa[2021]))
    page.evaluate(TRANSLATE)
    page.evaluate(CHANGE, {"measure": "income"})
    code = "E01025744"
    paths.nth(data.lsoa[2021].index.get_loc(code)).click()
    link = page.get_by_role("link", name=words.plain_map.READ_MORE)
    expect(link).to_have_attribute("href", f"area/{code}")
    expect(page.locator("#pressed strong")).to_have_text(data.areas[code].name)
    assert page.locator("#finding").inner_text() == map_page.views(data)["income-2025-decile"].finding
    # The keyboard reaches the map, its two buttons and the list, not a hundred shapes
    assert page.locator("#map path:not([tabindex='-1'])").count() == 0


def test_with_scripts_off_the_picture_stays(open_page):
    page = open_page("/map", java_script_enabled=False, viewport={"width": 320, "height": 640})
    expect(page.locator("#map .map-svg")).to_be_visible()
    expect(page.locator("#choices")).to_be_hidden()
    assert page.locator("#rows a").count() > 90


def test_the_dashboards_map_has_the_accent_that_the_public_one_leaves_alone(data):
    assert data.place.accent in drawing.map_layer.accent_script(data)
    assert "--accent" not in drawing.map_layer.shapes_script(data)


def test_the_dashboards_styles_of_its_map_reach_nothing_round_the_public_one():
    """The script brings them into the page, whose own classes must be others; those within a class of the map are."""
    styles = (assets.FOLDERS["own"] / "map.css").read_text(encoding="utf-8")
    reached = set(re.findall(r"(?:^|[},])\s*\.([a-z][\w-]*)", styles))
    page = (templating.HERE / "templates" / "map.html").read_text(encoding="utf-8")
    own = {name for names in re.findall(r'class="([^"{]+)', page) for name in names.split()}
    assert len(own) > 8
    assert not own & reached
