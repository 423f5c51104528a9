"""On or near which streets of an area incidents are recorded, and what came of the crimes."""

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.official.areas import BOROUGH
from charnwood.ui import controls, figure, map, page

data = page.open_page(
    "Streets and outcomes",
    "On or near which streets of an area most incidents are recorded, and what came of the crimes.",
)

area, kind = controls.choose_area_and_kind(data)
page.own_noted(area)
spans = figures.streets.periods(data)
labels = {key: words.streets.period_label(key, months) for key, months in spans.items()}
with st.columns([3, 5])[0]:
    period = spans[controls.choose("period", "Months", labels, next(iter(labels)))]
st.caption(f"{words.standing_text.CAUTION} {words.standing_text.NEAR} {words.standing_text.ONE_STREET}")
page.glossary(data)

st.header("On or near which streets", anchor=False)
spots = figures.streets.hotspots(data, area, kind, period)
if spots.empty:
    st.info(words.streets.hotspots(spots, kind, area.name, period, data.lsoa[2021]["name"]))
else:
    view = drawing.map_views.spots(data, area, kind, period, spots)
    st.markdown(f"**{view.finding}**")
    map.show_view(data, view, () if area.kind == BOROUGH else area.lsoa21, view.source)
    st.caption(f"{view.source} {view.note} {words.standing_text.NAMES}")
page.coverage_strip(data)

st.header("What came of the crimes", anchor=False)
found = figures.streets.outcomes(data, area, kind, period)
sentence = words.streets.outcomes(found, kind, area.name, period)
if found["count"].sum():
    figure.figure(
        sentence,
        drawing.signal_charts.outcome_bars(found),
        f"{words.standing_text.source_police(data.place, period, rates=False)} {words.standing_text.OUTCOMES}",
        figures.headings.outcomes(found),
        f"Outcomes in {area.name}: {figures.incident_kinds.KINDS[kind]}",
        "outcomes",
    )
else:
    st.info(sentence)
