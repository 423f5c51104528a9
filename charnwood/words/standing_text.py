"""Standing sentences: the cautions, readings and definitions that pages and exports repeat as they are.

Those that name a place are functions of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from charnwood import english
from charnwood.figures import population
from charnwood.figures.deprivation import AVERAGE, MIDDLE
from charnwood.figures.intervals import LEAST, TOO_FEW
from charnwood.figures.visitors import VISITED
from charnwood.official.boundaries import CROWN
from charnwood.official.deprivation import AFTER_HOUSING, CHOSEN, EDITIONS, MAPPED, NEWEST, Edition
from charnwood.official.geography import NEW_LSOAS
from charnwood.official.place import Place


def source_iod(year: int, plain: bool = False) -> str:
    """The source line of a figure from the Indices; `plain` without the name of the small areas."""
    on = "" if plain else f", on LSOAs of {EDITIONS[year].vintage}"
    return f"Source: MHCLG, English Indices of Deprivation {year}{on}. Open Government Licence v3.0."


def source_police(
    place: Place,
    period: Sequence[str],
    rates: bool = True,
    of: Iterable[Sequence[str]] = (),
) -> str:
    """The source line of a figure from police.uk, with its months and whose residents its rates are of; of no month nothing.

    `of` are the months of each rate, where that is not all of the period.
    """
    if not period:
        return ""
    base = f" {whose_residents(list(of) or [period])}" if rates else ""
    return f"Source: data.police.uk, {place.police}, {english.months(period)}.{base} Open Government Licence v3.0."


def whose_residents(periods: Iterable[Sequence[str]]) -> str:
    """Which mid-year's residents the rates of some periods are of: the nearest that is held."""
    first, *others = population.mid_years(periods)
    if not others:
        return f"Rates per 1,000 residents of mid-{first} (ONS), the nearest estimate held."
    return f"Rates per 1,000 residents of the nearest mid-year, from mid-{first} to mid-{others[-1]} (ONS)."


def changed(first: int, last: int) -> str:
    """What changed in the measure from one edition to another."""
    told = [edition.changed for year, edition in EDITIONS.items() if first < year <= last]
    return f"{' '.join(told)} Compare ranks or deciles, never scores."


def years_by(what: Callable[[Edition], int]) -> dict[int, str]:
    """The editions in words by a fact of theirs: {2011: "2015 and 2019", 2021: "2025"} by vintage."""
    facts = dict.fromkeys(what(edition) for edition in EDITIONS.values())
    return {
        fact: english.years(y for y, edition in EDITIONS.items() if what(edition) == fact) for fact in facts
    }


def boundaries(crime: bool) -> str:
    """Of which years the LSOAs are that a briefing uses, and each for what: it tells movement between two editions."""
    old, new = (MAPPED[year].vintage for year in (CHOSEN, NEWEST))
    rest = f"residents{' and crime' * crime}"
    return f"{old} for the Indices of {CHOSEN}; {new} for those of {NEWEST}, {rest}"


