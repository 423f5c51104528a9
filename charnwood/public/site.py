"""What stands round every public page: its name, the ways to the others, licence and version of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from charnwood import words
from charnwood.public import search_index
from charnwood.store.dataset import Dataset

GLANCE = "glance"
# Addresses of the pages that every page leads to; all but areas' and the map's
PAGES = (
    ("", "Find your area"),
    (GLANCE, "At a glance"),
    ("map", "Map"),
    ("areas", "All areas"),
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

    def dashboard_from(self, base: str) -> str:
        """The link to the full dashboard from a page: an address of its own, or one beside the pages."""
        return self.dashboard if "://" in self.dashboard else base + self.dashboard


def site(data: Dataset, dashboard: str = "", home: str = "", today: date | None = None) -> Site:
    """What every page of these data says; with a day also how old they are, which a folder of files cannot know."""
    return Site(
        name=f"{data.place.name} neighbourhoods",
        about=f"Facts about every neighbourhood of {data.place.name}, in plain words.",
        kept=f"{words.plain.up_to(data, today)} Data version {data.version}.",
        licence="Contains public sector information licensed under the Open Government Licence v3.0. "
        f"{words.standing_text.OS_DATA}",
        search=search_index.address(data),
        accent=data.place.accent,
        dashboard=dashboard,
        home=home,
        # Nothing stands side by side where there are no neighbourhoods
        pages=tuple(page for page in PAGES if page[0] != GLANCE or data.neighbourhoods),
    )
