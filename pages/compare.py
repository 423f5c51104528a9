"""Two to four areas side by side: standing, domains, indicators, recorded crime."""

import streamlit as st

from charnwood import drawing, english, figures, words
from charnwood.official import incidents
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Areas side by side",
    lambda data: (
        "Two to four areas of any kind beside each other: recorded crime, and, with the figures of "
        f"{data.place.name} and {data.place.county} too, deprivation and what lies under it."
    ),
)

areas, year = controls.choose_areas_and_edition(data)
if len(areas) == 1:
    page.tell("Choose a second area to compare this one with.")
controls.explain(data, areas, year)
page.glossary(data)
names = [area.name for area in areas]
listed = english.listing(names)
source = words.standing_text.source_iod(year)

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
figure.table(standings, f"Standing of {listed}")
st.caption(f"{source} Averages are weighted by {MAPPED[year].weights}. {data.reading}".strip())
figure.download(standings, f"Standing of {listed} {year}", source, "standings")

st.header("The seven domains", anchor=False)
profile = figures.deprivation.domain_profile(data, areas, year)
figure.figure(
    words.comparison.domains_led(profile[names]),
    drawing.charts.domain_bars(
        profile, names, "Transformed rank<br>(0 = least, 100 = most deprived)", limit=100
    ),
    f"{source} {words.standing_text.transformed(data.place)}",
    figures.deprivation.labelled(profile),
    f"Domains of {listed} {year}",
    "domains",
)

st.header("The indicators underneath", anchor=False)
underlying = figures.comparison.indicator_table(data, areas, year)
figure.table(underlying, f"Underlying indicators of {listed}", as_rounded=True)
means = f"{source} {words.standing_text.own_means(data.place)}"
st.caption(means)
figure.download(underlying, f"Indicators of {listed} {year}", means, "indicators")

st.header("Recorded crime", anchor=False)
period = data.period
police = words.standing_text.source_police(data.place, period)
rates = figures.comparison.rates(data, areas)
tested = figures.comparison.pairs(areas, rates)
said = words.comparison.compared(tested, rates)
figure.figure(
    "\n".join(f"- {sentence}" for sentence in said) or words.comparison.rates_alone(rates),
    drawing.charts.rate_dots(rates, figures.comparison.KINDS),
    f"{police} Latest {words.crime.period_named(period)}. {words.standing_text.RATIO}",
    figures.headings.area_rates(rates),
    f"Incidents per 1,000 residents in {listed}",
    "rates",
)
if said:
    figure.table_of(
        figures.headings.pairs(tested),
        f"each pair of {listed}, tested",
        f"{police} {words.standing_text.RATIO}",
        "pairs",
    )
months = figures.comparison.months(data, areas)
held = incidents.held_months(data.coverage)
figure.figure(
    "**Month by month.** All incidents per 1,000 residents; months not held are gaps.",
    drawing.charts.monthly_lines(
        {str(name): months[name] for name in months}, "Incidents a month per 1,000", digits=1
    ),
    words.standing_text.source_police(data.place, held),
    months.astype("Float64").round(2).reset_index(names="Month"),
    f"Incidents by month per 1,000 residents in {listed}",
    "months",
)
st.markdown("**By type.** Counts and rates of each type of incident.")
types = figures.comparison.types(data, areas)
figure.table(types, f"Incidents by type in {listed}")
st.caption(police)
figure.download(types, f"Incidents by type in {listed}", police, "types")
st.caption(f"{words.standing_text.CAUTION} {words.standing_text.NEAR} {words.standing_text.CIRCULAR}")
page.coverage_strip(data)
