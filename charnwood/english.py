"""English as every room writes it: numbers, lists, months, shares, and names in addresses."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence

LETTER = re.compile(r" (?=[A-Z](?![\w'’]))")  # the blank before a capital that stands by itself


def slug(name: str) -> str:
    """A name as it stands in an address: lower case, no accents, words joined by hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def listing(items: Iterable[str], separator: str = ",") -> str:
    """ "a", "a and b", "a, b and c"; with ";" also a mark before the last, for items that hold commas or "and"."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    apart = len(words) > 2 or any(" and " in word for word in words)
    last = "; and " if separator == ";" and apart else " and "
    return last.join([f"{separator} ".join(words[:-1]), words[-1]])


def either(items: Iterable[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    *most, last = items
    return f"{', '.join(most)} or {last}" if most else last


def ordinal(rank: int) -> str:
    """ "1st", "22nd", "1,003rd"."""
    end = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank:,}{end}"


def month(text: str) -> str:
    """ "2025-11" -> "November 2025"."""
    year, number_ = text.split("-")
    return f"{calendar.month_name[int(number_)]} {year}"


def months(held: Sequence[str]) -> str:
    """Months as runs: "April 2024 and January to November 2025"."""
    runs: list[list[str]] = []
    for text in held:
        if runs and month_number(text) == month_number(runs[-1][-1]) + 1:
            runs[-1].append(text)
        else:
            runs.append([text])
    return listing(_span(run[0], run[-1]) for run in runs)


def month_number(month_: str) -> int:
    """A month (YYYY-MM) as a number that is one more than that of the month before; of January of the year 0 it is 1."""
    year, number_ = month_.split("-")
    return 12 * int(year) + int(number_)


def capital(text: str) -> str:
    """A text as it stands at the beginning of a sentence; its other letters stay as they are."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A text that begins with a capital as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def share(percent: float) -> str:
    """A percentage of people: whole, and honest at both ends."""
    if 0 < percent < 1:
        return "under 1%"
    if 99 < percent < 100:
        return "over 99%"
    return f"{percent:.0f}%"


def percent(value: float) -> str:
    """A change in percent: whole, with a decimal where it would round to nothing."""
    return f"{value:,.0f}%" if value >= 0.95 or not value else f"{max(value, 0.1):.1f}%"


def unbroken(text: str) -> str:
    """A text in which no line ends before a single capital, as the letter at the end of a name of a small area."""
    return LETTER.sub("\u00a0", text)


def plural(count: int, thing: str, several: str = "") -> str:
    """A noun as it follows a count; `several` where its plural is not made with an s."""
    return thing if count == 1 else several or f"{thing}s"


def some_of(count: int, total: int, its: str = "its") -> str:
    """ "none of its three", "neither of its two", "one of its three", "both", "all three": some of more than one."""
    if not count and total == 2:
        return f"neither of {its} two"
    if count == total:
        return "both" if total == 2 else f"all {number(total)}"
    return f"{number(count)} of {its} {number(total)}"


def is_are(count: int) -> str:
    """The verb after a count of things; "none" is one."""
    return "is" if count < 2 else "are"


def _span(first: str, last: str) -> str:
    if first == last:
        return month(first)
    if first[:4] == last[:4]:
        return f"{month(first).split()[0]} to {month(last)}"
    return f"{month(first)} to {month(last)}"


ENGLISH = {
    1: "one",
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
}


def number(count: int) -> str:
    """A whole number as prose writes it: words up to nine, thousands with a comma."""
    return ENGLISH.get(count, "none" if count == 0 else f"{count:,}")


def years(which: Iterable[int]) -> str:
    """2015, 2019, 2025 -> "2015, 2019 and 2025"."""
    *most, last = map(str, which)
    return f"{', '.join(most)} and {last}" if most else last
