"""Sentences of a briefing: short enough to be read out, in plain English, under the rules of the figures.

Each function returns the sentences of one step; where it says so, the finding that heads the step is the first.
"Higher" and "lower" are said of a rate only where its exact 95% interval excludes equality; a movement is one of
rank, never of score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from charnwood import english, figures
from charnwood.figures.deprivation import summary, weights
from charnwood.official.areas import BOROUGH, FORMER_WARD, LSOA, PRIORITY, VILLAGE, WARD, Area
from charnwood.official.deprivation import AFTER_HOUSING, CHOSEN, DOMAINS, MAPPED, NEWEST, average_score
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS
from charnwood.store.dataset import Dataset
from charnwood.words import areas, deprivation, findings
from charnwood.words import change as change_words

HOUSING = {
    False: "before housing costs",
    True: "after housing costs",
}
WIDER = f"That count is wider than the one of {CHOSEN}, which was before housing costs."
MOST_NAMES = 4  # names in one sentence
WHOLE = "Its outline follows whole LSOAs, so it may differ from the true line."
RANKS = "Ranks show a place beside the rest of England. Scores of the two years cannot be compared."
DESCRIBES = "Deprivation describes the area. Not everyone who lives in a deprived area is deprived."


def where(
    area: Area, inside: pd.Series, residents: int, places: Sequence[str], sizes: Sequence[int]
) -> list[str]:
    """The finding how many people live in an area, then of how many LSOAs it is made, and the places that they lie in or near.

    `inside`: the share of each LSOA of an edition that lies in the area, as from `Dataset.rows`. People are of the
    newest estimate, so how many live in each (`sizes`) is said of the newest LSOAs.
    """
    each = f", with {min(sizes):,} to {max(sizes):,} people each"
    if len(inside) != len(area.lsoa21) and len(area.lsoa21) > 1:
        each = f"; since {NEW_LSOAS} of {english.number(len(area.lsoa21))}{each}"
    elif (inside < 1).any() or len(inside) == 1:
        each = ""
    made = (
        "It is one of the small areas, called LSOAs, for which such figures are published."
        if area.kind == LSOA and len(inside) == 1
        else f"It is made of {areas.counted(inside)}, called {'an LSOA' if len(inside) == 1 else 'LSOAs'}{each}."
    )
    kind = {
        PRIORITY: "It is one of the council's Priority Neighbourhoods. The outline here is read from what the council says of it.",
        BOROUGH: "Its darkest parts on the map are the most deprived.",
        WARD: WHOLE,
        FORMER_WARD: WHOLE,
        VILLAGE: WHOLE,
    }.get(area.kind, "")
    sites = [] if area.kind == BOROUGH else [f"It lies {placed(places)}."]
    return [
        f"{residents:,} people lived in {area.name} in mid-{LATEST_POPULATION}.",
        *sites,
        made,
        *([kind] if kind else []),
    ]


def other_vintage(area: Area, codes: Sequence[str], year: int) -> list[str]:
    """What an LSOA's figures of an edition stand for where it is no area of that edition; else nothing."""
    if area.kind != LSOA or tuple(codes) == (area.key,):
        return []
    if len(codes) > 1:
        how = "made of several areas" if area.key in area.lsoa21 else "split"
        of = "both its parts" if len(codes) == 2 else "all its parts"
        return [f"It was {how} in {NEW_LSOAS}. Figures of {year} are of {of}."]
    if area.key in area.lsoa11:
        return [f"It was merged into a larger area in {NEW_LSOAS}. Figures of {year} are of that whole area."]
    return [f"Before {NEW_LSOAS} it was part of a larger area. Figures of {year} are of that whole area."]


