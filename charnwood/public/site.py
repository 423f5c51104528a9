"""What stands round every public page: its name, the ways to the others, licence and version of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from charnwood import words
from charnwood.official.deprivation import NEWEST
from charnwood.public import search_index
from charnwood.store.dataset import Dataset

GLANCE = "glance"
# Addresses of the pages that every page leads to; all but areas' and the map's
PAGES = (
    ("", "Find your area"),
    (GLANCE, "At a glance"),
    ("map", "Map"),
    ("areas", "All areas"),
    ("members", words.members.TITLE),
)


@dataclass(frozen=True)
class Site:
    """What every page says of all.

    `dashboard` is where the full dashboard is ("" for nowhere), `home` the first page's address where it is not the
    folder's own, `search` that of the index of the search box.
    """

    name: str
    about: str
    kept: str
    licence: str
    accent: str
    search: str
    dashboard: str = ""
    home: str = ""
    pages: tuple[tuple[str, str], ...] = PAGES

    def dashboard_from(self, base: str, page: str = "", more: str = "") -> str:
        """The link to the full dashboard, or a page of it, from a page: an address of its own, or one beside the pages.

        It opens at the edition that these pages tell of; `more` is what the address says besides.
        """
        first = self.dashboard if "://" in self.dashboard else base + self.dashboard
        there = f"{first.removesuffix('dashboard').removesuffix('/')}/{page}" if page else first
        return f"{there}?{more}edition={NEWEST}"


def site(data: Dataset, dashboard: str = "", home: str = "", today: date | None = None) -> Site:
    """What every page of these data says; with a day also how old they are, which a folder of files cannot know."""
    return Site(
        name=f"{data.place.name} neighbourhoods",
        about=f"Facts about every neighbourhood of {data.place.name}, in plain words.",
        kept=words.plain.up_to(data, today),
        licence="Contains public sector information licensed under the Open Government Licence v3.0. "
        f"{words.standing_text.OS_DATA}",
        search=search_index.address(data),
        accent=data.place.accent,
        dashboard=dashboard,
        home=home,
        # Nothing stands side by side where there are no neighbourhoods
        pages=tuple(page for page in PAGES if page[0] != GLANCE or data.neighbourhoods),
    )
