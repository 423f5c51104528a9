"""The front page: the district shaded by a measure, its Priority Neighbourhoods outlined, an area's card."""

from functools import partial

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.drawing import exhibits
from charnwood.official.deprivation import NEWEST
from charnwood.ui import controls, figure, html, map, page
from charnwood.web import pictures

data = page.open_page(words.maps.page_title, "")

with st.container(key="choices"):
    said = st.container(key="said")
    measure = controls.choose("measure", "Measure", drawing.map_views.measures(data), "imd")
    year = controls.choose_edition(data)
    shown = controls.choose(
        "show", "Shown as", drawing.map_views.SHOWN, "decile", disabled=measure in drawing.map_views.CRIME
    )
    area = controls.choose_area(data, year)
controls.find(data, "area", year)

on_map = exhibits.maps.measured(data, measure, year, shown, area)
said.markdown(exhibits.maps.told(on_map, area, " [Go to its card](#card)") or on_map.finding)
map.show(data, on_map, above=partial(map.neighbourhoods, data, area))
if area:
    page.own_noted(area)

age = page.age(data)
if area or measure in drawing.map_views.CRIME:
    page.coverage_strip(data, age)
    age = ""
if area is None:
    domains, incidents = st.columns(2, gap="medium")
    with domains:
        st.header(f"Deprivation by domain, {year}", anchor=False)
        beside = exhibits.front.domains(data, year)
        figure.picture(data, beside, pictures.address(beside), beside.shown.finding)
    with incidents:
        st.header("Incidents by type", anchor=False)
        if data.has_crime:
            beside = exhibits.front.types(data)
            figure.picture(data, beside, pictures.address(beside), exhibits.front.commonest(data))
        else:
            st.info(words.age.not_held(data))
    together = ",".join(area.key for area in exhibits.front.areas(data))
    st.html(html.page_links({f"compare?areas={together}&edition={year}": words.pages.EXPLORE}))
    st.caption(
        f"{words.pages.CLICK_FIRST} {age} {words.standing_text.CIRCULAR} {words.standing_text.NEAR} {words.standing_text.CAUTION}"
    )
else:
    st.header(words.deprivation.heading(area), anchor="card")
    lines = [*words.deprivation.area_lines(data, area, year), *words.crime.rate_sentences(data, area)]
    if year != NEWEST:
        lines.insert(2, words.change.newer(figures.change.change(data, area, year), area.name))
    card = words.signals.bullets(lines)
    st.markdown(card)
    domains, incidents = st.columns(2)
    with domains:
        st.subheader("Deprivation by domain", anchor=False)
        figure.show(data, exhibits.maps.domains(data, area, year))
    with incidents:
        st.subheader("Incidents by type", anchor=False)
        if data.has_crime:
            figure.show(data, exhibits.crime.types(data, area))
        else:
            st.info(words.age.not_held(data))
    cautions = (words.standing_text.CIRCULAR, words.standing_text.NEAR, words.standing_text.CAUTION)
    note = " ".join(filter(None, [words.areas.made_of(area, data.reading), *cautions]))
    figure.noted(data, card, note, page.sources(data, year))
page.glossary(data)
