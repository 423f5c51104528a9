"""A briefing on one area in eight steps, or one more, to read here, to present, to save as slides or a document."""

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from charnwood import words
from charnwood.briefing import addresses, files, steps
from charnwood.ui import controls, figure, page, worked_choices

data = page.open_page(
    "Briefing",
    "One area in eight steps, for a meeting: read it here, present it full screen, or save it as slides or a document.",
)

area, year, beside = controls.choose_area_and_edition_with_room(data)
asked = worked_choices.add(data, area, beside)
with st.container(horizontal=True, gap="small", vertical_alignment="center"):
    shown = urlencode({"area": area.key} | addresses.briefed(data, year, asked))
    st.link_button("Present (opens a new tab)", f"present?{shown}")
    labels = {"pptx": "PowerPoint", "pdf": "PDF", "html": "HTML"}
    figure.links(
        {
            addresses.briefing(data, area, year, kind, asked): f"Download {label}"
            for kind, label in labels.items()
        }
    )
st.caption(words.pages.STEPS)

story = files.briefing_of(data, area, year, date.today(), asked)
for number, step in enumerate(story.steps, 1):
    st.header(f"{number}. {step.title}", anchor=step.key)
    figure.step(story, step, steps.shown(data, area, year, step.key, asked))
page.coverage_strip(data)
page.glossary(data)
