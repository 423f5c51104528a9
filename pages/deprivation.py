"""Deprivation of one area or several: standing, domains, contributions, deciles, published scores."""

import streamlit as st

from charnwood import english
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Deprivation by domain",
    lambda data: (
        "Why areas rank where they do on the Index of Multiple Deprivation, beside "
        f"{english.listing(filter(None, (data.place.name, data.place.county, 'England')))}."
    ),
)

areas, year = controls.choose_areas_and_edition(data)
controls.explain(data, areas, year)

st.header("How deprived", anchor=False)
figure.show(data, exhibits.deprivation.standing(data, areas, year))

st.header("The seven domains", anchor=False)
figure.show(data, exhibits.deprivation.domains(data, areas, year))

st.header("What makes up the score", anchor=False)
figure.show(data, exhibits.deprivation.contributions(data, areas, year))

st.header(f"{data.place.name}'s areas across England's deciles", anchor=False)
figure.show(data, exhibits.deprivation.deciles(data, year))

st.header("Each small area", anchor=False)
figure.show(data, exhibits.deprivation.members(data, areas, year))
figure.closed(data, exhibits.deprivation.published(data, areas, year))
page.glossary(data)
