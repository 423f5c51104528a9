"""What an area is -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from charnwood import english
from charnwood.english import number, some_of
from charnwood.official.areas import FORMER_WARD, LSOA, OWN, PRIORITY, VILLAGE, WARD, Area
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS, OLD_LSOAS
from charnwood.store.dataset import Dataset

FEW = 10  # LSOAs: where an area has fewer, shares of its people move in steps


def people(area: Area, residents: int) -> str:
    """How many people live in an area."""
    count = len(area.lsoa21)
    small = "" if count == 1 else f", in {number(count)} LSOAs of {NEW_LSOAS}"
    return f"{residents:,} people lived in {area.name} in mid-{LATEST_POPULATION} (ONS estimate){small}."


def counted(inside: pd.Series, unit: str = "small area") -> str:
    """How many LSOAs make an area, parts as parts: "three small areas and part of another".

    `inside` as from `Dataset.rows`: the share of each that lies in the area; `unit` what one is called.
    """
    whole, parts = _split(inside)
    if not parts:
        return f"{number(whole)} {unit}{'' if whole == 1 else 's'}"
    if not whole:
        return f"part of one {unit}" if parts == 1 else f"parts of {number(parts)} {unit}s"
    of = "part of another" if parts == 1 else f"parts of {number(parts)} others"
    return f"{number(whole)} {unit}{'' if whole == 1 else 's'} and {of}"


def some(inside: pd.Series, every: pd.Series, unit: str = "small area") -> str:
    """Which of an area's LSOAs some are: "two of its three small areas"; `inside` of some and of all as in `counted`."""
    (whole, parts), (wholes, all_parts) = _split(inside), _split(every)
    part = f"{'the' if parts == all_parts else number(parts) + ' of the'} part{'' if parts == 1 else 's'} of "
    part += f"another {unit} in it" if all_parts == 1 else f"other {unit}s in it"
    if not whole + parts:
        return f"{some_of(0, wholes)} {unit}s" if wholes > 1 else "no part of it"
    if not whole:
        return part if wholes else part.replace("another", "one").replace("other ", "")
    if wholes == 1:
        told = f"its one {unit}"
    elif whole == wholes:
        told = f"both of its {unit}s" if whole == 2 else f"all {number(whole)} of its {unit}s"
    else:
        told = f"{number(whole)} of its {number(wholes)} {unit}s"
    return f"{told} and {part}" if parts else told


def none_of(inside: pd.Series, made: str) -> str:
    """That none of an area's LSOAs is something: "neither of its two areas is"; `made` as from `counted`."""
    if len(inside) == 1:
        return f"its {made} is not"
    return f"{'neither' if len(inside) == 2 else 'none'} of its {made} is"


def few_lsoas(area: Area) -> bool:
    """Whether an area has so few LSOAs that their count stands before a share of its people, in all editions."""
    return min(len(area.lsoa11), len(area.lsoa21)) < FEW


def are(inside: pd.Series) -> str:
    """The verb that follows `some` and `few`."""
    return "is" if len(inside) < 2 else "are"


def few(inside: pd.Series) -> str:
    """Some of an area's LSOAs where all have been named before: "none", "two", "one and a part"."""
    whole, parts = _split(inside)
    part = "a part" if parts == 1 else f"{number(parts)} parts"
    if not parts:
        return number(whole)
    return f"{number(whole)} and {part}" if whole else part


def _split(inside: pd.Series) -> tuple[int, int]:
    """How many LSOAs are whole, and how many are parts."""
    whole = int((inside == 1).sum())
    return whole, len(inside) - whole


def made_of(area: Area, reading: str) -> str:
    """How an area of this kind is made of LSOAs, where that needs saying; `reading` of Priority Neighbourhoods."""
    return {
        PRIORITY: reading,
        WARD: "Wards are made of whole LSOAs by ONS's best fit, so ward figures are approximate.",
        FORMER_WARD: "Former wards are made of whole LSOAs, so ward figures are approximate.",
        VILLAGE: "Towns and villages are made of whole LSOAs, so their figures are approximate.",
    }.get(area.kind, "")


def larger(data: Dataset, area: Area) -> str:
    """The names of the areas of 2021 of which an area holds only a part, as one that was merged; "" of none."""
    shares = data.inside(area, NEW_LSOAS)
    return english.listing(data.areas[str(code)].name for code in shares.index[shares < 1])


def shared_residents(data: Dataset, area: Area) -> str:
    """That the residents of an LSOA that was merged are a share of those of the larger one; "" elsewhere."""
    whole = larger(data, area) if area.kind == LSOA else ""
    return f"Its residents are a share of those of {whole}, into which it was merged." if whole else ""


def counted_as(data: Dataset, area: Area) -> str:
    """The name of what the Census counts for an area: of an LSOA that was merged, the larger one."""
    return (area.kind == LSOA and larger(data, area)) or area.name


def counted_whole(data: Dataset, area: Area) -> str:
    """That the Census is of the larger areas of 2021 of which an area holds a part; "" of none."""
    whole = larger(data, area)
    return f"All of {whole} is counted here, of which {area.name} holds only a part." if whole else ""


def approximate(areas: Iterable[Area]) -> str:
    """That figures of wards, towns or villages among some areas are approximate, each said once; empty where none is."""
    return " ".join(dict.fromkeys(said for one in areas if (said := made_of(one, ""))))


def own_made_of(*areas: Area) -> str:
    """Which LSOAs make the own areas among some areas; empty where there is none."""
    return " ".join(
        f"{area.name} is not an official area: it is put together from the LSOAs {english.listing(area.lsoa21)}"
        f"{'' if area.lsoa11 == area.lsoa21 else f' of {NEW_LSOAS}, on the map of {OLD_LSOAS} {english.listing(area.lsoa11)}'}."
        for area in areas
        if area.kind == OWN
    )


COUNTED = "Small areas (LSOAs)"
"""What an axis counts."""


def apart(others: Sequence[tuple[str, str]]) -> str:
    """Which areas bear the same name and are others, as from `plain.namesakes`; nothing where there is none."""
    return f"It is not the same as {english.listing(name for _, name in others)}." if others else ""
