"""Figures -> plain-English sentences, under the rules of the figures.

Areas are deprived, people are not; decile 10 is "least deprived". "Higher" and "lower" appear only
where an interval excludes equality. Nothing says that a crime happened at an address.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence

import pandas as pd

from charnwood import crime
from charnwood.deprivation import DOMAINS, IMD, MAPPED, Measure
from charnwood.geography import LATEST_POPULATION
from charnwood.neighbourhoods import LSOA, Area, summary

ENGLISH = {
    1: "one",
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
}
CIRCULAR = (
    "The Index's Crime domain and police.uk counts are different things: other years, other offences. "
    "The domain is itself built from recorded crime, so agreement between the two is partly circular."
)
CAUTION = (
    "Recorded crime is not an accredited official statistic. It follows what is reported and how the police "
    "record it, as well as how much crime there is."
)
NEAR = (
    "Incidents are placed on or near a street, never at an address. In town centres, on campuses and in "
    "retail parks few residents meet many visitors, so read the counts there beside the rates."
)
READING = (
    "The council names its Priority Neighbourhoods as parts of wards, estates and villages and publishes no "
    "list of LSOAs. The outlines are this dashboard's reading, and its summaries are not official statistics."
)
CHANGED = (
    "Indicators and methods changed between the Indices of 2019 and 2025, and every Crime and Living "
    "Environment indicator of 2025 is new or modified. Compare ranks or deciles, never scores."
)

TRANSFORMED = (
    "Domain scores are not comparable with each other, so each bar is the published transformation of the "
    "rank: 0 for England's least deprived area, 100 for the most. England's middle area is the one that half "
    "of England's areas are more deprived than."
)
CONTRIBUTION = (
    "Weight times transformed rank: the seven add up to the IMD score. Weights: Income and Employment 22.5% "
    "each, Education and Health 13.5% each, Crime, Barriers and Living environment 9.3% each."
)
PUBLISHED = "Scores are as published; nothing is estimated to fill a gap."
INTERVAL = "The shaded band is the exact 95% Poisson interval of each month's incidents: how far chance alone could move it."


def listing(items: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def number(count: int) -> str:
    """A whole number as prose writes it: words up to nine, thousands with a comma."""
    return ENGLISH.get(count, "none" if count == 0 else f"{count:,}")


def ordinal(rank: int) -> str:
    """ "1st", "22nd", "1,003rd"."""
    end = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank:,}{end}"


def month(text: str) -> str:
    """ "2025-11" -> "November 2025"."""
    year, number_ = text.split("-")
    return f"{calendar.month_name[int(number_)]} {year}"


def months(held: Sequence[str]) -> str:
    """Months as runs: "April 2024 and January to November 2025"."""
    runs: list[list[str]] = []
    for text in held:
        if runs and pd.Period(text) - 1 == pd.Period(runs[-1][-1]):
            runs[-1].append(text)
        else:
            runs.append([text])
    return listing(_run(run[0], run[-1]) for run in runs)


def share(percent: float) -> str:
    """A percentage of people: whole, and honest at both ends."""
    if 0 < percent < 1:
        return "under 1%"
    if 99 < percent < 100:
        return "over 99%"
    return f"{percent:.0f}%"


def decile(value: int) -> str:
    """ "decile 1, England's most deprived 10%": what a decile means, in the words of its end."""
    if value == 1:
        return "decile 1, England's most deprived 10%"
    if value == 10:
        return "decile 10, England's least deprived 10%"
    if value <= 5:
        return f"decile {value}, in England's most deprived {value * 10}%"
    return f"decile {value}, in England's least deprived {(11 - value) * 10}%"


def rank(value: int, areas: int) -> str:
    """ "699th of 32,844"."""
    return f"{ordinal(value)} of {areas:,}"


def map_deprivation(own: pd.DataFrame, measure: Measure, year: int) -> str:
    """The finding above the map of an index or a domain."""
    areas = MAPPED[year].areas
    count = int((own[f"{measure.key}_decile"] <= 2).sum())
    first = own[f"{measure.key}_rank"].idxmin()
    subject = "overall" if measure is IMD else f"for {measure.name.lower()}"
    verb = "is" if count == 1 else "are"
    return (
        f"{number(count).capitalize()} of Charnwood's {len(own)} areas {verb} among England's most deprived 20% "
        f"{subject} ({year}). The most deprived is {own.loc[first, 'name']}, ranked "
        f"{rank(int(own.loc[first, f'{measure.key}_rank']), areas)}, where 1 is most deprived."
    )


def map_crime(
    rates: pd.Series,
    counts: pd.Series,
    names: pd.Series,
    what: str,
    period: Sequence[str],
) -> str:
    """The finding above the map of incidents, crimes or anti-social behaviour."""
    top = rates.idxmax()
    return (
        f"{counts.sum():,.0f} {what} are recorded for Charnwood in {number(len(period))} covered months "
        f"({months(period)}). The largest rate is in {names[top]}: {rates[top]:,.0f} per 1,000 residents, "
        f"from {counts[top]:,.0f} {what}."
    )


def area_position(row: pd.Series, year: int) -> str:
    """Where one LSOA stands on the IMD."""
    return (
        f"IMD {year}: {rank(int(row['imd_rank']), MAPPED[year].areas)} (1 is most deprived), "
        f"{decile(int(row['imd_decile']))}."
    )


def group_position(area: Area, rows: pd.DataFrame, year: int) -> str:
    """One sentence on a group of LSOAs: shares of population, counts of LSOAs."""
    if len(rows) == 1 and area.kind == LSOA:
        return f"{area.name}. {area_position(rows.iloc[0], year)}"
    facts = summary(rows)
    return (
        f"{area.name}: {share(facts['share_10'])} of residents live in England's most deprived 10% of areas, "
        f"{share(facts['share_20'])} in the most deprived 20% and {share(facts['share_30'])} in the most "
        f"deprived 30% ({facts['lsoas']} areas, IMD {year})."
    )


def strongest_domains(contributions: pd.Series, name: str) -> str:
    """Which domains make up most of an area's IMD score."""
    order = contributions.sort_values(ascending=False)
    total = order.sum()
    names = {d.key: d.name for d in DOMAINS}
    top = listing(f"{names[k]} ({v:.1f})" for k, v in order.head(3).items())
    return f"{name}: {top} contribute {share(100 * order.head(3).sum() / total)} of the IMD score of {total:.1f} points."


