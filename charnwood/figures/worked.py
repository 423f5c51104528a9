"""Whether something that was done had an effect: counts before and after it began, beside those of other areas.

Counted are like months: of each calendar month the one held nearest to the beginning on either side, so that seasons
and months that are not held cannot move a count. The month in which it began counts as after.
Source: Wheeler and Ratcliffe (2018), A simple weighted displacement difference test to evaluate place based crime
interventions, Crime Science 7:11, https://doi.org/10.1186/s40163-018-0085-5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pandas as pd

from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.english import month_number
from charnwood.figures import breaks, intervals, like_months, signals, tally
from charnwood.figures.breaks import Met
from charnwood.figures.intervals import Difference, Part
from charnwood.figures.like_months import Unused
from charnwood.official.areas import BOROUGH, LSOA, OWN, PRIORITY, VILLAGE, WARD, Area
from charnwood.official.breaks import SMALL_AREAS, TIME, Break
from charnwood.store import of_areas
from charnwood.store.dataset import Dataset

MOST_TIMES = 2  # as many before: areas further apart in number cannot be expected to change by as many
SUGGESTED = 3
AREA, COMPARISON, NEIGHBOUR, CONTROL = "area", "comparison", "neighbour", "control"
BESIDE = (COMPARISON, NEIGHBOUR, CONTROL)
NO_MONTHS = "no like months"
FEWEST_MONTHS, FAR = 3, 36  # fewer months, or like months this many or more apart, are little to rest on
COLUMNS = [
    "row",
    "area",
    "before",
    "after",
    "change",
    "change_low",
    "change_high",
    "variance",
    "dispersion",
    "ratio",
]
COLUMNS += ["ratio_low", "ratio_high", "word"]


@dataclass(frozen=True)
class Question:
    """Something done in an area from a month on (YYYY-MM), and by choice areas that its counts are set beside.

    `neighbour` is where incidents may have moved to, and `control` what that is set beside; without one it is
    `comparison`.
    """

    area: Area
    kind: str
    start: str
    comparison: Area | None = None
    neighbour: Area | None = None
    control: Area | None = None

    @property
    def choices(self) -> tuple[Area, str, str, Area | None, Area | None, Area | None]:
        """All of it, in the order in which exhibits take it."""
        return self.area, self.kind, self.start, self.comparison, self.neighbour, self.control

    @property
    def roles(self) -> dict[str, Area]:
        """The areas that are chosen, by what they are in the question."""
        control = self.control if self.control != self.comparison else None
        every = {
            AREA: self.area,
            COMPARISON: self.comparison,
            NEIGHBOUR: self.neighbour,
            CONTROL: control if self.neighbour else None,
        }
        return {role: area for role, area in every.items() if area}


@dataclass(frozen=True)
class Side:
    """One area's counts in the like months before and after: their ratio a day, and by how many they changed."""

    role: str
    area: Area
    before: int
    after: int
    dispersion: float
    found: intervals.Comparison

    def part(self, weight: int = 1) -> Part:
        """The counts as a part of a difference."""
        return Part(weight, self.before, self.after, self.dispersion)

    @property
    def change(self) -> Difference:
        """By how many the counts changed."""
        return intervals.difference([self.part()])