OS_DATA = f"Contains OS data {CROWN}."
FITS = "the range of true levels that fit this count"
CIRCULAR = (
    "The Index's Crime domain and police.uk counts are different things: other years, other offences. "
    "The domain is itself built from recorded crime, so agreement between the two is partly circular."
)
CAUTION = (
    "Recorded crime is not an accredited official statistic. It reflects what people report and how the police "
    "record it, as well as how much crime there is."
)
NEAR = (
    "Incidents are placed on or near a street, never at an address. Town centres and retail parks have "
    "many visitors and few residents, which makes their rates high: read the counts as well."
)
ADDED = (
    "What a rule adds are LSOAs outside the Priority Neighbourhoods that fit it: near misses of the choice that was made. A rule is applied to each "
    "edition by that edition's own ranks and deciles, where 1 is the most deprived, and its own populations."
)
CHANGED = changed(CHOSEN, NEWEST)
BY_DEFINITION = "By definition 10%, 20% and 30% of England's areas are in its most deprived 10%, 20% and 30%."
DECILES = "Decile 1 is England's most deprived 10%, decile 10 the least."
CONTRIBUTION = (
    "Weight times transformed rank: the seven add up to the IMD score. Weights: Income and Employment 22.5% "
    "each, Education and Health 13.5% each, Crime, Barriers and Living environment 9.3% each."
)
LOW_INCOMES = (
    f"Low incomes of {AFTER_HOUSING} are counted after housing costs, those of {CHOSEN} before: many more people have "
    f"one by {AFTER_HOUSING}'s "
    "count, which is no sign that incomes fell."
)
ELIGIBLE = "Whether a project is eligible, only its funder says."
PUBLISHED = "Scores are as published; nothing is estimated to fill a gap."
INTERVAL = (
    f"The shaded band is the exact 95% Poisson interval of each month's incidents: {FITS}. Grey stretches are months "
    "without data."
)
FEW = f"With fewer than {LEAST} on either side there is no ratio: {TOO_FEW}."
CONTROL = (
    "Counts are those of a month of 30.4 days, because months have 28 to 31. Limits: mean ± 3 × mean moving range / 1.128 "
    "(an XmR chart of counts; of rates Laney's u' chart is the same where residents do not change), never narrower than exact Poisson limits. "
    "Mean and limits rest on 12 months or more, and begin anew at a break and after six months or more that are not held. "
    "Marked: a month beyond a limit, and eight covered months in a row on one side of the centre line; a gap or a partial "
    "month ends a run, and below 5 a month runs are not read. By simulation, where nothing but chance is at work about one "
    "chart in 20 still has a mark, where months vary besides chance one in eight, and a season is marked as months that "
    "stand out."
)
ROLLING = (
    "A sum of twelve months is given only where all twelve are covered. The shaded band is the exact 95% Poisson "
    "interval of the sum. Successive sums share eleven months. Two sums are compared by counts a day, with an interval that is "
    "widened as in the figure above."
)
SEASON = (
    "Each month's count a day is a ratio to the mean of its own year, from years held whole and without a break; with fewer "
    "than three such years nothing is said."
)
LIKE = (
    "The same calendar months of two years, both covered, by the ratio of counts a day: “higher” or “lower” where its 95% "
    "interval excludes 1. Months of the pandemic's restrictions are left out. The interval is exact for counts that vary by "
    "chance alone, and is widened by as much as the "
    "covered months vary more than that from one to the next. Across a break in some types the totals stand with and without "
    f"them. {FEW}"
)
ALIKE = "In the chart “alike” is the ratio without the types that a break between the two years touches."
HEXAGONS = (
    "A street point stands for all that is recorded around it. Its interval is the range of true levels that fit its count. "
    "A rank alone does not tell two points apart, and whether their intervals overlap is no test."
)
OUTCOMES = (
    "Groups are this dashboard's, of the categories that police.uk publishes. An outcome is the last one told "
    "when the file of its month was published, and is not renewed here: recent crimes in particular may since have "
    "had another. Anti-social behaviour has no outcome and is left out."
)
TWO_QUESTIONS = (
    "A ratio asks whether an area differs from the rest by more than chance; the funnel plot (page “Crime: has it risen?”) asks "
    "whether it lies outside the spread of areas of its size, which differ by more than chance among themselves."
)
RATIO = (
    f"Intervals are exact 95% Poisson intervals: {FITS}. Whether they overlap is no test: one rate is called higher than "
    f"another only where the exact 95% interval of their ratio excludes 1. {FEW} Each pair is tested alone, so with several "
    "pairs one in twenty may differ by chance."
)
NAMES = (
    "Areas are named after the House of Commons Library's names of neighbourhoods (MSOAs), with the letter that "
    "ONS gives each small area (LSOA) in them; the names do not follow the boundaries of estates or villages."
)
OWN_AREA = (
    "A click adds an area or takes it out. A line drawn on the map adds each area whose middle lies inside it. "
    "Figures of an own area are this dashboard's own, not official statistics. It is held nowhere but in the address "
    "of the page: keep or share the address to keep or share the area."
)
ONE_STREET = (
    "Months before and after police.uk replaced its points are never added up: a year that holds both is offered in two parts. "
    "For a single street the numbers are too small to tell a rise or a fall from chance; the page “Crime: has it risen?” tests the "
    "area as a whole."
)
GLOSSARY = {
    "LSOA": "a small area of about 1,500 people that ONS draws for statistics (lower layer super output area).",
    "Deprivation": "the lack of things that most people have: income, work, health, skills, safety, a decent home. "
    "It describes areas. Not everyone in a deprived area is deprived, and not everyone deprived lives in one.",
    "Indices of Deprivation": f"the government's measure of it, published as editions: {english.years(EDITIONS)}.",
    "Edition": "one publication of the Indices, named by its year; its figures are some years older.",
    "Index of Multiple Deprivation (IMD)": "all seven domains combined into one score.",
    "Domain": "one of its seven kinds, such as income or health.",
    "Rank": "the place of an area among all of England's; rank 1 is the most deprived.",
    "Decile": "one of ten equal groups of England's areas; decile 1 holds the most deprived 10%.",
    "Crimes and anti-social behaviour": "two kinds of incident that the police count apart.",
    "Covered month": "a month for which this dashboard holds the police's file.",
    "95% interval": f"{FITS}; in the long run 19 of 20 such ranges hold the true level. Whether two of them overlap is no "
    "test; the interval of the ratio is.",
    "Times": "1.20 times is a fifth more, 0.80 times a fifth less.",
    "No clear difference": "the interval of the change reaches from less to more, so neither can be told.",
    "Too few to compare": f"fewer than {LEAST} events on either side: the two counts are given, and no ratio.",
    "Centre line and limits": "the mean of the months since the last break or gap, and how far months usually lie from it.",
    "Break": "a time when what the police count, or where police.uk places it, changed.",
    "In 30.4 days": "a count as it would be in a month of average length, because months have 28 to 31 days.",
    "Like months": "the same months of another year, so that seasons do not matter.",
}
PRIORITY = {
    "Priority Neighbourhood": "one of the areas, chosen by the Indices of Deprivation, in which the council works with "
    "residents, voluntary groups and services."
}
BOTH_PARTS = (
    f"Where an area of a Priority Neighbourhood was split in {NEW_LSOAS}, both of its parts belong to it."
)
PERCENTILE = (
    f"Rank 1 is the most deprived of England's areas ({', '.join(f'{e.areas:,} in {y}' for y, e in MAPPED.items())}). "
    "“% of England” is the rank "
    "in percent of them: 10.0 is the edge of the most deprived 10%."
)
RELATIVE = (
    "Movement is relative to England: an area can move because it changed, because others did, or because the "
    "measure did. A step of one decile can be a small step over an edge; the percent of England shows how small."
)
MINUS = "Movement in percent of England's ranks: minus is towards the most deprived end."
VINTAGES = " ".join(
    f"The LSOAs of {named} are those of {vintage}."
    for vintage, named in years_by(lambda e: e.vintage).items()
)


