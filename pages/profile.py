"""One area of any kind on one page: standing, reasons, indicators, movement, areas like it."""

from datetime import date

import streamlit as st

from charnwood import figures, words
from charnwood.drawing import exhibits
from charnwood.official.areas import BOROUGH
from charnwood.official.deprivation import CHOSEN, NEWEST
from charnwood.ui import controls, figure, map, own_points, page

data = page.open_page(
    "Area profile",
    "One area in short: where it stands, why it is ranked there, what changed, and which areas are like it.",
)

area, year = controls.choose_area_and_edition(data)
controls.explain(data, [area], year)
source = words.standing_text.source_iod(year)
rows = data.rows(area, year)

st.header("In short", anchor=False)
summary = [
    words.areas.people(area, data.residents(area)),
    words.deprivation.group_position(area, rows, year),
    *words.crime.rate_sentences(data, area),
]
if len(rows) > 1 and area.kind != BOROUGH:  # of which each LSOA is a small part
    summary.insert(
        2, words.deprivation.score_drivers(figures.deprivation.drivers(data, area, year), area.name, year)
    )
figure.said(data, words.signals.bullets(summary), page.sources(data, year))
st.caption(f"{source} {words.areas.made_of(area, data.reading)} {words.crime.read(data, date.today())}")

st.header("On the map, with the decile of each domain", anchor=False)
members = exhibits.profile.members(data, area, year)
st.markdown(members.finding)
map.show(data, members)
figure.closed(data, exhibits.profile.published(data, area, year))

if figures.census.held(data):
    st.header("Who lives here", anchor=False)
    residents = exhibits.profile.residents(data, area)
    st.markdown(residents.finding)
    figure.closed(data, residents, residents.source)
    with st.expander("What the Census counts"):
        st.markdown(words.census.definitions(data))

st.header("Why is it ranked here?", anchor=False)
figure.show(data, exhibits.profile.contributions(data, area, year))

st.header("The indicators underneath", anchor=False)
figure.show(data, exhibits.profile.indicators(data, area, year))

st.header("One measure, small area by small area", anchor=False)
measured = controls.choose_indicator(data, year)
figure.show(data, exhibits.profile.bars(data, area, year, measured))

st.header(f"What changed from {CHOSEN} to {NEWEST}", anchor=False)
figure.show(data, exhibits.profile.change(data, area))

st.header("Areas with a like profile", anchor=False)
figure.show(data, exhibits.profile.alike(data, area, year))

own_points.show(data, area)
page.coverage_strip(data)

st.header("Elsewhere", anchor=False)
st.markdown(
    f"- [{data.place.police} on police.uk]({data.place.police_page})\n"
    f"- [{data.place.council}]({data.place.council_page})"
)
page.glossary(data)
