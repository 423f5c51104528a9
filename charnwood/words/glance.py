"""The sum of areas on one screen, in words: for the dashboard, its files, and the plain pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.crime import Against
from charnwood.figures.glance import Glance
from charnwood.figures.intervals import ALONE, HIGHER, LOWER, TOO_FEW, UNCLEAR
from charnwood.figures.rise import Answer
from charnwood.official.areas import SHARES, Area
from charnwood.official.deprivation import CHOSEN, NEWEST, Measure
from charnwood.official.geography import LATEST_POPULATION
from charnwood.store.dataset import Dataset
from charnwood.words import age, change, crime, plain_crime, residents, verdicts

TITLE = "Neighbourhoods at a glance"
IN_SHORT = "In short"
HALF = 20  # percent of England's small areas, the most deprived, of which the sentence speaks


def title(data: Dataset) -> str:
    """What the page is called."""
    return TITLE if data.neighbourhoods else f"{data.place.name} at a glance"


def lead(data: Dataset) -> str:
    """What the page is."""
    if not data.neighbourhoods:
        return f"The {data.place.kind} as a whole: who lives there, how deprived, {'what the police recorded, ' if data.has_crime else ''}what changed."
    return (
        f"The Priority Neighbourhoods beside {data.place.name} as a whole: who lives there, how deprived, "
        f"{'what the police recorded, ' if data.has_crime else ''}what changed."
    )


def table(data: Dataset, areas: Sequence[Area], plain: bool = False) -> pd.DataFrame:
    """Areas side by side: a row per fact, a column per area, all in words; `plain` names topics as residents do."""
    named = _topic if plain else _domain
    whole = figures.glance.of(data, data.whole).changed
    columns = {
        area.name: {
            IN_SHORT: sentence(data, area),
            **_facts(data, figures.glance.of(data, area), named, whole),
        }
        for area in areas
    }
    return pd.DataFrame(columns)


def _domain(measure: Measure) -> str:
    return measure.name


def _topic(measure: Measure) -> str:
    return residents.TOPICS[measure.key][0]


def _facts(data: Dataset, held: Glance, named: Callable[[Measure], str], whole: Changed) -> dict[str, str]:
    first, *rest = (named(measure) for measure in held.weightiest)
    return {
        f"People (middle of {LATEST_POPULATION})": f"{held.residents:,}",
        **{deprived(share): _deprived(held, share) for share in SHARES},
        f"What weighs most ({NEWEST})": english.listing([first, *map(english.small, rest)]),
        **(_of_crime(held, whole) if data.has_crime else {}),
        f"Small areas that moved since {CHOSEN}": _moved(held),
        f"Most deprived small area ({NEWEST})": change.worst_shortly(figures.change.change(data, held.area)),
    }


def _of_crime(held: Glance, whole: Changed) -> dict[str, str]:
    crimes, asb = whole["crimes"], whole["asb"]
    same = crimes and asb and _spans(crimes) == _spans(asb)
    return {
        "Crimes for every 1,000 people": _rate(held.against["crimes"]),
        "– without areas of many visitors": _quiet(held, "crimes"),
        "Anti-social behaviour per 1,000": _rate(held.against["asb"]),
        "– the same without those areas": _quiet(held, "asb"),
        f"Crimes{_over(crimes)}": _trend(held.changed["crimes"], crimes),
        f"Anti-social behaviour{', same months' if same else _over(asb)}": _trend(held.changed["asb"], asb),
    }


def _spans(found: Answer) -> tuple[str, str]:
    return english.months(found.months), found.year_before


def _over(found: Answer | None) -> str:
    """The months of two counts, behind what is counted: ", January to April 2025 (in 2024)"."""
    return ", {} (in {})".format(*_spans(found)) if found else ", risen or fallen"


Changed = Mapping[str, Answer | None]
CHANCE = "may be chance"


def few(data: Dataset, areas: Sequence[Area], year: int) -> pd.DataFrame:
    """Areas side by side in a few facts that a screen holds in large letters: a row per area, one edition of the Indices."""
    rows = []
    whole = figures.glance.of(data, data.whole).changed["crimes"]
    for area in areas:
        held = figures.glance.of(data, area)
        inside = figures.glance.in_edition(data, area, year)
        of = len(data.rows(area, year))
        rows.append(
            {
                "Area": area.name,
                f"People ({LATEST_POPULATION})": held.residents,
                **{
                    f"Most deprived {share}% ({year})": f"{inside[share]:,} of {of:,}" for share in SHARES[1:]
                },
                **(_few_of_crime(held, whole, data.period) if data.has_crime else {}),
            }
        )
    return pd.DataFrame(rows)


def _few_of_crime(held: Glance, whole: Answer | None, period: Sequence[str]) -> dict[str, str]:
    against, changed = held.against["crimes"], held.changed["crimes"]
    rate, rest = verdicts.rates(against.rate, against.rest_rate, against.found.verdict)
    word = BESIDE.get(against.found.verdict, UNCLEAR).removesuffix(" than elsewhere")
    when = crime.shortly_during(period).removeprefix("in ").removeprefix("from ")
    return {
        f"Crimes per 1,000, {when} (elsewhere)": f"{rate} ({rest}): {word}",
        f"Crimes{_over(whole)}": _trend(changed, whole),
    }


def deprived(share: int) -> str:
    """The fact of how many small areas are among England's most deprived `share` percent."""
    return f"In England's most deprived {share}%"


