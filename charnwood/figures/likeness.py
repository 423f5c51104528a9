"""Which areas have a domain profile like that of an area."""

from __future__ import annotations

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import deprivation
from charnwood.official.areas import FORMER_WARD, LSOA, OWN, PRIORITY, VILLAGE, WARD, Area
from charnwood.official.deprivation import DOMAINS, IMD, MAPPED
from charnwood.store.dataset import Dataset

NEAREST = 5
FAR = 30.0  # a distance of about 11 points of 100 in each domain: beyond it two profiles are not called alike
TRANSFORMED = [f"{d.key}_transformed" for d in DOMAINS]


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
    """The district's areas of an area's kind that share no ground with it, by how near their weighted profile is.

    An own area, a town and a village stand beside wards; the district, which shares ground with all, beside none. Columns `name`,
    `kind`, `distance` (as in `distances`, between population-weighted means), `imd_score` (weighted) and
    `share_20` (percent of people in England's most deprived 20% of areas). Index: area key; nearest first.
    """
    mine, kind = set(area.lsoa21), WARD if area.kind in (OWN, VILLAGE) else area.kind
    apart = [
        key
        for key, other in data.areas.items()
        if other.kind == kind and key != area.key and not mine & set(other.lsoa21)
    ]
    others = _group_profiles(data, year)
    others = others.loc[others.index.isin(apart)]
    near = distances(others, _profile(data, area, year)).sort_values(kind="stable").head(count)
    rows = []
    for key in near.index:
        facts = deprivation.summary(data.rows(data.areas[key], year))
        rows.append(
            {
                "name": data.areas[key].name,
                "kind": data.areas[key].kind,
                "distance": near[key],
                "imd_score": facts["imd_score"],
                "share_20": facts["share_20"],
            }
        )
    columns = ["name", "kind", "distance", "imd_score", "share_20"]
    return pd.DataFrame(rows, index=near.index, columns=columns)


@of_data(128)
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
            "Distance": near["distance"].astype(float).round(1),
            "IMD score, weighted": near["imd_score"].astype(float).round(1),
            "% of people in most deprived 20%": near["share_20"].astype(float).round().astype("int64"),
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


@of_data(4)
def _group_profiles(data: Dataset, year: int) -> pd.DataFrame:
    """The weighted profiles of the groups that others of their kind are held against."""
    groups = [a for a in data.areas.values() if a.kind in (PRIORITY, WARD, FORMER_WARD)]
    return pd.DataFrame({a.key: _profile(data, a, year) for a in groups}).T


def _profile(data: Dataset, area: Area, year: int) -> pd.Series:
    return deprivation.weighted(data.rows(area, year), TRANSFORMED)
