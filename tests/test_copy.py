"""Copy with source, copy picture: what stands in the buttons, and what a browser puts on its clipboard by keyboard."""

import re

import lxml.html
import pytest
from browser import settled
from playwright.sync_api import expect

from charnwood import words
from charnwood.public import pages, site
from charnwood.ui import html

TEXT, PICTURE = ".take button:not(.picture)", ".take button.picture"
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const blob = await item.getType(item.types[0]);
  return [blob.type, blob.size, blob.type === "text/plain" ? await blob.text() : ""];
}"""


def test_a_finding_is_copied_as_sentences_with_source_and_version():
    text = words.pages.taken("**It rose.**\n\n- By a fifth.\n- So it is.", "Source: us, 2025.", "0badda7a")
    assert text == "It rose.\nBy a fifth.\nSo it is.\nSource: us, 2025. Data version 0badda7a."
    made = lxml.html.fromstring(html.take('Said "<so>"', "picture/x.png?a=1&b=2"))
    assert [button.text for button in made.xpath("//button")] == ["Copy with source", "Copy picture"]
    assert made.xpath("//@data-copy") == ['Said "<so>"']
    assert made.xpath("//@data-picture") == ["picture/x.png?a=1&b=2"]
    assert html.take("") == ""


def test_a_picture_that_the_server_made_stands_with_its_source():
    made = lxml.html.fromstring(
        html.drawn('<img src="a.svg">', html.note("How.", "Source: us."), "Title", "It rose.")
    )
    assert made.xpath("//*[@class='note']/p[last()]/text()") == ["Source: us."]
    assert made.xpath("//@data-of") == ["Title"]
    assert made.xpath("//*[@data-drawn]/img/@src") == ["a.svg"]


def test_an_area_s_page_has_a_button_for_each_part_of_figures(data):
    made = lxml.html.fromstring(pages.area(data, data.areas["loughborough-east"], site.site(data)))
    assert made.xpath("//*[@class='take']/button[1]/@data-of") == ["Loughborough East"] * 4
    titles = made.xpath("//button[@class='picture']/@data-title")
    assert len(titles) == len(made.xpath("//*[@data-drawn]")) == 2
    assert all(made.xpath(f"//*[@id='{title.removeprefix('#')}']") for title in titles)


def pressed(page, selector, number=0):
    """Press a button by keyboard; gives what is said, and what is on the clipboard then."""
    button = page.locator(selector).nth(number)
    button.focus()
    page.keyboard.press("Enter")
    said = button.locator("xpath=..").locator("[role=status]")
    expect(said).to_have_text(re.compile("copied", re.IGNORECASE))
    return page.evaluate(CLIPBOARD)


@pytest.fixture
def tab(chrome, address):
    """A page of a browser that may use its clipboard."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    yield page
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    context.close()


def test_by_keyboard_findings_and_pictures_are_copied_in_both_editions(tab, address):
    tab.goto(f"{address}/crime?area=loughborough-east&type=burglary")
    settled(tab)
    kind, _, text = pressed(tab, TEXT)
    assert kind == "text/plain"
    assert "incidents of burglary in Loughborough East" in text
    assert "data.police.uk" in text
    assert re.search(rf"{address}/crime\?area=loughborough-east&type=burglary&edition=\d+&data=\w+$", text)
    kind, size, _ = pressed(tab, PICTURE)
    assert (kind, size > 10_000) == ("image/png", True)
    tab.goto(f"{address}/area/loughborough-east")
    kind, _, text = pressed(tab, TEXT)
    assert text.startswith("Loughborough East. In short\n")
    assert text.endswith(f"\n{address}/area/loughborough-east")
    for number in (0, 1):
        kind, size, _ = pressed(tab, PICTURE, number)
        assert (kind, size > 10_000) == ("image/png", True)
    tab.goto(f"{address}/map")
    assert pressed(tab, PICTURE)[0] == "image/png"


def test_without_a_clipboard_words_are_still_copied_and_pictures_out_of_sight(tab, address):
    tab.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    tab.goto(f"{address}/area/loughborough-east")
    expect(tab.locator(PICTURE).first).to_be_hidden()
    button = tab.locator(TEXT).first
    button.press("Enter")
    expect(button.locator("xpath=..").locator("[role=status]")).to_have_text("Copied with its source.")
    expect(button).to_be_focused()
