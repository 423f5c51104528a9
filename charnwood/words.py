"""Figures -> plain-English sentences, under the rules of the figures.

Areas are deprived, people are not; decile 10 is "least deprived". "Higher" and "lower" appear only
where an interval excludes equality. Nothing says that a crime happened at an address.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence

import pandas as pd

from charnwood import crime, rules
from charnwood.deprivation import DOMAINS, EDITIONS, IMD, MAPPED, Measure
from charnwood.geography import LATEST_POPULATION
from charnwood.neighbourhoods import FORMER_WARD, LSOA, OWN, PRIORITY, WARD, Area, summary
from charnwood.notes import number
from charnwood.place import Place
from charnwood.rules import Rule


def listing(items: Iterable[str], separator: str = ",") -> str:
    """ "a", "a and b", "a, b and c"; with ";" also a mark before the last, for items that hold commas."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    last = "; and " if separator == ";" and len(words) > 2 else " and "
    return last.join([f"{separator} ".join(words[:-1]), words[-1]])


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


def period_named(period: Sequence[str]) -> str:
    """ "twelve covered months (…)", with a warning where they do not follow on one another."""
    gap = len(period) > 1 and crime.month_range(period[0], period[-1]) != list(period)
    note = "; not one year, as months between them are not held" if gap else ""
    return f"{'twelve' if len(period) == 12 else number(len(period))} covered months ({months(period)}{note})"


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


def map_deprivation(own: pd.DataFrame, measure: Measure, year: int, district: str) -> str:
    """The finding above the map of an index or a domain; `own` are the district's LSOAs."""
    areas = MAPPED[year].areas
    count = int((own[f"{measure.key}_decile"] <= 2).sum())
    first = own[f"{measure.key}_rank"].idxmin()
    subject = "overall" if measure is IMD else f"for {measure.name.lower()}"
    verb = "is" if count == 1 else "are"
    return (
        f"{number(count).capitalize()} of {district}'s {len(own)} areas {verb} among England's most deprived 20% "
        f"{subject} ({year}). The most deprived is {own.loc[first, 'name']}, ranked "
        f"{rank(int(own.loc[first, f'{measure.key}_rank']), areas)}, where 1 is most deprived."
    )


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
        f"{counts.sum():,.0f} {what} are recorded for {district} in the latest {period_named(period)}. "
        f"The highest rate, {rates[top]:,.1f} per 1,000 residents, is in {names[top]} ({counts[top]:,.0f} {what}); "
        "rates are high where there are many visitors and few residents, as in a town centre."
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
        f"deprived 30% ({facts['lsoas']} areas of {MAPPED[year].vintage}, IMD {year}, {MAPPED[year].weights})."
    )


def strongest_domains(contributions: pd.Series, name: str) -> str:
    """Which domains make up most of an area's IMD score."""
    order = contributions.sort_values(ascending=False)
    total = order.sum()
    names = {d.key: d.name for d in DOMAINS}
    top = listing((f"{names[k]} ({v:.1f})" for k, v in order.head(3).items()), ";")
    return (
        f"{name}: {top} contribute most, together {share(100 * order.head(3).sum() / total)} of the IMD score of "
        f"{total:.1f} points."
    )


def profile_compared(transformed: pd.Series, reference: pd.Series, name: str) -> str:
    """In how many domains an area is more deprived than a reference, by whose name it goes, and in which by the most."""
    if transformed.equals(reference):
        order = transformed.sort_values(ascending=False)
        return f"{name} is most deprived in {domain_names(order.index[:3])}, least in {domain_names(order.index[-1:])}."
    gap = (transformed - reference).sort_values(ascending=False)
    above = gap[gap > 0]
    if above.empty:
        return f"{name} is less deprived than {reference.name} as a whole in all seven domains."
    count = "all seven domains" if len(above) == len(gap) else f"{number(len(above))} of seven domains"
    most = ", most of all in" if len(above) > 3 else ":"
    return (
        f"{name} is more deprived than {reference.name} as a whole in {count}{most} "
        f"{domain_names(above.index[:3])}."
    )


def domain_deciles(rows: pd.DataFrame, name: str, year: int) -> str:
    """In which domains an area is among England's most deprived: its deciles, or its LSOAs' where it has several."""
    if len(rows) == 1:
        row = rows.iloc[0]
        deciles = listing(f"{d.name.lower()} {row[f'{d.key}_decile']}" for d in DOMAINS)
        return f"{name}, deciles of {year} (1 = most deprived): {deciles}."
    counts = {d.name.lower(): int((rows[f"{d.key}_decile"] <= 2).sum()) for d in DOMAINS}
    held = listing(
        f"{domain} ({count})" for domain, count in sorted(counts.items(), key=lambda item: -item[1]) if count
    )
    return (
        f"{name}: of its {len(rows)} LSOAs, among England's most deprived 20% ({year}): {held}."
        if held
        else f"{name}: none of its {len(rows)} LSOAs is among England's most deprived 20% in any domain ({year})."
    )


