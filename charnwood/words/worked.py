"""Whether something that was done had an effect: counts before and after -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Sequence

from charnwood import english, figures
from charnwood.figures.intervals import HIGHER, LEAST, LOWER, TOO_FEW, UNCLEAR, Difference
from charnwood.figures.like_months import NEARER, NONE_BEFORE, UNLIKE_OTHERS, Unused
from charnwood.figures.worked import (
    AREA,
    BESIDE,
    COMPARISON,
    CONTROL,
    FAR,
    FEWEST_MONTHS,
    MOST_TIMES,
    NEIGHBOUR,
    NO_MONTHS,
    Answer,
    OneSide,
    Side,
)
from charnwood.official.areas import Area
from charnwood.official.breaks import TIME
from charnwood.store.dataset import Dataset
from charnwood.words import breaks, crime, signals, verdicts

TITLE = "Did it work?"
LEAD = (
    "Something was done in an area from a month on: lights, patrols, a youth club. What was recorded before and after, "
    "beside an area where it was not done."
)
START = "It began in"
BOXES = {
    COMPARISON: "Set beside (an area where it was not done)",
    NEIGHBOUR: "Where it may have moved to",
    CONTROL: "Set beside that place",
}
NONE_CHOSEN = "None chosen"
ROLES = {
    AREA: "where it was done",
    COMPARISON: "set beside it",
    NEIGHBOUR: "where it may have moved to",
    CONTROL: "set beside that",
}
BEGAN = "It began"
AXIS, MONTHS_AXIS = "Counted in like months", "Counted each month"
UNSURE = "Whether it worked cannot be told"
NOT_WHY = (
    "Counts tell whether something changed, not why: whatever else was new at that time, or recorded otherwise, changed "
    "them too. Things are often done where numbers were unusually high, and these fall by themselves. One in twenty such "
    "tests finds a difference where there is none."
)
METHOD = (
    "Like months: of each calendar month the one held nearest to the beginning on either side, those of the pandemic's "
    "restrictions left out; the month in which it began counts as after. The weighted displacement difference is the change in "
    "the area less that in the area beside it, and, where a neighbouring area is chosen, the same of that one added "
    "(Wheeler and Ratcliffe 2018, https://doi.org/10.1186/s40163-018-0085-5). Its variance is the sum of the counts, each times as "
    "much as the months of its area vary more than by chance; its interval is 1.96 standard errors on either side. Areas of "
    f"which one had more than {english.number(MOST_TIMES)} times the other's incidents before are not set beside each other, as "
    f"they cannot be expected to change by as many. With fewer than {LEAST} in a count nothing is told. Ratios are of counts a "
    "day; their interval is exact, widened by as much as the months vary."
)
ADD, NOT_ADDED = "Add a step", "No further step"


def began(start: str) -> str:
    """The month in which it began."""
    return english.month(start)


def shares_ground(area: Area, other: Area) -> str:
    """Why an area cannot be set beside another."""
    return f"{area.name} shares ground with {other.name}, so the two cannot be set beside each other."


def verdict(found: Answer, short: bool = False) -> str:
    """Whether it worked, in plain sentences: the count or difference, and what it rests on.

    `short` for a slide, which does not name the types left out.
    """
    question = found.question
    if found.verdict == NO_MONTHS:
        since = f"since {english.month(question.start)}"
        none = (
            f"none of the {len(found.held):,} months held {since}"
            if len(found.held) > 1
            else f"no month {since}"
        )
        return f"{UNSURE}: {none} can be set beside the same month from before."
    what = crime.several(question.kind)
    if found.verdict == TOO_FEW:
        few = english.listing((_counts(side) for side in found.sides), ";")
        return f"Too few {what} to tell whether it worked: {few}, {_period(found)}. {rests(found)}"
    left = " of types counted alike" if short else f" (without {signals.types_listed(found.without)})"
    what += left if found.without else ""
    told = _beside(found, found.whole, what) if found.whole else _alone(found, what)
    return f"{told} {rests(found)}"


def _periods(found: Answer | OneSide) -> tuple[str, str]:
    """The months compared, those after first: "from July to October 2025", "the same months of 2022"."""
    before, after = english.months(sorted(found.before)), english.months(found.after)
    if all(len({month[:4] for month in period}) == 1 for period in (found.before, found.after)):
        before = f"the same {english.plural(len(found.after), 'month')} of {found.before[0][:4]}"
    return f"{'from' if ' to ' in after and ' and ' not in after else 'in'} {after}", before


def _period(found: Answer) -> str:
    """The months compared, as a part of a sentence."""
    return ", beside ".join(_periods(found))


def rests(found: Answer) -> str:
    """How many of the months held since it began are compared, and where these are few, or far from those before."""
    used, held = len(found.after), len(found.held)
    of = english.some_of(used, held, "the") if held > 1 else "the one"
    since = f"{of} {english.plural(held, 'month')} held since {english.month(found.question.start)}"
    weak = [f", fewer than {english.number(FEWEST_MONTHS)}"] if used < FEWEST_MONTHS else []
    if found.months_apart >= FAR:
        weak.append(f", and reaches across {english.number(FAR // 12)} years or more")
    return f"The comparison rests on {since}{''.join(weak)}."


def _alone(found: Answer, what: str) -> str:
    """The counts of an area beside which nothing is set, and that they alone cannot tell."""
    area = found.sides[0]
    way = {HIGHER: "more", LOWER: "fewer"}.get(area.found.verdict, area.found.verdict)
    like = " that is like it in number" if found.refused else ""
    return f"Recorded {what} in {area.area.name}: {way}, {_change(area, found)}. {UNSURE} without an area set beside it{like}."


def _change(side: Side, found: Answer | OneSide) -> str:
    after, before = _periods(found)
    return (
        f"{side.after:,} {after} beside {side.before:,} in {before}, {verdicts.change(side.found, ' a day')}"
    )


def _beside(found: Answer, whole: Difference, what: str) -> str:
    """The verdict on the difference of differences."""
    comparison, neighbour, control = map(found.side, BESIDE)
    where, others = [found.sides[0].area.name], [comparison.area.name if comparison else ""]
    if found.displaced and neighbour:
        where.append(neighbour.area.name)
        others += [control.area.name] if control else []
    expected = f"{'than' if whole.change else 'as'} the {english.plural(len(others), 'change')} in {english.listing(others)} would"
    told = (
        f"{moved(whole)} {what} in {english.listing(where)} {_period(found)}, {expected} lead one to expect, "
        f"95% interval {reach(whole)}"
    )
    if whole.verdict == LOWER:
        return f"It may have worked: {told}."
    if whole.verdict == HIGHER:
        return f"No sign that it worked: {told}."
    return f"{UNSURE}: {told}, {UNCLEAR}."


def _counts(side: Side) -> str:
    return f"{side.area.name} had {_number(side.before)} before and {_number(side.after)} after"


def _counted(side: Side) -> str:
    return f"{_number(side.before)} before, {_number(side.after)} after"


def _number(count: int) -> str:
    return f"{count:,}" if count else "none"


def moved(change: Difference) -> str:
    """A difference in words: "118 fewer", "12 more", "as many" of none."""
    return f"{abs(change.change):,} {_way(change.change)}" if change.change else "as many"


def reach(change: Difference) -> str:
    """Its interval in words: "40 to 196 fewer", "40 fewer to 16 more"."""
    low, high = change.low, change.high
    if low < 0 < high:
        return f"{_bound(low)} fewer to {_bound(high)} more"
    near, far = sorted((low, high), key=abs)
    return f"{_bound(near)} to {_bound(far)} {_way(far)}"


def _way(number: float) -> str:
    return "fewer" if number < 0 else "more"


def _bound(number: float) -> str:
    return f"{abs(number):,.0f}" if abs(number) >= 0.95 else f"{max(abs(number), 0.1):.1f}"


def sides(found: Answer) -> list[str]:
    """Of several areas each one's counts and what may be said of them alone."""
    if found.verdict == NO_MONTHS or len(found.sides) == 1:
        return []
    lines = []
    for side in found.sides:
        told = verdicts.told(side.found, "times as many a day", " a day")
        lines.append(f"{side.area.name}, {ROLES[side.role]}: {_counted(side)}; {told}.")
    return lines


