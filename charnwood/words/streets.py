"""Street points and outcomes of crime -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.intervals import LEAST
from charnwood.official import incidents
from charnwood.words import crime
from charnwood.words.signals import NAMED


def hotspots(table: pd.DataFrame, kind: str, name: str, period: Sequence[str], names: pd.Series) -> str:
    """The street points with most incidents; `names` of the LSOAs by code."""
    if table.empty:
        return f"{name}: no {crime.several(kind)} in {english.months(period)}."
    first = table.iloc[0]
    tied = int((table["rank"] == 1).sum())
    total = int(table["count"].sum())
    text = (
        f"{name}: {crime.counted(total, kind)} at {english.number(len(table))} "
        f"street point{'' if len(table) == 1 else 's'} in {english.months(period)}."
    )
    if len(table) == 1:
        return f"{text[:-1]}, {near(first['location'])} in {names[first['lsoa21cd']]}."
    if tied == len(table):
        return f"{text[:-1]}, {english.number(int(first['count']))} at each."
    if tied > 1:
        return f"{text} {english.capital(english.number(tied))} points share the first rank with {int(first['count'])} each."
    text += (
        f" The most, {int(first['count']):,} (95% interval {first['low']:,.0f} to {first['high']:,.0f}), are "
        f"{near(first['location'])} in {names[first['lsoa21cd']]}."
    )
    if len(table) > 20:
        text += f" At the ten points with most are {english.share(table['share'].head(10).sum())} of all."
    return text


def near(location: str) -> str:
    """A location within a sentence: "on or near Sparrow Hill", "on or near a supermarket" where police.uk names a kind."""
    name = location.removeprefix("On or near ")
    if name in figures.visitors.VISITED or name in figures.visitors.OTHERS:
        return f"on or near {'an' if name[0] in 'AEIOU' else 'a'} {name.lower()}"
    return english.small(location)


def hexagon(row: pd.Series, kind: str) -> str:
    """What hovering over a hexagon says."""
    points = int(row["points"])
    where = f"{points} street points, most" if points > 1 else "all"
    return f"{crime.counted(int(row['count']), kind)}; {where} {near(row['location'])}"


def outcomes(table: pd.DataFrame, kind: str, name: str, period: Sequence[str]) -> str:
    """What came of the crimes, in the order of their number, those still open apart."""
    total = int(table["count"].sum())
    if figures.incident_kinds.TYPES.get(kind) == incidents.ASB:
        return f"{name}: anti-social behaviour has no outcome."
    kind = figures.incident_kinds.CRIMES if kind == figures.incident_kinds.INCIDENTS else kind
    if not total:
        return f"{name}: no {crime.several(kind)} in {english.months(period)}."
    known = table[
        ~table["outcome"].isin([figures.streets.OPEN, figures.streets.UNKNOWN, figures.streets.NONE_GIVEN])
    ]
    top = known[known["count"] > 0].sort_values("count", ascending=False).head(NAMED)
    unsettled = total - int(known["count"].sum())
    few = total < LEAST
    listed = english.listing(
        f"“{row.outcome.lower()}” ({row.number if few else english.share(row.share)})"
        for row in top.rename(columns={"count": "number"}).itertuples()
    )
    text = f"{name}: {crime.counted(total, kind)} in {english.months(period)}."
    if len(top):
        text += f" Most frequent outcome{'' if len(top) == 1 else 's'}: {listed}."
    share = f" ({english.share(100 * unsettled / total)})" if unsettled and not few else ""
    return f"{text} Still open or without a known outcome: {english.number(unsettled)}{share}."


def divided(spans: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What is said to an address of a year of which only parts are offered, by the year; `spans` as `figures.streets.periods`."""
    years = sorted({key[:4] for key in spans if key[4:5] == "-"})
    return {
        year: f"{year} is shown in parts, as the points of police.uk changed within it; choose one. Shown now: "
        f"{english.months(spans['latest'])}."
        for year in years
    }


def period_label(key: str, months: Sequence[str]) -> str:
    """A choice of months as its control shows it."""
    return f"Latest: {english.months(months)}" if key == "latest" else english.months(months)
