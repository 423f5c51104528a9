"""What every page must be at any width, light and dark: whole, without a fault that axe finds, private."""

import re

from axe_playwright_python.sync_playwright import Axe
from browser import CARD, PAGES, RULE, map_frame, settled

VIEWS = [*PAGES, CARD, RULE, "crime?area=E01025699", "?measure=crimes&edition=2025"]
MAPS = {
    **dict.fromkeys(["", CARD, "own", "profile", "chosen", RULE], 99),
    **dict.fromkeys(["change", "streets", "?measure=crimes&edition=2025"], 102),
}
PRODUCT = "Charnwood neighbourhood dashboard"
# Everything that a press acts on, but links in running text, with its size; a label enlarges its box
TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [role=button], [role=checkbox], [role=tab], [role=combobox]')]
  .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.tabIndex >= 0)
  .filter(e => !e.closest('p a, li a, td a, .leaflet-control-attribution'))
  .map(e => [e.closest('[data-testid=stMultiSelect], [data-testid=stSelectbox], [data-testid=stTextInput], label') || e, e])
  .map(([held, e]) => { const b = held.getBoundingClientRect(); return [b.width, b.height, e.outerHTML.slice(0, 160)]; })
  .filter(([w, h]) => w > 1 && (w < 24 || h < 24))"""
CUT = """() => [...document.querySelectorAll('h1, h2, h3, [data-testid=stMarkdown] p')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 160))"""
# The rows of a table are of one kind, and axe looks at each cell
FEWER = "() => document.querySelectorAll('.figures tbody tr:nth-child(n+9)').forEach(row => row.remove())"
STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)"


def check(visit, path: str, scheme: str, address: str) -> None:
    """Open a view once and look at it at four widths; 640 is a screen of 1280 enlarged twice."""
    page = visit(path, 1280, scheme)
    assert page.locator("h1").inner_text() == PAGES[path.split("?")[0]]
    assert page.title() == f"{PAGES[path.split('?')[0]]} · {PRODUCT}"
    background = page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 200) is (scheme == "dark")
    frames = [map_frame(page, MAPS[path])] if path in MAPS else []
    for frame in frames:
        frame.wait_for_function(STYLED)
    # A page that has just been told the theme runs once more, and fades meanwhile
    page.wait_for_timeout(800)
    settled(page)
    page.evaluate(FEWER)
    page.locator("summary", has_text="More pages").click()
    faults: list[tuple] = []
    # What is dark differs in colours alone, so its widest and its narrowest will do, and the rules on colours
    rules = None if scheme == "light" else {"runOnly": ["color-contrast", "link-in-text-block"]}
    for width in (1280, 640, 360, 320) if scheme == "light" else (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(500)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), width
        faults += [(width, "cut", *cut) for cut in [page.evaluate(CUT)] if cut]
        if width in (640, 360):  # between the two at which all is looked at: only whether it fits
            continue
        for part in [page, *frames]:
            found = Axe().run(part, options=rules).response["violations"]
            faults += [(width, f["impact"], f["id"], f["nodes"][0]["html"][:120]) for f in found]
            faults += [(width, "small", *target) for target in part.evaluate(TARGETS)]
    assert not faults, faults
    assert [url for url in page.requests if not url.startswith((address, "data:", "blob:"))] == []
    assert page.errors == []
    assert page.locator("[data-testid=stException]").count() == 0
