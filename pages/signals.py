"""Which months, periods, areas and districts stand out from the usual variation of recorded crime."""

import streamlit as st

from charnwood import words
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Has crime risen?",
    "Which months, periods and areas stand out by more than chance and the usual variation.",
)

page.only_with_crime(data)
area, kind, _ = controls.choose_area_and_kind(data)
page.own_noted(area)
figure.said(data, f"**{words.signals.has_risen(data, area, kind)}**", page.crime_source(data))

st.header("Like months of each year", anchor=False)
figure.show(data, exhibits.signals.like(data, area, kind))

st.header("Months that stand out", anchor=False)
figure.show(data, exhibits.signals.control(data, area, kind))
page.coverage_strip(data)

st.header("Twelve months in a row", anchor=False)
figure.show(data, exhibits.signals.rolling(data, area, kind))

st.header("By month of the year", anchor=False)
figure.show(data, exhibits.signals.season(data, area, kind))

district = data.place.name
st.header(f"Small areas beside {district}", anchor=False)
figure.show(data, exhibits.signals.funnel(data, area, kind))

if data.place.districts:
    st.header(f"{district} beside other districts", anchor=False)
    figure.show(data, exhibits.signals.districts(data, kind))
st.caption(f"{page.age(data)} {words.standing_text.CAUTION} {words.standing_text.NEAR}")
page.glossary(data)
