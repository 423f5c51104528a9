"""What the plain pages are, where their figures come from, and what is missing."""

from __future__ import annotations

from charnwood import english, figures
from charnwood.store.dataset import Dataset
from charnwood.words import age, crime, plain, residents, search


def _told(data: Dataset) -> str:
    """What the pages tell of a place, within a sentence that ends so."""
    crime_, help_ = data.has_crime, data.has_contacts
    parts = [
        "compares with England",
        *(["what crime the police recorded"] * crime_),
        *(["who can help"] * help_),
    ]
    return parts[0] + (
        "".join(f", {part}" for part in parts[1:-1]) + f", and {parts[-1]}" if parts[1:] else ""
    )


def lead(data: Dataset) -> str:
    """What the plain pages are, in three sentences."""
    police = ["the police"] if data.has_crime else []
    publishers = ["the government", *police, "the Office for National Statistics"]
    return (
        f"These pages say in plain words what official figures tell of every neighbourhood of {data.place.name}: how it "
        f"{_told(data)}. The figures are "
        f"published by {english.listing(publishers)}. They are about places, and say nothing about you."
    )


def built(data: Dataset) -> str:
    """What a build made, for the officer who ran it: which place, beside which, with which months and postcodes."""
    place = data.place
    others = [name for code, name in place.districts.items() if code != place.code]
    beside = f"{place.county}: {english.listing(others)}" if others else "England alone"
    months = crime.coverage(data.coverage, place.name) if data.has_crime else age.not_held(data)
    without = (
        "" if figures.search.covered(data) else f" Parts of it have no postcode of {search.areas(place)}."
    )
    return f"{place.name} ({place.kind}), compared with {beside}. Crime: {english.small(months)}{without}"


def about(data: Dataset) -> list[tuple[str, list[str]]]:
    """Where the figures come from, what is missing and how areas are made: title and lines of each part."""
    place = data.place
    areas = [
        "The government draws small areas of 1,000 to 3,000 people each, so that figures can be published for them. They "
        "do not follow the edges of estates or villages. Each has a name of the House of Commons Library and a letter.",
        "A ward, town or village here is made of whole small areas, so its figures are approximate. A ward that is not the "
        "nearest fit of any small area has no page of its own.",
    ]
    if data.neighbourhoods:
        areas.append(f"{residents.WORKS_THERE} {residents.READ}" if place.reading else residents.WORKS_THERE)
    missing = plain.missing(data)
    not_held = [f"We do not hold the figures of {missing}. That does not mean that nothing happened then."]
    return [
        ("How new it is", [plain.up_to(data), f"Data version {data.version}."]),
        ("Deprivation", [residents.METHOD, residents.MEANING, plain.GROUPS]),
        (
            "Crime",
            [residents.CRIME_NOTE, *(not_held if missing else []), *map(plain.marked, data.breaks)]
            if data.has_crime
            else [age.not_held(data)],
        ),
        ("Areas", areas),
        *(
            [
                (
                    "Who can help",
                    [
                        "Contacts are what councils and others have published. Where a source stands with one, nobody has rung or "
                        f"written to it for these pages. If one is wrong, tell {place.council}."
                    ],
                )
            ]
            if data.has_contacts
            else []
        ),
        ("What you type", ["What you look for is not kept, and these pages set no cookies."]),
    ]
