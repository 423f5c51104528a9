"""A briefing: the story of one area in eight steps, as data that pages, slides and documents draw.

Every figure comes from the functions that the pages use; the sentences are those of `spoken`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from charnwood import (
    between,
    change_words,
    charts,
    crime,
    maps,
    methods,
    neighbourhoods,
    notes,
    pictures,
    profiles,
    signals,
    spoken,
    summaries,
    views,
    words,
)
from charnwood.dataset import Dataset
from charnwood.deprivation import CHOSEN, MAPPED, NEWEST
from charnwood.geography import LATEST_POPULATION
from charnwood.neighbourhoods import BOROUGH, PRIORITY, Area
from charnwood.pictures import Caption
from charnwood.views import MapView

MAP, BARS, COLUMNS, STACK, LINES, TABLE = "map", "bars", "columns", "stack", "lines", "table"
# Indicators in percent that both editions have in some form, in words short enough for a chart
SHARED_INDICATORS = {
    "adult_skills_and_english_language_proficiency_indicator": "Few skills or little English",
    "household_overcrowding_indicator": "Overcrowded households",
    "household_overcrowding_indicator_rooms": "Overcrowded households",
}
LONG = 400  # letters
MOVEMENT = (CHOSEN, NEWEST)  # the editions between which movement is told
TEN_YEARS_BEFORE = LATEST_POPULATION - 10


@dataclass(frozen=True, eq=False)
class Step:
    """One step: what is said, what is shown, and what is known about it.

    `kind` says what `frame` is drawn as (index: labels, columns: series; months not held are empty);
    `figure` is the same for a page, `short` the `table` in few columns. A map has a `view`, a step of words and a table neither.
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    kind: str
    table: pd.DataFrame
    source: str
    caution: str
    method: str
    alt: str
    frame: pd.DataFrame | None = None
    figure: go.Figure | None = None
    axis: str = ""
    view: MapView | None = None
    short: pd.DataFrame | None = None

    @property
    def shown(self) -> pd.DataFrame:
        """The table where there is little room: the short one if there is one."""
        return self.table if self.short is None else self.short

    @property
    def long(self) -> bool:
        """Whether the sentences need smaller letters on a screen."""
        return sum(map(len, self.sentences)) > LONG


@dataclass(frozen=True, eq=False)
class Briefing:
    """The steps of one area and edition, with the data and the day that they were made from."""

    data: Dataset
    area: Area
    year: int
    date: datetime.date
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """What the whole is called."""
        return f"{self.area.name}: a briefing"

    @property
    def stamp(self) -> str:
        """The line that names edition, data version and day on every page."""
        day = f"{self.date.day} {words.month(self.date.strftime('%Y-%m'))}"
        return f"Indices of Deprivation {self.year} · Data version {self.data.version} · {day}"

    def picture(
        self,
        step: Step,
        kind: str,
        size: tuple[float, float] | None = None,
        points: float = 11,
        full: bool = False,
    ) -> bytes | None:
        """The map or chart of a step as PNG or SVG, `full` with title, source and version; else nothing."""
        foot = (step.source, self.stamp) if full else ()
        caption = Caption(f"{self.area.name}: {step.title}" if full else "", foot, step.alt)
        if step.view:
            codes = () if self.area.kind == BOROUGH else self.area.codes(step.view.vintage)
            return pictures.area_map(self.data, step.view, codes, caption, kind, size or (8.0, 5.4), points)
        return pictures.chart(step.figure, caption, kind, size, points) if step.figure else None

    @cached_property
    def front(self) -> bytes:
        """The map of the first step as PNG, drawn once for all who read the story."""
        return self.picture(self.steps[0], pictures.PNG) or b""

    @cached_property
    def drawings(self) -> tuple[bytes | None, ...]:
        """The map or chart of each step as SVG for documents and the screen, drawn once for all of them."""
        return tuple(self.picture(step, pictures.SVG, (7.4, 5.0), 12.5) for step in self.steps)


def make(data: Dataset, area: Area, year: int, date: datetime.date | None = None) -> Briefing:
    """The briefing of an area of any kind by an edition of the Indices; `date` is today unless given."""
    steps = (_where, _how_deprived, _domains, _people, _crime, _change, _compared, _sources)
    made = tuple(step(data, area, year) for step in steps)
    return Briefing(data, area, year, date or datetime.date.today(), made)


