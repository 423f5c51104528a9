"""What stands over what in every kind of figure: one short sentence each, from this one table.

Pages and files show those of the figures that they hold, found by heads of tables and by words of sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charnwood import english
from charnwood.figures.intervals import LEAST
from charnwood.official.deprivation import CHOSEN, EDITIONS, MAPPED
from charnwood.official.geography import LATEST_POPULATION
from charnwood.words.standing_text import FITS


@dataclass(frozen=True)
class Definition:
    """A kind of figure: its name, the pattern that tells it, and what it is, in which the editions are filled in."""

    name: str
    pattern: str
    meaning: str


ENGLAND = "England's {areas} small areas (LSOAs), by the Index of {editions}"
DEFINITIONS = {
    "rate": Definition(
        "Per 1,000 residents",
        r"per 1,000",
        "incidents of the months named, divided by the residents of the mid-year nearest to them (ONS; for months from "
        f"{LATEST_POPULATION} on mid-{LATEST_POPULATION}, the latest estimate held), times 1,000.",
    ),
    "interval": Definition(
        "95% interval", r"95% interval", f"{FITS}; of a ratio, the range of true ratios that fit both counts."
    ),
    "limits": Definition(
        "Limits",
        r"limits? from|(?:lower|upper) limit",
        "how far a figure usually lies from the middle of the chart when nothing but the usual variation is at work.",
    ),
    "ratio": Definition(
        "Times",
        r"times (?:it|\w+'s)|ratio a day|times as many",
        f"one figure divided by another of the same kind and months; not given with fewer than {LEAST} on either side.",
    ),
    "percentile": Definition(
        "% of England",
        r"% of england",
        f"a rank divided by the number of {ENGLAND}; 0% is the most deprived end.",
    ),
    "people": Definition(
        "Share of people",
        r"% of people in most deprived|% of residents live|% (?:of \w+ )?live in",
        "residents of an area's LSOAs that are among England's most deprived 10%, 20% or 30% by the Index of "
        "{editions}, divided by all residents of the area ({weights}).",
    ),
    "line": Definition(
        "Inside and touching",
        r"% of people (?:inside|touching)",
        "residents of an area's LSOAs that are inside the line, or that only touch it, divided by all residents of the area "
        "({weights}).",
    ),
    "described": Definition(
        "Percent of people, adults or households",
        r"percent of people",
        "those of the group, divided by all people, adults or households of the area: ages of mid-2015, incomes, skills and crowding "
        "by the Index of {editions}, the rest by the Census.".replace("mid-2015", EDITIONS[CHOSEN].mid_year),
    ),
    "counted": Definition(
        "In the most deprived 10%, 20%, 30%",
        r"^in the most deprived \d",
        f"LSOAs whose rank is within that share of {ENGLAND}.",
    ),
    "rank": Definition("Rank", r"\brank(?:ed|s)?\b", f"the place among {ENGLAND}; 1 is the most deprived."),
    "decile": Definition(
        "Decile", r"decile", f"ten equal groups of {ENGLAND}, by rank; 1 is the most deprived 10%."
    ),
    "transformed": Definition(
        "Transformed rank",
        r"transformed rank",
        f"0 to 100 from the rank among {ENGLAND}; 100 is the most deprived; of an area of several, the mean "
        "weighted by people ({weights}).",
    ),
    "score": Definition(
        "Score",
        r"imd score|\bscores?\b",
        "as published with the Index of {editions}; of an area of several LSOAs, the mean weighted by people ({weights}).",
    ),
    "outcomes": Definition(
        "% of crimes",
        r"% of crimes",
        "crimes with this outcome, divided by all crimes of the area and months named.",
    ),
    "part": Definition(
        "% of all",
        r"% of all|% of its incidents|together \d+%",
        "incidents here, divided by all incidents of the area and months named.",
    ),
    "census": Definition(
        "%",
        r"^%$",
        "the count, divided by the total in the column “Of” of the same table of the Census, on the day named.",
    ),
    "indicators": Definition(
        "Indicators",
        r"more deprived if",
        "each in its own unit, by the Index of {editions}; shares of people as published, of several LSOAs weighted by "
        "those they can be about; others as means weighted by people ({weights}).",
    ),
    "distance": Definition(
        "Distance",
        r"^distance$",
        "between two areas' seven transformed ranks by the Index of {editions}; 0 is the same profile.",
    ),
}


def keys(texts: Iterable[str]) -> list[str]:
    """The kinds of figure that heads of a table, a title and a finding hold."""
    told = [text.lower() for text in texts]
    return [key for key, one in DEFINITIONS.items() if any(re.search(one.pattern, text) for text in told)]


def of(texts: Iterable[str], years: Sequence[int]) -> dict[str, str]:
    """The kinds of figure that texts hold, by name, and what each is by some editions, or by all."""
    known = [year for year in years if year in EDITIONS] or list(EDITIONS)
    filled = {
        "editions": english.years(known),
        "areas": " or ".join(dict.fromkeys(f"{EDITIONS[year].areas:,}" for year in known)),
        "weights": english.listing(
            dict.fromkeys(EDITIONS[year].mid_year for year in known if year in MAPPED)
        ),
    }
    return {DEFINITIONS[key].name: DEFINITIONS[key].meaning.format(**filled) for key in keys(texts)}
