"""How the Priority Neighbourhoods follow from the Index, and what another rule would choose."""

import streamlit as st

from charnwood import choices, markup, notes, rules, ui, views, words
from charnwood.deprivation import MAPPED

data = ui.open_page(
    "How neighbourhoods are chosen",
    lambda data: (
        "How the Priority Neighbourhoods follow from the Index of Multiple Deprivation, and what another rule would choose."
        if data.neighbourhoods
        else f"No Priority Neighbourhoods are listed for {data.place.name}: what a rule on the Index would choose."
    ),
)
if data.neighbourhoods:
    st.markdown(f"{data.reading} {data.place.rule}".strip())

st.header("The rule", anchor=False)
rule = choices.choose_rule()
st.markdown(f"**{words.rule(rule)}**")
for column, edition in zip(st.columns(len(MAPPED), border=True), MAPPED, strict=True):
    with column:
        st.markdown(words.chosen(rules.outcome(data, edition, rule), edition, data.place.name))
st.caption(f"{f'{notes.ADDED} {notes.BOTH_PARTS} ' if data.neighbourhoods else ''}{notes.CHANGED}")

st.header("Area by area", anchor=False)
row = st.columns([1, 2, 2])
with row[0]:
    year = choices.choose_edition()
with row[1]:
    choices.find(data, "area", year)
with row[2]:
    area = choices.choose_area(data, year)
view = views.chosen(data, year, rule)
codes = area.codes(view.vintage) if area else ()
with st.container():  # always there, so that what follows keeps its place, and the map its frame
    if area:
        ui.own_noted(area)
        st.success(f"**{area.name}**. {views.told(view, codes)}")
ui.show_view(data, view, codes, f"Rule {rules.as_text(rule)}. {view.source}")
st.caption(f"{view.source} {view.note} {notes.NAMES}")

st.header("Take the rule further", anchor=False)
proposal = rules.as_priority(data, rule)
if proposal.empty:
    st.info("The rule takes no LSOA by the Index of 2019, so there is no list to download.")
else:
    st.markdown(
        "The LSOAs of 2011 that the rule takes by the Index of 2019, as a list that this dashboard accepts in place "
        "of `data/priority_neighbourhoods.csv`. An LSOA "
        f"{'outside the Priority Neighbourhoods ' if data.neighbourhoods else ''}stands there as "
        "“Proposed: ” and its place. The list is a proposal for discussion, not the council's choice."
    )
    name = "priority_neighbourhoods.csv"
    ui.offer(
        {"csv": (f"Download as {name}", name, lambda: proposal.to_csv(index=False).encode("utf-8-sig"))},
        rules.as_text(rule),
    )
st.caption("The table of areas above, on the command line:")
command = f"python -m charnwood table chosen --edition {year} --rule {rules.as_text(rule)}"
st.html(markup.copied(command, "Copy the command"))
ui.glossary(data)
