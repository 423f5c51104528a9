"""Where every figure comes from, what was left out, how the neighbourhoods were read; downloads."""

import streamlit as st

from charnwood import choices, methods, ui, words

data = ui.open_page(
    "Data and methods",
    "Sources and licences, which months are held, what was left out and why, and every table to download.",
)

st.header("Sources", anchor=False)
sources = methods.sources(data)
ui.table(sources, "Official sources with edition, licence and address")
st.markdown("\n".join(f"- {line}" for line in methods.attributions(data)))
st.markdown(methods.scores_held(data))

st.header("Months of crime data", anchor=False)
ui.coverage_strip(data)
st.markdown(methods.coverage_sentence(data))
ui.table_of(
    methods.coverage_table(data),
    "rows of each month",
    words.source_police(data.place, methods.held(data), rates=False),
    "coverage",
)

st.header("How incidents are placed", anchor=False)
st.markdown(methods.PLACING)

if data.neighbourhoods:
    st.header("How the Priority Neighbourhoods were read", anchor=False)
    st.markdown(methods.reading(data))
    priority = methods.priority_table(data)
    ui.table(priority, "LSOAs of the Priority Neighbourhoods with the evidence for each")
    ui.download(
        priority,
        "Priority Neighbourhoods",
        f"{data.reading} {words.source_iod(2019)}",
        "priority",
    )

st.header(methods.counts_asked(data), anchor=False)
st.markdown(methods.vintages(data))

st.header("How to read the figures", anchor=False)
st.markdown("\n".join(f"- {rule}" for rule in methods.RULES))

st.header("Downloads", anchor=False)
st.markdown(
    f"Data version **{data.version}**. Each file carries its source. The GeoJSON files hold shapes and figures, in WGS84."
)
names = methods.downloadable(data)
name = choices.choose("table", "Table", names, next(iter(names)))
table = data.table(name)
ui.table(table.head(200), f"The first rows of {name}", as_rounded=True)
st.caption(f"{len(table):,} rows; the first 200 at most are shown here.")
ui.download(table, names[name], methods.table_source(data, name), "any")
for year in methods.EDITIONS:
    ui.offer(
        {
            "geojson": (
                f"Download the areas joined to IoD {year} (GeoJSON)",
                f"{data.place.key}-lsoa-iod{year}.geojson",
                lambda year=year: methods.joined_geojson(data, year),
            )
        }
    )
