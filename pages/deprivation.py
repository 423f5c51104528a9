"""Deprivation of one area or several: standing, domains, contributions, deciles, published scores."""

import streamlit as st

from charnwood import change_words, charts, choices, notes, profiles, summaries, ui, words
from charnwood.deprivation import MAPPED, NEWEST

data = ui.open_page(
    "Deprivation by domain",
    lambda data: (
        "Why areas rank where they do on the Index of Multiple Deprivation, beside "
        f"{data.place.name}, {data.place.county} and England."
    ),
)

areas, year = choices.choose_areas_and_edition(data)
choices.explain(data, areas, year)
ui.glossary(data)
source = words.source_iod(year)
names = [area.name for area in areas]

st.header("How deprived", anchor=False)
st.markdown("\n".join(f"- {words.group_position(area, data.rows(area, year), year)}" for area in areas))
if year != NEWEST:
    st.markdown(
        "\n".join(f"- {change_words.newer(profiles.change(data, area, year), area.name)}" for area in areas)
    )
standings = summaries.standings(data, areas, year)
ui.table(standings, "Standing of the areas")
st.caption(
    f"{source} Averages are weighted by {MAPPED[year].weights}. {f'{data.reading} ' if data.reading else ''}{notes.CHANGED} By definition 10%, 20% and 30% of England's areas are in "
    "its most deprived 10%, 20% and 30%."
)
ui.download(standings, f"Standing of areas, IMD {year}", source, "standings")

st.header("The seven domains", anchor=False)
profile = summaries.domain_profile(data, areas, year)
ui.figure(
    "\n".join(f"- {words.profile_compared(profile[name], profile[data.place.name], name)}" for name in names),
    charts.domain_bars(
        profile,
        names,
        "Transformed rank<br>(0 = least, 100 = most deprived)",
        limit=100,
    ),
    f"{source} {notes.transformed(data.place)}",
    summaries.labelled(profile),
    f"Domains of {words.listing(names)} {year}, transformed ranks",
    "profile",
)

st.header("What makes up the score", anchor=False)
points = summaries.domain_profile(data, areas, year, "contribution")
ui.figure(
    "\n".join(f"- {words.strongest_domains(points[name], name)}" for name in names),
    charts.domain_bars(
        points,
        names,
        "Points of the IMD score",
        digits=1,
    ),
    f"{source} {notes.CONTRIBUTION}",
    summaries.labelled(points),
    f"Contributions to the IMD score of {words.listing(names)} {year}",
    "contributions",
)

st.header(f"{data.place.name}'s areas across England's deciles", anchor=False)
own = data.own(year)
neighbourhood = data.lsoa[MAPPED[year].vintage]["neighbourhood"].reindex(own.index)
ui.figure(
    words.deciles_held(own, neighbourhood.notna(), year, data.place.name),
    charts.decile_distribution(
        own,
        neighbourhood,
        [area.name for area in data.neighbourhoods],
        data.place.elsewhere if data.neighbourhoods else data.place.name,
    ),
    f"{source} {notes.BOTH_PARTS if data.neighbourhoods else ''}".strip(),
    summaries.decile_counts(data, year),
    f"LSOAs by decile, IMD {year}",
    "deciles",
)

st.header("Each small area", anchor=False)
members = summaries.members(data, areas, year)
st.markdown(
    "Deciles of every LSOA in the chosen areas. Decile 1 is England's most deprived 10%, decile 10 the least."
)
ui.table(members, "Deciles of each LSOA")
st.caption(source)
ui.download(members, f"LSOAs of the chosen areas, IMD {year}", source, "members")
ui.table_of(
    summaries.published(data, areas, year),
    f"published scores, sub-domains, IDACI and IDAOPI {year}",
    f"{source} {notes.PUBLISHED}",
    "published",
)