def profile_compared(transformed: pd.Series, reference: pd.Series, name: str) -> str:
    """On which domains an area's score lies above and below Charnwood's; scores are no samples."""
    names = {d.key: d.name.lower() for d in DOMAINS}
    above = [names[k] for k in transformed.index if transformed[k] > reference[k]]
    if len(above) == len(names):
        return f"{name} is more deprived than Charnwood as a whole in all seven domains."
    if not above:
        return f"{name} is less deprived than Charnwood as a whole in all seven domains."
    return f"{name} is more deprived than Charnwood as a whole in {number(len(above))} of seven domains: {listing(above)}."


def deciles_held(own: pd.DataFrame, inside: pd.Series, year: int) -> str:
    """How the borough's areas spread over England's deciles, and where the neighbourhoods stand."""
    bottom = int((own["imd_decile"] <= 3).sum())
    named = int((inside & (own["imd_decile"] <= 3)).sum())
    top = int((own["imd_decile"] >= 8).sum())
    return (
        f"{bottom} of Charnwood's {len(own)} areas are in England's most deprived 30% (IMD {year}); "
        f"{named} of these are in a Priority Neighbourhood. {top} are in the least deprived 30%."
    )


def crime_months(table: pd.DataFrame, area: str, held: Sequence[str], period: Sequence[str]) -> str:
    """Counts of the latest covered months, crimes and ASB by their own names."""
    recent = table.loc[list(period)].sum()
    return (
        f"{area}: {recent['incidents']:,.0f} incidents in the latest {number(len(period))} covered months "
        f"({months(period)}): {recent['crimes']:,.0f} crimes and {recent['asb']:,.0f} of anti-social behaviour. "
        f"{number(len(held)).capitalize()} months are held in all."
    )


