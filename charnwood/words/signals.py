"""Signals, between and street points of crime -> plain-English sentences, under the rules of the figures.

"Above", "below", "higher" and "lower" are said only of what a stated test marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.funnel import Funnel
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW, UNCLEAR, Comparison
from charnwood.figures.rise import Answer
from charnwood.figures.signals import Baseline, Control
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.breaks import Break
from charnwood.official.place import Place
from charnwood.store.dataset import Dataset
from charnwood.words import breaks, crime, verdicts

MONTH = f"a month of {figures.signals.MONTH:.1f} days"
UNPLACED = 1  # points of a percentage: from this difference up rows without a location may matter
NAMED = 3  # months, areas or points that a sentence names before it counts the others


def control(found: Control, kind: str, name: str, known: Sequence[Break] = ()) -> list[str]:
    """What a control chart marks: its limits, the latest month, months beyond, runs, where it begins anew."""
    if not found.baselines:
        return [f"{name}: no month is held."]
    lines = [_limits(found.baselines[-1], kind, name)]
    marked = found.months[found.months["above"] | found.months["below"]]
    lines += [_beyond(str(month), row, kind) for month, row in marked.iloc[::-1].head(NAMED).iterrows()]
    if more := list(marked.index[:-NAMED]):
        lines.append(f"Earlier months beyond a limit: {english.months(more)}.")
    lines += [
        f"{english.months(incidents.month_range(first, end))}: every month is {side} the centre line of its baseline, a longer "
        f"run than chance usually gives, so the level was {'higher' if side == 'above' else 'lower'} than usual."
        for first, end, side in reversed(found.runs)
    ]
    last = str(found.months["count"].dropna().index[-1])
    if last not in marked.index and found.baselines[-1].limited:
        count = int(found.months.loc[last, "count"])
        lines.append(f"The latest month covered, {english.month(last)} ({count:,}), is within the limits.")
    return [*lines, *_earlier(found.baselines[:-1], kind, known)]


def _limits(baseline: Baseline, kind: str, name: str) -> str:
    """A baseline's centre line and limits, or why it has none."""
    span = english.months(incidents.month_range(baseline.first, baseline.last))
    if not baseline.limited:
        held = f"{english.number(baseline.base)} month{'' if baseline.base == 1 else 's'}"
        return (
            f"{name}: no average and no limits for {span}: limits need {figures.signals.BASE_LEAST} months without a break or "
            f"a gap of {english.number(figures.breaks.GAP)} months, and there {'is' if baseline.base == 1 else 'are'} {held}."
        )
    if not baseline.centre:
        return f"{name}: no {crime.several(kind)} in {span}."
    low, high = baseline.lower, baseline.upper
    reach = f"from {low:,.1f} to {high:,.1f}" if low else f"up to {high:,.1f}"
    return (
        f"{name}: {baseline.centre:,.1f} {crime.several(kind)} in {MONTH} on average in {span} ({baseline.base} months "
        f"held); the usual month-to-month variation reaches {reach}."
    )


def _earlier(baselines: Sequence[Baseline], kind: str, known: Sequence[Break]) -> list[str]:
    """The earlier baselines, and why each chart begins anew."""
    if not baselines:
        return []
    spans = {each: english.months(incidents.month_range(each.first, each.last)) for each in baselines}
    levels = [f"{each.centre:,.1f} in {spans[each]}" for each in baselines if each.limited]
    none = [spans[each] for each in baselines if not each.limited]
    text = f"Average and limits begin anew at each break and after a gap of {english.number(figures.breaks.GAP)} months or more"
    reasons = english.listing((breaks.named(one) for one in known), ";")
    lines = [f"{text}{f': {reasons}' if reasons else ''}. Levels on two sides are not compared."]
    if levels:
        lines.append(f"Earlier averages of {crime.several(kind)} in {MONTH}: {english.listing(levels, ';')}.")
    if none:
        lines.append(f"Too few months for limits: {english.listing(none, ';')}.")
    return lines


def _beyond(month: str, row: pd.Series, kind: str) -> str:
    count = int(row["count"])
    side, limit, more = (
        ("above", f"upper limit of {row['upper']:,.1f}", "more")
        if row["above"]
        else ("below", f"lower limit of {row['lower']:,.1f}", "less")
    )
    verb = "was" if count == 1 else "were"
    return (
        f"In {english.month(month)} there {verb} {crime.counted(count, kind)}, {row['rate']:,.1f} in {MONTH}, {side} the "
        f"{limit}: {more} than the usual month-to-month variation."
    )


