"""What became of a reader's own area -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Sequence

from charnwood import english
from charnwood.figures.own_area import MOST_TEXT, Pasted

EMPTY = "Nothing is in your area yet."
NOTHING_INSIDE = "The line goes round the middle of no area, so nothing was added."
NAMED = 5  # codes of a pasted text that a sentence names


def pasted(found: Pasted, district: str) -> str:
    """What was found in a pasted text, what was not, and what was left aside."""
    if found.empty:
        return "Nothing was pasted. Paste codes of LSOAs, such as E01025699."
    count = len(found.lsoa21)
    said = [
        f"{english.capital(english.number(count))} LSOA{'' if count == 1 else 's'} of {district} found in the text, "
        f"{english.number(found.new)} of them new."
        if count
        else f"No code of an LSOA in {district} was found in the text, so nothing changed. A code looks like E01025699."
    ]
    if found.foreign:
        said.append(f"Not in {district}: {_some(found.foreign)}.")
    if found.other and count:
        said.append(
            f"Left aside, as not a code: {english.number(found.other)} other piece{'s' * (found.other > 1)}."
        )
    if found.cut:
        said.append(f"Only the first {MOST_TEXT:,} characters were read.")
    return " ".join(said)


def _some(items: Sequence[str]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more
