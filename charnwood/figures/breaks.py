"""Where the register of breaks lies: within or between periods, on a chart over time, and across a baseline.

Months are YYYY-MM. A kind of incident is a key of `incident_kinds.KINDS`; a total is touched by a break of any type in
it. `compared` names what is compared (`official.breaks.COMPARED`): of an LSOA over time both time and small areas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from charnwood.english import month_number
from charnwood.figures import incident_kinds
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.official.breaks import SMALL_AREAS, TIME, Break
from charnwood.store.dataset import Dataset

SMALL = 10  # LSOAs: an area of fewer is small, so that incidents placed anew cross its edges
GAP = 6  # months not held in a row after which a baseline begins anew (NHS England, Making data count)


class Where(Enum):
    """How a break meets two periods."""

    WITHIN = "within"
    """At least one of them holds months on both sides of it, months that are not certain, or months unlike others."""
    BETWEEN = "between"
    """Each lies on one side of it, and not both on the same."""


@dataclass(frozen=True)
class Met:
    """A break that a comparison meets, and how."""

    of: Break
    where: Where


@dataclass(frozen=True)
class Mark:
    """A break on a chart over time: the months `first` to `last` of the chart that it covers, its middle, its label.

    `position` is the place of the middle on an axis of months counted from 0, in months; a break of one month is a
    line at that month's beginning (a half below its place), a range of months is a band.
    """

    first: str
    last: str
    position: float
    label: str
    of: Break


def applying(
    data: Dataset, compared: Collection[str] = (TIME,), kind: str = incident_kinds.INCIDENTS
) -> list[Break]:
    """The breaks of these comparisons that touch a kind of incident, earliest first."""
    types = set(types_of(kind))
    return [one for one in data.breaks if types & set(one.types) and set(compared) & set(one.compared)]


def of_area(data: Dataset, area: Area, kind: str = incident_kinds.INCIDENTS) -> list[Break]:
    """The breaks that an area's months meet: with few LSOAs, those of small areas too, whose edges matter."""
    return applying(data, (TIME, SMALL_AREAS) if len(area.lsoa21) < SMALL else (TIME,), kind)


def met(breaks: Iterable[Break], first: Collection[str], second: Collection[str] = ()) -> list[Met]:
    """The breaks that a comparison of two periods meets; of one period alone those within it.

    Months that fall on a side for certain are before `Break.first` or from `Break.last` on, where it is lasting. A
    stretch of months unlike others is met by a period that holds any of them and lies between none: what stands after
    it is counted as what stood before.
    """
    found = []
    for one in breaks:
        sides = [{side(one, month) for month in period} for period in (first, second) if period]
        if any(0 in held or (len(held) > 1 and one.lasting) for held in sides):
            found.append(Met(one, Where.WITHIN))
        elif one.lasting and len(set().union(*sides)) > 1:
            found.append(Met(one, Where.BETWEEN))
    return found


def side(one: Break, month: str) -> int:
    """On which side of a break a month lies: -1 before it, 1 after it, 0 where it is not certain or unlike others."""
    if month < one.first:
        return -1
    return 1 if month > one.last or (one.lasting and month == one.last) else 0


def types_of(kind: str) -> tuple[str, ...]:
    """The types of police.uk that a kind of incident holds."""
    if kind in incident_kinds.TYPES:
        return (incident_kinds.TYPES[kind],)
    return tuple(one for one in incidents.TYPES if kind == incident_kinds.INCIDENTS or one != incidents.ASB)


def touched_types(found: Iterable[Met], held: Sequence[str]) -> list[str]:
    """Which of the types held to leave out of a total so that it compares across lasting breaks, in their order.

    A break that touches all of them leaves nothing that compares, and so nothing to leave out.
    """
    partly = [each.of.types for each in found if each.of.lasting and not set(held) <= set(each.of.types)]
    left = [one for one in held if any(one in types for types in partly)]
    return [] if len(left) == len(held) else left


def segments(months: Sequence[str], breaks: Iterable[Break], gap: int = GAP) -> list[list[str]]:
    """The months held, cut where a baseline begins anew: at each side of a break, and after a gap.

    `months` are those held, in order. Months within a stretch, or within the range in which a lasting break lies, are
    a segment of their own. Nothing is lost: the segments one after the other are `months`.
    """
    known = list(breaks)
    parts: list[list[str]] = []
    for month in months:
        if parts and _follows(parts[-1][-1], month, known, gap):
            parts[-1].append(month)
        else:
            parts.append([month])
    return parts


def marks(breaks: Iterable[Break], months: Sequence[str]) -> list[Mark]:
    """The breaks that a chart over these months shows, cut to the chart; `months` are all on its axis, in order.

    A lasting break at the chart's first month, or wholly outside it, has nothing on its other side and no mark.
    """
    if not months:
        return []
    start = month_number(months[0])
    found = []
    for one in breaks:
        first, last = max(one.first, months[0]), min(one.last, months[-1])
        if first > last or (one.lasting and one.last <= months[0]):
            continue
        ends = [month_number(month) - start for month in (first, last)]
        position = ends[0] - 0.5 if one.first == one.last else sum(ends) / 2
        found.append(Mark(first, last, position, one.name, one))
    return found


def _follows(before: str, month: str, breaks: Sequence[Break], gap: int) -> bool:
    """Whether a month goes on with the segment whose last month is `before`."""
    apart = month_number(month) - month_number(before) - 1
    return apart < gap and all(side(one, before) == side(one, month) for one in breaks)
