"""What became of a text that was looked for -> plain-English sentences."""

from __future__ import annotations

from charnwood import english, figures
from charnwood.cache import of_data
from charnwood.figures.search import Found, Hit, Outcome
from charnwood.official.areas import BOROUGH, FORMER_WARD, PRIORITY, VILLAGE, WARD, Area
from charnwood.official.geography import NEW_LSOAS
from charnwood.official.place import Place
from charnwood.store import manifest
from charnwood.store.dataset import Dataset

# The script of the public edition fills in the same sentences
SENTENCES = {
    Outcome.EMPTY: "",
    Outcome.UNKNOWN_CODE: "{text} is no LSOA of {district}.",
    Outcome.CODE: "{text} is {labels}.",
    Outcome.NO_NAME: "We do not know that name. Try your postcode or your street.",
    Outcome.SEVERAL: "Choose the area that you mean:",
    Outcome.NAME: "Found: {labels}.",
    Outcome.LIKE: "Is this what you mean?",
    Outcome.UNKNOWN_POSTCODE: "We do not know the postcode {text} (we hold those of {held}). Check it, or try your street.",
    Outcome.POSTCODE_OUTSIDE: "{text} is in {outside}, outside {district}.",
    Outcome.POSTCODE: "{text} is in {labels}.",
    Outcome.POSTCODE_NOWHERE: "{text} is held here without a place, so its area is not known ({held}).",
    Outcome.UNKNOWN_PART: "We know no postcode that begins with {text} ({held}). Check it, or try your street.",
    Outcome.PART_OUTSIDE: "Postcodes that begin with {text} are in {outside}, outside {district}.",
    Outcome.PART: "Postcodes that begin with {text} are in {areas} of {district}{most}. Type the whole postcode to find one.",
}
ELSEWHERE_SENTENCES = {
    Outcome.OTHER_POSTCODE: "{text} is elsewhere: postcodes of {district} begin with {letters}. Check it, or try your street.",
    Outcome.OTHER_PART: "Postcodes that begin with {text} are elsewhere: those of {district} begin with {letters}. Check it, or try your street.",
}
NOT_HELD = (
    "We hold only postcodes that begin with {letters}, and some of {district} begin otherwise, so we do not know where {text} "
    "is. Try your street, or your town or village."
)
AREA, AREAS = "one small area", "{areas} small areas"
MOST = "; these {hits} have most of them"
PLACE = "town or village"
NAMED = "part that the House of Commons Library names"  # where no towns and villages are listed
AS_WARD = "town or village, counted as {ward}"
ELSEWHERE = "another district"
TOGETHER = "the {areas} small areas that it lies in, as one own area"
# What a reader of the screen hears of answers below the box
ONE = "One answer below: press the down arrow key to reach it."
MANY = "{hits} answers below: press the down arrow key to reach them."


def sentences(data: Dataset) -> dict[Outcome, str]:
    """What is said of each outcome: of postcodes of another area that they are elsewhere, where that is certain."""
    elsewhere = ELSEWHERE_SENTENCES
    return SENTENCES | (elsewhere if figures.search.covered(data) else dict.fromkeys(elsewhere, NOT_HELD))


def said(data: Dataset, found: Found, plain: bool = False) -> str:
    """What a search found, in a sentence; nothing where nothing was typed. `plain` is without codes of areas."""
    hits = len(found.hits)
    return sentences(data)[found.outcome].format(
        text=found.text,
        labels=english.listing(hit.plain if plain else hit.label for hit in found.hits),
        district=data.place.name,
        held=held(data),
        letters=english.either(data.place.postcode_areas),
        outside=english.listing(name or ELSEWHERE for name in found.districts),
        areas=AREA if found.areas == 1 else AREAS.format(areas=found.areas),
        most=MOST.format(hits=hits) if found.areas > hits else "",
    )


def took(data: Dataset, hit: Hit) -> str:
    """That the first of several answers was taken, before the others."""
    return f"Found: {hit.label} ({answer(data, hit)}). Others of like names:"


def listed(data: Dataset, hit: Hit) -> str:
    """An answer in a list, as Markdown: what it is called, and what it is."""
    return f"**{hit.label}**: {answer(data, hit)}"


def held(data: Dataset) -> str:
    """Which postcodes are held."""
    edition = manifest.edition_of(data.manifest, "postcodes")
    return f"{areas(data.place)}, Code-Point Open, {edition}"


def areas(place: Place) -> str:
    """The postcode areas that are held."""
    return f"{english.plural(len(place.postcode_areas), 'area')} {english.listing(place.postcode_areas)}"


def answer(data: Dataset, hit: Hit) -> str:
    """What an answer is: of a ward that stands for a place, and was found by its name, the place."""
    if figures.own_area.is_own(hit.key):
        return TOGETHER.format(areas=english.number(len(figures.own_area.resolve(data, hit.key).lsoa21)))
    return AS_WARD.format(ward=hit.ward) if hit.ward else kind(data, data.areas[hit.key])


@of_data(512)
def kind(data: Dataset, area: Area) -> str:
    """What an area that was found is: its kind, of a small area also its place and its Priority Neighbourhood."""
    whole = {
        BOROUGH: f"the whole {data.place.kind}",
        PRIORITY: PRIORITY,
        VILLAGE: PLACE if len(data.labels) else NAMED,
        FORMER_WARD: f"ward until {data.place.wards_since}",
    }
    if area.kind in whole:
        return whole[area.kind]
    if area.kind == WARD:
        wholes = figures.places.wholes(data, area)
        return "ward" + (f", also counted as {english.listing(wholes)}" if wholes else "")
    place = str(data.names.loc[data.names["lsoa21cd"].isin(area.lsoa21), "place"].iloc[0])
    within = next((n.name for n in data.neighbourhoods if set(area.lsoa21) <= set(n.lsoa21)), "")
    where = place if place.startswith("near ") else f"in {place}"
    until = "" if area.key in area.lsoa21 else f" until {NEW_LSOAS}"
    return f"small area{until} {where}" + (f", in the {PRIORITY} {within}" if within else "")
