"""Every page on phones and desks, light and dark: nothing wider than the screen, no fault that axe finds."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CARD, PAGES, RULE, map_frame, settled

MAPS = {"": 99, "profile": 99, CARD: 99, "own": 99, "chosen": 99, RULE: 99, "change": 102, "streets": 102}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, CARD, RULE])
def test_a_page_fits_the_screen_and_axe_finds_no_fault(visit, path, scheme):
    page = visit(path, 1280, scheme)
    background = page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 200) is (scheme == "dark")
    parts = [page, *([map_frame(page, MAPS[path])] if path in MAPS else [])]
    # A page that has just been told the theme runs once more, and fades meanwhile
    page.wait_for_timeout(1000)
    settled(page)
    page.wait_for_timeout(500)
    faults = []
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(600)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), width
        found = [fault for part in parts for fault in Axe().run(part).response["violations"]]
        faults += [(width, f["impact"], f["id"], f["nodes"][0]["html"][:120]) for f in found]
    assert faults == []