def touch(place: Place) -> str:
    """When two LSOAs count as neighbours."""
    return (
        "LSOAs touch where their boundaries share an edge or a point; those outside "
        f"{place.name} are not counted."
    )


def transformed(place: Place, beside: str) -> str:
    """What a chart of transformed ranks shows, and who the references are, England's as `figures.deprivation.england`."""
    england = {
        MIDDLE: f"{MIDDLE}: half of England's areas are more deprived, half are less.",
        AVERAGE: f"{AVERAGE} is the mean of all its small areas, the same in each kind.",
    }[beside]
    return (
        "Domain scores are not comparable with each other, so each bar is the published transformation of the "
        f"rank: 0 for England's least deprived area, 100 for the most. {england} {_references(place)} "
        f"population-weighted average{'s' if place.county else ''}."
    )


def domains(place: Place, kind: str, beside: str) -> str:
    """What a chart of domains shows; `kind` and `beside` as of `figures.deprivation`."""
    return CONTRIBUTION if kind == "contribution" else transformed(place, beside)


def funnel() -> str:
    """How the limits of a funnel plot are made, and which areas count as having many visitors."""
    kinds = english.listing(dict.fromkeys(VISITED.values()))
    return (
        f"{TWO_QUESTIONS} Middle: the mean without the tenth of areas with the highest and the tenth with the lowest rates. Limits "
        "on the scale of square roots, widened for over-dispersion by winsorised z-scores (Spiegelhalter 2005), and never "
        "narrower than exact Poisson limits. About "
        "one area in 20 lies outside the 95% limits and up to one in 200 outside the 99.8% limits without a cause of its own. "
        f"Many visitors: a fifth or more of an area's incidents in these months are at places that police.uk calls {kinds}. Most of a "
        "town centre it calls by its streets, so a town centre may stand without the mark."
    )


