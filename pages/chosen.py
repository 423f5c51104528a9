"""How the Priority Neighbourhoods follow from the Index, and what another rule would choose."""

import streamlit as st

from charnwood import figures, words
from charnwood.briefing import addresses
from charnwood.drawing import exhibits
from charnwood.official.deprivation import MAPPED
from charnwood.ui import controls, figure, html, map, page, rule_editor
from charnwood.web import menu

data = page.open_page(
    lambda data: menu.called("chosen", "How neighbourhoods are chosen", bool(data.neighbourhoods)),
    lambda data: (
        "How the Priority Neighbourhoods follow from the Index of Multiple Deprivation, and what another rule would choose."
        if data.neighbourhoods
        else f"Which small areas of {data.place.name} a rule on the Index of Multiple Deprivation takes."
    ),
)
if data.neighbourhoods:
    st.markdown(f"{data.reading} {data.place.rule}".strip())

st.header("The rule", anchor=False)
rule = rule_editor.edit(bool(data.neighbourhoods))
st.markdown(f"**{words.rules.asked(rule)}**")
for column, edition in zip(st.columns(len(MAPPED), border=True), MAPPED, strict=True):
    with column:
        outcome = words.rules.outcome(figures.rules.outcome(data, edition, rule), edition, data.place.name)
        figure.said(data, outcome, words.standing_text.source_iod(edition))
st.caption(
    f"{f'{words.standing_text.ADDED} {words.standing_text.BOTH_PARTS} ' if data.neighbourhoods else ''}{words.standing_text.CHANGED}"
)

st.header("Area by area", anchor=False)
row = st.columns([1, 2, 2])
with row[0]:
    year = controls.choose_edition(data)
controls.find(data, "area", year)
with row[1]:
    area = controls.choose_area(data, year)
on_map = exhibits.rules.chosen(data, rule, year, area)
with st.container():  # always there, so that what follows keeps its place, and the map its frame
    if area:
        page.own_noted(area)
    st.markdown(exhibits.maps.told(on_map, area))
map.show(data, on_map)

st.header("Take the rule further", anchor=False)
if figures.rules.as_priority(data, rule).empty:
    st.info(words.pages.NO_LIST)
else:
    st.markdown(words.pages.proposal(data))
    name = "priority_neighbourhoods.csv"
    figure.links({addresses.plain(data, "proposed-list", "csv", rule): f"Download as {name}"})
st.caption(words.pages.COMMAND)
command = f"python -m charnwood table chosen --edition {year} --rule {figures.rules.as_text(rule)}"
st.html(html.copied(command, "Copy the command"))
page.glossary(data)
