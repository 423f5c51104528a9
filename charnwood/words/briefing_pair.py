"""Sentences of a briefing on two areas side by side; the finding of each step is the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.comparison import SHARED
from charnwood.figures.deprivation import summary
from charnwood.figures.intervals import HIGHER, TOO_FEW
from charnwood.official.areas import Area
from charnwood.official.deprivation import AFTER_HOUSING, CHOSEN, DOMAINS, MAPPED, average_score
from charnwood.official.geography import LATEST_POPULATION
from charnwood.store.dataset import Dataset
from charnwood.words import areas, briefing, comparison, findings
from charnwood.words import change as words_of_change

NOT_COUNTS = (
    "The Index's crime part is of earlier years and other offences than the police counts that follow."
)
SCALE = "On this scale 0 is the least deprived small area of England, and 100 the most."


def where(data: Dataset, pair: Sequence[Area], year: int) -> list[str]:
    """How many people live in each of two areas, and of what each is made."""
    first, second = pair
    lines = [
        f"{data.residents(first):,} people lived in {first.name} in mid-{LATEST_POPULATION}, {data.residents(second):,} in "
        f"{second.name}."
    ]
    for area in pair:
        made = areas.counted(data.rows(area, year)["inside"])
        lines.append(
            f"{area.name} is made of {made}, called LSOAs." if area is first else f"{area.name}: {made}."
        )
    lines += [
        f"{area.name} lies {briefing.placed(briefing.places(data, area))}."
        for area in pair
        if area != data.whole
    ]
    return lines


def deprivation(data: Dataset, pair: Sequence[Area], year: int, newest: int) -> list[str]:
    """How many small areas of each are among England's most deprived 20%, and the average scores."""
    lines = [f"Among England's most deprived 20% ({year}): {_among(data, pair, year)}."]
    if year != newest:
        lines.append(f"By the Index of {newest}: {_among(data, pair, newest, again=True)}.")
    scores = [(area.name, summary(data.rows(area, year))["imd_score"]) for area in pair]
    scores += [] if data.whole in pair else [(data.place.name, summary(data.own(year))["imd_score"])]
    scores.append(("England", average_score(MAPPED[year].areas)))
    told = english.listing(f"{name} {score:.1f}" for name, score in scores)
    return [*lines, f"Average scores of {year}: {told}.", briefing.DESCRIBES]


def _among(data: Dataset, pair: Sequence[Area], year: int, again: bool = False) -> str:
    """How many of the small areas of each are among the most deprived 20%; `again` of areas that were named before."""
    told: list[str] = []
    named = again  # what is counted
    for area in pair:
        deciles = data.rows(area, year)["imd_decile"]
        count, total = int((deciles <= 2).sum()), len(deciles)
        if total == 1:
            told.append(f"{'' if count else 'not '}{area.name}")
        else:
            what = "" if named else " small areas"
            some = english.some_of(count, total, "the")
            told.append(some if again else f"{some}{what} in {area.name}")
            named = True
    return ", ".join(told)


def domains(profile: pd.DataFrame, pair: Sequence[str], year: int) -> list[str]:
    """In how many kinds of deprivation the first is the more deprived, and where they are furthest apart."""
    gap = profile[pair[0]] - profile[pair[1]]
    above = int((gap > 0).sum())
    first, second = pair if above * 2 >= len(DOMAINS) else pair[::-1]
    count = max(above, int((gap < 0).sum()))
    kinds = "all seven" if count == len(DOMAINS) else f"{english.number(count)} of the seven"
    widest = str(gap.abs().idxmax())
    of = f"{pair[0]} {profile.loc[widest, pair[0]]:.0f}, {pair[1]} {profile.loc[widest, pair[1]]:.0f}"
    return [
        f"{first} is more deprived than {second} in {kinds} kinds ({year}).",
        f"They are furthest apart in {briefing.domain_names([widest])}: {of}.",
        *([NOT_COUNTS] if widest == "crime" else []),
        SCALE,
    ]


