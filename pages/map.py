"""The front page: the district shaded by a measure, its Priority Neighbourhoods outlined, an area's card."""

import streamlit as st

from charnwood import change_words, charts, choices, notes, profiles, summaries, ui, views, words
from charnwood.deprivation import NEWEST

data = ui.open_page(
    lambda data: f"{data.place.name} on a map",
    lambda data: (
        f"How deprived each small area of the {data.place.kind} is, and what crime is recorded there. "
        f"{notes.outlined(len(data.neighbourhoods))}".strip()
    ),
)

row = st.columns([3, 1.4, 1.5, 3, 3])
with row[0]:
    measure = choices.choose("measure", "Measure", views.MEASURES, "imd")
with row[1]:
    year = choices.choose_edition()
with row[2]:
    shown = choices.choose("show", "Shown as", views.SHOWN, "decile", disabled=measure in views.CRIME)
with row[3]:
    choices.find(data, "area", year)
with row[4]:
    area = choices.choose_area(data, year)

view = views.make(data, year, measure, shown)
st.markdown(f"**{view.finding}**")
codes = area.codes(view.vintage) if area else ()
with st.container():  # always there, so that what follows keeps its place, and the map its frame
    if area:
        ui.own_noted(area)
        st.success(f"**{area.name}**. {views.told(view, codes)} [Go to its card](#card)")
ui.show_view(data, view, codes, view.source)
st.caption(f"{view.source} {view.note} {f'{data.reading} ' if data.reading else ''}{notes.NAMES}")
ui.glossary(data)

if area or measure in views.CRIME:
    ui.coverage_strip(data)
if area is None:
    st.info("Click an area on the map, or choose it in the box above, to open its card.")
else:
    st.header(summaries.heading(area), anchor="card")
    lines = [*summaries.area_lines(data, area, year), *summaries.rate_sentences(data, area)]
    if year != NEWEST:
        lines.insert(2, change_words.newer(profiles.change(data, area, year), area.name))
    st.markdown("\n".join(f"- {line}" for line in lines))
    domains, incidents = st.columns(2)
    with domains:
        st.subheader("Deprivation by domain", anchor=False)
        profile = summaries.domain_profile(data, [area], year)
        ui.figure(
            words.profile_compared(profile[area.name], profile[data.place.name], area.name),
            charts.domain_bars(
                profile,
                [area.name],
                "Transformed rank<br>(0 = least, 100 = most deprived)",
                limit=100,
            ),
            f"{words.source_iod(year)} {notes.transformed(data.place)}",
            summaries.domain_table(data, area, year),
            f"Domains of {area.name}, {year}",
            "card domains",
        )
    with incidents:
        st.subheader("Incidents by type", anchor=False)
        types = summaries.types(data, area)
        period = data.period
        ui.figure(
            words.types_held(types["Count"], area.name, period),
            charts.type_bars(types["Per 1,000"], types["Count"], types.iloc[:, -1], area.name),
            words.source_police(data.place, period),
            types.reset_index(names="Type"),
            f"Incidents by type in {area.name}",
            "card types",
        )
    st.caption(f"{words.made_of(area, data.reading)} {notes.CIRCULAR} {notes.NEAR} {notes.CAUTION}".strip())
