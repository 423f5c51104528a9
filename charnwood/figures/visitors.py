"""Areas in which few residents meet many visitors, so that a rate per resident is partly of visitors.

By the kinds of place that police.uk names instead of a street, in the months shown; never by how far a label is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import crime, intervals, population, tally
from charnwood.figures.incident_kinds import CRIMES, INCIDENTS
from charnwood.official.areas import BOROUGH, Area
from charnwood.store.dataset import Dataset

# Places of police.uk that people visit, by kind. Its other points are streets, which say nothing of visitors; parks,
# sports grounds, colleges and universities, where those who live near go, and police stations and prisons
VISITED = {
    "Shopping Area": "shops",
    "Supermarket": "shops",
    "Petrol Station": "petrol stations",
    "Motorway Service Station": "petrol stations",
    "Parking Area": "car parks",
    "Bus/Coach Station": "stations",
    "Railway Station": "stations",
    "Airport/Airfield": "stations",
    "Nightclub": "night-life",
    "Theatre/Concert Hall": "night-life",
    "Conference/Exhibition Centre": "venues",
    "Theme/Adventure Park": "venues",
    "Racecourse": "venues",
    "Hospital": "hospitals",
}
# The other places that police.uk names by their kind
OTHERS = (
    "Further/Higher Educational Building",
    "Park/Open Space",
    "Pedestrian Subway",
    "Police Station",
    "Prison",
    "Sports/Recreation Area",
)
MANY = 0.2  # of an area's incidents


@dataclass(frozen=True)
class Visited:
    """An area that draws many visitors: incidents at places of `VISITED` and in all, and their kinds, most first.

    `without` are the LSOAs of a larger area that themselves draw many visitors, where the rate of crimes without them
    is lower than `rate` (per 1,000 residents); `others` are its other LSOAs, and `left` is their rate beside that of the
    rest of the district, left without such LSOAs too. Elsewhere `without` and `others` are empty and `left` is none.
    An LSOA of 2021 of which the area holds a part is counted whole.
    """

    there: int
    total: int
    kinds: tuple[str, ...]
    without: tuple[str, ...]
    others: tuple[str, ...]
    rate: float
    left: crime.Against | None


@of_data(8)
def by_place(data: Dataset, months: Sequence[str]) -> pd.DataFrame:
    """Incidents of each LSOA of 2021 in some months: a column for each kind of `VISITED`, and `total`."""
    street = data.street[data.street["month"].isin(months)]
    kind = street["location"].str.removeprefix("On or near ").map(VISITED)
    table = street.groupby(["lsoa21cd", kind])["incidents"].sum().unstack(fill_value=0)
    table = table.reindex(data.lsoa[2021].index, fill_value=0)
    total = street.groupby("lsoa21cd")["incidents"].sum()
    return table.assign(total=total.reindex(table.index, fill_value=0)).astype("int64")


def reasons(data: Dataset, months: Sequence[str]) -> pd.Series:
    """The kinds of place that draw many visitors to an LSOA of 2021, most incidents first; "" where few come."""
    table = by_place(data, months)
    kinds = table.drop(columns="total")
    many = kinds.sum(axis=1) >= MANY * table["total"].clip(lower=1)
    return pd.Series(
        [", ".join(_kinds(row)) if many[code] else "" for code, row in kinds.iterrows()], kinds.index
    )


def visited(data: Dataset, area: Area) -> Visited | None:
    """What draws visitors to an area in the latest twelve covered months; nothing for the district or where few come."""
    if not data.has_crime:
        return None
    table = by_place(data, data.period).loc[list(area.lsoa21)]
    kinds, total = table.drop(columns="total").sum(), int(table["total"].sum())
    if area.kind == BOROUGH or kinds.sum() < MANY * max(total, 1):
        return None
    facts = _crimes(data)
    mine, rest = facts.loc[list(area.lsoa21)], facts.drop(list(area.lsoa21))
    rate = crime.rate(mine["crimes"].sum(), mine["residents"].sum())
    busy, quiet, beside = mine[mine["busy"]], mine[~mine["busy"]], rest[~rest["busy"]]
    found = Visited(int(kinds.sum()), total, tuple(_kinds(kinds)), (), (), float(rate), None)
    if quiet.empty or beside.empty:
        return found
    sums = [int(part[column].sum()) for part in (quiet, beside) for column in ("crimes", "residents")]
    left = crime.against(*sums)
    if left.rate >= rate:
        return found
    return replace(found, without=tuple(busy.index), others=tuple(quiet.index), left=left)


@dataclass(frozen=True)
class Quiet:
    """A rate per 1,000 residents without LSOAs that draw many visitors, that of the rest without such, and the comparison.

    `others` are the LSOAs that are left. Of the district there is no rest, as visitors of others are not known: then
    the last two are none.
    """

    others: tuple[str, ...]
    rate: float
    rest_rate: float | None
    found: intervals.Comparison | None

    @property
    def verdict(self) -> str | None:
        """The verdict of the comparison."""
        return self.found.verdict if self.found else None


def busy(data: Dataset, area: Area) -> list[str]:
    """The LSOAs of 2021 of an area that draw many visitors."""
    facts = _crimes(data).loc[list(area.lsoa21)]
    return [str(code) for code in facts.index[facts["busy"]]]


@of_data(64)
def quiet(data: Dataset, area: Area) -> dict[str, Quiet]:
    """`crimes` and `asb` of an area without its LSOAs that draw many visitors; empty where it has none, or no other."""
    if not data.has_crime:
        return {}
    facts = _crimes(data)
    mine, rest = facts.loc[list(area.lsoa21)], facts.drop(list(area.lsoa21))
    left, beside = mine[~mine["busy"]], rest[~rest["busy"]]
    if left.empty or len(left) == len(mine):
        return {}
    found = {}
    for kind in ("crimes", "asb"):
        sums = [int(part[column].sum()) for part in (left, beside) for column in (kind, "residents")]
        if beside.empty:
            found[kind] = Quiet(tuple(left.index), float(crime.rate(*sums[:2])), None, None)
        else:
            held = crime.against(*sums)
            found[kind] = Quiet(tuple(left.index), float(held.rate), float(held.rest_rate), held.found)
    return found


def apart(data: Dataset, area: Area) -> Quiet | None:
    """The crimes of an area without its LSOAs that draw many visitors, where it has more than the rest only with them."""
    if not data.has_crime or crime.against_rest(data, area)["crimes"].found.verdict != intervals.HIGHER:
        return None
    left = quiet(data, area).get("crimes")
    return left if left and left.found and left.verdict != intervals.HIGHER else None


@of_data(1)
def _crimes(data: Dataset) -> pd.DataFrame:
    """`crimes` and `asb` of the latest twelve covered months, `residents`, and whether it is `busy` with visitors, of each LSOA of 2021."""
    why = reasons(data, data.period)
    every, crimes = (
        tally.of_lsoas_in(data, data.period, kind).loc[why.index] for kind in (INCIDENTS, CRIMES)
    )
    residents = population.of_lsoas(data, data.period).loc[why.index]
    columns = {"crimes": crimes, "asb": every - crimes, "residents": residents, "busy": why != ""}
    return pd.DataFrame(columns)


def _kinds(row: pd.Series) -> list[str]:
    return [str(kind) for kind in row[row > 0].sort_values(ascending=False, kind="stable").index]
