"""The published tables: what `python -m charnwood table` prints.

Each function returns one frame with documented columns, made by the functions that pages use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from charnwood import figures
from charnwood.checks import DataError
from charnwood.official import breaks as register
from charnwood.official import incidents
from charnwood.official.areas import SHARES, Area
from charnwood.official.deprivation import DOMAINS
from charnwood.store.dataset import Dataset

BY = {
    "month": ["month"],
    "type": ["crime_type"],
    "lsoa11": ["lsoa11cd"],
    "lsoa21": ["lsoa21cd"],
}


def areas(data: Dataset, year: int) -> pd.DataFrame:
    """One row per LSOA of the district: code, name, IMD score, rank, decile, then per domain.

    Rank 1 is the most deprived of England, decile 1 the most deprived tenth. A score that the
    embedded table does not hold is empty. `<domain>_contribution` is in points of the IMD score.
    """
    columns = ["name", "imd_score", "imd_rank", "imd_decile"]
    for d in DOMAINS:
        columns += [f"{d.key}_{part}" for part in ("rank", "decile", "score", "contribution")]
    frame = data.own(year)[columns].round({f"{d.key}_contribution": 4 for d in DOMAINS})
    return frame.reset_index()


def neighbourhood_summaries(data: Dataset, year: int) -> pd.DataFrame:
    """One row per Priority Neighbourhood: whole LSOAs, population, weighted score, population shares (%), parts of LSOAs."""
    rows = [
        {"neighbourhood": area.name, **figures.deprivation.summary(data.rows(area, year))}
        for area in data.neighbourhoods
    ]
    columns = ["neighbourhood", "lsoas", "population", "imd_score"]
    columns += [f"share_{share}" for share in SHARES] + ["parts"]
    return pd.DataFrame(rows, columns=columns).round(3)


def crime_counts(
    data: Dataset,
    by: str,
    area: Area,
    first: str | None = None,
    last: str | None = None,
) -> pd.DataFrame:
    """Incidents, crimes and ASB of an area by month, type or LSOA; months not held are absent.

    A covered month, a type or an LSOA of the area without incidents is 0.
    """
    held = _months(data, first, last)
    counts = data.incidents(area)
    counts = counts[counts["month"].isin(held)]
    table = figures.crime.totals(counts, BY[by])
    complete: dict[str, Any] = {
        "month": held,
        "type": list(incidents.TYPES),
        "lsoa11": list(area.lsoa11),
        "lsoa21": list(area.lsoa21),
    }
    table = table.reindex(pd.Index(complete[by], name=by if by in ("month", "type") else BY[by][0]))
    return table.fillna(0).astype("int64").reset_index()


def profile(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """One row per underlying indicator: the area's figure beside the district's and its county's.

    Columns as documented for `figures.indicators.indicator_values`, then each as a rate (`figures.rates.rates`), England's
    among them; figures to four decimals, counts whole; `figures_of` names the area, or the larger one that an LSOA of
    the other vintage is a part of, whose figures they are.
    """
    table = figures.indicators.indicator_values(data, area, year)
    rates = figures.rates.rates(data, area, year).set_index("indicator").loc[table["indicator"]]
    names = {"unit": "rate_unit", "area": "rate", "england": "england_rate"}
    names |= {name: f"{name}_rate" for name in (data.place.column, data.place.county_column) if name in rates}
    table = table.assign(**{new: rates[name].to_numpy() for name, new in names.items()}).round(4)
    return table.assign(figures_of=figures.deprivation.of_edition(data, area, year).name)


def signal_months(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """Each month of the coverage: count, centre line, limits, mark, `rate`; a month not held is empty.

    Centre line, limits and `rate` are in counts in a month of 30.4 days.
    The control chart of `signals.control`; `months` are not used, because its baselines are made of all that are covered.
    """
    found = figures.signals.control(
        figures.signals.counts_of(data, area, kind), figures.breaks.of_area(data, area, kind)
    )
    table = found.months[["count", *figures.signals.LIMITS]].round(3)
    table = table.assign(mark=figures.headings.marks(found), rate=found.months["rate"].round(3))
    return table.reset_index(names="month")


def rolling_years(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """Sums of twelve covered months in a row by their last month, with rates per 1,000 and exact intervals.

    `breaks` names the breaks that lie within the twelve months.
    """
    table = figures.signals.rolling_of(data, area, kind).dropna(subset="count")
    known = figures.breaks.of_area(data, area, kind)
    table["breaks"] = [
        "; ".join(each.of.name for each in figures.breaks.met(known, figures.signals.twelve_to(month)))
        for month in table.index
    ]
    return table.round(4).reset_index(names="month")


def season(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """Each calendar month's mean, least and most count over the years that cover it, empty where none does.

    `ratio`, `ratio_least`, `ratio_most` and `ratio_years` are those of `signals.seasons`, empty where it has no row.
    """
    counts, known = figures.signals.counts_of(data, area, kind), figures.breaks.of_area(data, area, kind)
    table = figures.signals.calendar_months(counts)
    ratios = figures.signals.seasons(counts, known).rename(columns={"mean": "ratio"})
    ratios = ratios.rename(columns={name: f"ratio_{name}" for name in ("least", "most", "years")})
    table = table.join(ratios.astype(float).astype({"ratio_years": "Int64"}))
    return table.round(3).reset_index(names="calendar_month")


def like_periods(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """The latest year against each earlier one on the calendar months that both cover (months as 01 to 12).

    Across a lasting break (`met`) the same without the types that it touches (`without`).
    """
    table = figures.rise.of(data, area, kind).round(4).astype({"year": int, "before": int})
    for column in ("months", "left_out"):
        table[column] = [" ".join(month[5:] for month in months) for months in table[column]]
    table["met"] = ["; ".join(each.of.name for each in met) for met in table["met"]]
    table["without"] = ["; ".join(types) for types in table["without"]]
    whole = ["count_without", "count_before_without"]
    return table.astype(dict.fromkeys(whole, "Int64"))


def funnel(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """The LSOAs of an area in the district's funnel plot: rates per 1,000, limits, standing, visitors."""
    return figures.funnel.funnel(data, kind, months).areas.loc[list(area.lsoa21)].round(4).reset_index()


