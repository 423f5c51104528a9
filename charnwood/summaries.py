"""Tables behind the pages: an area's domains, contributions, ranks, crime by month and type.

Every function takes the dataset and areas and returns a frame with headings for people; pages show
them, charts draw them, and the same frame is the CSV. Some are kept by their inputs for all visits: copy before
changing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from charnwood import between, crime, deprivation, neighbourhoods, words
from charnwood.dataset import Dataset
from charnwood.deprivation import (
    DOMAINS,
    EDITION_2015,
    IMD,
    MAPPED,
    SUBDOMAINS,
    SUPPLEMENTARY,
)
from charnwood.kept import kept
from charnwood.neighbourhoods import LSOA, Area

NOT_HELD = "not in the embedded tables"
MIDDLE = "England's middle area"
BY_MONTH = ["month", "crime_type"]


def heading(area: Area) -> str:
    """An area's name, with the code of an LSOA."""
    return f"{area.name} · {area.key}" if area.kind == LSOA else area.name


def area_lines(data: Dataset, area: Area, year: int) -> list[str]:
    """What an area is and where it stands: an LSOA of the edition as `lsoa_lines`, any other as a group."""
    if area.codes(MAPPED[year].vintage) == (area.key,):
        return lsoa_lines(data, area.key, year)
    return [
        words.people(area, data.residents(area)),
        words.group_position(area, data.rows(area, year), year),
    ]


def lsoa_lines(data: Dataset, code: str, year: int) -> list[str]:
    """Where an LSOA is, what it belongs to, where it stands on the IMD of each edition held."""
    place = data.lsoa[MAPPED[year].vintage].loc[code]
    member = place["neighbourhood"]
    former = place["former_ward"]
    before = "" if pd.isna(former) else f"; before {data.place.wards_since}: {former}"
    return [
        f"{f'Priority Neighbourhood: **{member}**. ' if pd.notna(member) else ''}Place: {place['place']}. Ward: "
        f"{place['ward']}{before}. ONS name {place['official']}; "
        f"{place['residents']:,} residents in mid-2022.",
        words.area_position(data.iod[year].loc[code], year),
        _other_editions(data, code, year),
    ]


@kept(512)
def domain_profile(
    data: Dataset, areas: Sequence[Area], year: int, kind: str = "transformed"
) -> pd.DataFrame:
    """One column per area and reference, one row per domain key.

    `kind` is `transformed` (0 to 100, 100 most deprived) or `contribution` (points of the IMD score).
    References: the district and those of its county, population-weighted, and the middle
    LSOA of England, which half of England's LSOAs are more deprived than. Shared: copy to change.
    """
    columns = {area.name: neighbourhoods.profile(data.rows(area, year))[kind] for area in areas}
    return pd.DataFrame(columns | _references(data, year, kind))


@lru_cache(maxsize=8)
def _references(data: Dataset, year: int, kind: str) -> dict[str, pd.Series]:
    """The district, its county and England's middle area, as `domain_profile` has them."""
    middle = deprivation.middle_score(MAPPED[year].areas)
    return {
        data.place.name: neighbourhoods.profile(data.own(year))[kind],
        data.place.county: neighbourhoods.profile(data.county(year))[kind],
        MIDDLE: pd.Series({d.key: middle * (d.weight if kind == "contribution" else 1) for d in DOMAINS}),
    }


