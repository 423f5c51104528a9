"""Recorded crime and anti-social behaviour of one area, by month and type, beside the rest's."""

import streamlit as st

from charnwood import words
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Recorded crime",
    "Incidents that police.uk places on or near streets in the area: how many, of which kind, and how many per 1,000 residents.",
)

page.only_with_crime(data)
area, kind, year = controls.choose_area_kind_and_edition(data)
page.own_noted(area)
figure.said(data, f"**{words.signals.has_risen(data, area, kind, below=False)}**", page.crime_source(data))

st.header("By month", anchor=False)
figure.show(data, exhibits.crime.months(data, area, kind))
page.coverage_strip(data)

st.header("Per 1,000 residents", anchor=False)
figure.show(data, exhibits.crime.rates(data, area, kind))

st.header("By type", anchor=False)
figure.show(data, exhibits.crime.types(data, area))

st.header("Beside the Index's Crime domain", anchor=False)
figure.show(data, exhibits.crime.domain(data, area, year))
st.caption(f"{page.age(data)} {words.standing_text.CAUTION} {words.standing_text.NEAR}")
page.glossary(data)