def rolling(table: pd.DataFrame, counts: pd.Series, kind: str, name: str, known: Sequence[Break] = ()) -> str:
    """The latest sum of twelve months in a row, the twelve before, what breaks it meets, why there is none later."""
    held = table["count"].dropna()
    if held.empty:
        return f"{name}: no twelve months in a row are covered, so there is no sum of twelve months."
    last = str(held.index[-1])
    row = table.loc[last]
    text = (
        f"{name}: {crime.counted(int(row['count']), kind)} in the twelve months to {english.month(last)}, the latest "
        f"twelve in a row that are covered: {row['rate']:,.1f} per 1,000 residents (95% interval "
        f"{row['rate_low']:,.1f} to {row['rate_high']:,.1f})."
    )
    before = str(pd.Period(last) - figures.signals.YEAR)
    now, then = (figures.signals.twelve_to(month) for month in (last, before))
    if before in held.index:
        varies = figures.signals.dispersion(counts, known)
        spans = figures.signals.days(now), figures.signals.days(then)
        beside = figures.intervals.compare(
            int(row["count"]), spans[0], int(held[before]), spans[1], dispersion=varies
        )
        told = verdicts.told(beside, "times as many a day", " a day")
        text += f" Against the {held[before]:,} in the twelve months before: {told}."
        text += f" {breaks.across(figures.breaks.met(known, now, then))}".rstrip()
    elif found := figures.breaks.met(known, now):
        text += f" In these months lies {english.listing(breaks.named(each.of) for each in found)}."
    crossing = [
        month for month in held.index if figures.breaks.met(known, figures.signals.twelve_to(str(month)))
    ]
    if crossing:
        text += (
            f" {english.capital(english.number(len(crossing)))} of the {english.number(len(held))} sums hold months on two sides "
            "of a break or months unlike others, and do not compare with those that do not."
        )
    later = [str(month) for month in counts.dropna().index if month > last]
    if later:
        text += f" Covered since are {english.months(later)}: not twelve in a row, so no later sum is possible. The page Crime "
        text += "has the rate of the latest twelve months that are held."
    return text


def season(table: pd.DataFrame, years: Sequence[str], kind: str, name: str) -> str:
    """The calendar months with the largest and the smallest ratio to their year; nothing where too few `years` are whole."""
    if table.empty:
        held = english.years(int(year) for year in years) if years else "no year"
        return (
            f"{name}: of a season nothing can be said. That needs {english.number(figures.signals.SEASONS)} years with "
            f"{crime.several(kind)}, held whole and without a break; held so: {held}."
        )
    order = table["mean"].sort_values(ascending=False, kind="stable")
    return (
        f"{name}: in {_calendar(order.index[0])} there are most {crime.several(kind)} a day, {order.iloc[0]:.2f} times the mean "
        f"of the year, in {_calendar(order.index[-1])} fewest, {order.iloc[-1]:.2f} times. Each is the mean of "
        f"{english.number(int(table['years'].iloc[0]))} years held whole ({english.years(int(year) for year in years)}), and years "
        "differ: this describes them and is not a test of the season."
    )


def like_periods(table: pd.DataFrame, counts: pd.Series, kind: str, name: str) -> list[str]:
    """The latest year against each earlier one on the months that both cover, and what has no like period."""
    if table.empty:
        return [f"{name}: no earlier year covers the same calendar months, so there is no like period."]
    lines = [like(row, kind) for _, row in table.iterrows()]
    year = str(table["year"].iloc[0])
    before = str(int(year) - 1)
    compared = [month for row in table.loc[table["before"] == before, "months"] for month in row]
    if alone := [str(m) for m in counts.dropna().index if m[:4] == year and m not in compared]:
        lines.append(f"{english.months(alone)}: no like period in {before}, whose months are not all held.")
    if out := sorted(month for months in table["left_out"] for month in months):
        lines.append(
            f"Left out, because they were unlike other months (the page Data and methods says why): {english.months(out)}."
        )
    return lines


