"""The pages: file, title in the navigation, address, by what people ask."""

from __future__ import annotations

from charnwood import settings

GROUPS = (
    ("Where?", (("map.py", "Map", ""), ("glance.py", "At a glance", "neighbourhoods"))),
    ("Why?", (("profile.py", "Area profile", "profile"), ("deprivation.py", "Deprivation", "deprivation"))),
    ("What changed?", (("change.py", "What changed", "change"),)),
    (
        "Crime",
        (
            ("crime.py", "Crime", "crime"),
            ("signals.py", "Crime: has it risen?", "signals"),
            ("worked.py", "Crime: did it work?", "worked"),
            ("streets.py", "Crime: streets", "streets"),
        ),
    ),
    (
        "Choose and compare",
        (
            ("compare.py", "Compare", "compare"),
            ("chosen.py", "How neighbourhoods are chosen", "chosen"),
            ("own.py", "Draw your own area", "own"),
        ),
    ),
    (
        "Take away",
        (
            ("lines.py", "Lines of funders", "lines"),
            ("briefing.py", "Briefing", "briefing"),
            ("your_area.py", "A page for residents", "your-area"),
        ),
    ),
    (
        "About",
        (("data.py", "Data and methods", "data"), ("accessibility.py", "Accessibility", "accessibility")),
    ),
)
"""What people ask, and the pages that answer it: file, title, address."""
PAGES = tuple(page for _, held in GROUPS for page in held)
DASHBOARD = (
    "dashboard"  # where the first of them is in public mode, whose first address is that of the plain pages
)
GLANCE, RESIDENTS = "neighbourhoods", "your-area"
WITH_CHARTS = (
    "profile",
    "deprivation",
    "change",
    "crime",
    "signals",
    "worked",
    "streets",
    "compare",
    "briefing",
)
WITH_MAP = ("", "profile", "own", "change", "streets", "chosen")


def groups() -> list[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """The pages by what people ask; on a public server that for residents first."""
    if not settings.public():
        return list(GROUPS)
    first = tuple(page for page in PAGES if page[2] == RESIDENTS)
    rest = [(asked, tuple(page for page in held if page not in first)) for asked, held in GROUPS]
    return [("", first), *rest]


def pages() -> list[tuple[str, str, str]]:
    """File, title and address of the pages on this server; the first is at two addresses in public mode.

    Streamlit's first page is at "/" whatever it is called, so there the dashboard's is a second one.
    """
    first = [(file, title, DASHBOARD) for file, title, path in PAGES if not path and settings.public()]
    return [*PAGES, *first]


RULE = "What would a rule choose?"


def called(path: str, title: str, neighbourhoods: bool) -> str:
    """A page's title: where there are no Priority Neighbourhoods nothing tells how they are chosen."""
    return RULE if path == "chosen" and not neighbourhoods else title


def address(path: str) -> str:
    """Where a page of `PAGES` is on this server."""
    return path or (DASHBOARD if settings.public() else "")


def plain(address: str) -> str:
    """The address of a page in `PAGES`, wherever it is on this server."""
    return "" if address == DASHBOARD else address
