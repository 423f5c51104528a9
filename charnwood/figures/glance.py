"""What sums up an area on one screen: people, small areas among England's most deprived, weight of domains, crime, movement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import change, crime, deprivation, rise, visitors
from charnwood.figures.crime import Against
from charnwood.figures.incident_kinds import PARTS
from charnwood.figures.rise import Answer
from charnwood.figures.visitors import Quiet
from charnwood.official.areas import SHARES, Area
from charnwood.official.deprivation import CHOSEN, DOMAINS, NEWEST, Measure
from charnwood.official.geography import LATEST_POPULATION
from charnwood.store.dataset import Dataset

EDITIONS = (CHOSEN, NEWEST)
WEIGHTIEST = 2  # kinds of deprivation that are named


@dataclass(frozen=True)
class Glance:
    """One area.

    `small` is how many small areas it has in each edition, `deprived` how many of them are among England's most
    deprived 10, 20 and 30% by edition and share, `weightiest` the domains that add most to its score of the newest
    edition. `against` has `crimes` and `asb` beside the rest, `quiet` the same without the small areas that
    draw many visitors (empty where there is none), `apart` its crimes where it has more only with these. `changed` is `rise.latest` of each of the two. `moved` counts
    small areas that moved to a more deprived decile (`more`) or a less deprived one (`less`), that stayed (`same`)
    or cannot be compared (`apart`).
    """

    area: Area
    residents: int
    small: Mapping[int, int]
    deprived: Mapping[int, Mapping[int, int]]
    weightiest: tuple[Measure, ...]
    against: Mapping[str, Against]
    quiet: Mapping[str, Quiet]
    apart: Quiet | None
    changed: Mapping[str, Answer | None]
    moved: Mapping[str, int]


@of_data(64)
def of(data: Dataset, area: Area) -> Glance:
    """The sum of one area."""
    deciles = {year: data.rows(area, year)["imd_decile"] for year in EDITIONS}
    points = deprivation.domain_profile(data, [area], NEWEST, "contribution")[area.name]
    order = points.sort_values(ascending=False, kind="stable").index[:WEIGHTIEST]
    return Glance(
        area,
        data.residents(area),
        {year: len(held) for year, held in deciles.items()},
        {year: in_edition(data, area, year) for year in EDITIONS},
        tuple(next(domain for domain in DOMAINS if domain.key == key) for key in order),
        crime.against_rest(data, area),
        visitors.quiet(data, area),
        visitors.apart(data, area),
        {name: rise.latest(data, area, kind) for name, kind in PARTS.items()},
        _moved(data, area),
    )


def in_edition(data: Dataset, area: Area, year: int) -> dict[int, int]:
    """How many of an area's small areas are among England's most deprived 10, 20 and 30% by an edition."""
    deciles = data.rows(area, year)["imd_decile"]
    return {share: int((deciles <= share // 10).sum()) for share in SHARES}


def _moved(data: Dataset, area: Area) -> dict[str, int]:
    deciles = change.change(data, area, CHOSEN, NEWEST)["deciles_moved"]
    return {
        "more": int((deciles < 0).sum()),
        "less": int((deciles > 0).sum()),
        "same": int((deciles == 0).sum()),
        "apart": int(deciles.isna().sum()),
    }


def shown(data: Dataset) -> list[Area]:
    """The areas that stand side by side: the Priority Neighbourhoods, then the district."""
    return [*data.neighbourhoods, data.whole]


def table(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """The numbers of areas, a row each, for files."""
    rows = []
    for area in areas:
        held = of(data, area)
        row: dict[str, object] = {"Area": area.name, f"Residents mid-{LATEST_POPULATION}": held.residents}
        for year in EDITIONS:
            row[f"LSOAs {year}"] = held.small[year]
            row |= {f"In the most deprived {share}% {year}": held.deprived[year][share] for share in SHARES}
        row[f"Domains that weigh most {NEWEST}"] = "; ".join(domain.name for domain in held.weightiest)
        kinds = (("crimes", "Crimes"), ("asb", "Anti-social behaviour")) if data.has_crime else ()
        for kind, name in kinds:
            against = held.against[kind]
            row |= {
                f"{name} per 1,000": round(against.rate, 1),
                f"{name}: the rest's": round(against.rest_rate, 1),
            }
            row[f"{name} per 1,000 without areas of many visitors"] = (
                round(held.quiet[kind].rate, 1) if held.quiet else None
            )
            row[f"{name}: finding"] = str(against.found.verdict)
            row[f"{name}: finding without those areas"] = held.quiet[kind].verdict if held.quiet else None
            row |= _changed(held.changed[kind], name)
        row |= {
            f"Moved to a more deprived decile {CHOSEN} to {NEWEST}": held.moved["more"],
            "To a less deprived decile": held.moved["less"],
            "In the same decile": held.moved["same"],
            "Not comparable": held.moved["apart"],
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _changed(found: Answer | None, name: str) -> dict[str, object]:
    names = ("in the like months of the newest year", "in the same months before", "finding in time")
    values = ("", "", "") if found is None else (found.count, found.before, found.found.verdict)
    return {f"{name}: {part}": value for part, value in zip(names, values, strict=True)}
