"""Every page on phones and desks, light and dark: nothing wider than the screen, no fault that axe finds."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CARD, PAGES, RULE, map_frame, settled


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(320, "light"), (360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")],
)
@pytest.mark.parametrize("path", [*PAGES, CARD, RULE])
def test_a_page_fits_the_screen_and_axe_finds_no_fault(visit, path, width, scheme):
    page = visit(path, width, scheme)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    background = page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 200) is (scheme == "dark")
    maps = ("", CARD, "chosen", "own", "change", "streets", RULE)
    areas = 102 if path in ("change", "streets") else 99
    parts = [page, *([map_frame(page, areas)] if path in maps else [])]
    # A page that has just been told the theme runs once more, and fades meanwhile
    page.wait_for_timeout(1000)
    settled(page)
    page.wait_for_timeout(500)
    faults = [fault for part in parts for fault in Axe().run(part).response["violations"]]
    assert [(f["impact"], f["id"], f["nodes"][0]["html"][:120]) for f in faults] == []
