"""The pages: file, title in the navigation, address; and which of them stand first."""

from __future__ import annotations

from charnwood import settings

PAGES = (
    ("map.py", "Map", ""),
    ("glance.py", "At a glance", "neighbourhoods"),
    ("your_area.py", "Your area", "your-area"),
    ("profile.py", "Area profile", "profile"),
    ("own.py", "Own area", "own"),
    ("compare.py", "Compare", "compare"),
    ("deprivation.py", "Deprivation", "deprivation"),
    ("change.py", "What changed", "change"),
    ("crime.py", "Crime", "crime"),
    ("signals.py", "Crime: signals", "signals"),
    ("streets.py", "Crime: streets", "streets"),
    ("chosen.py", "How neighbourhoods are chosen", "chosen"),
    ("briefing.py", "Briefing", "briefing"),
    ("data.py", "Data and methods", "data"),
    ("accessibility.py", "Accessibility", "accessibility"),
)
DASHBOARD = (
    "dashboard"  # where the first of them is in public mode, whose first address is that of the plain pages
)
# Addresses of the pages that the navigation shows first: for the team, and for residents
GLANCE = "neighbourhoods"
FIRST = ("", GLANCE, "profile", "compare", "deprivation", "crime")
RESIDENTS = "your-area"
PUBLIC_FIRST = (RESIDENTS, "", "crime", "profile")
WITH_MAP = ("", "profile", "own", "change", "streets", "chosen")


def pages() -> list[tuple[str, str, str]]:
    """File, title and address of the pages on this server; the first is at two addresses in public mode.

    Streamlit's first page is at "/" whatever it is called, so there the dashboard's is a second one.
    """
    first = [(file, title, DASHBOARD) for file, title, path in PAGES if not path and settings.public()]
    return [*PAGES, *first]


def address(path: str) -> str:
    """Where a page of `PAGES` is on this server."""
    return path or (DASHBOARD if settings.public() else "")


def plain(address: str) -> str:
    """The address of a page in `PAGES`, wherever it is on this server."""
    return "" if address == DASHBOARD else address
