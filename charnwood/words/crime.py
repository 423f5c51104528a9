"""Recorded crime -> plain-English sentences, under the rules of the figures.

"Higher" and "lower" are said only of what `figures.intervals` says. Nothing says that a crime happened at an
address.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from charnwood import english, figures
from charnwood.cache import of_data
from charnwood.english import number
from charnwood.figures.crime import Against
from charnwood.figures.incident_kinds import CRIMES, INCIDENTS, TYPES
from charnwood.figures.intervals import ALONE, HIGHER, LEAST, TOO_FEW, UNCLEAR
from charnwood.figures.visitors import Visited
from charnwood.official import incidents
from charnwood.official.areas import LSOA, Area
from charnwood.official.deprivation import MAPPED
from charnwood.store.dataset import Dataset
from charnwood.words import age, areas, deprivation, standing_text, verdicts

# Where the type's name alone does not follow on "incidents of"
OFFENCES = {"Drugs": "drug offences", "Public order": "public order offences"}


# The three totals of incidents in the words of a sentence
TOTALS = {"incidents": "all incidents", "crimes": "crimes", "asb": "incidents of anti-social behaviour"}


def several(kind: str) -> str:
    """A kind as prose names it: "incidents", "crimes", "incidents of vehicle crime"."""
    if kind in (INCIDENTS, CRIMES):
        return kind
    name = TYPES[kind]
    return f"incidents of {OFFENCES.get(name, name.lower())}"


def counted(count: int, kind: str) -> str:
    """A count with its kind: "41 incidents of vehicle crime", "1 crime"."""
    return of(count, several(kind))


def of(count: int, what: str) -> str:
    """A count of incidents, crimes or cases in words of their own, which begin with their plural or hold it."""
    if count == 1:
        for several_, one in (("incidents", "incident"), ("crimes", "crime"), ("cases", "case")):
            what = what.replace(several_, one, 1)
    return f"{count:,} {what}" if count else f"no {what}"


def visitors_said(data: Dataset, area: Area, spoken: bool = False) -> str:
    """What draws many visitors to an area, and its rate of crimes without the LSOAs that do, where that is lower.

    `spoken` is the short form, for a slide. "" where few come.
    """
    found = figures.visitors.visited(data, area)
    if spoken:
        return _visitors_spoken(data, area, found)
    if not found:
        return ""
    share = english.share(100 * found.there / found.total)
    larger = areas.larger(data, area)
    said = (
        f"{area.name} draws many visitors: {number(found.there)} of {'' if larger else 'its '}{found.total:,} incidents "
        f"{f'in all of {larger}, of which it holds only a part, ' if larger else ''}{during(data.period)} "
        f"({share}) are placed on or near {english.listing(found.kinds)}. What happens to visitors is counted too, so the rate is partly of people who come to shop or go out."
    )
    return f"{said} {_without_visited(data, area, found)}".rstrip()


def _visitors_spoken(data: Dataset, area: Area, found: Visited | None) -> str:
    """`visitors_said` for a slide; also where a part of an area draws the visitors without whom it has no more than the rest."""
    said = []
    if found:
        share = english.share(100 * found.there / found.total)
        at = f"{found.kinds[0]}{' and the like' * (len(found.kinds) > 1)}"
        larger = areas.larger(data, area)
        said.append(
            f"Many visitors: {share} of incidents{f' in all of {larger}' * bool(larger)} are on or near {at}."
        )
    quiet = figures.visitors.quiet(data, area).get("crimes")
    verdict = figures.crime.against_rest(data, area)["crimes"].found.verdict
    lower = bool(found and found.left and verdict == HIGHER) or figures.visitors.apart(data, area)
    if quiet is None or quiet.found is None or quiet.rest_rate is None or not lower:
        return " ".join(said)
    left = quiet.others
    one = (
        f"{data.areas[left[0]].name}, its one other area"
        if len(left) == 1
        else f"its other {number(len(left))}"
    )
    if quiet.verdict == TOO_FEW:
        told = f"too few crimes in {one} to compare"
    else:
        mine, others = verdicts.rates(quiet.rate, quiet.rest_rate, str(quiet.verdict))
        told = f"{mine} in {one} (the rest: {others}), {verdicts.shortly(quiet.found)}"
    return " ".join([*said, f"Without areas of many visitors: {told}."])


def _without_visited(data: Dataset, area: Area, found: Visited) -> str:
    """The rate that is left without the LSOAs that draw visitors, beside the rest left without such too; "" of none."""
    left = found.left
    if left is None:
        return ""
    one = data.areas[found.others[0]].name if len(found.others) == 1 else ""
    rest = the_rest(data, area)
    names = english.listing(data.areas[code].name for code in found.without)
    if left.found.verdict == TOO_FEW:
        return f"Without {names} there are {left.count:,} crimes here: {TOO_FEW} with {rest}."
    mine, others = verdicts.rates(left.rate, left.rest_rate, left.found.verdict, 1)
    where = f"the one other area, {one}," if one else f"the other {number(len(found.others))} areas"
    return (
        f"Without {names}, the rate of crimes in {where} is {mine} per 1,000 residents; in {rest}, without its areas "
        f"that draw many visitors, it is {others}: {verdicts.told(left.found)}."
    )


@of_data(256)
def rate_sentences(data: Dataset, area: Area) -> list[str]:
    """Rates of crimes and of anti-social behaviour against the rest, latest twelve covered months.

    Where many visitors come, a third sentence says so.
    """
    if not data.has_crime:
        return [age.not_held(data)]
    rest = the_rest(data, area)
    visited = visitors_said(data, area)
    return [
        rate_compared(area.name, against, TOTALS[kind], rest, data.period)
        for kind, against in figures.crime.against_rest(data, area).items()
    ] + [
        sentence
        for sentence in (areas.shared_residents(data, area), visited, no_rest(data, area))
        if sentence
    ]


def two_tests(data: Dataset, area: Area, kind: str) -> str:
    """Where the ratio to the rest and the funnel plot say different things of an area; "" where they agree."""
    tests = figures.funnel.both(data, area, kind)
    return verdicts.two_tests(area.name, several(kind), the_rest(data, area), tests)


def told_shortly(data: Dataset, area: Area) -> str:
    """What the short sentences of a slide leave out: each ratio with its interval, which LSOAs draw visitors."""
    rest = the_rest(data, area)
    lines = [
        rate_compared(area.name, against, TOTALS[kind], rest, data.period, digits=0)
        for kind, against in figures.crime.against_rest(data, area).items()
    ]
    found = figures.visitors.visited(data, area)
    if found and found.without:
        names = english.listing(data.areas[code].name for code in found.without)
        lines.append(f"Areas with many visitors: {names}.")
    return " ".join([*lines, no_rest(data, area)]).strip()


def no_rest(data: Dataset, area: Area) -> str:
    """Why an area that is not the district is compared as the district is; "" elsewhere."""
    if area == data.whole or not figures.crime.is_whole(data, area):
        return ""
    return (
        f"{area.name} holds every LSOA of {data.place.name}, so there is no rest of {data.place.name} to compare it "
        f"with{f': beside it stand {rest}' if (rest := the_rest(data, area)) else ''}."
    )


def the_rest(data: Dataset, area: Area) -> str:
    """What an area's crime is compared with, within a sentence; nothing where no other is held."""
    name = figures.crime.rest_of(data, area).name
    return f"the {english.small(name)}" if name else ""


