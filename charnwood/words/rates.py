"""Indicators as rates beside England, and one measure over small areas -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from charnwood import english, figures
from charnwood.figures.deprivation import MIDDLE
from charnwood.figures.rates import ENGLAND, written
from charnwood.official import indicators
from charnwood.official.deprivation import DOMAINS, MAPPED
from charnwood.official.indicators import Indicator
from charnwood.official.place import Place
from charnwood.words import deprivation, standing_text

ALL = "Each bar is a small area, the most deprived first; symbols mark what it stands beside."
FIRST = "The chart has the first {} of {}; the table has all."
MOST = 30  # bars
HOW = (
    "Figures of small areas are as published with the Index; those of larger areas are weighted by people and this "
    "dashboard's own, not official statistics."
)
MEASURE = "Domain or indicator"


def beside_england(rates: pd.DataFrame, name: str) -> str:
    """The rates of an area of which England's is known, and that of the others it is not; `rates` as of `figures.rates`."""
    known = rates[rates[ENGLAND].notna() & rates["area"].notna()]
    if known.empty:
        return "England's figures are not in the files held of this edition."
    told = english.listing(
        (
            f"{english.small(row.name_)} {written(row.area, row.unit, 1)} (England {written(row.england, row.unit, 1)})"
            for row in known.rename(columns={"name": "name_"}).itertuples()
        ),
        ";",
    )
    return (
        f"{name} beside England: {told}. England's figures of the other indicators are not in the files held."
    )


def counts_alone(rates: pd.DataFrame) -> str:
    """Of which indicators people are counted and no rate is held, so that nobody takes the one for the other."""
    alone = rates[rates["counted"].notna() & rates["area"].isna()]
    if alone.empty:
        return ""
    named = english.listing(english.small(name) for name in alone["name"])
    return (
        f"Of {named} the files held of this edition have the number of people alone: the rate, which is the index in brackets, "
        "is not among them, nor whom it is a share of."
    )


def found(table: pd.DataFrame, key: str, name: str, beside: Mapping[str, float], year: int) -> str:
    """Where a domain or indicator is worst among small areas and where best; `table` as of `figures.rates.small_areas`."""
    domain = next((d for d in DOMAINS if d.key == key), None)
    return _by_domain(table, domain.name, name, year) if domain else _by_indicator(table, key, beside, year)


def shown(count: int, of: int) -> str:
    """What the bars are, and how many of the small areas have one."""
    return f"{ALL} {FIRST.format(count, of)}" if count < of else ALL


def how(place: Place, key: str, year: int) -> str:
    """How the figures of a domain or indicator are made, and the marks beside them."""
    if key in figures.rates.MEASURES:
        return standing_text.transformed(place, MIDDLE)
    return HOW


def small_areas(table: pd.DataFrame, key: str, year: int) -> pd.DataFrame:
    """`figures.rates.small_areas` with headings for people."""
    unit, digits = figures.rates.unit(key, year)
    told = pd.DataFrame(
        {
            "Small area": table["name"],
            "Code": table.index,
            english.capital(unit): table["value"].round(digits),
        }
    )
    if "rank" in table:
        told = told.assign(**{"Rank (1 = most deprived)": table["rank"], "Decile": table["decile"]})
    if "counted" in table:
        told["People counted"] = table["counted"].astype("Int64")
    return told.reset_index(drop=True)


def _by_domain(table: pd.DataFrame, domain: str, name: str, year: int) -> str:
    areas = MAPPED[year].areas
    first, last = table.iloc[0], table.iloc[-1]
    start = f"**{domain}, {year}.** Of {name}'s {english.number(len(table))} small areas"
    ranked = f"{first['name']} is the most deprived, ranked {deprivation.rank(int(first['rank']), areas)}, where 1 is most deprived"
    if len(table) == 1:
        return f"**{domain}, {year}.** {first['name']} is ranked {deprivation.rank(int(first['rank']), areas)}, where 1 is most deprived."
    return (
        f"{start} {ranked}; the least is {last['name']}, ranked {deprivation.rank(int(last['rank']), areas)}."
    )


def _by_indicator(table: pd.DataFrame, key: str, beside: Mapping[str, float], year: int) -> str:
    one = next(i for i in indicators.of(year) if i.key == key)
    unit, _ = figures.rates.unit(key, year)
    held = table[table["value"].notna()]
    others = "; ".join(f"{name} {written(value, unit, one.digits)}" for name, value in beside.items())
    start = f"**{one.name} ({unit}), {year}.**"
    if held.empty:
        return f"{start} No small area of it has a published figure. {others}."
    worst = f"{held['name'].iloc[0]} ({_figure(held.iloc[0], one, unit)})"
    if len(held) == 1:
        return f"{start} {worst}. {others}."
    best = f"{held['name'].iloc[-1]} ({_figure(held.iloc[-1], one, unit)})"
    return f"{start} Most deprived: {worst}; least: {best}. {others}."


def _figure(row: pd.Series, one: Indicator, unit: str) -> str:
    counted = f", {row['counted']:,.0f} people" if "counted" in row and pd.notna(row["counted"]) else ""
    return f"{written(row['value'], unit, one.digits)}{counted}"
