"""What changed between editions: movement of LSOAs relative to England, groups against the rest.

Ranks and deciles are compared, never scores, and ranks as percent of England's LSOAs, because the
editions rank 32,844 and 33,755. A part of an area that was split in 2021 stands beside the rank of the
whole, and is not compared with it; one that was merged of several, or drawn anew, has no rank before.
"""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from charnwood import english
from charnwood.cache import of_data
from charnwood.official.areas import PRIORITY, SHARES, Area
from charnwood.official.deprivation import CHOSEN, DOMAINS, EDITION_2015, EDITIONS, IMD, NEWEST
from charnwood.official.geography import NEW_LSOAS, OLD_LSOAS, SPLIT
from charnwood.store.dataset import Dataset


def movement(deciles: int | None, redrawn: bool = False) -> str:
    """How an area moved between England's deciles: its place, never its score; why it is not compared where it is not."""
    if deciles is None:
        return CLASSES[-1 if redrawn else -2]
    if not deciles:
        return "same decile"
    count = abs(deciles)
    return f"{count} decile{'' if count == 1 else 's'} {'less' if deciles > 0 else 'more'} deprived"


def years(moved: pd.DataFrame) -> list[int]:
    """The two editions of a table of movement, as from `profiles.change`, the earlier first."""
    return sorted(int(column[-4:]) for column in moved if str(column).startswith("rank_"))


# Pairs of editions: from the council's to the newest first, those from 2015 on last
SPANS = {
    f"{first}-{last}": f"{first} to {last}{' (IMD alone)' if first == EDITION_2015.year else ''}"
    for first, last in sorted(
        combinations(EDITIONS, 2),
        key=lambda pair: (pair[0] == EDITION_2015.year, pair != (CHOSEN, NEWEST)),
    )
}
# Classes of movement by deciles, most towards the deprived end first; the last two are of areas that are not compared
CLASSES = (
    "3 or more deciles more deprived",
    "2 deciles more deprived",
    "1 decile more deprived",
    "same decile",
    "1 decile less deprived",
    "2 deciles less deprived",
    "3 or more deciles less deprived",
    f"not compared: split in {NEW_LSOAS}",
    f"not compared: merged or redrawn in {NEW_LSOAS}",
)
MERGED = "merged or redrawn"
LITTLE = 5.0  # percent of England's ranks: by no more has an LSOA crossed a line by a little
MOST = 10  # movers in each direction that are listed


def span(text: str) -> tuple[int, int]:
    """The two editions of a span, the earlier first."""
    first, last = text.split("-")
    return int(first), int(last)


def measures(first: int) -> list[str]:
    """Keys of the measures whose ranks are held from an edition on: the IMD alone from 2015."""
    return [IMD.key] if first == EDITION_2015.year else [m.key for m in (IMD, *DOMAINS)]


def classes(moved: pd.DataFrame) -> pd.Series:
    """The number of each LSOA's class of movement, from 1 as in `CLASSES`; `moved` as from `change`."""
    number = (moved["deciles_moved"].clip(-3, 3) + 4).fillna(len(CLASSES) - 1)
    return number.mask(moved["redrawn"], len(CLASSES)).astype("int64")


def labels(moved: pd.DataFrame) -> tuple[str, ...]:
    """The classes that a district can have: without the last where no area was merged or redrawn."""
    return CLASSES if moved["redrawn"].any() else CLASSES[:-1]


def movers(moved: pd.DataFrame) -> pd.DataFrame:
    """The LSOAs that moved most in percent of England, at most ten each way, for people.

    Only whole areas are listed; towards the most deprived first.
    """
    whole = moved.dropna(subset="points_moved").sort_values("points_moved", kind="stable")
    down, up = whole[whole["points_moved"] < 0], whole[whole["points_moved"] > 0]
    rows = pd.concat([down.head(MOST), up.tail(MOST)]).drop_duplicates()
    table = change_table(rows)
    table.insert(1, "Moved, % of England", rows["points_moved"].round(1).to_numpy())
    return table


