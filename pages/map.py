"""The front page: Charnwood shaded by a measure, its Priority Neighbourhoods outlined, an area's card."""

import streamlit as st

from charnwood import charts, maps, summaries, ui, views, words

data = ui.open_page(
    "Charnwood on a map",
    "How deprived each small area of the borough is, and what crime is recorded there. "
    "The three Priority Neighbourhoods are outlined.",
)

choices = st.columns([2, 3, 1.5, 4])
with choices[0]:
    year = ui.choose_edition()
with choices[1]:
    measure = ui.choose("measure", "Measure", views.MEASURES, "imd")
with choices[2]:
    shown = ui.choose("show", "Shown as", views.SHOWN, "decile", disabled=measure in views.CRIME)
with choices[3]:
    key = ui.choose_lsoa(data, year)

view = views.make(data, year, measure, shown)
st.markdown(f"**{view.finding}**")
left, right = st.columns([3, 2])
with left:
    ui.show_map(
        data,
        maps.view(view.vintage, view.values, view.texts, view.scale, key),
        on_click="area",
    )
    ui.legend(view.scale, view.title, data)
with right:
    st.dataframe(
        view.table,
        hide_index=True,
        height=ui.MAP_HEIGHT,
        alt=f"The areas of the map: {view.title}",
        column_config=ui.numbers(view.table),
    )
    ui.download(view.table, view.title, view.source, "map")
st.caption(f"{view.source} {view.note} {words.READING}")

if key is None:
    st.info("Click an area on the map, or choose it in the box above, to open its card.")
else:
    area = data.areas[key]
    st.header(f"{area.name} · {key}", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in summaries.lsoa_lines(data, key, year)))
    domains, incidents = st.columns(2)
    with domains:
        st.subheader("Deprivation by domain", anchor=False)
        profile = summaries.domain_profile(data, [area], year)
        ui.figure(
            words.profile_compared(profile[area.name], profile["Charnwood"], area.name),
            charts.domain_bars(
                profile[[area.name]],
                profile[list(charts.REFERENCE_SYMBOLS)],
                "Transformed rank<br>(0 = least, 100 = most deprived)",
            ),
            words.source_iod(year),
            summaries.domain_table(data, key, year),
            f"Domains of {area.name}, {year}",
            "card domains",
        )
    with incidents:
        st.subheader("Incidents by type", anchor=False)
        types = summaries.types(data, area)
        ui.figure(
            words.types_held(types["Count"], area.name, types.attrs["period"]),
            charts.type_bars(types["Per 1,000"], types["Count"], types["Charnwood per 1,000"], area.name),
            words.source_police(types.attrs["period"]),
            types.reset_index(names="Type"),
            f"Incidents by type in {area.name}",
            "card types",
        )
    st.caption(f"{words.CIRCULAR} {words.NEAR} {words.CAUTION}")