def during(period: Sequence[str]) -> str:
    """The months of a count within a sentence: "from January to December 2025", "in April 2024 and January 2025"."""
    text = english.months(period)
    one_run = incidents.month_range(period[0], period[-1]) == list(period)
    return f"from {text}" if one_run and len(period) > 1 else f"in {text}"


def shortly_during(period: Sequence[str]) -> str:
    """As `during`, "in 2025" of a calendar year."""
    year = period[0][:4]
    return (
        f"in {year}" if list(period) == incidents.month_range(f"{year}-01", f"{year}-12") else during(period)
    )


def period_named(period: Sequence[str]) -> str:
    """Months in words, with a warning where they do not follow on one another."""
    note = " (not one year, as months between them are not held)" if not_one_year(period) else ""
    return f"{english.months(period)}{note}"


def not_one_year(period: Sequence[str]) -> str:
    """That months do not follow on one another; nothing where they do."""
    if incidents.month_range(period[0], period[-1]) == list(period):
        return ""
    return f"Not one year, as months between them are not held: {english.months(period)}."


def read(data: Dataset, today: date) -> str:
    """What must be known of the counts beside other figures: their months, source, age and cautions; or that none is held."""
    if not data.has_crime:
        return age.not_held(data)
    source = standing_text.source_police(data.place, data.period)
    return f"{counted_in(data.period)} {source} {age.said(data, today)} {standing_text.CAUTION} {standing_text.NEAR}"


def counted_in(period: Sequence[str]) -> str:
    """Which months the counts beside other figures are of."""
    return f"Crimes and anti-social behaviour: {period_named(period)}."


def sentences_on(period: Sequence[str]) -> str:
    """Which months the sentences beside a chart of all months are on."""
    return f"The sentences are on {period_named(period)}."


def map_crime(
    rates: pd.Series,
    counts: pd.Series,
    names: pd.Series,
    what: str,
    period: Sequence[str],
    district: str,
) -> str:
    """The finding above the map of incidents, crimes or anti-social behaviour."""
    top = rates.idxmax()
    return (
        f"{recorded(counts.sum(), what, period, district)} "
        f"The highest rate, {rates[top]:,.1f} per 1,000 residents, is in {names[top]} ({of(int(counts[top]), what.removeprefix('all '))}); "
        "rates are high where there are many visitors and few residents, as in a town centre."
    )


def recorded(count: int, what: str, period: Sequence[str], district: str) -> str:
    """How many incidents, crimes or anti-social behaviour a period has; no part of the district is named."""
    counted = of(int(count), what.removeprefix("all "))
    return f"{counted} {'is' if count == 1 else 'are'} recorded for {district} in {period_named(period)}."


