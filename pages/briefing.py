"""A briefing on one area, step by step: to read here, to present, to save as slides or a document."""

from datetime import date

import streamlit as st

from charnwood import words
from charnwood.briefing import addresses, files, steps
from charnwood.ui import briefing_choices, controls, figure, page, worked_choices

data = page.open_page(
    "Briefing",
    "One area step by step, for a meeting: read it here, present it full screen, or save it as slides or a document.",
)

area, year, room = controls.choose_area_and_edition_with_room(data)
other, agreed = briefing_choices.add(data, area)
asked = None if other else worked_choices.add(data, area, room)
chosen = addresses.Choices(year, asked, other, agreed)
with st.container(horizontal=True, gap="small", vertical_alignment="center"):
    st.link_button("Present (opens a new tab)", addresses.present(data, area, chosen))
    labels = {"pptx": "PowerPoint", "docx": "Word", "pdf": "PDF", "html": "HTML"}
    figure.links(
        {addresses.briefing(data, area, kind, chosen): f"Download {label}" for kind, label in labels.items()}
    )
st.caption(words.pages.STEPS)

story = files.briefing_of(data, area, year, date.today(), asked, other).asking(agreed)
for number, step in enumerate(story.steps, 1):
    st.header(f"{number}. {step.title}", anchor=step.key)
    figure.step(story, step, steps.of(story, step.key, asked))
page.coverage_strip(data)
page.glossary(data)
