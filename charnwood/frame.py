"""The main script: navigation, and what stands on every page.

It lies away from `pages/` on purpose: beside it Streamlit would run a page alone, without this
frame, when its address is the first that a server is asked for.
"""

import streamlit as st

from charnwood import ROOT, mode, ui

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
    ("chosen.py", "How were they chosen?", "chosen"),
    ("briefing.py", "Briefing", "briefing"),
    ("data.py", "Data and methods", "data"),
    ("accessibility.py", "Accessibility", "accessibility"),
)
# Addresses of the pages that the navigation shows first: for the team, and for residents
FIRST = ("", "profile", "compare", "deprivation", "crime")
PUBLIC_FIRST = ("your-area", "", "crime", "profile")

st.set_page_config(layout="wide")
pages = [
    st.Page(ROOT / "pages" / file, title=title, url_path=path or None, default=not path)
    for file, title, path in PAGES
]
page = st.navigation(
    pages,
    position="hidden",
)
ui.navigation(pages, page, PUBLIC_FIRST if mode.public() else FIRST)
page.run()
ui.footer()
