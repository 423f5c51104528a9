"""Standing sentences: the cautions, readings and definitions that pages and exports repeat as they are."""

from collections.abc import Callable, Iterable

from charnwood.deprivation import CHOSEN, EDITIONS, MAPPED, NEWEST, Edition


def years(which: Iterable[int]) -> str:
    """2015, 2019, 2025 -> "2015, 2019 and 2025"."""
    *most, last = map(str, which)
    return f"{', '.join(most)} and {last}" if most else last


def changed(first: int, last: int) -> str:
    """What changed in the measure from one edition to another."""
    told = [edition.changed for year, edition in EDITIONS.items() if first < year <= last]
    return f"{' '.join(told)} Compare ranks or deciles, never scores."


def years_by(what: Callable[[Edition], int]) -> dict[int, str]:
    """The editions in words by a fact of theirs: {2011: "2015 and 2019", 2021: "2025"} by vintage."""
    facts = dict.fromkeys(what(edition) for edition in EDITIONS.values())
    return {fact: years(y for y, edition in EDITIONS.items() if what(edition) == fact) for fact in facts}


CIRCULAR = (
    "The Index's Crime domain and police.uk counts are different things: other years, other offences. "
    "The domain is itself built from recorded crime, so agreement between the two is partly circular."
)
CAUTION = (
    "Recorded crime is not an accredited official statistic. It reflects what people report and how the police "
    "record it, as well as how much crime there is."
)
NEAR = (
    "Incidents are placed on or near a street, never at an address. Town centres, campuses and retail parks have "
    "many visitors and few residents, which makes their rates high: read the counts as well."
)
READING = (
    "The council names its Priority Neighbourhoods as parts of wards, estates and villages and publishes no "
    "list of LSOAs. The outlines are this dashboard's reading, and its summaries are not official statistics."
)
RULES = (
    "The reading takes the LSOAs of 2011 whose IMD 2019 decile is 5 or lower and which lie in a place that the "
    "council names. A rule on figures alone knows no places, so with the same bound it takes more."
)
NEAR_MISS = (
    "A near miss is an LSOA that the rule takes outside the Priority Neighbourhoods. A rule is applied to each "
    "edition by that edition's own ranks and deciles, where 1 is the most deprived, and its own populations."
)
TOUCH = (
    "LSOAs touch where their boundaries share an edge or a point; those outside Charnwood are not counted."
)
CHANGED = changed(CHOSEN, NEWEST)
TRANSFORMED = (
    "Domain scores are not comparable with each other, so each bar is the published transformation of the "
    "rank: 0 for England's least deprived area, 100 for the most. England's middle area: half of England's areas "
    "are more deprived, half are less. Charnwood and Leicestershire (seven districts, without the city of "
    "Leicester) are population-weighted averages."
)
CONTRIBUTION = (
    "Weight times transformed rank: the seven add up to the IMD score. Weights: Income and Employment 22.5% "
    "each, Education and Health 13.5% each, Crime, Barriers and Living environment 9.3% each."
)
PUBLISHED = "Scores are as published; nothing is estimated to fill a gap."
INTERVAL = (
    "The shaded band is the exact 95% Poisson interval of each month's incidents: how far chance alone could "
    "move it. Grey stretches are months without data."
)
CONTROL = (
    "Limits: mean ± 3 × mean moving range / 1.128 of all covered months (an XmR chart; Laney's u' chart is the same "
    "where residents do not change), never narrower than exact Poisson limits. Marked: a month beyond a limit, and "
    "eight covered months in a row on one side of the centre line; a gap or a partial month ends a run, and below 5 a month runs are not "
    "read. Where nothing but chance is at work, up to about one chart in four still has a mark, and a kind "
    "that has a season may be marked in it."
)
ROLLING = (
    "A sum of twelve months is given only where all twelve are covered. The shaded band is the exact 95% Poisson "
    "interval of the sum. Successive sums share eleven months. Two sums are compared with an interval that is widened as "
    "in the figure below this one."
)
SEASON = "Only covered months count; the table says which years each mean rests on."
LIKE = (
    "The same calendar months of two years, both covered, by the ratio of counts a day: “higher” or “lower” where its 95% "
    "interval excludes 1. The interval is exact for counts that vary by chance alone, and is widened by as much as the "
    "covered months vary more than that from one to the next."
)
FUNNEL = (
    "Limits on the scale of square roots, widened for over-dispersion by winsorised z-scores (Spiegelhalter 2005). About "
    "one area in 20 lies outside the 95% limits and one in 500 outside the 99.8% limits without a cause of its own. "
    "Many visitors: the area's centre lies within 1 km of Loughborough's town centre, or it bears the University's name, or "
    "a fifth or more of its incidents are near shops and venues or are shoplifting or thefts from the person."
)
DISTRICTS = (
    "Lines are exact 95% Poisson intervals. “Higher” and “lower” are said where the exact 95% interval of the ratio to "
    "Charnwood's rate excludes 1. Districts differ in town centres, roads and age, and the city of Leicester is left out."
)
HEXAGONS = (
    "A street point stands for all that is recorded around it. Points whose intervals overlap cannot be told apart by "
    "their rank."
)
OUTCOMES = (
    "Groups are this dashboard's, of the categories that police.uk publishes. An outcome is the last one told "
    "when the file of its month was published, and is not renewed here: recent crimes in particular may since have "
    "had another. Anti-social behaviour has no outcome and is left out."
)
RATIO = (
    "The bars are exact 95% Poisson intervals. One rate is called higher than another only where the exact 95% "
    "interval of their ratio excludes 1. Each pair is tested alone, so with several pairs one in twenty may differ "
    "by chance."
)
NAMES = (
    "Areas are named after the House of Commons Library's names of neighbourhoods (MSOAs), with the letter that "
    "ONS gives each small area (LSOA) in them; the names are no boundaries of estates or villages."
)
NEWER = (
    f"The edition of {CHOSEN} is shown first because the council's choice of Priority Neighbourhoods rests on it; "
    f"that of {NEWEST} is newer."
)
OWN_AREA = (
    "A click adds an area or takes it out. A line drawn on the map adds each area whose middle lies inside it. "
    "Figures of an own area are this dashboard's own, not official statistics. It is held nowhere but in the address "
    "of the page: keep or share the address to keep or share the area."
)
PANDEMIC = (
    "From March 2020 to July 2021 the restrictions of the pandemic changed what people did and what was recorded: read "
    "comparisons with those months with care."
)
ONE_STREET = (
    "For a single street the numbers are too small to tell a rise or a fall from chance; the page Crime: signals tests the "
    "area as a whole."
)
GLOSSARY = {
    "LSOA": "a small area of about 1,500 people that ONS draws for statistics (lower layer super output area).",
    "Deprivation": "the lack of things that most people have: income, work, health, skills, safety, a decent home. "
    "It describes areas. Not everyone in a deprived area is deprived, and not everyone deprived lives in one.",
    "Indices of Deprivation": f"the government's measure of it, published as editions: {years(EDITIONS)}.",
    "Index of Multiple Deprivation (IMD)": "all seven domains combined into one score.",
    "Domain": "one of its seven kinds, such as income or health.",
    "Rank": "the place of an area among all of England's; rank 1 is the most deprived.",
    "Decile": "one of ten equal groups of England's areas; decile 1 holds the most deprived 10%.",
    "Crimes and anti-social behaviour": "two kinds of incident that the police count apart.",
    "Covered month": "a month for which this dashboard holds the police's file.",
    "95% interval": "the range in which chance alone would leave a figure 19 times in 20.",
    "Times": "1.20 times is a fifth more, 0.80 times a fifth less. “No clear difference”: chance alone may explain it.",
    "Centre line and limits": "the mean of all covered months, and how far months usually lie from it.",
    "Like months": "the same months of another year, so that seasons do not matter.",
}
BOTH_PARTS = "Where an area of a Priority Neighbourhood was split in 2021, both of its parts belong to it."
OWN_MEANS = (
    "Figures of areas of several LSOAs are population-weighted means and this dashboard's own, not official "
    "statistics. Counts of people are sums; an LSOA without a published value adds nothing to them. Leicestershire "
    "is its seven districts, without the city of Leicester. Years of potential "
    "life lost, the illness and disability ratio and acute morbidity are standardised by age and sex. Period: see the "
    "Index's technical report."
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
VINTAGES = " ".join(
    f"The LSOAs of {named} are those of {vintage}."
    for vintage, named in years_by(lambda e: e.vintage).items()
)
LIKENESS = (
    "Distance: the straight line between two sets of seven transformed ranks (0 to 100 each); 0 is the same "
    "profile. It says that their domains rank alike in England, and nothing else about the areas. LSOAs are compared "
    "with those of Leicester and the seven Leicestershire districts. The measure is this dashboard's own."
)
POLICE = "Source: data.police.uk, Leicestershire Police."
POLICE_PAGE = "https://www.police.uk/pu/your-area/leicestershire-police/"
COUNCIL_PAGE = "https://www.charnwood.gov.uk/"
# Of the accessibility statement: each is true, and goes when it is no more
KNOWN_ISSUES = (
    "Large tables are drawn as pictures of cells. Their content is also given to screen readers as a table, but only "
    "for the rows near those in view, and their text does not follow the text spacing that you set in your browser "
    "(WCAG 1.3.1 and 1.4.12). Download the table as CSV instead.",
    "Tables wider than the screen scroll sideways inside their frame. WCAG 1.4.10 allows this for data tables.",
    "The figure at a point of a chart or on an area of a map shows at the mouse pointer and not by keyboard "
    "(WCAG 2.1.1). The same figures are in the table under the chart and in the list beside the map.",
    "A line round areas is drawn by mouse or finger only (WCAG 2.5.7). The same areas can be chosen by clicking "
    "them, from a list, by ward, by search or by pasting codes.",
    "When a choice changes the page, a screen reader is not told that the figures are new (WCAG 4.1.3). The "
    "finding above each chart or map has been renewed when you reach it.",
)
