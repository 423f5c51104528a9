"""What changed between editions: movement of LSOAs relative to England, groups against the rest.

Ranks and deciles are compared, never scores, and ranks as percent of England's LSOAs, because the
editions rank 32,844 and 33,755. A part of an area that was split in 2021 stands beside the rank of the
whole, and is not compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from charnwood import change_words, profiles, words
from charnwood.dataset import Dataset
from charnwood.deprivation import CHOSEN, DOMAINS, EDITION_2015, EDITIONS, IMD, NEWEST
from charnwood.neighbourhoods import PRIORITY, SHARES, Area

# Pairs of editions: from the council's to the newest first, those from 2015 on last
SPANS = {
    f"{first}-{last}": f"{first} to {last}{' (IMD alone)' if first == EDITION_2015.year else ''}"
    for first, last in sorted(
        combinations(EDITIONS, 2),
        key=lambda pair: (pair[0] == EDITION_2015.year, pair != (CHOSEN, NEWEST)),
    )
}
# Classes of movement by deciles, most towards the deprived end first; the last is of parts of split areas
CLASSES = (
    "3 or more deciles more deprived",
    "2 deciles more deprived",
    "1 decile more deprived",
    "same decile",
    "1 decile less deprived",
    "2 deciles less deprived",
    "3 or more deciles less deprived",
    "not compared: split in 2021",
)
NAMED = 4  # LSOAs in each direction that a sentence names
MOST = 10  # movers in each direction that are listed
APART = 12  # lines of a chart that can be told apart
STAND_OUT = 2  # of more lines, those in each direction that have a colour


def span(text: str) -> tuple[int, int]:
    """The two editions of a span, the earlier first."""
    first, last = text.split("-")
    return int(first), int(last)


def measures(first: int) -> list[str]:
    """Keys of the measures whose ranks are held from an edition on: the IMD alone from 2015."""
    return [IMD.key] if first == EDITION_2015.year else [m.key for m in (IMD, *DOMAINS)]


def classes(moved: pd.DataFrame) -> pd.Series:
    """The number of each LSOA's class of movement, 1 to 8 as in `CLASSES`; `moved` as from `profiles.change`."""
    return (moved["deciles_moved"].clip(-3, 3) + 4).fillna(len(CLASSES)).astype("int64")


def movers(moved: pd.DataFrame) -> pd.DataFrame:
    """The LSOAs that moved most in percent of England, at most ten each way, for people.

    Only whole areas are listed; towards the most deprived first.
    """
    whole = moved.dropna(subset="points_moved").sort_values("points_moved", kind="stable")
    down, up = whole[whole["points_moved"] < 0], whole[whole["points_moved"] > 0]
    rows = pd.concat([down.head(MOST), up.tail(MOST)]).drop_duplicates()
    table = profiles.change_table(rows)
    table.insert(1, "Moved, % of England", rows["points_moved"].round(1).to_numpy())
    return table


def groups(data: Dataset, first: int, last: int, measure: str) -> pd.DataFrame:
    """LSOAs by direction for each Priority Neighbourhood, all of them, and the rest of the district.

    One row per group: `group`, `compared`, `more`, `same`, `less` deprived by decile, and `split`.
    """
    moved = profiles.change(data, data.whole, first, last, measure)
    code = EDITIONS[last].code
    inside = {area.name: set(area.codes(EDITIONS[last].vintage)) for area in data.neighbourhoods}
    every = set().union(*inside.values())
    parts = {name: moved[code].isin(codes) for name, codes in inside.items()}
    parts |= {f"All {PRIORITY}s": moved[code].isin(every), data.place.rest: ~moved[code].isin(every)}
    rows = []
    for name, mask in parts.items():
        deciles = moved.loc[mask, "deciles_moved"].dropna()
        counts = [int(part.sum()) for part in (deciles < 0, deciles == 0, deciles > 0)]
        rows.append((name, len(deciles), *counts, int(moved.loc[mask, "split"].sum())))
    return pd.DataFrame(rows, columns=["group", "compared", "more", "same", "less", "split"])


def group_table(table: pd.DataFrame) -> pd.DataFrame:
    """The groups of `groups` for people."""
    return table.rename(
        columns={
            "group": "Group",
            "compared": "LSOAs compared",
            "more": "In a more deprived decile",
            "same": "In the same",
            "less": "In a less deprived one",
            "split": "Not compared: parts of a split area",
        }
    )


