"""When a page is seen: the first picture of the map, painted before any script of Streamlit's, a click on it, first charts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page

AREA = "area=loughborough-east"
# Pages whose first chart is timed, by name
CHARTED = {
    "map with an area": f"/?{AREA}",
    "profile": f"/profile?{AREA}",
    "compare": "/compare?areas=loughborough-east,south-charnwood",
    "briefing": f"/briefing?{AREA}",
    "crime": f"/crime?{AREA}",
    "deprivation": "/deprivation?areas=loughborough-east",
    "change": f"/change?{AREA}",
    "signals": f"/signals?{AREA}",
    "streets": f"/streets?{AREA}",
}
# Milliseconds from the start of a load until a frame in which all areas of the picture stand in their colours, painted
WATCH = """() => { if (top !== window) return; const look = () => {
  const areas = document.querySelectorAll(".first svg path[id][fill]");
  if (areas.length < 99 || !document.querySelector(".first svg").getBoundingClientRect().width) {
    if (performance.now() < 20000) requestAnimationFrame(look); return; }
  requestAnimationFrame(() => { window.seenAt = performance.now(); }); };
  requestAnimationFrame(look); }"""

# An area that stands near the middle of the picture on a desk, and milliseconds until the red line stands round it
CLICKED = "E01025699"
RINGED = """() => { if (top !== window) return; new MutationObserver((changes) => {
  if (changes.some(({target}) => target.matches(".first .chosen"))) window.ringedAt ??= performance.now(); })
  .observe(document, {subtree: true, attributes: true, attributeFilter: ["d"]}); }"""


def watch(page: Page) -> None:
    """Have each load of a page note when its first picture is seen."""
    page.add_init_script(f"({WATCH})()")


def since_start(page: Page) -> float:
    """Seconds from the start of a load until its first picture was seen, and anything at all had been painted."""
    page.wait_for_function(
        "() => window.seenAt && performance.getEntriesByName('first-contentful-paint').length"
    )
    return (
        page.evaluate(
            "() => Math.max(window.seenAt, performance.getEntriesByName('first-contentful-paint')[0].startTime)"
        )
        / 1000
    )


def clicked(program: Browser, address: str) -> dict[str, float]:
    """Seconds from the start of a load, cold and warm, until a click on the first picture, made once it is there, is answered."""
    context = program.new_context(viewport={"width": 1280, "height": 900})
    place = _middle(context.new_page(), address)
    context.close()
    context = program.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(f"({RINGED})()")
    times = {}
    for state in ("cold", "warm"):
        page.goto(address, wait_until="commit")
        page.locator(".first[inert]").wait_for()
        page.mouse.click(*place)
        page.wait_for_function("() => window.ringedAt")
        times[state] = page.evaluate("() => window.ringedAt") / 1000
        page.locator("#card").wait_for()
        page.wait_for_timeout(800)
    context.close()
    return times


def _middle(page: Page, address: str) -> tuple[float, float]:
    """Where the picture has the area that is clicked."""
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(address)
    box = page.locator(f"#a-{CLICKED}").evaluate("e => e.getBoundingClientRect().toJSON()")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def first_chart(page: Page) -> None:
    """Wait until the first chart is there."""
    page.locator("img.chart").first.wait_for()


def charts_table(median: Callable[[str], float], floor: str) -> list[str]:
    """Until the first chart is seen, cold, in milliseconds and times the floor; the goal is 1.5."""
    rows = [
        f"| {name} | {1000 * median(f'first chart of {name}, cold'):,.0f} | "
        f"{median(f'first chart of {name}, cold') / median(floor):.2f} | 1.5 |"
        for name in CHARTED
    ]
    return ["| first chart seen, cold | ms | times bare Streamlit | goal |", "|---|---|---|---|", *rows, ""]
