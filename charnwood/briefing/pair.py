"""A briefing on two areas side by side: the steps of one area's, each with both."""

from __future__ import annotations

import datetime

import pandas as pd

from charnwood import drawing, english, figures, words
from charnwood.briefing import endings, story
from charnwood.briefing.parts import BARS, COLUMNS, LINES, MAP, TABLE, Briefing, Step
from charnwood.checks import DataError
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.deprivation import CHOSEN, MAPPED, NEWEST
from charnwood.official.geography import LATEST_POPULATION
from charnwood.store.dataset import Dataset

Pair = tuple[Area, Area]


def make_pair(
    data: Dataset, area: Area, other: Area, year: int, date: datetime.date | None = None
) -> Briefing:
    """The briefing of two areas by an edition of the Indices; raises `DataError` where they cannot be told apart."""
    if area.name == other.name:
        raise DataError(f"with: expected an area of another name than {area.name}.")
    pair = (area, other)
    steps = [step(data, pair, year) for step in (_where, _deprivation, _domains, _people)]
    steps += [*([_crime(data, pair)] if data.has_crime else []), _change(data, pair)]
    steps += [endings.remember(area, steps), endings.sources(data, beside=True)]
    return Briefing(data, area, year, date or datetime.date.today(), tuple(steps), other=other)


def _as_told(data: Dataset, pair: Pair, year: int) -> list[Area]:
    """Both areas by the names that the figures of an edition are of."""
    return [figures.deprivation.of_edition(data, area, year) for area in pair]


def _where(data: Dataset, pair: Pair, year: int) -> Step:
    finding, *lines = words.briefing_pair.where(data, pair, year)
    table = pd.DataFrame(
        {
            "Area": [area.name for area in pair],
            f"Residents (mid-{LATEST_POPULATION})": [data.residents(area) for area in pair],
            "LSOAs": [len(data.rows(area, year)) for area in pair],
        }
    )
    return Step(
        "where",
        "Where are they?",
        tuple(lines),
        MAP,
        table,
        f"{words.standing_text.source_iod(year)} Boundaries and residents: ONS. {words.standing_text.OS_DATA}"
        f"{drawing.map_layer.labels_by(data)}",
        words.standing_text.NAMES,
        f"The map shades each LSOA by its decile on the IMD of {year}: decile 1 is England's most deprived 10%.",
        f"Map of {pair[0].name} and {pair[1].name}, shaded by IMD decile {year}.",
        view=drawing.map_views.make(data, year, "imd", "decile"),
        finding=finding,
    )


def _deprivation(data: Dataset, pair: Pair, year: int) -> Step:
    named = _as_told(data, pair, year)
    counts = pd.DataFrame(
        {area.name: data.rows(area, year)["imd_decile"].value_counts() for area in named},
        index=pd.Index(range(1, 11), name="England's decile (1 = most deprived)"),
    )
    counts = counts.fillna(0).astype("int64")
    finding, *lines = words.briefing_pair.deprivation(data, named, year, NEWEST)
    return Step(
        "deprivation",
        "How deprived are they?",
        tuple(lines),
        COLUMNS,
        counts.reset_index(),
        words.standing_text.source_iod(year),
        words.standing_text.CHANGED,
        words.deprivation.weighting(data, named, year),
        f"Columns: how many LSOAs of {pair[0].name} and of {pair[1].name} are in each of England's ten deciles.",
        frame=counts,
        figure=drawing.charts.grouped_bars(counts, words.areas.COUNTED, upright=True),
        axis=words.areas.COUNTED,
        finding=finding,
        besides=words.briefing.of_newest(lines, year),
    )


def _domains(data: Dataset, pair: Pair, year: int) -> Step:
    named = _as_told(data, pair, year)
    names = [area.name for area in named]
    profile = figures.deprivation.domain_profile(data, named, year)
    note = words.standing_text.transformed(data.place, figures.deprivation.england(data, named, year))
    table = figures.deprivation.domains(data, named, year)
    frame = table.set_index("Domain")[names]
    finding, *lines = words.briefing_pair.domains(profile, names, year)
    return Step(
        "domains",
        "Which kinds of deprivation?",
        tuple(lines),
        BARS,
        table,
        words.standing_text.source_iod(year),
        "",
        note,
        f"Bars: the seven domains of {names[0]} and {names[1]} from 0 (least deprived) to 100 (most).",
        frame=frame,
        figure=drawing.charts.grouped_bars(frame, "0 = England's least deprived, 100 = most", digits=1),
        axis="0 = England's least deprived, 100 = most",
        finding=finding,
    )


