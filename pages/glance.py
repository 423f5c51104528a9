"""The Priority Neighbourhoods and the whole district side by side on one screen, to read, to present or to save."""

from urllib.parse import urlencode

import streamlit as st

from charnwood import figures, words
from charnwood.briefing import addresses, glance
from charnwood.drawing import exhibits
from charnwood.official.areas import OURS
from charnwood.ui import html, page

data = page.open_page(words.glance.title, words.glance.lead)

shown = exhibits.glance.together(data)
table = words.glance.table(data, figures.glance.shown(data))
st.html(html.side_by_side(table, words.glance.title(data)))
with st.container(horizontal=True, gap="small", vertical_alignment="center"):
    present = urlencode({"area": glance.KEY, page.DATA: data.version})
    st.link_button("Present (opens a new tab)", f"present?{present}")
    kinds = {"pptx": "slide (PowerPoint)", "pdf": "PDF", "png": "picture (PNG)"}
    saved = {addresses.at_a_glance(data, kind): f"Download {label}" for kind, label in kinds.items()}
    said = "\n".join([*words.pages.as_lines(table), *words.glance.notes(data)])
    take = html.take(words.pages.taken(said, shown.noted, data.version), addresses.at_a_glance(data, "png"))
    st.html(html.files(saved | {shown.address("csv"): "Download numbers (CSV)"}, take))
st.caption(" ".join([*words.glance.notes(data), *([OURS] if data.neighbourhoods else [])]))
st.caption(f"{shown.source} {page.age(data)}")
page.glossary(data)
