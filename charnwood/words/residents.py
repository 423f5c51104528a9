"""Figures -> short sentences for residents: no word of the field, about the area and never about a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.cache import of_data
from charnwood.figures.crime import Against
from charnwood.figures.intervals import ALONE, HIGHER, TOO_FEW, UNCLEAR
from charnwood.official import incidents, indicators
from charnwood.official.areas import FORMER_WARD, LSOA, PRIORITY, WARD, Area
from charnwood.official.deprivation import DOMAINS, IMD, MAPPED
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS
from charnwood.store.dataset import Dataset
from charnwood.words import age, areas, crime, verdicts

YEAR = max(MAPPED)  # residents read the newest edition
TOPICS = {
    "income": ("Income", "people on a low income"),
    "employment": ("Work", "people who want a job but cannot work or find one"),
    "education": ("Learning", "how well people did at school, and their skills"),
    "health": ("Health", "illness, and deaths at an early age"),
    "crime": ("Crime", "the risk of being a victim of crime"),
    "barriers": (
        "Access to homes and services",
        "how far shops and doctors are, and whether people can get and pay for a home; not how well kept homes are",
    ),
    "living_environment": ("Surroundings", "the state of homes, clean air and safe roads"),
}
WORSE, BETTER = 0.3, 0.5  # shares of England's areas, most deprived first
MIDDLE = 0.05  # beyond the half within which an area is near the middle
MEANING = (
    "Deprivation means going without things that most people have, such as work, good health or a decent home. "
    "It is about the area as a whole. Many people in a deprived area are not deprived, and these figures "
    "say nothing about you."
)
METHOD = (
    "The government puts all small areas of England in order, from the most deprived to the least. This is the "
    f"order of {YEAR}."
)
WORKS_THERE = (
    "In these neighbourhoods the council works with residents, voluntary groups and services. It chose them by the "
    "government's figures of deprivation."
)
READ = "It names wards, estates and villages, not streets: where exactly they end is our own reading."
VISITORS_NOTE = (
    "Where many people come to shop or to go out and few live, the number for every 1,000 residents is high."
)
CRIME_NOTE = (
    "The police count what people tell them, so not all crime is in here. They place each one on or near a "
    f"street, never at a home. {VISITORS_NOTE}"
)

CRIMES = {"crimes": "crimes", "asb": "cases of anti-social behaviour (such as noise or nuisance)"}


def people(data: Dataset, area: Area) -> str:
    """How many people live in an area, and what it is part of."""
    said = [
        f"By the official estimate, {data.residents(area):,} people lived here in the middle of {LATEST_POPULATION}."
    ]
    if area.kind == LSOA:
        row = data.lsoa[2011 if area.key in data.lsoa[2011].index else 2021].loc[area.key]
        place = row["place"] if row["place"].startswith("near ") else f"in {row['place']}"
        wards = "wards" if " and " in row["ward"].replace(" & ", " ") and len(area.lsoa21) > 1 else "ward"
        said.append(
            f"It was a small area until {NEW_LSOAS}, {place}, in {row['ward']} {wards}; since then it is part of {areas.larger(data, area)}."
            if len(area.lsoa21) == 1 and area.key not in area.lsoa21
            else f"It is a small area {place}, in {row['ward']} {wards}."
            if len(area.lsoa21) == 1
            else f"It was one small area until {NEW_LSOAS}, {place}, in {row['ward']} {wards}; since then it is {english.number(len(area.lsoa21))}."
        )
        lies = {name for name, key in figures.places.parts(data) if key == area.key}
        if too := sorted(lies - {row["place"].removeprefix("near ")}):
            said.append(f"{english.listing(too)} {english.is_are(len(too))} here too, whole or in part.")
    elif len(area.lsoa21) > 1:
        each = 100 * round(data.residents(area) / len(area.lsoa21) / 100)
        said.append(
            f"It is made of {english.number(len(area.lsoa21))} small areas, of about {each:,} people each."
        )
    if area.kind in (WARD, FORMER_WARD):
        said += _fitted(data, area)
    return " ".join(said)


def neighbourhood(data: Dataset, area: Area) -> str:
    """Whether an area is in a Priority Neighbourhood, and what that means; nothing where there are none."""
    shared = {n.name: set(n.lsoa21) & set(area.lsoa21) for n in data.neighbourhoods}
    if not shared:
        return ""
    meaning = f"{WORKS_THERE} {READ}" if data.place.reading else WORKS_THERE
    if area.kind == PRIORITY:
        return f"It is one of the council's Priority Neighbourhoods. {meaning}"
    inside = [name for name, codes in shared.items() if codes]
    if not inside:
        return "No part of it is in one of the council's Priority Neighbourhoods."
    whole = shared[inside[0]] == set(area.lsoa21)
    return (
        f"{'It' if whole else 'Part of it'} is in the council's Priority Neighbourhood{'s' if len(inside) > 1 else ''} "
        f"{english.listing(inside)}. {meaning}"
    )


def _fitted(data: Dataset, ward: Area) -> list[str]:
    """That a ward has ended, that small areas are fitted to it whole, and what of its place lies elsewhere."""
    since = data.place.wards_since
    ended = f"It was a ward until {since}; others have taken its place." if ward.kind == FORMER_WARD else ""
    fitted = "Each small area is counted in the ward that fits it best, so this is not exactly the ward."
    return [line for line in (ended, fitted, *_elsewhere(data, ward)) if line]


def _elsewhere(data: Dataset, ward: Area) -> list[str]:
    """Which small areas of a place lie in other wards than the one that bears its name."""
    shapes = data.lsoa[2021]
    place = re.sub(r" ward.*", "", ward.name)
    others = shapes[(shapes["place"] == place) & ~shapes.index.isin(ward.lsoa21)]
    if others.empty:
        return []
    named = [f"{row['name']} (now in {row['ward']} ward)" for _, row in others.iterrows()]
    return [
        f"Not all of {place} lies in this ward; {english.listing(named)} {'does' if len(named) == 1 else 'do'} not."
    ]


def standing(data: Dataset, area: Area) -> str:
    """How deprived an area is among England's, all topics together."""
    it = "it is " if area.kind == LSOA and len(places(data, area, "imd")) == 1 else ""
    larger = areas.larger(data, area)
    whole = f" That is said of all of {larger}, of which this is only a part." if larger else ""
    return english.capital(f"{it}{compared(data, area, 'imd')} ({YEAR}).{whole}")