def _where(data: Dataset, area: Area, year: int) -> Step:
    vintage = MAPPED[year].vintage
    view = views.make(data, year, "imd", "decile")
    members = data.lsoa[vintage].loc[list(area.codes(vintage))]
    rows = data.rows(area, year)
    places = members.groupby("place")["residents"].sum().sort_values(ascending=False)
    plain = list(dict.fromkeys(place.removeprefix("near ") for place in places.index))
    lines = spoken.where(area, len(members), data.residents(area), plain)
    table = pd.DataFrame(
        {
            "Area": members["name"],
            "Place": members["place"],
            "Ward": members["ward"],
            "Residents (mid-2022)": members["residents"],
            "IMD decile": rows["imd_decile"],
            "Code": members.index,
        }
    ).sort_values(["IMD decile", "Area"], ignore_index=True)
    count = len(data.neighbourhoods)
    outlined = f", with the {words.number(count)} {PRIORITY}{'s' * (count > 1)} outlined" if count else ""
    marked = "" if area.kind == BOROUGH else f" {area.name} is marked in red."
    return Step(
        "where",
        "Where is it?",
        (*lines, *spoken.other_vintage(area, area.codes(vintage), year)),
        MAP,
        table,
        f"{words.source_iod(year)} Boundaries and residents: ONS. Contains OS data © Crown copyright and database "
        f"right 2025.{maps.labels_by(data)}",
        profiles.vintage_note(data, area, year) or words.made_of(area, data.reading) or notes.NAMES,
        f"The map shades each LSOA by its decile on the IMD of {year}: decile 1 is England's most deprived 10%. "
        f"{notes.NAMES}",
        f"Map of {data.place.name}'s small areas, shaded by IMD decile {year}{outlined}.{marked}",
        view=view,
    )


def _how_deprived(data: Dataset, area: Area, year: int) -> Step:
    own, rows = data.own(year), data.rows(area, year)
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
    count = "1 LSOA" if len(rows) == 1 else f"{len(rows)} LSOAs"
    return Step(
        "deprivation",
        "How deprived is it?",
        tuple(spoken.how_deprived(area, rows, own, year, data.place.name, data.rows(area, NEWEST))),
        STACK,
        counts.reset_index(),
        words.source_iod(year),
        data.reading if area.kind == PRIORITY else notes.CHANGED,
        f"{count} of {len(own)} in {data.place.name}. Shares of people are weighted by {MAPPED[year].weights}. They are "
        "this dashboard's summaries, not official statistics. Rank 1 and decile 1 are the most deprived.",
        f"Columns: how many of {data.place.name}'s {len(own)} LSOAs are in each of England's ten deciles, those of "
        f"{area.name} marked.",
        frame=counts,
        figure=charts.decile_distribution(own, inside, [area.name], data.place.elsewhere),
        axis="LSOAs",
    )


def _domains(data: Dataset, area: Area, year: int) -> Step:
    points = summaries.domain_profile(data, [area], year, "contribution")
    profile = summaries.domain_profile(data, [area], year)
    table = summaries.labelled(points)
    return Step(
        "domains",
        "Which kinds of deprivation?",
        tuple(spoken.domains(points[area.name], profile, area, data.place.name)),
        BARS,
        table,
        words.source_iod(year),
        "Some kinds count for more than others in the score, by weights that the government sets.",
        f"{words.strongest_domains(points[area.name], area.name)} {notes.CONTRIBUTION}",
        f"Bars: points of the IMD score from each of the seven domains in {area.name}, beside {data.place.name} and others.",
        frame=table.set_index("Domain").iloc[:, :2],
        figure=charts.domain_bars(points, [area.name], "Points of the IMD score", digits=1),
        axis="Points of the IMD score",
    )