def deciles_held(own: pd.DataFrame, inside: pd.Series, year: int, district: str) -> str:
    """How the district's areas spread over England's deciles, and where the neighbourhoods stand, if there are any."""
    bottom = int((own["imd_decile"] <= 3).sum())
    named = int((inside & (own["imd_decile"] <= 3)).sum())
    top = int((own["imd_decile"] >= 8).sum())
    members = "all of them" if named == bottom else f"{named} of these"
    priority = f"; {members} are in a Priority Neighbourhood" if inside.any() else ""
    return (
        f"{bottom} of {district}'s {len(own)} areas are in England's most deprived 30% (IMD {year}){priority}. "
        f"{top} are in the least deprived 30%."
    )


def rule(given: Rule) -> str:
    """What a rule asks of an LSOA; bounds are written from 1, the most deprived."""
    names = {IMD.key: "IMD"} | {d.key: d.name for d in DOMAINS}
    joint = " and " if given.joined == "all" else " or "
    text = "The rule takes an LSOA with " + joint.join(
        f"{names[c.measure]} {c.unit} 1{f' to {c.bound:,}' if c.bound > 1 else ''}" for c in given.conditions
    )
    also = [f"have a population of {given.population:,} or more"] if given.population else []
    also += ["touch another LSOA that the rule takes"] if given.adjacent else []
    return f"{text}. It must also {listing(also)}." if also else f"{text}."


def chosen(outcome: pd.DataFrame, year: int, district: str) -> str:
    """How many LSOAs a rule takes, keeps and would drop of the Priority Neighbourhoods, if any, and would add."""
    if outcome["neighbourhood"].isna().all():
        return (
            f"By the Index of {year} the rule takes {number(int(outcome['taken'].sum()))} of {district}'s "
            f"{len(outcome)} LSOAs."
        )
    counts = outcome["class"].value_counts().reindex(rules.CLASSES, fill_value=0)
    kept, dropped, added = (int(counts[c]) for c in (rules.IN_TAKEN, rules.IN_LEFT, rules.OUT_TAKEN))
    members = kept + dropped
    held = f"all {members}" if not dropped else f"{number(kept)} of the {members}"
    return (
        f"By the Index of {year} the rule takes {number(kept + added)} of {district}'s {len(outcome)} LSOAs: {held} LSOAs "
        f"of the Priority Neighbourhoods, so it would drop {number(dropped)} and add {number(added)} outside them."
    )


def crime_months(table: pd.DataFrame, area: str, held: Sequence[str], period: Sequence[str]) -> str:
    """Counts of the latest covered months, crimes and ASB by their own names."""
    recent = table.loc[list(period)].sum()
    return (
        f"{area}: {recent['incidents']:,.0f} incidents in the latest {period_named(period)}. Of these, "
        f"{recent['crimes']:,.0f} are crimes and {recent['asb']:,.0f} are anti-social behaviour. The chart shows "
        f"all {number(len(held))} months held."
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
        f"{mine / residents / (others / other_residents):.2f} times it, 95% interval {low:.2f} to {high:.2f}"
        if others
        else "no ratio, because none is recorded there"
    )
    return (
        f"{name}: {mine:,} {what}, {rate:,.1f} per 1,000 residents; that is {word} the {rest:,.1f} of {rest_of} "
        f"({ratio})."
    )


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
        f"most deprived 30% on the Crime domain of {year}. In the latest twelve covered months "
        f"{rows['count'].sum():,} crimes are recorded in {name} as a whole."
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


def coverage(table: pd.DataFrame, district: str) -> str:
    """Which months are held and which are not."""
    held = crime.held_months(table)
    missing = table.loc[table["status"] == crime.MISSING, "month"].tolist()
    partial = table.loc[table["status"] == crime.PARTIAL, "month"].tolist()
    text = f"Data are held for {len(held)} months: {months(held)}."
    if missing:
        text += (
            f" Not held: {months(missing)}, which were not in the files that this dashboard was built from. "
            "They are gaps, not zeros."
        )
    if partial:
        text += f" Partial: {months(partial)}."
    if api := table.loc[table["source"] == crime.API, "month"].tolist():
        text += (
            f" From the API of police.uk, for {district} alone, until its archive has them: {months(api)}."
        )
    return text


def people(area: Area, residents: int) -> str:
    """How many people live in an area."""
    count = len(area.lsoa21)
    small = "" if count == 1 else f", in {number(count)} LSOAs of 2021"
    return f"{residents:,} people lived in {area.name} in mid-2022 (ONS estimate){small}."


