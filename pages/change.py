"""What changed between the editions of the Indices: relative to England, never by score."""

import streamlit as st

from charnwood import change_words, charts, choices, editions, notes, profiles, ui, views
from charnwood.deprivation import EDITIONS, NEWEST

data = ui.open_page(
    "What changed",
    lambda data: (
        f"How {data.place.name}'s areas moved among England's areas from one edition of the Indices of Deprivation to another."
    ),
)

row = st.columns([2, 3, 3, 3])
with row[0]:
    span = choices.choose("span", "Editions", editions.SPANS, next(iter(editions.SPANS)))
first, last = editions.span(span)
with row[1]:
    options = {key: views.MEASURES[key] for key in editions.measures(first)}
    measure = choices.choose("measure", "Measure", options, "imd", dict.fromkeys(views.MEASURES, ""))
with row[2]:
    choices.find(data, "area", last)
with row[3]:
    area = choices.choose_area(data, last)
ui.own_noted(*filter(None, [area]))
st.caption(f"{notes.changed(first, last)} {notes.RELATIVE} {notes.MINUS}")
ui.glossary(data)

view = views.moved(data, first, last, measure)
st.header("On the map", anchor=False)
st.markdown(f"**{view.finding}**")
codes = area.codes(view.vintage) if area else ()
with st.container():  # always there, so that what follows keeps its place, and the map its frame
    if area:
        st.success(f"**{area.name}**. {views.told(view, codes)}")
ui.show_view(data, view, codes, view.source)
st.caption(
    f"{view.source} {change_words.split_note(profiles.change(data, data.whole, first, last))} {notes.NAMES}"
)

chosen = area or data.whole
moved = profiles.change(data, chosen, first, last, measure)
source = f"{view.source} {notes.PERCENTILE}"
st.header(f"In {chosen.name}", anchor=False)
st.markdown(f"{change_words.change_summary(moved, chosen.name)} {change_words.split_note(moved)}")
slopes, ways = editions.slopes(data, chosen, measure), editions.ways(data, chosen, measure)
ui.figure(
    f"{editions.changers_said(moved)} {editions.movers_said(moved)} {ways.said}".strip(),
    charts.slopes(slopes, ways.names, ways.colours, [EDITIONS[year].vintage for year in slopes], ways.behind),
    f"{source} {notes.changed(next(y for y in EDITIONS if measure in editions.measures(y)), NEWEST)}",
    profiles.change_table(moved),
    f"Ranks of {chosen.name} by edition, {views.MEASURES[measure]}",
    "slopes",
)
standing = editions.standing(data, chosen, measure)
ui.table(standing, f"LSOAs of {chosen.name} among England's most deprived")
st.caption(f"{source} {notes.VINTAGES}")
ui.download(standing, f"{chosen.name} among England's most deprived by edition", source, "standing")

if data.neighbourhoods:
    st.header("The Priority Neighbourhoods and the rest", anchor=False)
    groups = editions.groups(data, first, last, measure)
    st.markdown(editions.groups_said(groups, first, last, data.place.name))
    table = editions.group_table(groups)
    ui.table(table, "LSOAs by direction of movement, Priority Neighbourhoods and the rest")
    st.caption(f"{source} {data.reading} {notes.BOTH_PARTS}")
    ui.download(table, f"Movement by neighbourhood {span}", source, "groups")

st.header("The largest movers", anchor=False)
movers = editions.movers(profiles.change(data, data.whole, first, last, measure))
st.markdown(
    f"The {editions.MOST} LSOAs of {data.place.name} that moved furthest each way in percent of England's ranks; minus is towards "
    "the most deprived end."
)
ui.table(movers, f"The largest movers of {data.place.name}")
st.caption(source)
ui.download(movers, f"Largest movers {span}", source, "movers")
