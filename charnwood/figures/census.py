"""Who lives here: Census 2021 of any area beside its district and county, with small counts withheld.

Counts of an area are sums over its LSOAs of 2021 and shares are of the table's own total, because ONS perturbs each
table by itself. The county is its districts without the city; England is not in the official files held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from charnwood.cache import of_data
from charnwood.official import census
from charnwood.official.areas import Area
from charnwood.official.census import Topic
from charnwood.official.deprivation import NEWEST
from charnwood.store.dataset import Dataset

LEAST = 10
"""Counts below this are withheld."""
FEW, BACK = "fewer than 10", "not shown"
"""Why a count is withheld: it is small, or a small one could be worked out from it."""
NOT_ANSWERED = "Not answered"
"""Those who left a voluntary question out: no group of people."""
GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "deprivation": {
        "Deprived in no dimension": ("none",),
        "Deprived in one": ("one",),
        "Deprived in two": ("two",),
        "Deprived in three or four": ("three", "four"),
    },
    "ethnic_group": {
        "White": ("white",),
        "Asian, Asian British or Asian Welsh": ("asian",),
        "Black, Black British, Black Welsh, Caribbean or African": ("black",),
        "Mixed or multiple ethnic groups": ("mixed",),
        "Other ethnic group": ("other",),
    },
    "disability": {"Disabled": ("disabled",), "Not disabled": ("not_disabled",)},
    "tenure": {
        "Owned outright": ("owned_outright",),
        "Owned with a mortgage, a loan or shared ownership": ("mortgaged", "shared_ownership"),
        "Rented from the council or another social landlord": ("council", "other_social"),
        "Rented privately, or free of rent": ("landlord", "other_private", "rent_free"),
    },
    "home": {
        "Detached": ("detached",),
        "Semi-detached": ("semi_detached",),
        "Terraced": ("terraced",),
        "Flat or other home": ("flat", "shared_house", "converted", "commercial", "mobile"),
    },
    "bedrooms": {
        "Two or more to spare": ("two_more",),
        "One to spare": ("one_more",),
        "As many as needed": ("as_needed",),
        "Too few": ("one_fewer", "two_fewer"),
    },
    "religion": {
        "Christian": ("christian",),
        "Muslim": ("muslim",),
        "Hindu": ("hindu",),
        "Sikh": ("sikh",),
        "Buddhist": ("buddhist",),
        "Jewish": ("jewish",),
        "Other religion": ("other",),
        "No religion": ("none",),
        NOT_ANSWERED: ("not_answered",),
    },
}
"""The categories as they are shown, by topic, in the order of pages: each official one is in one of them."""


@dataclass(frozen=True)
class Share:
    """One figure of the Census: of `total` households or residents, `count` (or why it is withheld), in percent.

    `district` and `county` are the shares of the two areas beside it. What is withheld, or not held, is NaN.
    """

    label: str
    unit: str
    total: int
    count: float
    share: float
    note: str
    district: float
    county: float


@of_data(1)
def held(data: Dataset) -> list[Topic]:
    """The topics that the data hold, in the order of pages, shared: copy to change; none where the place names no table of the Census."""
    known = {topic.key: topic for topic in census.topics(data.census)}
    return [known[key] for key in GROUPS if key in known]


def counts(data: Dataset, codes: Iterable[str], topic: Topic) -> dict[str, int]:
    """Households or residents of LSOAs (2021) by group of a topic, each LSOA once; nothing withheld."""
    sums = _sums(data, tuple(sorted(set(codes))))
    return {
        label: sum(sums[f"{topic.key}_{category}"] for category in categories)
        for label, categories in GROUPS[topic.key].items()
    }


def notes(groups: Mapping[str, int]) -> dict[str, str]:
    """Why each count of one total is withheld, `FEW` or `BACK`; "" where it is shown.

    A count under `LEAST` is small. The smallest of the others is withheld too, and the next, until no small one can be
    worked out from the total, those shown, and the order of both.
    """
    said = {label: FEW if count < LEAST else "" for label, count in groups.items()}
    while _found(groups, said) and (shown := [label for label in groups if not said[label]]):
        said[min(shown, key=lambda label: groups[label])] = BACK
    return said


def topic_shares(data: Dataset, area: Area, topic: Topic) -> list[Share]:
    """The groups of one topic in an area, beside the district and the county, small counts withheld."""
    own = counts(data, area.lsoa21, topic)
    said = notes(own)
    beside = _references(data, topic)
    total = sum(own.values())
    return [
        _share(topic, label, count, total, said[label], [shares[label] for shares in beside])
        for label, count in own.items()
    ]


def deprived(data: Dataset, area: Area) -> Share | None:
    """Households deprived in one dimension or more; None where the data have no such table.

    Withheld where a small count could be worked out from it, though it is itself no small one.
    """
    topic = next((topic for topic in held(data) if topic.key == "deprivation"), None)
    if topic is None:
        return None
    own = counts(data, area.lsoa21, topic)
    said = notes(own)
    total, (none, *some) = sum(own.values()), own
    count = total - own[none]
    reveals = any(_found({label: own[label] for label in part}, said) for part in ([none], some))
    note = FEW if count < LEAST else BACK if reveals else ""
    beside = [100 - shares[none] for shares in _references(data, topic)]
    return _share(topic, "Deprived in one dimension or more", count, total, note, beside)


def shown(data: Dataset, area: Area) -> list[tuple[Topic, Share]]:
    """All that is shown of an area, in order: each topic's groups, deprived households before theirs."""
    every = []
    for topic in held(data):
        shares = topic_shares(data, area, topic)
        if topic.key == "deprivation" and (sum_ := deprived(data, area)):
            shares.insert(0, sum_)
        every += [(topic, share) for share in shares]
    return every


