"""Exhibits of the page Has crime risen?: one area and one kind of incident."""

from __future__ import annotations

from collections.abc import Sequence

from charnwood import figures, words
from charnwood.drawing import signal_charts
from charnwood.drawing.exhibits.parameters import NoSuchError
from charnwood.drawing.exhibits.registry import Exhibit, exhibit
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset


def _source(data: Dataset, of: Sequence[Sequence[str]] = ()) -> str:
    held = incidents.held_months(data.coverage)
    return words.standing_text.source_police(data.place, held, bool(of), of)


@exhibit("signals-like")
def like(data: Dataset, area: Area, kind: str) -> Exhibit:
    """The latest year against each earlier one."""
    counts = figures.signals.counts_of(data, area, kind)
    found = figures.rise.of(data, area, kind)
    said = words.signals.like_periods(found, counts, kind, area.name) + words.signals.unplaced(data, found)
    answer = ""
    if not found.empty:
        longest = figures.rise.answer(figures.rise.longest(found), kind)
        beside = words.signals.beside_longest(data, area, kind)
        answer = f"{beside} {words.briefing_crime.answered(longest)}\n\n".lstrip()
    return Exhibit(
        f"Like periods of {words.crime.several(kind)} in {area.name}",
        f"{answer}{words.signals.bullets(said)}",
        f"{_source(data)} {words.standing_text.LIKE} {words.standing_text.ALIKE}",
        figures.headings.like_periods(found),
        signal_charts.intervals(
            figures.headings.ratios(found),
            "Times the earlier count a day<br>(1 = no difference)",
            2,
            reference=1,
        ),
    )


@exhibit("signals-control")
def control(data: Dataset, area: Area, kind: str) -> Exhibit:
    """Months that stand out: a control chart."""
    known = figures.breaks.of_area(data, area, kind)
    found = figures.signals.control(figures.signals.counts_of(data, area, kind), known)
    return Exhibit(
        f"Control chart of {words.crime.several(kind)} in {area.name}",
        words.signals.bullets(words.signals.control(found, kind, area.name, known)),
        f"{_source(data)} {words.standing_text.CONTROL}",
        figures.headings.control(found),
        signal_charts.control_chart(found, f"{figures.incident_kinds.KINDS[kind]}<br>in 30.4 days", known),
    )


@exhibit("signals-rolling")
def rolling(data: Dataset, area: Area, kind: str) -> Exhibit:
    """Sums of twelve months in a row."""
    counts, known = figures.signals.counts_of(data, area, kind), figures.breaks.of_area(data, area, kind)
    found = figures.signals.rolling_of(data, area, kind)
    said = (
        words.signals.rolling(found, counts, kind, area.name, known),
        words.signals.unplaced_before(data, found),
        words.breaks.on_chart(known, list(counts.index)),
    )
    of = [figures.signals.twelve_to(str(month)) for month in found["count"].dropna().index]
    return Exhibit(
        f"Twelve-month sums of {words.crime.several(kind)} in {area.name}",
        " ".join(filter(None, said)),
        f"{_source(data, of)} {words.standing_text.ROLLING}",
        figures.headings.rolling(found),
        signal_charts.rolling_chart(found, known),
    )


@exhibit("signals-season")
def season(data: Dataset, area: Area, kind: str) -> Exhibit:
    """The usual course of a year; without a chart where too few years are held whole."""
    counts, known = figures.signals.counts_of(data, area, kind), figures.breaks.of_area(data, area, kind)
    found, years = figures.signals.seasons(counts, known), figures.signals.whole_years(counts, known)
    return Exhibit(
        f"Season of {words.crime.several(kind)} in {area.name}",
        words.signals.season(found, years, kind, area.name),
        f"{_source(data)} {words.standing_text.SEASON}",
        figures.headings.season(found),
        signal_charts.season_chart(found) if len(found) else None,
    )


@exhibit("signals-funnel")
def funnel(data: Dataset, area: Area, kind: str) -> Exhibit:
    """The area's LSOAs in the district's funnel plot."""
    district, period = data.place.name, data.period
    found = figures.funnel.funnel(data, kind, period)
    said = words.signals.funnel(found, kind, area.lsoa21, area.name, period, district)
    said.append(words.crime.two_tests(data, area, kind))
    return Exhibit(
        f"Funnel plot of {words.crime.several(kind)} in {district}'s LSOAs",
        words.signals.bullets(filter(None, said)),
        f"{words.standing_text.source_police(data.place, period)} {words.standing_text.funnel()}",
        figures.headings.funnel(found),
        signal_charts.funnel_chart(found, area.lsoa21, area.name),
    )


@exhibit("signals-districts")
def districts(data: Dataset, kind: str) -> Exhibit:
    """The district beside the other districts of its county."""
    district = data.place.name
    if not data.place.districts:
        raise NoSuchError("expected districts to compare with, found none.")
    found = figures.districts.compared(data, kind, data.period)
    return Exhibit(
        f"{words.signals.districts_named(data.place)}: {words.crime.several(kind)}",
        words.signals.districts(found, kind, district, data.period),
        f"{words.standing_text.source_police(data.place, data.period)} {words.standing_text.districts(data.place)}",
        figures.headings.districts(found, district),
        signal_charts.intervals(
            figures.headings.district_rates(found), "Per 1,000 residents", 1, own=[district]
        ),
    )
