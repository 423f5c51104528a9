"""What changed between the editions of the Indices: relative to England, never by score."""

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, map, page

data = page.open_page(
    "What changed",
    lambda data: (
        f"How {data.place.name}'s areas moved among England's areas from one edition of the Indices of Deprivation to another."
    ),
)

row = st.columns([2, 3, 4])
with row[0]:
    span = controls.choose("span", "Editions", figures.change.SPANS, next(iter(figures.change.SPANS)))
first, last = figures.change.span(span)
with row[1]:
    options = {key: drawing.map_views.MEASURES[key] for key in figures.change.measures(first)}
    measure = controls.choose(
        "measure", "Measure", options, "imd", dict.fromkeys(drawing.map_views.MEASURES, "")
    )
controls.find(data, "area", last)
with row[2]:
    area = controls.choose_area(data, last)
page.own_noted(*filter(None, [area]))

st.header("On the map", anchor=False)
on_map = exhibits.change.moved(data, span, measure, area)
st.markdown(on_map.finding)
with st.container():  # always there, so that what follows keeps its place, and the map its frame
    st.markdown(exhibits.maps.told(on_map, area))
map.show(data, on_map)

chosen = area or data.whole
moved = figures.change.change(data, chosen, first, last, measure)
st.header(f"In {chosen.name}", anchor=False)
sources = " ".join(words.standing_text.source_iod(year) for year in (first, last))
figure.said(
    data, f"{words.change.change_summary(moved, chosen.name)} {words.change.split_note(moved)}", sources
)
figure.show(data, exhibits.change.slopes(data, chosen, span, measure))
figure.show(data, exhibits.change.standing(data, chosen, span, measure))

if data.neighbourhoods:
    st.header("The Priority Neighbourhoods and the rest", anchor=False)
    figure.show(data, exhibits.change.groups(data, span, measure))

st.header("The largest movers", anchor=False)
figure.show(data, exhibits.change.movers(data, span, measure))
st.caption(
    f"{words.standing_text.changed(first, last)} {words.standing_text.RELATIVE} {words.standing_text.MINUS}"
)
page.glossary(data)
