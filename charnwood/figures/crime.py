"""Recorded crime of an area: totals by month and type, rates, and the rest that they stand beside.

Anti-social behaviour is not recorded crime, so totals come as `incidents`, `crimes` and `asb`. Tables are
shared between visits: copy to change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from charnwood import english
from charnwood.cache import of_data
from charnwood.figures import intervals, population, tally
from charnwood.figures.incident_kinds import CRIMES, INCIDENTS, PARTS
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import NEW_LSOAS, OLD_LSOAS, YEARS
from charnwood.official.incidents import ASB, MISSING
from charnwood.official.place import Place
from charnwood.store import of_areas
from charnwood.store.dataset import PART, Dataset

TOTALS = ("incidents", "crimes", "asb")


def totals(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """`incidents`, `crimes` and `asb` for each combination of the columns `by`.

    `crimes` are all incidents but anti-social behaviour; the two add up to `incidents`.
    """
    asb = frame["incidents"].where(frame["crime_type"] == ASB, 0)
    split = frame.assign(crimes=frame["incidents"] - asb, asb=asb)
    return split.groupby(by, observed=True)[list(TOTALS)].sum()


def monthly(frame: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Totals of each month from the first covered to the last, index month; `frame` as `Dataset.incidents`.

    A covered month without rows is 0; a month not held is missing (NA), never interpolated.
    """
    return by_month(tally.by_month(frame, coverage["month"]), coverage)


