"""What an interval allows to be said -> the words of it, the same on every page, slide and card."""

from __future__ import annotations

from charnwood import english
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW, UNCLEAR, Comparison

THAN = {HIGHER: "higher than", LOWER: "lower than"}
PLAIN = {HIGHER: "more than", LOWER: "fewer than"}


def told(found: Comparison, times: str = "times", by: str = "") -> str:
    """The verdict with its figures: "higher (1.36 times, 95% interval …)", "17% more, 95% interval …: no clear difference"."""
    if found.verdict == TOO_FEW:
        return TOO_FEW
    if found.verdict == UNCLEAR:
        return f"{change(found, by)}: {UNCLEAR}"
    return f"{found.verdict} ({ratio(found, times)})"


def ratio(found: Comparison, times: str = "times") -> str:
    """A ratio with its interval: "1.36 times, 95% interval 1.004 to 1.84"."""
    shown = [_bound(bound) for bound in (found.ratio, found.low, found.high)]
    return f"{shown[0]} {times}, 95% interval {shown[1]} to {shown[2]}"


def change(found: Comparison, by: str = "") -> str:
    """A ratio as a change with its interval: "17% more, 95% interval −2% to +40%"; `by` as in "more a day"."""
    low, high = (_percent(bound) for bound in (found.low, found.high))
    moved = english.percent(abs(100 * (found.ratio - 1)))
    way = f"{moved} {'more' if found.ratio > 1 else 'less'}" if found.ratio != 1 else "as many"
    return f"{way}{by}, 95% interval {low} to {high}"


def _bound(bound: float) -> str:
    # One beside 1 keeps the digits that show on which side it lies; a large one has none to spare
    return f"{bound:,.0f}" if bound >= 10 else f"{bound:.2f}" if f"{bound:.2f}" != "1.00" else f"{bound:.3f}"


def _percent(bound: float) -> str:
    sign = "+" if bound > 1 else "−" if bound < 1 else ""
    return f"{sign}{english.percent(abs(100 * (bound - 1)))}"
