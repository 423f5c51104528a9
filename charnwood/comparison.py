"""Two to four areas side by side: rates with their intervals, tested pair by pair; indicators; types.

Counts are those of the latest twelve covered months, rates per 1,000 residents (mid-2022). One rate is
called higher than another only where the 95% interval of their ratio excludes 1. Areas that share
LSOAs share incidents, so they are not tested against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from charnwood import crime, profiles, summaries, words
from charnwood.dataset import Dataset
from charnwood.neighbourhoods import Area

KINDS = {"crimes": "Crimes", "asb": "Anti-social behaviour"}
HIGHER, UNCLEAR, SHARED = "higher", "not clearly different", "not tested: LSOAs in common"


def rates(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """Crimes and anti-social behaviour of each area: count, rate and its exact 95% Poisson interval.

    One row per area and kind: `area`, `kind` (crimes or asb), `count`, `residents`, `rate`, `low`, `high`
    (all three per 1,000 residents).
    """
    rows = []
    for area in areas:
        total = summaries.recent(data, summaries.month_counts(data, area))
        residents = data.residents(area)
        for kind in KINDS:
            count = int(total[kind])
            limits = [crime.rate(limit, residents) for limit in (count, *crime.poisson_interval(count))]
            rows.append((area.name, kind, count, residents, *limits))
    return pd.DataFrame(rows, columns=["area", "kind", "count", "residents", "rate", "low", "high"])


def pairs(areas: Sequence[Area], table: pd.DataFrame) -> pd.DataFrame:
    """Each pair of areas by kind: the ratio of their rates, its exact 95% interval, the word it allows.

    `table` as from `rates`. Columns `kind`, `area`, `than`, `ratio`, `low`, `high` and `finding`, the area of the higher rate first.
    Ratios are empty for areas that share LSOAs, and where the lower count is 0.
    """
    table = table.set_index(["kind", "area"])
    members = {area.name: set(area.lsoa21) for area in areas}
    rows: list[tuple[str, str, str, float | None, float | None, float | None, str]] = []
    for kind in KINDS:
        order = table.loc[kind].sort_values("rate", ascending=False, kind="stable")
        for (first, a), (second, b) in combinations(order.iterrows(), 2):
            if members[str(first)] & members[str(second)]:
                rows.append((kind, str(first), str(second), None, None, None, SHARED))
                continue
            low, high = crime.ratio_interval(int(a["count"]), a["residents"], int(b["count"]), b["residents"])
            ratio = a["rate"] / b["rate"] if b["rate"] else None
            finding = HIGHER if low > 1 else UNCLEAR
            rows.append((kind, str(first), str(second), ratio, low, high, finding))
    return pd.DataFrame(rows, columns=["kind", "area", "than", "ratio", "low", "high", "finding"])


def pair_table(tested: pd.DataFrame) -> pd.DataFrame:
    """The tests of `pairs` as a table for people."""
    return pd.DataFrame(
        {
            "Kind": tested["kind"].map(KINDS),
            "Rate of": tested["area"],
            "Against": tested["than"],
            "Times it": tested["ratio"].astype("Float64").round(2),
            "95% interval from": tested["low"].astype("Float64").round(2),
            "to": tested["high"].astype("Float64").round(2),
            "Finding": tested["finding"],
        }
    )


def rate_table(table: pd.DataFrame) -> pd.DataFrame:
    """The rates of `rates` as a table for people."""
    return pd.DataFrame(
        {
            "Area": table["area"],
            "Kind": table["kind"].map(KINDS),
            "Count": table["count"],
            "Residents": table["residents"],
            "Per 1,000 residents": table["rate"].round(1),
            "95% interval from": table["low"].round(1),
            "to": table["high"].round(1),
        }
    )


def indicators(data: Dataset, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """The underlying indicators of several areas beside the district's and its county's, for people."""
    common = profiles.indicator_table(data, areas[0], year)
    own = {area.name: profiles.indicator_column(data, area, year) for area in areas}
    order = ["Indicator", *own, *(c for c in common.columns if c not in {"Indicator", *own})]
    table = common.assign(**own)[list(dict.fromkeys(order))]
    return table.drop(columns="LSOAs without a value")


def types(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """Incidents by type: for each area its count and its rate per 1,000 residents, for people."""
    period = data.period
    table = pd.DataFrame(index=pd.Index(crime.TYPES, name="Type"))
    for area in areas:
        counts = data.incidents(area)
        recent = counts[counts["month"].isin(period)].groupby("crime_type")["incidents"].sum()
        table[f"{area.name}, count"] = recent.reindex(table.index, fill_value=0)
        table[f"{area.name}, per 1,000"] = crime.rate(
            table[f"{area.name}, count"], data.residents(area)
        ).round(1)
    return table.reset_index()


def months(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """Incidents per 1,000 residents by month, one column per area; index month, empty where not held."""
    return pd.DataFrame(
        {
            area.name: crime.rate(
                crime.monthly(data.incidents(area), data.coverage)["incidents"], data.residents(area)
            )
            for area in areas
        }
    )


def sentences(tested: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """What the tests of `pairs` say, one sentence for each kind and word; `table` as from `rates`."""
    rate = table.set_index(["kind", "area"])["rate"]
    said = []
    for kind, name in KINDS.items():
        rows = tested[tested["kind"] == kind]
        for first, clear in rows[rows["finding"] == HIGHER].groupby("area", sort=False):
            others = words.listing(f"{than} ({rate[kind, than]:,.1f})" for than in clear["than"])
            said.append(
                f"{name}: the rate of {first} ({rate[kind, first]:,.1f} per 1,000 residents) is higher than that of {others}."
            )
        for finding, end in ((UNCLEAR, "not clearly different"), (SHARED, "not tested, as they share areas")):
            some = [f"{row.area} and {row.than}" for row in rows[rows["finding"] == finding].itertuples()]
            if some:
                said.append(f"{name}: the rates of {words.listing(some, ';')} are {end}.")
    return said


def rates_alone(table: pd.DataFrame) -> str:
    """The rates of one area, which stands beside no other; `table` as from `rates`."""
    kinds = {"crimes": "crimes", "asb": "incidents of anti-social behaviour"}
    return " ".join(
        f"{row.area}: {row.count_:,} {kinds[row.kind]}, {row.rate:,.1f} per 1,000 residents."
        for row in table.rename(columns={"count": "count_"}).itertuples()
    )


def domains_led(profiles: pd.DataFrame) -> str:
    """Which of several areas is the most deprived in which domains; a column per area, a row per domain key."""
    if profiles.shape[1] == 1:
        name = str(profiles.columns[0])
        return f"{name} is most deprived in {words.domain_names(profiles[name].sort_values(ascending=False).index[:3])}."
    led = profiles.idxmax(axis=1)
    parts = [
        f"{name} in {'all seven domains' if len(keys) == len(led) else words.domain_names(keys)}"
        for name, keys in led.groupby(led, sort=False).groups.items()
    ]
    return f"The most deprived of these areas, by weighted transformed rank, is {'; '.join(parts)}."