@dataclass(frozen=True)
class Refused:
    """Two areas too unlike in number in the months `before`, and the areas that are left out for it."""

    one: Side
    other: Side
    before: tuple[str, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class OneSide:
    """The area's counts of all types, in the like months between which lies no break of some types."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    side: Side


@dataclass(frozen=True)
class Answer:
    """The counts of `before` and `after`, like months in their order, and what they tell.

    All are of the types counted alike in both: without the types `without`, which a break in `met` touches. `local` is
    the area beside its comparison, `displaced` the neighbour beside its own, `whole` both together, the weighted
    displacement difference; none where nothing is chosen. Areas too unlike in number (`refused`) are in nothing else
    and change nothing. `held` are the months held from the beginning on, `unused` those of them not compared;
    `one_side` is of the types `without` too, where some like months lie on one side of their break.
    """

    question: Question
    before: tuple[str, ...]
    after: tuple[str, ...]
    without: tuple[str, ...]
    met: tuple[Met, ...]
    sides: tuple[Side, ...]
    local: Difference | None
    displaced: Difference | None
    whole: Difference | None
    refused: tuple[Refused, ...] = ()
    held: tuple[str, ...] = ()
    unused: tuple[Unused, ...] = ()
    one_side: OneSide | None = None

    @property
    def months_apart(self) -> int:
        """How many months lie at most between one after and the like one before."""
        return max(
            (
                month_number(after) - month_number(before)
                for before, after in zip(self.before, self.after, strict=True)
            ),
            default=0,
        )

    @property
    def verdict(self) -> str:
        """What may be said: a verdict of `intervals` on what it is set beside, else on the area alone, or `NO_MONTHS`."""
        if not self.after:
            return NO_MONTHS
        return self.whole.verdict if self.whole else self.sides[0].found.verdict

    def side(self, role: str) -> Side | None:
        """The area of a role, if it is chosen."""
        return next((side for side in self.sides if side.role == role), None)


def starts(data: Dataset) -> list[str]:
    """The months in which something can have begun: all of the coverage but the first, held or not."""
    return [str(month) for month in data.coverage["month"]][1:]


def small(areas: Iterable[Area]) -> list[Area]:
    """The areas that are small, whose edges incidents can cross where their points are placed anew."""
    return [area for area in areas if len(area.lsoa21) < breaks.SMALL]


def known_breaks(data: Dataset, areas: Iterable[Area], kind: str) -> list[Break]:
    """The breaks that areas set beside each other meet: those of small areas too where one of them is small."""
    return breaks.applying(data, (TIME, SMALL_AREAS) if small(areas) else (TIME,), kind)


@of_data(64)
def answer(data: Dataset, question: Question) -> Answer:
    """What the counts tell; raises `DataError` for areas that share ground, or two of one name."""
    _check(data, question)
    roles = question.roles
    refused: list[Refused] = []
    while True:
        found, unlike = _answer(data, question, roles)
        if not unlike:
            return replace(found, refused=tuple(refused))
        # Without its comparison nothing is set beside the area; without the neighbour its comparison remains
        kept = (
            (AREA,) if unlike[0][1].role == COMPARISON and unlike[0][0].role == AREA else (AREA, COMPARISON)
        )
        left = tuple(area for role, area in roles.items() if role not in kept)
        refused.append(Refused(*unlike[0], found.before, left))
        roles = {role: area for role, area in roles.items() if role in kept}


def _answer(
    data: Dataset, question: Question, roles: dict[str, Area]
) -> tuple[Answer, list[tuple[Side, Side]]]:
    """The answer from the areas of `roles` alone, and which of them are too unlike in number, in pairs."""
    known, types = known_breaks(data, roles.values(), question.kind), breaks.types_of(question.kind)
    held = signals.months_held(signals.counts_of(data, question.area, question.kind))
    pairs = like_months.pairs(held, question.start, known, types)
    before, after = (tuple(pair[side] for pair in pairs) for side in (0, 1))
    met = breaks.met([one for one in known if one.lasting], after, before)
    without = tuple(breaks.touched_types(met, types))
    kept = [one for one in types if one not in without]
    sides = tuple(_side(data, role, area, before, after, kept, known) for role, area in roles.items())
    local, displaced, whole, unlike = differences({side.role: side for side in sides})
    since = tuple(month for month in held if month >= question.start)
    left = tuple(like_months.unused(held, question.start, known, types, pairs))
    one_side = _one_side(data, question.area, pairs, met, types, known) if without else None
    found = Answer(
        question,
        before,
        after,
        without,
        tuple(met),
        sides,
        local,
        displaced,
        whole,
        (),
        since,
        left,
        one_side,
    )
    return found, unlike


def _one_side(
    data: Dataset,
    area: Area,
    pairs: Sequence[tuple[str, str]],
    met: Sequence[Met],
    types: Sequence[str],
    known: Sequence[Break],
) -> OneSide | None:
    """The counts of all types in the pairs of months that lie on one side of the breaks `met`, if any."""
    kept = [pair for pair in pairs if not breaks.met([each.of for each in met], [pair[1]], [pair[0]])]
    if not kept:
        return None
    before, after = (tuple(pair[side] for pair in kept) for side in (0, 1))
    return OneSide(before, after, _side(data, AREA, area, before, after, types, known))


def monthly(data: Dataset, found: Answer) -> dict[str, pd.Series]:
    """The counts of every month of each area, by its name, of the types that the answer counts; NaN where not held."""
    return {side.area.name: _monthly(data, side.area, found) for side in found.sides}


def _monthly(data: Dataset, area: Area, found: Answer) -> pd.Series:
    types = signals.monthly_types(data, area, found.question.kind)
    return types.drop(columns=list(found.without)).sum(axis=1, min_count=1).astype("Int64")


def shares_ground(data: Dataset, one: Area, other: Area) -> bool:
    """Whether two areas have ground in common."""
    return bool((of_areas.ground(data, one) & of_areas.ground(data, other)).any())


def _check(data: Dataset, question: Question) -> None:
    for one, other in combinations(question.roles.values(), 2):
        if shares_ground(data, one, other):
            raise DataError(
                f"{other.name}: expected an area that shares no ground with {one.name}, found one that does. Choose another."
            )
        if one.name == other.name:
            raise DataError(
                f"{other.name}: expected areas of different names, found two of this one. Rename one of them."
            )


def _side(
    data: Dataset,
    role: str,
    area: Area,
    before: Sequence[str],
    after: Sequence[str],
    types: Sequence[str],
    known: Sequence[Break],
) -> Side:
    counts = [
        int(tally.of(data, area).loc[list(months), list(types)].to_numpy().sum())
        for months in (after, before)
    ]
    monthly = signals.monthly_types(data, area, "incidents")[list(types)].sum(axis=1, min_count=1)
    varies = signals.dispersion(monthly, known)
    spans = signals.days(after), signals.days(before)
    found = intervals.compare(counts[0], spans[0], counts[1], spans[1], dispersion=varies)
    return Side(role, area, counts[1], counts[0], varies, found)


def differences(
    sides: dict[str, Side],
) -> tuple[Difference | None, Difference | None, Difference | None, list[tuple[Side, Side]]]:
    """The differences `local`, `displaced` and `whole` of an `Answer`, and the pairs that are too unlike for one.

    `sides` by their roles; what is set beside both the area and the neighbour counts twice, and its chance four times.
    """
    area, comparison, neighbour = (sides.get(role) for role in (AREA, COMPARISON, NEIGHBOUR))
    beside = sides.get(CONTROL, comparison)
    if not area or not comparison:
        return None, None, None, []
    unlike = [] if _alike(area, comparison) else [(area, comparison)]
    if neighbour and beside and not _alike(neighbour, beside):
        unlike.append((neighbour, beside))
    if (area, comparison) in unlike:
        return None, None, None, unlike
    local = intervals.difference([area.part(), comparison.part(-1)])
    if not neighbour or not beside or unlike:
        return local, None, local, unlike
    displaced = intervals.difference([neighbour.part(), beside.part(-1)])
    others = [comparison.part(-2)] if beside is comparison else [comparison.part(-1), beside.part(-1)]
    return local, displaced, intervals.difference([area.part(), neighbour.part(), *others]), unlike


def _alike(one: Side, other: Side) -> bool:
    return max(one.before, other.before) <= MOST_TIMES * min(one.before, other.before)


def alike(data: Dataset, found: Answer) -> list[tuple[Area, int, int]]:
    """Areas to set beside the area: the nearest in number before that share no ground with any chosen.

    With their counts before and those of the area, in the months in which the two would be compared.

    Of its own kind; of wards where it is a Priority Neighbourhood, a town or village, or a reader's own.
    """
    question = found.question
    kind = WARD if question.area.kind in (OWN, VILLAGE, PRIORITY) else question.area.kind
    if kind == BOROUGH or not found.before:
        return []
    months: dict[bool, Answer] = {}  # a small one is compared in fewer months
    near = []
    for area in data.areas.values():
        if area.kind != kind or any(shares_ground(data, area, one) for one in question.roles.values()):
            continue
        if kind == LSOA and area.key not in area.lsoa21:
            continue  # of an LSOA that was split its parts are asked
        edged = bool(small([area]))
        if edged not in months:
            months[edged], _ = _answer(data, question, {AREA: question.area, COMPARISON: area})
        found, mine = months[edged], months[edged].sides[0].before
        types = [one for one in breaks.types_of(question.kind) if one not in found.without]
        count = int(tally.of(data, area).loc[list(found.before), types].to_numpy().sum())
        if mine and mine / MOST_TIMES <= count <= mine * MOST_TIMES:
            near.append((area, count, mine))
    return sorted(near, key=lambda one: (abs(one[1] - one[2]) / one[2], one[0].name))[:SUGGESTED]


def table(found: Answer) -> pd.DataFrame:
    """A row for each area, then for each difference, of the counts before and after.

    `row` is a role, `local`, `displaced` or `wdd`; `change` is by how many it changed, or the difference, with its
    95% interval `change_low` to `change_high`: 1.96 times the root of `variance` (the counts added up) times
    `dispersion`. `ratio` is of the counts a day. Empty where there is none.
    """
    rows = [
        _row(side.role, side.change)
        | {"area": side.area.name, "before": side.before, "after": side.after, "ratio": side.found.ratio}
        | {"ratio_low": side.found.low, "ratio_high": side.found.high, "word": side.found.verdict}
        for side in found.sides
    ]
    differences = {"local": found.local, "displaced": found.displaced, "wdd": found.whole}
    rows += [_row(name, one) for name, one in differences.items() if one]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"before": "Int64", "after": "Int64"})


def bars(found: Answer) -> pd.DataFrame:
    """The counts of each area as bars: index its name, columns before and after."""
    counts = {side.area.name: (side.before, side.after) for side in found.sides}
    return pd.DataFrame.from_dict(counts, orient="index", columns=["Before", "After"])


def _row(name: str, one: Difference) -> dict[str, Any]:
    figures = {"change": one.change, "change_low": one.low, "change_high": one.high}
    return {
        "row": name,
        **figures,
        "variance": one.variance,
        "dispersion": one.dispersion,
        "word": one.verdict,
    }