def shortly(found: Answer) -> list[str]:
    """What a slide says: the verdict, and of several areas the counts."""
    counts = [f"{side.area.name} {_number(side.before)} and {_number(side.after)}" for side in found.sides]
    more = found.verdict not in (NO_MONTHS, TOO_FEW) and len(counts) > 1
    return [
        verdict(found, short=True),
        *([f"Before and after: {english.listing(counts, ';')}."] if more else []),
    ]


def parts(found: Answer) -> list[str]:
    """What the difference is made of, where a neighbouring area is in it, and whether anything moved there."""
    if not found.local or not found.displaced or TOO_FEW in (found.local.verdict, found.displaced.verdict):
        return []
    neighbour = found.sides[2].area.name
    moved_there = {
        HIGHER: "so some of it may have moved there",
        LOWER: "so it may have helped there too",
    }.get(found.displaced.verdict, "so nothing tells that it moved there")
    return [
        f"Of the weighted displacement difference, {moved(found.local)} ({reach(found.local)}) are of {found.sides[0].area.name} and "
        f"{moved(found.displaced)} ({reach(found.displaced)}) of {neighbour}, {moved_there}."
    ]


def unlike(found: Answer) -> list[str]:
    """Which areas are too unlike in number to be set beside each other, and are left out."""
    lines = []
    for refused in found.refused:
        more, less = sorted((refused.one, refused.other), key=lambda side: side.before, reverse=True)
        lines.append(
            f"{more.area.name} had {_number(more.before)} and {less.area.name} {_number(less.before)} in "
            f"{english.months(sorted(refused.before))}: too unlike in number to be set beside each other. "
            f"{english.listing(area.name for area in refused.areas)} {english.is_are(len(refused.areas))} left out of all else that is "
            "said and counted here."
        )
    return lines


