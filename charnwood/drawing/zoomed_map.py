"""The map of one or two areas with what lies around, a key, and a small map of where in the district they are."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox

from charnwood import palette
from charnwood.cache import of_data
from charnwood.drawing import images
from charnwood.drawing.map_views import MapView
from charnwood.official.boundaries import NATIONAL_GRID, WGS84
from charnwood.store.dataset import Dataset

MAP_SHARE = 0.58  # of the width of a picture, the map; its key has the rest
AROUND, ZOOM = 700, 0.2  # metres, and of its length, that are shown around an area
NAMES, STEP = (
    8,
    0.06,
)  # towns and villages with a name, the largest first; by how much of the height one stands aside
ASIDE = ((0, 0), (0, 1), (0, -1), (1.5, 1), (-1.5, 1), (1.5, -1), (-1.5, -1))
COARSE = 100  # metres, to which the outline of the small map is drawn
RINGS: Sequence[tuple[str, Any]] = ((palette.CHOSEN, "solid"), (palette.OUTLINE, "solid"))


def draw(
    data: Dataset,
    view: MapView,
    areas: Mapping[str, Sequence[str]],
    title: str,
    caption: images.Caption,
    kind: str,
    size: tuple[float, float],
    points: float = 11,
) -> bytes:
    """One or two areas (their LSOAs by name) and what lies around them, a key called `title`, and where they lie."""
    frame = data.lsoa[view.vintage]
    shapes = gpd.GeoSeries(
        {name: frame.loc[list(codes)].union_all() for name, codes in areas.items()}, crs=NATIONAL_GRID
    )
    colours = pd.Series([view.scale.colour(value) for value in view.values.reindex(frame.index)], frame.index)
    with images.drawing_one, mpl.rc_context(images.STYLE | {"font.size": points}):
        canvas, middle = images.framed(caption, size, points)
        axes = middle.add_axes((0.005, 0.01, MAP_SHARE, 0.98))
        _look_at(axes, shapes.total_bounds)
        (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
        near = frame.cx[west:east, south:north]  # what lies beyond takes its time to draw
        near.plot(ax=axes, color=colours[near.index], edgecolor=palette.PAPER, linewidth=0.8)
        letters = (0.96 - MAP_SHARE) * size[0] * 72 / (0.58 * points)  # of the key in a line
        lines = _rings(axes, shapes, 3.2, int(letters) - 3)
        if len(lines) == 1:
            lines[0].set_label(images.THIS)
        _look_at(axes, shapes.total_bounds)
        beside = middle.add_axes((MAP_SHARE + 0.015, 0.3, 0.98 - MAP_SHARE, 0.69))
        beside.set_axis_off()
        key = _steps_key(beside, view, title, lines, points)
        whole = middle.add_axes((MAP_SHARE + 0.02, 0.01, 0.97 - MAP_SHARE, 0.2))
        whole.set_axis_off()
        _district(data, view.vintage).plot(ax=whole, color=palette.RULE)
        colours_ = [colour for _, (colour, _) in zip(shapes, RINGS, strict=False)]
        shapes.plot(ax=whole, color=colours_, edgecolor=colours_, linewidth=1.5)
        whole.set_title(f"Where in {data.place.name}", fontsize=points, pad=3)
        images.lay_out(canvas)
        renderer = FigureCanvasAgg(canvas).get_renderer()
        place = whole.get_tightbbox(renderer)
        if place and key.get_window_extent(renderer).y0 < place.y1:
            whole.remove()  # two long names need its room, and their map shows most of the district
        _places(axes, renderer, data, frame.loc[list(chain(*areas.values()))], points, len(areas) == 1)
        return images.saved(canvas, caption, kind)


@of_data(2)
def _district(data: Dataset, vintage: int) -> gpd.GeoSeries:
    """The outline of the district by the LSOAs of a vintage, as coarse as the small map needs it."""
    return gpd.GeoSeries([data.lsoa[vintage].union_all().simplify(COARSE)], crs=NATIONAL_GRID)


def _look_at(axes: Axes, bounds: Sequence[float]) -> None:
    """Show these bounds with some room around, and as much more one way as fills the axes."""
    west, south, east, north = bounds
    room = max(AROUND, ZOOM * max(east - west, north - south))
    box = axes.get_window_extent()
    across, up = east - west + 2 * room, north - south + 2 * room
    across, up = max(across, up * box.width / box.height), max(up, across * box.height / box.width)
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_aspect("auto")
    axes.set(xlim=(x - across / 2, x + across / 2), ylim=(y - up / 2, y + up / 2))
    axes.set(xticks=[], yticks=[], xlabel="", ylabel="")
    axes.spines[:].set_color(palette.RULE)


def _rings(axes: Axes, shapes: gpd.GeoSeries, width: float, letters: int) -> list[Line2D]:
    """The outline of each shape on white, another colour and dash each, and the same lines for a key `letters` wide."""
    lines = []
    for (name, shape), (colour, dash) in zip(shapes.items(), RINGS, strict=False):
        border = gpd.GeoSeries([shape], crs=NATIONAL_GRID).boundary
        border.plot(ax=axes, color=palette.PAPER, linewidth=width + 2.6, zorder=6)
        border.plot(ax=axes, color=colour, linewidth=width, linestyle=dash, zorder=7)
        lines.append(
            Line2D(
                [], [], color=colour, linewidth=width, linestyle=dash, label=textwrap.fill(str(name), letters)
            )
        )
    return lines


def _steps_key(axes: Axes, view: MapView, title: str, lines: Sequence[Line2D], points: float) -> Legend:
    """The classes of a view and the outlines as a key that fills its own room."""
    edge: dict[str, Any] = {"edgecolor": palette.EDGE, "linewidth": 0.6}
    steps = [
        Patch(facecolor=c, label=label or " ", **edge)
        for c, label in zip(view.scale.colours, view.scale.labels, strict=True)
    ]
    legend = axes.legend(
        handles=[*lines, *steps],
        title=title,
        loc="upper left",
        frameon=False,
        fontsize=points,
        alignment="left",
        handlelength=1.3,
        handletextpad=0.5,
        labelspacing=0.15,
        borderaxespad=0,
    )
    legend.get_title().set_fontweight("bold")
    legend.get_title().set_fontsize(points)
    return legend


def _places(
    axes: Axes, renderer: Any, data: Dataset, marked: gpd.GeoDataFrame, points: float, alone: bool
) -> None:
    """Names of the largest towns and villages on no other name, and beside the marked areas but for those that lie in one `alone`."""
    frame = axes.get_window_extent(renderer)
    bounds = marked.geometry.bounds.to_numpy()
    kept = [Bbox(axes.transData.transform([(w, s), (e, n)])) for w, s, e, n in bounds]
    whole = marked.union_all()
    taken: list[Bbox] = []
    halo = [patheffects.withStroke(linewidth=2.4, foreground=palette.PAPER)]
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    places = data.labels.sort_values("population", ascending=False)
    at = gpd.points_from_xy(places["lon"], places["lat"], crs=WGS84)
    spots = gpd.GeoSeries(at, index=places["name"]).to_crs(NATIONAL_GRID).cx[west:east, south:north]
    step = STEP * (north - south)
    for name, spot in spots.head(NAMES).items():
        within = alone and spot.within(whole)
        for across, up in ASIDE:
            label = axes.text(
                spot.x + across * step,
                spot.y + up * step,
                name,
                ha="center",
                va="center",
                zorder=9,
                fontsize=points,
                path_effects=halo,
            )
            box = label.get_window_extent(renderer).padded(6)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in (*taken, *(() if within else kept))):
                taken.append(box)
                break
            label.remove()
