"""The script's search answers as the dashboard's does, from an index that is small and holds no more than it needs."""

import gzip
import json
import random
import re

import pytest
from plain import SITE, TRANSLATE
from plain import pages as opener
from playwright.sync_api import expect
from search_cases import FIRST

from charnwood import ROOT, assets, figures, words
from charnwood.public import find, pages, search_index, site

SCRIPT = ROOT / "charnwood" / "public" / "assets" / "search.js"
ANSWER = """([sent, texts]) => {
    const index = charnwoodSearch.prepare(sent);
    return texts.map(text => {
        const found = charnwoodSearch.find(index, text);
        const kinds = found.hits.map(hit => hit.about);
        return [found.outcome, found.hits.map(hit => [hit.key, hit.name]), !!found.sure, charnwoodSearch.said(index, found), kinds];
    });
}"""


def typed(data):
    """What the cases say, each kind of place and many streets and postcodes, and slips of the fingers in them."""
    fingers = random.Random(7)
    entries = figures.search.index(data)
    texts = [*FIRST, *(entry.text for entry in fingers.sample(entries, 150))]
    postcodes = data.table("places/postcodes.parquet")["postcode"]
    texts += fingers.sample(list(postcodes), 80)
    texts += [f"{text[:-2]}" for text in fingers.sample(list(postcodes), 20)]
    for text in fingers.sample(texts, 120):
        place = fingers.randrange(max(1, len(text)))
        slip = fingers.choice(("", text[place : place + 2][::-1], fingers.choice("aeiou lst")))
        texts.append(text[:place] + slip + text[place + (2 if len(slip) == 2 else 1) :])
    return texts


def test_the_script_answers_as_the_dashboard_does(data, chrome):
    texts = typed(data)
    page = chrome.new_page()
    try:
        page.add_script_tag(path=SCRIPT)
        answers = page.evaluate(ANSWER, [json.loads(search_index.content(data)), texts])
    finally:
        page.close()
    for text, answer in zip(texts, answers, strict=True):
        found = figures.search.find(data, text)
        kinds = [words.search.answer(data, hit) for hit in found.hits]
        said = words.search.said(data, found, plain=True)
        keys = [[hit.key, hit.name] for hit in found.hits]
        assert answer == [found.outcome.value, keys, found.sure, said, kinds], text


def test_the_index_is_small_and_the_same_each_time(data):
    content = search_index.content(data)
    assert len(gzip.compress(content, mtime=0)) < search_index.MOST_BYTES
    assert search_index.content.__wrapped__(data) == content


def test_every_postcode_that_is_held_is_in_the_index(data):
    index = json.loads(search_index.content(data))
    marks = "".join(ends for _, ends in index["postcodes"].values())
    assert len(marks) - marks.count(search_index.NONE) == len(data.table("places/postcodes.parquet"))


@pytest.mark.parametrize("text", FIRST)
def test_no_sentence_for_residents_has_a_code(data, text):
    found = figures.search.find(data, text)
    if found.outcome not in (figures.search.Outcome.CODE, figures.search.Outcome.UNKNOWN_CODE):
        assert "E010" not in words.search.said(data, found, plain=True)


@pytest.fixture
def open_page(data, chrome):
    """The home page as the server has it, and as a folder of files has it, with the script and the index."""
    around = site.site(data)
    files = {
        "/": ("text/html", pages.home(data, around)),
        "/index.html": ("text/html", pages.home(data, around, ".html")),
        f"/{around.search}": ("application/json", search_index.content(data).decode()),
        f"/assets/{assets.versioned('public')}/search.js": ("text/javascript", SCRIPT.read_text()),
    }
    with opener(chrome, files) as open_:
        yield open_


