"""What an area is -> plain-English sentences."""

from __future__ import annotations

from charnwood import english
from charnwood.english import number
from charnwood.official.areas import FORMER_WARD, OWN, PRIORITY, WARD, Area
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS, OLD_LSOAS


def people(area: Area, residents: int) -> str:
    """How many people live in an area."""
    count = len(area.lsoa21)
    small = "" if count == 1 else f", in {number(count)} LSOAs of {NEW_LSOAS}"
    return f"{residents:,} people lived in {area.name} in mid-{LATEST_POPULATION} (ONS estimate){small}."


def made_of(area: Area, reading: str) -> str:
    """How an area of this kind is made of LSOAs, where that needs saying; `reading` of Priority Neighbourhoods."""
    return {
        PRIORITY: reading,
        WARD: "Wards are made of whole LSOAs by ONS's best fit, so ward figures are approximate.",
        FORMER_WARD: "Former wards are made of whole LSOAs, so ward figures are approximate.",
    }.get(area.kind, "")


def own_made_of(*areas: Area) -> str:
    """Which LSOAs make the own areas among some areas; empty where there is none."""
    return " ".join(
        f"{area.name} is not an official area: a reader put it together from the LSOAs {english.listing(area.lsoa21)}"
        f"{'' if area.lsoa11 == area.lsoa21 else f' of {NEW_LSOAS}, on the map of {OLD_LSOAS} {english.listing(area.lsoa11)}'}."
        for area in areas
        if area.kind == OWN
    )
