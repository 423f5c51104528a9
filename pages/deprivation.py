"""Deprivation of one area or several: standing, domains, contributions, deciles, published scores."""

import streamlit as st

from charnwood import drawing, english, figures, words
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Deprivation by domain",
    lambda data: (
        "Why areas rank where they do on the Index of Multiple Deprivation, beside "
        f"{data.place.name}, {data.place.county} and England."
    ),
)

areas, year = controls.choose_areas_and_edition(data)
controls.explain(data, areas, year)
page.glossary(data)
source = words.standing_text.source_iod(year)
names = [area.name for area in areas]

st.header("How deprived", anchor=False)
st.markdown(
    "\n".join(f"- {words.deprivation.group_position(area, data.rows(area, year), year)}" for area in areas)
)
if year != NEWEST:
    st.markdown(
        "\n".join(
            f"- {words.change.newer(figures.change.change(data, area, year), area.name)}" for area in areas
        )
    )
standings = figures.deprivation.standings(data, areas, year)
figure.table(standings, "Standing of the areas")
st.caption(
    f"{source} Averages are weighted by {MAPPED[year].weights}. {f'{data.reading} ' if data.reading else ''}{words.standing_text.CHANGED} By definition 10%, 20% and 30% of England's areas are in "
    "its most deprived 10%, 20% and 30%."
)
figure.download(standings, f"Standing of areas, IMD {year}", source, "standings")

st.header("The seven domains", anchor=False)
profile = figures.deprivation.domain_profile(data, areas, year)
figure.figure(
    "\n".join(
        f"- {words.deprivation.profile_compared(profile[name], profile[data.place.name], name)}"
        for name in names
    ),
    drawing.charts.domain_bars(
        profile,
        names,
        "Transformed rank<br>(0 = least, 100 = most deprived)",
        limit=100,
    ),
    f"{source} {words.standing_text.transformed(data.place)}",
    figures.deprivation.labelled(profile),
    f"Domains of {english.listing(names)} {year}, transformed ranks",
    "profile",
)

st.header("What makes up the score", anchor=False)
points = figures.deprivation.domain_profile(data, areas, year, "contribution")
figure.figure(
    "\n".join(f"- {words.deprivation.strongest_domains(points[name], name)}" for name in names),
    drawing.charts.domain_bars(
        points,
        names,
        "Points of the IMD score",
        digits=1,
    ),
    f"{source} {words.standing_text.CONTRIBUTION}",
    figures.deprivation.labelled(points),
    f"Contributions to the IMD score of {english.listing(names)} {year}",
    "contributions",
)

st.header(f"{data.place.name}'s areas across England's deciles", anchor=False)
own = data.own(year)
neighbourhood = data.lsoa[MAPPED[year].vintage]["neighbourhood"].reindex(own.index)
figure.figure(
    words.deprivation.deciles_held(own, neighbourhood.notna(), year, data.place.name),
    drawing.charts.decile_distribution(
        own,
        neighbourhood,
        [area.name for area in data.neighbourhoods],
        data.place.elsewhere if data.neighbourhoods else data.place.name,
    ),
    f"{source} {words.standing_text.BOTH_PARTS if data.neighbourhoods else ''}".strip(),
    figures.deprivation.decile_counts(data, year),
    f"LSOAs by decile, IMD {year}",
    "deciles",
)

st.header("Each small area", anchor=False)
members = figures.deprivation.members(data, areas, year)
st.markdown(
    "Deciles of every LSOA in the chosen areas. Decile 1 is England's most deprived 10%, decile 10 the least."
)
figure.table(members, "Deciles of each LSOA")
st.caption(source)
figure.download(members, f"LSOAs of the chosen areas, IMD {year}", source, "members")
figure.table_of(
    figures.deprivation.published(data, areas, year),
    f"published scores, sub-domains, IDACI and IDAOPI {year}",
    f"{source} {words.standing_text.PUBLISHED}",
    "published",
)
