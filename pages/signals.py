"""Which months, periods, areas and districts stand out from the usual variation of recorded crime."""

import streamlit as st

from charnwood import (
    between,
    choices,
    crime,
    kinds,
    notes,
    signal_charts,
    signal_tables,
    signal_words,
    signals,
    ui,
    words,
)

data = ui.open_page(
    "Signals in recorded crime",
    "Which months, periods and areas stand out by more than chance and the usual variation.",
)

area, kind = choices.choose_area_and_kind(data)
ui.own_noted(area)
st.caption(f"{notes.CAUTION} {notes.NEAR} {notes.PANDEMIC}")
ui.glossary(data)

held = crime.held_months(data.coverage)
period = data.period
counts = signals.monthly_counts(data.incidents(area), data.coverage, kind)
label, what = kinds.KINDS[kind], kinds.several(kind)
every = words.source_police(data.place, held, rates=False)
district = data.place.name

st.header("Has it risen or fallen?", anchor=False)
like = signals.like_periods(counts)
ui.figure(
    signal_words.bullets(signal_words.like_periods(like, counts, kind, area.name)),
    signal_charts.intervals(
        signal_tables.ratios(like), "Times the earlier count a day<br>(1 = no difference)", 2, reference=1
    ),
    f"{every} {notes.LIKE}",
    signal_tables.like_periods(like),
    f"Like periods of {what} in {area.name}",
    "like",
)

st.header("Months that stand out", anchor=False)
chart = signals.control(counts)
ui.figure(
    signal_words.bullets(signal_words.control(chart, kind, area.name)),
    signal_charts.control_chart(chart, f"{label} a month"),
    f"{every} {notes.CONTROL}",
    signal_tables.control(chart),
    f"Control chart of {what} in {area.name}",
    "control",
)
ui.coverage_strip(data)

st.header("Twelve months in a row", anchor=False)
rolling = signals.rolling(counts, data.residents(area))
ui.figure(
    signal_words.rolling(rolling, counts, kind, area.name),
    signal_charts.rolling_chart(rolling),
    f"{words.source_police(data.place, held)} {notes.ROLLING}",
    signal_tables.rolling(rolling),
    f"Twelve-month sums of {what} in {area.name}",
    "rolling",
)

st.header("By month of the year", anchor=False)
season = signals.seasons(counts)
ui.figure(
    signal_words.season(season, kind, area.name),
    signal_charts.season_chart(season, f"{label}, mean a month"),
    f"{every} {notes.SEASON}",
    signal_tables.season(season),
    f"Season of {what} in {area.name}",
    "season",
)

st.header(f"Small areas beside {district}", anchor=False)
funnel = between.funnel(data, kind, period)
ui.figure(
    signal_words.bullets(signal_words.funnel(funnel, kind, area.lsoa21, area.name, period, district)),
    signal_charts.funnel_chart(funnel, area.lsoa21, area.name, district),
    f"{words.source_police(data.place, period)} {notes.funnel(data.place, data.town)}",
    signal_tables.funnel(funnel),
    f"Funnel plot of {what} in {district}'s LSOAs",
    "funnel",
)

st.header(f"{district} beside other districts", anchor=False)
districts = between.districts(data, kind, period)
ui.figure(
    signal_words.districts(districts, kind, district),
    signal_charts.intervals(
        signal_tables.district_rates(districts), "Per 1,000 residents", 1, own=[district]
    ),
    f"{words.source_police(data.place, period)} {notes.districts(data.place)}",
    signal_tables.districts(districts, district),
    f"Districts of {data.place.county}: {what}",
    "districts",
)
