"""The public pages of a Dataset, each as HTML: what `words` says of `figures`, put into a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from charnwood import words
from charnwood.official.areas import Area
from charnwood.public import areas
from charnwood.public.site import Site
from charnwood.public.templating import render
from charnwood.store.dataset import Dataset


def home(data: Dataset, site: Site, end: str = "") -> str:
    """The first page: find your area, the Priority Neighbourhoods, what this is."""
    neighbourhoods = [
        {"key": area.key, "name": area.name, "said": words.residents.standing(data, area)}
        for area in data.neighbourhoods
    ]
    return render(
        "home.html",
        end=end,
        site=site,
        here="",
        title="Find out about your neighbourhood",
        lead=site.about,
        neighbourhoods=neighbourhoods,
    )


def area(data: Dataset, of: Area, site: Site, end: str = "") -> str:
    """All about one area."""
    return render(
        "area.html", base="../", end=end, site=site, area=areas.told(data, of), links=[]
    )


def not_found(site: Site, base: str = "", end: str = "") -> str:
    """The page of an address at which nothing is."""
    return render("not_found.html", base=base, end=end, site=site)


PLAIN: Mapping[str, Callable[[Dataset, Site], str]] = {}
"""The pages with an address of their own beside the home page, by it."""
