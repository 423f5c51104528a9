"""Incidents of police.uk -> counts by LSOA, district and street point; which months are held.

An incident is one row. Places are "on or near" snap points, never addresses. A covered month without
rows is 0, a month not held is missing. Source: https://data.police.uk/about/.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from charnwood.english import month_number
from charnwood.official.locator import Locator, locate

ASB = "Anti-social behaviour"
TYPES = (
    ASB,
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
PARTIAL_BELOW = 2 / 3  # of the median month's located rows: fewer marks a month as partial
HELD, PARTIAL, MISSING = "held", "partial", "missing"
LSOA_KEY = ["month", "lsoa11cd", "lsoa21cd", "crime_type", "outcome"]
DISTRICT_KEY = ["month", "ladcd", "crime_type"]
STREET_KEY = ["location", "longitude", "latitude", "lsoa11cd", "lsoa21cd", "month", "crime_type"]
STREET_ORDER = ["location", "longitude", "latitude", "month", "crime_type", "lsoa11cd", "lsoa21cd"]
PARTS = ["rows", "located", "unlocated", "outside"]
ARCHIVE, API = "archive", "api"

# Of the police's street names: "Proctor'S Park Road"
CAPITAL_S = r"(?<=\w)['’]S\b"


@dataclass(frozen=True)
class Counts:
    """All that the app keeps of incidents: three tables of counts and the coverage of each month."""

    lsoa: pd.DataFrame
    district: pd.DataFrame
    street: pd.DataFrame
    coverage: pd.DataFrame

    def without(self, months: Collection[str]) -> Counts:
        """The same counts but for these months."""
        tables = (self.lsoa, self.district, self.street, self.coverage)
        return Counts(*(table[~table["month"].isin(months)] for table in tables))


NONE = Counts(
    pd.DataFrame(columns=[*LSOA_KEY, "incidents"], dtype=str).astype({"incidents": "int64"}),
    pd.DataFrame(columns=[*DISTRICT_KEY, "incidents"], dtype=str).astype({"incidents": "int64"}),
    pd.DataFrame(columns=[*STREET_KEY, "incidents"], dtype=str).astype(
        {"incidents": "int64", "longitude": float, "latitude": float}
    ),
    pd.DataFrame(columns=["month", *PARTS, "status", "source"], dtype=str).astype(
        dict.fromkeys(PARTS, "Int64")
    ),
)
"""The counts of a force that has no files."""


def count_month(month: str, rows: pd.DataFrame, locator: Locator, source: str = ARCHIVE) -> Counts:
    """Counts of one month's incidents: by LSOA and street point in the locator's district, by district.

    `coverage` is one row: `month`, `rows` and its parts (see `coverage_table`), and `source`.
    """
    rows = locate(rows, locator)
    own = rows[rows["lsoa21cd"].notna()]
    own = own.assign(location=own["location"].str.replace(CAPITAL_S, "'s", regex=True))
    unsure = rows["lsoa21cd"].isna() & rows["lsoa_code"].isin(locator.codes)
    unlocated = int((rows["lsoa_code"].isna() & rows["longitude"].isna()).sum() + unsure.sum())
    parts = [len(rows), len(own), unlocated, len(rows) - len(own) - unlocated]
    return Counts(
        _count(own, LSOA_KEY),
        _count(rows.dropna(subset="ladcd"), DISTRICT_KEY),
        _count(own, STREET_KEY),
        pd.DataFrame([[month, *parts, source]], columns=["month", *PARTS, "source"]),
    )


def combine(parts: Sequence[Counts]) -> Counts:
    """One `Counts` of several that share no month, in the order in which the tables are kept."""
    coverage = pd.concat([part.coverage for part in parts]).dropna(subset="rows")
    return Counts(
        pd.concat([part.lsoa for part in parts]).sort_values(LSOA_KEY, ignore_index=True),
        pd.concat([part.district for part in parts]).sort_values(DISTRICT_KEY, ignore_index=True),
        pd.concat([part.street for part in parts]).sort_values(STREET_ORDER, ignore_index=True),
        coverage_table(
            coverage[["month", *PARTS]].itertuples(index=False, name=None),
            set(coverage.loc[coverage["source"] == API, "month"]),
        ),
    )


def coverage_table(
    held: Iterable[tuple[str, int, int, int, int]], from_api: Collection[str] = ()
) -> pd.DataFrame:
    """Coverage of every month from the first held to the last, months not held included.

    Columns: `month`; `rows` of the force's file and its three parts `located` (in the district),
    `unlocated` (no place given) and `outside` (located elsewhere); `status`: held, missing, or partial
    (rows with a location below two thirds of the median month); `source`: archive, or api, where
    `outside` counts only what lies just beyond the district, so `located` is compared instead.
    """
    frame = pd.DataFrame(list(held), columns=["month", *PARTS]).set_index("month").sort_index()
    api = frame.index.isin(list(from_api))
    usual = frame if api.all() else frame[~api]
    placed, usual_placed = frame["rows"] - frame["unlocated"], usual["rows"] - usual["unlocated"]
    share = np.where(api, frame["located"] / usual["located"].median(), placed / usual_placed.median())
    frame["status"] = np.where(share < PARTIAL_BELOW, PARTIAL, HELD)
    frame["source"] = np.where(api, API, ARCHIVE)
    frame = frame.reindex(month_range(frame.index[0], frame.index[-1]))
    frame["status"] = frame["status"].fillna(MISSING)
    return frame.astype(dict.fromkeys(PARTS, "Int64")).reset_index(names="month")


def span_named(coverage: pd.DataFrame) -> str:
    """The months held from the first to the last, in words, and whether some between them are missing."""
    held = held_months(coverage)
    ends = " to ".join(pd.Period(month).strftime("%B %Y") for month in (held[0], held[-1]))
    return f"{ends}{', with gaps' if len(held) < len(coverage) else ''}"


def month_range(first: str, last: str) -> list[str]:
    """All months from first to last, both included, as YYYY-MM."""
    return months_to(last, month_number(last) - month_number(first) + 1)


def months_to(last: str, count: int) -> list[str]:
    """So many months that end with one, as YYYY-MM."""
    end = month_number(last)
    years = (divmod(number - 1, 12) for number in range(end - count + 1, end + 1))
    return [f"{year:04}-{month + 1:02}" for year, month in years]


def held_months(coverage: pd.DataFrame) -> list[str]:
    """The months held, in order, whole or partial."""
    return coverage.loc[coverage["status"] != MISSING, "month"].tolist()


def of_archive(coverage: pd.DataFrame) -> pd.DataFrame:
    """The coverage with the API's months as not held: what is known of other districts."""
    return coverage.assign(status=coverage["status"].mask(coverage["source"] == API, MISSING))


def last_covered(coverage: pd.DataFrame, count: int = 12) -> list[str]:
    """The latest `count` months held whole from the archive, in order; they need not follow on one another.

    A month from the API is left out: it holds no other district, and its LSOAs are by coordinates.
    """
    known = of_archive(coverage)
    return known.loc[known["status"] == HELD, "month"].tolist()[-count:]


def _count(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return rows.groupby(by, observed=True, sort=True).size().reset_index(name="incidents")