def how_deprived(
    area: Area,
    rows: pd.DataFrame,
    district: pd.DataFrame,
    year: int,
    name: str,
    newest: pd.DataFrame,
    moved: pd.DataFrame,
) -> list[str]:
    """Where an area stands on the IMD of an edition, the finding first: rank and decile of an LSOA, else counts and shares.

    `district` has the rows of the district that is called `name`; `newest` the area's in the newest
    edition, which is told of where another is in view; `moved` as from `figures.change.change` between the two.
    """
    if area.kind == LSOA and len(rows) == 1:
        row = rows.iloc[0]
        england = MAPPED[year].areas
        itself = "it" if rows.index[0] == area.key else f"{newest['name'].iloc[0]} itself"
        newer = (
            [
                f"In {NEWEST} {itself} was ranked {deprivation.rank(int(newest['imd_rank'].iloc[0]), MAPPED[NEWEST].areas)}."
            ]
            if year != NEWEST and len(newest) == 1
            else []
        )
        return [
            findings.deprivation(area, row, rows, year),
            f"In the Index of {year} it is ranked {deprivation.rank(int(row['imd_rank']), england)} in England. "
            f"Rank 1 is the most deprived, and {(england + 1) // 2:,} is England's middle.",
            f"That puts it in {deprivation.decile(int(row['imd_decile']))}.",
            *newer,
            DESCRIBES,
        ]
    lines = (
        _in_few(area, rows, year, newest, moved)
        if areas.few_lsoas(area)
        else _in_many(area, rows, year, newest)
    )
    mine, whole = summary(rows), summary(district)
    others = "" if area.kind == BOROUGH else f", {name}'s {whole['imd_score']:.1f}"
    lines.append(
        f"Its average score of {year} is {mine['imd_score']:.1f}{others} and England's {average_score(MAPPED[year].areas):.1f}."
    )
    return [*lines, DESCRIBES]


def of_newest(lines: Sequence[str], year: int) -> str:
    """Which of the lines of `how_deprived` of another edition tells the newest; "" of the newest itself."""
    told = (line for line in lines if line.startswith((f"In {NEWEST}", f"By the Index of {NEWEST}")))
    return next(told, "") if year != NEWEST else ""


def _in_many(area: Area, rows: pd.DataFrame, year: int, newest: pd.DataFrame) -> list[str]:
    """Shares of an area's people in England's most deprived 20% and 10%, in an edition and in the newest."""
    mine, now = summary(rows), summary(newest)
    lines = [
        f"By the Index of {year}, {english.small(of_people(mine['share_20']))} in {area.name} live in England's most "
        "deprived 20% of areas."
    ]
    tenth = f"{of_people(mine['share_10'])} live in the most deprived 10%"
    if year == NEWEST:
        return [*lines, *([f"{tenth}."] if mine["share_20"] else [])]
    do = f"{english.share(now['share_20'])} do" if now["share_20"] else "none does"
    lines.append(f"By the Index of {NEWEST}, {do}.")
    if not mine["share_20"] + now["share_20"]:
        return lines
    return [*lines, f"{tenth} ({year}), and {english.share(now['share_10'])} in {NEWEST}."]


def _in_few(
    area: Area, rows: pd.DataFrame, year: int, newest: pd.DataFrame, moved: pd.DataFrame
) -> list[str]:
    """How many of an area's few LSOAs are among England's most deprived 20% in an edition and in the newest.

    Then the shares of people, which move in steps, and which LSOA crossed the line by a little; the 30% last, with
    their own share, as no sentence on the 20% may follow them.
    """
    mine, now = (each.loc[each["imd_decile"] <= 2, "inside"] for each in (rows, newest))
    told, later = areas.some(mine, rows["inside"]), areas.some(now, newest["inside"])
    same = told == later or not len(mine) + len(now)
    when = f"in {year} and in {NEWEST}" if same and year != NEWEST else f"in {year}"
    here = told.replace("no part of it", "no part")
    lines = [f"In {area.name}, {here} {areas.are(mine)} among England's most deprived 20%, {when}."]
    if year != NEWEST and not same:
        lines.append(f"In {NEWEST}, {later} {areas.are(now)}.")
    if any(len(each) for each in (mine, now)):
        lines.append(_shares_moved(rows, year, newest))
    lines += change_words.crossed_shortly(moved, year)
    wider = rows.loc[rows["imd_decile"] <= 3, "inside"]
    if len(wider) > len(mine):
        lines.append(
            f"Among the most deprived 30% {areas.are(wider)} {areas.some(wider, rows['inside'])}, in {year}, with "
            f"{english.share(summary(rows)['share_30'])} of its people."
        )
    return lines


def _shares_moved(rows: pd.DataFrame, year: int, newest: pd.DataFrame) -> str:
    """The shares of an area's people in England's most deprived 20%, each with its edition and its mid-year."""
    first, last = (summary(each)["share_20"] for each in (rows, newest))
    if year == NEWEST:
        return f"{english.share(first)} of its people live in that 20%."
    years = [weights(each, which) for each, which in ((rows, year), (newest, NEWEST))]
    of = [f" ({one})" if years[0] != years[1] else "" for one in years]
    if english.share(first) == english.share(last):
        return f"By the Index of {year}{of[0]} and by that of {NEWEST}{of[1]}, {english.share(first)} of its people live in that 20%."
    return (
        f"By the Index of {year}{of[0]}, {english.share(first) if first else 'none'} of its people live in that 20%; by that "
        f"of {NEWEST}{of[1]}, {f'{english.share(last)} do' if last else 'none does'}."
    )


