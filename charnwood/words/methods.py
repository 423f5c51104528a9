"""What the page on data and methods tells: sources, rows left out, readings, rules, joined areas."""

from __future__ import annotations

from collections.abc import Sequence

from charnwood import english
from charnwood.official import incidents
from charnwood.official.deprivation import DOMAINS, MAPPED, SUBDOMAINS, SUPPLEMENTARY, held_measures
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS, OLD_LSOAS, SPLIT, YEARS
from charnwood.store.dataset import Dataset
from charnwood.words import standing_text

EDITIONS = tuple(MAPPED)
PLACING = (
    "Each row of police.uk is one incident; identical rows are separate incidents, because anti-social behaviour "
    f"has no identifier. police.uk gave LSOA codes of {OLD_LSOAS} until 2022 and codes of {NEW_LSOAS} from 2024. Every incident "
    f"here has both: by ONS's exact-fit lookup where that is unambiguous, by its coordinates where one area of {OLD_LSOAS} "
    f"was split or merged in {NEW_LSOAS}. A row with coordinates and no code is placed by its coordinates. Coordinates are police.uk's "
    "anonymised points, on or near a street, so an incident close to a boundary may belong on its other side."
)
ENGLAND = ", ".join(
    f"{areas:,} in {named}" for areas, named in standing_text.years_by(lambda e: e.areas).items()
)
RULES = (
    f"Rank 1 is the most deprived of England's areas: {ENGLAND}. Rank 1,000 is not "
    "twice as deprived as rank 2,000. Decile 1 is the most deprived 10%, decile 10 the least deprived 10%.",
    "Domain scores cannot be compared with each other. Charts use the published transformation of the rank: with N "
    "areas and R = (N + 1 − rank) / N, it is −23 × ln(1 − R × (1 − exp(−100 / 23))), from 0 to 100.",
    "An area of several LSOAs is summarised by its population-weighted score, the share of its population in "
    "England's most deprived 10%, 20% and 30%, and counts of LSOAs; never by an average of ranks or deciles. "
    f"Weights: {', '.join(f'{edition.weights} for IMD {year}' for year, edition in MAPPED.items())}.",
    "Between editions ranks or deciles are compared, never scores: indicators and methods changed.",
    f"Rates are per 1,000 residents of the mid-year nearest to the middle of their months, of ONS's estimates for mid-{YEARS[0]} to "
    f"mid-{LATEST_POPULATION}, one series rebased after the Census of {NEW_LSOAS}. Months from {LATEST_POPULATION} on have mid-{LATEST_POPULATION}, the latest "
    f"held for LSOAs, so their rates are a little high where more people have come since. A {OLD_LSOAS} area that was split has the "
    "residents of its parts.",
    "Totals have three names: all incidents, crimes, and anti-social behaviour, which is not recorded crime.",
    "A month not held is a gap, never a zero, and never part of an average. Where a figure of crime is not of months that were "
    "chosen, it is of the latest twelve that are held whole from the archive of police.uk, and names them.",
    "“Higher” and “lower” are said of a rate only where the exact 95% interval of the ratio excludes 1. Else there is “no "
    f"clear difference”, and the change stands with its interval. {standing_text.FEW} With many areas compared, about one in "
    "twenty differs by chance alone.",
    "Across a break, a time when what is counted or where it is placed changed, months do not compare as they stand: charts "
    "mark it, sentences name it, control charts begin anew, and months of the pandemic's restrictions are compared with none.",
    "Months have 28 to 31 days: control charts, seasons and ratios of months are of counts a day.",
    "A month stands out where a control chart of the months since the last break or gap marks it, an LSOA where a funnel plot that allows "
    "for over-dispersion does. Both tests are named with their formula beneath their charts.",
    "Where there is nothing to find, simulations still mark about one control chart in 20, tell one area in 20 from the rest by "
    "a ratio, and find one in 20 outside the funnel's 95% limits; years are told apart in one comparison in 20 or fewer.",
    f"Wards are made of whole LSOAs by ONS's best fit, so ward figures are approximate; an area of {OLD_LSOAS} whose parts "
    "lie in two wards counts to the first of them.",
)


def held(data: Dataset) -> list[str]:
    """The months of police.uk that are held."""
    return incidents.held_months(data.coverage)


def attributions(data: Dataset) -> list[str]:
    """The attribution lines that the licences ask for, each once."""
    return list(dict.fromkeys(s["attribution"] for s in data.manifest["sources"]))


def scores_held(data: Dataset) -> str:
    """Which published scores the embedded tables hold of each edition, and which they lack."""
    sentences = []
    for year, edition in MAPPED.items():
        own = data.own(year)
        held = held_measures(edition, own)
        lacks = [m.name for m in held if own[f"{m.key}_score"].isna().all()]
        absent = [m.name for m in (*DOMAINS, *SUBDOMAINS, *SUPPLEMENTARY) if m not in held]
        text = f"Indices of {year}: ranks and deciles of the IMD, its domains and parts are held, "
        text += (
            f"their published scores too, but for {english.listing(lacks, ';')}, whose scores are not in the "
            "embedded tables."
            if lacks
            else "and all their published scores."
        )
        if absent:
            text += f" Not in the embedded tables at all: {english.listing(absent, ';')}."
        sentences.append(text)
    return "\n".join(f"- {sentence}" for sentence in sentences)