def rate_compared(
    name: str,
    mine: int,
    residents: int,
    others: int,
    other_residents: int,
    what: str,
    rest_of: str,
) -> str:
    """An area's rate against that of the rest, with the word that its interval allows."""
    rate, rest = crime.rate(mine, residents), crime.rate(others, other_residents)
    low, high = crime.ratio_interval(mine, residents, others, other_residents)
    word = "higher than" if low > 1 else "lower than" if high < 1 else "not clearly different from"
    ratio = (
        f"ratio {mine / residents / (others / other_residents):.2f}, 95% interval {low:.2f} to {high:.2f}"
        if others
        else "no ratio, because none is recorded there"
    )
    return f"{name}: {rate:,.0f} {what} per 1,000 residents, {word} the {rest:,.0f} of {rest_of} ({ratio})."


def crime_domain(rows: pd.DataFrame, name: str, year: int) -> str:
    """How many of an area's LSOAs are in the worse deciles of the Crime domain, and their crimes."""
    count, areas = len(rows), MAPPED[year].areas
    if count == 1:
        row = rows.iloc[0]
        return (
            f"{name} is ranked {rank(int(row['rank']), areas)} on the Crime domain of {year} (1 is most deprived), "
            f"and {row['count']:,} crimes are recorded there in the latest twelve covered months."
        )
    worse = int((rows["decile"] <= 3).sum())
    return (
        f"{number(worse).capitalize()} of the {count} areas of {name} {'is' if worse == 1 else 'are'} in England's "
        f"most deprived 30% on the Crime domain of {year}; {rows['count'].sum():,} crimes are recorded there in "
        "the latest twelve covered months."
    )


def types_held(counts: pd.Series, name: str, period: Sequence[str]) -> str:
    """The commonest kinds of incident."""
    order = counts.sort_values(ascending=False)
    if not order.sum():
        return f"{name}: no incident is recorded in {months(period)}."
    top = listing(f"{kind.lower()} ({count:,})" for kind, count in order.head(3).items())
    return (
        f"{name}: the most frequent are {top}, together {share(100 * order.head(3).sum() / order.sum())} of "
        f"{order.sum():,} incidents in {months(period)}."
    )


def coverage(table: pd.DataFrame) -> str:
    """Which months are held and which are not."""
    held = crime.held_months(table)
    missing = table.loc[table["status"] == crime.MISSING, "month"].tolist()
    partial = table.loc[table["status"] == crime.PARTIAL, "month"].tolist()
    text = f"{len(held)} months are held: {months(held)}."
    if missing:
        text += f" Not held: {months(missing)}. They are gaps, not zeros."
    if partial:
        text += f" Partial: {months(partial)}."
    return text


def source_iod(year: int) -> str:
    """The source line of a figure from the Indices."""
    return (
        f"Source: MHCLG, English Indices of Deprivation {year}, on LSOAs of {MAPPED[year].vintage}. "
        "Open Government Licence v3.0."
    )


def source_police(period: Sequence[str], rates: bool = True) -> str:
    """The source line of a figure from police.uk, with its months and the base of its rates."""
    base = f" Rates per 1,000 residents, ONS mid-{LATEST_POPULATION} estimates." if rates else ""
    return (
        f"Source: data.police.uk, Leicestershire Police, {months(period)}.{base} "
        "Open Government Licence v3.0."
    )


def _run(first: str, last: str) -> str:
    if first == last:
        return month(first)
    if first[:4] == last[:4]:
        return f"{month(first).split()[0]} to {month(last)}"
    return f"{month(first)} to {month(last)}"
