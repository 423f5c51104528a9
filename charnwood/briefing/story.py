"""A briefing: the story of one area, as data that pages, slides and documents draw.

Every figure comes from the functions that the pages use; the sentences are those of `spoken`.
"""

from __future__ import annotations

import datetime
from functools import partial

import pandas as pd

from charnwood import drawing, english, figures, words
from charnwood.briefing import endings, worked
from charnwood.briefing.endings import TEN_YEARS_BEFORE
from charnwood.briefing.parts import BARS, COLUMNS, LINES, MAP, STACK, TABLE, Briefing, Step
from charnwood.figures.incident_kinds import PARTS
from charnwood.figures.worked import Question
from charnwood.official import areas, incidents
from charnwood.official.areas import BOROUGH, LSOA, PRIORITY, Area
from charnwood.official.deprivation import CHOSEN, MAPPED, NEWEST, average_score
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS
from charnwood.store.dataset import PART, Dataset

# Indicators in percent that both editions have in some form, in words short enough for a chart
SHARED_INDICATORS = {
    "adult_skills_and_english_language_proficiency_indicator": "Few skills or little English",
    "household_overcrowding_indicator": "Overcrowded households",
    "household_overcrowding_indicator_rooms": "Overcrowded households",
}
MOVEMENT = (CHOSEN, NEWEST)  # the editions between which movement is told
AGES = ("Children (0 to 15)", "Aged 60 and over")  # of the chosen edition's mid-year


def make_story(
    data: Dataset,
    area: Area,
    year: int,
    date: datetime.date | None = None,
    question: Question | None = None,
) -> Briefing:
    """The briefing of an area of any kind by an edition of the Indices; `date` is today unless given.

    With a `question` one more step before the last tells whether something that was done worked.
    """
    day = date or datetime.date.today()
    crime = (partial(_crime, day=day),) if data.has_crime else ()
    told = (_where, _how_deprived, _domains, _people, *crime, _change, _compared)
    made = [step(data, area, year) for step in told]
    made += [worked.step(data, question)] if question and data.has_crime else []
    made += [*endings.side_by_side(data, area, year), *endings.strengths(data, area)]
    return Briefing(data, area, year, day, (*made, endings.remember(area, made), endings.sources(data)))


def _where(data: Dataset, area: Area, year: int) -> Step:
    vintage = MAPPED[year].vintage
    view = drawing.map_views.make(data, year, "imd", "decile")
    members = data.lsoa[vintage].loc[list(area.codes(vintage))]
    rows = data.rows(area, year)
    parts = data.inside(area, vintage)
    residents = (members["residents"] * parts.loc[members.index]).round().astype(int)
    plain = words.briefing.places(data, area)
    finding, *lines = words.briefing.where(
        area,
        rows["inside"],
        data.residents(area),
        plain,
        data.lsoa[NEW_LSOAS].loc[list(area.lsoa21), "residents"],
    )
    lines += [words.areas.apart(words.plain.namesakes(data, area))] if area.kind == PRIORITY else []
    table = pd.DataFrame(
        {
            "Area": members["name"].where(parts.loc[members.index] == 1, members["name"] + PART),
            "Place": members["place"],
            "Ward": members["ward"],
            f"Residents (mid-{LATEST_POPULATION})": residents,
            "IMD decile": rows["imd_decile"],
            "Code": members.index,
        }
    ).sort_values(["IMD decile", "Area"], ignore_index=True)
    return Step(
        "where",
        "Where is it?",
        (*filter(None, lines), *words.briefing.other_vintage(area, area.codes(vintage), year)),
        MAP,
        table,
        f"{words.standing_text.source_iod(year)} Boundaries and residents: ONS. {words.standing_text.OS_DATA}"
        f"{drawing.map_layer.labels_by(data)}",
        words.deprivation.vintage_note(data, area, year)
        or words.areas.made_of(area, data.reading)
        or words.standing_text.NAMES,
        f"The map shades each LSOA by its decile on the IMD of {year}: decile 1 is England's most deprived 10%. "
        f"{words.standing_text.NAMES}",
        _on_the_map(data, area, year),
        view=view,
        finding=finding,
        wide=area.kind == BOROUGH,
    )


def _on_the_map(data: Dataset, area: Area, year: int) -> str:
    """What the map of the first step shows, for those who do not see it."""
    count = len(data.neighbourhoods)
    outlined = f", with the {english.number(count)} {PRIORITY}{'s' * (count > 1)} outlined" if count else ""
    return (
        f"Map of {data.place.name}'s small areas, shaded by IMD decile {year}{outlined}."
        if area.kind == BOROUGH
        else f"Map of {area.name}, outlined in red, and what lies around it, shaded by IMD decile {year}. A small map shows where "
        f"in {data.place.name} it lies."
    )


