"""Which lines of funders an area passes: inside, touching, how many people; sentences for a bid."""

import streamlit as st

from charnwood import figures, words
from charnwood.drawing import exhibits
from charnwood.official.deprivation import MAPPED
from charnwood.ui import controls, figure, html, page

data = page.open_page(words.lines.TITLE, words.lines.LEAD)

area, line = controls.choose_area_and_line(data)
page.own_noted(area)
for note in filter(None, (words.deprivation.vintage_note(data, area, year) for year in MAPPED)):
    page.tell(note)

st.header("Inside and touching", anchor=False)
figure.show(data, exhibits.lines.passed(data, area, line))

st.header("Who draws these lines", anchor=False)
st.markdown("\n".join(f"- {drawn}" for drawn in words.lines.drawn(data.lines)))

st.header("Sentences to use", anchor=False)
for sentence in words.lines.to_use(area, figures.lines.reached(data, area, line)):
    st.html(html.copied(sentence, words.lines.COPY, prose=True))

st.header("Each small area", anchor=False)
figure.show(data, exhibits.lines.small_areas(data, area, line))
page.glossary(data)