def has_risen(data: Dataset, area: Area, kind: str, below: bool = True) -> str:
    """Whether incidents of a kind have risen or fallen, the months compared and the interval in one: by `figures.rise.latest`.

    `below`: the page has the other years below it.
    """
    found, what = figures.rise.latest(data, area, kind), f"{crime.several(kind)} in {area.name}"
    if found is None:
        return f"{area.name}: no month can be set beside the same month of another year, so nobody can tell whether it has risen."
    verdict = {
        HIGHER: f"{english.capital(what)} have risen",
        LOWER: f"{english.capital(what)} have fallen",
        TOO_FEW: f"Too few {what} to tell a rise or a fall",
    }.get(found.found.verdict, f"No rise or fall of {what} can be told")
    moved = "" if found.found.verdict == TOO_FEW else verdicts.change(found.found, " a day")
    moved = f" ({'; '.join(filter(None, (moved, verdicts.longer(found))))})" if moved else ""
    without = f", without {types_listed(found.without)}," if found.without else ""
    met = breaks.still_met(found.met, found.without)
    across = f" This crosses {met}." if met else ""
    were = "was" if found.count == 1 else "were"
    return (
        f"{verdict}: {crime.during(found.months)} there {were} {crime.counted(found.count, kind)}{without} and "
        f"{found.before:,} in the same months of {found.year_before}{moved}.{across}"
        f"{_beside_more_months(data, area, kind, found, below)}"
    )


def _beside_more_months(data: Dataset, area: Area, kind: str, found: Answer, below: bool) -> str:
    """What the earlier year with most months in common says, where that is another and says otherwise."""
    longer = figures.rise.longest_answer(data, area, kind)
    if longer is None or longer.earlier == found.earlier or longer.found.verdict == found.found.verdict:
        return ""
    told = {HIGHER: "a rise", LOWER: "a fall", TOO_FEW: "too few to tell"}.get(longer.found.verdict, UNCLEAR)
    return (
        f" Another comparison, of more months: {english.months(longer.months)} beside the same months of {longer.year_before} is "
        f"{told}{': see below' if below else ''}."
    )


def beside_longest(data: Dataset, area: Area, kind: str) -> str:
    """Which year the answer of like periods is of, where that is not the year of `has_risen`."""
    first, longer = (find(data, area, kind) for find in (figures.rise.latest, figures.rise.longest_answer))
    if first is None or longer is None or first.earlier == longer.earlier:
        return ""
    return f"A second comparison, with {longer.year_before}, the earlier year with most months in common."


def like(row: pd.Series, kind: str) -> str:
    """One year against another, with what lies between, and without the types that it touches."""
    earlier = [f"{row['before']}{month[4:]}" for month in row["months"]]
    text = (
        f"{english.months(row['months'])}: {crime.counted(row['count'], kind)}; {english.months(earlier)}: "
        f"{row['count_before']:,}. {english.capital(verdicts.told(_compared(row), 'times as many a day', ' a day'))}."
    )
    text += f" {breaks.across(row['met'])}".rstrip()
    if row["without"]:
        beside = Comparison(*(row[f"{part}_without"] for part in ("ratio", "low", "high", "word")))
        text += (
            f" Without {types_listed(row['without'])}, which it touches: {int(row['count_without']):,} against "
            f"{int(row['count_before_without']):,}, {verdicts.told(beside, 'times as many a day', ' a day')}."
        )
    return text


def types_listed(types: Iterable[str]) -> str:
    """Types of police.uk within a sentence."""
    return english.listing(english.small(name) for name in types)


def unplaced(data: Dataset, table: pd.DataFrame) -> list[str]:
    """`unplaced_between` of each row of like periods that has something to tell."""
    pairs = (
        (row["months"], [f"{row['before']}{month[4:]}" for month in row["months"]])
        for _, row in table.iterrows()
    )
    return [said for now, then in pairs if (said := unplaced_between(data, now, then))]


def unplaced_between(data: Dataset, months: Sequence[str], earlier: Sequence[str]) -> str:
    """How many more rows have no place in one period than in the other, where that is `UNPLACED` points or more."""
    now, then = (figures.signals.unplaced(data, period) for period in (months, earlier))
    if abs(now - then) < UNPLACED:
        return ""
    return (
        f"Of all rows of {data.place.police}, {now:.1f}% have no location in {english.months(months)} and {then:.1f}% "
        f"in {english.months(earlier)}; they are in no count here, so {'fewer' if now > then else 'more'} of the later months' "
        "incidents are counted."
    )


