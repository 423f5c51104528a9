"""Exhibits of the page Areas side by side: one to four areas of any kind."""

from __future__ import annotations

from collections.abc import Sequence

from charnwood import english, figures, words
from charnwood.drawing import charts, month_charts
from charnwood.drawing.exhibits.deprivation import domain_bars, standing_of
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset


def _listed(areas: Sequence[Area]) -> str:
    return english.listing(area.name for area in areas)


@exhibit("compare-standing")
def standing(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """Ranks, deciles and shares of people of areas."""
    name = f"Standing of {_listed(areas)}"
    return standing_of(data, areas, year, f"{name} {year}", name)


@exhibit("compare-domains")
def domains(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """The seven domains of areas as transformed ranks."""
    areas = [figures.deprivation.of_edition(data, area, year) for area in areas]
    profile = figures.deprivation.domain_profile(data, areas, year)[[area.name for area in areas]]
    led = words.comparison.domains_led(profile)
    return domain_bars(data, areas, year, "transformed", f"Domains of {_listed(areas)} {year}", led)


@exhibit("compare-indicators")
def indicators(data: Dataset, areas: Sequence[Area], year: int) -> Exhibit:
    """The indicators underneath."""
    areas = [figures.deprivation.of_edition(data, area, year) for area in areas]
    return Exhibit(
        f"Indicators of {_listed(areas)} {year}",
        words.rates.counts_alone(figures.rates.rates(data, areas[0], year)),
        f"{words.standing_text.source_iod(year)} {words.standing_text.own_means(data.place)}",
        figures.rates.people_table(data, areas, year),
        about=f"Underlying indicators of {_listed(areas)}",
        as_rounded=True,
    )


@exhibit("compare-rates")
def rates(data: Dataset, areas: Sequence[Area]) -> Exhibit:
    """Recorded crime per 1,000 residents, each area with its interval."""
    found = figures.comparison.rates(data, areas)
    said = words.comparison.compared(figures.comparison.pairs(data, areas), found, data.period)
    police = words.standing_text.source_police(data.place, data.period)
    return Exhibit(
        f"Incidents per 1,000 residents in {_listed(areas)}",
        "\n".join(f"- {sentence}" for sentence in said) or words.comparison.rates_alone(found, data.period),
        f"{police} {words.standing_text.RATIO}",
        figures.headings.area_rates(data, areas),
        charts.rate_dots(found, figures.comparison.KINDS),
    )


@exhibit("compare-pairs")
def pairs(data: Dataset, areas: Sequence[Area]) -> Exhibit:
    """Each pair of areas, tested; one area makes no pair."""
    return Exhibit(
        f"each pair of {_listed(areas)}, tested",
        "",
        f"{words.standing_text.source_police(data.place, data.period)} {words.standing_text.RATIO}",
        figures.headings.pairs(data, areas),
    )


@exhibit("compare-months")
def months(data: Dataset, areas: Sequence[Area]) -> Exhibit:
    """Incidents of each month per 1,000 residents."""
    table, held = figures.comparison.months(data, areas), incidents.held_months(data.coverage)
    known = list(dict.fromkeys(one for area in areas for one in figures.breaks.of_area(data, area)))
    marked = words.breaks.on_chart(known, list(table.index))
    return Exhibit(
        f"Incidents by month per 1,000 residents in {_listed(areas)}",
        f"{words.comparison.MONTHS} {marked}".strip(),
        words.standing_text.source_police(data.place, held, of=[[month] for month in held]),
        table.astype("Float64").round(2).reset_index(names="Month"),
        month_charts.monthly_lines(
            {str(name): table[name] for name in table}, "Incidents a month per 1,000", digits=1, known=known
        ),
    )


@exhibit("compare-types")
def types(data: Dataset, areas: Sequence[Area]) -> Exhibit:
    """Incidents of each type, counts and rates."""
    return Exhibit(
        f"Incidents by type in {_listed(areas)}",
        words.comparison.TYPES,
        words.standing_text.source_police(data.place, data.period),
        figures.comparison.types(data, areas),
    )
