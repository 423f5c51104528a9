"""Lines that funders draw on the Index: which LSOAs of an area lie inside one, and which touch one that does.

An LSOA lies inside a line where its published rank (1 = the most deprived of England) is at most the line's last. It
touches the line where it is not inside and shares an edge or a point with an LSOA that is, of whatever district is held.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charnwood.cache import of_data
from charnwood.figures import everything
from charnwood.official import boundaries
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.lines import Line, parse
from charnwood.store.dataset import Dataset

__all__ = ["Line", "Reach", "asked", "parse", "reached", "small_areas", "table"]
NONE = "none"  # where an LSOA lies inside no line, or touches none


@dataclass(frozen=True, eq=False)
class Reach:
    """What a line takes of an area in an edition.

    `rows` are the area's LSOAs (`Dataset.rows`: `inside` is the share of each that is in the area); `taken` and
    `beside` say of each whether it lies inside the line, or touches it.
    """

    line: Line
    year: int
    rows: pd.DataFrame
    taken: pd.Series
    beside: pd.Series

    @property
    def last(self) -> int:
        """The last rank inside the line."""
        return self.line.last(self.year)

    def people(self, which: pd.Series) -> float:
        """Residents of some of the LSOAs, by the edition's weights."""
        return float(self.rows.loc[which, "population"].sum())

    def share(self, which: pd.Series) -> float:
        """Those residents in percent of the area's."""
        return 100 * self.people(which) / float(self.rows["population"].sum())


def asked(data: Dataset, year: int, own: Line | None = None) -> list[Line]:
    """The lines asked of an edition, the narrowest first; before them one that a visitor typed in, unless it is listed."""
    listed = sorted((line for line in data.lines if year in line.editions), key=lambda line: line.last(year))
    new = own is not None and own.last(year) not in {line.last(year) for line in listed}
    return [own, *listed] if own and new else listed


@of_data(128)
def reached(data: Dataset, area: Area, own: Line | None = None) -> tuple[Reach, ...]:
    """What each line takes of an area in each edition that it is asked of, by edition and line."""
    found = []
    for year in MAPPED:
        rows = data.rows(area, year)
        for line in asked(data, year, own):
            taken = rows["imd_rank"] <= line.last(year)
            beside = ~taken & rows.index.isin(list(_touching(data, year, line.last(year))))
            found.append(Reach(line, year, rows, taken, beside))
    return tuple(found)


def table(data: Dataset, area: Area, own: Line | None = None) -> pd.DataFrame:
    """A row for each line and edition: its ranks, LSOAs and people inside it and touching it, its source and date.

    `line`, `edition`, `last_rank` (of `of_ranks`, 1 = most deprived), then of the area `lsoas` (whole), `parts` (of
    which it holds a part) and `people` (the edition's weights), and each of them with `_inside` and `_touching`;
    `share_inside` and `share_touching` are percent of the people. Who touches is not inside.
    """
    rows = []
    for one in reached(data, area, own):
        facts: dict[str, object] = {
            "line": one.line.text,
            "edition": one.year,
            "last_rank": one.last,
            "of_ranks": MAPPED[one.year].areas,
        }
        groups = {"": one.taken | True, "_inside": one.taken, "_touching": one.beside}
        for end, which in groups.items():
            whole = one.rows.loc[which, "inside"] == 1
            facts[f"lsoas{end}"], facts[f"parts{end}"] = int(whole.sum()), int((~whole).sum())
            facts[f"people{end}"] = round(one.people(which))
        shares = {f"share{end}": round(one.share(which), 1) for end, which in groups.items() if end}
        rows.append(facts | shares | {"source": one.line.source, "date": one.line.date})
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else ["line"])


def small_areas(data: Dataset, area: Area, own: Line | None = None) -> pd.DataFrame:
    """A row for each LSOA of 2021 of an area: rank and decile of the IMD in each edition, and the lines that it passes.

    `lsoa21cd`, `lsoa11cd`, `name`, `part_of_lsoa11` (as of `everything.table`), then for each edition `rank_`,
    `decile_` (1 = most deprived), `inside_` and `touches_`: the narrowest line, and so every wider one, or "none".
    """
    held = everything.table(data, [area])
    told = held[["lsoa21cd", "lsoa11cd", "name", "part_of_lsoa11"]].copy()
    for year, edition in MAPPED.items():
        lines = sorted(asked(data, year, own), key=lambda line: -line.last(year))
        rank = held[f"imd_rank_{year}"]
        told[f"rank_{year}"], told[f"decile_{year}"] = rank, held[f"imd_decile_{year}"]
        told[f"inside_{year}"] = told[f"touches_{year}"] = NONE
        for line in lines:  # the narrowest last, so that it stays
            beside = held[edition.code].isin(list(_touching(data, year, line.last(year))))
            told.loc[rank <= line.last(year), f"inside_{year}"] = line.text
            told.loc[(rank > line.last(year)) & beside, f"touches_{year}"] = line.text
    return told


@of_data(64)
def _touching(data: Dataset, year: int, last: int) -> frozenset[str]:
    """The district's LSOAs that share ground with one whose rank is at most the last."""
    ranks, pairs = data.iod[year]["imd_rank"], _neighbours(data, year)
    return frozenset(pairs.loc[pairs["other"].map(ranks) <= last, "code"])


@of_data(2)
def _neighbours(data: Dataset, year: int) -> pd.DataFrame:
    """Each LSOA of the district in an edition (`code`), with each that touches it (`other`), as far as they are held."""
    own = data.lsoa[MAPPED[year].vintage]
    beyond = data.beside[data.beside["code"].isin(own.index)]
    return pd.concat([boundaries.neighbours(own), beyond], ignore_index=True)
