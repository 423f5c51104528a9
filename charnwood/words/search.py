"""What became of a text that was looked for -> plain-English sentences."""

from __future__ import annotations

from charnwood import english
from charnwood.figures.search import Found, Outcome
from charnwood.store import manifest
from charnwood.store.dataset import Dataset


def said(data: Dataset, found: Found) -> str:
    """What a search found, in a sentence; nothing where nothing was typed."""
    text, district = found.text, data.place.name
    labels = english.listing(hit.label for hit in found.hits)
    outside = english.listing(name or "another district" for name in found.districts)
    most = f"; the {len(found.hits)} with most of them" if found.areas > len(found.hits) else ""
    second = text.partition(" ")[2]
    kind = "postcode district" if not second else "postcode sector" if len(second) == 1 else ""
    part = f"{text} is a {kind}: its postcodes" if kind else f"Postcodes that begin with {text}"
    postcodes = (
        f"area {data.place.postcode_area}, Code-Point Open, {manifest.edition_of(data.manifest, 'postcodes')}"
    )
    sentences = {
        Outcome.EMPTY: "",
        Outcome.UNKNOWN_CODE: f"{text} is no LSOA of {district}.",
        Outcome.CODE: f"{text} is {labels}.",
        Outcome.NO_NAME: f"Nothing in {district} is called that here. Try a postcode, a street, a ward or a village.",
        Outcome.SEVERAL: "Choose the area that you mean:",
        Outcome.NAME: f"Found: {labels}.",
        Outcome.LIKE: "Is this what you mean?",
        Outcome.UNKNOWN_POSTCODE: f"{text} is not among the postcodes held here ({postcodes}).",
        Outcome.POSTCODE_OUTSIDE: f"{text} is in {outside}, outside {district}.",
        Outcome.POSTCODE: f"{text} is in {found.hits[0].label if found.hits else ''}.",
        Outcome.POSTCODE_NOWHERE: f"{text} is held here without a place, so its area is not known ({postcodes}).",
        Outcome.UNKNOWN_PART: f"{text} is not among the {kind or 'postcode'}s held here ({postcodes}).",
        Outcome.PART_OUTSIDE: f"{part} are in {outside}, outside {district}.",
        Outcome.PART: f"{part} are in {found.areas} areas of {district} ({found.postcodes:,} postcodes{most}):",
    }
    return sentences[found.outcome]
