"""Figures -> findings: the sentences that head the steps of a briefing, each one that the figures bear by themselves.

`words.briefing` says what stands below them. Of crime "more" and "fewer" follow the verdict of the test of rates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.deprivation import larger, summary
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW
from charnwood.official.areas import BOROUGH, LSOA, Area
from charnwood.official.deprivation import DOMAINS, MAPPED, NEWEST, average_score, average_transformed
from charnwood.store.dataset import Dataset
from charnwood.words import crime, plain, residents

TITLE = "Sources and cautions"
LONG = 130  # letters, more than which no heading has
REMEMBER = ("deprivation", "crime", "change")  # the steps whose findings are to be remembered
NEXT = "What to decide or do next"
SIDE_BY_SIDE = "How do the neighbourhoods stand beside each other?"
STRENGTHS = "What is there to build on, and who works there?"
CONTACTS = "Places, people and groups: the council's list of contacts, from what they have published."
EACH_ITS_OWN = "The page of each area has those near it."
NEAR = (
    f"Listed is what is for the area or lies in it; of libraries and other places that it lacks, the "
    f"{english.number(figures.nearby.NEAREST)} nearest within {figures.nearby.FAR // 1000} km."
)


def deprivation(area: Area, row: pd.Series, rows: pd.DataFrame, year: int) -> str:
    """How much of England one LSOA is more deprived than, or less; never more than its rank (`row`) allows."""
    england, rank = MAPPED[year].areas, int(row["imd_rank"])
    name = shortly_named(larger(area, rows) or area.name)
    more = rank <= england / 2
    others = 100 * ((england - rank) if more else (rank - 1)) / england
    return f"{name} is {'more' if more else 'less'} deprived than {_at_least(others)} of England's small areas ({year})."


def shortly_named(name: str) -> str:
    """The name of a larger area that an area was part of in a few words, any other as it is."""
    whole, apart, _ = name.partition(" (the larger area ")
    return f"{whole} (larger area)" if apart else name


def _at_least(percent: float) -> str:
    """A share that is not rounded up."""
    return english.share(float(math.floor(percent)) if 1 <= percent < 99 else percent)


def domains(transformed: pd.DataFrame, area: Area, year: int, district: str) -> str:
    """In how many kinds of deprivation an area is more deprived than the district, the district than England on average.

    `transformed` as from `figures.deprivation.domain_profile`; `area` by the name that it has there.
    """
    mine, name = transformed[area.name], shortly_named(area.name)
    if area.kind == BOROUGH:
        beside, than = average_transformed(MAPPED[year].areas), "England on average"
        above = int((mine > beside).sum())
    else:
        than = f"{district} as a whole"
        above = int((mine > transformed[district]).sum())
    if not above:
        return f"{name} is less deprived than {than} in all seven kinds ({year})."
    count = "all seven" if above == len(DOMAINS) else f"{english.number(above)} of the seven"
    return f"{name} is more deprived than {than} in {count} kinds ({year})."


def crimes(data: Dataset, area: Area) -> str:
    """Whether more crimes were recorded for each person than elsewhere, by the verdict, with what visitors have to do with it."""
    against = figures.crime.against_rest(data, area)["crimes"]
    rest = crime.the_rest(data, area)
    if against.found.verdict == TOO_FEW:
        return f"The police recorded too few crimes here to compare them with {rest}."
    word = {HIGHER: "more", LOWER: "fewer"}.get(against.found.verdict)
    if word is None:
        return f"In crimes for each person, no clear difference from {rest} can be told."
    quiet = figures.visitors.apart(data, area)
    if not quiet:
        return f"The police recorded {word} crimes per person here than in {rest}."
    some, things = english.number(len(quiet.others)), english.plural(len(quiet.others), "area")
    how = {LOWER: "fewer", TOO_FEW: TOO_FEW}.get(str(quiet.verdict), "not clearly")
    return f"The police recorded {word} crimes per person than in {rest}, but {how} in its {some} {things} with fewer visitors."


def moved(row: pd.Series, name: str) -> str:
    """How one whole LSOA moved between England's tenths, a `row` of `figures.change.change`; a part is not compared."""
    first, last = figures.change.years(row.to_frame().T)
    if row["split"]:
        return f"{name} was part of a larger area in {first}, so {last} is not compared with it."
    tenths = int(row["deciles_moved"])
    if not tenths:
        return f"From {first} to {last}, {name} stayed in the same tenth of England."
    count = "one tenth" if abs(tenths) == 1 else f"{english.number(abs(tenths))} tenths"
    end = "least" if tenths > 0 else "most"
    return f"From {first} to {last}, {name} moved {count} towards the {end} deprived end of England."