def _how_deprived(data: Dataset, area: Area, year: int) -> Step:
    own, rows = data.own(year), data.rows(area, year)
    area = figures.deprivation.of_edition(data, area, year)
    inside = pd.Series(area.name, index=rows.index).reindex(own.index)
    counts = pd.DataFrame(
        {
            area.name: rows["imd_decile"].value_counts(),
            data.place.elsewhere: own.drop(rows.index)["imd_decile"].value_counts(),
        }
    )
    counts = counts.reindex(range(1, 11)).fillna(0).astype("int64")
    if area.kind == BOROUGH:
        counts = counts[[area.name]]
    counts.index.name = "Decile (1 = most deprived)"
    count = english.capital(words.areas.counted(rows["inside"], "LSOA"))
    counted = f"All {count}" if area.kind == BOROUGH else f"{count} of {len(own)}"
    moved = figures.change.change(data, area, CHOSEN if year == NEWEST else year)
    crossed = " ".join(words.change.crossed(moved, year)) if words.areas.few_lsoas(area) else ""
    newest = data.rows(area, NEWEST)
    finding, *lines = words.briefing.how_deprived(area, rows, own, year, data.place.name, newest, moved)
    return Step(
        "deprivation",
        "How deprived is it?",
        tuple(lines),
        STACK,
        counts.reset_index(),
        words.standing_text.source_iod(year),
        data.reading if area.kind == PRIORITY else words.standing_text.CHANGED,
        f"{counted} in {data.place.name}. Shares of people are weighted by {figures.deprivation.weights(rows, year)} population. They are "
        f"this dashboard's summaries, not official statistics. Rank 1 and decile 1 are the most deprived. {crossed}".strip(),
        f"Columns: how many of {data.place.name}'s {len(own)} LSOAs are in each of England's ten deciles"
        f"{'' if area.kind == BOROUGH else f', those of {area.name} marked'}.",
        frame=counts,
        figure=drawing.charts.decile_distribution(own, inside, [area.name], data.place.elsewhere),
        axis=words.areas.COUNTED,
        finding=finding,
        besides=words.briefing.of_newest(lines, year),
    )


def _domains(data: Dataset, area: Area, year: int) -> Step:
    area = figures.deprivation.of_edition(data, area, year)
    points = figures.deprivation.domain_profile(data, [area], year, "contribution")
    profile = figures.deprivation.domain_profile(data, [area], year)
    table = figures.deprivation.domains(data, [area], year, "contribution")
    return Step(
        "domains",
        "Which kinds of deprivation?",
        tuple(words.briefing.domains(points[area.name])),
        BARS,
        table,
        words.standing_text.source_iod(year),
        "Some kinds count for more than others in the score, by weights that the government sets.",
        f"{words.deprivation.strongest_domains(points[area.name], area.name)} {words.standing_text.CONTRIBUTION}",
        f"Bars: points of the IMD score from each of the seven domains in {area.name}, beside"
        f"{'' if area.kind == BOROUGH else f' {data.place.name} and'} others.",
        frame=table.set_index("Domain").iloc[:, [0, 1, -1]],
        figure=drawing.charts.domain_bars(points, [area.name], data.place.name, "contribution"),
        axis="Points of the IMD score",
        finding=words.findings.domains(profile, area, year, data.place.name),
    )