def test_by_the_keyboard(data, open_page):
    page = open_page("/", viewport={"width": 320, "height": 640}, color_scheme="dark")
    box = page.get_by_role("combobox", name="Your postcode, street or village")
    expect(box).to_have_attribute("aria-expanded", "false")
    before = len(page.asked)
    with page.expect_response(f"**/{site.site(data).search}"):  # at the first focus, not before
        box.focus()
    box.press_sequentially("mountsorrel")
    options = page.get_by_role("option")
    found = figures.search.find(data, "mountsorrel")
    expect(options).to_have_count(len(found.hits))
    expect(options.first.locator(".name")).to_have_text(found.hits[0].plain)
    expect(options.first.locator(".kind")).to_have_text("town or village, counted as Mountsorrel ward")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text(words.search.MANY.format(hits=len(found.hits)))
    last = len(found.hits) - 1
    steps = {"ArrowDown ArrowDown": 1, "End": last, "Home": 0, "ArrowUp": None, "ArrowUp ArrowUp": last - 1}
    for keys, active in steps.items():
        for key in keys.split():
            box.press(key)
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_count(0 if active is None else 1)
        told = options.nth(active).get_attribute("id") if active is not None else None
        assert box.get_attribute("aria-activedescendant") == told
        assert told is None or chosen.get_attribute("id") == told
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("mountsorrel")
    box.press("Escape")
    expect(box).to_have_value("")
    assert len(page.asked) == before + 1  # the index; of what was typed, nothing
    box.press_sequentially("syston")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{SITE}/area/place-syston")


def test_the_form_takes_what_is_certain_and_says_what_is_not_here(open_page):
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.focus()
    box.press_sequentially("Southfield Road")
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("We do not know that name.")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.fill("LE11 3TU")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url(f"{SITE}/area/{FIRST['LE11 3TU']}")


def test_it_works_when_the_browser_translates_the_page(open_page):
    page = open_page("/index.html")
    box = page.get_by_role("combobox")
    box.focus()
    box.fill("hathern")
    expect(page.get_by_role("option").first).to_be_visible()
    page.evaluate(TRANSLATE)
    box.press_sequentially(" road")
    expect(page.get_by_role("option").first.locator(".name")).to_contain_text("Hathern Road")
    page.evaluate(TRANSLATE)
    page.locator("[role=option] .name font").first.click()
    page.wait_for_url(re.compile(r"/area/E0102\d{4}\.html$"))


def test_without_scripts_the_form_posts_and_in_a_folder_leads_to_the_list_of_all(open_page):
    served = open_page("/", java_script_enabled=False)
    served.locator("input").fill("Ashby Road")
    with served.expect_request(f"{SITE}/find") as asked:
        served.locator("input").press("Enter")
    assert (asked.value.method, asked.value.post_data) == ("POST", "q=Ashby+Road")
    folder = open_page("/index.html", java_script_enabled=False)
    folder.locator("input").fill("Ashby Road")
    folder.locator("input").press("Enter")
    folder.wait_for_url(re.compile(r"/areas\.html\??$"))  # nothing that was typed


def test_where_the_index_does_not_come_the_form_leads_to_the_list_of_all(data, chrome):
    """As where the folder is opened as files, which a script may not fetch."""
    files = {
        "/index.html": ("text/html", pages.home(data, site.site(data), ".html")),
        f"/assets/{assets.versioned('public')}/search.js": ("text/javascript", SCRIPT.read_text()),
    }
    with opener(chrome, files) as open_:
        page = open_("/index.html")
        box = page.get_by_role("combobox")
        box.fill("Ashby Road")
        expect(page.get_by_role("status")).to_contain_text("Press Find to choose from all areas.")
        box.press("Enter")
        page.wait_for_url(re.compile(r"/areas\.html\??$"))


def test_the_page_of_answers_names_each_with_its_link(data):
    page = find.page(data, site.site(data), 'Ashby Road"><')
    for hit in figures.search.find(data, "Ashby Road").hits:
        assert f'<a href="area/{hit.key}">' in page
    assert 'value="Ashby Road&#34;&gt;&lt;"' in page
    assert "E010" not in page.replace('href="area/E010', "")
    assert find.sure(data, "LE11 3TU") == FIRST["LE11 3TU"]
    assert find.sure(data, "Ashby Road") == ""