def _people(data: Dataset, pair: Pair, year: int) -> Step:
    facts = pd.DataFrame({area.name: story.percentages(data, area, year) for area in pair})
    whole = {
        of: next(filter(None, (figures.deprivation.larger(area, data.rows(area, of)) for area in pair)), "")
        for of in (CHOSEN, year)
    }
    finding, *lines = words.briefing_pair.people(facts, [area.name for area in pair], year, whole)
    return Step(
        "people",
        "Who lives there?",
        tuple(lines),
        BARS,
        facts.round(1).reset_index(names="Percent of people, adults or households"),
        f"{words.standing_text.source_iod(year)} Ages: denominators of the Indices of {CHOSEN} ({MAPPED[CHOSEN].mid_year}).",
        f"The figures of the Indices are some years older than the edition that they stand in. {words.standing_text.LOW_INCOMES}",
        f"{words.standing_text.PUBLISHED} {words.briefing.larger_rows(whole)}".strip(),
        f"Bars: percentages of people in {pair[0].name} and {pair[1].name} by age, income, skills and crowding.",
        frame=facts.round(1),
        figure=drawing.charts.grouped_bars(facts, "Percent of people,<br>adults or households", digits=1),
        axis="Percent of people, adults or households",
        finding=finding,
    )


def _crime(data: Dataset, pair: Pair) -> Step:
    months = figures.comparison.months(data, pair, "crimes").astype("Float64").round(2)
    known = list(dict.fromkeys(one for area in pair for one in figures.breaks.of_area(data, area)))
    held = incidents.held_months(data.coverage)
    marked = words.breaks.on_chart(known, list(months.index))
    finding, *lines = words.briefing_pair.crimes(data, pair)
    axis = "Crimes a month per 1,000"
    return Step(
        "crime",
        "Crime and anti-social behaviour",
        tuple(lines),
        LINES,
        figures.headings.area_rates(data, pair),
        words.standing_text.source_police(data.place, held, of=[[month] for month in held]),
        f"{words.standing_text.CAUTION} {words.standing_text.NEAR} {marked}".strip(),
        words.standing_text.RATIO,
        f"Lines: crimes in {pair[0].name} and in {pair[1].name} each month per 1,000 residents. Months without data are gaps.",
        frame=months,
        figure=drawing.month_charts.monthly_lines(
            {str(name): months[name] for name in months}, axis, digits=1, known=known
        ),
        axis=axis,
        marks=tuple(figures.breaks.marks(known, list(months.index))),
        finding=finding,
    )


def _change(data: Dataset, pair: Pair) -> Step:
    finding, *lines = words.briefing_pair.change(data, pair)
    rows = []
    for area in pair:
        tenths = figures.change.change(data, area)["deciles_moved"]
        rows.append(
            {
                "Area": area.name,
                "To a more deprived tenth": int((tenths < 0).sum()),
                "In the same tenth": int((tenths == 0).sum()),
                "To a less deprived tenth": int((tenths > 0).sum()),
                "Not compared": int(tenths.isna().sum()),
            }
        )
    return Step(
        "change",
        f"What changed since {CHOSEN}?",
        tuple(lines),
        TABLE,
        pd.DataFrame(rows),
        f"{words.standing_text.source_iod(CHOSEN)} {words.standing_text.source_iod(NEWEST)}",
        words.standing_text.CHANGED,
        f"Counts are of LSOAs of {NEWEST}. {words.standing_text.PERCENTILE}",
        f"Table: how many LSOAs of {english.listing(area.name for area in pair)} moved between England's tenths.",
        finding=finding,
        besides=words.briefing_pair.hidden(data, pair),
    )
