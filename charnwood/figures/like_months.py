"""Like months before and after a beginning: which are compared, and why others that are held are not.

Of each calendar month the one held nearest to the beginning on either side. Months are YYYY-MM.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charnwood.figures import breaks
from charnwood.official.breaks import Break

NEARER, NONE_BEFORE, UNLIKE_OTHERS, ACROSS = "nearer", "none before", "unlike others", "across"


@dataclass(frozen=True)
class Unused:
    """Months held since the beginning that are not compared, and why.

    `NEARER`: a nearer one of the same calendar month is. `NONE_BEFORE`: none such is held before, other than in a
    stretch `of` if there is one. `UNLIKE_OTHERS`: they lie in the stretch `of`. `ACROSS`: the break `of` lies between
    them and such a month before.
    """

    months: tuple[str, ...]
    why: str
    of: Break | None = None


def pairs(
    held: Sequence[str], start: str, known: Sequence[Break], types: Sequence[str]
) -> list[tuple[str, str]]:
    """Like months, (before, after), each calendar month at most once, by those after.

    Left out are months unlike others, and two months between which lies a break of all the `types` counted: without
    what it touches nothing would be left to compare.
    """
    odd = [one for one in known if not one.lasting]
    whole = [one for one in known if one.lasting and set(types) <= set(one.types)]
    fit = [month for month in held if all(breaks.side(one, month) for one in odd)]
    found = []
    for number in sorted({month[5:] for month in fit}):
        same = [month for month in fit if month[5:] == number]
        fitting = (
            (before, after)
            for after in same
            for before in reversed(same)
            if before < start <= after and not breaks.met(whole, [after], [before])
        )
        found += [pair for pair in [next(fitting, None)] if pair]
    return sorted(found, key=lambda pair: pair[1])


def unused(
    held: Sequence[str],
    start: str,
    known: Sequence[Break],
    types: Sequence[str],
    matched: Sequence[tuple[str, str]],
) -> list[Unused]:
    """Months held from the beginning on that are in none of the `matched` pairs, by why, earliest first."""
    compared = {after for _, after in matched}
    found: dict[tuple[str, Break | None], list[str]] = {}
    for month in held:
        if month >= start and month not in compared:
            nearer = any(month[5:] == one[5:] for one in compared)
            found.setdefault(_why(month, nearer, held, start, known, types), []).append(month)
    return [Unused(tuple(months), *why) for why, months in found.items()]


def _why(
    month: str, nearer: bool, held: Sequence[str], start: str, known: Sequence[Break], types: Sequence[str]
) -> tuple[str, Break | None]:
    """Why a month is not compared, as in `Unused`; `nearer`: another of the same calendar month is."""
    odd = [one for one in known if not one.lasting]
    for one in odd:
        if not breaks.side(one, month):
            return UNLIKE_OTHERS, one
    if nearer:
        return NEARER, None
    before = [one for one in held if one < start and one[5:] == month[5:]]
    within = [each for each in odd if any(not breaks.side(each, one) for one in before)]
    before = [one for one in before if all(breaks.side(each, one) for each in odd)]
    if not before:
        return NONE_BEFORE, next(iter(within), None)
    whole = [one for one in known if one.lasting and set(types) <= set(one.types)]
    return ACROSS, breaks.met(whole, [month], before[-1:])[0].of
