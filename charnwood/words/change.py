"""Movement between editions -> plain-English sentences: ranks and deciles relative to England, never scores."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.official.areas import PRIORITY
from charnwood.official.deprivation import CHOSEN, EDITIONS, NEWEST
from charnwood.official.geography import NEW_LSOAS, OLD_LSOAS
from charnwood.words import deprivation


def change_summary(moved: pd.DataFrame, name: str) -> str:
    """How many LSOAs of an area changed their decile of England from one edition to another."""
    first, last = figures.change.years(moved)
    if len(moved) == 1:
        row = moved.iloc[0]
        if row["redrawn"]:
            return f"{row['name']}: {_redrawn(row, first)}"
        whole = " for the larger area that it was part of" if row["split"] else ""
        text = (
            f"{row['name']}: rank {row[f'rank_{first}']:,} of {EDITIONS[first].areas:,} in {first} (decile "
            f"{row[f'decile_{first}']}){whole}, rank {row[f'rank_{last}']:,} of {EDITIONS[last].areas:,} in {last} "
            f"(decile {row[f'decile_{last}']})."
        )
        return (
            text
            if whole
            else f"{text} Relative to England: {figures.change.movement(int(row['deciles_moved']))}."
        )
    deciles = moved["deciles_moved"].dropna()
    if deciles.empty:
        return f"{name}: no LSOA of {last} is an area of {first}, so no movement is given."
    if len(deciles) == 1:
        one = moved.loc[deciles.index].iloc[0]
        return (
            f"{name}: one LSOA is the same area in both editions, {one['name']}. Relative to England: "
            f"{figures.change.movement(int(one['deciles_moved']))}."
        )
    more, less = int((deciles < 0).sum()), int((deciles > 0).sum())
    same = len(deciles) - more - less
    kept = f" unchanged since {OLD_LSOAS}" if "lsoa21cd" in moved else ""
    return (
        f"{name}: of {english.number(len(deciles))} LSOAs{kept}, relative to England, "
        f"{english.number(more)} stood in a more deprived decile in {last} than in {first}, {english.number(less)} in a less deprived one "
        f"and {english.number(same)} in the same."
    )


def _redrawn(row: pd.Series, first: int) -> str:
    """What is said of one LSOA that was merged of several, or drawn anew; `row` as from `figures.change.change`."""
    last = int(row.filter(like="rank_").index[-1][-4:])
    return (
        f"rank {row[f'rank_{last}']:,} of {EDITIONS[last].areas:,} in {last} (decile {row[f'decile_{last}']}). It was "
        f"{figures.change.MERGED} in {NEW_LSOAS} of {row['lsoa11cd']}, so it had no rank in {first} and is not compared."
    )


def crossed(moved: pd.DataFrame, year: int, shares: Sequence[int] = (20,)) -> list[str]:
    """Which LSOAs crossed the line of England's most deprived `shares` percent, and which by a little; nothing of the newest edition.

    `moved` as from `figures.change.change`.
    """
    if year == NEWEST:
        return []
    first, last = figures.change.years(moved)
    return [
        f"{row['name']} crossed the line of England's most deprived {share}%{' by a little' if row['by_a_little'] else ''}: from {row[f'percentile_{first}']:.1f}% of England's ranks in {first} "
        f"to {row[f'percentile_{last}']:.1f}% in {last}."
        for share in shares
        for _, row in figures.change.crossings(moved, share).iterrows()
    ]


def crossed_shortly(moved: pd.DataFrame, first: int) -> list[str]:
    """How many crossed, where a small step took some of them, in one short sentence without figures."""
    rows = figures.change.crossings(moved)
    count, little = len(rows), int(rows["by_a_little"].sum())
    if first == NEWEST or not little:
        return []
    if count == 1:
        return [f"{rows['name'].iloc[0]} crossed the 20% line by only a small step in rank."]
    some = "each" if little == count else f"{english.number(little)} of them"
    return [
        f"{english.capital(english.number(count))} small areas crossed the 20% line, {some} by only a small step in rank."
    ]


def hidden(moved: pd.DataFrame, name: str = "") -> str:
    """That the most deprived LSOA moved towards that end within its tenth, which no count of tenths shows; else "".

    `name` as of `worst`, which has how many ranks there are.
    """
    first, last = figures.change.years(moved)
    row = moved.loc[moved[f"rank_{last}"].idxmin()]
    if row["split"] or row["redrawn"] or row["deciles_moved"] != 0 or row["points_moved"] >= 0:
        return ""
    ranks = f"rank {row[f'rank_{first}']:,} to {row[f'rank_{last}']:,}"
    if len(moved) == 1:
        return f"Within it, it moved towards the most deprived end: {ranks}."
    return f"The most deprived{name and f' in {name}'}, {row['name']}, went from {ranks} {FIRST}."


def worst_shortly(moved: pd.DataFrame) -> str:
    """`worst` in a cell of a table: "Syston East B: place 5,918 (2019: 9,232)"."""
    first, last = figures.change.years(moved)
    row = moved.loc[moved[f"rank_{last}"].idxmin()]
    then = "not comparable" if row["split"] or row["redrawn"] else f"{row[f'rank_{first}']:,}"
    return f"{row['name']}: place {row[f'rank_{last}']:,} ({first}: {then})"


FIRST = "(1 is the most deprived)"


def worst(moved: pd.DataFrame, name: str = "") -> str:
    """The ranks of both editions of an area's most deprived LSOA, which a count of those that left a tenth can hide.

    `moved` as from `figures.change.change`; `name` is the area's where the sentence stands by itself, as it must of one LSOA.
    """
    first, last = figures.change.years(moved)
    row = moved.loc[moved[f"rank_{last}"].idxmin()]
    whose = f"The most deprived small area of {name}" if name else "Its most deprived small area"
    start = f"{whose} in {last}, {row['name']}, was ranked" if len(moved) > 1 else f"{name} was ranked"
    now = deprivation.rank(int(row[f"rank_{last}"]), EDITIONS[last].areas)
    if row["split"] or row["redrawn"]:
        how = (
            f"was {figures.change.MERGED} after {first}"
            if row["redrawn"]
            else f"was part of a larger one in {first}"
        )
        return f"{start} {now} {FIRST}. It {how}, so no earlier rank is compared."
    return f"{start} {deprivation.rank(int(row[f'rank_{first}']), EDITIONS[first].areas)} in {first} and {now} in {last} {FIRST}."


def newer(moved: pd.DataFrame, name: str) -> str:
    """That a newer edition exists, and what it changes for an area; `moved` as from `profiles.change`."""
    return f"A newer edition exists, of {figures.change.years(moved)[1]}. {change_summary(moved, name)}"


def split_note(moved: pd.DataFrame) -> str:
    """That a part of a split area stands beside the rank of the whole, and a merged area beside none, if there is one."""
    said = []
    if moved["split"].any():
        said.append(_split(moved))
    if moved["redrawn"].any():
        count = int(moved["redrawn"].sum())
        areas = "One area was" if count == 1 else f"{english.capital(english.number(count))} areas were"
        said.append(
            f"{areas} {figures.change.MERGED} in {NEW_LSOAS}, so no rank of {figures.change.years(moved)[0]} stands "
            f"beside {'it' if count == 1 else 'them'}."
        )
    return " ".join(said)


def _split(moved: pd.DataFrame) -> str:
    return (
        f"Where an area was split in {NEW_LSOAS}, the rank of {figures.change.years(moved)[0]} is that of the whole area of {OLD_LSOAS} and stands beside each "
        "part; a part is not compared with the whole, and nothing is averaged."
    )


NAMED = 4  # LSOAs in each direction that a sentence names


def groups_said(table: pd.DataFrame, first: int, last: int, district: str) -> str:
    """The Priority Neighbourhoods' movement beside that of the rest, in a sentence; `table` as from `groups`."""
    parts = [
        f"of the {row.compared} LSOAs of {where} that can be compared, {english.number(row.more)} stood in a more deprived "
        f"decile in {last} than in {first}, {english.number(row.same)} in the same and {english.number(row.less)} in a "
        "less deprived one"
        for row, where in zip(
            table.tail(2).itertuples(), (f"the {PRIORITY}s", f"the rest of {district}"), strict=True
        )
    ]
    return f"{english.capital(parts[0])}; {parts[1]}."


