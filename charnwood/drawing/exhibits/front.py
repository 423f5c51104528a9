"""What stands below the map while no area is chosen: the neighbourhoods beside the district, as small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from charnwood import figures, words
from charnwood.cache import of_data
from charnwood.drawing import beside_svg, charts
from charnwood.drawing.exhibits import comparison
from charnwood.drawing.exhibits.registry import Exhibit
from charnwood.official.areas import Area
from charnwood.official.deprivation import DOMAINS
from charnwood.store.dataset import Dataset

FEW = 8  # types of incident with a row of their own; the table has all


@dataclass(frozen=True)
class Pictured:
    """An exhibit with its picture, how high that is in pixels, and how it is read."""

    shown: Exhibit
    svg: str
    height: int
    read: str


def areas(data: Dataset) -> list[Area]:
    """The Priority Neighbourhoods that have room beside the district, and the district."""
    return [*data.neighbourhoods[: charts.MOST - 1], data.whole]


@of_data(4)
def domains(data: Dataset, year: int) -> Pictured:
    """The seven domains as transformed ranks, with England's average marked."""
    of = areas(data)
    profile = figures.deprivation.domain_profile(data, of, year)
    names = {domain.key: domain.name for domain in DOMAINS}
    table = profile.rename(index=names)
    values = table[[area.name for area in of]]
    svg, height = beside_svg.bars(
        values, values.map(lambda value: f"{value:.0f}"), 100, table[figures.deprivation.AVERAGE]
    )
    return Pictured(comparison.domains(data, of, year), svg, height, words.comparison.READ_DOMAINS)


@of_data(2)
def types(data: Dataset) -> Pictured:
    """Incidents by type, rates as bars with their counts, the most frequent of the district first."""
    of = areas(data)
    table = figures.comparison.types(data, of).set_index("Type")
    counts, rates = (_of_areas(table, of, end) for end in ("count", "per 1,000"))
    order = counts[data.whole.name].sort_values(ascending=False, kind="stable").index[:FEW]
    texts = pd.DataFrame(
        {
            name: [f"{rate:,.1f} ({count:,})" for rate, count in zip(rates[name], counts[name], strict=True)]
            for name in rates
        },
        index=rates.index,
    )
    most = float(rates.loc[order].max().max()) or 1.0
    svg, height = beside_svg.bars(rates.loc[order], texts.loc[order], most)
    read = words.comparison.read_types(FEW, len(table), data.period)
    return Pictured(comparison.types(data, of), svg, height, read)


def _of_areas(table: pd.DataFrame, of: Sequence[Area], end: str) -> pd.DataFrame:
    return pd.DataFrame({area.name: table[f"{area.name}, {end}"] for area in of})


@of_data(1)
def commonest(data: Dataset) -> str:
    """Which type of incident is the most frequent in which area."""
    table = figures.comparison.types(data, areas(data)).set_index("Type")
    return words.comparison.commonest(_of_areas(table, areas(data), "count"))