def districts(place: Place) -> str:
    """How districts are compared, and what is left out."""
    left_out = f", and the city of {place.city[1]} is left out" if place.city else ""
    return (
        f"Lines are exact 95% Poisson intervals: {FITS}. “Higher” and “lower” are said where the exact 95% interval of the ratio to "
        f"{place.name}'s rate excludes 1, not where lines do not overlap. {FEW} Districts differ in town centres, roads and age{left_out}."
    )


def own_means(place: Place) -> str:
    """How figures of several LSOAs are made."""
    return (
        "Figures of areas of several LSOAs are population-weighted means and this dashboard's own, not official "
        "statistics. A share of people on low incomes or out of work is the published rate, of several LSOAs weighted by those "
        "it can be about (where the Index's file does not number them, residents of the same mid-year, and people of working "
        "age as count and rate imply); where no rate is published, the count divided by them. The Index draws rates of small "
        f"areas a little towards their district's, so a count divided by people may differ by half a point. "
        f"{f'{county_is(place)}. ' if place.county else ''}Years of potential "
        "life lost, the illness and disability ratio and acute morbidity are standardised by age and sex. Period: see the "
        f"Index's technical report. {LOW_INCOMES} Other indicators changed too: compare places, not editions."
    )


def likeness(place: Place) -> str:
    """What the distance between two profiles says."""
    return (
        "Distance: the straight line between two sets of seven transformed ranks (0 to 100 each); 0 is the same "
        "profile. It says that their domains rank alike in England, and nothing else about the areas. LSOAs are compared "
        f"with those of {_compared(place)}. Two areas are called alike up to a distance of 30, about 11 in each domain. The measure is this dashboard's own."
    )


def outlined(count: int) -> str:
    """That a map outlines the Priority Neighbourhoods; nothing where there are none."""
    if not count:
        return ""
    s, are = ("s", "are") if count > 1 else ("", "is")
    return f"The {english.number(count)} Priority Neighbourhood{s} {are} outlined."


def newer(year: int) -> str:
    """Why an edition older than the newest comes first."""
    return (
        f"The edition of {year} is shown first because the council's choice of Priority Neighbourhoods rests on it; that of {NEWEST} "
        "is newer."
    )


def police(place: Place) -> str:
    """The source line of what is known of the police's files alone."""
    return f"Source: data.police.uk, {place.police}."


def county_is(place: Place) -> str:
    """Which districts the county stands for; nothing where the place has none."""
    return f"{place.county} is its {_districts(place)}" if place.county else ""


def _references(place: Place) -> str:
    if not place.county:
        return f"{place.name} is a"
    return f"{place.name} and {place.county} ({_districts(place)}) are"


def _compared(place: Place) -> str:
    """The districts whose LSOAs are held, and the city, within a sentence."""
    alone = [] if place.code in place.districts else [place.name]
    alone += [place.city[1]] if place.city else []
    count = len(place.districts)
    county = (
        [f"the {english.number(count)} {place.county} {english.plural(count, 'district')}"] if count else []
    )
    return english.listing([*alone, *county])


def _districts(place: Place) -> str:
    city = f", without the city of {place.city[1]}" if place.city else ""
    return f"{english.number(len(place.districts))} districts{city}"
