"""What an exhibit is, and all of them by name: a result with its words, source, table and picture."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go

from charnwood import words
from charnwood.cache import of_data
from charnwood.drawing import chart_svg, images, map_layer
from charnwood.drawing.exhibits import parameters
from charnwood.drawing.exhibits.parameters import NoSuchError
from charnwood.drawing.images import Caption
from charnwood.drawing.map_views import MapView
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset

Make = TypeVar("Make", bound=Callable[..., "Exhibit"])
HELD = 12  # exhibits of one name that are kept for the same choices, some 100 kB each
SEEN = 60  # pictures of charts for pages that are kept, some 10 kB each
OF_CRIME = (
    *("crime-", "signals-", "streets-", "worked-", "data-coverage", "revisions", "briefing-crime"),
    *(f"compare-{name}" for name in ("rates", "pairs", "months", "types")),
)
"""How the names of exhibits begin that are of recorded crime."""
REGISTRY: dict[str, Callable[..., Exhibit]] = {}


@dataclass(frozen=True, eq=False)
class Exhibit:
    """What stands together on a page and goes together into files. Shared: nobody may change one.

    `name` is the title of table and files; `finding` is Markdown, paragraphs apart by an empty line; `table` has
    headings for people. A chart has a `figure`, a map a `view` and the LSOA codes `marked` on it.
    """

    name: str
    finding: str
    source: str
    table: pd.DataFrame
    figure: go.Figure | None = None
    view: MapView | None = None
    marked: Sequence[str] = ()
    caption: str | None = None  # what a page says below, where that is not the source
    about: str = ""  # what an open table is called, where that is not the name
    as_rounded: bool = False  # rows differ in unit, see `ui.html.table`
    alt: str = ""  # describes the picture, where the finding does not
    foot: str = ""  # below the picture, in place of product and data version
    size: tuple[float, float] = (8.0, 5.9)  # of a map's picture, inches
    key: str = ""  # its name in addresses, and with what choices
    query: Mapping[str, str] = field(default_factory=dict)
    own: str = ""  # which LSOAs make the own areas that it is of
    years: Sequence[int] = ()  # the editions that it was asked for

    @property
    def noted(self) -> str:
        """The source as it goes into files, which says of own areas that they are a reader's."""
        return f"{self.source} {self.own}".strip()

    @property
    def meanings(self) -> dict[str, str]:
        """What its kinds of figure are: numerator, denominator, months or edition, by name."""
        return words.definitions.of([self.name, self.finding, *map(str, self.table.columns)], self.years)

    @property
    def pictured(self) -> bool:
        """Whether there is a picture of it."""
        return bool(self.figure or self.view)

    def address(self, kind: str) -> str:
        """Where its file of a kind (csv, geojson, png, svg) is, relative to a page."""
        folder = "picture" if kind in images.MIME else "table"
        return f"{folder}/{self.key}.{kind}?{urlencode(self.query)}"


def exhibit(key: str, held: int = HELD) -> Callable[[Make], Make]:
    """Register a function of the data and of choices in `parameters.PARAMETERS` as what makes an exhibit.

    Its results are held with the data, at most `held`, and know their own address.
    """

    def decorate(make: Make) -> Make:
        @of_data(held)
        def made(data: Dataset, *values: Any) -> Exhibit:
            own = words.areas.own_made_of(*_areas(values))
            query = parameters.written(data, make, values)
            shown = _without_empty_axes(make(data, *values))
            return replace(shown, key=key, query=query, own=own, years=parameters.years(make, values))

        @functools.wraps(make)
        def call(*arguments: Any, **named: Any) -> Exhibit:
            bound = inspect.signature(make).bind(*arguments, **named)
            bound.apply_defaults()
            return cast(Exhibit, made(*bound.arguments.values()))

        REGISTRY[key] = call
        return cast(Make, call)

    return decorate


def _without_empty_axes(shown: Exhibit) -> Exhibit:
    """An exhibit without its chart where that has nothing to draw, which is said in its place."""
    if shown.figure is None or any(_drawn(trace) for trace in shown.figure.data):
        return shown
    return replace(shown, figure=None, finding=f"{shown.finding}\n\n{words.pages.NO_CHART}".strip())


def _drawn(trace: go.Scatter | go.Bar) -> bool:
    """Whether any of a trace is to be seen: a point or a bar that has both its places and is not nought."""
    places = zip(*([] if of is None else of for of in (trace.x, trace.y)), strict=True)
    held = ((x, y) for x, y in places if pd.notna(x) and pd.notna(y))
    lying = trace.type == "bar" and trace.orientation == "h"
    return any(x if lying or isinstance(y, str) else y for x, y in held)


def ask(data: Dataset, key: str, given: Mapping[str, str]) -> Exhibit:
    """The exhibit that a name and a query name; raises `NoSuchError` where there is none."""
    if key not in REGISTRY:
        raise NoSuchError("expected the name of an exhibit.")
    if key.startswith(OF_CRIME) and not data.has_crime:
        raise NoSuchError(f"{key}: expected figures of crime. {words.age.not_held(data)}")
    return REGISTRY[key](data, *parameters.read(data, REGISTRY[key], given))


def picture(data: Dataset, shown: Exhibit, kind: str) -> bytes:
    """The chart or map of an exhibit as PNG or SVG, with its name, source and data version inside."""
    credit = f" {map_layer.ATTRIBUTION}.{map_layer.labels_by(data)}" if shown.view else ""
    foot = shown.foot or f"{data.place.title}.{credit} Data version {data.version}."
    said = shown.alt or images.unmarked(shown.finding)
    caption = Caption(shown.name, (shown.noted, foot), said)
    if shown.view:
        return images.area_map(data, shown.view, shown.marked, caption, kind, shown.size)
    if shown.figure:
        return images.chart(shown.figure, caption, kind)
    raise NoSuchError(f"{shown.key}: expected a chart or map, found a table alone.")


@of_data(SEEN)
def seen(data: Dataset, shown: Exhibit) -> chart_svg.Drawn:
    """The chart of an exhibit as a page shows it first."""
    if shown.figure is None:
        raise NoSuchError(f"{shown.key}: expected a chart, found none.")
    return chart_svg.draw(shown.figure)


def of_view(view: MapView, source: str, marked: Sequence[str] = (), caption: str | None = None) -> Exhibit:
    """A map: named and described by its view."""
    return Exhibit(
        view.title,
        f"**{view.finding}**",
        source,
        view.table,
        view=view,
        marked=marked,
        caption=caption,
        alt=images.unmarked(view.finding),
    )


def _areas(values: Sequence[Any]) -> Iterator[Area]:
    for value in values:
        yield from (a for a in (value if isinstance(value, list | tuple) else [value]) if isinstance(a, Area))
