"""Where people of a list live, by their postcodes: what the page that counts them in the browser says.

`public/assets/members.js` reads a list and counts it in the same way, from the same places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from charnwood import clean
from charnwood.cache import of_data
from charnwood.figures import search
from charnwood.official.areas import SHARES
from charnwood.official.deprivation import IMD, MAPPED
from charnwood.official.geography import NEW_LSOAS
from charnwood.store.dataset import Dataset

# A postcode as it stands in a line, whatever letters of its two halves are kept apart by
WRITTEN = r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?)[^A-Z0-9,;|\"]{0,2}(\d[A-Z]{2})(?![A-Z0-9])"
CELLS = r"[,;|\t\"]+"  # between the cells of a line


@dataclass(frozen=True)
class Read:
    """A list as it was read: postcodes without a blank, in its order, and lines in which none was found.

    `known` are held; `unknown` are of the postcode area that is held, and not among its postcodes; `elsewhere` are of
    other areas, which are not held.
    """

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    elsewhere: tuple[str, ...]
    without: tuple[str, ...]


def places(data: Dataset) -> pd.DataFrame:
    """Where postcodes lie: a row for each pair of small areas, and for each district beyond them.

    `lsoa11cd`, `lsoa21cd`, `name`, `ward` (present, of the district alone), `neighbourhood`, `district`, and the decile
    of the IMD in each edition (1 = the most deprived tenth of England); empty where it is not known. The index is
    what `placed` gives for each postcode.
    """
    return _placed(data)[0]


def placed(data: Dataset) -> pd.Series:
    """For each postcode that is held, without a blank, the row of `places` in which it lies."""
    return _placed(data)[1]


@of_data(1)
def _placed(data: Dataset) -> tuple[pd.DataFrame, pd.Series]:
    table = search.every_postcode(data)
    lookup = data.table("places/lookup.csv").drop_duplicates("lsoa21cd").set_index("lsoa21cd")
    # A postcode belongs to the district of its small area; beyond those, to that of its own file
    code = table["lsoa21cd"].map(lookup["ladcd"]).fillna(table["ladcd"])
    keys = table[["lsoa11cd", "lsoa21cd"]].assign(ladcd=code).fillna("")
    rows = keys.drop_duplicates().sort_values(["ladcd", "lsoa21cd", "lsoa11cd"], ignore_index=True)
    number = {key: at for at, key in enumerate(rows.itertuples(index=False, name=None))}
    at = pd.Series([number[key] for key in keys.itertuples(index=False, name=None)], index=table.index)
    own = data.lsoa[NEW_LSOAS]
    deciles = {
        f"decile{year}": rows[f"lsoa{edition.vintage % 100}cd"].map(data.iod[year][f"{IMD.key}_decile"])
        for year, edition in MAPPED.items()
    }
    return rows.assign(
        name=rows["lsoa21cd"].map(own["name"]).fillna(rows["lsoa21cd"].map(lookup["lsoa21nm"])),
        ward=rows["lsoa21cd"].map(own["ward"]),
        neighbourhood=rows["lsoa11cd"].map(data.neighbourhood_of),
        district=rows["ladcd"].map(partial(search.district, data)),
        **deciles,
    ), at


def read(data: Dataset, lines: Iterable[str]) -> Read:
    """The postcodes of a list, a line or several cells for each person, in any shape that people give them.

    O for 0 and I or l for 1 are put right where that gives a postcode that is held.
    """
    held = placed(data).index
    found: list[str] = []
    without: list[str] = []
    for line in lines:
        if clean.cell(line):
            postcodes = _of_line(line, held)
            found += postcodes
            without += [] if postcodes else [clean.cell(line)]
    own = re.compile(rf"({'|'.join(data.place.postcode_areas)})\d")
    return Read(
        tuple(one for one in found if one in held),
        tuple(one for one in found if one not in held and own.match(one)),
        tuple(one for one in found if one not in held and not own.match(one)),
        tuple(without),
    )


def _of_line(line: str, held: pd.Index) -> list[str]:
    """The postcodes that stand in a line; where none does, what a cell of it may be meant for."""
    written = [one + other for one, other in re.findall(WRITTEN, clean.upper(line))]
    if written:
        return [_meant(word, held) for word in written]
    for cell in re.split(CELLS, line):
        meant = clean.postcodes(cell)
        if one := next((word for word in meant if word in held), ""):
            return [one]
        if meant and meant[0] in (clean.compact(cell), *clean.spellings(clean.compact(cell))):
            return meant[:1]
    return []


def _meant(word: str, held: pd.Index) -> str:
    """A postcode as it is written, or the one that is held for which it may have been typed."""
    return word if word in held else next((one for one in clean.spellings(word) if one in held), word)


def counts(data: Dataset, known: Iterable[str]) -> Mapping[str, pd.Series]:
    """How many of these postcodes, which are held, lie in each row of `places`, summed in each way that the page tells.

    `neighbourhood`, `ward` and `district` by name ("" for none), each `decileYEAR` from 1 (the most deprived) to 10,
    and `shareYEAR` by the per cent of England's most deprived areas. Those whose decile is not known are in no decile.
    """
    rows = places(data)
    tally = Counter(placed(data).loc[list(known)])
    number = pd.Series({at: tally.get(at, 0) for at in rows.index})
    told = {by: number.groupby(rows[by].fillna("")).sum() for by in ("neighbourhood", "ward", "district")}
    for year in MAPPED:
        decile = number.groupby(rows[f"decile{year}"]).sum().reindex(range(1, 11), fill_value=0)
        told[f"decile{year}"] = decile
        told[f"share{year}"] = pd.Series({share: int(decile.loc[: share // 10].sum()) for share in SHARES})
    return told
