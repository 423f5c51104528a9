"""The pages: file, title in the navigation, address; and which of them stand first."""

from __future__ import annotations

PAGES = (
    ("map.py", "Map", ""),
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
# Addresses of the pages that the navigation shows first: for the team, and for residents
FIRST = ("", "profile", "compare", "deprivation", "crime")
RESIDENTS = "your-area"
PUBLIC_FIRST = (RESIDENTS, "", "crime", "profile")
WITH_MAP = ("", "profile", "own", "change", "streets", "chosen")