def _people(data: Dataset, area: Area, year: int) -> Step:
    facts = pd.DataFrame({a.name: percentages(data, a, year) for a in (area, data.whole)})
    whole = {of: figures.deprivation.larger(area, data.rows(area, of)) for of in (CHOSEN, year)}
    before, now = (data.residents(area, y) for y in (TEN_YEARS_BEFORE, LATEST_POPULATION))
    finding, *said = words.briefing.people(facts, area, year, before, now, data.place.name, whole)
    note = words.briefing.larger_rows(whole)
    facts = facts.rename(
        {row: words.briefing.of_larger(row) for row in facts.index if whole[CHOSEN if row in AGES else year]}
    )
    counted = [words.census.SOURCE, words.census.BRIEFLY] if figures.census.held(data) else ["", ""]
    facts = pd.concat([facts, _census(data, area)]) if any(counted) else facts
    table = facts.round(1).reset_index(names="Percent of people, adults or households")
    return Step(
        "people",
        "Who lives there?",
        (
            *said,
            *words.census.spoken(data, area),
        ),
        BARS,
        table,
        f"{words.standing_text.source_iod(year)} Ages: denominators of the Indices of {CHOSEN} ({MAPPED[CHOSEN].mid_year}). Residents: ONS, "
        f"mid-{TEN_YEARS_BEFORE} and mid-{LATEST_POPULATION}. {counted[0]}".rstrip(),
        f"The figures of the Indices are some years older than the edition that they stand in. {words.standing_text.LOW_INCOMES}",
        "People on low incomes: the published score of the Income domain, weighted by population. Adults with "
        f"few or no qualifications or little English and overcrowded households: indicators of File 8. {words.standing_text.PUBLISHED} Ages are of {MAPPED[CHOSEN].mid_year}, residents of mid-{LATEST_POPULATION}. {counted[1]} {note}".rstrip(),
        f"Bars: percentages of people in {area.name} by age, income, skills{', crowding, and by the Census' if any(counted) else ' and crowding'}"
        f"{'' if area.kind == BOROUGH else f', beside those of {data.place.name}'}.",
        frame=facts.round(1),
        figure=drawing.charts.grouped_bars(facts, "Percent of people,<br>adults or households", digits=1),
        axis="Percent of people, adults or households",
        finding=finding,
    )


def _census(data: Dataset, area: Area) -> pd.DataFrame:
    """What the Census says of an area beside the district, in percent; without what is withheld."""
    areas = (area, data.whole)
    told = [words.census.in_short(data, each) for each in areas]
    rows = [label for label in told[0] if not any(shares[label].note for shares in told)]
    return pd.DataFrame(
        {
            each.name: [shares[label].share for label in rows]
            for each, shares in zip(areas, told, strict=True)
        },
        index=rows,
    )


def percentages(data: Dataset, area: Area, year: int) -> pd.Series:
    """Percentages that describe the people of an area: ages by the chosen edition, low incomes, indicators."""
    ages = data.rows(area, CHOSEN)[["children", "working_age", "older_people"]].sum()
    rows = data.rows(area, year)
    values = figures.indicators.indicator_values(data, area, year).set_index("indicator")
    income = figures.deprivation.weighted(rows, ["income_score"])["income_score"]
    return pd.Series(
        {
            AGES[0]: 100 * ages["children"] / ages.sum(),
            AGES[1]: 100 * ages["older_people"] / ages.sum(),
            "People on low incomes": 100 * income,
            **{
                label: values.loc[key, "area"]
                for key, label in SHARED_INDICATORS.items()
                if key in values.index
            },
        }
    )


def _crime(data: Dataset, area: Area, year: int, day: datetime.date) -> Step:
    months = figures.crime.crime_months(data, area)
    period, held = data.period, incidents.held_months(data.coverage)
    against = figures.crime.against_rest(data, area)
    lines = words.briefing_crime.crimes(area, against, words.crime.the_rest(data, area), period)
    if visited := words.crime.visitors_said(data, area, spoken=True):
        lines.append(visited)
    lines += words.briefing_crime.changed(figures.rise.answers(data, area))
    asb, crimes = (figures.rise.latest(data, area, PARTS[kind]) for kind in ("asb", "crimes"))
    lines += words.briefing_crime.asb_changed(asb, crimes)
    known = figures.breaks.of_area(data, area)
    marked = words.breaks.on_chart(known, list(months.index))
    frame = months[["crimes", "asb"]].rename(columns={"crimes": "Crimes", "asb": "Anti-social behaviour"})
    types = figures.crime.types(data, area)
    return Step(
        "crime",
        "Crime and anti-social behaviour",
        tuple(lines),
        LINES,
        types.reset_index(names="Type"),
        f"{words.standing_text.source_police(data.place, held, of=[period])} {words.age.said(data, day)}",
        f"{words.standing_text.CAUTION} {words.standing_text.NEAR} {marked}".strip(),
        f"{words.crime.not_one_year(period)} {words.crime.told_shortly(data, area)} ".lstrip()
        + "A number rose or fell only where the 95% interval of "
        f"the ratio, widened by how much months vary, excludes 1. {words.briefing_crime.compared_with(data, area)}",
        f"Lines: crimes and anti-social behaviour in {area.name} each month. Months without data are gaps. {marked}".strip(),
        frame=frame,
        figure=drawing.month_charts.monthly_lines(dict(frame.items()), "Incidents a month", known=known),
        axis="Incidents a month",
        marks=tuple(figures.breaks.marks(known, list(months.index))),
        finding=words.findings.crimes(data, area),
    )