def _people(data: Dataset, area: Area, year: int) -> Step:
    facts = pd.DataFrame({a.name: _percentages(data, a, year) for a in (area, data.whole)})
    population = data.table("population/lsoa21.csv").set_index("lsoa21cd").loc[list(area.lsoa21)].sum()
    before, now = (int(population[f"mid{y}"]) for y in (TEN_YEARS_BEFORE, LATEST_POPULATION))
    table = facts.round(1).reset_index(names="Percent of people, adults or households")
    return Step(
        "people",
        "Who lives there?",
        tuple(spoken.people(facts, area, before, now, data.place.name)),
        BARS,
        table,
        f"{words.source_iod(year)} Ages: denominators of the Indices of {CHOSEN} (mid-2015). Residents: ONS, "
        f"mid-{TEN_YEARS_BEFORE} and mid-{LATEST_POPULATION}.",
        f"The figures of the Indices are some years older than the edition that they stand in. {notes.LOW_INCOMES}",
        "People on low incomes: the published score of the Income domain, weighted by population. Adults with "
        f"few or no qualifications or little English and overcrowded households: indicators of File 8. {notes.PUBLISHED} Ages are of mid-2015, residents of mid-{LATEST_POPULATION}.",
        f"Bars: percentages of people in {area.name} by age, income, skills and crowding, beside {data.place.name}'s.",
        frame=facts.round(1),
        figure=charts.grouped_bars(facts, "Percent of people,<br>adults or households", digits=1),
        axis="Percent of people, adults or households",
    )


def _percentages(data: Dataset, area: Area, year: int) -> pd.Series:
    """Percentages that describe the people of an area: ages of mid-2015, low incomes, indicators."""
    ages = data.rows(area, CHOSEN)[["population", "children", "older_people"]].sum()
    rows = data.rows(area, year)
    values = profiles.indicator_values(data, area, year).set_index("indicator")
    income = neighbourhoods.weighted(rows, ["income_score"])["income_score"]
    return pd.Series(
        {
            "Children (0 to 15)": 100 * ages["children"] / ages["population"],
            "Aged 60 and over": 100 * ages["older_people"] / ages["population"],
            "People on low incomes": 100 * income,
            **{
                label: values.loc[key, "area"]
                for key, label in SHARED_INDICATORS.items()
                if key in values.index
            },
        }
    )


def _crime(data: Dataset, area: Area, year: int) -> Step:
    months = summaries.crime_months(data, area)
    period, held = data.period, crime.held_months(data.coverage)
    rest = summaries.rest_of(data, area)
    others = summaries.recent(data, rest.counts)
    counts = months.loc[period, ["incidents", "crimes", "asb"]].sum()
    lines = spoken.crimes(
        area,
        counts,
        data.residents(area),
        others,
        rest.residents,
        f"the {rest.name[0].lower()}{rest.name[1:]}",
        period,
    )
    if visited := between.visitors_said(data, area, spoken=True):
        lines.append(visited)
    lines.append(spoken.longest(signals.like_periods(months["incidents"])))
    frame = months[["crimes", "asb"]].rename(columns={"crimes": "Crimes", "asb": "Anti-social behaviour"})
    types = summaries.types(data, area)
    return Step(
        "crime",
        "Crime and anti-social behaviour",
        tuple(lines),
        LINES,
        types.reset_index(names="Type"),
        words.source_police(data.place, held),
        f"{notes.CAUTION} {notes.NEAR}",
        f"Twelve months: the latest {words.period_named(period)}. {' '.join(summaries.rate_sentences(data, area))} "
        f"{words.types_held(types['Count'], area.name, period)} A number of incidents rose or fell only where the "
        "95% interval of the ratio, widened by how much the months vary, excludes 1.",
        f"Lines: crimes and anti-social behaviour in {area.name} each month. Months without data are gaps.",
        frame=frame,
        figure=charts.monthly_lines(dict(frame.items()), "Incidents a month"),
        axis="Incidents a month",
    )


