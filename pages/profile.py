"""One area of any kind on one page: standing, reasons, indicators, movement, areas like it."""

import streamlit as st

from charnwood import change_words, charts, choices, notes, profiles, summaries, ui, views, words
from charnwood.deprivation import CHOSEN, NEWEST
from charnwood.neighbourhoods import BOROUGH

data = ui.open_page(
    "Area profile",
    "One area in short: where it stands, why it is ranked there, what changed, and which areas are like it.",
)

area, year = choices.choose_area_and_edition(data)
choices.explain(data, [area], year)
ui.glossary(data)
source = words.source_iod(year)
rows = data.rows(area, year)

st.header("In short", anchor=False)
summary = [
    words.people(area, data.residents(area)),
    words.group_position(area, rows, year),
    *summaries.rate_sentences(data, area),
]
if len(rows) > 1 and area.kind != BOROUGH:  # of which each LSOA is a small part
    summary.insert(2, words.score_drivers(profiles.drivers(data, area, year), area.name, year))
st.markdown("\n".join(f"- {sentence}" for sentence in summary))
period = data.period
st.caption(
    f"{source} {words.made_of(area, data.reading)} Crimes and anti-social behaviour: the latest {words.period_named(period)}. "
    f"{words.source_police(data.place, period)} {notes.CAUTION} {notes.NEAR}"
)

st.header("On the map, with the decile of each domain", anchor=False)
view = views.members(data, year, area)
st.markdown(words.domain_deciles(rows, area.name, year))
ui.show_view(data, view, () if area.kind == BOROUGH else area.codes(view.vintage), source)
st.caption(f"{source} Decile 1 is England's most deprived 10%, decile 10 the least. {notes.NAMES}")
ui.table_of(
    summaries.published(data, [area], year),
    f"published scores, ranks and deciles, sub-domains included, {year}",
    f"{source} {notes.PUBLISHED}",
    "published",
)

st.header("Why is it ranked here?", anchor=False)
points = summaries.domain_profile(data, [area], year, "contribution")
reasons = [words.strongest_domains(points[area.name], area.name)]
if area.name != data.place.name:
    reasons.append(words.contribution_compared(points[area.name], points[data.place.name], area.name))
ui.figure(
    " ".join(reasons),
    charts.domain_bars(
        points,
        [area.name],
        "Points of the IMD score",
        digits=1,
    ),
    f"{source} {notes.CONTRIBUTION}",
    summaries.labelled(points),
    f"Contributions to the IMD score of {area.name} {year}",
    "contributions",
)

st.header("The indicators underneath", anchor=False)
worse, compared = profiles.worse_than_district(profiles.indicator_values(data, area, year), data.place.column)
lacking = [domain.name.lower() for domain in profiles.domains_without(year)]
st.markdown(words.indicators_compared(worse, compared, area.name, lacking, data.place.name))
underlying = profiles.indicator_table(data, area, year)
ui.table(underlying, f"Underlying indicators of {area.name}", as_rounded=True)
means = f"{source} {notes.own_means(data.place)}"
st.caption(means)
ui.download(underlying, f"Indicators of {area.name} {year}", means, "indicators")

st.header(f"What changed from {CHOSEN} to {NEWEST}", anchor=False)
moved = profiles.change(data, area)
st.markdown(f"{change_words.change_summary(moved, area.name)} {change_words.split_note(moved)}")
change = profiles.change_table(moved)
ui.table(change, f"Ranks of {CHOSEN} and {NEWEST} in {area.name}")
both = f"{words.source_iod(CHOSEN)} {words.source_iod(NEWEST)}"
st.caption(f"{notes.CHANGED} {notes.PERCENTILE} {both}")
ui.download(
    change,
    f"Change of rank in {area.name} {CHOSEN} to {NEWEST}",
    f"{both} {notes.CHANGED} {notes.PERCENTILE}",
    "change",
)

st.header("Areas with a like profile", anchor=False)
alike = profiles.similar_table(data, area, year)
st.markdown(words.most_alike(alike, area, year, profiles.groups_named(data)))
ui.table(alike, f"Areas with a profile like that of {area.name}")
likeness = f"{source} {notes.likeness(data.place)}"
st.caption(likeness)
ui.download(alike, f"Areas like {area.name} {year}", likeness, "alike")

ui.coverage_strip(data)

st.header("Elsewhere", anchor=False)
st.markdown(
    f"- [{data.place.police} on police.uk]({data.place.police_page})\n"
    f"- [{data.place.council}]({data.place.council_page})"
)