def sentence(data: Dataset, area: Area) -> str:
    """An area in one sentence: how many small areas are deprived, and what police counts allow to be said."""
    held = figures.glance.of(data, area)
    # Notes say what elsewhere is; of the whole nobody would guess it
    there = f"in {crime.the_rest(data, area)}" if figures.crime.is_whole(data, area) else "elsewhere"
    count, total = held.deprived[NEWEST][HALF], held.small[NEWEST]
    where = f"{english.capital(english.some_of(count, total))} small areas {english.is_are(count)} among England's most deprived {HALF}% ({NEWEST})"
    if not data.has_crime:
        return f"{where}."
    return f"{where}; {_crime_shortly(held, there)}{_trend_shortly(held.changed['crimes'])}."


def _crime_shortly(held: Glance, there: str) -> str:
    verdict = held.against["crimes"].found.verdict
    said = {
        HIGHER: f"more crimes per person than {there}",
        LOWER: f"fewer crimes per person than {there}",
        TOO_FEW: "too few crimes to compare",
        ALONE: f"{held.against['crimes'].rate:,.0f} crimes for every 1,000 people",
    }
    told = said.get(verdict, f"crimes per person as {there}, as far as can be told")
    left = held.apart
    without = f" (without areas of many visitors: {verdicts.QUIETLY[str(left.verdict)]})" if left else ""
    return f"{told}{without}"


def _trend_shortly(found: Answer | None) -> str:
    turn = None if found is None else {HIGHER: ", and more", LOWER: ", but fewer"}.get(found.found.verdict)
    if not turn or found is None:
        return ""
    return f"{turn} {crime.during(found.months)} than in those months of {found.year_before}"


def _deprived(held: Glance, share: int) -> str:
    now, then = (f"{held.deprived[year][share]:,} of {held.small[year]:,}" for year in (NEWEST, CHOSEN))
    return f"{now} ({CHOSEN}: {then})"


BESIDE = {HIGHER: "more than elsewhere", LOWER: "fewer than elsewhere", TOO_FEW: "too few to compare"}


def _rate(against: Against) -> str:
    if against.found.verdict == ALONE:
        return f"{against.rate:,.0f}"
    return _beside(against.rate, against.rest_rate, against.found.verdict)


def _quiet(held: Glance, kind: str) -> str:
    if not held.quiet:
        return "no such area, or no other"
    left = held.quiet[kind]
    if left.rest_rate is None:
        return f"{left.rate:,.0f}"
    return _beside(left.rate, left.rest_rate, str(left.verdict))


def _beside(rate: float, rest_rate: float, verdict: str) -> str:
    mine, others = verdicts.rates(rate, rest_rate, verdict)
    return f"{mine}, {BESIDE.get(verdict, UNCLEAR)} ({others})"


def _trend(found: Answer | None, whole: Answer | None) -> str:
    """Two counts and what may be said of them, with their months where they are not those of the whole district."""
    if found is None:
        return "no months to compare"
    words = {HIGHER: "more", LOWER: "fewer", TOO_FEW: "too few to say"}
    own = "" if whole and _spans(found) == _spans(whole) else "; {}, in brackets {}".format(*_spans(found))
    return f"{found.count:,} ({found.before:,}): {words.get(found.found.verdict, CHANCE)}{own}"


def _moved(held: Glance) -> str:
    parts = {
        "to a more deprived group": held.moved["more"],
        "to a less deprived": held.moved["less"],
        "in the same": held.moved["same"],
        "not comparable": held.moved["apart"],
    }
    return ", ".join(f"{count:,} {what}" for what, count in parts.items() if count)


def notes(data: Dataset) -> list[str]:
    """What must be known of the figures: periods, elsewhere, visitors, groups."""
    return [*([*_notes_on_crime(data), DASH] if data.has_crime else [age.not_held(data)]), GROUPS]


def few_notes(data: Dataset, year: int) -> list[str]:
    """`notes` of the few facts, which are of one edition and have no lines without visitors."""
    deprived_ = f"In England's most deprived 20% and 30%: how many of its small areas, in {year}."
    return [*(_notes_on_crime(data) if data.has_crime else [age.not_held(data)]), deprived_]


GROUPS = (
    f"In England's most deprived 10%, 20%, 30%: how many of its small areas, in {NEWEST}. Groups: England's small areas "
    "in order of deprivation, in ten equal groups; place 1 is the most deprived."
)


def _notes_on_crime(data: Dataset) -> list[str]:
    found = figures.glance.of(data, data.whole).changed["crimes"]
    before = (
        ""
        if found is None
        else f" Risen or fallen: {english.months(found.months)} beside the same months of {found.year_before}{plain_crime.alike(found)}."
    )
    return [
        f"Crimes and anti-social behaviour: {crime.period_named(data.period)}.{before}",
        f"{elsewhere(data)} “More” and “fewer” are said only where chance, and how much months differ among themselves, would "
        f"hardly make such a difference. Else it “{CHANCE}”: small numbers may double by it.".lstrip(),
    ]


DASH = "Where many people come to shop or go out and few live, rates are high: lines with a dash leave such areas out, here and elsewhere."


def elsewhere(data: Dataset) -> str:
    """What the figures of elsewhere are of; nothing where there is none, or no crime."""
    if not data.has_crime:
        return ""
    rest = crime.the_rest(data, data.neighbourhoods[0]) if data.neighbourhoods else ""
    there = crime.the_rest(data, data.whole)
    whole = f"for {data.place.name} {there}" if there else ""
    told = ", ".join(filter(None, (f"for a neighbourhood {rest}" if rest else "", whole))) if rest else there
    return f"Elsewhere: {told}." if told else ""
