"""The main script: navigation, and what stands on every page.

It lies away from `pages/` on purpose: beside it Streamlit would run a page alone, without this
frame, when its address is the first that a server is asked for.
"""

import streamlit as st

from charnwood import ROOT
from charnwood.ui import controls, floor, page
from charnwood.web import menu

st.set_page_config(layout="wide")
pages = [
    st.Page(ROOT / "pages" / file, title=title, url_path=path or None, default=not path)
    for file, title, path in menu.pages()
]
shown = st.navigation(
    pages,
    position="hidden",
)
controls.begin(shown.url_path)
here = menu.plain(shown.url_path)
page.navigation(here)
try:
    shown.run()
    page.footer(here)
except Exception as error:  # whatever it is, the reader gets a sentence
    floor.caught(error)
