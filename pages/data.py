"""Where every figure comes from, what was left out, how the neighbourhoods were read; downloads."""

import streamlit as st

from charnwood import figures, words
from charnwood.briefing import files
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Data and methods",
    "Sources and licences, which months are held, what was left out and why, and every table to download.",
)

st.header("Sources", anchor=False)
sources = figures.headings.sources(data)
figure.table(sources, "Official sources with edition, licence and address")
st.markdown("\n".join(f"- {line}" for line in words.methods.attributions(data)))
st.markdown(words.methods.scores_held(data))

st.header("Months of crime data", anchor=False)
page.coverage_strip(data)
st.markdown(words.methods.coverage_sentence(data))
figure.table_of(
    figures.headings.coverage(data),
    "rows of each month",
    words.standing_text.source_police(data.place, words.methods.held(data), rates=False),
    "coverage",
)

st.header("How incidents are placed", anchor=False)
st.markdown(words.methods.PLACING)

if data.neighbourhoods:
    st.header("How the Priority Neighbourhoods were read", anchor=False)
    st.markdown(words.methods.reading(data))
    priority = figures.headings.priority(data)
    figure.table(priority, "LSOAs of the Priority Neighbourhoods with the evidence for each")
    figure.download(
        priority,
        "Priority Neighbourhoods",
        f"{data.reading} {words.standing_text.source_iod(2019)}",
        "priority",
    )

st.header(words.methods.counts_asked(data), anchor=False)
st.markdown(words.methods.vintages(data))

st.header("How to read the figures", anchor=False)
st.markdown("\n".join(f"- {rule}" for rule in words.methods.RULES))

st.header("Downloads", anchor=False)
st.markdown(
    f"Data version **{data.version}**. Each file carries its source. The GeoJSON files hold shapes and figures, in WGS84."
)
names = files.downloadable(data)
name = controls.choose("table", "Table", names, next(iter(names)))
table = data.table(name)
figure.table(table.head(200), f"The first rows of {name}", as_rounded=True)
st.caption(f"{len(table):,} rows; the first 200 at most are shown here.")
figure.download(table, names[name], words.methods.table_source(data, name), "any")
for year in words.methods.EDITIONS:
    figure.offer(
        {
            "geojson": (
                f"Download the areas joined to IoD {year} (GeoJSON)",
                f"{data.place.key}-lsoa-iod{year}.geojson",
                lambda year=year: files.joined_geojson(data, year),
            )
        }
    )