def domain_table(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """The IMD and domains of one LSOA: decile, rank, transformed score, contribution, raw score.

    A group has no ranks: its weighted transformed scores and contributions beside the district's.
    """
    if area.codes(MAPPED[year].vintage) != (area.key,):
        return labelled(
            pd.concat(
                {
                    f"{head}, {name}": profile[name]
                    for head, kind in (
                        ("Transformed rank", "transformed"),
                        ("Points of the IMD score", "contribution"),
                    )
                    for profile in [domain_profile(data, [area], year, kind)]
                    for name in (area.name, data.place.name)
                },
                axis=1,
            )
        )
    row = data.iod[year].loc[area.key]
    return pd.DataFrame(
        [
            {
                "Domain": m.name,
                "Decile (1 = most deprived)": row[f"{m.key}_decile"],
                "Rank (1 = most deprived)": row[f"{m.key}_rank"],
                "Transformed rank (0 to 100)": None if m is IMD else round(row[f"{m.key}_transformed"], 1),
                "Points of the IMD score": round(
                    row["imd_score"] if m is IMD else row[f"{m.key}_contribution"], 1
                ),
                "Published score": _held(row.get(f"{m.key}_score")),
            }
            for m in (IMD, *DOMAINS)
        ]
    )


def labelled(profile: pd.DataFrame) -> pd.DataFrame:
    """A profile as a table for people: domain names in the first column, figures to one decimal place."""
    names = {d.key: d.name for d in DOMAINS}
    return profile.rename(index=names).round(1).reset_index(names="Domain")


@kept(128)
def standings(data: Dataset, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """One row per area, then the district and its county: LSOAs, population, score, shares of people."""
    groups = {area.name: data.rows(area, year) for area in [*areas, data.whole]}
    rows = []
    for name, members_ in (groups | {data.place.county: data.county(year)}).items():
        facts = neighbourhoods.summary(members_)
        rows.append(
            {
                "Area": name,
                "LSOAs": facts["lsoas"],
                f"Population ({MAPPED[year].weights.replace(' population', '')})": facts["population"],
                "IMD score, weighted": round(facts["imd_score"], 1),
                **{
                    f"% of people in most deprived {s}%": round(facts[f"share_{s}"])
                    for s in neighbourhoods.SHARES
                },
            }
        )
    return pd.DataFrame(rows)


@kept(128)
def members(data: Dataset, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """One row per LSOA of the areas: IMD rank and the decile of the IMD and each domain (1 = most)."""
    rows = pd.concat({area.name: data.rows(area, year) for area in areas}, names=["Area"])
    table = rows.reset_index()
    deciles = {m.name if m is not IMD else "IMD decile": table[f"{m.key}_decile"] for m in (IMD, *DOMAINS)}
    head = {
        "LSOA": table["name"],
        "Code": table[MAPPED[year].code],
        "IMD rank": table["imd_rank"],
    }
    if any(area.kind != LSOA for area in areas):
        head = {"Part of": table["Area"]} | head
    return pd.DataFrame(head | deciles).sort_values("IMD rank", ignore_index=True)


@kept(128)
def published(data: Dataset, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """Published scores, ranks and deciles of each LSOA: domains, IDACI and IDAOPI, sub-domains.

    What the embedded table of an edition lacks is empty and named in the last column, never estimated.
    """
    held = set(deprivation.held_measures(MAPPED[year], data.iod[year]))
    rows = []
    for code in dict.fromkeys(code for area in areas for code in area.codes(MAPPED[year].vintage)):
        row = data.iod[year].loc[code]
        for m in (IMD, *DOMAINS, *SUPPLEMENTARY, *SUBDOMAINS):
            score = row.get(f"{m.key}_score")
            lacks = "" if m not in held else "score " if score is None or pd.isna(score) else None
            rows.append(
                {
                    "LSOA": row["name"],
                    "Code": code,
                    "Index, domain or sub-domain": m.name,
                    "Score": score,
                    "Rank": row.get(f"{m.key}_rank"),
                    "Decile": row.get(f"{m.key}_decile"),
                    "Not held": "" if lacks is None else f"{lacks}{NOT_HELD}",
                }
            )
    return pd.DataFrame(rows).astype({"Score": "Float64", "Rank": "Int64", "Decile": "Int64"})


@lru_cache(maxsize=256)
def month_counts(data: Dataset, area: Area) -> pd.DataFrame:
    """Incidents of an area by `month` and `crime_type`, whatever their LSOA and outcome."""
    return data.incidents(area).groupby(BY_MONTH, observed=True)["incidents"].sum().reset_index()


@dataclass(frozen=True)
class Rest:
    """What an area's crime is compared with: its counts as `month_counts`, their coverage, residents (mid-2022), name."""

    counts: pd.DataFrame
    coverage: pd.DataFrame
    residents: int
    name: str


@lru_cache(maxsize=256)
def rest_of(data: Dataset, area: Area) -> Rest:
    """The rest of the district; for the district itself the others of its county."""
    place = data.place
    if area == data.whole:
        others = [code for code in place.districts if code != place.code]
        counts = data.district_counts[data.district_counts["ladcd"].isin(others)]
        residents = int(data.district_residents[others].sum())
        known = crime.of_archive(data.coverage)
        name = f"Other {words.number(len(others))} {place.county} district{'s' if len(others) > 1 else ''}"
        return Rest(counts, known, residents, name)
    whole, mine = (month_counts(data, part).set_index(BY_MONTH)["incidents"] for part in (data.whole, area))
    counts = whole.sub(mine, fill_value=0).astype(int).reset_index()
    residents = data.residents(data.whole) - data.residents(area)
    return Rest(counts, data.coverage, residents, place.rest)


@lru_cache(maxsize=256)
def types(data: Dataset, area: Area) -> pd.DataFrame:
    """Incidents by type in the latest twelve covered months: count, rate, the rate of the rest.

    Index: the 14 types of police.uk; columns `Count`, `Per 1,000` and the name of `rest_of`.
    """
    rest = rest_of(data, area)

    def count(rows: pd.DataFrame) -> pd.Series:
        recent = rows[rows["month"].isin(data.period)]
        return recent.groupby("crime_type")["incidents"].sum().reindex(list(crime.TYPES), fill_value=0)

    mine = count(month_counts(data, area))
    table = pd.DataFrame(
        {
            "Count": mine,
            "Per 1,000": crime.rate(mine, data.residents(area)).round(1),
            rest.name: crime.rate(count(rest.counts), rest.residents).round(1),
        }
    )
    return table.sort_values("Count", ascending=False)


@lru_cache(maxsize=256)
def crime_months(data: Dataset, area: Area) -> pd.DataFrame:
    """Each month from the first covered to the last: totals, exact 95% interval, rates.

    Index month; a month not held is empty throughout. Rates per 1,000 residents (mid-2022) of the
    area (`rate`, with `rate_low` and `rate_high`) and of the rest (`rest_rate`).
    """
    table = crime.monthly(month_counts(data, area), data.coverage)
    limits = [(pd.NA, pd.NA) if pd.isna(n) else crime.poisson_interval(int(n)) for n in table["incidents"]]
    table["low"] = pd.array([low for low, _ in limits], dtype="Float64")
    table["high"] = pd.array([high for _, high in limits], dtype="Float64")
    residents = data.residents(area)
    for rate, count in (("rate", "incidents"), ("rate_low", "low"), ("rate_high", "high")):
        table[rate] = crime.rate(table[count], residents)
    rest = rest_of(data, area)
    table["rest_rate"] = crime.rate(crime.monthly(rest.counts, rest.coverage)["incidents"], rest.residents)
    return table


def month_table(months: pd.DataFrame) -> pd.DataFrame:
    """The monthly counts as a table for people; months not held are empty."""
    names = {
        "incidents": "All incidents",
        "crimes": "Crimes",
        "asb": "Anti-social behaviour",
        "low": "Incidents, 95% interval from",
        "high": "to",
    }
    return months[list(names)].astype("Float64").round(1).rename(columns=names).reset_index(names="Month")


def rate_table(months: pd.DataFrame, rest: str) -> pd.DataFrame:
    """Monthly rates of an area and of the rest, with the area's count beside them."""
    names = {
        "incidents": "Incidents",
        "rate": "Per 1,000 residents",
        "rate_low": "95% interval from",
        "rate_high": "to",
        "rest_rate": f"{rest}, per 1,000",
    }
    return months[list(names)].astype("Float64").round(2).rename(columns=names).reset_index(names="Month")


@lru_cache(maxsize=256)
def rate_sentences(data: Dataset, area: Area) -> list[str]:
    """Rates of crimes and of anti-social behaviour against the rest, latest twelve covered months.

    Where many of the crimes are in places with many visitors, a third sentence says so.
    """
    rest = rest_of(data, area)
    mine, others = (recent(data, counts) for counts in (month_counts(data, area), rest.counts))
    kinds = {"crimes": "crimes", "asb": "incidents of anti-social behaviour"}
    visited = between.visitors_said(data, area)
    return [
        words.rate_compared(
            area.name,
            int(mine[kind]),
            data.residents(area),
            int(others[kind]),
            rest.residents,
            what,
            f"the {rest.name[0].lower()}{rest.name[1:]}",
        )
        for kind, what in kinds.items()
    ] + ([visited] if visited else [])


@lru_cache(maxsize=4)
def domain_and_counts(data: Dataset, year: int) -> pd.DataFrame:
    """Each LSOA's Crime domain beside its recorded crimes: index code; transformed rank, rank, count, rate."""
    edition = MAPPED[year]
    own, shapes = data.own(year), data.lsoa[edition.vintage]
    counts = data.counts[data.counts["month"].isin(data.period)]
    count = crime.totals(counts, [edition.code])["crimes"].reindex(shapes.index, fill_value=0)
    return pd.DataFrame(
        {
            "name": own["name"],
            "domain": own["crime_transformed"].round(1),
            "rank": own["crime_rank"],
            "decile": own["crime_decile"],
            "count": count,
            "rate": crime.rate(count, shapes["residents"]).round(1),
        }
    )


def domain_count_table(both: pd.DataFrame, inside: Sequence[str], year: int) -> pd.DataFrame:
    """The Crime domain's rank and decile beside recorded crimes, for the LSOAs `inside`."""
    names = {
        "name": "LSOA",
        "rank": f"Crime domain {year}, rank (1 = most deprived)",
        "decile": "Decile",
        "domain": "Transformed rank",
        "count": "Crimes, latest 12 covered months",
        "rate": "Per 1,000 residents",
    }
    table = both.loc[list(inside), list(names)].rename(columns=names)
    return table.sort_values(names["rank"]).reset_index(names="Code")


@kept(128)
def decile_counts(data: Dataset, year: int) -> pd.DataFrame:
    """LSOAs by IMD decile: one row per decile, a column per Priority Neighbourhood and the rest if there are any, all."""
    own = data.own(year)
    groups = data.lsoa[MAPPED[year].vintage]["neighbourhood"].reindex(own.index)
    table = pd.crosstab(own["imd_decile"], groups.fillna(data.place.elsewhere))
    order = [*(area.name for area in data.neighbourhoods), data.place.elsewhere]
    table = table.reindex(index=range(1, 11), columns=order, fill_value=0)
    table[f"All of {data.place.name}"] = table.sum(axis=1)
    if not data.neighbourhoods:
        table = table.drop(columns=data.place.elsewhere)
    table.columns.name = None
    return table.reset_index(names="Decile (1 = most deprived)")


def recent(data: Dataset, counts: pd.DataFrame) -> pd.Series:
    """Incidents, crimes and ASB of counts in the latest twelve covered months."""
    rows = counts[counts["month"].isin(data.period)]
    incidents = int(rows["incidents"].sum())
    asb = int(rows.loc[rows["crime_type"] == crime.ASB, "incidents"].sum())
    return pd.Series({"incidents": incidents, "crimes": incidents - asb, "asb": asb})


def _other_editions(data: Dataset, code: str, year: int) -> str:
    """IMD deciles of the other editions, the 2011 area's beside a part of it where it was split."""
    pairs = data.names[data.names[MAPPED[year].code] == code]
    parent = pairs["lsoa11cd"].iloc[0]
    split = len(data.names[data.names["lsoa11cd"] == parent]) > 1
    parts = [f"2015 decile {data.iod2015.loc[parent, 'imd_decile']:.0f}"]
    for other, edition in MAPPED.items():
        if other != year:
            twins = [f"{data.iod[other].loc[c, 'imd_decile']}" for c in dict.fromkeys(pairs[edition.code])]
            parts.append(f"{other} decile {words.listing(twins)}")
    note = (
        f" This area of {EDITION_2015.vintage} was split in two in 2021, and both figures stand for it."
        if split and MAPPED[year].vintage == EDITION_2015.vintage
        else " Before 2021 it was one part of a larger area, whose figures the earlier editions give."
        if split
        else ""
    )
    return f"In the other editions: {', '.join(parts)}; indicators and methods changed between them.{note}"


def _held(score: object) -> str:
    return NOT_HELD if score is None or pd.isna(score) else f"{score:,.3f}"
