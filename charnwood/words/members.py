"""What the page says that counts a list of people by their postcodes; its script fills in the sentences."""

from __future__ import annotations

from typing import Any

from charnwood import english
from charnwood.official.areas import SHARES
from charnwood.official.deprivation import MAPPED
from charnwood.store import manifest
from charnwood.store.dataset import Dataset
from charnwood.words import plain_map, search, standing_text

TITLE = "Count your members"
WHAT = "how many people of a list live in which area, by their postcodes"
STAYS = "Your list stays in this browser. It is not sent to anybody, and it is gone when you close the page."
NO_SCRIPTS = (
    "This page needs scripts: your list is read in your own browser, so that it goes nowhere. Switch scripts on, or "
    "look each postcode up in the search."
)
BOX = "Postcodes, or a list with a postcode in each line"
FILE = "Or a file from your computer (.csv or .txt)"
ONCE = "Count each postcode once"
HIDE = "Hide groups under 5, for a list that others will see"
COUNT, CLEAR = "Count", "Start again"
RESULTS, SENTENCES, NOT_FOUND = "What your list says", "Sentences to use", "What was not found"
COPY, COPIED = "Copy", "Copied"
SAVE_COUNTS, SAVE_EACH = "Save the counts (CSV)", "Save each postcode with its area (CSV)"
FEWEST = 5  # of a group that is told where small ones are hidden
MOST_LINES, MOST_BYTES = 200_000, 50_000_000

SAID = {
    "empty": "There is nothing to count yet. Paste a list, or choose a file.",
    "none": "No postcode was found in these {lines} lines. A line should hold one such as {example}.",
    "too_long": "This list has {lines} lines; at most {most} can be counted at once. Split it, and add the counts up.",
    "no_text": (
        "“{file}” is no text file, so nothing was counted. In a spreadsheet choose Save as, CSV, and take that file."
    ),
    "unread": "“{file}” could not be read. Choose it again, or paste the list.",
    "missing": "The list of postcodes could not be fetched. Load the page again; your list is still in the box.",
    "read": "{known} of {all} postcodes were found in {area}.",
    "once": "Listed again: {repeats}, counted once.",
    "repeats": "Listed again: {repeats}, counted each time.",
    "unknown": "Not in use, or mistyped: {unknown} of {area}, each listed once below.",
    "elsewhere": "Not looked up: {elsewhere} of other postcode areas, because only {area} is held here.",
    "unplaced": "Outside {region}, so that the small area is not known: {unplaced}.",
    "without": "Left aside: {lines} without a postcode, such as “{first}”.",
    "like": "{postcode}: is it {others}?",
    "alone": "{postcode}: no postcode is close to it",
    "left": "“{line}”: no postcode in it",
    "fewer": "fewer than {fewest}",
    "hidden": "Groups under {fewest} are hidden, and where only one would be, the next smallest as well.",
    "copied": "Copied: {sentence}",
    # To be used elsewhere
    "within": "{count} of {known} members with a postcode of {area} that is in use ({share}) live in a Priority Neighbourhood of {district}{each}.",
    "here": "{count} of {known} members with a postcode of {area} that is in use ({share}) live in {district}.",
    "deprived": (
        "{count} of {placed} members whose small area is known ({share}) live in one of England's most deprived {most}% "
        "of small areas, by the Index of {year}."
    ),
    "with": "Each is copied together with this:",
    "quiet": "There is none: no postcode was found, or each sentence would tell of a group under {fewest}.",
    "source": "{source} Counted on {day}.",
}
NUMBERS = {  # one, several
    "lines": ("1 line", "{} lines"),
    "repeats": ("1 postcode", "{} postcodes"),
    "elsewhere": ("1 postcode", "{} postcodes"),
    "unknown": ("1 postcode", "{} postcodes"),
    "unplaced": ("1 member", "{} members"),
}


def lead(data: Dataset) -> str:
    """What the page is for."""
    neighbourhoods = "in each Priority Neighbourhood, " if data.neighbourhoods else ""
    return (
        f"For groups and projects: how many of your members, visitors or clients live {neighbourhoods}in each ward, "
        "and in areas that are among England's most deprived."
    )


def notes(data: Dataset) -> list[str]:
    """How the counts are made, and what they do not say."""
    return [
        f"Each postcode is placed by its middle point in a small area of 1,000 to 3,000 people ({_held(data)}).",
        "A postcode says where somebody lives, not how they live: every area has people who are well off and people "
        "who are not.",
        standing_text.ELIGIBLE,
    ]


def _held(data: Dataset) -> str:
    edition = manifest.edition_of(data.manifest, "postcodes")
    return f"Code-Point Open, {edition}, postcode {search.areas(data.place)}"


def source(data: Dataset) -> str:
    """Where the counts come from, for whoever uses a sentence elsewhere."""
    reading = (
        " Priority Neighbourhoods: this dashboard's reading of the council's list."
        if data.neighbourhoods
        else ""
    )
    return f"Source: {_held(data)}; English Indices of Deprivation {english.years(MAPPED)}.{reading}"


def tables(data: Dataset) -> dict[str, Any]:
    """Heads of the tables and names of their groups, by what the script calls them."""
    name = data.place.name
    heads = {
        "neighbourhood": ["Priority Neighbourhood", f"Elsewhere in {name}", f"Outside {name}"]
        if data.neighbourhoods
        else ["Where they live", f"In {name}", f"Outside {name}"],
        "ward": [f"Ward of {name}"],
        "district": ["District"],
    }
    for year in MAPPED:
        heads[f"share{year}"] = [
            f"England's most deprived areas, Index of {year}",
            *(f"Most deprived {share}%" for share in SHARES),
        ]
        heads[f"decile{year}"] = [f"England's tenths, Index of {year}", *plain_map.tenths(), "Not known"]
    return heads


COLUMNS = ("Members", "Share")  # of each table beside its groups
ELSEWHERE = "Another district"
EACH = [  # columns of the file with a line for each postcode
    "postcode",
    "found",
    "lsoa11cd",
    "lsoa21cd",
    "small area",
    "ward",
    "district",
    "Priority Neighbourhood",
    *(f"IMD decile {year} (1 = most deprived)" for year in MAPPED),
]
