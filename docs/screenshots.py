"""Take the README's screenshots from the running dashboard: `make screenshots`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import browser, map_frame, server, settled  # noqa: E402

SHOTS = {
    "map": ("", 1280, 1000),
    "map-phone": ("?measure=crimes", 360, 780),
    "deprivation": ("deprivation", 1280, 1000),
    "crime": ("crime?area=south-charnwood", 1280, 1000),
    "looks/map-after": ("", 1366, 768),
    "looks/compare-after": ("compare?areas=loughborough-east,south-charnwood", 1366, 768),
    "looks/crime-after": ("crime?area=south-charnwood", 1366, 768),
}


def main() -> None:
    """Write one PNG per shot beside this file."""
    with server() as address, browser() as chrome:
        for name, (path, width, height) in SHOTS.items():
            page = chrome.new_page(viewport={"width": width, "height": height})
            page.goto(f"{address}/{path}")
            settled(page)
            if "map" in name:
                map_frame(page)
            page.wait_for_timeout(1500)
            page.screenshot(path=Path(__file__).parent / f"{name}.png")
            print(f"docs/{name}.png")
            page.close()


if __name__ == "__main__":
    main()
