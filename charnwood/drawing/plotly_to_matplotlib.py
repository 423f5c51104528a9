"""Plotly figures -> Matplotlib axes: the five kinds of chart that pages show, drawn without a browser.

Known are bars (beside each other or stacked, lying or upright), lines with gaps, markers, error bars,
texts, filled bands, shaded stretches, straight lines and annotations; anything else raises
`NotImplementedError`, so that no chart is drawn with a part missing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import SubFigure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from charnwood import palette
from charnwood.drawing import chart_axes

HATCHES = {pattern.plotly: pattern.matplotlib for pattern in palette.PATTERNS}
DASHES = {dash.plotly: dash.matplotlib for dash in palette.DASHES}
MARKERS = {symbol.plotly: symbol.matplotlib for symbol in (*palette.SYMBOLS, *palette.OTHER_SYMBOLS)}
BAR, BROAD = (
    0.8,
    0.92,
)  # of the room of a label; of bars beside each other, so that there is room for their values
STACKED = ("stack", "relative")
HANDLE = 8  # letters as wide as the sign before a name in a legend, with the room around
ROOM = 0.13  # of an axis of values, for the letters at the end of its longest bar
NAMES = 0.48  # of the width of a picture, which names beside an axis may take


def draw(canvas: SubFigure, figure: go.Figure, values: bool = False) -> Axes:
    """Draw the figure's traces, shapes, annotations, axes and legend on a new subplot of `canvas`.

    `values`: bars beside each other have their values at their ends, where these do not stand in their names.
    """
    axes = canvas.add_subplot()
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    for trace in figure.data:
        if trace.type not in ("bar", "scatter", "scattergl"):
            raise NotImplementedError(f"a trace of type {trace.type}")
    places = _Places(figure)
    lettered = values and figure.layout.barmode not in STACKED and not _told(places)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    base: dict[Any, float] = {}
    for trace in figure.data:
        if trace.type == "bar":
            held = _bar(axes, trace, places, bars, figure.layout.barmode, base)
            if lettered:
                axes.bar_label(held, labels=_numbers(trace), padding=2)
                axes.margins(x=ROOM) if trace.orientation == "h" else axes.margins(y=ROOM)
        else:
            for part in _alike(trace):
                _scatter(axes, part, places)
    for shape in figure.layout.shapes:
        _shape(axes, shape)
    _axis(axes, "x", figure.layout.xaxis, places)
    _axis(axes, "y", figure.layout.yaxis, places)
    if lettered and "y" in places.labels:
        axes.tick_params(axis="x", length=0, labelbottom=False)
        axes.grid(False)
    for note in figure.layout.annotations:
        _note(axes, note)
    _legend(canvas, axes, figure)
    return axes


class _Places:
    """Where the labels of an axis of words stand: 0, 1, 2 … in the order of their first use."""

    def __init__(self, figure: go.Figure) -> None:
        self.labels: dict[str, list[Any]] = {}
        for name in "xy":
            seen: dict[Any, None] = {}
            for trace in figure.data:
                values = [] if getattr(trace, name) is None else list(getattr(trace, name))
                seen |= dict.fromkeys(v for v in values if isinstance(v, str))
            if seen:
                self.labels[name] = list(seen)

    def of(self, name: str, values: Any) -> list[Any]:
        """Positions of the values of an axis; numbers and dates stay as they are, empty ones are NaN."""
        if name in self.labels:
            return [self.labels[name].index(v) for v in values]
        return [np.nan if v is None or pd.isna(v) else _date(v) for v in values]


def _date(value: Any) -> Any:
    return pd.Timestamp(value) if isinstance(value, (np.datetime64, pd.Timestamp)) else value


def _bar(axes: Axes, trace: Any, places: _Places, bars: list[Any], mode: str | None, base: dict) -> Any:
    lying = trace.orientation == "h"
    at = np.array(places.of("y" if lying else "x", trace.y if lying else trace.x), dtype=float)
    length = np.array([np.nan if v is None else float(v) for v in (trace.x if lying else trace.y)])
    stacked = mode in STACKED
    room = BAR if stacked or len(bars) == 1 else BROAD
    thick = room if stacked else room / len(bars)
    shift = 0 if stacked else (bars.index(trace) - (len(bars) - 1) / 2) * thick
    start = np.array([base.get(a, 0.0) for a in at]) if stacked else np.zeros(len(at))
    base |= dict(zip(at, start + np.nan_to_num(length), strict=True)) if stacked else {}
    pattern = (trace.marker.pattern.shape or "") if trace.marker.pattern else ""
    look = {
        "color": trace.marker.color,
        "hatch": HATCHES[pattern] or None,
        "edgecolor": palette.PAPER,
        "linewidth": 0.5,
        "label": trace.name,
    }
    error = _error(trace.error_x if lying else trace.error_y)
    if lying:
        return axes.barh(at + shift, length, height=thick, left=start, xerr=error, **look)
    return axes.bar(at + shift, length, width=thick, bottom=start, yerr=error, **look)


def _told(places: _Places) -> bool:
    """Whether the names of bars end with their values."""
    return any(chart_axes.VALUED.search(label) for labels in places.labels.values() for label in labels)


def _numbers(trace: Any) -> list[str]:
    """The values of bars: whole numbers as they are, others to one decimal place; no column stands on nothing."""
    lying = trace.orientation == "h"
    values = list(trace.x if lying else trace.y)
    digits = 0 if all(float(value).is_integer() for value in values if value is not None) else 1
    return ["" if value is None or not (value or lying) else f"{value:,.{digits}f}" for value in values]


def _error(bar: Any) -> Any:
    if bar is None or bar.array is None:
        return None
    high = np.array(bar.array, dtype=float)
    return [np.array(bar.arrayminus, dtype=float) if bar.arrayminus is not None else high, high]


def _alike(trace: Any) -> list[Any]:
    """A trace whose points differ in symbol, colour or size as traces of points alike; else the trace."""
    looks = {
        name: list(getattr(trace.marker, name))
        for name in ("symbol", "color", "size")
        if isinstance(getattr(trace.marker, name), (list, tuple, np.ndarray))
    }
    if not looks:
        return [trace]
    points = list(zip(*looks.values(), strict=True))
    parts: list[Any] = []
    for look in dict.fromkeys(points):
        at = [position for position, point in enumerate(points) if point == look]
        part = go.Scatter(trace).update(
            x=[trace.x[i] for i in at], y=[trace.y[i] for i in at], showlegend=None if not parts else False
        )
        part.marker.update(dict(zip(looks, look, strict=True)))
        for name in ("error_x", "error_y"):
            for side in ("array", "arrayminus"):
                if (values := getattr(getattr(trace, name), side)) is not None:
                    part[name][side] = [values[i] for i in at]
        parts.append(part)
    return parts


def _scatter(axes: Axes, trace: Any, places: _Places) -> None:
    mode = trace.mode or "lines"
    x, y = places.of("x", trace.x), places.of("y", trace.y)
    label = trace.name if trace.showlegend is not False and trace.name else "_"
    if trace.fill == "toself":
        axes.fill(
            x, y, color=_colour(trace.fillcolor)[0], alpha=_colour(trace.fillcolor)[1], lw=0, label=label
        )
        return
    if trace.fill not in (None, "none"):
        raise NotImplementedError(f"a scatter with fill {trace.fill}")
    if "text" in mode:
        _texts(axes, x, y, trace.text)
        if mode == "text":
            return
    symbol = trace.marker.symbol or "circle"
    hollow = str(symbol).endswith("-open")
    colour = trace.marker.color or trace.line.color
    colour = colour if isinstance(colour, str) else trace.line.color
    edge = trace.marker.line.color if trace.marker.line and trace.marker.line.color else colour
    size = trace.marker.size if isinstance(trace.marker.size, (int, float)) else 6
    look: dict[str, Any] = {"label": label, "linestyle": "none", "zorder": 3, "color": _colour(colour)[0]}
    if "lines" in mode:
        dash = DASHES.get(trace.line.dash or "solid", "-")
        look |= {
            "linestyle": dash,
            "linewidth": trace.line.width or 2,
            "color": _colour(trace.line.color or colour)[0],
        }
    if "markers" in mode:
        look |= {
            "marker": MARKERS[str(symbol).removesuffix("-open")],
            "markersize": size * 0.72,
            "markerfacecolor": "none" if hollow else _colour(colour)[0],
            "markeredgecolor": _colour(edge)[0],
            "markeredgewidth": 1.4,
        }
        if "lines" not in mode:
            look["zorder"] = 5
    error = _error(trace.error_y)
    across = _error(trace.error_x)
    if error is not None or across is not None:
        axes.errorbar(x, y, yerr=error, xerr=across, capsize=2, **look)
    else:
        axes.plot(x, y, **look)


def _texts(axes: Axes, x: Any, y: Any, texts: Any) -> None:
    """A text above each point."""
    for a, b, text in zip(x, y, texts, strict=True):
        written = _plain(f"{text:g}" if isinstance(text, float) else str(text))
        axes.annotate(written, (a, b), (0, 3), textcoords="offset points", ha="center", va="bottom")


def _shape(axes: Axes, shape: Any) -> None:
    colour, alpha = _colour(shape.fillcolor if shape.type == "rect" else shape.line.color)
    alpha *= 1 if shape.opacity is None else shape.opacity
    wide = str(shape.xref or "").endswith(("domain", "paper"))
    tall = str(shape.yref or "").endswith(("domain", "paper"))
    if shape.type == "rect" and tall:
        axes.axvspan(_date(shape.x0), _date(shape.x1), color=colour, alpha=alpha, lw=0, zorder=0)
    elif shape.type == "rect" and wide:
        axes.axhspan(shape.y0, shape.y1, color=colour, alpha=alpha, lw=0, zorder=0)
    elif shape.type == "line" and tall:
        axes.axvline(
            _date(shape.x0), color=colour, lw=shape.line.width or 1, ls=DASHES.get(shape.line.dash, "-")
        )
    elif shape.type == "line" and wide:
        axes.axhline(shape.y0, color=colour, lw=shape.line.width or 1, ls=DASHES.get(shape.line.dash, "-"))
    elif shape.type == "line":
        look: dict[str, Any] = {
            "color": colour,
            "lw": shape.line.width or 1,
            "ls": DASHES.get(shape.line.dash, "-"),
        }
        axes.plot([_date(shape.x0), _date(shape.x1)], [shape.y0, shape.y1], **look)
    else:
        raise NotImplementedError(f"a shape of type {shape.type} between values of both axes")


def _note(axes: Axes, note: Any) -> None:
    """An annotation; one whose y is a share of the paper stands inside the axes."""
    wide = str(note.xref or "").endswith(("domain", "paper"))
    tall = str(note.yref or "").endswith(("domain", "paper"))
    transform = {
        (False, False): axes.transData,
        (False, True): axes.get_xaxis_transform(),
        (True, False): axes.get_yaxis_transform(),
        (True, True): axes.transAxes,
    }[wide, tall]
    axes.text(
        _date(note.x),
        note.y,
        _plain(note.text),
        transform=transform,
        rotation=-(note.textangle or 0),
        ha={"left": "left", "right": "right"}.get(note.xanchor, "center"),
        va={"top": "top", "bottom": "bottom"}.get(note.yanchor, "center"),
    )


def _axis(axes: Axes, name: str, layout: Any, places: _Places) -> None:
    axis = axes.xaxis if name == "x" else axes.yaxis
    if layout.title.text:
        axis.set_label_text(_plain(layout.title.text))
    bounds = axes.set_xlim if name == "x" else axes.set_ylim
    low, high = axes.get_xlim() if name == "x" else axes.get_ylim()
    if layout.type == "log":
        (axes.set_xscale if name == "x" else axes.set_yscale)("log")
    if name in places.labels:
        labels = places.labels[name]
        axis.set_ticks(
            range(len(labels)), _beside(axes, labels) if name == "y" else list(map(_plain, labels))
        )
        axis.set_tick_params(length=0)
        bounds(-0.6, len(labels) - 0.4)
        if layout.autorange == "reversed":
            bounds(len(labels) - 0.4, -0.6)
        return
    if layout.range is not None:
        bounds(*[_date(value) for value in layout.range])
    elif layout.rangemode == "tozero" and layout.type != "log":
        bounds(min(0, axes.dataLim.x0 if name == "x" else axes.dataLim.y0), high)
    if layout.autorange == "reversed":
        axis.set_inverted(True)
    if layout.tickvals is not None:
        ticks = [_date(value) for value in layout.tickvals]
        axis.set_ticks(
            ticks, [_plain(str(t)) for t in (layout.ticktext if layout.ticktext is not None else ticks)]
        )
    elif _dated(axis):
        locator = AutoDateLocator(minticks=3, maxticks=8)
        axis.set_major_locator(locator)
        axis.set_major_formatter(ConciseDateFormatter(locator))
    elif layout.type != "log":
        whole = high - low > 2 or layout.dtick == 1
        axis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10], integer=whole))
        axis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axis.grid(True, color=palette.GRID, linewidth=0.8)


def _beside(axes: Axes, labels: Sequence[str]) -> list[str]:
    """Names beside an axis in as few lines as there is room for: a page breaks them for a telephone."""
    room = int(NAMES * _letters(axes.figure))
    return [textwrap.fill(_plain(label.replace("<br>", " ")), room) for label in labels]


def _letters(canvas: Any) -> float:
    """How many letters are as wide as a canvas."""
    return float(canvas.bbox.width / canvas.dpi * 72 / (0.6 * mpl.rcParams["font.size"]))


def _dated(axis: Any) -> bool:
    return "date" in type(axis.get_major_locator()).__name__.lower()


def _legend(canvas: SubFigure, axes: Axes, figure: go.Figure) -> None:
    """The names of the traces in their order, above the axes, in as many columns as fit."""
    if figure.layout.showlegend is False:
        return
    key = [trace.name for trace in figure.data if trace.y is not None and list(trace.y) == [None]]
    if key:  # what letters on the chart stand for: one line of words, not a legend higher than the chart
        told = ". ".join(_plain(name.replace("<br>", " ")) for name in key)
        axes.set_title(textwrap.fill(told, int(0.9 * _letters(canvas))), loc="left", fontsize="medium")
    order = [_plain(trace.name or "") for trace in figure.data if trace.name not in key]
    held = dict(zip(*axes.get_legend_handles_labels()[::-1], strict=True))
    named = {_plain(label): handle for label, handle in held.items() if _plain(label) in order}
    named = {label: named[label] for label in sorted(named, key=order.index)}
    if not named:
        return
    half = int(_letters(canvas) / 2) - HANDLE
    longest = max(len(line) for label in named for line in label.split("\n"))
    if len(named) > 2 and longest > half:  # two columns are lower than one
        named = {textwrap.fill(label.replace("\n", " "), half): handle for label, handle in named.items()}
        longest = half
    canvas.legend(
        named.values(),
        named,
        loc="outside upper left",
        ncols=max(1, min(len(named), int(_letters(canvas) / (longest + HANDLE)))),
        frameon=False,
        borderaxespad=0.2,
        columnspacing=1.2,
    )


def _colour(text: Any) -> tuple[str, float]:
    """A colour for Matplotlib and its opacity, from "#rrggbb" or "rgba(…)"."""
    if isinstance(text, str) and text.startswith("rgb"):
        parts = [float(part) for part in text[text.index("(") + 1 : -1].split(",")]
        return "#{:02x}{:02x}{:02x}".format(*map(int, parts[:3])), parts[3] if len(parts) > 3 else 1.0
    return text or palette.INK, 1.0


def _plain(text: str) -> str:
    return text.replace("<br>", "\n").replace("<b>", "").replace("</b>", "").replace("$", r"\$")
