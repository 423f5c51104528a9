"""Two to four areas side by side: rates with their intervals, tested pair by pair; indicators; types.

Counts are those of the latest twelve covered months, rates per 1,000 residents of the mid-year nearest to them. One rate is
called higher than another only where `intervals.compare` says so. Areas that share
LSOAs share incidents, so they are not tested against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import crime, intervals, population, tally
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset

KINDS = {"crimes": "Crimes", "asb": "Anti-social behaviour"}
SHARED = "not tested: LSOAs in common"


@of_data(128)
def rates(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """Crimes and anti-social behaviour of each area: count, rate and its exact 95% Poisson interval.

    One row per area and kind: `area`, `kind` (crimes or asb), `count`, `residents`, `rate`, `low`, `high`
    (all three per 1,000 residents). Shared: copy to change.
    """
    rows = []
    for area in areas:
        total = crime.recent(data, tally.of(data, area))
        residents = population.residents(data, area, data.period)
        for kind in KINDS:
            count = total[kind]
            limits = [crime.rate(limit, residents) for limit in (count, *intervals.poisson_interval(count))]
            rows.append((area.name, kind, count, residents, *limits))
    return pd.DataFrame(rows, columns=["area", "kind", "count", "residents", "rate", "low", "high"])


def pairs(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """Each pair of areas by kind: the ratio of their rates, its exact 95% interval, the verdict it allows.

    Columns `kind`, `area`, `than`, `ratio`, `low`, `high` and `finding` (a verdict of
    `intervals`, or `SHARED`), the area of the higher rate first.
    Ratios are empty for areas that share LSOAs, and where there are too few to compare.
    """
    table = rates(data, areas).set_index(["kind", "area"])
    members = {area.name: set(area.lsoa21) for area in areas}
    rows: list[tuple[str, str, str, float | None, float | None, float | None, str]] = []
    for kind in KINDS:
        order = table.loc[kind].sort_values("rate", ascending=False, kind="stable")
        for (first, a), (second, b) in combinations(order.iterrows(), 2):
            if members[str(first)] & members[str(second)]:
                rows.append((kind, str(first), str(second), None, None, None, SHARED))
                continue
            found = intervals.compare(int(a["count"]), a["residents"], int(b["count"]), b["residents"])
            tested = (found.ratio, found.low, found.high, found.verdict)
            rows.append((kind, str(first), str(second), *tested))
    return pd.DataFrame(rows, columns=["kind", "area", "than", "ratio", "low", "high", "finding"])


def types(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """Incidents by type: for each area its count and its rate per 1,000 residents, for people."""
    period = data.period
    table = pd.DataFrame(index=pd.Index(incidents.TYPES, name="Type"))
    for area in areas:
        table[f"{area.name}, count"] = tally.in_months(tally.of(data, area), period)
        table[f"{area.name}, per 1,000"] = crime.rate(
            table[f"{area.name}, count"], population.residents(data, area, period)
        ).round(1)
    return table.reset_index()


def months(data: Dataset, areas: Sequence[Area], kind: str = "incidents") -> pd.DataFrame:
    """Incidents, or `crimes` or `asb`, per 1,000 residents by month, one column per area; index month, empty where not held."""
    held = list(data.coverage["month"])
    return pd.DataFrame(
        {
            area.name: crime.rate(
                crime.by_month(tally.of(data, area), data.coverage)[kind],
                population.by_month(data, area, held),
            )
            for area in areas
        }
    )
