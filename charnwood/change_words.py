"""Movement between editions -> plain-English sentences: ranks and deciles relative to England, never scores."""

from __future__ import annotations

import pandas as pd

from charnwood import words
from charnwood.deprivation import EDITIONS


def movement(deciles: int | None) -> str:
    """How an area moved between England's deciles: its place, never its score; nothing for a part."""
    if deciles is None:
        return "not compared: split in 2021"
    if not deciles:
        return "same decile"
    count = abs(deciles)
    return f"{count} decile{'' if count == 1 else 's'} {'less' if deciles > 0 else 'more'} deprived"


def years(moved: pd.DataFrame) -> list[int]:
    """The two editions of a table of movement, as from `profiles.change`, the earlier first."""
    return sorted(int(column[-4:]) for column in moved if str(column).startswith("rank_"))


def change_summary(moved: pd.DataFrame, name: str) -> str:
    """How many LSOAs of an area changed their decile of England from one edition to another."""
    first, last = years(moved)
    if len(moved) == 1:
        row = moved.iloc[0]
        whole = " for the larger area that it was part of" if row["split"] else ""
        text = (
            f"{row['name']}: rank {row[f'rank_{first}']:,} of {EDITIONS[first].areas:,} in {first} (decile "
            f"{row[f'decile_{first}']}){whole}, rank {row[f'rank_{last}']:,} of {EDITIONS[last].areas:,} in {last} "
            f"(decile {row[f'decile_{last}']})."
        )
        return text if whole else f"{text} Relative to England: {movement(int(row['deciles_moved']))}."
    deciles = moved["deciles_moved"].dropna()
    if deciles.empty:
        return f"{name}: no LSOA of {last} is an area of {first}, so no movement is given."
    more, less = int((deciles < 0).sum()), int((deciles > 0).sum())
    same = len(deciles) - more - less
    kept = " unchanged since 2011" if "lsoa21cd" in moved else ""
    return (
        f"{name}: of {words.number(len(deciles))} LSOA{'' if len(deciles) == 1 else 's'}{kept}, relative to England, "
        f"{words.number(more)} stood in a more deprived decile in {last} than in {first}, {words.number(less)} in a less deprived one "
        f"and {words.number(same)} in the same."
    )


def newer(moved: pd.DataFrame, name: str) -> str:
    """That a newer edition exists, and what it changes for an area; `moved` as from `profiles.change`."""
    return f"A newer edition exists, of {years(moved)[1]}. {change_summary(moved, name)}"


def split_note(moved: pd.DataFrame) -> str:
    """That a part of a split area stands beside the rank of the whole, if there is one."""
    if not moved["split"].any():
        return ""
    return (
        f"Where an area was split in 2021, the rank of {years(moved)[0]} is that of the whole area of 2011 and stands beside each "
        "part; a part is not compared with the whole, and nothing is averaged."
    )
