"""The public pages of a Dataset, each as HTML: what `words` says of `figures`, put into a template."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import quote

from charnwood import drawing, figures, words
from charnwood.official.areas import FORMER_WARD, LSOA, WARD, Area
from charnwood.public import areas, map_page, members
from charnwood.public.site import Site
from charnwood.public.templating import render, style
from charnwood.store.dataset import Dataset

PICTURES = "pictures.css"
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg" width="100%"'


def home(data: Dataset, site: Site, end: str = "") -> str:
    """The first page: find your area, the Priority Neighbourhoods, a map of the wards, what this is."""
    neighbourhoods = [
        {"key": area.key, "name": area.name, "said": words.plain.one_sentence(data, area)}
        for area in data.neighbourhoods
    ]
    return render(
        "home.html",
        end=end,
        site=site,
        here="",
        title=words.plain.TITLE,
        lead=words.about.lead(data),
        neighbourhoods=neighbourhoods,
        works_there=words.residents.WORKS_THERE,
        whole=data.whole,
        wards=sorted((one for one in data.areas.values() if one.kind == WARD), key=lambda one: one.name),
        picture=drawing.svg_map.wards(data, lambda key: f"area/{key}{end}"),
    )


def area(data: Dataset, of: Area, site: Site, end: str = "") -> str:
    """All about one area; with the dashboard's pages of it where that is at hand."""
    links = [("The figures behind this page, for programs (JSON)", f"{quote(of.key, safe='~')}.json")]
    if site.dashboard:
        key = quote(of.key, safe="~")
        links = [
            ("This area in the full dashboard", site.dashboard_from("../", "profile", f"area={key}&")),
            ("A briefing to print (PDF)", site.dashboard_from("../", f"briefing/{key}.pdf")),
            *links,
        ]
    return render("area.html", base="../", end=end, site=site, area=areas.told(data, of), links=links)


def body(data: Dataset, of: Area, site: Site) -> str:
    """What stands on an area's page below its name, with its style, for a page of the dashboard.

    Streamlit takes SVG out of what it shows, so there the pictures are images.
    """
    told = areas.told(data, of)
    topics = [{**topic, "picture": _image(topic["picture"], "scale")} for topic in told["topics"]]
    months = told["months"] and _image(told["months"], "months")
    return render("area_body.html", site=site, area={**told, "topics": topics, "months": months})


def _image(svg: str, kind: str) -> str:
    """A picture as an image that holds its style."""
    whole = svg.replace(">", f"><style>{style(PICTURES)}</style>", 1).replace("<svg", f"<svg {NAMESPACE}", 1)
    packed = base64.b64encode(whole.encode()).decode()
    return f'<img class="{kind}" alt="" src="data:image/svg+xml;base64,{packed}">'


def glance(data: Dataset, site: Site, end: str = "") -> str:
    """The Priority Neighbourhoods side by side, and the district as a whole."""
    shown = [*data.neighbourhoods, data.whole]
    table = words.plain.glance(data, shown)
    notes = words.plain.glance_notes(data)
    return render(
        "glance.html",
        end=end,
        site=site,
        here="glance",
        shown=shown,
        rows=[(fact, list(row)) for fact, row in zip(table.index, table.to_numpy(), strict=True)],
        notes=notes,
        words=words.pages,
        said="\n".join(
            [*words.pages.as_lines(table), *notes["lines"], *areas.told(data, data.whole)["sources"]]
        ),
    )


def all_areas(data: Dataset, site: Site, end: str = "") -> str:
    """Every area from A to Z: towns, villages and estates, wards with their small areas, and those of before."""
    of_kind: dict[str, list[Area]] = {}
    for one in sorted(data.areas.values(), key=lambda one: one.name):
        of_kind.setdefault(one.kind, []).append(one)
    small = [one for one in of_kind[LSOA] if one.key in one.lsoa21]
    wards = [(ward, [one for one in small if one.key in ward.lsoa21]) for ward in of_kind[WARD]]
    return render(
        "all_areas.html",
        end=end,
        site=site,
        here="areas",
        neighbourhoods=data.neighbourhoods,
        whole=data.whole,
        places=figures.places.by_letters(data),
        lies=figures.places.parts(data),
        wards=wards,
        before=[*of_kind.get(FORMER_WARD, []), *(one for one in of_kind[LSOA] if one not in small)],
    )


def about(data: Dataset, site: Site, end: str = "") -> str:
    """Where the figures come from, what is missing, how areas are made."""
    sources = [
        {key.lower(): str(value) for key, value in row.items()}
        for row in figures.headings.sources(data).to_dict("records")
    ]
    return render(
        "about.html", end=end, site=site, here="about", told=words.about.about(data), sources=sources
    )


def accessibility(data: Dataset, site: Site, end: str = "") -> str:
    """The accessibility statement of these pages."""
    return render(
        "accessibility.html",
        end=end,
        site=site,
        here=ACCESSIBILITY,
        told=data.place.statement,
        prepared=words.accessibility.prepared(data.place),
    )


def not_found(site: Site, base: str = "", end: str = "") -> str:
    """The page of an address at which nothing is."""
    return render("not_found.html", base=base, end=end, site=site)


ACCESSIBILITY = "accessibility-statement"  # the dashboard has one at the shorter address
Page = Callable[[Dataset, Site, str], str]
PLAIN: Mapping[str, Page] = {
    "glance": glance,
    "map": map_page.page,
    "areas": all_areas,
    "members": members.page,
    "about": about,
    ACCESSIBILITY: accessibility,
}
"""The pages with an address of their own beside the home page, by it."""


def listed(data: Dataset) -> dict[str, Callable[[Site, str], str]]:
    """Every page that is published, by its address, with what makes it of a site and an end of addresses."""
    plain = {path: partial(page, data) for path, page in {"": home, **PLAIN}.items()}
    return {**plain, **{f"area/{one.key}": partial(area, data, one) for one in data.areas.values()}}