def suggested(data: Dataset, found: Answer) -> list[str]:
    """Which areas had about as many before, where none is set beside it."""
    if found.verdict in (NO_MONTHS, TOO_FEW) or found.local:
        return []
    shown = found.sides[0].before
    near = [
        f"{area.name} ({count:,}{'' if mine == shown else f' beside {mine:,} in the months that compare'})"
        for area, count, mine in figures.worked.alike(data, found)
    ]
    one = "One of them" if len(near) > 1 else "That one"
    return [f"About as many before had: {english.listing(near)}. {one} can be set beside it."] if near else []


def months(data: Dataset, found: Answer) -> list[str]:
    """Which months are not compared and why, what lies between, which types are left out, how many rows have no place."""
    lines = [*not_held(data, found), *(_unused(found, one) for one in found.unused)]
    if not found.after:
        return lines
    before, after = sorted(found.before), list(found.after)
    if found.without:
        touching = [each.of for each in found.met if set(each.of.types) <= set(found.without)]
        lines.append(
            f"Left out: {signals.types_listed(found.without)}, which are not counted alike in both, because of "
            f"{english.listing(breaks.named(one) for one in touching)}."
        )
    if found.one_side and found.one_side.side.found.verdict != TOO_FEW:
        one = found.one_side.side
        lines.append(
            f"With them, in {one.area.name}, in the like months on one side of it: {_change(one, found.one_side)}"
            f"{f': {UNCLEAR}' if one.found.verdict == UNCLEAR else ''}."
        )
    rest = [each for each in found.met if not set(each.of.types) <= set(found.without)]
    more = breaks.across(rest), signals.unplaced_between(data, after, before)
    return [*lines, *filter(None, more)]


def not_held(data: Dataset, found: Answer) -> list[str]:
    """Where the month in which it began is not held: which months are not, and the first held after it."""
    start, known = found.question.start, [str(month) for month in data.coverage["month"]]
    if start in found.held:
        return []
    first = found.held[0] if found.held else ""
    missing = [month for month in known if start <= month and (not first or month < first)]
    after = f"the first month held after it is {english.month(first)}" if first else "none after it is held"
    told = (
        f"No month from {english.months(missing)} is"
        if len(missing) > 1
        else f"{english.month(start)} is not"
    )
    return [f"{told} held; {after}."]


def _unused(found: Answer, left: Unused) -> str:
    """Why some months held since it began are not compared."""
    told = f"Held but not compared: {english.months(left.months)}"
    if left.why == NEARER:
        return f"{told}, as of each calendar month only the nearest is."
    if left.why == NONE_BEFORE:
        but = f" outside {breaks.named(left.of)}" if left.of else ""
        return f"{told}, as no such month from before is held{but}."
    if not left.of:
        return f"{told}."
    if left.why == UNLIKE_OTHERS:
        return f"{told}, within {breaks.named(left.of)}."
    of_small = [side.area for side in found.sides] if TIME not in left.of.compared else []
    small = english.listing(area.name for area in figures.worked.small(of_small))
    whose = f", across which counts of small areas (here {small}) do not compare" if small else ""
    return f"{told}, as between them and such months from before lies {breaks.named(left.of)}{whose}."


def drawn(found: Answer) -> str:
    """Which types a chart of the months leaves out; nothing where it has all."""
    return f"Drawn without {signals.types_listed(found.without)}, as counted above." if found.without else ""


def finding(data: Dataset, found: Answer) -> str:
    """All that a page says: the verdict, then a list."""
    lines: Sequence[str] = [
        *sides(found),
        *parts(found),
        *unlike(found),
        *suggested(data, found),
        *months(data, found),
        NOT_WHY,
    ]
    return f"**{verdict(found)}**\n\n{signals.bullets(lines)}"
