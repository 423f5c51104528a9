"""What whoever presents a briefing says and answers: the notes of its slides, in plain words and without a formula."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from charnwood.official.deprivation import CHOSEN, NEWEST
from charnwood.words import standing_text

ABOUT = "Deprivation and recorded crime: what official figures say"
SAY, ASKED, CAREFUL = "To say:", "If asked:", "To be careful about:"
ALOUD = 80  # words: what can be said in half a minute

HOW = MappingProxyType(
    {
        "where": "The small areas are drawn by the Office for National Statistics, which also estimates how many people live there. "
        "They do not follow the edges of estates or villages. The map shades each by its place among all of England's.",
        "deprivation": "The government puts England's small areas in order by dozens of measures. The most deprived fifth is the "
        "first fifth of that order. Shares of people are worked out here, by how many live in each small area.",
        "domains": "The Index is made of seven kinds of deprivation, and the government says how much each counts. The bars show how "
        "much of the area's score comes of each. They add up to the score.",
        "people": "Low incomes are those of people who receive certain benefits or tax credits, as the government counts them. Each "
        "edition has figures that are some years older than itself. Averages count each small area by its people.",
        "crime": "Counts are what the police recorded, and rates are for each 1,000 people who live there. More or fewer is said only "
        "where chance alone would hardly make such a difference. A year is compared with the same months of another.",
        "change": f"An area's place among England's is compared between {CHOSEN} and {NEWEST}, never its score. An area can move "
        "because it changed, because others did, or because the way of counting did. What was split is not compared.",
        "compared": "Everything here is by the same edition and the same way of counting. An average counts each small area by its "
        "people. Areas are called alike where all seven kinds of deprivation are.",
        "glance": "Each figure is made in the same way for every area. Elsewhere means the rest of the district. The whole sheet is on "
        "the page At a glance.",
        "strengths": "What is good is said by the newest Index, where most small areas are less deprived than half of England's. "
        "Contacts come from a list that the council keeps. Nobody has tried them all for this.",
    }
)


def of(key: str, told: Sequence[str], caution: str, source: str) -> str:
    """The notes of one step: what can be said in half a minute, how it was worked out, what to be careful about."""
    lines = [SAY, *aloud(told)]
    if key in HOW:
        lines += ["", ASKED, HOW[key]]
    if caution:
        lines += ["", CAREFUL, caution]
    return "\n".join([*lines, *filter(None, ["", source])])


def aloud(told: Sequence[str]) -> list[str]:
    """As many of the sentences as half a minute holds, the first in any case."""
    kept: list[str] = []
    for line in told:
        if kept and sum(len(one.split()) for one in (*kept, line)) > ALOUD:
            break
        kept.append(line)
    return kept


def opening(name: str, steps: int) -> str:
    """The notes of the title slide."""
    return f"{SAY}\nThis is what official figures say of {name}, in {steps} steps.\n\n{CAREFUL}\n{standing_text.NAMES}"


def closing(name: str) -> str:
    """The notes of the slide that leads to an area's plain page."""
    return (
        f"{SAY}\nWhoever wants to read on about {name} finds the same figures in plain words at this address."
    )


def in_plain_words(name: str) -> str:
    """What a link to an area's plain page says, in files that travel and at the end of a presentation."""
    return f"{name} in plain words"


def code(address: str) -> str:
    """What a QR code says to those who do not see it."""
    return f"QR code of {address}"


PUBLISHERS = MappingProxyType(
    {
        "MHCLG": "MHCLG",
        "ONS": "ONS",
        "data.police.uk": "data.police.uk",
        "OS data": "OS",
        "GeoNames": "GeoNames",
        "council's list": "the council's list of contacts",
    }
)
"""What a source line names each publisher by, and what a screen does, on which there is no room for licences."""


def credit(source: str) -> str:
    """The publishers that a source line names, for a screen that is read from afar; its last step has the licences."""
    named = [name for said, name in PUBLISHERS.items() if said in source]
    return f"Source: {', '.join(named)}. " if named else ""