def months(table: pd.DataFrame, area: str, held: Sequence[str], period: Sequence[str]) -> str:
    """Counts of the latest covered months, crimes and ASB by their own names."""
    recent = table.loc[list(period)].sum()
    return (
        f"{area}: {recent['incidents']:,.0f} incidents in {period_named(period)}. Of these, "
        f"{recent['crimes']:,.0f} {_are(recent['crimes'])} crimes and {recent['asb']:,.0f} {_are(recent['asb'])} anti-social behaviour. The chart shows "
        f"all {number(len(held))} months held."
    )


def kind_months(table: pd.DataFrame, kind: str, area: str, held: Sequence[str], period: Sequence[str]) -> str:
    """The count of one kind in the latest covered months; `table` as from `figures.crime.kind_months`."""
    count = int(table.loc[list(period), "count"].sum())
    return f"{area}: {counted(count, kind)} in {period_named(period)}. The chart shows all {number(len(held))} months held."


def kind_rate(data: Dataset, area: Area, kind: str) -> list[str]:
    """The rate of one kind against the rest, latest twelve covered months, and where two tests differ on it."""
    beside = figures.crime.kind_against_rest(data, area, kind)
    said = rate_compared(area.name, beside, several(kind), the_rest(data, area), data.period)
    return [said, two_tests(data, area, kind), no_rest(data, area)]


def rate_compared(
    name: str, against: Against, what: str, rest: str, period: Sequence[str], digits: int = 1
) -> str:
    """An area's rate against that of the rest, with the word that its interval allows."""
    found, counted_ = against.found, f"{name}: {of(against.count, what)} {during(period)}"
    if found.verdict == ALONE:
        return f"{counted_}, {against.rate:,.{digits}f} per 1,000 residents."
    if found.verdict == TOO_FEW:
        return f"{counted_}, and {against.rest_count:,} in {rest}: {TOO_FEW}."
    mine, others = verdicts.rates(against.rate, against.rest_rate, found.verdict, digits)
    rate = f"{counted_}, {mine} per 1,000 residents"
    if found.verdict == UNCLEAR:
        return f"{rate}, beside the {others} of {rest}: {verdicts.told(found)}."
    return (
        f"{rate}; that is {verdicts.THAN[found.verdict]} the {others} of {rest} "
        f"({verdicts.ratio(found, 'times it')})."
    )


def domain(data: Dataset, area: Area, rows: pd.DataFrame, year: int) -> str:
    """How many of an area's LSOAs are in the worse deciles of the Crime domain, and their crimes.

    `rows` are the area's of `figures.crime.domain_and_counts`.
    """
    name = area.name
    if area.kind == LSOA and len(rows) == 1:
        row = rows.iloc[0]
        whole = (
            ""
            if area.codes(MAPPED[year].vintage) == (area.key,)
            else f"The larger area that {name} was {'merged into' if area.key in area.lsoa11 else 'part of'}"
        )
        return (
            f"{whole or name} is ranked {deprivation.rank(int(row['rank']), MAPPED[year].areas)} on the Crime domain of "
            f"{year} (1 is most deprived). Recorded {f'in {name} itself' if whole else 'there'}: {of(int(row['count']), 'crimes')} "
            f"{during(data.period)}."
        )
    inside = data.rows(area, year)["inside"]
    return (
        f"{english.capital(areas.some(inside[rows['decile'] <= 3], inside))} {areas.are(inside[rows['decile'] <= 3])} in "
        f"England's most deprived 30% on the Crime domain of {year}. Recorded in {name} as a whole: "
        f"{of(int(rows['count'].sum()), 'crimes')} {during(data.period)}."
    )


def types_held(counts: pd.Series, name: str, period: Sequence[str]) -> str:
    """The commonest kinds of incident."""
    order = counts.sort_values(ascending=False)
    if not order.sum():
        return f"{name}: no incident is recorded in {english.months(period)}."
    top = english.listing(f"{kind.lower()} ({count:,})" for kind, count in order[order > 0].head(3).items())
    share = f"{english.share(100 * order.head(3).sum() / order.sum())} of " if order.sum() >= LEAST else "of "
    are = "are" if order[order > 0].size > 1 else "is"
    return (
        f"{name}: the most frequent {are} {top}, {'together ' if order.sum() >= LEAST else ''}{share}"
        f"{of(int(order.sum()), 'incidents')} in {english.months(period)}."
    )


def _are(count: float) -> str:
    return "is" if count == 1 else "are"


def coverage(table: pd.DataFrame, district: str) -> str:
    """Which months are held and which are not."""
    held = incidents.held_months(table)
    missing = table.loc[table["status"] == incidents.MISSING, "month"].tolist()
    partial = table.loc[table["status"] == incidents.PARTIAL, "month"].tolist()
    text = f"Data are held for {len(held)} months: {english.months(held)}."
    if missing:
        text += (
            f" Not held: {english.months(missing)}, which were not in the files that this dashboard was built from. "
            "They are gaps, not zeros."
        )
    if partial:
        text += f" Partial: {english.months(partial)}."
    if api := table.loc[table["source"] == incidents.API, "month"].tolist():
        text += f" From the API of police.uk, for {district} alone, until its archive has them: {english.months(api)}."
    return text
