"""Maps and charts as PNG and SVG, drawn without a browser: what the pages show, for paper and slides.

`chart` draws the very Plotly figure of a page, `area_map` the polygons of a view with the colours,
outlines and key of the web map. The same inputs give the same bytes. Matplotlib is not safe for
threads, so one picture is drawn at a time.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from threading import Lock
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import plotly.graph_objects as go
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox
from PIL import Image

from charnwood import palette
from charnwood.drawing import map_layer, map_places, plotly_to_matplotlib
from charnwood.drawing.map_views import MapView
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store.dataset import Dataset

PNG, SVG = "png", "svg"
MIME = {PNG: "image/png", SVG: "image/svg+xml"}
DPI = 200
FONT = "DejaVu Sans"  # comes with Matplotlib; where a reader lacks it, Verdana is as wide
STYLE: dict[Any, Any] = {
    "font.family": FONT,
    "svg.fonttype": "none",
    "svg.hashsalt": "charnwood",
    "hatch.linewidth": 1.1,
    "text.color": palette.INK,
    "axes.labelcolor": palette.INK,
    "axes.edgecolor": palette.SOFT,
    "xtick.color": palette.INK,
    "ytick.color": palette.INK,
}
BOX = {"facecolor": palette.PAPER, "edgecolor": palette.OUTLINE, "linewidth": 1.2, "pad": 2}  # of a name
SMALL = 1600  # metres: an area less wide has a finer outline, which leaves its colour in sight
THIS = "This area"
PLACES = 10  # names of towns and villages on a map, the largest first
Spot = tuple[float, float, str, str]  # easting, northing, and which side of the text stands there
drawing_one = Lock()


@dataclass(frozen=True)
class Caption:
    """What a picture says of itself: a title above, lines below (source, data version), a description."""

    title: str = ""
    foot: Sequence[str] = ()
    description: str = ""


def chart(
    figure: go.Figure,
    caption: Caption,
    kind: str,
    size: tuple[float, float] | None = None,
    points: float = 11,
    values: bool = False,
) -> bytes:
    """A chart of a page as a picture, `size` in inches, letters of `points`; `kind` is png or svg.

    `values`: each bar has its value at its end, for those who cannot point at it.
    """
    width, height = size or (8.0, max(4.2, (figure.layout.height or 400) / 82))
    with drawing_one, mpl.rc_context(STYLE | {"font.size": points}):
        canvas, middle = framed(caption, (width, height), points)
        plotly_to_matplotlib.draw(middle, figure, values)
        return saved(canvas, caption, kind)


def area_map(
    data: Dataset,
    view: MapView,
    codes: Iterable[str],
    caption: Caption,
    kind: str,
    size: tuple[float, float] = (8.0, 5.9),
    points: float = 11,
    key: str = "",
) -> bytes:
    """A view of the district as a picture with its key, called `key` or after the view; `codes` are the LSOAs to mark in red."""
    frame = data.lsoa[view.vintage]
    with drawing_one, mpl.rc_context(STYLE | {"font.size": points}):
        canvas, middle = framed(caption, size, points)
        axes = middle.add_subplot()
        axes.set_axis_off()
        colours = [view.scale.colour(value) for value in view.values.reindex(frame.index)]
        frame.plot(ax=axes, color=colours, edgecolor=palette.PAPER, linewidth=0.5)
        if len(data.builtup):
            edges = data.builtup.to_crs(NATIONAL_GRID).boundary
            edges.plot(ax=axes, color=palette.BUILTUP, linewidth=0.5, alpha=0.55)
        order = [area.name for area in data.neighbourhoods]
        outlines = map_layer.outlines(frame, order)
        for position, shape in enumerate(outlines):
            border = gpd.GeoSeries([shape], crs=NATIONAL_GRID).boundary
            border.plot(ax=axes, color=palette.PAPER, linewidth=3.4, zorder=4)
            style = palette.OUTLINES[position % len(palette.OUTLINES)].outline
            border.plot(ax=axes, color=palette.OUTLINE, linewidth=1.8, linestyle=style, zorder=5)
        marked = frame.loc[[code for code in codes if code in frame.index]]
        if len(marked):
            _mark(axes, gpd.GeoSeries([marked.union_all()], crs=NATIONAL_GRID))
        axes.set_aspect("equal")
        axes.margins(0.01)
        called = key or ("" if caption.title == view.title else view.title)
        _key(middle, view, called, order, bool(len(marked)), points)
        lay_out(canvas)
        axes.apply_aspect()
        _names(axes, FigureCanvasAgg(canvas).get_renderer(), data, outlines, marked.geometry, points)
        return saved(canvas, caption, kind)


def _mark(axes: Axes, shape: gpd.GeoSeries) -> None:
    """Outline the area in red on white; one that is small on the map stands in a ring, to be found."""
    west, south, east, north = shape.total_bounds
    small = max(east - west, north - south) < SMALL
    rings = [(shape.boundary, 1.4 if small else 3)]
    if small:
        rings.append((shape.centroid.buffer(SMALL * 0.75).boundary, 3))
    for line, width in rings:
        line.plot(ax=axes, color=palette.PAPER, linewidth=width + 2.2, zorder=6)
        line.plot(ax=axes, color=palette.CHOSEN, linewidth=width, zorder=7)


def _key(
    middle: SubFigure, view: MapView, title: str, order: Sequence[str], marked: bool, points: float
) -> None:
    """Which colour is which class, and whose the outlines are, beside the map."""
    edge: dict[str, Any] = {"edgecolor": palette.EDGE, "linewidth": 0.6}
    steps = [(c, label) for c, label in zip(view.scale.colours, view.scale.labels, strict=True)]
    if len(steps) > 12:  # a run of colours whose middle ones have no label of their own
        steps = [s for i, s in enumerate(steps) if s[1] or i % 3 == 0]
    handles: list[Any] = [Patch(facecolor=c, label=label or " ", **edge) for c, label in steps]
    lines: list[Any] = [
        Line2D(
            [],
            [],
            color=palette.OUTLINE,
            linewidth=1.8,
            linestyle=palette.OUTLINES[i % len(palette.OUTLINES)].outline,
            label=name,
        )
        for i, name in enumerate(order)
    ]
    if marked:
        lines.append(Line2D([], [], color=palette.CHOSEN, linewidth=3, label=THIS))
    look: dict[str, Any] = {
        "frameon": False,
        "fontsize": points * 0.9,
        "alignment": "left",
        "borderaxespad": 0.2,
    }
    first = middle.legend(
        handles=handles,
        title=textwrap.fill(title, 26) or None,
        loc="outside right upper",
        labelspacing=0.25,
        **look,
    )
    legends = [first]
    if lines:
        second = middle.legend(
            handles=lines,
            title="Outlines",
            loc="outside right lower",
            handlelength=3,
            labelspacing=0.4,
            **look,
        )
        legends.append(second)
    for legend in legends:
        legend.get_title().set_fontweight("bold")
        legend.get_title().set_fontsize(points * 0.9)


def _names(
    axes: Axes,
    renderer: Any,
    data: Dataset,
    outlines: gpd.GeoSeries,
    marked: gpd.GeoSeries,
    points: float,
) -> None:
    """Names of the neighbourhoods in boxes and of places in plain letters; none covers another.

    A box stands beside its neighbourhood and covers no part of any, nor of the marked area, where it can; a place without room has no name.
    """
    frame = axes.get_window_extent(renderer)
    taken: list[Bbox] = []
    parts = outlines.explode()
    bounds = [*parts.bounds.to_numpy(), *marked.bounds.to_numpy()]
    covered = [Bbox(axes.transData.transform([(w, s), (e, n)])) for w, s, e, n in bounds]
    hidden = covered[len(parts) :] if len(marked) == 1 else []  # a single LSOA must not lie under a name

    def put(text: str, spots: Sequence[Spot], kept: Sequence[Bbox], must: bool, **look: Any) -> None:
        for x, y, across, up in spots:
            label = axes.text(x, y, text, ha=across, va=up, zorder=9, **look)
            box = label.get_window_extent(renderer).padded(3)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in (*taken, *kept)):
                taken.append(box)
                return
            label.remove()
        if must and kept:
            put(text, spots, (), must, **look)

    for position, name in enumerate(outlines.index):
        own = parts.loc[[name]]
        spots = _around(own.iloc[own.area.argmax()].bounds)
        style = palette.OUTLINES[position % len(palette.OUTLINES)].outline
        box = BOX | {"linestyle": style}
        put(str(name), spots, covered, True, fontsize=points * 0.8, fontweight="bold", bbox=box)
    halo = [patheffects.withStroke(linewidth=2.4, foreground=palette.PAPER)]
    places = map_places.points(data).sort_values("population", ascending=False).head(PLACES)
    points_ = gpd.GeoSeries(gpd.points_from_xy(places["lon"], places["lat"], crs=WGS84)).to_crs(NATIONAL_GRID)
    for name, spot in zip(places["name"], points_, strict=True):
        at: list[Spot] = [
            (spot.x, spot.y + shift, "center", "center") for shift in (0, 900, -900, 1600, -1600)
        ]
        put(name, at, hidden, False, fontsize=points * 0.82, path_effects=halo)


def _around(bounds: tuple[float, float, float, float]) -> list[Spot]:
    """Where a name may stand beside a shape: left, right, above and below it, ever farther away."""
    west, south, east, north = bounds
    across, level = (west + east) / 2, (south + north) / 2
    return [
        spot
        for gap in (350, 900, 1700, 2800)  # metres
        for spot in (
            (across, north + gap, "center", "bottom"),
            (west - gap, level, "right", "center"),
            (east + gap, level, "left", "center"),
            (across, south - gap, "center", "top"),
            (west - gap, north, "right", "bottom"),
            (east + gap, north, "left", "bottom"),
            (west - gap, south, "right", "top"),
            (east + gap, south, "left", "top"),
        )
    ]


def framed(caption: Caption, size: tuple[float, float], points: float) -> tuple[Figure, SubFigure]:
    """A canvas with the title above and the lines below, and the room between them for the drawing."""
    canvas = Figure(figsize=size, layout="constrained", facecolor=palette.PAPER)
    width, height = size
    title = _wrapped([caption.title], width * 72 / points * 1.25) if caption.title else []
    foot = _wrapped(caption.foot, width * 72 / points * 2.2)
    above = (len(title) * points * 1.6 + 6) / 72 if title else 0.02
    below = (len(foot) * points * 0.7 * 1.35 + 6) / 72 if foot else 0.02
    parts: Any = canvas.subfigures(3, 1, height_ratios=[above, height - above - below, below])
    head, middle, end = parts
    if title:
        head.text(0.01, 0.5, "\n".join(title), va="center", fontsize=points * 1.2, fontweight="bold")
    if foot:
        end.text(0.01, 0.5, "\n".join(foot), va="center", fontsize=points * 0.7)
    return canvas, middle


def lay_out(canvas: Figure) -> None:
    """Give each part its place, so that it can be asked where it stands; nothing is drawn yet."""
    if engine := canvas.get_layout_engine():
        engine.execute(canvas)


def unmarked(text: str) -> str:
    """A finding without the marks of a list or of bold letters."""
    return " ".join(line.removeprefix("- ") for line in text.replace("**", "").splitlines())


def _wrapped(texts: Iterable[str], letters: float) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, int(letters))]


def saved(canvas: Figure, caption: Caption, kind: str) -> bytes:
    """The picture's bytes with title, source and description inside, and no date, so that they repeat."""
    out = io.BytesIO()
    foot = " ".join(caption.foot)
    if kind == PNG:
        texts = {"Title": caption.title, "Source": foot, "Description": caption.description, "Software": None}
        metadata = {key: text for key, text in texts.items() if text or text is None}
        canvas.dpi = DPI
        FigureCanvasAgg(canvas).print_png(out, metadata=metadata)
        return out.getvalue()
    FigureCanvasSVG(canvas).print_svg(out, metadata={"Date": None, "Creator": None})
    head = f"<title>{escape(caption.title or caption.description)}</title><desc>{escape(f'{caption.description} {foot}'.strip())}</desc>"
    return _steady(
        re.sub(r"(<svg[^>]*>)", lambda found: found[1] + head, out.getvalue().decode(), count=1)
    ).encode()


def narrowed(png: bytes, width: int) -> bytes:
    """The same picture `width` pixels wide: a page that gets a wider one makes it narrower for each visitor."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as wide:
        size = width, round(wide.height * width / wide.width)
        wide.resize(size, Image.Resampling.LANCZOS).save(out, PNG)
    return out.getvalue()


def _steady(svg: str) -> str:
    """Matplotlib's SVG without what differs from one run or machine to the next: docs/upgrading.md.

    Names of clipped regions hang on the last digits of their place, so they are numbered instead.
    """
    clips = dict.fromkeys(re.findall(r"#(p[0-9a-f]{10})\)", svg))
    for number, name in enumerate(clips):
        svg = svg.replace(name, f"clip{number}")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return svg.replace(f"'{FONT}'", f"'{FONT}', Verdana, sans-serif")