def changers_said(moved: pd.DataFrame) -> str:
    """Which LSOAs stand in another decile, by name where they are few; `moved` as from `profiles.change`."""
    parts = []
    for way, rows in (
        ("more", moved[moved["deciles_moved"] < 0]),
        ("less", moved[moved["deciles_moved"] > 0]),
    ):
        if 0 < len(rows) <= NAMED:
            parts.append(f"In a {way} deprived decile: {english.listing(rows['name'])}.")
    return " ".join(parts)


def in_colour(count: int) -> str:
    """Which lines of a chart of movement stand out: those that moved furthest, `count` each way."""
    return f"In colour are the {english.number(count)} areas that moved furthest each way from {CHOSEN} to {NEWEST}."


def movers_said(moved: pd.DataFrame) -> str:
    """Which LSOAs moved most each way; `moved` as from `profiles.change`."""
    whole = moved.dropna(subset="points_moved").sort_values("points_moved", kind="stable")
    first, last = figures.change.years(moved)
    if whole.empty:
        return "No LSOA here is an area of both editions."
    if len(whole) == 1 or len(moved) == 1:
        return ""  # of one there is no furthest
    said = []
    for row, end in ((whole.iloc[0], "most"), (whole.iloc[-1], "least")):
        if (row["points_moved"] < 0) == (end == "most") and row["points_moved"]:
            said.append(
                f"{row['name']} moved furthest towards the {end} deprived end, whether or not into another decile, from {row[f'percentile_{first}']:.1f}% to "
                f"{row[f'percentile_{last}']:.1f}% of England's ranks"
            )
    return f"{'; '.join(said)}." if said else "No area moved."


def furthest(district: str) -> str:
    """What the table of the largest movers holds."""
    return (
        f"The {figures.change.MOST} LSOAs of {district} that moved furthest each way in percent of England's ranks; "
        "minus is towards the most deprived end."
    )
