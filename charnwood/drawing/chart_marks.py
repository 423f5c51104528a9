"""Symbols, fillings and strokes of Plotly's traces -> SVG: each look is defined once in a picture and used by its name."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from charnwood import palette

Part = dict[str, Any]
DASHES = {"dash": "9 5", "dot": "2 4", "dashdot": "9 4 2 4"}
STROKES = {"/": "M-2 2L2 -2M0 8L8 0M6 10L10 6", "x": "M0 0L8 8M8 0L0 8"}  # on a tile of eight pixels
WIDE, HIGH = 26, 16  # of a sample in the key


class Marks:
    """The looks that a picture uses, by name."""

    def __init__(self) -> None:
        """Nothing is used yet."""
        self.names: dict[str, str] = {}

    def named(self, made: str) -> str:
        """The name of what is defined, the same for the same."""
        return self.names.setdefault(made, f"m{len(self.names)}")

    def symbol(self, look: tuple[str, str, float, str, float]) -> str:
        """The name of a symbol of a look of `looks`."""
        return self.named(symbol(*look))

    def filling(self, marker: Part) -> str:
        """A colour, or the address of the pattern on it."""
        shape = (marker.get("pattern") or {}).get("shape")
        return f"url(#{self.named(_tile(marker['color'], shape))})" if shape else str(marker["color"])

    def defined(self) -> str:
        """All looks by their names."""
        return "".join(made.replace(" ", f' id="{name}" ', 1) for made, name in self.names.items())


def _tile(colour: str, shape: str) -> str:
    """A pattern of white strokes or dots on a colour."""
    marks = (
        f'<circle cx="4" cy="4" r="1.6" fill="{palette.PAPER}"/>'
        if shape == "."
        else f'<path d="{STROKES[shape]}" stroke="{palette.PAPER}" stroke-width="1.4"/>'
    )
    ground = f'<rect width="8" height="8" fill="{colour}"/>'
    return f'<pattern width="8" height="8" patternUnits="userSpaceOnUse">{ground}{marks}</pattern>'


def symbol(name: str, colour: str, size: float, edge: str, thick: float) -> str:
    """A symbol round the origin; one whose name ends in -open has an edge alone."""
    shape, hollow = name.removesuffix("-open"), name.endswith("-open")
    filling = "none" if hollow else colour
    outline = f'stroke="{colour if hollow else edge}" stroke-width="{thick}"' if hollow or thick else ""
    return f'<path d="{_outline(shape, size / 2)}" fill="{filling}" {outline}/>'


def _outline(shape: str, r: float) -> str:
    """The path of a symbol of this radius, in Plotly's proportions."""
    if shape == "circle":
        return f"M{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0"
    points: dict[str, list[tuple[float, float]]] = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "cross": _cross(0),
        "x": _cross(45),
        "pentagon": [(1.2 * math.sin(math.tau * i / 5), -1.2 * math.cos(math.tau * i / 5)) for i in range(5)],
        "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        "triangle-up": [(0, -1.15), (1.15, 0.65), (-1.15, 0.65)],
        "triangle-down": [(0, 1.15), (1.15, -0.65), (-1.15, -0.65)],
        "star": [
            (
                math.sin(math.pi * i / 5) * (0.55 if i % 2 else 1.4),
                -math.cos(math.pi * i / 5) * (0.55 if i % 2 else 1.4),
            )
            for i in range(10)
        ],
    }
    if shape not in points:
        raise NotImplementedError(f"a symbol {shape}")
    return f"M{'L'.join(f'{x * r:.3g} {y * r:.3g}' for x, y in points[shape])}Z"


def _cross(degrees: float) -> list[tuple[float, float]]:
    """The corners of a cross, turned."""
    arm, turn = (0.4 + 0.4j, 0.4 + 1.2j, -0.4 + 1.2j), cmath.exp(1j * math.radians(degrees))
    corners = [corner * turn * 1j**side for side in range(4) for corner in arm]
    return [(corner.real, corner.imag) for corner in corners]


def looks(given: Part, count: int) -> Iterator[tuple[str, str, float, str, float]]:
    """Of each point of a trace: symbol, colour, size, and colour and width of the edge."""
    marker, line = given.get("marker") or {}, given.get("line") or {}
    edge = marker.get("line") or {}
    colour = marker.get("color") or line.get("color")
    hollow = str(marker.get("symbol")).endswith("-open")
    return zip(
        _each(marker.get("symbol", "circle"), count),
        _each(colour, count),
        _each(marker.get("size", 6), count),
        _each(edge.get("color", colour), count),
        _each(edge.get("width", int(hollow)), count),
        strict=True,
    )


def _each(value: Any, count: int) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | np.ndarray) else [value] * count


def stroke(line: Part) -> str:
    """Colour, width and dashes of a line."""
    dash = DASHES.get(line.get("dash", "solid"))
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="{line["color"]}" stroke-width="{line.get("width", 2)}"{dashes}'


def sample(given: Part) -> str:
    """The mark of a trace as it stands in the key, a picture of its own."""
    marks, middle, mode = Marks(), f"translate({WIDE / 2:g} {HIGH / 2:g})", given.get("mode") or "lines"
    box = f'x="{WIDE / 2 - 8:g}" y="2" width="16" height="12"'
    if given["type"] == "bar":
        filling = marks.filling(given["marker"])
        inside = f'<defs>{marks.defined()}</defs><rect {box} fill="{filling}"/>'
    elif given.get("fill") == "toself":
        inside = f'<rect {box} fill="{given["fillcolor"]}"/>'
    else:
        line = given.get("line") or {}
        inside = f'<path d="M0 8H{WIDE}" {stroke(line)}/>' if "lines" in mode and line.get("width", 2) else ""
        if "markers" in mode:
            inside += f'<g transform="{middle}">{symbol(*next(looks(given, 1)))}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}">{inside}</svg>'