def standing(data: Dataset, area: Area, measure: str) -> pd.DataFrame:
    """LSOAs of an area in England's most deprived 10%, 20% and 30% by edition, for people.

    Counts of LSOAs of each edition's own vintage; 2015 has the IMD alone.
    """
    rows = []
    for year, edition in EDITIONS.items():
        if measure not in measures(year):
            continue
        frame = data.iod2015 if year == EDITION_2015.year else data.iod[year]
        deciles = frame.loc[list(area.codes(edition.vintage)), f"{measure}_decile"]
        counts = {f"In the most deprived {s}%": int((deciles <= s // 10).sum()) for s in SHARES}
        rows.append({"Edition": str(year), f"LSOAs of {area.name}": len(deciles), **counts})
    return pd.DataFrame(rows)


def slopes(data: Dataset, area: Area, measure: str) -> pd.DataFrame:
    """The rank of each LSOA (2021) of an area in percent of England's, a column per edition held.

    Index: LSOA name and whether it is a part of a split area (its earlier figures are the whole's);
    0 is the most deprived.
    """
    held = [year for year in EDITIONS if measure in measures(year)]
    since = {year: profiles.change(data, area, year, NEWEST, measure) for year in held if year != NEWEST}
    table = since[CHOSEN].set_index("lsoa21cd")
    columns = {
        year: moved.set_index("lsoa21cd")[f"percentile_{year}"].loc[table.index]
        for year, moved in since.items()
    }
    frame = pd.DataFrame({**columns, NEWEST: table[f"percentile_{NEWEST}"]})
    frame.index = pd.MultiIndex.from_arrays([table["name"], table["split"]])
    return frame


def groups_said(table: pd.DataFrame, first: int, last: int, district: str) -> str:
    """The Priority Neighbourhoods' movement beside that of the rest, in a sentence; `table` as from `groups`."""
    parts = [
        f"of the {row.compared} LSOAs of {where} that can be compared, {words.number(row.more)} stood in a more deprived "
        f"decile in {last} than in {first}, {words.number(row.same)} in the same and {words.number(row.less)} in a "
        "less deprived one"
        for row, where in zip(
            table.tail(2).itertuples(), (f"the {PRIORITY}s", f"the rest of {district}"), strict=True
        )
    ]
    return f"{parts[0][0].upper()}{parts[0][1:]}; {parts[1]}."


def changers_said(moved: pd.DataFrame) -> str:
    """Which LSOAs stand in another decile, by name where they are few; `moved` as from `profiles.change`."""
    parts = []
    for way, rows in (
        ("more", moved[moved["deciles_moved"] < 0]),
        ("less", moved[moved["deciles_moved"] > 0]),
    ):
        if 0 < len(rows) <= NAMED:
            parts.append(f"In a {way} deprived decile: {words.listing(rows['name'])}.")
    return " ".join(parts)


def movers_said(moved: pd.DataFrame) -> str:
    """Which LSOAs moved most each way; `moved` as from `profiles.change`."""
    whole = moved.dropna(subset="points_moved").sort_values("points_moved", kind="stable")
    first, last = change_words.years(moved)
    if whole.empty:
        return "No LSOA here is an area of both editions."
    said = []
    for row, end in ((whole.iloc[0], "most"), (whole.iloc[-1], "least")):
        if (row["points_moved"] < 0) == (end == "most") and row["points_moved"]:
            said.append(
                f"{row['name']} moved furthest towards the {end} deprived end, whether or not into another decile, from {row[f'percentile_{first}']:.1f}% to "
                f"{row[f'percentile_{last}']:.1f}% of England's ranks"
            )
    return f"{'; '.join(said)}." if said else "No area moved."


WAYS = {
    "more": f"More deprived decile in {NEWEST} than in {CHOSEN}",
    "same": "Same decile",
    "less": "Less deprived decile",
    "split": "Part of a split area, not compared",
}
# As on the map, orange is towards the deprived end and purple away from it; seen on light and dark pages
TOWARDS, AWAY, STILL, SPLIT = ("#d55e00", "#b35806"), ("#8073ac", "#a45bb5"), "#7f7f7f", "#0072b2"


@dataclass(frozen=True)
class Ways:
    """What each line of a chart of `slopes` is called (in its order), the colour of each name, the one behind, a sentence."""

    names: pd.Series
    colours: Mapping[str, str]
    behind: str = ""
    said: str = ""


def ways(data: Dataset, area: Area, measure: str) -> Ways:
    """The LSOAs of an area by direction of movement, or, of more than can be told apart, the furthest each way by name."""
    moved = profiles.change(data, area, measure=measure)
    if len(moved) <= APART:
        deciles = moved["deciles_moved"]
        keys = deciles.map(lambda d: "split" if pd.isna(d) else "more" if d < 0 else "less" if d else "same")
        return Ways(
            keys.map(WAYS), dict(zip(WAYS.values(), (TOWARDS[0], STILL, AWAY[0], SPLIT), strict=True))
        )
    whole = moved.dropna(subset="points_moved").sort_values("points_moved", kind="stable")
    ends = [part[part["points_moved"] != 0] for part in (whole.head(STAND_OUT), whole.tail(STAND_OUT))]
    far = pd.concat(ends)["name"]
    colours = [colour for part, way in zip(ends, (TOWARDS, AWAY), strict=True) for colour in way[: len(part)]]
    others = f"The other {len(moved) - len(far)} areas"
    return Ways(
        moved["name"].where(moved.index.isin(far.index), others),
        dict(zip(far, colours, strict=True)) | {others: STILL},
        others,
        f"In colour are the {words.number(STAND_OUT)} areas that moved furthest each way from {CHOSEN} to {NEWEST}.",
    )