def table(data: Dataset, area: Area) -> pd.DataFrame:
    """All that is shown of an area: `topic`, `table` (of ONS), `unit`, `category`, `count`, `total`, `share`, `note`, shares beside.

    Shares are in percent of `total`, the table's own. `note` says why count and share are empty. The last two
    columns are named after the district and the county. Source: ONS, Census 2021, on 21 March 2021.
    """
    beside = [
        f"{data.place.column}_share",
        *([f"{data.place.county_column}_share"] if data.place.county else []),
    ]
    columns = ["topic", "table", "unit", "category", "count", "total", "share", "note", *beside]
    rows = [
        (
            topic.key,
            topic.table,
            s.unit,
            s.label,
            s.count,
            s.total,
            s.share,
            s.note,
            *(s.district, s.county)[: len(beside)],
        )
        for topic, s in shown(data, area)
    ]
    frame = pd.DataFrame(rows, columns=columns).astype({"count": "Int64", "total": "Int64"})
    return frame.astype(dict.fromkeys(("share", *beside), float))


@dataclass(frozen=True)
class Few:
    """So few `households` for so many `residents` that most residents live in none, by the district's `usual` residents for each."""

    households: int
    residents: int
    usual: float


def few_households(data: Dataset, area: Area) -> Few | None:
    """Households and residents of an area most of whose residents live in no household, as in halls; None elsewhere."""
    units: dict[str, Topic] = {}
    for topic in held(data):
        units.setdefault(topic.unit, topic)
    if len(units) < 2:
        return None
    mine, whole = (
        [
            sum(counts(data, each.lsoa21, units[unit]).values())
            for unit in (census.HOUSEHOLDS, census.RESIDENTS)
        ]
        for each in (area, data.whole)
    )
    usual = whole[1] / whole[0]
    return Few(mine[0], mine[1], usual) if mine[1] > 2 * usual * mine[0] else None


@of_data(1)
def apart(data: Dataset) -> int:
    """By how many at most two tables of the same unit differ in their totals, in an LSOA of the district."""
    own = data.census.loc[list(data.whole.lsoa21)]
    most = 0
    for unit in (census.HOUSEHOLDS, census.RESIDENTS):
        totals = [own[topic.columns].sum(axis=1) for topic in held(data) if topic.unit == unit]
        if totals:
            spread = pd.concat(totals, axis=1)
            most = max(most, int((spread.max(axis=1) - spread.min(axis=1)).max()))
    return most


def _share(topic: Topic, label: str, count: int, total: int, note: str, beside: Sequence[float]) -> Share:
    shown = np.nan if note else count
    return Share(label, topic.unit, total, shown, 100 * shown / total, note, *beside)


@of_data(256)
def _sums(data: Dataset, codes: tuple[str, ...]) -> dict[str, int]:
    """Every count of the Census summed over LSOAs, by its column."""
    at = data.census.index.get_indexer(codes)
    return dict(zip(data.census.columns, data.census.to_numpy()[at].sum(axis=0).tolist(), strict=True))


@of_data(16)
def _references(data: Dataset, topic: Topic) -> tuple[dict[str, float], dict[str, float]]:
    """The shares (%) of the district and of the county by group, NaN where they are withheld."""
    shares = []
    for codes in (data.whole.lsoa21, data.county(NEWEST).index):
        groups = counts(data, codes, topic)
        said, total = notes(groups), sum(groups.values()) or np.nan
        shares.append({label: np.nan if said[label] else 100 * n / total for label, n in groups.items()})
    return shares[0], shares[1]


def _found(groups: Mapping[str, int], said: Mapping[str, str]) -> bool:
    """Whether a count that is withheld follows from the sum of those withheld, which the total always gives."""
    few, back, shown = ([n for label, n in groups.items() if said[label] == why] for why in (FEW, BACK, ""))
    both = sum(few) + sum(back)
    if not few or not back:
        return len(few) + len(back) == 1 or (len(few) > 1 and both in (0, (LEAST - 1) * len(few)))
    largest = min(shown, default=both)  # of one held back, as the smallest of the others were
    least = max(0, both - len(back) * largest)
    most = min((LEAST - 1) * len(few), both - len(back) * LEAST)
    return least >= most
