"""Which months, periods, areas and districts stand out from the usual variation of recorded crime."""

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.official import incidents
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Signals in recorded crime",
    "Which months, periods and areas stand out by more than chance and the usual variation.",
)

area, kind = controls.choose_area_and_kind(data)
page.own_noted(area)
st.caption(f"{words.standing_text.CAUTION} {words.standing_text.NEAR} {words.standing_text.PANDEMIC}")
page.glossary(data)

held = incidents.held_months(data.coverage)
period = data.period
counts = figures.signals.monthly_counts(data.incidents(area), data.coverage, kind)
label, what = figures.incident_kinds.KINDS[kind], words.crime.several(kind)
every = words.standing_text.source_police(data.place, held, rates=False)
district = data.place.name

st.header("Has it risen or fallen?", anchor=False)
like = figures.signals.like_periods(counts)
figure.figure(
    words.signals.bullets(words.signals.like_periods(like, counts, kind, area.name)),
    drawing.signal_charts.intervals(
        figures.headings.ratios(like), "Times the earlier count a day<br>(1 = no difference)", 2, reference=1
    ),
    f"{every} {words.standing_text.LIKE}",
    figures.headings.like_periods(like),
    f"Like periods of {what} in {area.name}",
    "like",
)

st.header("Months that stand out", anchor=False)
chart = figures.signals.control(counts)
figure.figure(
    words.signals.bullets(words.signals.control(chart, kind, area.name)),
    drawing.signal_charts.control_chart(chart, f"{label} a month"),
    f"{every} {words.standing_text.CONTROL}",
    figures.headings.control(chart),
    f"Control chart of {what} in {area.name}",
    "control",
)
page.coverage_strip(data)

st.header("Twelve months in a row", anchor=False)
rolling = figures.signals.rolling(counts, data.residents(area))
figure.figure(
    words.signals.rolling(rolling, counts, kind, area.name),
    drawing.signal_charts.rolling_chart(rolling),
    f"{words.standing_text.source_police(data.place, held)} {words.standing_text.ROLLING}",
    figures.headings.rolling(rolling),
    f"Twelve-month sums of {what} in {area.name}",
    "rolling",
)

st.header("By month of the year", anchor=False)
season = figures.signals.seasons(counts)
figure.figure(
    words.signals.season(season, kind, area.name),
    drawing.signal_charts.season_chart(season, f"{label}, mean a month"),
    f"{every} {words.standing_text.SEASON}",
    figures.headings.season(season),
    f"Season of {what} in {area.name}",
    "season",
)

st.header(f"Small areas beside {district}", anchor=False)
funnel = figures.funnel.funnel(data, kind, period)
figure.figure(
    words.signals.bullets(words.signals.funnel(funnel, kind, area.lsoa21, area.name, period, district)),
    drawing.signal_charts.funnel_chart(funnel, area.lsoa21, area.name, district),
    f"{words.standing_text.source_police(data.place, period)} {words.standing_text.funnel(data.place, data.town)}",
    figures.headings.funnel(funnel),
    f"Funnel plot of {what} in {district}'s LSOAs",
    "funnel",
)

st.header(f"{district} beside other districts", anchor=False)
districts = figures.districts.compared(data, kind, period)
figure.figure(
    words.signals.districts(districts, kind, district),
    drawing.signal_charts.intervals(
        figures.headings.district_rates(districts), "Per 1,000 residents", 1, own=[district]
    ),
    f"{words.standing_text.source_police(data.place, period)} {words.standing_text.districts(data.place)}",
    figures.headings.districts(districts, district),
    f"Districts of {data.place.county}: {what}",
    "districts",
)
