"""Recorded crime and anti-social behaviour of one area, by month and type, beside the rest's."""

import streamlit as st

from charnwood import charts, choices, crime, notes, summaries, ui, words
from charnwood.deprivation import MAPPED

data = ui.open_page(
    "Recorded crime",
    "Incidents that police.uk places on or near streets in the area: how many, of which kind, and how many per 1,000 residents.",
)

area, year = choices.choose_area_and_edition(data)
ui.own_noted(area)
st.caption(f"{notes.CAUTION} {notes.NEAR}")
ui.glossary(data)

held = crime.held_months(data.coverage)
period = data.period
months = summaries.crime_months(data, area)

st.header("By month", anchor=False)
ui.figure(
    words.crime_months(months, area.name, held, period),
    charts.monthly_lines(
        {
            "All incidents": months["incidents"],
            "Crimes": months["crimes"],
            "Anti-social behaviour": months["asb"],
        },
        "Incidents a month",
        (months["low"], months["high"]),
    ),
    f"{words.source_police(data.place, held, rates=False)} {notes.INTERVAL}",
    summaries.month_table(months),
    f"Incidents by month in {area.name}",
    "months",
)
ui.coverage_strip(data)

st.header("Per 1,000 residents", anchor=False)
rest = summaries.rest_of(data, area)
ui.figure(
    "\n".join(f"- {sentence}" for sentence in summaries.rate_sentences(data, area)),
    charts.monthly_lines(
        {area.name: months["rate"], rest.name: months["rest_rate"]},
        "Incidents a month per 1,000 residents",
        (months["rate_low"], months["rate_high"]),
        digits=1,
    ),
    f"{words.source_police(data.place, held)} The sentences are on the latest twelve covered months. {notes.INTERVAL}",
    summaries.rate_table(months, rest.name),
    f"Incidents per 1,000 residents in {area.name}",
    "rates",
)

st.header("By type", anchor=False)
types = summaries.types(data, area)
ui.figure(
    words.types_held(types["Count"], area.name, period),
    charts.type_bars(types["Per 1,000"], types["Count"], types[rest.name], area.name, area == data.whole),
    words.source_police(data.place, period),
    types.reset_index(names="Type"),
    f"Incidents by type in {area.name}",
    "types",
)

st.header("Beside the Index's Crime domain", anchor=False)
both = summaries.domain_and_counts(data, year)
inside = area.codes(MAPPED[year].vintage)
ui.figure(
    words.crime_domain(both.loc[list(inside)], area.name, year),
    charts.domain_against_counts(both, inside, area.name, data.place.elsewhere),
    f"{words.source_iod(year)} {words.source_police(data.place, period)} {notes.CIRCULAR}",
    summaries.domain_count_table(both, inside, year),
    f"Crime domain {year} and recorded crimes in {area.name}",
    "domain",
)