def by_month(counts: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """As `monthly`, of a table of `tally`."""
    every = {kind: tally.kind_of(counts.to_numpy(), kind) for kind in (INCIDENTS, CRIMES)}
    every["asb"] = every[INCIDENTS] - every[CRIMES]
    missing = (coverage["status"] == MISSING).to_numpy()
    columns = {name: pd.arrays.IntegerArray(every[name], missing.copy()) for name in TOTALS}
    return pd.DataFrame(columns, index=counts.index)


def rate(count: Any, residents: Any) -> Any:
    """Incidents per 1,000 residents of the area in the stated mid-year population; numbers or series."""
    return 1_000 * count / residents


@dataclass(frozen=True)
class Rest:
    """What an area's crime is compared with: its counts as a table of `tally`, their coverage, residents by mid-year, name."""

    counts: pd.DataFrame
    coverage: pd.DataFrame
    residents: Mapping[int, int]
    name: str


def is_whole(data: Dataset, area: Area) -> bool:
    """Whether an area holds every LSOA of the district, so that there is no rest to compare it with."""
    return (set(area.lsoa11), set(area.lsoa21)) == (set(data.whole.lsoa11), set(data.whole.lsoa21))


@of_data(256)
def rest_of(data: Dataset, area: Area) -> Rest:
    """The rest of the district; for an area that leaves none, the district itself, the others of its county.

    Where the place has no county these are none: then there is no resident, and no name.
    """
    place = data.place
    if is_whole(data, area):
        others = [code for code in place.districts if code != place.code]
        rows = data.district_counts[data.district_counts["ladcd"].isin(others)]
        counts = tally.by_month(rows, data.coverage["month"])
        people = data.district_residents.reindex(others).sum()
        residents = {year: int(people[f"mid{year}"]) for year in YEARS}
        known = incidents.of_archive(data.coverage)
        return Rest(counts, known, residents, _others(place, len(others)))
    counts = tally.of(data, data.whole) - tally.of(data, area)
    residents = {year: data.residents(data.whole, year) - data.residents(area, year) for year in YEARS}
    return Rest(counts, data.coverage, residents, place.rest)


def _others(place: Place, count: int) -> str:
    """What districts are called that stand beside the whole; nothing where there is none."""
    if not count:
        return ""
    number, districts = english.number(count), f"{place.county} {english.plural(count, 'district')}"
    return (
        f"Other {number} {districts}"
        if place.code in place.districts
        else f"{english.capital(number)} {districts}"
    )


@dataclass(frozen=True)
class Against:
    """A count beside another: rates per 1,000 residents, and what may be said of the first."""

    count: int
    rate: float
    rest_count: int
    rest_rate: float
    found: intervals.Comparison


def against(count: int, residents: int, rest_count: int, rest_residents: int) -> Against:
    """The rate of an area beside that of others."""
    found = intervals.compare(count, residents, rest_count, rest_residents)
    others = rate(rest_count, rest_residents) if rest_residents else math.nan
    return Against(count, rate(count, residents), rest_count, others, found)


@of_data(256)
def against_rest(data: Dataset, area: Area) -> dict[str, Against]:
    """`crimes` and `asb` of an area in the latest twelve covered months beside those of `rest_of`."""
    return {part: kind_against_rest(data, area, kind) for part, kind in PARTS.items()}


def kind_against_rest(data: Dataset, area: Area, kind: str) -> Against:
    """Incidents of a kind of an area in the latest twelve covered months beside those of `rest_of`."""
    rest, year = rest_of(data, area), population.mid_year(data.period)
    mine, others = (
        int(tally.kind_of(tally.in_months(counts, data.period), kind))
        for counts in (tally.of(data, area), rest.counts)
    )
    return against(mine, data.residents(area, year), others, rest.residents[year])


@of_data(256)
def types(data: Dataset, area: Area) -> pd.DataFrame:
    """Incidents by type in the latest twelve covered months: count, rate, the rate of the rest.

    Index: the 14 types of police.uk; columns `Count`, `Per 1,000` and the name of `rest_of`, if it has one.
    """
    rest, year = rest_of(data, area), population.mid_year(data.period)

    def count(counts: pd.DataFrame) -> pd.Series:
        return pd.Series(
            tally.in_months(counts, data.period), index=pd.Index(incidents.TYPES, name="crime_type")
        )

    mine = count(tally.of(data, area))
    table = pd.DataFrame(
        {
            "Count": mine,
            "Per 1,000": rate(mine, data.residents(area, year)).round(1),
        }
    )
    if rest.name:
        table[rest.name] = rate(count(rest.counts), rest.residents[year]).round(1)
    return table.sort_values("Count", ascending=False)


@of_data(256)
def crime_months(data: Dataset, area: Area) -> pd.DataFrame:
    """Each month from the first covered to the last: totals, exact 95% interval, rates.

    Index month; a month not held is empty throughout. Rates per 1,000 residents (of the mid-year nearest to each month)
    of the area (`rate`, with `rate_low` and `rate_high`) and of the rest (`rest_rate`), if there is one.
    """
    totals = by_month(tally.of(data, area), data.coverage)
    return totals.join(kind_months(data, area, INCIDENTS).drop(columns="count"))


@of_data(256)
def kind_months(data: Dataset, area: Area, kind: str) -> pd.DataFrame:
    """As `crime_months`, of the incidents of a kind: `count`, its interval and rates."""
    table = pd.DataFrame({"count": _of_kind(tally.of(data, area), data.coverage, kind)})
    missing = table["count"].isna().to_numpy()
    count = table["count"].to_numpy(float, na_value=np.nan)
    bounds = dict(zip(("low", "high"), intervals.poisson_intervals(count), strict=True))
    residents = population.by_month(data, area, list(table.index)).to_numpy()
    rest = rest_of(data, area)
    columns = {
        **bounds,
        "rate": rate(count, residents),
        "rate_low": rate(bounds["low"], residents),
        "rate_high": rate(bounds["high"], residents),
    }
    for name, values in columns.items():
        table[name] = pd.arrays.FloatingArray(values, missing.copy())
    if rest.name:
        others = _of_kind(rest.counts, rest.coverage, kind)
        beside = [rest.residents[population.mid_year([month])] for month in table.index]
        table["rest_rate"] = rate(others, np.array(beside))
    return table


def _of_kind(counts: pd.DataFrame, coverage: pd.DataFrame, kind: str) -> pd.Series:
    """The incidents of a kind in each month of a table of `tally`, missing where the month is not held."""
    missing = (coverage["status"] == MISSING).to_numpy()
    return pd.Series(
        pd.arrays.IntegerArray(tally.kind_of(counts.to_numpy(), kind), missing), index=counts.index
    )


@of_data(128)
def domain_and_counts(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """Each LSOA's Crime domain beside its recorded crimes: index code; transformed rank, rank, count, rate.

    Of an LSOA that the area holds a part of, the row has the crimes and residents of that part, and each
    other part has a row of its own, by its code of the other vintage; the domain of all is that of the whole.
    """
    edition = MAPPED[year]
    inside = data.inside(area, edition.vintage)
    parts = of_areas.ground(data, area) & data.names[edition.code].isin(inside.index[inside < 1]).to_numpy()
    return _domain_and_counts(data, tuple(np.flatnonzero(parts).tolist()), year)


@of_data(32)  # of areas that hold no part of an LSOA all are one
def _domain_and_counts(data: Dataset, parts: Sequence[int], year: int) -> pd.DataFrame:
    """`domain_and_counts` of an area that holds these rows of `Dataset.names` as parts of LSOAs of the edition."""
    units = _units(data, parts, year)
    rows = units.groupby("row").agg(name=("name", "first"), whole=("whole", "first"))
    own = data.own(year).loc[rows["whole"]].set_axis(rows.index)
    count = tally.of_pairs_in(data, data.period, CRIMES).groupby(units["row"]).sum()
    residents = population.of_pairs(data, data.period).groupby(units["row"]).sum()
    return pd.DataFrame(
        {
            "name": rows["name"],
            "domain": own["crime_transformed"].round(1),
            "rank": own["crime_rank"],
            "decile": own["crime_decile"],
            "count": count,
            "rate": rate(count, residents).round(1),
        }
    )


def _units(data: Dataset, parts: Sequence[int], year: int) -> pd.DataFrame:
    """The row of `domain_and_counts` that each pair of LSOAs counts to, its name, and the LSOA whose domain it bears."""
    edition, pairs = MAPPED[year], data.names
    other = NEW_LSOAS if edition.vintage == OLD_LSOAS else OLD_LSOAS
    held = pairs.index.isin(pairs.index[list(parts)])
    cut = pairs[edition.code].isin(pairs.loc[held, edition.code])
    apart = cut & ~held
    name = pairs[f"name{edition.vintage % 100}"]
    return pairs.assign(
        row=pairs[edition.code].mask(apart, pairs[f"lsoa{other % 100}cd"]),
        name=name.mask(cut, name + PART).mask(apart, pairs[f"name{other % 100}"]),
        whole=pairs[edition.code],
    )


def recent(data: Dataset, counts: pd.DataFrame) -> dict[str, int]:
    """Incidents, crimes and ASB of a table of `tally` in the latest twelve covered months."""
    found = tally.in_months(counts, data.period)
    every, crimes = (int(tally.kind_of(found, kind)) for kind in (INCIDENTS, CRIMES))
    return {"incidents": every, "crimes": crimes, "asb": every - crimes}
