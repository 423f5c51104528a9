"""Deprivation of an area: summaries weighted by population, domains, deciles, published scores.

A group of LSOAs is summarised by the population-weighted average score, the share of its population in
England's most deprived 10%, 20% and 30%, and counts of LSOAs; never by a mean of ranks or deciles. Rank 1
and decile 1 are the most deprived. Tables are shared between visits: copy to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from charnwood.cache import of_data
from charnwood.official import deprivation
from charnwood.official.areas import LSOA, SHARES, Area
from charnwood.official.deprivation import DOMAINS, IMD, MAPPED, SUBDOMAINS, SUPPLEMENTARY
from charnwood.official.geography import LATEST_POPULATION
from charnwood.store.dataset import Dataset


def weighted(frame: pd.DataFrame, columns: Iterable[str]) -> pd.Series:
    """Population-weighted averages of columns; `frame` has a column `population`."""
    wanted = list(columns)
    weights = frame["population"].to_numpy(dtype=float)
    return pd.Series(weights @ frame[wanted].to_numpy(dtype=float) / weights.sum(), index=wanted)


def summary(frame: pd.DataFrame) -> dict[str, float]:
    """Summary of a group of LSOAs: `lsoas`, `parts`, `population`, weighted `imd_score`, shares of population.

    `lsoas` are those that lie in the group whole, `parts` those of which it holds a part (`Dataset.rows`).
    `share_10`, `share_20` and `share_30` are percentages of the group's population who live in LSOAs
    among England's most deprived 10%, 20% and 30% (IMD decile at most 1, 2 and 3).
    """
    population = frame["population"].sum()
    whole = int((frame["inside"] == 1).sum())
    result: dict[str, float] = {"lsoas": whole, "parts": len(frame) - whole, "population": round(population)}
    result |= weighted(frame, ["imd_score"]).to_dict()
    for share in SHARES:
        inside = frame.loc[frame["imd_decile"] <= share // 10, "population"].sum()
        result[f"share_{share}"] = 100 * float(inside) / population
    return result


def weights(frame: pd.DataFrame, year: int) -> str:
    """The mid-year whose residents weight the averages of an area: the edition's, of an area with parts the latest."""
    return f"mid-{LATEST_POPULATION}" if (frame["inside"] < 1).any() else MAPPED[year].mid_year


def larger(area: Area, rows: pd.DataFrame) -> str:
    """The name of the larger area that an LSOA is or was part of where figures (`Dataset.rows`) are of that; else ""."""
    if area.kind != LSOA or len(rows) != 1 or rows.index[0] == area.key:
        return ""
    whole = str(rows["name"].iloc[0])
    if area.name.startswith(f"{whole} ("):
        return area.name
    same = area.name.rpartition(" ")[0] == whole.rpartition(" ")[0]
    part = area.name.rpartition(" ")[2] if same else area.name
    was = "of which {} was part" if rows.index.name == "lsoa11cd" else "into which {} was merged"
    return f"{whole} (the larger area {was.format(part)})"


def of_edition(data: Dataset, area: Area, year: int) -> Area:
    """An area by the name of that which the figures of an edition are of: a part of a split LSOA as the larger area."""
    whole = larger(area, data.rows(area, year))
    return replace(area, name=whole) if whole else area


def profile(frame: pd.DataFrame) -> pd.DataFrame:
    """Weighted `transformed` score (0 to 100) and `contribution` (IMD points) of each domain.

    Index: domain keys in official order. The contributions sum to the group's weighted IMD score.
    """
    return pd.DataFrame(
        {
            kind: weighted(frame, [f"{d.key}_{kind}" for d in DOMAINS]).to_numpy()
            for kind in ("transformed", "contribution")
        },
        index=[d.key for d in DOMAINS],
    )


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


NOT_HELD = "not in the embedded tables"
MIDDLE, AVERAGE = "England's middle area", "England's average"


def england(data: Dataset, areas: Sequence[Area], year: int) -> str:
    """What stands for England beside some areas: its middle area beside single LSOAs, its average beside averages."""
    alone = all(len(data.rows(area, year)) == 1 and area.kind == LSOA for area in areas)
    return MIDDLE if areas and alone else AVERAGE


@of_data(512)
def domain_profile(
    data: Dataset, areas: Sequence[Area], year: int, kind: str = "transformed"
) -> pd.DataFrame:
    """One column per area and reference, one row per domain key.

    `kind` is `transformed` (0 to 100, 100 most deprived) or `contribution` (points of the IMD score).
    References: the district and those of its county, population-weighted, and England as `england` chooses: the
    mean of its LSOAs, or the middle one, which half of them are more deprived than. Shared: copy to change.
    """
    columns = {area.name: profile(data.rows(area, year))[kind] for area in areas}
    return pd.DataFrame(columns | _domain_references(data, year, kind, england(data, areas, year)))


@of_data(16)
def _domain_references(data: Dataset, year: int, kind: str, beside: str) -> dict[str, pd.Series]:
    """The district, its county and England by the name `beside`, as `domain_profile` has them."""
    score = {MIDDLE: deprivation.middle_score, AVERAGE: deprivation.average_transformed}[beside](
        MAPPED[year].areas
    )
    return {
        data.place.name: profile(data.own(year))[kind],
        **({data.place.county: profile(data.county(year))[kind]} if data.place.county else {}),
        beside: pd.Series({d.key: score * (d.weight if kind == "contribution" else 1) for d in DOMAINS}),
    }


def domain_table(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """The IMD and domains of one LSOA: decile, rank, transformed score, contribution, raw score.

    A group has no ranks: its weighted transformed scores and contributions beside the district's.
    """
    if area.codes(MAPPED[year].vintage) != (area.key,):
        return _labelled(
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


def domains(data: Dataset, areas: Sequence[Area], year: int, kind: str = "transformed") -> pd.DataFrame:
    """`domain_profile` as a table for people."""
    return _labelled(domain_profile(data, areas, year, kind))


def _labelled(profile: pd.DataFrame) -> pd.DataFrame:
    """A profile as a table for people: domain names in the first column, figures to one decimal place."""
    names = {d.key: d.name for d in DOMAINS}
    return profile.rename(index=names).round(1).reset_index(names="Domain")


@of_data(128)
def standings(data: Dataset, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """One row per area, then the district and its county: LSOAs, population, score, shares of people."""
    groups = {area.name: data.rows(area, year) for area in [*areas, data.whole]}
    cut = any((rows["inside"] < 1).any() for rows in groups.values())
    when = MAPPED[year].mid_year + (f"; of areas with parts mid-{LATEST_POPULATION}" if cut else "")
    rows = []
    county = {data.place.county: data.county(year)} if data.place.county else {}
    for name, members_ in (groups | county).items():
        facts = summary(members_)
        rows.append(
            {
                "Area": name,
                "LSOAs": facts["lsoas"],
                **({"Parts of LSOAs": facts["parts"]} if cut else {}),
                f"Population ({when})": facts["population"],
                "IMD score, weighted": round(facts["imd_score"], 1),
                **{f"% of people in most deprived {s}%": round(facts[f"share_{s}"]) for s in SHARES},
            }
        )
    return pd.DataFrame(rows)


@of_data(128)
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


@of_data(128)
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


@of_data(128)
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


def _held(score: object) -> str:
    return NOT_HELD if score is None or pd.isna(score) else f"{score:,.3f}"
