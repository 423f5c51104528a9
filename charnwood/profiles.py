"""What the page of one area tells: who drives its score, its indicators, its movement, its likes.

Every figure is made from the tables held; averages are population-weighted and the dashboard's own.
Rank 1 and decile 1 are the most deprived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from charnwood import change_words, indicators, neighbourhoods, words
from charnwood.dataset import Dataset
from charnwood.deprivation import CHOSEN, DOMAINS, EDITION_2015, EDITIONS, IMD, MAPPED, NEWEST, Measure
from charnwood.indicators import COUNT, HIGHER, Indicator
from charnwood.kept import kept
from charnwood.neighbourhoods import LSOA, OWN, PRIORITY, WARD, Area

NEAREST = 5
TRANSFORMED = [f"{d.key}_transformed" for d in DOMAINS]


def drivers(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """LSOAs of an area by their share of its weighted IMD score, the largest first.

    Columns `name`, `imd_decile` (1 = most deprived), `population` (the edition's weights),
    `population_share` and `score_share`, both in percent of the area: the second is population times
    IMD score. Index: LSOA code. Source: File 7 of the edition.
    """
    rows = data.rows(area, year)[["name", "imd_decile", "population", "imd_score"]]
    weight = rows["population"] * rows["imd_score"]
    shares = rows.assign(
        population_share=100 * rows["population"] / rows["population"].sum(),
        score_share=100 * weight / weight.sum(),
    )
    return shares.drop(columns="imd_score").sort_values("score_share", ascending=False)


def combined(values: pd.DataFrame, population: pd.Series, of: Sequence[Indicator]) -> pd.Series:
    """Indicators of a group of LSOAs: the sum of people, or the population-weighted mean.

    `values` and `population` are indexed by LSOA code; LSOAs without a value are left out of sum and
    weights. Index: official column; in the indicator's unit (proportions in percent), NaN where no LSOA
    has a value.
    """
    figures = values[[i.key for i in of]].to_numpy(dtype=float)
    held = ~np.isnan(figures)
    weights = population.loc[values.index].to_numpy(dtype=float)[:, None] * held
    with np.errstate(invalid="ignore"):
        means = np.nansum(figures * weights, axis=0) / weights.sum(axis=0)
    means *= [100 if i.percent else 1 for i in of]
    found = np.where([i.kind == COUNT for i in of], np.nansum(figures, axis=0), means)
    return pd.Series(np.where(held.any(axis=0), found, np.nan), index=[i.key for i in of])


@lru_cache(maxsize=4)
def _references(data: Dataset, year: int) -> dict[str, pd.Series]:
    """The indicators of the district and of its county, which every area stands beside."""
    groups = {data.place.column: data.own(year), data.place.county_column: data.county(year)}
    return {
        name: combined(data.indicators[year].loc[rows.index], rows["population"], indicators.of(year))
        for name, rows in groups.items()
    }


def _listed(year: int) -> list[Indicator]:
    """The indicators of an edition in the order of the domains."""
    order = [d.key for d in DOMAINS]
    return sorted(indicators.of(year), key=lambda i: order.index(i.domain))


@kept(128)
def indicator_values(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """Each underlying indicator of an area beside the district's and its county's, unrounded.

    One row per indicator in the order of the domains: `indicator` (the official column), `name`, `unit`,
    `domain`, `kind` (count, rate or score), `more_deprived_if` (higher or lower), `area`, one of the name
    of the district and one of its county (without the city), `lsoas` of the area, `lsoas_without_value`
    among them, `period`. Counts are sums, all else population-weighted means. Source: File 8.
    """
    listed = _listed(year)
    rows = data.rows(area, year)
    values = data.indicators[year].loc[rows.index]
    figures = {"area": combined(values, rows["population"], listed), **_references(data, year)}
    keys = [i.key for i in listed]
    return pd.DataFrame(
        {
            "indicator": keys,
            "name": [i.name for i in listed],
            "unit": [i.unit for i in listed],
            "domain": [i.domain for i in listed],
            "kind": [i.kind for i in listed],
            "more_deprived_if": [i.worse for i in listed],
            **{name: series[keys].to_numpy() for name, series in figures.items()},
            "lsoas": len(rows),
            "lsoas_without_value": values[keys].isna().sum().to_numpy(),
            "period": indicators.PERIOD,
        }
    )


def indicator_table(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """The indicators as a table for people: names of domains, figures rounded to their own decimals.

    Columns as in `indicator_values`, without the official names; the area's column bears its name. For
    the district itself the column stands once.
    """
    values = indicator_values(data, area, year)
    domains = {d.key: d.name for d in DOMAINS}
    figures = {
        name: _rounded(values.set_index("indicator")[column], year)
        for name, column in (
            (area.name, "area"),
            (data.place.name, data.place.column),
            (data.place.county, data.place.county_column),
        )
    }
    return pd.DataFrame(
        {
            "Indicator": values["name"],
            **figures,
            "Unit": values["unit"],
            "Domain": values["domain"].map(domains),
            "More deprived if": values["more_deprived_if"],
            "LSOAs without a value": values["lsoas_without_value"],
        }
    )


def indicator_column(data: Dataset, area: Area, year: int) -> list[float]:
    """An area's figures as `indicator_table` shows them, in its order."""
    rows = data.rows(area, year)
    values = data.indicators[year].loc[rows.index]
    return _rounded(combined(values, rows["population"], _listed(year)), year)


def _rounded(figures: pd.Series, year: int) -> list[float]:
    digits = {i.key: i.digits if i.kind != COUNT else 0 for i in indicators.of(year)}
    return [round(value, digits[str(key)]) for key, value in figures.items()]


def worse_than_district(values: pd.DataFrame, district: str) -> tuple[int, int]:
    """On how many indicators an area stands nearer the deprived end than the district, and of how many.

    `values` as from `indicator_values`, `district` its column of the district. Counts of people are left out, because they grow with the area,
    and so is the Crime domain: its rates come without the counts that an interval needs.
    """
    compared = values[(values["kind"] != COUNT) & (values["domain"] != "crime")].dropna(subset=["area"])
    gap = (compared["area"] - compared[district]).round(9)
    sign = compared["more_deprived_if"].map({HIGHER: 1}).fillna(-1)
    return int((gap * sign > 0).sum()), len(compared)


def domains_without(year: int) -> list[Measure]:
    """Domains of which the file of an edition holds no indicator."""
    held = {indicator.domain for indicator in indicators.of(year)}
    return [d for d in DOMAINS if d.key not in held]


@kept(512)
def change(
    data: Dataset, area: Area, first: int = CHOSEN, last: int = NEWEST, measure: str = IMD.key
) -> pd.DataFrame:
    """Ranks of two editions of each LSOA of an area, one row per LSOA of the later edition's vintage.

    Columns `name`, the code of the later vintage, `lsoa11cd`; then for each edition `rank_` (1 = most
    deprived), `percentile_` (rank in percent of England's 32,844 or 33,755 LSOAs, 0 = most deprived) and
    `decile_`; `split` (the earlier figures are those of a larger area, one of whose parts this is), and
    empty for such a part: `deciles_moved` and `points_moved` of the percentile (positive: towards the least
    deprived). Scores are not compared. The edition of 2015 has the IMD alone. Source: File 7 of each. Shared:
    copy to change.
    """
    vintage = EDITIONS[last].vintage
    code = EDITIONS[last].code
    pairs = data.names.drop_duplicates(code) if vintage == 2011 else data.names
    pairs = pairs[pairs[code].isin(area.codes(vintage))]
    name = {f"name{vintage % 100}": "name"}
    table = pairs[list(dict.fromkeys([*name, code, "lsoa11cd"]))].rename(columns=name)
    for year in (first, last):
        rows = (data.iod2015 if year == EDITION_2015.year else data.iod[year]).loc[pairs[EDITIONS[year].code]]
        table[f"rank_{year}"] = rows[f"{measure}_rank"].to_numpy()
        table[f"percentile_{year}"] = 100 * rows[f"{measure}_rank"].to_numpy() / EDITIONS[year].areas
        table[f"decile_{year}"] = rows[f"{measure}_decile"].to_numpy().astype("int64")
    table["split"] = (pairs["change"] == "S").to_numpy() & (vintage != EDITIONS[first].vintage)
    moved = (table[f"decile_{last}"] - table[f"decile_{first}"]).astype("Int64")
    table["deciles_moved"] = moved.mask(table["split"])
    points = table[f"percentile_{last}"] - table[f"percentile_{first}"]
    table["points_moved"] = points.astype("Float64").mask(table["split"])
    return table.sort_values(f"rank_{last}", ignore_index=True)


def change_table(moved: pd.DataFrame) -> pd.DataFrame:
    """The movement as a table for people; `moved` as from `change`."""
    columns: dict[str, object] = {"LSOA": moved["name"]}
    for year in change_words.years(moved):
        columns |= {
            f"Rank {year}": moved[f"rank_{year}"],
            f"{year}, % of England": moved[f"percentile_{year}"].round(1),
            f"Decile {year}": moved[f"decile_{year}"],
        }
    columns["Relative to England"] = [
        change_words.movement(None if pd.isna(deciles) else int(deciles))
        for deciles in moved["deciles_moved"]
    ]
    if "lsoa21cd" not in moved:
        return pd.DataFrame(columns | {"Code (2011)": moved["lsoa11cd"]})
    columns["Area of 2011"] = [
        f"part of {code}" if split else "the same"
        for code, split in zip(moved["lsoa11cd"], moved["split"], strict=True)
    ]
    return pd.DataFrame(columns | {"Code (2021)": moved["lsoa21cd"]})


def distances(scores: pd.DataFrame, target: pd.Series) -> pd.Series:
    """Euclidean distance of each row to `target`, over the seven transformed scores (0 to 100 each).

    0 is the same profile; the largest possible is 100 times the root of seven, 264.6.
    """
    return ((scores - target) ** 2).sum(axis=1) ** 0.5


def similar_lsoas(data: Dataset, code: str, year: int, count: int = NEAREST) -> pd.DataFrame:
    """The LSOAs of the county and its city whose domain profile is nearest to that of one LSOA.

    The LSOA itself is left out. Columns `name`, `ladnm` (district), `distance` (as in `distances`), then
    `<measure>_decile` of the IMD and each domain (1 = most deprived). Index: LSOA code; nearest first.
    """
    frame = data.iod[year]
    distance = distances(frame[TRANSFORMED], frame.loc[code, TRANSFORMED].astype(float))
    near = distance.drop(code).sort_values(kind="stable").head(count)
    deciles = [f"{m.key}_decile" for m in (IMD, *DOMAINS)]
    table = frame.loc[near.index, ["name", "ladnm", *deciles]]
    table.insert(2, "distance", near)
    return table


def similar_areas(data: Dataset, area: Area, year: int, count: int = NEAREST) -> pd.DataFrame:
    """The district's other wards and Priority Neighbourhoods whose weighted profile is nearest to an area's.

    Columns `name`, `kind`, `distance` (as in `distances`, between population-weighted means), `imd_score`
    (weighted), `share_20` (percent of people in England's most deprived 20% of areas) and `shared` (LSOAs
    that both hold). Index: area key; nearest first.
    """
    vintage = MAPPED[year].vintage
    mine = set(area.codes(vintage))
    others = _group_profiles(data, year).drop(area.key, errors="ignore")
    near = distances(others, _profile(data, area, year)).sort_values(kind="stable").head(count)
    rows = []
    for key in near.index:
        facts = neighbourhoods.summary(data.rows(data.areas[key], year))
        rows.append(
            {
                "name": data.areas[key].name,
                "kind": data.areas[key].kind,
                "distance": near[key],
                "imd_score": facts["imd_score"],
                "share_20": facts["share_20"],
                "shared": len(mine & set(data.areas[key].codes(vintage))),
            }
        )
    return pd.DataFrame(rows, index=near.index)


@kept(128)
def similar_table(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """The areas most like an area, for people: LSOAs for an LSOA, wards and neighbourhoods for a group.

    An LSOA of 2011 that is two in the edition has the five nearest of each part.
    """
    if area.kind == LSOA:
        codes = area.codes(MAPPED[year].vintage)
        return pd.concat([_similar_to(data, code, year, len(codes) > 1) for code in codes], ignore_index=True)
    near = similar_areas(data, area, year)
    return pd.DataFrame(
        {
            "Area": near["name"],
            "Kind": near["kind"],
            "Distance": near["distance"].round(1),
            "IMD score, weighted": near["imd_score"].round(1),
            "% of people in most deprived 20%": near["share_20"].round().astype("int64"),
            "LSOAs in common": near["shared"],
        }
    )


def _similar_to(data: Dataset, code: str, year: int, several: bool) -> pd.DataFrame:
    near = similar_lsoas(data, code, year)
    head = {"Like": [data.iod[year].loc[code, "name"]] * len(near)} if several else {}
    return pd.DataFrame(
        head
        | {
            "LSOA": near["name"].to_list(),
            "District": near["ladnm"].to_list(),
            "Distance": near["distance"].round(1).to_list(),
            **{
                "IMD decile" if m is IMD else m.name: near[f"{m.key}_decile"].to_list()
                for m in (IMD, *DOMAINS)
            },
            "Code": near.index.to_list(),
        }
    )


@lru_cache(maxsize=4)
def _group_profiles(data: Dataset, year: int) -> pd.DataFrame:
    """The weighted profiles of the wards and Priority Neighbourhoods, which every group is held against."""
    vintage = MAPPED[year].vintage
    groups = [a for a in data.areas.values() if a.kind in (PRIORITY, WARD) and a.codes(vintage)]
    return pd.DataFrame({a.key: _profile(data, a, year) for a in groups}).T


def groups_named(data: Dataset) -> str:
    """What a group of LSOAs is held against, in words."""
    also = f" and {PRIORITY}s" if data.neighbourhoods else ""
    return f"{data.place.name}'s wards{also}"


def _profile(data: Dataset, area: Area, year: int) -> pd.Series:
    return neighbourhoods.weighted(data.rows(area, year), TRANSFORMED)


def vintage_note(data: Dataset, area: Area, year: int) -> str:
    """What the figures of an edition stand for where an LSOA is no area of that edition; else empty.

    Of an own area the sentence names each part that was taken without its other part.
    """
    codes = area.codes(MAPPED[year].vintage)
    if area.kind == OWN:
        return _parts_note(data, area, year)
    if area.kind != LSOA or codes == (area.key,):
        return ""
    rows: Iterable[str] = (f"{data.iod[year].loc[code, 'name']} ({code})" for code in codes)
    if len(codes) > 1:
        return (
            f"{area.name} ({area.key}) was split in 2021 into {words.listing(rows)}; figures of {year} are those of "
            "both parts."
        )
    return (
        f"Before 2021 {area.name} ({area.key}) was one part of a larger area, {words.listing(rows)}; figures of "
        f"{year} are those of the whole larger area."
    )


def _parts_note(data: Dataset, area: Area, year: int) -> str:
    parts = data.names[data.names["lsoa11cd"].isin(area.lsoa11) & ~data.names["lsoa21cd"].isin(area.lsoa21)]
    wholes = words.listing(f"{row.name11} ({row.lsoa11cd})" for row in parts.itertuples())
    if not wholes or MAPPED[year].vintage != 2011:
        return ""
    return (
        f"{area.name} holds only a part of {wholes}, as split in 2021. Figures of {year} are those of the whole; counts "
        "of incidents and residents are those of the part."
    )
