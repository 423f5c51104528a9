"""The districts of the county, or of others that it is compared with, beside that of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import crime, incident_kinds, intervals, population
from charnwood.official import incidents
from charnwood.store.dataset import Dataset


@of_data(64)
def compared(data: Dataset, kind: str, months: Sequence[str]) -> pd.DataFrame:
    """The districts of the county, highest rate first, each against that of the data.

    Columns `district`, `residents` (of the mid-year nearest to the months), `count`, `rate`, `rate_low`, `rate_high` (per 1,000,
    exact 95% interval), `ratio` to the own rate with `low` and `high` (exact 95%), and `word`, the
    verdict of `intervals.compare`; those of the own are empty. Months from the
    API are left out, as it was asked for the own alone.
    """
    known = set(incidents.held_months(incidents.of_archive(data.coverage))) & set(months)
    rows = incident_kinds.select(data.district_counts[data.district_counts["month"].isin(known)], kind)
    place = data.place
    compared = {place.code: place.name} | dict(place.districts)
    counts = rows.groupby("ladcd")["incidents"].sum().reindex(list(compared), fill_value=0)
    people = data.district_residents[f"mid{population.mid_year(months)}"]
    own, own_residents = int(counts[place.code]), int(people[place.code])
    table = []
    for code in compared:
        count, residents = int(counts[code]), int(people[code])
        rates = [crime.rate(n, residents) for n in (count, *intervals.poisson_interval(count))]
        against: tuple[Any, ...] = (None, None, None, "")
        if code != place.code:
            found = intervals.compare(count, residents, own, own_residents)
            against = (found.ratio, found.low, found.high, found.verdict)
        table.append((compared[code], residents, count, *rates, *against))
    columns = [
        "district",
        "residents",
        "count",
        "rate",
        "rate_low",
        "rate_high",
        "ratio",
        "low",
        "high",
        "word",
    ]
    frame = pd.DataFrame(table, columns=columns).astype(dict.fromkeys(["ratio", "low", "high"], float))
    return frame.sort_values("rate", ascending=False, ignore_index=True)
