"""The front page: the district shaded by a measure, its Priority Neighbourhoods outlined, an area's card."""

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.official.deprivation import NEWEST
from charnwood.ui import controls, figure, map, page

data = page.open_page(
    lambda data: f"{data.place.name} on a map",
    lambda data: (
        f"How deprived each small area of the {data.place.kind} is, and what crime is recorded there. "
        f"{words.standing_text.outlined(len(data.neighbourhoods))}".strip()
    ),
)

row = st.columns([3, 1.4, 1.5, 3, 3])
with row[0]:
    measure = controls.choose("measure", "Measure", drawing.map_views.MEASURES, "imd")
with row[1]:
    year = controls.choose_edition()
with row[2]:
    shown = controls.choose(
        "show", "Shown as", drawing.map_views.SHOWN, "decile", disabled=measure in drawing.map_views.CRIME
    )
with row[3]:
    controls.find(data, "area", year)
with row[4]:
    area = controls.choose_area(data, year)

view = drawing.map_views.make(data, year, measure, shown)
st.markdown(f"**{view.finding}**")
codes = area.codes(view.vintage) if area else ()
with st.container():  # always there, so that what follows keeps its place, and the map its frame
    if area:
        page.own_noted(area)
        st.success(f"**{area.name}**. {drawing.map_views.told(view, codes)} [Go to its card](#card)")
map.show_view(data, view, codes, view.source)
st.caption(
    f"{view.source} {view.note} {f'{data.reading} ' if data.reading else ''}{words.standing_text.NAMES}"
)
page.glossary(data)

if area or measure in drawing.map_views.CRIME:
    page.coverage_strip(data)
if area is None:
    st.info("Click an area on the map, or choose it in the box above, to open its card.")
else:
    st.header(words.deprivation.heading(area), anchor="card")
    lines = [*words.deprivation.area_lines(data, area, year), *words.crime.rate_sentences(data, area)]
    if year != NEWEST:
        lines.insert(2, words.change.newer(figures.change.change(data, area, year), area.name))
    st.markdown("\n".join(f"- {line}" for line in lines))
    domains, incidents = st.columns(2)
    with domains:
        st.subheader("Deprivation by domain", anchor=False)
        profile = figures.deprivation.domain_profile(data, [area], year)
        figure.figure(
            words.deprivation.profile_compared(profile[area.name], profile[data.place.name], area.name),
            drawing.charts.domain_bars(
                profile,
                [area.name],
                "Transformed rank<br>(0 = least, 100 = most deprived)",
                limit=100,
            ),
            f"{words.standing_text.source_iod(year)} {words.standing_text.transformed(data.place)}",
            figures.deprivation.domain_table(data, area, year),
            f"Domains of {area.name}, {year}",
            "card domains",
        )
    with incidents:
        st.subheader("Incidents by type", anchor=False)
        types = figures.crime.types(data, area)
        period = data.period
        figure.figure(
            words.crime.types_held(types["Count"], area.name, period),
            drawing.charts.type_bars(types["Per 1,000"], types["Count"], types.iloc[:, -1], area.name),
            words.standing_text.source_police(data.place, period),
            types.reset_index(names="Type"),
            f"Incidents by type in {area.name}",
            "card types",
        )
    st.caption(
        f"{words.areas.made_of(area, data.reading)} {words.standing_text.CIRCULAR} {words.standing_text.NEAR} {words.standing_text.CAUTION}".strip()
    )
