"""Plotly figures -> pictures of a few kilobytes that a page shows first: without a script, of any width, light or dark.

Places across are shares of the picture and letters have one size, so that it is read on a telephone as on a desk; lines
lie in a picture of their own that stretches. Names of lying bars stand above them, where they have the whole width. The
key is apart, as text of the page, which wraps. Known are the kinds of chart of `plotly_to_matplotlib`; anything else
raises `NotImplementedError`, so that no chart is drawn with a part missing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import plotly.graph_objects as go

from charnwood import palette
from charnwood.drawing import chart_axes, chart_marks
from charnwood.drawing.beside_svg import SANS
from charnwood.drawing.chart_axes import Axis, Part, Trace

LINE, LETTER = 17, 7.6  # height of a line of text, width of a digit with room
ROOM = 38  # letters that stand beside each other on a telephone
BAR, SERIES, LANE, BETWEEN = (
    14,
    12,
    16,
    12,
)  # heights: a lying bar, one of several, of marks below them, to the next row
THICK = 0.8  # of the room of an upright bar
EDGE, KEY = 12, 30  # what stays free at the sides; what Plotly's own key takes of the height of a figure
SPARE = 0.02  # of the width: a label in the middle of that at the right end would be cut off
FULL = 0.88  # of the width: the figure of a longer bar stands inside it
STRETCH = 1000  # units across of what stretches
STYLE = f"""
svg{{font:13px {SANS};fill:{palette.INK}}}.end{{text-anchor:end}}.mid{{text-anchor:middle}}
.grid{{stroke:{palette.GRID_ON_ANY}}}.zero{{stroke:{palette.SOFT}}}.line{{fill:none;vector-effect:non-scaling-stroke}}
.value{{font-size:12px;stroke:{palette.PAPER};stroke-width:3px;paint-order:stroke}}
@media (max-width:480px){{.odd{{display:none}}}}
@media (prefers-color-scheme:dark){{svg{{fill:{palette.INK_ON_DARK}}}.value{{stroke:{palette.DARK}}}}}
"""


@dataclass(frozen=True)
class Drawn:
    """A picture, its height in pixels, and its key: a mark as SVG and what it means."""

    svg: str
    height: int
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plot:
    """Where the drawing stands: free at the left, above and below it, its height; along its axes its traces."""

    traces: Sequence[Trace]
    x: Axis
    y: Axis
    left: float
    top: int
    high: float
    foot: int
    row: float = 0  # height of a row of lying bars or points
    head: float = 0  # of it what the name takes
    lane: float = 0  # of it what marks take that stand below several bars

    def up(self, value: float) -> float:
        """How far below the top of the drawing a value stands, in pixels."""
        if self.lane:
            return (value + 1) * self.row - BETWEEN - self.lane / 2
        if self.row:
            return value * self.row + self.head + self.room / 2
        return self.high * (1 - self.y.within(value))

    @property
    def room(self) -> float:
        """What the lying bars of a row take of its height."""
        return self.row - self.head - self.lane - BETWEEN

    def middle(self, row: float, number: int, many: int) -> float:
        """How far down the middle of one of so many bars of a row stands."""
        return row * self.row + self.head + (number + 0.5) * self.room / many

    def across(self, value: float) -> str:
        """Where a value stands across, as a share of the drawing."""
        return f"{100 * self.x.within(value):.4g}%"


def draw(figure: go.Figure) -> Drawn:
    """The picture of a figure."""
    parts = [trace.to_plotly_json() for trace in figure.data]
    layout = figure.layout.to_plotly_json()
    for part in parts:
        if part["type"] not in ("bar", "scatter"):
            raise NotImplementedError(f"a trace of type {part['type']}")
    traces, x, y = chart_axes.read(parts, layout)
    key = _key(parts, layout)
    plot = _plot(traces, x, y, layout, bool(key))
    marks = chart_marks.Marks()
    shapes = layout.get("shapes") or ()
    inside = [
        *(_shape(plot, shape) for shape in shapes if shape["type"] == "rect"),
        *_grid(plot),
        *_bars(plot, marks, layout.get("barmode")),
        *(_shape(plot, shape) for shape in shapes if shape["type"] != "rect"),
        *(drawn for trace in traces if not trace.bar for drawn in _scatter(plot, marks, trace)),
        *(_note(plot, note) for note in layout.get("annotations") or ()),
        *_values(plot, layout.get("barmode")),
    ]
    height = int(plot.top + plot.high + plot.foot)
    return Drawn(_whole(plot, "".join(inside), marks.defined(), height), height, key)


def _whole(plot: Plot, inside: str, defined: str, height: int) -> str:
    title = "" if plot.row else _text("", 0, 14, plot.y.title)
    wide = f"calc(100% - {plot.left + EDGE:g}px)"  # in an attribute for Chromium, as a style for others
    box = f'x="{plot.left:g}" y="{plot.top}" width="{wide}" height="{plot.high:g}" style="width:{wide}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}"><style>{STYLE}</style>'
        f'<defs>{defined}</defs>{title}<svg {box} overflow="visible">{inside}</svg></svg>'
    )


def _plot(traces: Sequence[Trace], x: Axis, y: Axis, layout: Part, keyed: bool) -> Plot:
    """Where all stands: rows of names one below the other, or a drawing as high as the figure."""
    foot = 6 + LINE * (max((len(text) for _, text, _ in x.ticks), default=0) + len(x.title))
    if not y.labels:
        title = tuple(textwrap.wrap(" ".join(y.title), ROOM))
        y = Axis(y.low, y.high, title, y.ticks)
        left = 8 + LETTER * max(len(text[0]) for _, text, _ in y.ticks)
        top = 10 + LINE * len(title)
        return Plot(traces, x, y, left, top, layout["height"] - top - foot - KEY * keyed - LINE, foot)
    names = [_named(chart_axes.lines(label)) for label in y.labels]
    head = 4 + LINE * max(map(len, names))
    bars = sum(trace.bar for trace in traces)
    lane = LANE if 1 < bars < len(traces) else 0
    least = head + max(BAR, SERIES * bars) + lane + BETWEEN
    row = max(least, (layout["height"] - KEY * keyed - foot) / len(names))
    return Plot(traces, x, y, EDGE, 0, row * len(names), foot, row, head, lane)


def _named(label: Sequence[str]) -> list[str]:
    """The name of a row in lines that a telephone has room for; a figure at its end stays with the word before it."""
    return textwrap.wrap("\u00a0".join(" ".join(label).rsplit(" ", 1)), ROOM)


def _text(kind: str, x: float | str, y: float, texts: Sequence[str], more: str = "") -> str:
    """Lines of text below each other."""
    style = f' class="{kind}"' if kind else ""
    return "".join(
        f'<text{style} x="{x}" y="{y + LINE * number:.4g}"{more}>{escape(text)}</text>'
        for number, text in enumerate(texts)
    )


def _grid(plot: Plot) -> Iterator[str]:
    """Lines at the ticks of numbers, and the ticks of both axes."""
    upright = not plot.row
    for value, text, spare in plot.x.ticks:
        at, odd = plot.across(value), " odd" if spare else ""
        if not upright:
            yield f'<line class="{"grid" if value else "zero"}" x1="{at}" x2="{at}" y1="0" y2="{plot.high:g}"/>'
        wide = LETTER * max(map(len, text), default=0) / 2 > EDGE and plot.x.within(value) > 1 - SPARE
        kind, aside = ("end", f' dx="{EDGE}"') if wide else ("mid", "")
        yield _text(f"{kind}{odd}", at, plot.high + LINE, text, aside)
    lines = max((len(text) for _, text, _ in plot.x.ticks), default=0)
    yield _text("mid", "50%", plot.high + 3 + LINE * (lines + 1), plot.x.title)
    for value, text, _ in plot.y.ticks:
        if upright:
            y = plot.up(value)
            yield f'<line class="{"grid" if value else "zero"}" x1="0" x2="100%" y1="{y:.4g}" y2="{y:.4g}"/>'
            yield _text("end", -6, y + 4, text)
        else:
            yield _text("row", 0, value * plot.row + LINE, _named(text))


def _bars(plot: Plot, marks: chart_marks.Marks, mode: str | None) -> Iterator[str]:
    """The bars of all traces, beside each other or on each other."""
    bars = [trace for trace in plot.traces if trace.bar]
    stacked = mode in ("stack", "relative")
    many = 1 if stacked else max(1, len(bars))
    for number, trace in enumerate(bars):
        look = f'fill="{marks.filling(trace.given["marker"])}" stroke="{palette.PAPER}" stroke-width=".5"'
        place = 0 if stacked else number - (many - 1) / 2
        for x, y, base in zip(trace.x, trace.y, trace.base, strict=True):
            if trace.lying and np.isfinite(x):
                first, last = sorted((plot.x.within(base), plot.x.within(base + x)))
                high = plot.room / many
                top = plot.middle(y, 0 if stacked else number, many) - high / 2
                box = f'x="{100 * first:.4g}%" width="{100 * (last - first):.4g}%" y="{top:.4g}" height="{high:.4g}"'
                yield f"<rect {box} {look}/>"
            elif not trace.lying and np.isfinite(y):
                wide = THICK / many / (plot.x.high - plot.x.low)
                start = plot.x.share(x) + (place - 0.5) * wide
                low, high = sorted((plot.up(base), plot.up(base + y)))
                box = f'x="{100 * start:.4g}%" width="{100 * wide:.4g}%" y="{low:.4g}" height="{high - low:.4g}"'
                yield f"<rect {box} {look}/>"


def _values(plot: Plot, mode: str | None) -> Iterator[str]:
    """The figures of lying bars at their ends, unless they stand with their names."""
    bars = [trace for trace in plot.traces if trace.lying]
    told = any(chart_axes.VALUED.search(text) for _, lines, _ in plot.y.ticks for text in lines)
    if told or mode in ("stack", "relative"):
        return
    digits = (
        0
        if all(float(value).is_integer() for trace in bars for value in trace.x[np.isfinite(trace.x)])
        else 1
    )
    for number, trace in enumerate(bars):
        for x, y in zip(trace.x, trace.y, strict=True):
            if np.isfinite(x):
                inside = plot.x.within(x) > FULL
                kind, aside = ("value end", -4) if inside else ("value", 4)
                y = plot.middle(y, number, len(bars))
                yield _text(kind, plot.across(x), y + 4, [f"{x:,.{digits}f}"], f' dx="{aside}"')


def _scatter(plot: Plot, marks: chart_marks.Marks, trace: Trace) -> Iterator[str]:
    """Lines, filled bands, points with their intervals, and texts."""
    given = trace.given
    mode = given.get("mode") or "lines"
    if given.get("fill") not in (None, "none", "toself"):
        raise NotImplementedError(f"a scatter with fill {given['fill']}")
    if given.get("fill") == "toself":
        yield _stretched(plot, f'<path fill="{given["fillcolor"]}" d="{_path(plot, trace)}Z"/>')
    elif "lines" in mode:
        look = chart_marks.stroke(given.get("line") or {})
        yield _stretched(plot, f'<path class="line" {look} d="{_path(plot, trace)}"/>')
    yield from _intervals(plot, trace)
    if "markers" in mode:
        points = zip(trace.x, trace.y, chart_marks.looks(given, len(trace.x)), strict=True)
        for x, y, symbol in points:
            if np.isfinite([x, y]).all():
                yield f'<use href="#{marks.symbol(symbol)}" x="{plot.across(x)}" y="{plot.up(y):.4g}"/>'
    if "text" in mode:
        for x, y, text in zip(trace.x, trace.y, given["text"], strict=True):
            said = f"{text:g}" if isinstance(text, float) else str(text)
            yield _text("mid", plot.across(x), plot.up(y) - 5, [said])


def _intervals(plot: Plot, trace: Trace) -> Iterator[str]:
    for name, (down, up) in trace.reach.items():
        error = trace.given[f"error_{name}"]
        colour = error.get("color") or trace.given["marker"]["color"]
        look = f'stroke="{colour}" stroke-width="{error.get("thickness", 2)}"'
        for x, y, less, more in zip(trace.x, trace.y, down, up, strict=True):
            if not np.isfinite([x, y]).all():
                continue
            if name == "x":
                ends = plot.across(x - less), plot.across(x + more), plot.up(y), plot.up(y)
            else:
                ends = plot.across(x), plot.across(x), plot.up(y - less), plot.up(y + more)
            yield '<line x1="{}" x2="{}" y1="{:.4g}" y2="{:.4g}" '.format(*ends) + f"{look}/>"


def _stretched(plot: Plot, inside: str) -> str:
    """What is as wide as the drawing, whose lines stay as thick as they are."""
    box = f'width="100%" height="{plot.high:g}" viewBox="0 0 {STRETCH} {plot.high:g}"'
    return f'<svg {box} preserveAspectRatio="none">{inside}</svg>'


def _path(plot: Plot, trace: Trace) -> str:
    """A line through the points, begun anew after each gap."""
    steps, before = [], False
    for x, y in zip(trace.x, trace.y, strict=True):
        held = bool(np.isfinite([x, y]).all())
        if held:
            steps.append(f"{'L' if before else 'M'}{STRETCH * plot.x.within(x):.4g} {plot.up(y):.4g}")
        before = held
    return "".join(steps)


def _shape(plot: Plot, shape: Part) -> str:
    """A shaded stretch or a straight line, each from top to bottom."""
    if not str(shape.get("yref") or "").endswith(("domain", "paper")):
        raise NotImplementedError(f"a shape of type {shape['type']} that does not go from top to bottom")
    first, last = (plot.across(chart_axes.number(shape[end])) for end in ("x0", "x1"))
    if shape["type"] == "line":
        return (
            f'<line {chart_marks.stroke(shape["line"])} x1="{first}" x2="{last}" y1="0" y2="{plot.high:g}"/>'
        )
    wide = float(last[:-1]) - float(first[:-1])
    look = f'fill="{shape["fillcolor"]}" opacity="{shape["opacity"]}"'
    return f'<rect {look} x="{first}" width="{wide:.4g}%" height="{plot.high:g}"/>'


def _note(plot: Plot, note: Part) -> str:
    """A text at the top of the drawing, beside its place, upright where it is turned."""
    at, turned = plot.across(chart_axes.number(note["x"])), note.get("textangle")
    if not turned:
        kind, aside = ("end", -4) if note["xanchor"] == "right" else ("", 4)
        return _text(kind, at, 12, [note["text"].strip()], f' dx="{aside}"')
    text = _text("end", -4, 4, [note["text"]], ' transform="rotate(-90)"')
    return f'<svg x="{at}" overflow="visible">{text}</svg>'


def _key(parts: Sequence[Part], layout: Part) -> tuple[tuple[str, str], ...]:
    """The names of the traces with their marks, where there are several."""
    named = [part for part in parts if part.get("name") and part.get("showlegend") is not False]
    if layout.get("showlegend") is False or len(parts) < 2:
        return ()
    named.sort(key=lambda part: part.get("legendrank") or 1000)
    return tuple((chart_marks.sample(part), " ".join(chart_axes.lines(part["name"]))) for part in named)
