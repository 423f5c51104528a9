"""Exhibits of the page Area profile: one area of any kind."""

from __future__ import annotations

from dataclasses import replace

from charnwood import figures, words
from charnwood.drawing import charts, map_views
from charnwood.drawing.exhibits.deprivation import domain_bars
from charnwood.drawing.exhibits.parameters import NoSuchError
from charnwood.drawing.exhibits.registry import Exhibit, exhibit, of_view
from charnwood.official import census
from charnwood.official.areas import BOROUGH, Area
from charnwood.official.deprivation import CHOSEN, NEWEST
from charnwood.store.dataset import Dataset


@exhibit("profile-map")
def members(data: Dataset, area: Area, year: int) -> Exhibit:
    """The area on the map of deciles; the list has its LSOAs with the decile of each domain."""
    view = map_views.members(data, year, area)
    source = words.standing_text.source_iod(year)
    caption = f"{source} {words.standing_text.DECILES} {words.standing_text.NAMES}"
    shown = of_view(view, source, () if area.kind == BOROUGH else area.codes(view.vintage), caption)
    return replace(shown, finding=words.deprivation.domain_deciles(data.rows(area, year), area, year))


@exhibit("profile-scores")
def published(data: Dataset, area: Area, year: int) -> Exhibit:
    """The published scores, ranks and deciles of the area's LSOAs."""
    return Exhibit(
        f"published scores, ranks and deciles, sub-domains included, {year}",
        "",
        f"{words.standing_text.source_iod(year)} {words.standing_text.PUBLISHED}",
        figures.deprivation.published(data, [area], year),
    )


@exhibit("profile-contributions")
def contributions(data: Dataset, area: Area, year: int) -> Exhibit:
    """Why the area is ranked where it is: what each domain adds to its score."""
    area = figures.deprivation.of_edition(data, area, year)
    points = figures.deprivation.domain_profile(data, [area], year, "contribution")
    reasons = [words.deprivation.strongest_domains(points[area.name], area.name)]
    if area.name != data.place.name:
        reasons.append(
            words.deprivation.contribution_compared(points[area.name], points[data.place.name], area.name)
        )
    title = f"Contributions to the IMD score of {area.name} {year}"
    return domain_bars(data, [area], year, "contribution", title, " ".join(reasons))


@exhibit("profile-residents")
def residents(data: Dataset, area: Area) -> Exhibit:
    """Who lives in the area by Census 2021, beside the district and the county; small counts are withheld."""
    if not figures.census.held(data):
        raise NoSuchError("expected tables of the Census, found none.")
    return Exhibit(
        f"Who lives in {words.areas.counted_as(data, area)}, Census {census.YEAR}",
        "\n".join(f"- {sentence}" for sentence in words.census.sentences(data, area)),
        f"{words.census.SOURCE} {words.census.method(data)}",
        words.census.for_people(data, area),
    )


@exhibit("profile-indicators")
def indicators(data: Dataset, area: Area, year: int) -> Exhibit:
    """The indicators underneath, beside the district's and the county's."""
    area = figures.deprivation.of_edition(data, area, year)
    rates = figures.rates.rates(data, area, year)
    worse, compared = figures.rates.worse_than_district(rates, data.place.column)
    lacking = [domain.name.lower() for domain in figures.indicators.domains_without(year)]
    return Exhibit(
        f"Indicators of {area.name} {year}",
        f"{words.deprivation.indicators_compared(worse, compared, area.name, lacking, data.place.name)} "
        f"{words.rates.beside_england(rates, area.name)} {words.rates.counts_alone(rates)}".rstrip(),
        f"{words.standing_text.source_iod(year)} {words.standing_text.own_means(data.place)}",
        figures.rates.people_table(data, [area], year),
        about=f"Underlying indicators of {area.name}",
        as_rounded=True,
    )


@exhibit("profile-bars")
def bars(data: Dataset, area: Area, year: int, indicator: str) -> Exhibit:
    """One domain or indicator over the small areas of the area, the most deprived first."""
    known = figures.rates.options(data, year)
    if indicator not in known:
        raise NoSuchError(f"expected a domain or indicator of {year}.")
    table = figures.rates.small_areas(data, area, year, indicator)
    beside = figures.rates.references(data, year, indicator)
    unit, digits = figures.rates.unit(indicator, year)
    shown = table["value"].dropna().set_axis(table.loc[table["value"].notna(), "name"]).head(words.rates.MOST)
    return Exhibit(
        f"{known[indicator]} in the small areas of {area.name} {year}",
        f"{words.rates.found(table, indicator, area.name, beside, year)}\n\n{words.rates.shown(len(shown), len(table))}",
        f"{words.standing_text.source_iod(year)} {words.rates.how(data.place, indicator, year)}",
        words.rates.small_areas(table, indicator, year),
        charts.ordered_bars(shown, beside, data.place.name, unit, digits),
        as_rounded=True,
    )


@exhibit("profile-change")
def change(data: Dataset, area: Area) -> Exhibit:
    """Ranks of the area's LSOAs in the edition of the choice and the newest."""
    moved = figures.change.change(data, area)
    both = f"{words.standing_text.source_iod(CHOSEN)} {words.standing_text.source_iod(NEWEST)}"
    how = f"{words.standing_text.CHANGED} {words.standing_text.PERCENTILE}"
    return Exhibit(
        f"Change of rank in {area.name} {CHOSEN} to {NEWEST}",
        f"{words.change.change_summary(moved, area.name)} {words.change.split_note(moved)}",
        f"{both} {how}",
        figures.change.change_table(moved),
        caption=f"{how} {both}",
        about=f"Ranks of {CHOSEN} and {NEWEST} in {area.name}",
    )


@exhibit("profile-alike")
def alike(data: Dataset, area: Area, year: int) -> Exhibit:
    """Areas with a like profile."""
    area = figures.deprivation.of_edition(data, area, year)
    found = figures.likeness.similar_table(data, area, year)
    average = words.deprivation.england(year) if any("score" in str(head) for head in found) else ""
    return Exhibit(
        f"Areas like {area.name} {year}",
        words.deprivation.most_alike(found, area, year),
        f"{words.standing_text.source_iod(year)} {words.standing_text.likeness(data.place)} {average}".rstrip(),
        found,
        about=f"Areas with a profile like that of {area.name}",
    )
