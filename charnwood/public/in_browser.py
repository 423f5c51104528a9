"""What is wrong with published pages as a browser shows them: axe, what does not fit, scripts that fail.

Needs Chromium and the packages of `requirements-test.txt`, so it is done where it is asked for.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from charnwood.checks import DataError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
FOUND = {"resultTypes": ["violations"], "iframes": False, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"]} | {"runOnly": ["color-contrast", "link-in-text-block"]}
PLACES = {"resultTypes": ["violations"]} | {
    "runOnly": ["color-contrast", "scrollable-region-focusable", "target-size"]
}
# All that axe knows on the narrowest screen; elsewhere what a width or the dark changes
LOOKS = (
    (320, "light", FOUND),
    (320, "dark", COLOURS),
    (360, "dark", COLOURS),
    (1280, "light", PLACES),
    (1280, "dark", COLOURS),
)
# Whatever can be unfolded is; the rows of a table are of one kind, and axe looks at each cell
READY = """() => { for (const one of document.querySelectorAll("details")) one.open = true;
    for (const row of document.querySelectorAll("tbody tr:nth-child(n+9)")) row.remove(); }"""
WIDER = """() => document.documentElement.scrollWidth > innerWidth
    && [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 90))[0]"""


def faults(folder: Path, names: Sequence[str], program: Any = None) -> list[str]:
    """A line for each fault of some pages of a folder, in light and dark, on a telephone and on a desk.

    `program` is a running Chromium of Playwright, one of its own unless given. Raises `DataError` where there is none.
    """
    try:
        from axe_playwright_python.sync_playwright import Axe
        from playwright.sync_api import Error
    except ImportError as error:
        raise missing("the packages axe-playwright-python and playwright") from error
    if program is None:
        with chromium() as own:
            return faults(folder, names, own)
    context = program.new_context(reduced_motion="reduce")
    try:
        page, axe, found = context.new_page(), Axe(), []
        for name in names:
            failed: list[str] = []
            page.on("pageerror", lambda error, failed=failed: failed.append(str(error)))
            page.goto((folder / name).as_uri())
            page.evaluate(READY)
            found += [f"{name}, {line}" for line in _seen(page, axe)]
            found += [f"{name}: expected scripts that work, found {line}" for line in failed]
        return found
    except Error as error:
        raise missing(f"Chromium that shows pages ({error.message.splitlines()[0]})") from error
    finally:
        context.close()


def _seen(page: Any, axe: Any) -> Iterator[str]:
    for width, scheme, options in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        where = f"{width} pixels wide, {scheme}"
        if wider := page.evaluate(WIDER):
            yield f"{where}: expected a page that fits, found {wider}"
        for one in axe.run(page, options=options).response["violations"]:
            yield f"{where}: expected no fault by axe, found {one['id']}: {one['nodes'][0]['html'][:120]}"


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium that asks nobody for anything of its own."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if path is None:
        raise missing("Chromium")
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield program
        program.close()


def missing(what: str) -> DataError:
    """That pages cannot be looked at."""
    return DataError(
        f"Looking at pages: expected {what}, found none. Install Chromium (`make browser`) and "
        "`pip install -r requirements-test.txt`, or publish without --check; what was published before stays."
    )
