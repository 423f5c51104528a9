"""Two to four areas side by side -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charnwood import english
from charnwood.figures.comparison import KINDS, SHARED
from charnwood.figures.intervals import HIGHER, TOO_FEW, UNCLEAR, Comparison
from charnwood.words import crime, deprivation, verdicts

SECOND = "Choose a second area to compare this one with."
MONTHS = "**Month by month.** All incidents per 1,000 residents; months not held are gaps."
TYPES = "**By type.** Counts and rates of each type of incident."


def compared(tested: pd.DataFrame, table: pd.DataFrame, period: Sequence[str]) -> list[str]:
    """What the tests of `pairs` say of rates in a period, by kind and verdict; `table` as from `rates`."""
    rate, count = (table.set_index(["kind", "area"])[column] for column in ("rate", "count"))
    said = []
    for kind, name in KINDS.items():
        rows = tested[tested["kind"] == kind]
        for first, clear in rows[rows["finding"] == HIGHER].groupby("area", sort=False):
            others = english.listing(f"{than} ({rate[kind, than]:,.1f})" for than in clear["than"])
            said.append(
                f"{name}: the rate of {first} ({rate[kind, first]:,.1f} per 1,000 residents) is higher than that of {others}."
            )
        for row in rows[rows["finding"] == UNCLEAR].itertuples():
            found = Comparison(row.ratio, row.low, row.high, row.finding)
            said.append(
                f"{name}: the rate of {row.area} ({rate[kind, row.area]:,.1f} per 1,000 residents) beside that of {row.than} "
                f"({rate[kind, row.than]:,.1f}): {verdicts.told(found)}."
            )
        for row in rows[rows["finding"] == TOO_FEW].itertuples():
            said.append(
                f"{name}: {count[kind, row.area]:,} in {row.area} and {count[kind, row.than]:,} in {row.than}: {TOO_FEW}."
            )
        shared = [f"{row.area} and {row.than}" for row in rows[rows["finding"] == SHARED].itertuples()]
        if shared:
            said.append(f"{name}: {english.listing(shared, ';')} share areas, so they are not compared.")
    # The first has the months: "Crimes from January to December 2025: the rate of …"
    return [said[0].replace(":", f" {crime.during(period)}:", 1), *said[1:]] if said else []


def rates_alone(table: pd.DataFrame, period: Sequence[str]) -> str:
    """The rates of one area, which stands beside no other, in a period; `table` as from `rates`."""
    return " ".join(
        f"{row.area}: {crime.of(row.count_, crime.TOTALS[row.kind])} {crime.during(period)}, {row.rate:,.1f} per 1,000 residents."
        for row in table.rename(columns={"count": "count_"}).itertuples()
    )


READ_DOMAINS = (
    "Bars: transformed rank, 0 (least deprived) to 100 (most); the mark on each is England's average."
)


def read_types(few: int, all_: int, period: Sequence[str]) -> str:
    """How the picture of types of incident is read."""
    return (
        f"Bars: incidents per 1,000 residents, with the count in brackets; {crime.period_named(period)}. The {english.number(few)} most "
        f"frequent of {all_} types; the table has all."
    )


def commonest(counts: pd.DataFrame) -> str:
    """Which type of incident is the most frequent in which area; a column per area, a row per type."""
    held = counts.loc[:, counts.sum() > 0]
    if held.empty:
        return "No incident is recorded."
    parts = [
        f"{english.small(str(kind))} in {english.listing(map(str, names))}"
        for kind, names in held.columns.groupby(held.idxmax()).items()
    ]
    return f"The most frequent: {'; '.join(parts)}."


def domains_led(profiles: pd.DataFrame) -> str:
    """Which of several areas is the most deprived in which domains; a column per area, a row per domain key."""
    if profiles.shape[1] == 1:
        name = str(profiles.columns[0])
        return f"{name} is most deprived in {deprivation.domain_names(profiles[name].sort_values(ascending=False).index[:3])}."
    led = profiles.idxmax(axis=1)
    parts = [
        f"{name} in {'all seven domains' if len(keys) == len(led) else deprivation.domain_names(keys)}"
        for name, keys in led.groupby(led, sort=False).groups.items()
    ]
    return f"The most deprived of these areas, by weighted transformed rank, is {'; '.join(parts)}."
