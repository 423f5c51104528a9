"""Where every figure comes from, what was left out, how the neighbourhoods were read; downloads."""

import streamlit as st

from charnwood import figures, words
from charnwood.briefing import addresses, feed
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, page

MOST = 200  # rows of a table that the page shows

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
if data.has_crime:
    st.markdown(f"{page.age(data)} {words.methods.coverage_sentence(data)}")
    figure.closed(data, exhibits.data.coverage(data))

    st.header("Months that were revised", anchor=False)
    figure.show(data, exhibits.data.revisions(data))
    st.markdown(words.pages.feed(feed.ADDRESS))

    st.header("How incidents are placed", anchor=False)
    st.markdown(words.methods.PLACING)

if data.breaks and data.has_crime:
    st.header("When the figures of crime do not compare", anchor=False)
    figure.show(data, exhibits.data.breaks(data))

if data.neighbourhoods:
    st.header("How the Priority Neighbourhoods were read", anchor=False)
    st.markdown(words.methods.reading(data))
    figure.show(data, exhibits.data.priority(data))

st.header(words.methods.counts_asked(data), anchor=False)
st.markdown(words.methods.vintages(data))

st.header("How to read the figures", anchor=False)
st.markdown("\n".join(f"- {rule}" for rule in words.methods.RULES))

st.header("Downloads", anchor=False)
st.markdown(words.everything.lead(data))
figure.links(addresses.everything(data))
st.markdown(words.pages.downloads(data))
names = exhibits.parameters.tables(data)
name = controls.choose("table", "Table", names, next(iter(names)))
embedded = exhibits.data.embedded(data, name)
figure.table(embedded.table.head(MOST), embedded.about, embedded.as_rounded)
st.caption(words.pages.first_rows(len(embedded.table), MOST))
figure.files(data, embedded)
for year in words.methods.EDITIONS:
    address = addresses.plain(data, "lsoas-joined", "geojson", year)
    figure.links({address: f"Download the areas joined to IoD {year} (GeoJSON)"})
