"""What an interval allows to be said -> the words of it, the same on every page, slide and card."""

from __future__ import annotations

from charnwood import english, figures
from charnwood.figures.funnel import PAST, Both
from charnwood.figures.intervals import HIGHER, LOWER, TOO_FEW, UNCLEAR, Comparison
from charnwood.figures.rise import Answer

THAN = {HIGHER: "higher than", LOWER: "lower than"}
QUIETLY = {LOWER: "fewer", UNCLEAR: "no clear difference", TOO_FEW: TOO_FEW}
PLAIN = {HIGHER: "more than", LOWER: "fewer than"}


def told(found: Comparison, times: str = "times", by: str = "") -> str:
    """The verdict with its figures: "higher (1.36 times, 95% interval …)", "17% more, 95% interval …: no clear difference"."""
    if found.verdict == TOO_FEW:
        return TOO_FEW
    if found.verdict == UNCLEAR:
        return f"{change(found, by)}: {UNCLEAR}"
    return f"{found.verdict} ({ratio(found, times)})"


def shortly(found: Comparison) -> str:
    """`told` for a slide: "higher (1.36 times, 1.004 to 1.84)", "17% more (−2% to +40%): no clear difference"."""
    if found.verdict not in THAN:
        return briefly(found) if found.verdict == UNCLEAR else told(found)
    return f"{found.verdict} ({ratio(found, interval='')})"


def briefly(found: Comparison, by: str = "") -> str:
    """A change with its interval and verdict, for a slide: "17% more (−2% to +40%): no clear difference"."""
    verdict = {HIGHER: "a rise", LOWER: "a fall"}.get(found.verdict, UNCLEAR)
    return f"{_moved(found)}{by} ({_percent(found.low)} to {_percent(found.high)}): {verdict}"


def rates(mine: float, others: float, verdict: str, digits: int = 0) -> tuple[str, str]:
    """Two rates to as many decimals, or as many more as it takes that rounding shows what the verdict says.

    Where no difference can be told it makes no gap; where one is higher the two do not look alike.
    """
    shown = _rounded(mine, others, digits)
    alike = shown[0] == shown[1]
    if verdict == UNCLEAR and not alike and abs(mine - others) < 0.5 / 10**digits:
        return _rounded(mine, others, digits + 1)
    if verdict in THAN and alike and mine != others:
        return rates(mine, others, verdict, digits + 1)
    return shown


def _rounded(mine: float, others: float, digits: int) -> tuple[str, str]:
    return f"{mine:,.{digits}f}", f"{others:,.{digits}f}"


def ratio(found: Comparison, times: str = "times", interval: str = "95% interval ") -> str:
    """A ratio with its interval: "1.36 times, 95% interval 1.004 to 1.84"; `interval` is what the interval is called."""
    shown = [_bound(bound) for bound in (found.ratio, found.low, found.high)]
    return f"{shown[0]} {times}, {interval}{shown[1]} to {shown[2]}"


def change(found: Comparison, by: str = "") -> str:
    """A ratio as a change with its interval: "17% more, 95% interval −2% to +40%"; `by` as in "more a day"."""
    return f"{_moved(found)}{by}, 95% interval {_percent(found.low)} to {_percent(found.high)}"


def longer(answer: Answer) -> str:
    """Why a count a day moved another way than the count: "2024 had a day more"; else nothing."""
    spans = [figures.signals.days(months) for months in (answer.months, answer.earlier)]
    pairs = (answer.count, answer.before), (answer.found.ratio, 1)
    ways = [(bool(one > other), bool(one < other)) for one, other in pairs]
    if answer.found.verdict == TOO_FEW or spans[0] == spans[1] or ways[0] == ways[1]:
        return ""
    year = (answer.months if spans[0] > spans[1] else answer.earlier)[0][:4]
    return f"{year} had a day more"


def _moved(found: Comparison) -> str:
    moved = english.percent(abs(100 * (found.ratio - 1)))
    return f"{moved} {'more' if found.ratio > 1 else 'less'}" if found.ratio != 1 else "as many"


def two_tests(name: str, what: str, rest: str, tests: Both | None) -> str:
    """What two tests say of an area where only one of them tells it from others; nothing where they agree.

    `what` is counted, in the plural; `rest` the rest within a sentence.
    """
    if tests is None or not tests.differ:
        return ""
    found, standing = tests.found, tests.standing
    rate = f"The rate of {what} in {name}"
    if found.verdict in THAN:
        told_apart = f"{rate} is {THAN[found.verdict]} that of {rest} ({ratio(found)}), but"
        if len(standing) == 1:
            return (
                f"{told_apart} {standing[0]} of the funnel plot: it differs from the rest by more than chance, but from "
                "areas of its size no more than such areas differ among themselves."
            )
        return (
            f"{told_apart} {english.some_of(0, len(standing))} LSOAs is {PAST[found.verdict]} the limits of the funnel plot: together "
            f"they differ from the rest by more than chance, but {'neither' if len(standing) == 2 else 'none'} from areas of its size "
            "more than such areas differ among themselves."
        )
    seen = (
        f"There are too few {what} in {name} to compare with {rest}, but the rate is"
        if found.verdict == TOO_FEW
        else f"{rate} has no clear difference from that of {rest}, but is"
    )
    return f"{seen} {standing[0]} of the funnel plot, whose middle leaves out the areas with the highest and the lowest rates."


def _bound(bound: float) -> str:
    # One beside 1 keeps the digits that show on which side it lies; a large one has none to spare
    return f"{bound:,.0f}" if bound >= 10 else f"{bound:.2f}" if f"{bound:.2f}" != "1.00" else f"{bound:.3f}"


def _percent(bound: float) -> str:
    sign = "+" if bound > 1 else "−" if bound < 1 else ""
    return f"{sign}{english.percent(abs(100 * (bound - 1)))}"
