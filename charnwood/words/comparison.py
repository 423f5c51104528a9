"""Two to four areas side by side -> plain-English sentences."""

from __future__ import annotations

import pandas as pd

from charnwood import english
from charnwood.figures.comparison import KINDS, SHARED
from charnwood.figures.intervals import HIGHER, UNCLEAR
from charnwood.words import crime, deprivation


def compared(tested: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """What the tests of `pairs` say, one sentence for each kind and word; `table` as from `rates`."""
    rate = table.set_index(["kind", "area"])["rate"]
    said = []
    for kind, name in KINDS.items():
        rows = tested[tested["kind"] == kind]
        for first, clear in rows[rows["finding"] == HIGHER].groupby("area", sort=False):
            others = english.listing(f"{than} ({rate[kind, than]:,.1f})" for than in clear["than"])
            said.append(
                f"{name}: the rate of {first} ({rate[kind, first]:,.1f} per 1,000 residents) is higher than that of {others}."
            )
        for finding, end in ((UNCLEAR, "not clearly different"), (SHARED, "not tested, as they share areas")):
            some = [f"{row.area} and {row.than}" for row in rows[rows["finding"] == finding].itertuples()]
            if some:
                said.append(f"{name}: the rates of {english.listing(some, ';')} are {end}.")
    return said


def rates_alone(table: pd.DataFrame) -> str:
    """The rates of one area, which stands beside no other; `table` as from `rates`."""
    return " ".join(
        f"{row.area}: {row.count_:,} {crime.TOTALS[row.kind]}, {row.rate:,.1f} per 1,000 residents."
        for row in table.rename(columns={"count": "count_"}).itertuples()
    )


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