def score_drivers(shares: pd.DataFrame, name: str, year: int) -> str:
    """Which LSOAs hold the largest shares of an area's weighted IMD score; `shares` by size.

    Three of them where the area has more, else the first; only such as hold more of the score than of the people.
    """
    above = shares[shares["score_share"] > shares["population_share"]]
    if above.empty:
        return (
            f"No LSOA of {name} holds a larger share of its weighted IMD score ({year}) than of its people."
        )
    top = above.head(3 if len(shares) > 3 else 1)
    listed = listing((f"{row['name']} (decile {row['imd_decile']})" for _, row in top.iterrows()), ";")
    start = (
        "largest share of its weighted IMD score ({}) comes"
        if len(top) == 1
        else ("largest shares of its weighted IMD score ({}) come")
    )
    return (
        f"The {start.format(year)} from {listed}: {'together ' if len(top) > 1 else ''}"
        f"{share(top['score_share'].sum())} of the score of {name}, with {share(top['population_share'].sum())} of "
        "its people."
    )


def contribution_compared(points: pd.Series, reference: pd.Series, name: str) -> str:
    """By how many points an area's IMD score differs from a reference's, and which domains make that up."""
    gap = points - reference
    mine, other = round(points.sum(), 1), round(reference.sum(), 1)
    if mine == other:
        return f"{name} has the same IMD score as {reference.name} as a whole ({other:.1f} points)."
    names = {d.key: d.name for d in DOMAINS}
    order = gap.sort_values(ascending=mine < other)
    same = order[order > 0] if mine > other else order[order < 0]
    listed = listing((f"{names[str(k)]} ({v:+.1f})".replace("-", "−") for k, v in same.head(3).items()), ";")
    return (
        f"That is {abs(mine - other):.1f} points {'more' if mine > other else 'less'} than {reference.name} as a whole "
        f"({other:.1f}); most of the difference lies in {listed}."
    )


def indicators_compared(worse: int, of: int, name: str, lacking: Sequence[str], district: str) -> str:
    """On how many indicators an area stands nearer the deprived end, and which domains have none."""
    aside = "counts of people" if "crime" in lacking else "counts of people and crime rates"
    parts = []
    if not of:
        return "No underlying indicators of this edition are held."
    if name != district:
        parts.append(
            f"Leaving aside {aside}, {name} is nearer the more deprived end than {district} as a whole on "
            f"{number(worse)} of {of} indicators."
        )
    if lacking:
        parts.append(f"The published file of indicators has none of the domain {listing(lacking)}.")
    return " ".join(parts)


def made_of(area: Area, reading: str) -> str:
    """How an area of this kind is made of LSOAs, where that needs saying; `reading` of Priority Neighbourhoods."""
    return {
        PRIORITY: reading,
        WARD: "Wards are made of whole LSOAs by ONS's best fit, so ward figures are approximate.",
        FORMER_WARD: "Former wards are made of whole LSOAs, so ward figures are approximate.",
    }.get(area.kind, "")


def own_made_of(*areas: Area) -> str:
    """Which LSOAs make the own areas among some areas; empty where there is none."""
    return " ".join(
        f"{area.name} is not an official area: a reader put it together from the LSOAs {listing(area.lsoa21)}"
        f"{'' if area.lsoa11 == area.lsoa21 else f' of 2021, on the map of 2011 {listing(area.lsoa11)}'}."
        for area in areas
        if area.kind == OWN
    )


def most_alike(table: pd.DataFrame, area: Area, year: int, groups: str) -> str:
    """The areas nearest to an area by domain profile; `table` as the page shows it, `groups` what a group is held against."""
    if "LSOA" not in table:
        listed = listing(table["Area"].head(3))
        return (
            f"Among {groups}, {listed} have the domain "
            f"profiles most like that of {area.name} (population-weighted, {year}). A group is compared with groups, not "
            "with single LSOAs."
        )
    names = table.groupby("Like", sort=False) if "Like" in table else [(area.name, table)]
    return " ".join(
        f"Most like {name} ({year}): {listing((f'{r.LSOA} ({r.District})' for r in rows.itertuples()), ';')}."
        for name, rows in names
    )


def source_iod(year: int) -> str:
    """The source line of a figure from the Indices."""
    return (
        f"Source: MHCLG, English Indices of Deprivation {year}, on LSOAs of {EDITIONS[year].vintage}. "
        "Open Government Licence v3.0."
    )


def source_police(place: Place, period: Sequence[str], rates: bool = True) -> str:
    """The source line of a figure from police.uk, with its months and the base of its rates."""
    base = f" Rates per 1,000 residents, ONS mid-{LATEST_POPULATION} estimates." if rates else ""
    return f"Source: data.police.uk, {place.police}, {months(period)}.{base} Open Government Licence v3.0."


def domain_names(keys: Iterable[object]) -> str:
    """The names of domains by their keys, as a list with semicolons."""
    names = {d.key: d.name.lower() for d in DOMAINS}
    return listing((names[str(key)] for key in keys), ";")


def _run(first: str, last: str) -> str:
    if first == last:
        return month(first)
    if first[:4] == last[:4]:
        return f"{month(first).split()[0]} to {month(last)}"
    return f"{month(first)} to {month(last)}"