def domains(points: pd.Series) -> list[str]:
    """Which domains add most to an area's IMD score (`points` by domain)."""
    order = points.sort_values(ascending=False)
    top = order.head(3)
    return [
        f"Of the seven kinds of deprivation, three weigh most here: {domain_names(top.index)}.",
        f"Together they make up {english.share(100 * top.sum() / order.sum())} of its score.",
        "Income and employment weigh most in the Index: each counts for more than a fifth of the score.",
    ]


def of_larger(row: str) -> str:
    """A row of a table of one area that is of the larger area that it was part of."""
    return f"{row}, larger area"


def larger_rows(whole: Mapping[int, str]) -> str:
    """What the rows that `of_larger` names are of, by `whole` as of `people`; nothing where there is none."""
    named = list(dict.fromkeys(filter(None, whole.values())))
    return f"“Larger area”: {english.listing(named)}." if named else ""


def people(
    facts: pd.DataFrame,
    area: Area,
    year: int,
    before: int,
    now: int,
    district: str,
    whole: Mapping[int, str] = MappingProxyType({}),
) -> list[str]:
    """Who lives in an area: the finding how many are on low incomes, then the young and the old, growth in ten years.

    `facts` is indexed by what is counted, with a column of percentages for the area and for the district; `whole` is
    the larger area that the figures of an edition are of, as from `figures.deprivation.larger`.
    """
    ages_of, incomes_of = (
        f"in all of {whole[of].partition(' (')[0]}, " if whole.get(of) else "" for of in (CHOSEN, year)
    )
    mine = facts[area.name]
    change = 100 * (now / before - 1)
    grown = (
        "about the same"
        if abs(change) < 1
        else f"{english.percent(abs(change))} {'more' if change > 0 else 'fewer'}"
    )
    here = "" if incomes_of else f" in {area.name}"
    beside = f"; {district}: {english.share(facts.loc['People on low incomes', district])}"
    return [
        f"{english.capital(incomes_of)}{english.share(mine['People on low incomes'])} of people{here} were on low incomes "
        f"{HOUSING[year >= AFTER_HOUSING]}{'' if area.kind == BOROUGH else beside} (Index of {year}).",
        *([WIDER] if year >= AFTER_HOUSING else []),
        f"In {MAPPED[CHOSEN].mid_year}, {ages_of}{english.share(mine['Children (0 to 15)'])} were children and "
        f"{english.share(mine['Aged 60 and over'])} were 60 or over.",
        f"{now:,} people lived here in mid-{LATEST_POPULATION}: {grown} {'as' if abs(change) < 1 else 'than'} ten years before.",
    ]


def change(moved: pd.DataFrame, area: Area) -> list[str]:
    """How many LSOAs moved to another decile of England from one edition to another, the finding first."""
    first, last = figures.change.years(moved)
    deciles = moved["deciles_moved"].dropna()
    caution = RANKS
    if len(moved) == 1:  # of a group of one it is the LSOA that has a rank
        row = moved.iloc[0]
        if row["redrawn"]:
            return [_redrawn(row, area, first, last), caution]
        name = area.name if area.kind == LSOA else str(row["name"])
        ranks = [deprivation.rank(int(row[f"rank_{year}"]), MAPPED[year].areas) for year in (first, last)]
        if row["split"]:
            return [
                findings.moved(row, name),
                f"In {first} {name} was ranked {ranks[0]}. That rank is of the larger area that it was part of.",
                f"In {last} the part itself was ranked {ranks[1]}.",
                caution,
            ]
        return [
            findings.moved(row, name),
            f"It was ranked {ranks[0]} in {first} and {ranks[1]} in {last} {change_words.FIRST}.",
            caution,
        ]
    if deciles.empty:
        how = "redrawn" if moved["redrawn"].any() else "split"
        return [
            f"All areas of {area.name} were {how} in {NEW_LSOAS}, so none is compared.",
            change_words.worst(moved),
            caution,
        ]
    same = int((deciles == 0).sum())
    return [
        findings.moves(deciles, area.name, first, last, len(moved)),
        change_words.worst(moved),
        f"{english.capital(english.number(len(deciles)))} of the {english.number(len(moved))} areas of {last} in {area.name} "
        f"{'has' if len(deciles) == 1 else 'have'} the same boundaries in both years. {_others(moved)}"
        if len(deciles) < len(moved)
        else f"{'Both' if len(moved) == 2 else f'All {english.number(len(moved))}'} areas in {area.name} have the same boundaries in both years.",
        *(
            [f"{english.capital(english.number(same))} stayed in the same tenth of England."]
            if 0 < same < len(deciles)
            else []
        ),
        caution,
    ]