def coverage_sentence(data: Dataset) -> str:
    """What became of all rows of the force's files; the parts sum to the whole."""
    table = data.coverage.dropna()
    total = table[["rows", "located", "unlocated", "outside"]].sum()
    return (
        f"The {len(table)} monthly files of {data.place.police} hold {total['rows']:,} rows: "
        f"**{total['located']:,}** in {data.place.name}, which this dashboard shows; {total['outside']:,} located "
        f"outside {data.place.name}; and {total['unlocated']:,} without a location, which may lie anywhere in the "
        "force's area and are in no figure here. No row was unreadable: a file with such a row is refused whole."
    )


def other_data(shared: str | None, held: str) -> str:
    """That a link was made with other data than those held; nothing where it names these or none."""
    if shared in (None, held):
        return ""
    return (
        f"This link was made with data version {shared}; this server now holds version {held}. Figures may differ from "
        "those that were shared."
    )


def reading(data: Dataset) -> str:
    """How the Priority Neighbourhoods were read and how to change them."""
    lines = [f"- **{area.name}**: {len(area.lsoa11)} LSOAs of {OLD_LSOAS}." for area in data.neighbourhoods]
    return "\n".join(
        [
            f"{data.reading} {data.place.method}".strip(),
            "",
            *lines,
            "",
            "To change it, edit `data/priority_neighbourhoods.csv` in a spreadsheet: a row per LSOA with the "
            f"neighbourhood's name and the {OLD_LSOAS} code. The dashboard reads it again at the next visit, and names any "
            f"line that it cannot use. Areas that were split in {NEW_LSOAS} follow into both parts.",
        ]
    )


def counts_asked(data: Dataset) -> str:
    """What a reader may ask on seeing different numbers of LSOAs."""
    old, counts = data.place.lsoas_2001, [len(data.lsoa[vintage]) for vintage in (OLD_LSOAS, NEW_LSOAS)]
    if old:
        return f"Why {old} areas, {counts[0]} and {counts[1]}"
    return f"Why {counts[0]} areas and {counts[1]}" if counts[0] != counts[1] else "How areas are drawn"


def vintages(data: Dataset) -> str:
    """Why editions of the Indices count different numbers of LSOAs, and the council's page perhaps another."""
    on = standing_text.years_by(lambda edition: edition.vintage)
    split = data.names[data.names["change"] == SPLIT]
    parents = list(dict.fromkeys(f"{row.name11} ({row.lsoa11cd})" for row in split.itertuples()))
    old, now = data.place.lsoas_2001, len(data.lsoa[OLD_LSOAS])
    first = (
        f"had {old} in the geography of the 2001 Census, the number on the council's page; it has {now} in that of {OLD_LSOAS}"
        if old
        else f"has {now} in the geography of the {OLD_LSOAS} Census"
    )
    return (
        f"LSOAs are redrawn with each Census. {data.place.name} {first}, on which the Indices of {on[OLD_LSOAS]} "
        f"stand, and {len(data.lsoa[NEW_LSOAS])} in that of {NEW_LSOAS}, on which the Indices of {on[NEW_LSOAS]} stand. Between {OLD_LSOAS} and "
        f"{NEW_LSOAS} {_split(parents, len(split))}. {_redrawn(data)}{'All others are unchanged.' if parents or data.redrawn else ''}"
    ).strip()


def _split(parents: Sequence[str], parts: int) -> str:
    """Which areas were split, and into how many parts."""
    if not parents:
        return "none was split"
    areas = "one area was" if len(parents) == 1 else f"{english.number(len(parents))} areas were"
    into = "two" if parts == 2 * len(parents) else "two or more"
    return f"{areas} split in {into}: {english.listing(parents)}"


def _redrawn(data: Dataset) -> str:
    """Which areas were merged or drawn anew, of which, and what stands for those before; nothing where none was."""
    pairs = data.names[data.names["lsoa21cd"].isin(data.redrawn)]
    if pairs.empty:
        return ""
    made = english.listing(
        (
            f"{rows['name21'].iloc[0]} ({code}), of {english.listing(rows['name11'] + ' (' + rows['lsoa11cd'] + ')')}"
            for code, rows in pairs.groupby("lsoa21cd")
        ),
        ";",
    )
    return (
        f"Merged or redrawn: {made}. Residents of an area of {OLD_LSOAS} among these are a share of those of the area that it went "
        "into, as in ONS's estimates of mid-2019, and editions of different areas are not compared there. "
    )


def table_source(data: Dataset, file: str) -> str:
    """Attribution of one table, from the sources that it was made from, with the data version."""
    keys = next(entry["made_from"] for entry in data.manifest["tables"] if entry["file"] == file)
    used = [s["attribution"] for s in data.manifest["sources"] if s["key"] in keys]
    return f"{' '.join(dict.fromkeys(used))} Data version {data.version}."