def _change(data: Dataset, area: Area, year: int) -> Step:
    moved = figures.change.change(data, area)
    table = figures.change.change_table(moved)
    deciles = pd.DataFrame({str(y): data.rows(area, y)["imd_decile"].value_counts() for y in MOVEMENT})
    deciles = deciles.reindex(range(1, 11)).fillna(0).astype("int64")
    deciles.index.name = "England's decile (1 = most deprived)"
    single = len(moved) == 1
    finding, *lines = words.briefing.change(moved, area)
    return Step(
        "change",
        f"What changed since {CHOSEN}?",
        tuple(lines),
        TABLE if single else COLUMNS,
        table,
        f"{words.standing_text.source_iod(CHOSEN)} {words.standing_text.source_iod(NEWEST)}",
        words.standing_text.CHANGED,
        f"{words.change.change_summary(moved, area.name)} {words.change.split_note(moved)} {words.standing_text.PERCENTILE}",
        f"Table: rank and decile of {moved['name'].iloc[0]} in {CHOSEN} and in {NEWEST}."
        if single
        else f"Columns: how many LSOAs of {area.name} were in each of England's deciles in {CHOSEN} and in {NEWEST}.",
        frame=None if single else deciles,
        figure=None if single else drawing.charts.grouped_bars(deciles, words.areas.COUNTED, upright=True),
        short=_editions(moved.iloc[0]) if single else None,
        axis=words.areas.COUNTED,
        finding=finding,
        besides=words.change.hidden(moved),
    )


def _editions(row: pd.Series) -> pd.DataFrame:
    """Where one LSOA stands in each edition: rank, rank in percent of England, decile."""
    return pd.DataFrame(
        [
            {
                "Edition": str(y),
                "Rank (1 = most deprived)": row[f"rank_{y}"],
                "% of England": round(row[f"percentile_{y}"], 1),
                "Decile": row[f"decile_{y}"],
            }
            for y in MOVEMENT
            if not pd.isna(row[f"rank_{y}"])
        ]
    )


def _compared(data: Dataset, area: Area, year: int) -> Step:
    others = [a for a in data.neighbourhoods if a != area]
    area = figures.deprivation.of_edition(data, area, year)
    standings = figures.deprivation.standings(data, [area, *others], year).drop_duplicates("Area")
    alike = figures.likeness.similar_table(data, area, year)
    near = (
        alike[alike["Distance"] <= figures.likeness.FAR]
        if len(alike) >= figures.likeness.NEAREST
        else alike[:0]
    )
    names = near["LSOA" if "LSOA" in alike else "Area"].head(3).tolist()
    profile = figures.deprivation.domain_profile(data, [area], year)
    if area.kind == LSOA and len(data.rows(area, year)) == 1:
        frame = figures.deprivation.domains(data, [area], year).set_index("Domain").iloc[:, :2]
        figure = drawing.charts.domain_bars(profile, [area.name], data.place.name)
        axis, note = (
            "0 = England's least deprived, 100 = most",
            words.standing_text.transformed(data.place, figures.deprivation.MIDDLE),
        )
        alt = f"Bars: the seven domains of {area.name} from 0 (least deprived) to 100 (most), beside others."
        shares = pd.DataFrame()
    else:
        shares = standings.set_index("Area").filter(like="% of people")
        shares.columns = [f"Most deprived {s}%" for s in areas.SHARES]
        scores = standings.set_index("Area")["IMD score, weighted"]
        scores["England"] = round(average_score(MAPPED[year].areas), 1)
        axis, note = "Average IMD score", words.deprivation.weighting(data, [area], year)
        frame = scores.to_frame(f"{axis} (higher: more deprived)")
        figure = drawing.charts.grouped_bars(frame, axis, digits=1)
        alt = f"Bars: the average IMD score of {area.name}, of others and of England."
    return Step(
        "compared",
        "How does it compare?",
        tuple(
            words.briefing.compared(
                area, data.rows(area, year), shares, profile, names, year, data.place.name
            )
        ),
        BARS,
        standings,
        words.standing_text.source_iod(year),
        "By definition 10%, 20% and 30% of England's areas are in its most deprived 10%, 20% and 30%.",
        f"{note} {words.deprivation.most_alike(alike, area, year)} {words.standing_text.likeness(data.place)}",
        alt,
        frame=frame,
        figure=figure,
        axis=axis,
        finding=words.findings.compared(data, area, year),
    )
