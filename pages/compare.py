"""Two to four areas side by side: standing, domains, indicators, recorded crime."""

import streamlit as st

from charnwood import english, words
from charnwood.drawing import exhibits
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Areas side by side",
    lambda data: (
        "Two to four areas of any kind beside each other: recorded crime, and, with the figures of "
        f"{english.listing(filter(None, (data.place.name, data.place.county)))} too, deprivation and what lies under it."
    ),
)

areas, year = controls.choose_areas_and_edition(data)
if len(areas) == 1:
    page.tell(words.comparison.SECOND)
controls.explain(data, areas, year)

st.header("How deprived", anchor=False)
figure.show(data, exhibits.comparison.standing(data, areas, year))
if said := words.areas.approximate(areas):
    st.caption(said)

st.header("The seven domains", anchor=False)
figure.show(data, exhibits.comparison.domains(data, areas, year))

st.header("The indicators underneath", anchor=False)
figure.show(data, exhibits.comparison.indicators(data, areas, year))

st.header("Recorded crime", anchor=False)
page.only_with_crime(data)
figure.show(data, exhibits.comparison.rates(data, areas))
if len(areas) > 1:
    figure.closed(data, exhibits.comparison.pairs(data, areas))
figure.show(data, exhibits.comparison.months(data, areas))
figure.show(data, exhibits.comparison.types(data, areas))
st.caption(
    f"{page.age(data)} {words.standing_text.CAUTION} {words.standing_text.NEAR} {words.standing_text.CIRCULAR}"
)
page.coverage_strip(data)
page.glossary(data)