@of_data(16)  # a page says it at its head and in its place
def good(data: Dataset, area: Area) -> str:
    """The topics in which an area, or most of its small areas, is less deprived than half of England's; or nothing."""
    names = []
    for domain in DOMAINS:
        place = places(data, area, domain.key)
        # What is near the middle is not called good
        better = (place > BETTER + (MIDDLE if len(place) == 1 else 0)).mean() > 0.5
        if better and not _is_worse_here(data, area, domain.key):
            names.append(TOPICS[domain.key][0].lower())
    if not names:
        return ""
    # A name with "and" in it stands apart, or nobody could tell where it ends
    apart = [name for name in names if " and " in name]
    listed = english.listing(name for name in names if name not in apart)
    named = ", and on ".join(part for part in (listed, *apart) if part)
    count = len(places(data, area, "imd"))
    where = {1: "the area is", 2: "both of its small areas are"}.get(count, "most of its small areas are")
    return f"On {named}, {where} less deprived than half of the small areas of England."


HOMES = re.compile(
    "overcrowding|affordability"
)  # indicators without which access to homes is not called good


def _is_worse_here(data: Dataset, area: Area, measure: str) -> bool:
    """Whether what is counted here speaks against a topic: more recorded crimes than elsewhere, or homes worse off.

    Homes are where they are more crowded, or harder to pay for, than in the whole district.
    """
    if measure == "crime" and data.has_crime:
        return bool(figures.crime.against_rest(data, area)["crimes"].found.verdict == HIGHER)
    if measure != "barriers":
        return False
    homes = [one for one in indicators.of(YEAR) if HOMES.search(one.key)]
    return any(figures.indicators.is_worse(data, area, YEAR, homes))


