"""Exhibits of the page Deprivation by domain."""

from __future__ import annotations

from collections.abc import Sequence

from charnwood import english, figures, words
from charnwood.drawing import charts
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.store.dataset import Dataset

RANKS = "Transformed rank<br>(0 = least, 100 = most deprived)"
POINTS = "Points of the IMD score"


def standing_said(data: Dataset, areas: Sequence[Area], year: int) -> str:
    """Where areas stand in an edition, and how that changed by the newest, in two lists."""
    said = [words.deprivation.group_position(area, data.rows(area, year), year) for area in areas]
    newer = [
        words.change.newer(figures.change.change(data, area, year), area.name)
        for area in areas
        if year != NEWEST
    ]
    return "\n\n".join("\n".join(f"- {line}" for line in lines) for lines in (said, newer) if lines)


@exhibit("deprivation-standing")
def standing(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """Ranks, deciles and shares of people of areas."""
    source = words.standing_text.source_iod(year)
    return Exhibit(
        f"Standing of areas, IMD {year}",
        standing_said(data, areas, year),
        source,
        figures.deprivation.standings(data, areas, year),
        about="Standing of the areas",
        caption=f"{source} {words.deprivation.weighting(data, areas, year)} {f'{data.reading} ' if data.reading else ''}"
        f"{words.standing_text.CHANGED} By definition 10%, 20% and 30% of England's areas are in "
        "its most deprived 10%, 20% and 30%.",
    )


@exhibit("deprivation-domains")
def domains(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """The seven domains of areas as transformed ranks."""
    names = [area.name for area in areas]
    profile = figures.deprivation.domain_profile(data, areas, year)
    compared = (
        words.deprivation.profile_compared(profile[name], profile[data.place.name], name) for name in names
    )
    return Exhibit(
        f"Domains of {english.listing(names)} {year}, transformed ranks",
        "\n".join(f"- {sentence}" for sentence in compared),
        f"{words.standing_text.source_iod(year)} {words.standing_text.transformed(data.place)}",
        figures.deprivation.labelled(profile),
        charts.domain_bars(profile, names, RANKS, limit=100),
    )


@exhibit("deprivation-contributions")
def contributions(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """What each domain adds to the IMD score of areas."""
    names = [area.name for area in areas]
    points = figures.deprivation.domain_profile(data, areas, year, "contribution")
    return Exhibit(
        f"Contributions to the IMD score of {english.listing(names)} {year}",
        "\n".join(f"- {words.deprivation.strongest_domains(points[name], name)}" for name in names),
        f"{words.standing_text.source_iod(year)} {words.standing_text.CONTRIBUTION}",
        figures.deprivation.labelled(points),
        charts.domain_bars(points, names, POINTS, digits=1),
    )


@exhibit("deprivation-deciles")
def deciles(data: Dataset, year: int) -> Exhibit:
    """The district's LSOAs in England's deciles."""
    own = data.own(year)
    neighbourhood = data.lsoa[MAPPED[year].vintage]["neighbourhood"].reindex(own.index)
    chosen = [area.name for area in data.neighbourhoods]
    rest = data.place.elsewhere if chosen else data.place.name
    return Exhibit(
        f"LSOAs by decile, IMD {year}",
        words.deprivation.deciles_held(own, neighbourhood.notna(), year, data.place.name),
        f"{words.standing_text.source_iod(year)} {words.standing_text.BOTH_PARTS if chosen else ''}".strip(),
        figures.deprivation.decile_counts(data, year),
        charts.decile_distribution(own, neighbourhood, chosen, rest),
    )


@exhibit("deprivation-lsoas")
def members(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """The deciles of every LSOA of areas."""
    return Exhibit(
        f"LSOAs of the chosen areas, IMD {year}",
        "Deciles of every LSOA in the chosen areas. Decile 1 is England's most deprived 10%, decile 10 the least.",
        words.standing_text.source_iod(year),
        figures.deprivation.members(data, areas, year),
        about="Deciles of each LSOA",
    )


@exhibit("deprivation-scores")
def published(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """The published scores, ranks and deciles of every LSOA of areas."""
    return Exhibit(
        f"published scores, sub-domains, IDACI and IDAOPI {year}",
        "",
        f"{words.standing_text.source_iod(year)} {words.standing_text.PUBLISHED}",
        figures.deprivation.published(data, areas, year),
    )
