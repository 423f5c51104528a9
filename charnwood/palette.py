"""Every colour, pattern, dash and symbol, with its name in each language that draws: one place to change a look.

All are told apart by the common kinds of colour blindness; each series has its own pattern, dash or symbol
beside its colour, so that a chart survives greyscale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

INK, QUIET, PAPER = "#14242b", "#3f5159", "#ffffff"
INK_ON_DARK, DARK = "#e9eff1", "#10191d"
SOFT = "#6b7f88"  # edges of axes, symbols that stand behind others
BAND, HEAD, RULE = "#edf2f4", "#e3ebee", "#aab6bc"  # of tables: every other row, heads, lines
GRID = "#d5dadd"
GRID_ON_ANY = "rgba(128,128,128,0.28)"  # seen on light and dark pages
CLEAR = "rgba(0,0,0,0)"
CHOSEN = "#d4351c"  # round the area in view
OUTLINE, HOVERED, EDGE, BUILTUP, WARD = "#111111", "#1a1a1a", "#767676", "#3d3d3d", "#8e44ad"  # lines of maps

# Of charts: Okabe and Ito's colours
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
INTERVAL = "rgba(0,114,178,0.32)"  # the band of the first series
REST = "#b9c6cc"  # all that is not named
GAP = "#8a8a8a"  # months that are not held
LIMIT = "#8a6d00"  # limits and intervals: seen on light and dark pages
FAR = SERIES[1]  # what stands out
# As on the map of movement, orange is towards the deprived end and purple away from it
TOWARDS, AWAY, STILL, SPLIT = (SERIES[1], "#b35806"), ("#8073ac", "#a45bb5"), "#7f7f7f", SERIES[0]

# Of maps. Yellow to dark blue, lightness falling throughout: ColorBrewer's YlGnBu drawn out to ten steps.
# The first is decile 1, the most deprived
DECILES = (
    "#081d58",
    "#1e2f87",
    "#234da0",
    "#2070b4",
    "#2296c1",
    "#46b8c3",
    "#83cebb",
    "#bfe6b5",
    "#e3f4b2",
    "#fbfdd0",
)
RATES = tuple(DECILES[i] for i in (9, 7, 5, 4, 2, 0))
# Taken is dark, not taken is light; inside warm where a rule would drop it, so that it stands out
CLASSES = (DECILES[0], "#fdae61", DECILES[4], DECILES[9])
TAKEN = (CLASSES[0], CLASSES[-1])  # where nothing is inside
# ColorBrewer's PuOr: orange towards the deprived end, purple towards the other, near white between
MOVED = ("#7f3b08", "#c96b10", "#fdb863", "#f7f7f7", "#b2abd2", "#7560a8", "#2d004b", "#9c9c9c", "#5a5a5a")
NO_DATA = "#d9d9d9"


@dataclass(frozen=True)
class Dash:
    """A kind of line by its name in Plotly, Matplotlib (of a chart, of an outline), PowerPoint, CSS and Leaflet."""

    plotly: str
    matplotlib: Any
    outline: Any
    powerpoint: str
    css: str = ""
    leaflet: str | None = None


@dataclass(frozen=True)
class Pattern:
    """A kind of filling by its name in Plotly, Matplotlib and PowerPoint; "" is plain."""

    plotly: str
    matplotlib: str
    powerpoint: str


@dataclass(frozen=True)
class Symbol:
    """A kind of mark by its name in Plotly, Matplotlib and, of a series, PowerPoint."""

    plotly: str
    matplotlib: str
    powerpoint: str = ""


DASHES = (
    Dash("solid", "-", "solid", "SOLID", "solid"),
    Dash("dash", (0, (4, 2)), (0, (4, 2.2)), "DASH", "dashed", "9 6"),
    Dash("dot", (0, (1, 1.4)), (0, (0.9, 1.6)), "ROUND_DOT", "dotted", "1.5 6"),
    Dash("dashdot", (0, (4, 1.6, 1, 1.6)), (0, (4, 1.6, 1, 1.6)), "DASH_DOT"),
)
OUTLINES = DASHES[:3]  # of the Priority Neighbourhoods, in turn
PATTERNS = (
    Pattern("", "", ""),
    Pattern("/", "///", "WIDE_UPWARD_DIAGONAL"),
    Pattern(".", "..", "LARGE_CONFETTI"),
    Pattern("x", "xx", "CROSS"),
)
SYMBOLS = (
    Symbol("circle", "o", "CIRCLE"),
    Symbol("square", "s", "SQUARE"),
    Symbol("cross", "P", "PLUS"),
    Symbol("x", "X", "X"),
)
OTHER_SYMBOLS = (
    Symbol("diamond", "D"),
    Symbol("pentagon", "p"),
    Symbol("star", "*"),
    Symbol("triangle-down", "v"),
    Symbol("triangle-up", "^"),
)
# Symbol, filling and edge of what areas stand beside, which no series has, so that a mark means one thing on all charts
# of a page: each seen on bars of any colour and on a light or dark page. England's middle area is not its average
DISTRICT, COUNTY, ENGLAND, MIDDLE = (
    ("diamond", OUTLINE, PAPER),
    ("pentagon", PAPER, OUTLINE),
    ("star", "#f2c800", OUTLINE),
    ("triangle-down", "#f2c800", OUTLINE),
)
AMONG = "triangle-up"  # the area in view among single ones


def for_script() -> dict[str, Any]:
    """What the script of the web map draws with."""
    return {
        "paper": PAPER,
        "chosen": CHOSEN,
        "outline": OUTLINE,
        "hovered": HOVERED,
        "edge": EDGE,
        "builtup": BUILTUP,
        "ward": WARD,
        "none": NO_DATA,
        "dashes": [dash.leaflet for dash in OUTLINES],
        "styles": [dash.css for dash in OUTLINES],
    }


LETTERS = "ABCDEFGH"
"""By which breaks are marked on charts over time, in their order."""
