"""Exhibits of the page Recorded crime: one area of any kind."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.drawing import charts, month_charts
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.figures.incident_kinds import INCIDENTS
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED
from charnwood.store.dataset import Dataset


@exhibit("crime-months")
def months(data: Dataset, area: Area, kind: str = INCIDENTS) -> Exhibit:
    """Incidents, crimes and anti-social behaviour of each month; those of one kind alone where it is asked for."""
    if kind != INCIDENTS:
        return _months_of(data, area, kind)
    held = incidents.held_months(data.coverage)
    table, known = figures.crime.crime_months(data, area), figures.breaks.of_area(data, area)
    lines = {
        "All incidents": table["incidents"],
        "Crimes": table["crimes"],
        "Anti-social behaviour": table["asb"],
    }
    return Exhibit(
        f"Incidents by month in {area.name}",
        f"{words.crime.months(table, area.name, held, data.period)} {words.breaks.on_chart(known, list(table.index))}".strip(),
        f"{words.standing_text.source_police(data.place, held, rates=False)} {words.standing_text.INTERVAL}",
        figures.headings.monthly_counts(table),
        month_charts.monthly_lines(lines, "Incidents a month", (table["low"], table["high"]), known=known),
    )


def _months_of(data: Dataset, area: Area, kind: str) -> Exhibit:
    held = incidents.held_months(data.coverage)
    table, known = figures.crime.kind_months(data, area, kind), figures.breaks.of_area(data, area, kind)
    name = figures.incident_kinds.KINDS[kind]
    said = words.crime.kind_months(table, kind, area.name, held, data.period)
    return Exhibit(
        f"{name} by month in {area.name}",
        f"{said} {words.breaks.on_chart(known, list(table.index))}".strip(),
        f"{words.standing_text.source_police(data.place, held, rates=False)} {words.standing_text.INTERVAL}",
        figures.headings.kind_counts(table, kind),
        month_charts.monthly_lines(
            {name: table["count"]}, f"{name}<br>a month", (table["low"], table["high"]), known=known
        ),
    )


@exhibit("crime-rates")
def rates(data: Dataset, area: Area, kind: str = INCIDENTS) -> Exhibit:
    """Incidents of each month, or those of one kind, per 1,000 residents, beside the rest."""
    held = incidents.held_months(data.coverage)
    rest = figures.crime.rest_of(data, area)
    table, known = figures.crime.kind_months(data, area, kind), figures.breaks.of_area(data, area, kind)
    marked = words.breaks.on_chart(known, list(table.index))
    said = _rates_said(data, area) if kind == INCIDENTS else words.crime.kind_rate(data, area, kind)
    what = "Incidents" if kind == INCIDENTS else figures.incident_kinds.KINDS[kind]
    source = words.standing_text.source_police(data.place, held, of=[[month] for month in held])
    return Exhibit(
        f"{what} per 1,000 residents in {area.name}",
        words.signals.bullets(filter(None, [*said, marked])),
        f"{source} {words.crime.sentences_on(data.period)} {words.standing_text.TWO_QUESTIONS} {words.standing_text.INTERVAL}",
        figures.headings.monthly_rates(data, area, kind),
        month_charts.monthly_lines(
            {area.name: table["rate"], **({rest.name: table["rest_rate"]} if rest.name else {})},
            f"{what} a month<br>per 1,000 residents",
            (table["rate_low"], table["rate_high"]),
            digits=1,
            known=known,
        ),
    )


def _rates_said(data: Dataset, area: Area) -> list[str]:
    """The rates of crimes and of anti-social behaviour, and where two tests differ on them."""
    tests = [words.crime.two_tests(data, area, kind) for kind in figures.incident_kinds.PARTS.values()]
    return [*words.crime.rate_sentences(data, area), *tests]


@exhibit("crime-types")
def types(data: Dataset, area: Area) -> Exhibit:
    """Incidents of each type, counts and rates, beside the rest."""
    table = figures.crime.types(data, area)
    rest = figures.crime.rest_of(data, area)
    return Exhibit(
        f"Incidents by type in {area.name}",
        words.crime.types_held(table["Count"], area.name, data.period),
        words.standing_text.source_police(data.place, data.period),
        figures.headings.types(data, area),
        charts.type_bars(
            table["Per 1,000"],
            table["Count"],
            table.get(rest.name),
            area.name,
            figures.crime.is_whole(data, area),
        ),
    )


@exhibit("crime-domain")
def domain(data: Dataset, area: Area, year: int) -> Exhibit:
    """Recorded crimes beside the Index's Crime domain."""
    both = figures.crime.domain_and_counts(data, area, year)
    inside = area.codes(MAPPED[year].vintage)
    source = (
        f"{words.standing_text.source_iod(year)} {words.standing_text.source_police(data.place, data.period)}"
    )
    return Exhibit(
        f"Crime domain {year} and recorded crimes in {area.name}",
        words.crime.domain(data, area, both.loc[list(inside)], year),
        f"{source} {words.standing_text.CIRCULAR}",
        figures.headings.domain_counts(data, area, year),
        charts.domain_against_counts(both, inside, area.name, data.place.elsewhere),
    )
