"""What stands round the map of the public edition -> plain English; no area is named before others."""

from __future__ import annotations

import pandas as pd

from charnwood import english, figures
from charnwood.official.deprivation import IMD, MAPPED, Measure
from charnwood.store.dataset import Dataset
from charnwood.words import crime, deprivation, residents, standing_text

TITLE = "Map of {}"
MEASURE, YEAR, SHOWN_AS = "Colours show", "Year", "Shown as"  # the boxes above the map
DEPRIVATION, RECORDED = "Deprivation", "Recorded by the police"
OUTLINES = "Priority Neighbourhoods"
PRESS = "Press an area of the map."
READ_MORE = "Read about this area"
SHOWN = {"decile": "Groups (tenths)", "rank": "Places in order"}
WHOLE = "All topics together"
ALL_TOPICS = "Income, work, learning, health, crime, access to homes and services, and surroundings together."
AREA = "Small area"
TENTH, PLACE, RATE = "Group", "Place", "Per 1,000"  # columns of the list


def measure(one: Measure) -> str:
    """A measure of the Indices as the map offers it."""
    if one is IMD:
        return WHOLE
    topic = residents.TOPICS[one.key][0]
    return topic if topic == one.name else f"{topic} ({english.small(one.name)})"


TOGETHER = "Crimes and anti-social behaviour together"


def rates(key: str, name: str) -> str:
    """Rates of a kind as the map offers them: what all incidents are is said."""
    return TOGETHER if key == figures.incident_kinds.INCIDENTS else name


def lead(data: Dataset) -> str:
    """What the page is for."""
    people = data.residents(data.whole) / len(data.lsoa[2021])
    return (
        "Choose an area on the map, or in the list, to read about it. "
        f"Each is home to about {round(people, -2):,.0f} people."
    )


def index_finding(data: Dataset, one: Measure, year: int) -> str:
    """What a map of an index or a domain shows of the whole district."""
    return deprivation.most_deprived(data.own(year), one, year, data.place.name)


def index_note(one: Measure) -> str:
    """What is known of a measure, and how its colours are read."""
    about = ALL_TOPICS if one is IMD else f"{residents.TOPICS[one.key][0]}: {residents.TOPICS[one.key][1]}."
    return f"{about} The darker an area, the more deprived. This says nothing about any one person or home."


def head(one: Measure, year: int, by_rank: bool) -> str:
    """What the list's figures are."""
    if by_rank:
        return f"{measure(one)} {year}: place among England's {MAPPED[year].areas:,} areas (1 is the most deprived)"
    return f"{measure(one)} {year}: group of England's areas, of ten (1 is the most deprived)"


def tenths() -> tuple[str, ...]:
    """England's tenths in the list, the most deprived first."""
    return ("1 (most deprived)", *map(str, range(2, 10)), "10 (least deprived)")


def rates_finding(data: Dataset, count: pd.Series, what: str) -> str:
    """What a map of rates shows of the whole district."""
    return crime.recorded(int(count.sum()), what, data.period, data.place.name)


def rates_head(data: Dataset, what: str) -> str:
    """What the list's rates are."""
    whose = f"mid-{figures.population.mid_year(data.period)}"
    return f"{english.capital(what)} for every 1,000 residents ({whose}), {english.months(data.period)}"


def rates_note() -> str:
    """How a map of rates is read."""
    return f"The darker an area, the higher the rate. {standing_text.NEAR} {standing_text.CAUTION}"


def of_neighbourhood(name: str) -> str:
    """In the list: that an area lies in a Priority Neighbourhood."""
    return f"in {name}"