def _redrawn(row: pd.Series, area: Area, first: int, last: int) -> str:
    """That one LSOA was merged of several, or drawn anew, and its rank since."""
    return (
        f"{area.name if area.key in area.lsoa21 else row['name']} was {figures.change.MERGED} in {NEW_LSOAS} and had no rank in "
        f"{first}. In {last} it was ranked {deprivation.rank(int(row[f'rank_{last}']), MAPPED[last].areas)}."
    )


def _others(moved: pd.DataFrame) -> str:
    """Of how many areas that were split the others are parts; `moved` as from `figures.change.change`."""
    split, redrawn = moved[moved["split"]], int(moved["redrawn"].sum())
    if redrawn:
        other = "other was" if len(split) + redrawn == 1 else "others were split or"
        return f"The {other} {figures.change.MERGED} in {NEW_LSOAS}."
    if len(split) == 1:
        return "The other is a part of an area that was split."
    wholes = split["lsoa11cd"].nunique()
    whole = "one area that was" if wholes == 1 else f"{english.number(wholes)} areas that were"
    return f"{english.capital(english.number(len(split)))} are parts of {whole} split."


def compared(
    area: Area,
    rows: pd.DataFrame,
    shares: pd.DataFrame,
    profile: pd.DataFrame,
    alike: Sequence[str],
    year: int,
    district: str,
) -> list[str]:
    """How an area's share of people in England's most deprived 20% stands beside others'.

    Of an area with few LSOAs (`rows`, as from `Dataset.rows`) their count stands first. `shares` is indexed by name, its second column that share, and empty for a single LSOA, which is compared
    by `profile`, the transformed ranks of its domains; `alike` names the areas of a like profile.
    """
    lines = []
    if shares.empty:
        lines.append(deprivation.profile_compared(profile[area.name], profile[district], area.name))
    else:
        column = shares[shares.columns[1]]
        rest = english.listing(
            f"{english.share(value)} in {name}" for name, value in column.items() if name != area.name
        )
        if areas.few_lsoas(area):
            most = rows.loc[rows["imd_decile"] <= 2, "inside"]
            some = areas.some(most, rows["inside"])
            lines.append(
                f"{english.capital(some)} {areas.are(most)} among England's most deprived 20%, in {year}."
            )
            lines.append(f"Share of people in that 20%: {english.share(column[area.name])} here, {rest}.")
        else:
            lines.append(
                f"By the Index of {year}, {english.small(of_people(column[area.name]))} in {area.name} live in England's most "
                "deprived 20% of areas."
            )
            lines.append(f"That compares with {rest}.")
    if alike:
        lines.append(f"By kinds of deprivation ({year}) it is most like {english.listing(alike)}.")
    return lines


def of_people(percent: float) -> str:
    """A share of people as a sentence opens with it: "None" and "All" at the ends."""
    start = {0.0: "None", 100.0: "All"}.get(percent, english.capital(english.share(percent)))
    return f"{start} of the people"


def places(data: Dataset, area: Area) -> list[str]:
    """The places that an area's small areas lie in or near, where most people live first, for `placed`."""
    people = data.lsoa[NEW_LSOAS].loc[list(area.lsoa21)].groupby("place")["residents"].sum()
    return list(people.sort_values(ascending=False).index)


def placed(places: Sequence[str]) -> str:
    """Where an area lies: "in Quorn", "near Beeby", "in Quorn and near Beeby"; `places` as LSOAs bear them."""
    within = [place for place in places if not place.startswith("near ")]
    beside = [name for place in places if (name := place.removeprefix("near ")) not in (place, *within)]
    return " and ".join(f"{how} {named(names)}" for how, names in (("in", within), ("near", beside)) if names)


def named(places: Sequence[str]) -> str:
    """Up to four names, and how many more."""
    shown = list(places[:MOST_NAMES])
    more = len(places) - len(shown)
    return english.listing(
        [*shown, f"{english.number(more)} more places"] if more > 1 else places[: MOST_NAMES + 1]
    )


def domain_names(keys: Any) -> str:
    """Domains in the words of a sentence."""
    plain = {
        "education": "education and skills",
        "health": "health",
        "barriers": "housing and services",
        "living_environment": "living environment",
    }
    names = {d.key: plain.get(d.key, d.name.lower()) for d in DOMAINS}
    told = [names[str(key)] for key in keys]
    return english.listing(told, ";" if any(" and " in name for name in told) else ",")