def crossings(moved: pd.DataFrame, share: int = 20) -> pd.DataFrame:
    """The LSOAs that left or entered England's most deprived `share` percent, and whether `by_a_little`: at most `LITTLE`.

    `moved` as from `change`; parts of split areas are not compared.
    """
    first, last = years(moved)
    sides = [(moved[f"decile_{year}"] <= share // 10).astype("boolean") for year in (first, last)]
    found = moved[(sides[0] != sides[1]).fillna(False) & moved["points_moved"].notna()]
    return found.assign(by_a_little=found["points_moved"].abs() <= LITTLE)


def groups(data: Dataset, first: int, last: int, measure: str) -> pd.DataFrame:
    """LSOAs by direction for each Priority Neighbourhood, all of them, and the rest of the district.

    One row per group: `group`, `compared`, `more`, `same`, `less` deprived by decile, and `split`: not compared.
    """
    moved = change(data, data.whole, first, last, measure)
    code = EDITIONS[last].code
    inside = {area.name: set(area.codes(EDITIONS[last].vintage)) for area in data.neighbourhoods}
    every = set().union(*inside.values())
    parts = {name: moved[code].isin(codes) for name, codes in inside.items()}
    parts |= {f"All {PRIORITY}s": moved[code].isin(every), data.place.rest: ~moved[code].isin(every)}
    rows = []
    for name, mask in parts.items():
        deciles = moved.loc[mask, "deciles_moved"].dropna()
        counts = [int(part.sum()) for part in (deciles < 0, deciles == 0, deciles > 0)]
        rows.append((name, len(deciles), *counts, int(mask.sum()) - len(deciles)))
    return pd.DataFrame(rows, columns=["group", "compared", "more", "same", "less", "split"])


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
    0 is the most deprived. Empty before it was drawn, for an LSOA that was merged or drawn anew.
    """
    held = [year for year in EDITIONS if measure in measures(year)]
    since = {year: change(data, area, year, NEWEST, measure) for year in held if year != NEWEST}
    table = since[CHOSEN].set_index("lsoa21cd")
    columns = {
        year: moved.set_index("lsoa21cd")[f"percentile_{year}"].loc[table.index]
        for year, moved in since.items()
    }
    frame = pd.DataFrame({**columns, NEWEST: table[f"percentile_{NEWEST}"]}).astype(float)
    frame.index = pd.MultiIndex.from_arrays([table["name"], table["split"]])
    return frame


@of_data(512)
def change(
    data: Dataset, area: Area, first: int = CHOSEN, last: int = NEWEST, measure: str = IMD.key
) -> pd.DataFrame:
    """Ranks of two editions of each LSOA of an area, one row per LSOA of the later edition's vintage.

    Columns `name`, the code of the later vintage, `lsoa11cd`; then for each edition `rank_` (1 = most
    deprived), `percentile_` (rank in percent of England's 32,844 or 33,755 LSOAs, 0 = most deprived) and
    `decile_`; `split` (the earlier figures are those of a larger area, one of whose parts this is), and
    empty for such a part: `deciles_moved` and `points_moved` of the percentile (positive: towards the least
    deprived). `redrawn`: it was merged of several LSOAs, which `lsoa11cd` names, or drawn anew, so that its earlier
    figures and movement are empty. Scores are not compared. The edition of 2015 has the IMD alone. Source: File 7 of each. Shared:
    copy to change.
    """
    code, codes = EDITIONS[last].code, set(area.codes(EDITIONS[last].vintage))
    table = _changes(data, first, last, measure)
    inside = [each in codes for each in table[code]]
    return table[inside].reset_index(drop=True)


@of_data(16)
def _changes(data: Dataset, first: int, last: int, measure: str) -> pd.DataFrame:
    """`change` of every LSOA of the district."""
    vintage, code = EDITIONS[last].vintage, EDITIONS[last].code
    pairs = data.names.drop_duplicates(code)
    apart = vintage != EDITIONS[first].vintage
    redrawn = pairs[code].isin(data.redrawn).to_numpy() & apart
    name = {f"name{vintage % 100}": "name"}
    table = pairs[list(dict.fromkeys([*name, code, "lsoa11cd"]))].rename(columns=name)
    if redrawn.any():
        table["lsoa11cd"] = pairs[code].map(data.names.groupby(code)["lsoa11cd"].agg(english.listing))
    for year in (first, last):
        rows = (data.iod2015 if year == EDITION_2015.year else data.iod[year]).loc[pairs[EDITIONS[year].code]]
        table[f"rank_{year}"] = rows[f"{measure}_rank"].to_numpy()
        table[f"percentile_{year}"] = 100 * rows[f"{measure}_rank"].to_numpy() / EDITIONS[year].areas
        table[f"decile_{year}"] = rows[f"{measure}_decile"].to_numpy().astype("int64")
    table["split"], table["redrawn"] = (pairs["change"] == SPLIT).to_numpy() & apart, redrawn
    if redrawn.any():
        for part, kind in (("rank", "Int64"), ("percentile", "Float64"), ("decile", "Int64")):
            table[f"{part}_{first}"] = table[f"{part}_{first}"].astype(kind).mask(redrawn)
    moved = (table[f"decile_{last}"] - table[f"decile_{first}"]).astype("Int64")
    table["deciles_moved"] = moved.mask(table["split"])
    points = table[f"percentile_{last}"] - table[f"percentile_{first}"]
    table["points_moved"] = points.astype("Float64").mask(table["split"])
    return table.sort_values(f"rank_{last}", ignore_index=True)


def change_table(moved: pd.DataFrame) -> pd.DataFrame:
    """The movement as a table for people; `moved` as from `change`."""
    columns: dict[str, object] = {"LSOA": moved["name"]}
    for year in years(moved):
        columns |= {
            f"Rank {year}": moved[f"rank_{year}"],
            f"{year}, % of England": moved[f"percentile_{year}"].round(1),
            f"Decile {year}": moved[f"decile_{year}"],
        }
    columns["Relative to England"] = [
        movement(None if pd.isna(deciles) else int(deciles), redrawn)
        for deciles, redrawn in zip(moved["deciles_moved"], moved["redrawn"], strict=True)
    ]
    if "lsoa21cd" not in moved:
        return pd.DataFrame(columns | {f"Code ({OLD_LSOAS})": moved["lsoa11cd"]})
    columns[f"Area of {OLD_LSOAS}"] = [
        f"{MERGED}: {code}" if redrawn else f"part of {code}" if split else "the same"
        for code, split, redrawn in zip(moved["lsoa11cd"], moved["split"], moved["redrawn"], strict=True)
    ]
    return pd.DataFrame(columns | {f"Code ({NEW_LSOAS})": moved["lsoa21cd"]})
