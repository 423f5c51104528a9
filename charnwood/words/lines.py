"""Which lines of funders an area passes -> plain-English sentences, ready to be used in a bid."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charnwood import english
from charnwood.figures.deprivation import larger, weights
from charnwood.figures.lines import Line, Reach
from charnwood.official.areas import LSOA, Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import NEW_LSOAS, OLD_LSOAS
from charnwood.official.lines import A_LINE
from charnwood.official.place import Place
from charnwood.words import areas, deprivation, standing_text

TITLE = "Which lines does it pass?"
LEAD = (
    "Funders draw lines on the Index of Multiple Deprivation, such as England's most deprived 10% of small areas. Which "
    "of them an area is inside, which it touches, and how many people that is."
)
OWN = "Another line, such as 15% or under 4,950"
UNREAD = f"The line was not read, so it is left out: it takes {A_LINE}."
NEITHER = "inside no line, and touching none"
COPY = "Copy"
NARROWEST = "The narrowest line that each small area is inside of, and so every wider one, and the narrowest that it touches."
NOTE = (
    "A line counts the published ranks from 1, the most deprived small area of England, on. A small area touches a line "
    "where it is not inside and shares an edge or a corner with one that is."
)


LINE_HEADS = {
    "line": "Line",
    "edition": "Edition",
    "last_rank": "Last rank inside",
    "lsoas": "LSOAs",
    "parts": "Parts of LSOAs",
    "lsoas_inside": "LSOAs inside",
    "parts_inside": "Parts inside",
    "lsoas_touching": "LSOAs touching",
    "parts_touching": "Parts touching",
    "people_inside": "People inside",
    "share_inside": "% of people inside",
    "people_touching": "People touching",
    "share_touching": "% of people touching",
}


def beyond(place: Place) -> str:
    """As far as neighbours are known."""
    return f"Small areas beyond {place.region} are not held, and are not counted as neighbours."


def named(line: Line) -> str:
    """A line as lists name it: "the most deprived 10%", "ranks up to 4,949"."""
    return f"ranks up to {line.rank:,}" if line.rank else f"the most deprived {line.text}"


def drawn(lines: Sequence[Line]) -> list[str]:
    """Who draws each line of the list, and when that was published or read."""
    told = []
    for line in lines:
        only = "" if line.editions == tuple(MAPPED) else f", Index of {english.years(line.editions)}"
        told.append(f"{english.capital(named(line))}{only}: {line.source} ({line.date}).")
    return told


def found(area: Area, reached: Sequence[Reach]) -> list[str]:
    """A sentence for each edition: inside which lines an area lies, and which it only touches."""
    editions = dict.fromkeys(one.year for one in reached)
    return [
        f"**By the Index of {year}**, {_found(area, [o for o in reached if o.year == year])}"
        for year in editions
    ]


def _found(area: Area, lines: Sequence[Reach]) -> str:
    rows = lines[0].rows
    inside = [one for one in lines if one.taken.any()]
    beside = [one for one in lines if not one.taken.any() and one.beside.any()]
    if len(rows) == 1:
        said = [f"{_called(area, rows)} is ranked {_rank(rows, lines[0].year)}"]
        said += [f"inside {english.listing(named(one.line) for one in inside)}"] if inside else []
        said += [f"touching {english.listing(named(one.line) for one in beside)}"] if beside else []
        return f"{': '.join([said[0], '; '.join(said[1:]) or NEITHER])}."
    within = english.listing((_counted(one, one.taken) for one in inside), ";")
    near = english.listing((_counted(one, one.beside) for one in beside), ";")
    told = [f"small areas of {area.name} are inside {within}"] if inside else []
    told += [f"{'others' if inside else f'small areas of {area.name}'} touch {near}"] if beside else []
    neither = [named(one.line) for one in lines if one not in (*inside, *beside)]
    told += [f"none is inside, or touches, {english.either(neither)}"] if told and neither else []
    return f"{'; '.join(told) or f'{area.name} has no small area inside a line, and none that touches one'}."


def sentence(area: Area, one: Reach) -> str:
    """What a line takes of an area, or that it takes none, to be used elsewhere: edition, ranks, small areas and people."""
    by = f"by the Index of Multiple Deprivation {one.year}"
    if not (one.taken | one.beside).any():
        return _none(area, one, by)
    if len(one.rows) == 1:
        where = f"is {_within(one)}" if one.taken.any() else f"touches a small area that is {_within(one)}"
        return (
            f"{_called(area, one.rows)} {where} {by}, ranked {_rank(one.rows, one.year)}. {_residents(one)}"
        )
    every = one.rows["inside"]
    taken, beside = every[one.taken], every[one.beside]
    made = areas.counted(every)
    some = f"{areas.some(taken, every)} {areas.are(taken)}" if len(taken) else areas.none_of(every, made)
    touching = (
        f"; {areas.few(beside)}{' more' if len(taken) else ''} {_touch(beside)} one that is"
        if len(beside)
        else ""
    )
    return f"{area.name}: {some} {_within(one)} {by}{touching}. {_people(one)}"


def _none(area: Area, one: Reach, by: str) -> str:
    every = one.rows["inside"]
    if len(every) == 1:
        return (
            f"{_called(area, one.rows)} is not {_within(one)} {by}, and touches none that is: it is ranked "
            f"{_rank(one.rows, one.year)}. {_residents(one)}"
        )
    none = areas.none_of(every, areas.counted(every))
    return f"{area.name}: {none} {_within(one)} {by}, and none touches one that is."


def to_use(area: Area, reached: Sequence[Reach]) -> list[str]:
    """A sentence for each line, with its source."""
    return [f"{sentence(area, one)} {standing_text.source_iod(one.year)}" for one in reached]


def for_people(table: pd.DataFrame) -> pd.DataFrame:
    """`figures.lines.table` with headings for people; parts of LSOAs only where there are some."""
    if table.empty:
        return table
    ranked = ~table["line"].str.endswith("%")
    line = ("Most deprived " + table["line"]).where(
        ~ranked, "Ranks up to " + table["last_rank"].map("{:,}".format)
    )
    told = table.assign(line=line, edition=table["edition"].astype(str))
    heads = {
        key: head for key, head in LINE_HEADS.items() if not key.startswith("parts") or table["parts"].any()
    }
    return told[list(heads)].rename(columns=heads)


def small_areas(table: pd.DataFrame) -> pd.DataFrame:
    """`figures.lines.small_areas` with headings for people; the larger areas of before only where there are some."""
    heads = {
        "name": "Small area",
        "lsoa21cd": f"Code ({NEW_LSOAS})",
        "lsoa11cd": f"Code ({OLD_LSOAS})",
        "part_of_lsoa11": f"Part of a larger area of {OLD_LSOAS}",
    }
    if not (table["part_of_lsoa11"] != "").any():
        del heads["part_of_lsoa11"]
    for year in MAPPED:
        heads |= {f"rank_{year}": f"IMD rank {year}", f"decile_{year}": f"Decile {year}"}
        heads |= {f"inside_{year}": f"Inside, {year}", f"touches_{year}": f"Touches, {year}"}
    return table[list(heads)].rename(columns=heads)


def _called(area: Area, rows: pd.DataFrame) -> str:
    name = larger(area, rows) or area.name
    return f"{name} ({area.key})" if area.kind == LSOA and name == area.name else name


def _rank(rows: pd.DataFrame, year: int) -> str:
    return f"{deprivation.rank(int(rows['imd_rank'].iloc[0]), MAPPED[year].areas)}, where 1 is most deprived"


def _within(one: Reach) -> str:
    of = f"{MAPPED[one.year].areas:,}"
    if one.line.rank:
        return f"inside ranks 1 (the most deprived) to {one.last:,} of England's {of} small areas"
    return f"inside England's most deprived {one.line.text} of small areas (ranks 1 to {one.last:,} of {of})"


def _counted(one: Reach, which: pd.Series) -> str:
    few = areas.few(one.rows.loc[which, "inside"])
    return f"{named(one.line)} ({few}, with {english.share(one.share(which))} of its people)"


def _touch(beside: pd.Series) -> str:
    return "touches" if len(beside) == 1 else "touch"


def _residents(one: Reach) -> str:
    people = round(one.people(one.taken | True))
    return f"It has {people:,} residents ({weights(one.rows, one.year)} population)."


def _people(one: Reach) -> str:
    """How many people live in the small areas inside, or where there are none in those that touch."""
    which, where = (
        (one.taken, "inside it") if one.taken.any() else (one.beside, "in small areas that touch it")
    )
    whole = one.people(one.taken | True)
    return (
        f"{round(one.people(which)):,} of its {round(whole):,} residents ({english.share(one.share(which))}; "
        f"{weights(one.rows, one.year)} population) live {where}."
    )
