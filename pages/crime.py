"""Recorded crime and anti-social behaviour of one area, by month and type, beside the rest's."""

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.official import incidents
from charnwood.official.deprivation import MAPPED
from charnwood.ui import controls, figure, page

data = page.open_page(
    "Recorded crime",
    "Incidents that police.uk places on or near streets in the area: how many, of which kind, and how many per 1,000 residents.",
)

area, year = controls.choose_area_and_edition(data)
page.own_noted(area)
st.caption(f"{words.standing_text.CAUTION} {words.standing_text.NEAR}")
page.glossary(data)

held = incidents.held_months(data.coverage)
period = data.period
months = figures.crime.crime_months(data, area)

st.header("By month", anchor=False)
figure.figure(
    words.crime.months(months, area.name, held, period),
    drawing.charts.monthly_lines(
        {
            "All incidents": months["incidents"],
            "Crimes": months["crimes"],
            "Anti-social behaviour": months["asb"],
        },
        "Incidents a month",
        (months["low"], months["high"]),
    ),
    f"{words.standing_text.source_police(data.place, held, rates=False)} {words.standing_text.INTERVAL}",
    figures.headings.monthly_counts(months),
    f"Incidents by month in {area.name}",
    "months",
)
page.coverage_strip(data)

st.header("Per 1,000 residents", anchor=False)
rest = figures.crime.rest_of(data, area)
figure.figure(
    "\n".join(f"- {sentence}" for sentence in words.crime.rate_sentences(data, area)),
    drawing.charts.monthly_lines(
        {area.name: months["rate"], rest.name: months["rest_rate"]},
        "Incidents a month per 1,000 residents",
        (months["rate_low"], months["rate_high"]),
        digits=1,
    ),
    f"{words.standing_text.source_police(data.place, held)} The sentences are on the latest twelve covered months. {words.standing_text.INTERVAL}",
    figures.headings.monthly_rates(months, rest.name),
    f"Incidents per 1,000 residents in {area.name}",
    "rates",
)

st.header("By type", anchor=False)
types = figures.crime.types(data, area)
figure.figure(
    words.crime.types_held(types["Count"], area.name, period),
    drawing.charts.type_bars(
        types["Per 1,000"], types["Count"], types[rest.name], area.name, area == data.whole
    ),
    words.standing_text.source_police(data.place, period),
    types.reset_index(names="Type"),
    f"Incidents by type in {area.name}",
    "types",
)

st.header("Beside the Index's Crime domain", anchor=False)
both = figures.crime.domain_and_counts(data, year)
inside = area.codes(MAPPED[year].vintage)
figure.figure(
    words.crime.domain(both.loc[list(inside)], area.name, year),
    drawing.charts.domain_against_counts(both, inside, area.name, data.place.elsewhere),
    f"{words.standing_text.source_iod(year)} {words.standing_text.source_police(data.place, period)} {words.standing_text.CIRCULAR}",
    figures.headings.domain_counts(both, inside, year),
    f"Crime domain {year} and recorded crimes in {area.name}",
    "domain",
)
