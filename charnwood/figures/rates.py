"""Indicators as rates: people counted, divided by all whom the count can be about, beside the district, county and England.

England's rates are made by the build, from File 7 of all England, as far as that has the published rates and the people
that they are of. Of an indicator that is no count of people the published figure stands, and England's is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import deprivation, indicators
from charnwood.official.areas import Area
from charnwood.official.deprivation import DOMAINS, IMD, MAPPED, middle_score
from charnwood.official.indicators import COUNT, LOWER, Indicator, of
from charnwood.store.dataset import Dataset

MEASURES = {m.key: m for m in (IMD, *DOMAINS)}
ENGLAND, COUNTRY = "england", "England"
NOT_HELD = "not held"
NO_RATE = "rate not held"  # of an index whose people are counted in the same row


@of_data(128)
def rates(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """Each indicator of an area as a rate, beside the district's, its county's and England's; unrounded.

    One row per indicator in the order of the domains, those of which a higher figure is worse before the others.
    Columns `indicator` (official column), `name`, `unit`, `domain`, `worse` (higher or lower), `counted` (people of the
    area that the rate counts; missing where none are published), `area`, one of the name of the district and one of its
    county, `england`; each in the unit, missing where it is not known. `lsoas_without_value` as in `indicator_values`.
    """
    table = indicators.indicator_values(data, area, year).set_index("indicator")
    groups = {"area": data.rows(area, year), **_references(data, year)}
    told = table.assign(counted=table["area"].where(table["kind"] == COUNT), england=float("nan"))
    for one in of(year):
        if one.kind == COUNT:
            for name, rows in groups.items():
                told.loc[one.key, name] = rate(data, rows, year, one)
            told.loc[one.key, "england"] = data.england[year].get(one.measure, float("nan"))
            told.loc[one.key, "unit"] = one.rate_unit
    references = [*_references(data, year), ENGLAND]
    columns = [
        "name",
        "unit",
        "domain",
        "more_deprived_if",
        "counted",
        "area",
        *references,
        "lsoas_without_value",
    ]
    told = told[columns].rename(columns={"more_deprived_if": "worse"})
    return told.sort_values("worse", key=lambda ends: ends == LOWER, kind="stable").reset_index()


def rate(data: Dataset, rows: pd.DataFrame, year: int, one: Indicator) -> float:
    """A count of people of a group of LSOAs as a rate in percent: the mean of theirs, weighted by whom it can be about.

    `rows` as from `Dataset.rows`; LSOAs without a rate are left out. Missing where none has one.
    """
    people = of_whom(data, year, one).loc[rows.index] * rows["inside"]
    weights = rows["population"] if one.people == "population" else people
    rates_ = of_lsoas(data, year, one).loc[rows.index]
    held = rates_.notna() & weights.notna()
    total = float(weights[held].sum())
    return float(rates_[held] @ weights[held]) / total if total else float("nan")


@of_data(16)
def of_lsoas(data: Dataset, year: int, one: Indicator) -> pd.Series:
    """A count of people as a rate in percent, of each LSOA held: as published, else the count divided by `of_whom`.

    The Index draws the rates that it publishes for small areas a little towards those of their district, so they differ
    from count divided by people by up to half a point.
    """
    held = data.iod[year]
    if (published := held.get(f"{one.measure}_score")) is not None and published.notna().all():
        return 100 * published
    return 100 * data.indicators[year][one.key] / of_whom(data, year, one)


@of_data(16)
def of_whom(data: Dataset, year: int, one: Indicator) -> pd.Series:
    """The people whom a count can be about, of each LSOA held; index LSOA code.

    File 7's denominators, or where an edition's file has none, the count divided by the published rate.
    """
    held = data.iod[year]
    named = [
        name for name in (*MAPPED[year].denominators.values(), "population") if name.startswith(one.people)
    ]
    for name in named:
        if name in held:
            return held[name].astype(float)
    published = held.get(f"{one.measure}_score", pd.Series(float("nan"), index=held.index))
    return (data.indicators[year][one.key] / published).where(published > 0)


def _references(data: Dataset, year: int) -> dict[str, pd.DataFrame]:
    """The rows of the district and, where the place has one, of its county, by their columns."""
    groups = {data.place.column: data.own(year)}
    return groups | ({data.place.county_column: data.county(year)} if data.place.county else {})


def _named(data: Dataset) -> dict[str, str]:
    """The names of what an area stands beside, by their columns in `rates`."""
    county = {data.place.county_column: data.place.county} if data.place.county else {}
    return {data.place.column: data.place.name, **county, ENGLAND: COUNTRY}


def people_table(data: Dataset, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """The indicators of areas as rates, for people: figures as text with their per cent sign, or that none is held.

    A row for each indicator, in the order of `rates`; a column for each area, the district, its county and England, then
    unit, domain and the end that is more deprived; then how many people of each area the rate counts, where published.
    """
    tables = {area.name: rates(data, area, year) for area in areas}
    first = next(iter(tables.values()))
    columns = {name: table["area"] for name, table in tables.items()}
    columns |= {name: first[column] for column, name in _named(data).items()}
    known = list(map({i.key: i for i in of(year)}.__getitem__, first["indicator"]))
    told = {
        name: [
            NO_RATE if one.kind == COUNT and pd.isna(value) else written(value, unit, one.digits)
            for value, unit, one in zip(values, first["unit"], known, strict=True)
        ]
        for name, values in columns.items()
    }
    domains = {d.key: d.name for d in DOMAINS}
    return pd.DataFrame(
        {
            "Indicator": first["name"],
            **told,
            "Unit": first["unit"],
            "Domain": first["domain"].map(domains),
            "More deprived if": first["worse"],
            **{
                f"{name}, people counted": table["counted"].round().astype("Int64")
                for name, table in tables.items()
            },
        }
    )


def written(value: float, unit: str, digits: int) -> str:
    """A figure as people read it: "30.7%" of a unit that begins so, "not held" where it is missing."""
    if pd.isna(value):
        return NOT_HELD
    return f"{value:z,.{digits}f}{'%' if unit.startswith('%') else ''}"


@of_data(4)
def options(data: Dataset, year: int) -> dict[str, str]:
    """What can be shown by small area: the seven domains, and every indicator of which each has a figure; name by key."""
    known = {d.key: f"{d.name} (domain)" for d in DOMAINS}
    for one in sorted(of(year), key=lambda i: [d.key for d in DOMAINS].index(i.domain)):
        if not one.district and small_areas(data, data.whole, year, one.key)["value"].notna().any():
            known[one.key] = one.name
    return known


@of_data(128)
def small_areas(data: Dataset, area: Area, year: int, key: str) -> pd.DataFrame:
    """One domain or indicator of each LSOA of an area, the most deprived first; index LSOA code.

    `name`; `value`: of a domain the transformed rank (100 = most deprived), of an indicator its figure as a rate, missing
    where there is none; `counted`: the people that a rate counts; `rank` and `decile` of a domain (1 = most deprived).
    """
    rows = data.rows(area, year)
    if key in MEASURES:
        parts = {"value": "transformed", "rank": "rank", "decile": "decile"}
        told = pd.DataFrame({name: rows[f"{key}_{part}"] for name, part in parts.items()}).assign(
            name=rows["name"]
        )
        return told.sort_values("rank", kind="stable")
    one = next(i for i in of(year) if i.key == key)
    values = data.indicators[year].loc[rows.index, key]
    told = pd.DataFrame({"name": rows["name"], "value": values * (100 if one.percent else 1)})
    if one.kind == COUNT:
        told = told.assign(value=of_lsoas(data, year, one).loc[rows.index], counted=values)
    return told.sort_values("value", ascending=one.worse == LOWER, kind="stable")


def references(data: Dataset, year: int, key: str) -> dict[str, float]:
    """The district's, its county's and England's figure of a domain or indicator; missing where it is not known.

    For England stands, of a domain, its middle area: the rank of a small area is among those of all of England.
    """
    if key in MEASURES:
        profile = deprivation.domain_profile(data, [data.whole], year).loc[key]
        held = {name: profile[name] for name in _named(data).values() if name != COUNTRY}
        return {**held, deprivation.MIDDLE: middle_score(MAPPED[year].areas)}
    row = rates(data, data.whole, year).set_index("indicator").loc[key]
    return {name: row[column] for column, name in _named(data).items()}


def unit(key: str, year: int) -> tuple[str, int]:
    """The unit of a domain's or indicator's figures by small area, and how many decimals they are shown with."""
    if key in MEASURES:
        return "Transformed rank (100 = most deprived)", 0
    one = next(i for i in of(year) if i.key == key)
    return (one.rate_unit or one.unit), one.digits


def worse_than_district(rates: pd.DataFrame, district: str) -> tuple[int, int]:
    """On how many indicators an area stands nearer the deprived end than the district, and of how many.

    `rates` as from `rates`, `district` its column of the district. The Crime domain is left out: its rates come without
    the counts that an interval needs.
    """
    compared = rates[rates["domain"] != "crime"].dropna(subset=["area", district])
    gap = (compared["area"] - compared[district]).round(9)
    sign = compared["worse"].map({LOWER: -1}).fillna(1)
    return int((gap * sign > 0).sum()), len(compared)
