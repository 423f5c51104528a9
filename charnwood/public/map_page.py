"""The map of the public edition: every view's classes in one small file, a picture and a list for those without scripts.

Leaflet, the shapes and what draws them are the dashboard's own (`ui/assets/map.js`); `assets/public_map.js` changes
map, key, list and finding together, without a server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charnwood import assets, drawing, palette, words
from charnwood.cache import of_data
from charnwood.drawing import map_views
from charnwood.drawing.scales import NO_CLASS, Scale
from charnwood.official.deprivation import IMD, MAPPED, NEWEST
from charnwood.public.site import Site
from charnwood.public.templating import render
from charnwood.store.dataset import Dataset


@dataclass(frozen=True)
class View:
    """One choice: what the colours and the list show of each LSOA of a vintage, and all that stands around."""

    key: str
    vintage: int
    scale: Scale
    classes: str
    values: tuple[str, ...]
    head: str
    column: str
    finding: str
    note: str
    source: str


@of_data(2)
def views(data: Dataset) -> dict[str, View]:
    """Every view, by measure and, of an index, edition and what is shown: "income-2025-decile", "asb"."""
    return {view.key: view for view in _views(data)}


def _views(data: Dataset) -> Iterator[View]:
    for year in sorted(MAPPED, reverse=True):
        for measure in map_views.INDICES:
            for shown in map_views.SHOWN:
                yield _index(data, year, measure, shown)
    for measure in map_views.CRIME if data.has_crime else ():
        yield _rates(data, measure)


def _index(data: Dataset, year: int, measure: str, shown: str) -> View:
    made, one = map_views.make(data, year, measure, shown), map_views.INDICES[measure]
    order = made.values.loc[data.lsoa[made.vintage].index]
    by_rank = shown == "rank"
    return View(
        f"{measure}-{year}-{shown}",
        made.vintage,
        made.scale,
        made.scale.classes(order),
        tuple(f"{rank:,}" for rank in order) if by_rank else (),
        words.plain_map.head(one, year, by_rank),
        words.plain_map.PLACE if by_rank else words.plain_map.TENTH,
        words.plain_map.index_finding(data, one, year),
        words.plain_map.index_note(one),
        words.standing_text.source_iod(year, plain=True),
    )


def _rates(data: Dataset, measure: str) -> View:
    """Counts have their own months, so there is one view of each, of the newest areas."""
    made, what = map_views.make(data, NEWEST, measure, ""), map_views.CRIME[measure]
    order = made.values.loc[data.lsoa[made.vintage].index]
    return View(
        measure,
        made.vintage,
        made.scale,
        made.scale.classes(order),
        tuple("" if pd.isna(rate) else f"{rate:,.1f}" for rate in order),
        words.plain_map.rates_head(data, what),
        words.plain_map.RATE,
        words.plain_map.rates_finding(data, made.table["Count"], what),
        words.plain_map.rates_note(),
        made.source,
    )


@of_data(2)
def content(data: Dataset) -> dict[str, Any]:
    """All views as the script takes them: their scales and texts stand once."""
    made = list(views(data).values())
    scales = list(dict.fromkeys(view.scale for view in made))
    texts = list(dict.fromkeys(text for view in made for text in (view.finding, view.note, view.source)))
    return {
        "areas": {
            str(vintage): [
                [code, row["name"], data.neighbourhood_of.get(code, "")] for code, row in shapes.iterrows()
            ]
            for vintage, shapes in data.lsoa.items()
        },
        "scales": [[list(scale.colours), list(scale.labels)] for scale in scales],
        "tenths": words.plain_map.tenths(),
        "texts": texts,
        "views": {
            view.key: [
                view.vintage,
                scales.index(view.scale),
                view.classes,
                ";".join(view.values),
                view.head,
                view.column,
                [texts.index(text) for text in (view.finding, view.note, view.source)],
            ]
            for view in made
        },
        "words": {
            "map": words.plain_map.TITLE.format(data.place.name),
            "read": words.plain_map.READ_MORE,
            "within": words.plain_map.of_neighbourhood("{}"),
            "by": drawing.map_layer.ATTRIBUTION + drawing.map_layer.labels_by(data),
            "none": palette.NO_DATA,
        },
    }


@of_data(2)
def script(data: Dataset) -> str:
    """All that the map runs, in one file: styles, Leaflet, the shapes, what draws them, all views."""
    leaflet, own = assets.FOLDERS["leaflet"], assets.FOLDERS["own"]
    styles = [
        (leaflet / "leaflet.css").read_text(encoding="utf-8"),
        (own / "map.css").read_text(encoding="utf-8"),
    ]
    in_script = drawing.map_layer.in_script
    return "\n".join(
        [
            f'document.head.append(Object.assign(document.createElement("style"),{{textContent:{in_script("".join(styles))}}}));',
            (leaflet / "leaflet.js").read_text(encoding="utf-8"),
            drawing.map_layer.shapes_script(data),
            f"window.charnwoodViews={in_script(content(data))};",
            (own / "map.js").read_text(encoding="utf-8"),
            (assets.FOLDERS["public"] / "public_map.js").read_text(encoding="utf-8"),
        ]
    )


@of_data(2)
def address(data: Dataset) -> str:
    """Where that file is, with a hash of its content."""
    return f"{assets.PREFIX}/plain-map-{hashlib.sha256(script(data).encode()).hexdigest()[:8]}.js"


def page(data: Dataset, site: Site, end: str = "") -> str:
    """The map's page, with the picture and the list of its first view."""
    view = views(data)[f"{IMD.key}-{NEWEST}-decile"]
    numbers = [None if letter == NO_CLASS else ord(letter) - ord("a") for letter in view.classes]
    shapes = data.lsoa[view.vintage]
    colours = [palette.NO_DATA if number is None else view.scale.colours[number] for number in numbers]
    picture = drawing.svg_map.areas(
        data, view.vintage, dict(zip(shapes.index, colours, strict=True)), lambda key: f"area/{key}{end}"
    )
    tenths = words.plain_map.tenths()
    told = ["" if number is None else tenths[number] for number in numbers]
    rows = [
        {"key": code, "name": name, "within": within, "value": value, "colour": colour}
        for (code, name, within), value, colour in zip(
            content(data)["areas"][str(view.vintage)], told, colours, strict=True
        )
    ]
    return render(
        "map.html",
        end=end,
        site=site,
        here="map",
        title=words.plain_map.TITLE.format(data.place.name),
        lead=words.plain_map.lead(data),
        choices=_choices(data),
        view=view,
        key=[
            {"colour": c, "label": label}
            for c, label in zip(view.scale.colours, view.scale.labels, strict=True)
        ],
        outlines=[
            {"key": area.key, "name": area.name, "line": palette.OUTLINES[number % len(palette.OUTLINES)].css}
            for number, area in enumerate(data.neighbourhoods)
        ],
        words=words.plain_map,
        copying=words.pages,
        rows=sorted(rows, key=lambda row: row["name"]),
        picture=picture,
        script=address(data),
    )


def _choices(data: Dataset) -> list[dict[str, Any]]:
    """The boxes above the map: name in the address, label, groups of options."""
    indices = {key: words.plain_map.measure(one) for key, one in map_views.INDICES.items()}
    rates = {key: words.plain_map.rates(key, map_views.MEASURES[key]) for key in map_views.CRIME}
    own = words.plain_map
    recorded = {own.RECORDED: rates} if data.has_crime else {}
    years = {year: year for year in sorted(MAPPED, reverse=True)}
    return [
        {"name": "measure", "label": own.MEASURE, "groups": {own.DEPRIVATION: indices} | recorded},
        {"name": "edition", "label": own.YEAR, "groups": {"": years}},
        {"name": "shown", "label": own.SHOWN_AS, "groups": {"": own.SHOWN}},
    ]