def _change(data: Dataset, area: Area, year: int) -> Step:
    moved = profiles.change(data, area)
    table = profiles.change_table(moved)
    deciles = pd.DataFrame({str(y): data.rows(area, y)["imd_decile"].value_counts() for y in MOVEMENT})
    deciles = deciles.reindex(range(1, 11)).fillna(0).astype("int64")
    deciles.index.name = "England's decile (1 = most deprived)"
    single = len(moved) == 1
    return Step(
        "change",
        f"What changed since {CHOSEN}?",
        tuple(spoken.change(moved, area)),
        TABLE if single else COLUMNS,
        table,
        f"{words.source_iod(CHOSEN)} {words.source_iod(NEWEST)}",
        notes.CHANGED,
        f"{change_words.change_summary(moved, area.name)} {change_words.split_note(moved)} {notes.PERCENTILE}",
        f"Columns: how many LSOAs of {area.name} were in each of England's deciles in {CHOSEN} and in {NEWEST}.",
        frame=None if single else deciles,
        figure=None if single else charts.grouped_bars(deciles, "LSOAs", upright=True),
        short=_editions(moved.iloc[0]) if single else None,
        axis="LSOAs",
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
        ]
    )


def _compared(data: Dataset, area: Area, year: int) -> Step:
    others = [a for a in data.neighbourhoods if a != area]
    standings = summaries.standings(data, [area, *others], year).drop_duplicates("Area")
    alike = profiles.similar_table(data, area, year)
    names = alike["LSOA" if "LSOA" in alike else "Area"].head(3).tolist()
    profile = summaries.domain_profile(data, [area], year)
    if len(data.rows(area, year)) == 1:
        frame = summaries.labelled(profile).set_index("Domain").iloc[:, :2]
        figure = charts.domain_bars(
            profile, [area.name], "Transformed rank<br>(0 = least, 100 = most deprived)", limit=100
        )
        axis, note = "Transformed rank (0 = least, 100 = most deprived)", notes.transformed(data.place)
        alt = f"Bars: the seven domains of {area.name} from 0 (least deprived) to 100 (most), beside others."
        shares = pd.DataFrame()
    else:
        shares = standings.set_index("Area").filter(like="% of people")
        shares.columns = [f"Most deprived {s}%" for s in neighbourhoods.SHARES]
        frame, figure = shares, charts.grouped_bars(shares, "% of people")
        axis, note = "% of people", f"Shares of people are weighted by {MAPPED[year].weights}."
        alt = f"Bars: percent of people in England's most deprived 10%, 20% and 30%, in {area.name} and elsewhere."
    return Step(
        "compared",
        "How does it compare?",
        tuple(spoken.compared(area, shares, profile, names, year, data.place.name)),
        BARS,
        standings,
        words.source_iod(year),
        "By definition 10%, 20% and 30% of England's areas are in its most deprived 10%, 20% and 30%.",
        f"{note} {words.most_alike(alike, area, year, profiles.groups_named(data))} {notes.likeness(data.place)}",
        alt,
        frame=frame,
        figure=figure,
        axis=axis,
    )


def _attributions(data: Dataset) -> str:
    """The attribution lines of all that a briefing shows, each once."""
    used = ("lsoa21", "iod2025", "police", "msoa_names", "places")
    return " ".join(s["attribution"] for s in data.manifest["sources"] if s["key"] in used)


def _sources(data: Dataset, area: Area, year: int) -> Step:
    held = crime.held_months(data.coverage)
    period = f"{words.month(held[0])} to {words.month(held[-1])}, with gaps"
    indices = "English Indices of Deprivation, MHCLG"
    table = pd.DataFrame(
        [
            ("Deprivation", indices, words.listing(map(str, MAPPED))),
            (
                "Residents",
                "Mid-year population estimates, ONS",
                f"mid-{TEN_YEARS_BEFORE}, mid-{LATEST_POPULATION}",
            ),
            ("Crime", f"data.police.uk, {data.place.police}", period),
            ("Boundaries", "LSOAs, ONS and Ordnance Survey", f"{MAPPED[year].vintage}"),
        ],
        columns=["Figures", "Source", "Edition or months"],
    )
    return Step(
        "sources",
        "Sources and cautions",
        (
            "Recorded crime shows what people report and how the police record it. It does not show all crime.",
            "Months that we do not hold are gaps in the lines. They are not zeros.",
            "The crime part of the Index is not the same thing as the police counts.",
            "Summaries of neighbourhoods are our own. They are not official statistics.",
        ),
        TABLE,
        table,
        _attributions(data),
        f"{notes.CIRCULAR} {notes.CAUTION}",
        " ".join(filter(None, (data.reading, notes.CHANGED, *methods.RULES))),
        "Table of the sources of this briefing.",
    )
