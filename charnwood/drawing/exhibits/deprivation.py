"""Exhibits of the page Deprivation by domain, and how its standing and its bars are made for other pages."""

from __future__ import annotations

from collections.abc import Sequence

from charnwood import english, figures, words
from charnwood.drawing import charts
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.store.dataset import Dataset


def standing_of(
    data: Dataset, areas: Sequence[Area], year: int, name: str, about: str, note: str = ""
) -> Exhibit:
    """Ranks, deciles and shares of people of areas, with how that changed by the newest edition."""
    said = [words.deprivation.group_position(area, data.rows(area, year), year) for area in areas]
    told = [figures.deprivation.of_edition(data, area, year) for area in areas]
    later = areas if year != NEWEST else ()
    newer = [
        (words.change.change_summary if number else words.change.newer)(
            figures.change.change(data, area, year), area.name
        )
        for number, area in enumerate(later)
    ]
    source = f"{words.standing_text.source_iod(year)} {words.deprivation.weighting(data, areas, year)}"
    noted = [source, data.reading, note]
    return Exhibit(
        name,
        "\n\n".join("\n".join(f"- {line}" for line in lines) for lines in (said, newer) if lines),
        source,
        figures.deprivation.standings(data, told, year),
        about=about,
        caption=" ".join(filter(None, noted)),
    )


def domain_bars(
    data: Dataset, areas: Sequence[Area], year: int, kind: str, name: str, finding: str
) -> Exhibit:
    """The seven domains of areas as bars; `kind` as of `figures.deprivation.domain_profile`."""
    areas = [figures.deprivation.of_edition(data, area, year) for area in areas]
    profile = figures.deprivation.domain_profile(data, areas, year, kind)
    return Exhibit(
        name,
        finding,
        f"{words.standing_text.source_iod(year)} {words.standing_text.domains(data.place, kind, figures.deprivation.england(data, areas, year))}",
        figures.deprivation.domains(data, areas, year, kind),
        charts.domain_bars(profile, [area.name for area in areas], data.place.name, kind),
    )


@exhibit("deprivation-standing")
def standing(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """Ranks, deciles and shares of people of areas."""
    note = f"{words.standing_text.CHANGED} {words.standing_text.BY_DEFINITION}"
    return standing_of(data, areas, year, f"Standing of areas, IMD {year}", "Standing of the areas", note)


@exhibit("deprivation-domains")
def domains(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """The seven domains of areas as transformed ranks."""
    areas = [figures.deprivation.of_edition(data, area, year) for area in areas]
    names = [area.name for area in areas]
    profile = figures.deprivation.domain_profile(data, areas, year)
    compared = (
        words.deprivation.profile_compared(profile[name], profile[data.place.name], name) for name in names
    )
    title = f"Domains of {english.listing(names)} {year}, transformed ranks"
    return domain_bars(data, areas, year, "transformed", title, "\n".join(f"- {said}" for said in compared))


@exhibit("deprivation-contributions")
def contributions(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """What each domain adds to the IMD score of areas."""
    areas = [figures.deprivation.of_edition(data, area, year) for area in areas]
    names = [area.name for area in areas]
    points = figures.deprivation.domain_profile(data, areas, year, "contribution")
    strongest = (words.deprivation.strongest_domains(points[name], name) for name in names)
    title = f"Contributions to the IMD score of {english.listing(names)} {year}"
    return domain_bars(data, areas, year, "contribution", title, "\n".join(f"- {said}" for said in strongest))


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
        f"{words.deprivation.EVERY} {words.standing_text.DECILES}",
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