def people(facts: pd.DataFrame, pair: Sequence[str], year: int, whole: Mapping[int, str]) -> list[str]:
    """Who lives in each: low incomes first, then the young and the old; `facts` in percent, a column an area."""
    ages, incomes, older = "Children (0 to 15)", "People on low incomes", "Aged 60 and over"

    def told(row: str) -> str:
        return english.listing(f"{english.share(facts.loc[row, name])} in {name}" for name in pair)

    larger = (
        f" Figures are of {english.listing(dict.fromkeys(filter(None, whole.values())))}."
        if any(whole.values())
        else ""
    )
    return [
        f"{told(incomes)} were on low incomes {briefing.HOUSING[year >= AFTER_HOUSING]} (Index of {year}).",
        *([briefing.WIDER] if year >= AFTER_HOUSING else []),
        f"In {MAPPED[CHOSEN].mid_year} children were {told(ages)}.",
        f"People of 60 or over were {told(older)}.{larger}",
    ]


def crimes(data: Dataset, pair: Sequence[Area]) -> list[str]:
    """Which has more crimes for each person, by the verdict of the test of their rates; then what the tests say."""
    tested = figures.comparison.pairs(data, pair)
    row = tested[tested["kind"] == "crimes"].iloc[0]
    first, second = row["area"], row["than"]
    said = {
        HIGHER: f"The police recorded more crimes for each person in {first} than in {second}.",
        TOO_FEW: f"The police recorded too few crimes to compare {first} with {second}.",
        SHARED: f"{pair[0].name} and {pair[1].name} share small areas, so their crimes are not compared.",
    }
    unclear = f"No clear difference in crimes for each person can be told between {first} and {second}."
    rates = figures.comparison.rates(data, pair)
    quiet = {area.name: figures.visitors.quiet(data, area).get("crimes") for area in pair}
    left = [
        f"{area.name} {held.rate:,.1f} ({english.number(len(held.others))} of its {english.number(len(area.lsoa21))} areas)"
        for area in pair
        if (held := quiet[area.name])
    ]
    without = (
        [
            f"Crimes per 1,000 without small areas that draw many visitors: {english.listing(left)}. That is not compared."
        ]
        if len(left) == 2
        else []
    )
    return [said.get(row["finding"], unclear), *comparison.compared(tested, rates, data.period), *without]


def change(data: Dataset, pair: Sequence[Area]) -> list[str]:
    """How many small areas of each moved to another tenth of England, and the ranks of the most deprived of each."""
    told: list[str] = []
    ranks: list[str] = []
    more: list[str] = []
    for area in pair:
        moved = figures.change.change(data, area)
        first, last = figures.change.years(moved)
        tenths = moved["deciles_moved"].dropna()
        if len(moved) == 1 and not moved["redrawn"].any():
            told.append(findings.moved(moved.iloc[0], area.name))
        elif tenths.empty:
            told.append(f"{area.name} was divided anew, so {last} is not compared with {first}.")
        else:
            told.append(findings.moves(tenths, area.name, first, last, len(moved)))
        ranks.append(words_of_change.worst(moved, area.name))
        if len(tenths) > 1:
            count = english.some_of(int((tenths < 0).sum()), len(tenths), "the")
            small = f"{' comparable' if len(tenths) < len(moved) else ''}{'' if more else ' small areas'}"
            more.append(f"{count}{small} in {area.name}")
    both = f"{english.capital(' and '.join(more))} moved to a more deprived tenth of England ({first} to {last})."
    # The table has how many of each moved, or stayed
    return [*([both] if len(more) == len(pair) else told), *ranks, briefing.RANKS]


def hidden(data: Dataset, pair: Sequence[Area]) -> str:
    """What no count of tenths shows of the most deprived small area of each; "" where there is none."""
    return " ".join(
        filter(None, (words_of_change.hidden(figures.change.change(data, one), one.name) for one in pair))
    )
