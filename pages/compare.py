"""Two to four areas side by side: standing, domains, indicators, recorded crime."""

import streamlit as st

from charnwood import change_words, charts, choices, comparison, crime, notes, profiles, summaries, ui, words
from charnwood.deprivation import MAPPED, NEWEST

data = ui.open_page(
    "Areas side by side",
    lambda data: (
        "Two to four areas of any kind beside each other: recorded crime, and, with the figures of "
        f"{data.place.name} and {data.place.county} too, deprivation and what lies under it."
    ),
)

areas, year = choices.choose_areas_and_edition(data)
if len(areas) == 1:
    ui.tell("Choose a second area to compare this one with.")
choices.explain(data, areas, year)
ui.glossary(data)
names = [area.name for area in areas]
listed = words.listing(names)
source = words.source_iod(year)

st.header("How deprived", anchor=False)
st.markdown("\n".join(f"- {words.group_position(area, data.rows(area, year), year)}" for area in areas))
if year != NEWEST:
    st.markdown(
        "\n".join(f"- {change_words.newer(profiles.change(data, area, year), area.name)}" for area in areas)
    )
standings = summaries.standings(data, areas, year)
ui.table(standings, f"Standing of {listed}")
st.caption(f"{source} Averages are weighted by {MAPPED[year].weights}. {data.reading}".strip())
ui.download(standings, f"Standing of {listed} {year}", source, "standings")

st.header("The seven domains", anchor=False)
profile = summaries.domain_profile(data, areas, year)
ui.figure(
    comparison.domains_led(profile[names]),
    charts.domain_bars(profile, names, "Transformed rank<br>(0 = least, 100 = most deprived)", limit=100),
    f"{source} {notes.transformed(data.place)}",
    summaries.labelled(profile),
    f"Domains of {listed} {year}",
    "domains",
)

st.header("The indicators underneath", anchor=False)
underlying = comparison.indicators(data, areas, year)
ui.table(underlying, f"Underlying indicators of {listed}", as_rounded=True)
means = f"{source} {notes.own_means(data.place)}"
st.caption(means)
ui.download(underlying, f"Indicators of {listed} {year}", means, "indicators")

st.header("Recorded crime", anchor=False)
period = data.period
police = words.source_police(data.place, period)
rates = comparison.rates(data, areas)
tested = comparison.pairs(areas, rates)
said = comparison.sentences(tested, rates)
ui.figure(
    "\n".join(f"- {sentence}" for sentence in said) or comparison.rates_alone(rates),
    charts.rate_dots(rates, comparison.KINDS),
    f"{police} Latest {words.period_named(period)}. {notes.RATIO}",
    comparison.rate_table(rates),
    f"Incidents per 1,000 residents in {listed}",
    "rates",
)
if said:
    ui.table_of(
        comparison.pair_table(tested), f"each pair of {listed}, tested", f"{police} {notes.RATIO}", "pairs"
    )
months = comparison.months(data, areas)
held = crime.held_months(data.coverage)
ui.figure(
    "**Month by month.** All incidents per 1,000 residents; months not held are gaps.",
    charts.monthly_lines(
        {str(name): months[name] for name in months}, "Incidents a month per 1,000", digits=1
    ),
    words.source_police(data.place, held),
    months.astype("Float64").round(2).reset_index(names="Month"),
    f"Incidents by month per 1,000 residents in {listed}",
    "months",
)
st.markdown("**By type.** Counts and rates of each type of incident.")
types = comparison.types(data, areas)
ui.table(types, f"Incidents by type in {listed}")
st.caption(police)
ui.download(types, f"Incidents by type in {listed}", police, "types")
st.caption(f"{notes.CAUTION} {notes.NEAR} {notes.CIRCULAR}")
ui.coverage_strip(data)
