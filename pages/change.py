"""What changed between the editions of the Indices: relative to England, never by score."""

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.official.deprivation import EDITIONS, NEWEST
from charnwood.ui import controls, figure, map, page

data = page.open_page(
    "What changed",
    lambda data: (
        f"How {data.place.name}'s areas moved among England's areas from one edition of the Indices of Deprivation to another."
    ),
)

row = st.columns([2, 3, 3, 3])
with row[0]:
    span = controls.choose("span", "Editions", figures.change.SPANS, next(iter(figures.change.SPANS)))
first, last = figures.change.span(span)
with row[1]:
    options = {key: drawing.map_views.MEASURES[key] for key in figures.change.measures(first)}
    measure = controls.choose(
        "measure", "Measure", options, "imd", dict.fromkeys(drawing.map_views.MEASURES, "")
    )
with row[2]:
    controls.find(data, "area", last)
with row[3]:
    area = controls.choose_area(data, last)
page.own_noted(*filter(None, [area]))
st.caption(
    f"{words.standing_text.changed(first, last)} {words.standing_text.RELATIVE} {words.standing_text.MINUS}"
)
page.glossary(data)

view = drawing.map_views.moved(data, first, last, measure)
st.header("On the map", anchor=False)
st.markdown(f"**{view.finding}**")
codes = area.codes(view.vintage) if area else ()
with st.container():  # always there, so that what follows keeps its place, and the map its frame
    if area:
        st.success(f"**{area.name}**. {drawing.map_views.told(view, codes)}")
map.show_view(data, view, codes, view.source)
st.caption(
    f"{view.source} {words.change.split_note(figures.change.change(data, data.whole, first, last))} {words.standing_text.NAMES}"
)

chosen = area or data.whole
moved = figures.change.change(data, chosen, first, last, measure)
source = f"{view.source} {words.standing_text.PERCENTILE}"
st.header(f"In {chosen.name}", anchor=False)
st.markdown(f"{words.change.change_summary(moved, chosen.name)} {words.change.split_note(moved)}")
slopes, ways = figures.change.slopes(data, chosen, measure), drawing.change_charts.ways(data, chosen, measure)
figure.figure(
    f"{words.change.changers_said(moved)} {words.change.movers_said(moved)} {ways.said}".strip(),
    drawing.change_charts.slopes(
        slopes, ways.names, ways.colours, [EDITIONS[year].vintage for year in slopes], ways.behind
    ),
    f"{source} {words.standing_text.changed(next(y for y in EDITIONS if measure in figures.change.measures(y)), NEWEST)}",
    figures.change.change_table(moved),
    f"Ranks of {chosen.name} by edition, {drawing.map_views.MEASURES[measure]}",
    "slopes",
)
standing = figures.change.standing(data, chosen, measure)
figure.table(standing, f"LSOAs of {chosen.name} among England's most deprived")
st.caption(f"{source} {words.standing_text.VINTAGES}")
figure.download(standing, f"{chosen.name} among England's most deprived by edition", source, "standing")

if data.neighbourhoods:
    st.header("The Priority Neighbourhoods and the rest", anchor=False)
    groups = figures.change.groups(data, first, last, measure)
    st.markdown(words.change.groups_said(groups, first, last, data.place.name))
    table = figures.headings.groups(groups)
    figure.table(table, "LSOAs by direction of movement, Priority Neighbourhoods and the rest")
    st.caption(f"{source} {data.reading} {words.standing_text.BOTH_PARTS}")
    figure.download(table, f"Movement by neighbourhood {span}", source, "groups")

st.header("The largest movers", anchor=False)
movers = figures.change.movers(figures.change.change(data, data.whole, first, last, measure))
st.markdown(
    f"The {figures.change.MOST} LSOAs of {data.place.name} that moved furthest each way in percent of England's ranks; minus is towards "
    "the most deprived end."
)
figure.table(movers, f"The largest movers of {data.place.name}")
st.caption(source)
figure.download(movers, f"Largest movers {span}", source, "movers")
