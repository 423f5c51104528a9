"""What stands around and on a map -> plain-English titles, notes and the words that hovering shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED, NEWEST, Measure
from charnwood.store.dataset import Dataset
from charnwood.words import crime, standing_text

# In the key of the dashboard's map, as map_controls.js has them
KEY, TOWN, NEAR = "Key", "edge of a built-up part", "From near"
LAYERS = ("Street names", "Ward edges")
OWN_POINTS = "Own points"
WITHOUT_SCRIPTS = (
    "This dashboard draws its maps, charts and tables with JavaScript: please allow it. The same figures are "
    "published in the English Indices of Deprivation on GOV.UK and on police.uk."
)
ADD, TAKE_OUT = "Click to add it.", "In your area: click to take it out."  # on the map of an own area


def name(district: str) -> str:
    """What the map is called for people who hear it instead of seeing it."""
    return f"Map of {district}. Choose an area in the box above it; the list of areas holds the same figures."


def page_title(data: Dataset) -> str:
    """What the page of the map is called."""
    return f"{data.place.name} on a map"


def told(texts: Sequence[str], classes: Mapping[str, int], span: tuple[str, str] | None, title: str) -> str:
    """What a view called `title` says of the LSOAs chosen on it: the text of one, of several what they range over.

    That is how many are in each of the key's `classes`, or the `span` from the lowest value to the highest.
    """
    if len(texts) == 1:
        return f"{texts[0]}."
    several = f"{english.capital(english.number(len(texts)))} areas of this map, inside the red line"
    if span:
        return f"{several}: {span[0]} to {span[1]}. {title}."
    each = english.listing(f"{english.number(count)} in “{label}”" for label, count in classes.items())
    return f"{several}: {each}."


def neighbourhood_heads(period: Sequence[str]) -> tuple[str, ...]:
    """The heads over the Priority Neighbourhoods and their figures, beside a map: as `figures.glance.EDITIONS`."""
    return (
        "Neighbourhood",
        *(f"Areas in most deprived 20% overall, {year}" for year in figures.glance.EDITIONS),
        f"Crimes per 1,000 people, {crime.shortly_during(period).removeprefix('in ')}",
    )


def whole(name: str) -> str:
    """The head of the row in which the district stands below its Priority Neighbourhoods."""
    return f"All of {name}"


def index_title(measure: Measure, year: int, by_rank: bool) -> str:
    """What a map of an index or a domain shows."""
    shown = (
        f"rank among England's {MAPPED[year].areas:,} LSOAs" if by_rank else "decile among England's LSOAs"
    )
    return f"{measure.name} {year}, {shown}"


def index_area(measure: Measure, year: int, decile: int, rank: int) -> str:
    """One LSOA on that map."""
    return (
        f"{measure.name} {year}: decile {decile}, rank {rank:,} of {MAPPED[year].areas:,} (1 = most deprived)"
    )


def index_note(data: Dataset, measure: Measure, year: int) -> str:
    """What is known of a measure, which end is which, and of the edition."""
    both = standing_text.BOTH_PARTS if data.neighbourhoods else ""
    edition = standing_text.newer(year) if year == data.first_edition != NEWEST else both
    return f"{measure.about} Rank 1 and decile 1 are the most deprived. {edition}".strip()


def rule_title(year: int) -> str:
    """What a map of a rule's outcome shows."""
    return f"What the rule takes, Index of {year}"


def rule_area(row: pd.Series, year: int, measures: Mapping[str, str]) -> str:
    """One LSOA on that map; `row` as in `rules.outcome`, `measures` the names of those that the rule uses by key."""
    figures_ = "; ".join(
        f"{name} rank {row[f'{key}_rank']:,}, decile {row[f'{key}_decile']}" for key, name in measures.items()
    )
    return f"{row['class']}. {year}: {figures_} (1 = most deprived)"


def rule_note(data: Dataset, year: int) -> str:
    """What the classes of a rule's outcome refer to, and whose populations count."""
    classes = "Inside and outside refer to the Priority Neighbourhoods. " if data.neighbourhoods else ""
    return (
        f"{classes}Rank 1 and decile 1 are the most deprived. Populations are those of {MAPPED[year].mid_year}. "
        f"{standing_text.touch(data.place)}"
    )


def moved_title(measure: Measure, first: int, last: int) -> str:
    """What a map of movement shows."""
    return f"{measure.name}: movement between England's deciles, {first} to {last}"


def moved_area(measure: Measure, row: pd.Series, label: str, first: int, last: int) -> str:
    """One LSOA on that map; `row` as in `change.change`, `label` its class."""
    if row["redrawn"]:
        return f"{measure.name}: {label}; decile {row[f'decile_{last}']} in {last} (1 = most deprived)"
    whole = " (of the whole area)" if row["split"] else ""
    return (
        f"{measure.name}: {label}; decile {row[f'decile_{first}']} in {first}{whole}, {row[f'decile_{last}']} in {last} "
        "(1 = most deprived)"
    )


def spots_title(kind: str) -> str:
    """What a map of street points shows."""
    return (
        f"{english.capital(crime.several(kind))} in hexagons about {figures.streets.WIDTH:,.0f} metres wide"
    )


def spots_area(count: int, kind: str, area: Area, inside: bool) -> str:
    """One LSOA on that map, a part of the area or not."""
    return crime.counted(count, kind) if inside else f"Not part of {area.name}"


def spots_note(area: Area, whole: bool) -> str:
    """What a hexagon stands for; `whole` where the map shows nothing but the area."""
    return standing_text.HEXAGONS if whole else f"{standing_text.HEXAGONS} Grey: outside {area.name}."


def rates_title(what: str, period: Sequence[str]) -> str:
    """What a map of rates shows."""
    whose = f"mid-{figures.population.mid_year(period)}"
    return f"{english.capital(what)} per 1,000 residents ({whose}), {english.months(period)}"


def rates_area(what: str, rate: float, count: int, period: Sequence[str]) -> str:
    """One LSOA on that map."""
    return f"{english.capital(what)}: {rate:,.1f} per 1,000 residents ({count:,} {crime.during(period)})"


def deciles(year: int) -> str:
    """What the key of a small map of an edition's deciles is called."""
    return f"IMD decile, {year}"