def crimes(data: Dataset, area: Area) -> list[str]:
    """Crimes and anti-social behaviour in the latest twelve covered months, beside the rest, as intervals allow."""
    if not data.has_crime:
        return [age.not_held(data)]
    held = data.period
    whole = incidents.month_range(held[0], held[-1]) == list(held)
    gap = "" if whole else " They are not one year: the months between are missing here."
    rest = crime.the_rest(data, area)
    said = [f"These are the newest 12 months that we hold: {english.months(held)}.{gap}"]
    all_against = figures.crime.against_rest(data, area)
    for kind, against in all_against.items():
        said.append(beside(against, CRIMES[kind], rest, held))
    larger = areas.larger(data, area)
    if found := figures.visitors.visited(data, area):
        said.append(
            f"Many visitors come here: {english.share(100 * found.there / found.total)} of "
            f"{f'what happened in all of {larger}, of which this is only a part, was' if larger else 'all this happened'} on or near "
            f"{english.listing(found.kinds)}. What happens to visitors is counted here too: read the numbers for every 1,000 "
            "people who live here with care."
        )
    elif all_against["crimes"].found.verdict == HIGHER:
        said.append(VISITORS_NOTE)
    return said


def beside(against: Against, what: str, rest: str, period: Sequence[str]) -> str:
    """A count beside the rest, by the same verdict as on every page."""
    counted = f"The police recorded {crime.of(against.count, what)} {crime.during(period)}."
    if against.found.verdict == ALONE:
        return f"{counted} That is {against.rate:,.0f} for every 1,000 people who live here."
    if against.found.verdict == TOO_FEW:
        return f"{counted} That is too few to compare with {rest}."
    mine, others = verdicts.rates(against.rate, against.rest_rate, against.found.verdict)
    rate = f"{counted} That is {mine} for every 1,000 people who live here"
    if against.found.verdict == UNCLEAR:
        return f"{rate}. In {rest} it is {others}: from these counts no difference can be told."
    return f"{rate}, {verdicts.PLAIN[against.found.verdict]} in {rest} ({others})."


def places(data: Dataset, area: Area, measure: str) -> pd.Series:
    """Where each small area stands among England's: 0 the most deprived, 1 the least."""
    return _places(data, area)[measure]


@of_data(16)
def _places(data: Dataset, area: Area) -> dict[str, pd.Series]:
    rows = data.rows(area, YEAR)
    return {one.key: rows[f"{one.key}_rank"] / MAPPED[YEAR].areas for one in (IMD, *DOMAINS)}


def compared(data: Dataset, area: Area, measure: str) -> str:
    """Where an area stands among England's small areas by a measure, within a sentence."""
    place = places(data, area, measure)
    if area.kind != LSOA or len(place) > 1:
        worse = int((place <= WORSE).sum())
        if len(place) == 1:
            return f"its one small area is {'' if worse else 'not '}among England's most deprived 3 in 10"
        count = english.some_of(worse, len(place))
        return f"{count} small areas {english.is_are(worse)} among England's most deprived 3 in 10"
    here = float(place.iloc[0])
    if abs(here - 0.5) <= MIDDLE:
        return "near the middle of England's small areas"
    # Never rounded up: "over 7 in 10" is said of the most deprived 3 in 10 and of no other
    tenths = min(9, int(10 * max(here, 1 - here) + 1e-9))
    others = "half of the" if tenths == 5 else f"{tenths} in 10"
    return f"{'more' if here < 0.5 else 'less'} deprived than over {others} small areas of England"
