"""What a browser shows of the map's page before any script has run: bar, title, finding, the picture of the map, its key.

It says what the page will say of the choices in its address; `ui/assets/first.js` keeps it until the map is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from charnwood import assets, settings, words
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.drawing import exhibits, first_picture
from charnwood.drawing.exhibits.parameters import PARAMETERS
from charnwood.official.areas import LSOA, Area
from charnwood.official.deprivation import IMD, MAPPED
from charnwood.store.dataset import Dataset
from charnwood.web import bar, index_page, public_pages
from charnwood.web.compression import Packed, pack

LONGEST = 3_000  # characters of a choice: an own area of every small area is shorter
PLACE = "<!-- first view -->"  # where it goes in the document
STRONG = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Choices:
    """What an address asks of the map's page."""

    measure: str
    year: int
    shown: str
    area: Area | None = None


def asked(data: Dataset, query: Mapping[str, str]) -> Choices:
    """The choices of an address, as the page takes them: the usual one for what is not known."""
    year = _read(data, query, "year", data.first_edition)
    area = _read(data, query, "area", None)
    vintage = MAPPED[year].vintage
    if area and (area == data.whole or (area.kind == LSOA and area.key not in data.lsoa[vintage].index)):
        area = None
    return Choices(_read(data, query, "measure", IMD.key), year, _read(data, query, "shown", "decile"), area)


def _read(data: Dataset, query: Mapping[str, str], name: str, usual: Any) -> Any:
    """One choice of an address by the name of its parameter."""
    parameter = PARAMETERS[name]
    text = query.get(parameter.key, "")
    with suppress(DataError):
        return parameter.read(data, text) if 0 < len(text) <= LONGEST else usual
    return usual


@of_data(64)
def packed(data: Dataset, document: str, chosen: Choices, encoding: str) -> Packed:
    """The document of the map's page with its first view, as it is sent."""
    text = document.replace(PLACE, html(data, chosen), 1)
    return pack(text.encode(), "text/html; charset=utf-8", encoding)


def html(data: Dataset, chosen: Choices) -> str:
    """The first view of a choice."""
    shown = exhibits.maps.measured(data, chosen.measure, chosen.year, chosen.shown, chosen.area)
    if shown.view is None:
        return ""
    said = exhibits.maps.told(shown, chosen.area) or shown.finding
    finding = STRONG.sub(r"<strong>\1</strong>", escape(said))
    given = {"measure": chosen.measure, "edition": chosen.year, "show": chosen.shown}
    picture = first_picture.svg(
        data, shown.view, shown.marked, lambda code: f"?{urlencode({'area': code} | given)}"
    )
    return (
        f'<div class="first"><main><div class="st-key-bar"><div class="stHtml">'
        f"{bar.navigation(data.place.title, bool(data.neighbourhoods), '')}</div></div>"
        f"<h1>{escape(words.maps.page_title(data))}</h1>"
        f'<div class="st-key-choices"><div><div class="st-key-said"><p>{finding}</p>'
        f'</div></div></div>{_without_scripts()}<div class="map">{first_picture.key(data, shown.view)}'
        f'<div class="ground">{picture}</div></div></main></div>'
        f"<script>{index_page.inline('first')}</script>"
    )


def _without_scripts() -> str:
    """What those read who have no scripts, and where the same is said without any."""
    first = "./" if settings.public() else f"./{public_pages.HOME}"
    styles = f"./{assets.PREFIX}/{assets.versioned('own')}/unscripted.css"
    return (
        f'<noscript><link rel="stylesheet" href="{styles}"><p>{escape(words.maps.WITHOUT_SCRIPTS)} '
        f'<a href="{first}">{words.plain.ALL_PAGES}</a></p></noscript>'
    )
