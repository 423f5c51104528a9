"""What pages say of themselves and of a reader's choices -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import english
from charnwood.official.deprivation import CHOSEN
from charnwood.official.geography import NEW_LSOAS, OLD_LSOAS
from charnwood.store.dataset import Dataset
from charnwood.words import standing_text

UNUSABLE = "The data cannot be shown."
UNUSABLE_IN_PUBLIC = "The data cannot be shown at present. Please come back later."
FAULT = "This page cannot be shown, because of a fault of this dashboard."
LINK = "If the data have changed when somebody opens it, the page says so."
STEPS = (
    "In the presentation the space bar and the arrow keys go from step to step, E shows the other edition, F fills the "
    "screen. A file takes a second or two to make."
)
YOUR_LINE = "A line of your own, for the last step. Left empty, there is no such step."
FIND_FIRST = "Find an area above to read about it."
CLICK_FIRST = "Click an area on the map, or choose it in the box above, to open its card."
PICTURED = "Table of this picture, and downloads"
EXPLORE = "Explore these areas side by side"
EXPLORE_CHART, AS_PICTURE = "Explore this chart", "Show it as a picture"
NO_CHART = "There is no chart, as every value here is nought or is not told."
PRINT = "To print this page or keep it as a file, use your browser's menu: Print."
NO_AREA = "No area is chosen, so the usual ones are shown."
AREA = "Area (for a street or estate, search above)"  # the box knows neither
AREA_OR_MAP = "Area (or click, or search above)"
COPY, PICTURE = "Copy with source", "Copy picture"
COMMAND = "The table of areas above, on the command line:"
NO_LIST = f"The rule takes no LSOA by the Index of {CHOSEN}, so there is no list to download."


def feed(address: str) -> str:
    """Where programmes can follow what is new."""
    return f"New and revised months [as an Atom feed]({address}), for programmes that follow them."


def taken(finding: str, source: str, version: str) -> str:
    """A finding as it is copied: its sentences, a line each, then its source, if one goes along, and the version of the data."""
    lines = [line.removeprefix("- ") for line in finding.replace("**", "").splitlines() if line]
    return "\n".join([*lines, *([f"{source} Data version {version}."] if source else [])])


def as_lines(table: pd.DataFrame) -> list[str]:
    """A table of words as lines: of each row, its index, what each column has."""
    return [
        f"{fact} · {' · '.join(f'{name}: {cell}' for name, cell in row.items())}"
        for fact, row in table.iterrows()
    ]


def foot(held: str) -> str:
    """What stands under every page; `held` names the product and the version of its data."""
    return (
        f"{held}. Contains public sector information licensed under the Open Government Licence "
        f"v3.0. {standing_text.OS_DATA} Sources, licences and "
        "methods: the page Data and methods. The address of this page holds your choices: copy it to share the "
        "view. Nothing that you choose here is stored."
    )


def unknown_choice(key: str) -> str:
    """That an address names nothing that can be chosen."""
    return f"The address names an unknown choice for “{key}”, so the usual one is shown."


def left_out(label: str, why: str) -> str:
    """That what a reader wrote cannot be shown."""
    return f"What is written under “{label}” is left out: {why}"


def one_name(name: str) -> str:
    """That two areas cannot be told apart."""
    return f"Two of the areas are called “{name}”, so the second is left out. Give it another name."


def ward_too(names: Sequence[str]) -> str:
    """That a Priority Neighbourhood and a ward of its name are both chosen."""
    return f"Chosen both as Priority Neighbourhood and as ward, which have other borders: {english.listing(names)}."


def still(name: str) -> str:
    """That a search has not changed the area in view."""
    return f"The page still shows {name}."


def no_area_of(name: str, code: str, year: int, twins: str, redrawn: bool) -> str:
    """What stands in an edition for an LSOA of the other vintage."""
    how = "merged or redrawn" if redrawn else "split"
    return f"{name} ({code}) is no area of the {year} edition, because areas were {how} in {NEW_LSOAS}. Choose {twins}."


def proposal(data: Dataset) -> str:
    """What the list is that a rule makes."""
    outside = "outside the Priority Neighbourhoods " if data.neighbourhoods else ""
    return (
        f"The LSOAs of {OLD_LSOAS} that the rule takes by the Index of {CHOSEN}, as a list that this dashboard accepts in place "
        f"of `data/priority_neighbourhoods.csv`. An LSOA {outside}stands there as "
        "“Proposed: ” and its place. The list is a proposal for discussion, not the council's choice."
    )


def downloads(data: Dataset) -> str:
    """What every file has inside."""
    return (
        f"Data version **{data.version}**. Each file carries its source. "
        "The GeoJSON files hold shapes and figures, in WGS84."
    )


def first_rows(rows: int, most: int) -> str:
    """How much of a table is shown."""
    return f"{rows:,} rows; the first {most} at most are shown here."


# What people ask next, and the page that answers it, by the address of the page at whose foot it stands
NEXT: Mapping[str, Sequence[tuple[str, str]]] = {
    "": (
        ("Why is it deprived?", "profile"),
        ("How do the neighbourhoods stand side by side?", "neighbourhoods"),
        ("What changed?", "change"),
        ("Has crime risen?", "signals"),
    ),
    "neighbourhoods": (
        ("Where is that?", ""),
        ("Why are they deprived?", "deprivation"),
        ("Which differences are more than chance?", "compare"),
        ("How were they chosen?", "chosen"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "profile": (
        ("Is it more deprived in one domain than in others?", "deprivation"),
        ("What changed?", "change"),
        ("Has crime risen?", "signals"),
        ("How does it compare?", "compare"),
        ("Which lines of funders does it pass?", "lines"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "deprivation": (
        ("What changed?", "change"),
        ("Who lives there?", "profile"),
        ("How does it compare?", "compare"),
        ("Which lines of funders does it pass?", "lines"),
        ("What crime is recorded?", "crime"),
    ),
    "change": (
        ("Why is it deprived?", "deprivation"),
        ("Would a rule choose it now?", "chosen"),
        ("Has crime risen?", "signals"),
    ),
    "crime": (
        ("Has it risen?", "signals"),
        ("On or near which streets?", "streets"),
        ("Is it more than in other areas?", "compare"),
        ("How deprived is the area?", "deprivation"),
    ),
    "signals": (
        ("Did what was done about it work?", "worked"),
        ("How much crime is recorded, and of which kind?", "crime"),
        ("On or near which streets?", "streets"),
        ("Is it more than in other areas?", "compare"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "worked": (
        ("Has it risen?", "signals"),
        ("On or near which streets?", "streets"),
        ("What of an area of my own?", "own"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "streets": (
        ("Has it risen?", "signals"),
        ("How much crime is recorded, and of which kind?", "crime"),
        ("Where is that?", ""),
    ),
    "compare": (
        ("Why are they deprived?", "deprivation"),
        ("What changed?", "change"),
        ("Has crime risen?", "signals"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "chosen": (
        ("Where is that?", ""),
        ("What changed since?", "change"),
        ("How do the neighbourhoods stand side by side?", "neighbourhoods"),
        ("Which lines of funders does it pass?", "lines"),
        ("What of an area of my own?", "own"),
    ),
    "own": (
        ("Why is it deprived?", "profile"),
        ("How does it compare?", "compare"),
        ("What crime is recorded?", "crime"),
        ("Which lines of funders does it pass?", "lines"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "lines": (
        ("Why is it deprived?", "profile"),
        ("What changed?", "change"),
        ("How does it compare?", "compare"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "briefing": (
        ("Which lines of funders does it pass?", "lines"),
        ("How do the neighbourhoods stand side by side?", "neighbourhoods"),
        ("What do residents read?", "your-area"),
        ("Where do the figures come from?", "data"),
    ),
    "your-area": (
        ("Where is that?", ""),
        ("Why is it deprived?", "profile"),
        ("What crime is recorded?", "crime"),
        ("What do I take to a meeting?", "briefing"),
    ),
    "data": (
        ("How were the neighbourhoods chosen?", "chosen"),
        ("Who can use these pages?", "accessibility"),
        ("Where is it deprived?", ""),
    ),
    "accessibility": (("Where do the figures come from?", "data"), ("Where is it deprived?", "")),
}
ASKED_NEXT = "What people ask next"
# What is asked in place of a question about Priority Neighbourhoods where there are none
WITHOUT = {
    "How do the neighbourhoods stand side by side?": "How does it stand in short?",
    "How were they chosen?": "What would a rule choose?",
    "Would a rule choose it now?": "What would a rule choose?",
    "How were the neighbourhoods chosen?": "What would a rule choose?",
}


def next_of(here: str, neighbourhoods: bool) -> Sequence[tuple[str, str]]:
    """What people ask next on a page, and the page that answers it."""
    return [(asked if neighbourhoods else WITHOUT.get(asked, asked), path) for asked, path in NEXT[here]]
