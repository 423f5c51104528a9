"""On or near which streets of an area incidents are recorded, and what came of the crimes."""

import streamlit as st

from charnwood import (
    choices,
    kinds,
    notes,
    signal_charts,
    signal_tables,
    signal_words,
    streets,
    ui,
    views,
    words,
)
from charnwood.neighbourhoods import BOROUGH

data = ui.open_page(
    "Streets and outcomes",
    "On or near which streets of an area most incidents are recorded, and what came of the crimes.",
)

area, kind = choices.choose_area_and_kind(data)
ui.own_noted(area)
spans = streets.periods(data)
labels = {key: signal_words.period_label(key, months) for key, months in spans.items()}
with st.columns([3, 5])[0]:
    period = spans[choices.choose("period", "Months", labels, next(iter(labels)))]
st.caption(f"{notes.CAUTION} {notes.NEAR} {notes.ONE_STREET}")
ui.glossary(data)

st.header("On or near which streets", anchor=False)
spots = streets.hotspots(data, area, kind, period)
if spots.empty:
    st.info(signal_words.hotspots(spots, kind, area.name, period, data.lsoa[2021]["name"]))
else:
    view = views.spots(data, area, kind, period, spots)
    st.markdown(f"**{view.finding}**")
    ui.show_view(data, view, () if area.kind == BOROUGH else area.lsoa21, view.source)
    st.caption(f"{view.source} {view.note} {notes.NAMES}")
ui.coverage_strip(data)

st.header("What came of the crimes", anchor=False)
found = streets.outcomes(data, area, kind, period)
sentence = signal_words.outcomes(found, kind, area.name, period)
if found["count"].sum():
    ui.figure(
        sentence,
        signal_charts.outcome_bars(found),
        f"{words.source_police(data.place, period, rates=False)} {notes.OUTCOMES}",
        signal_tables.outcomes(found),
        f"Outcomes in {area.name}: {kinds.KINDS[kind]}",
        "outcomes",
    )
else:
    st.info(sentence)
