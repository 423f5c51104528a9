"""The published tables: what `python -m charnwood table` prints and pages offer to download.

Each function returns one frame with documented columns, made by the functions that pages use.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from charnwood import crime, neighbourhoods, profiles, search
from charnwood.checks import DataError
from charnwood.dataset import Dataset
from charnwood.deprivation import DOMAINS
from charnwood.neighbourhoods import Area

BY = {
    "month": ["month"],
    "type": ["crime_type"],
    "lsoa11": ["lsoa11cd"],
    "lsoa21": ["lsoa21cd"],
}


def areas(data: Dataset, year: int) -> pd.DataFrame:
    """One row per LSOA of Charnwood: code, name, IMD score, rank, decile, then per domain.

    Rank 1 is the most deprived of England, decile 1 the most deprived tenth. A score that the
    embedded table does not hold is empty. `<domain>_contribution` is in points of the IMD score.
    """
    columns = ["name", "imd_score", "imd_rank", "imd_decile"]
    for d in DOMAINS:
        columns += [f"{d.key}_{part}" for part in ("rank", "decile", "score", "contribution")]
    frame = data.own(year)[columns].round({f"{d.key}_contribution": 4 for d in DOMAINS})
    return frame.reset_index()


def neighbourhood_summaries(data: Dataset, year: int) -> pd.DataFrame:
    """One row per Priority Neighbourhood: LSOAs, population, weighted score, population shares (%)."""
    rows = [
        {"neighbourhood": area.name, **neighbourhoods.summary(data.rows(area, year))}
        for area in data.neighbourhoods
    ]
    return pd.DataFrame(rows).round(3)


def crime_counts(
    data: Dataset,
    by: str,
    area: Area,
    first: str | None = None,
    last: str | None = None,
) -> pd.DataFrame:
    """Incidents, crimes and ASB of an area by month, type or LSOA; months not held are absent.

    A covered month, a type or an LSOA of the area without incidents is 0.
    """
    held = _months(data, first, last)
    vintage = 2011 if by == "lsoa11" else 2021
    counts = data.incidents(area, vintage)
    counts = counts[counts["month"].isin(held)]
    table = crime.totals(counts, BY[by])
    complete: dict[str, Any] = {
        "month": held,
        "type": list(crime.TYPES),
        "lsoa11": list(area.lsoa11),
        "lsoa21": list(area.lsoa21),
    }
    table = table.reindex(pd.Index(complete[by], name=by if by in ("month", "type") else BY[by][0]))
    return table.fillna(0).astype("int64").reset_index()


def profile(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """One row per underlying indicator: the area's figure beside Charnwood's and Leicestershire's.

    Columns as documented for `profiles.indicator_values`; figures to four decimals, counts whole.
    """
    return profiles.indicator_values(data, area, year).round(4)


def coverage(data: Dataset) -> pd.DataFrame:
    """Each month's rows in the force's file, its three parts, and its status; empty when missing."""
    return data.coverage.copy()


def find_area(data: Dataset, text: str) -> Area:
    """The area that a key, name or LSOA code of either vintage names; raises `DataError`."""
    wanted = text.strip().casefold()
    for area in data.areas.values():
        if wanted in (area.key.casefold(), area.name.casefold()):
            return area
    if wanted.startswith("ward:"):
        return find_area(data, f"{text.strip()[5:].strip()} ward")
    if located := search.area_of_postcode(data, text):
        return located
    raise DataError(
        f"area {text!r}: expected an LSOA code, a Priority Neighbourhood, a ward ('ward:NAME'), a postcode of "
        "Charnwood or 'Charnwood', found none of that name."
    )


def _months(data: Dataset, first: str | None, last: str | None) -> list[str]:
    held = crime.held_months(data.coverage)
    chosen = [m for m in held if (first or held[0]) <= m <= (last or held[-1])]
    if not chosen:
        raise DataError(
            f"months {first or held[0]} to {last or held[-1]}: expected at least one month held "
            f"({held[0]} to {held[-1]} with gaps), found none."
        )
    return chosen