def hotspots(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """The street points ("on or near") of an area, most incidents first, with exact 95% intervals.

    Raises `DataError` for months on two sides of a break in streets.
    """
    return figures.streets.hotspots(data, area, kind, months).round({"low": 3, "high": 3, "share": 3})


def outcomes(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """Groups of outcomes of an area's crimes: count and share (%)."""
    return figures.streets.outcomes(data, area, kind, months).round(3)


def districts(data: Dataset, area: Area, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """The districts of the county: rates per 1,000 and ratios to the own one's, whatever the area."""
    return figures.districts.compared(data, kind, months).round(4)


SIGNALS: dict[str, Callable[[Dataset, Area, str, Sequence[str]], pd.DataFrame]] = {
    "signals": signal_months,
    "rolling": rolling_years,
    "season": season,
    "like": like_periods,
    "funnel": funnel,
    "hotspots": hotspots,
    "outcomes": outcomes,
    "districts": districts,
}


def crime_signals(
    data: Dataset, name: str, area: Area, kind: str, first: str | None = None, last: str | None = None
) -> pd.DataFrame:
    """One table of `SIGNALS` for an area and a kind; of the latest twelve covered months unless months are given.

    The first four rest on all covered months; `hotspots` on those of the twelve that lie after a break in streets.
    Raises `DataError` where no month given is held.
    """
    latest = figures.streets.periods(data)["latest"] if name == "hotspots" else data.period
    months = _months(data, first, last) if first or last else latest
    return SIGNALS[name](data, area, kind, months).replace({"": None})


def census(data: Dataset, area: Area) -> pd.DataFrame:
    """Who lives in an area: each topic's groups with count, total and share (%), beside the district and the county.

    A count under 10, and one from which it could be worked out, is empty with a note. Raises `DataError` where the
    place has no table of the Census.
    """
    if not figures.census.held(data):
        raise DataError(
            f"census: expected tables of Census 2021, found none of {data.place.name}. Name them in place.toml "
            "(ts011 to ts054), then run `python -m charnwood build --sources DIR`."
        )
    return figures.census.table(data, area).round(3).replace({"": None})


def breaks(data: Dataset) -> pd.DataFrame:
    """The register of breaks, in the columns of its file, earliest first."""
    return register.table(data.breaks)


def revisions(data: Dataset) -> pd.DataFrame:
    """What refreshes of crime revised: `refreshed` (day), `month`, `type`, incidents `before` and `after`; no row where nothing was."""
    return data.revisions


# Tables of the page What changed
MOVED = ("change", "movers", "groups", "editions")


def each(areas: Sequence[Area], make: Callable[[Area], pd.DataFrame]) -> pd.DataFrame:
    """The table of one area; those of several below each other, with a first column `of_area`."""
    if len(areas) == 1:
        return make(areas[0])
    return pd.concat({area.name: make(area) for area in areas}, names=["of_area"]).reset_index(level=0)


def moved(data: Dataset, name: str, areas: Sequence[Area], span: str, measure: str) -> pd.DataFrame:
    """A table of the page What changed; `name` is one of `MOVED`. Raises `DataError` for a measure not held."""
    first, last = figures.change.span(span)
    if measure not in figures.change.measures(first):
        raise DataError(
            f"measure {measure!r}: expected one that the edition of {first} holds, the IMD alone. Use imd."
        )
    if name == "groups":
        return figures.headings.groups(data, first, last, measure)

    def make(area: Area) -> pd.DataFrame:
        if name == "editions":
            return figures.change.standing(data, area, measure)
        table = figures.change.change(data, area, first, last, measure)
        return figures.change.change_table(table) if name == "change" else figures.change.movers(table)

    return each(areas, make)


def shown(data: Dataset, name: str, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """A table of the pages, with its headings for people; `name` is one of `SHOWN`."""
    return SHOWN[name](data, areas, year)


# Tables of the pages profile, deprivation, crime and compare, by their name on the command line
SHOWN: dict[str, Callable[[Dataset, Sequence[Area], int], pd.DataFrame]] = {
    "standing": figures.deprivation.standings,
    "domains": figures.deprivation.domains,
    "contributions": partial(figures.deprivation.domains, kind="contribution"),
    "lsoas": figures.deprivation.members,
    "scores": figures.deprivation.published,
    "drivers": lambda data, areas, year: each(
        areas, lambda area: figures.deprivation.drivers(data, area, year).round(2).reset_index()
    ),
    "indicators": figures.rates.people_table,
    "deciles": lambda data, _, year: figures.deprivation.decile_counts(data, year),
    "crime-domain": lambda data, areas, year: each(
        areas, lambda area: figures.headings.domain_counts(data, area, year)
    ),
    "alike": lambda data, areas, year: each(
        areas, lambda area: figures.likeness.similar_table(data, area, year)
    ),
    "rates": lambda data, areas, _: figures.headings.area_rates(data, areas),
    "compare": lambda data, areas, _: figures.headings.pairs(data, areas),
    "months": lambda data, areas, _: each(areas, partial(figures.headings.monthly_rates, data)),
    "types": lambda data, areas, _: each(areas, partial(figures.headings.types, data)),
}


def coverage(data: Dataset) -> pd.DataFrame:
    """Each month's rows in the force's file, its three parts, and its status; empty when missing.

    The status of a month that came from the API, not from the archive, ends in "(API)".
    """
    api = data.coverage["source"] == incidents.API
    status = data.coverage["status"] + api.map({True: " (API)", False: ""})
    return data.coverage.drop(columns="source").assign(status=status)


def worked(data: Dataset, area: Area, given: Any) -> pd.DataFrame:
    """Counts before and after something began in an area, and the differences beside other areas; see `figures.worked.table`.

    Columns `before_months` and `after_months` name the like months (YYYY-MM), `without` the types left out.
    """
    found = figures.worked.answer(data, question(data, area, given))
    table = figures.worked.table(found).round({"ratio": 4, "ratio_low": 4, "ratio_high": 4, "dispersion": 4})
    table = table.round({"change_low": 2, "change_high": 2}).assign(
        before_months=" ".join(sorted(found.before)),
        after_months=" ".join(found.after),
        without="; ".join(found.without),
    )
    return table.replace({"": None})


def question(data: Dataset, area: Area, given: Any) -> figures.worked.Question:
    """What the command line asks of something that was done; without a beginning that of the latest twelve months held.

    Raises `DataError` where no month is held.
    """
    _months(data, None, None)
    chosen = {name: getattr(given, name) for name in figures.worked.BESIDE}
    beside = {name: figures.search.find_area(data, text) for name, text in chosen.items() if text}
    return figures.worked.Question(area, given.type, given.start or data.period[0], **beside)


def _of_pages(name: str, data: Dataset, of: Sequence[Area], given: Any) -> pd.DataFrame:
    return shown(data, name, of, given.edition)


def _of_movement(name: str, data: Dataset, of: Sequence[Area], given: Any) -> pd.DataFrame:
    return moved(data, name, of, given.span, given.measure)


def _of_signals(name: str, data: Dataset, of: Sequence[Area], given: Any) -> pd.DataFrame:
    return each(of, lambda area: crime_signals(data, name, area, given.type, given.first, given.last))


def _months(data: Dataset, first: str | None, last: str | None) -> list[str]:
    held = incidents.held_months(data.coverage)
    if not held:
        raise DataError(f"crime: expected months of police.uk, found none of {data.place.police}.")
    chosen = [m for m in held if (first or held[0]) <= m <= (last or held[-1])]
    if not chosen:
        raise DataError(
            f"months {first or held[0]} to {last or held[-1]}: expected at least one month held "
            f"({held[0]} to {held[-1]} with gaps), found none."
        )
    return chosen


# By the name on the command line, of the areas and options given there: `--area`, `--edition` and so on
TABLES: dict[str, Callable[[Dataset, Sequence[Area], Any], pd.DataFrame]] = {
    "areas": lambda data, _, given: areas(data, given.edition),
    "neighbourhoods": lambda data, _, given: neighbourhood_summaries(data, given.edition),
    "profile": lambda data, of, given: each(of, lambda area: profile(data, area, given.edition)),
    "crime": lambda data, of, given: each(
        of, lambda area: crime_counts(data, given.by, area, given.first, given.last)
    ),
    "coverage": lambda data, *_: coverage(data),
    "census": lambda data, of, _: each(of, lambda area: census(data, area)),
    "everything": lambda data, of, _: figures.everything.table(data, of),
    "lines": lambda data, of, given: each(of, lambda area: figures.lines.table(data, area, given.line)),
    "points": lambda data, of, _: each(of, lambda area: figures.points.near(data, area)),
    "line-areas": lambda data, of, given: each(
        of, lambda area: figures.lines.small_areas(data, area, given.line)
    ),
    "breaks": lambda data, *_: breaks(data),
    "revisions": lambda data, *_: revisions(data),
    "chosen": lambda data, _, given: figures.rules.outcome(
        data, given.edition, figures.rules.parse(given.rule)
    ),
    "proposed": lambda data, _, given: figures.rules.as_priority(data, figures.rules.parse(given.rule)),
    "worked": lambda data, of, given: each(of, lambda area: worked(data, area, given)),
    **{name: partial(_of_pages, name) for name in SHOWN},
    **{name: partial(_of_movement, name) for name in MOVED},
    **{name: partial(_of_signals, name) for name in SIGNALS},
}