def unplaced_before(data: Dataset, table: pd.DataFrame) -> str:
    """`unplaced_between` of the two sums of twelve months that `rolling` compares; nothing where there are not two."""
    held = [str(month) for month in table["count"].dropna().index]
    before = str(pd.Period(held[-1], "M") - figures.signals.YEAR) if held else ""
    if before not in held:
        return ""
    return unplaced_between(data, *(figures.signals.twelve_to(month) for month in (held[-1], before)))


def funnel(
    found: Funnel, kind: str, inside: Sequence[str], name: str, period: Sequence[str], district: str
) -> list[str]:
    """Which LSOAs stand outside the limits, those of the chosen area apart, and where visitors matter."""
    areas, what = found.areas, crime.several(kind)
    if not found.limited:
        return [
            f"{district}: {crime.counted(int(areas['count'].sum()), kind)} in {len(areas)} LSOAs in {english.months(period)}: too few "
            "for limits."
        ]
    spread = (
        f"The limits allow for {found.phi:,.1f} times the variance of chance alone, because that is how much the areas differ."
        if found.phi > 1
        else "The areas differ no more than chance alone would make them."
    )
    lines = [
        f"Which of {district}'s LSOAs lie outside the spread of areas of their size? The middle is "
        f"{figures.crime.rate(found.target, 1):,.1f} {what} per 1,000 residents in {english.months(period)}, the mean without "
        f"the tenth of areas at each end. {spread}"
    ]
    outside = areas[areas["standing"] != figures.funnel.WITHIN].sort_values("rate", ascending=False)
    for standing, rows in outside.groupby("standing", sort=False):
        listed = english.listing((_area(row) for _, row in rows.iterrows()), ";")
        lines.append(f"{english.capital(str(standing))}: {listed}.")
    if outside.empty:
        lines.append(f"All {len(areas)} LSOAs are within the limits.")
    if len(inside) < len(areas):
        own = areas.loc[list(inside)]
        count = int((own["standing"] != figures.funnel.WITHIN).sum())
        some = (
            english.some_of(count, len(own))
            if count < len(own)
            else f"{english.some_of(count, len(own))} of its"
        )
        lines.append(
            f"{name}: {some} LSOAs {english.is_are(count)} outside the limits."
            if len(own) > 1
            else f"{name} is {own['standing'].iloc[0]}."
        )
    return lines


def _area(row: pd.Series) -> str:
    caution = f", {row['visitors']}: many visitors" if row["visitors"] else ""
    return f"{row['name']} ({row['rate']:,.1f}{caution})"


def districts_named(place: Place) -> str:
    """Which districts stand side by side."""
    districts = f"{'Districts' if place.code in place.districts else 'districts'} of {place.county}"
    return districts if place.code in place.districts else f"{place.name} and the {districts}"


def districts(table: pd.DataFrame, kind: str, own_name: str, period: Sequence[str]) -> str:
    """The rate of one district in a period, and which others' rates a test tells from it."""
    own = table[table["district"] == own_name].iloc[0]
    text = (
        f"{own_name}: {crime.counted(int(own['count']), kind)} {crime.during(period)}, {own['rate']:,.1f} per 1,000 residents "
        f"(95% interval {own['rate_low']:,.1f} to {own['rate_high']:,.1f})."
    )
    named = {
        figures.intervals.HIGHER: f" Higher than {own_name}'s: ",
        figures.intervals.LOWER: f" Lower than {own_name}'s: ",
        figures.intervals.UNCLEAR: f" No clear difference from {own_name}'s: ",
        figures.intervals.TOO_FEW: f" {english.capital(figures.intervals.TOO_FEW)}: ",
    }
    for word, start in named.items():
        if len(rows := table[table["word"] == word]):
            listed = english.listing((_district(row) for _, row in rows.iterrows()), ";")
            text += f"{start}{listed}."
    return text


def _district(row: pd.Series) -> str:
    if row["word"] == figures.intervals.TOO_FEW:
        return f"{row['district']} (count {row['count']:,})"
    moved = f"; {verdicts.change(_compared(row))}" if row["word"] == figures.intervals.UNCLEAR else ""
    return f"{row['district']} ({row['rate']:,.1f}{moved})"


def _compared(row: pd.Series) -> Comparison:
    return Comparison(row["ratio"], row["low"], row["high"], row["word"])


def _calendar(number: int) -> str:
    return english.month(f"2000-{number:02}").split()[0]


def bullets(lines: Iterable[str]) -> str:
    """Sentences as a list."""
    return "\n".join(f"- {line}" for line in lines)