def moves(tenths: pd.Series, name: str, first: int, last: int, of: int) -> str:
    """How many LSOAs moved between England's tenths, each way; `tenths` by how many, positive to the less deprived.

    `of` is how many LSOAs the area has, with those that cannot be compared.
    """
    more, less = int((tenths < 0).sum()), int((tenths > 0).sum())
    when, total = f"From {first} to {last}", len(tenths)
    small = f"{'comparable ' if total < of else ''}small areas in {name}"
    if total == 1:
        way = "moved to a more" if more else "moved to a less" if less else ""
        to = f"{way} deprived tenth" if way else "stayed in the same tenth"
        return f"{when}, the one small area in {name} that can be compared {to} of England."
    if not more and not less:
        return f"{when}, {english.some_of(total, total)} {small} stayed in the same tenth of England."
    counts = sorted([(more, "more"), (less, "less")], key=lambda each: -each[0])
    (most, way), (fewer, other) = counts
    return (
        f"{when}, {english.some_of(most, total, 'the')} {small} moved to a {way} deprived tenth of England, "
        f"{english.number(fewer)} to a {other} deprived one."
    )


def compared(data: Dataset, area: Area, year: int) -> str:
    """Where an LSOA stands among the others of the district, and an area of several between district and England by score.

    `area` by the name that the edition's figures are of, as from `figures.deprivation.of_edition`.
    """
    rows, district = data.rows(area, year), data.own(year)
    if area.kind == LSOA and len(rows) == 1:
        others = district.drop(rows.index)
        below = int((others["imd_rank"] > rows["imd_rank"].iloc[0]).sum())
        count = "all" if below == len(others) else f"{below:,} of" if below else "none of"
        return f"{shortly_named(area.name)} is more deprived than {count} the {len(others):,} other small areas of {data.place.name} ({year})."
    mine, whole = summary(rows)["imd_score"], summary(district)["imd_score"]
    beside = [(data.place.name, whole), ("England", average_score(MAPPED[year].areas))]
    if area.kind == BOROUGH:
        county = data.place.county
        beside = [*([(county, summary(data.county(year))["imd_score"])] if county else []), beside[1]]
    return f"By its average score of {year}, {area.name} is {_among(mine, beside)}."


def _among(mine: float, beside: Sequence[tuple[str, float]]) -> str:
    """More, less or as deprived as others, by scores to the decimal place that is printed."""
    ways = {"more": "more deprived than", "less": "less deprived than", "as": "as deprived as"}
    named: dict[str, list[str]] = {}
    for name, score in beside:
        gap = round(mine, 1) - round(score, 1)
        named.setdefault("more" if gap > 0 else "less" if gap < 0 else "as", []).append(name)
    return english.listing(f"{ways[way]} {english.listing(names)}" for way, names in named.items())


def strengths(data: Dataset, area: Area) -> list[str]:
    """That people are there to turn to, which the list below bears; the places to meet; what is good by the newest Indices."""
    turn = f"There are people and groups to turn to, in and near {area.name}."
    good = residents.good(data, area)
    dated = f"{good.removesuffix('.')} (Index of {NEWEST})." if good else ""
    return [line for line in (turn, plain.places_shortly(data, area), dated) if line]


def in_all(count: int, district: str) -> str:
    """How many places of a kind a district has."""
    return f"{english.capital(english.number(count))} in {district}"


def remember(count: int) -> str:
    """What heads the findings to remember."""
    return f"{english.capital(english.number(count))} {english.plural(count, 'thing')} to remember"


def neighbourhoods(data: Dataset, year: int) -> str:
    """How many of the district's small areas in England's most deprived 20% lie in the Priority Neighbourhoods."""
    district = data.own(year)
    most = district.index[district["imd_decile"] <= 2]
    inside = {code for area in data.neighbourhoods for code in area.codes(MAPPED[year].vintage)}
    count, total = sum(code in inside for code in most), len(most)
    having = [area.name for area in data.neighbourhoods if {*area.codes(MAPPED[year].vintage)} & {*most}]
    names = english.listing(having) or "a Priority Neighbourhood"
    areas = f"small {english.plural(total, 'area')} of {data.place.name}"
    if not total:
        return f"No small area of {data.place.name} is among England's most deprived 20%, in {year}."
    some = "both" if count == total == 2 else "all" if count == total else f"{english.number(count)} of the"
    some = "the" if total == 1 else some if some == "both" else f"{some} {english.number(total)}"
    verb = "lies" if count < 2 else "lie"
    verb = "does not lie" if total == 1 and not count else verb
    return f"{english.capital(some)} {areas} among England's most deprived 20% ({year}) {verb} in {names}."
