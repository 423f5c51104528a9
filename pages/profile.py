"""One area of any kind on one page: standing, reasons, indicators, movement, areas like it."""

import streamlit as st

from charnwood import drawing, figures, words
from charnwood.official.areas import BOROUGH
from charnwood.official.deprivation import CHOSEN, NEWEST
from charnwood.ui import controls, figure, map, page

data = page.open_page(
    "Area profile",
    "One area in short: where it stands, why it is ranked there, what changed, and which areas are like it.",
)

area, year = controls.choose_area_and_edition(data)
controls.explain(data, [area], year)
page.glossary(data)
source = words.standing_text.source_iod(year)
rows = data.rows(area, year)

st.header("In short", anchor=False)
summary = [
    words.areas.people(area, data.residents(area)),
    words.deprivation.group_position(area, rows, year),
    *words.crime.rate_sentences(data, area),
]
if len(rows) > 1 and area.kind != BOROUGH:  # of which each LSOA is a small part
    summary.insert(
        2, words.deprivation.score_drivers(figures.deprivation.drivers(data, area, year), area.name, year)
    )
st.markdown("\n".join(f"- {sentence}" for sentence in summary))
period = data.period
st.caption(
    f"{source} {words.areas.made_of(area, data.reading)} Crimes and anti-social behaviour: the latest {words.crime.period_named(period)}. "
    f"{words.standing_text.source_police(data.place, period)} {words.standing_text.CAUTION} {words.standing_text.NEAR}"
)

st.header("On the map, with the decile of each domain", anchor=False)
view = drawing.map_views.members(data, year, area)
st.markdown(words.deprivation.domain_deciles(rows, area.name, year))
map.show_view(data, view, () if area.kind == BOROUGH else area.codes(view.vintage), source)
st.caption(
    f"{source} Decile 1 is England's most deprived 10%, decile 10 the least. {words.standing_text.NAMES}"
)
figure.table_of(
    figures.deprivation.published(data, [area], year),
    f"published scores, ranks and deciles, sub-domains included, {year}",
    f"{source} {words.standing_text.PUBLISHED}",
    "published",
)

st.header("Why is it ranked here?", anchor=False)
points = figures.deprivation.domain_profile(data, [area], year, "contribution")
reasons = [words.deprivation.strongest_domains(points[area.name], area.name)]
if area.name != data.place.name:
    reasons.append(
        words.deprivation.contribution_compared(points[area.name], points[data.place.name], area.name)
    )
figure.figure(
    " ".join(reasons),
    drawing.charts.domain_bars(
        points,
        [area.name],
        "Points of the IMD score",
        digits=1,
    ),
    f"{source} {words.standing_text.CONTRIBUTION}",
    figures.deprivation.labelled(points),
    f"Contributions to the IMD score of {area.name} {year}",
    "contributions",
)

st.header("The indicators underneath", anchor=False)
worse, compared = figures.indicators.worse_than_district(
    figures.indicators.indicator_values(data, area, year), data.place.column
)
lacking = [domain.name.lower() for domain in figures.indicators.domains_without(year)]
st.markdown(words.deprivation.indicators_compared(worse, compared, area.name, lacking, data.place.name))
underlying = figures.indicators.indicator_table(data, area, year)
figure.table(underlying, f"Underlying indicators of {area.name}", as_rounded=True)
means = f"{source} {words.standing_text.own_means(data.place)}"
st.caption(means)
figure.download(underlying, f"Indicators of {area.name} {year}", means, "indicators")

st.header(f"What changed from {CHOSEN} to {NEWEST}", anchor=False)
moved = figures.change.change(data, area)
st.markdown(f"{words.change.change_summary(moved, area.name)} {words.change.split_note(moved)}")
change = figures.change.change_table(moved)
figure.table(change, f"Ranks of {CHOSEN} and {NEWEST} in {area.name}")
both = f"{words.standing_text.source_iod(CHOSEN)} {words.standing_text.source_iod(NEWEST)}"
st.caption(f"{words.standing_text.CHANGED} {words.standing_text.PERCENTILE} {both}")
figure.download(
    change,
    f"Change of rank in {area.name} {CHOSEN} to {NEWEST}",
    f"{both} {words.standing_text.CHANGED} {words.standing_text.PERCENTILE}",
    "change",
)

st.header("Areas with a like profile", anchor=False)
alike = figures.likeness.similar_table(data, area, year)
st.markdown(words.deprivation.most_alike(alike, area, year, words.deprivation.groups_named(data)))
figure.table(alike, f"Areas with a profile like that of {area.name}")
likeness = f"{source} {words.standing_text.likeness(data.place)}"
st.caption(likeness)
figure.download(alike, f"Areas like {area.name} {year}", likeness, "alike")

page.coverage_strip(data)

st.header("Elsewhere", anchor=False)
st.markdown(
    f"- [{data.place.police} on police.uk]({data.place.police_page})\n"
    f"- [{data.place.council}]({data.place.council_page})"
)
