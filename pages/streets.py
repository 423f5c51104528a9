"""On or near which streets of an area incidents are recorded, and what came of the crimes."""

import streamlit as st

from charnwood import figures, words
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, map, page

data = page.open_page(
    "Streets and outcomes",
    "On or near which streets of an area most incidents are recorded, and what came of the crimes.",
)

page.only_with_crime(data)
area, kind, beside = controls.choose_area_and_kind(data)
page.own_noted(area)
spans = figures.streets.periods(data)
labels = {key: words.streets.period_label(key, months) for key, months in spans.items()}
with beside:
    period = controls.choose("period", "Months", labels, next(iter(labels)), words.streets.divided(spans))

st.header("On or near which streets", anchor=False)
spots = exhibits.streets.spots(data, area, kind, period)
if spots.view:
    st.markdown(spots.finding)
    map.show(data, spots)
else:
    st.info(spots.finding)
page.coverage_strip(data)

st.header("What came of the crimes", anchor=False)
outcomes = exhibits.streets.outcomes(data, area, kind, period)
if outcomes.figure:
    figure.show(data, outcomes)
else:
    st.info(outcomes.finding)
st.caption(
    f"{page.age(data)} {words.standing_text.CAUTION} {words.standing_text.NEAR} {words.standing_text.ONE_STREET}"
)
page.glossary(data)
