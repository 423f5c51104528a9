"""Values -> colours and the labels of a map's key."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

# Yellow to dark blue, safe for the common kinds of colour blindness, lightness falling throughout:
# ColorBrewer's YlGnBu drawn out to ten steps. The first is decile 1, the most deprived.
DECILE_COLOURS = (
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
RATE_COLOURS = tuple(DECILE_COLOURS[i] for i in (9, 7, 5, 4, 2, 0))
# Taken is dark, not taken is light; inside warm where a rule would drop it, so that it stands out
CLASS_COLOURS = ("#081d58", "#fdae61", "#2296c1", "#fbfdd0")
TAKEN_COLOURS = (CLASS_COLOURS[0], CLASS_COLOURS[-1])  # where nothing is inside
# ColorBrewer's PuOr: orange towards the deprived end, purple towards the other, near white between
MOVED_COLOURS = ("#7f3b08", "#c96b10", "#fdb863", "#f7f7f7", "#b2abd2", "#7560a8", "#2d004b", "#9c9c9c")
NO_DATA = "#d9d9d9"


@dataclass(frozen=True)
class Scale:
    """Colours of a measure with the label of each in the legend; an empty label joins its neighbours."""

    colours: tuple[str, ...]
    labels: tuple[str, ...]
    edges: tuple[float, ...] = ()

    def colour(self, value: float) -> str:
        """The colour of one value: class of its decile, or of the rate between the edges."""
        if pd.isna(value):
            return NO_DATA
        if self.edges:
            return self.colours[bisect.bisect_right(self.edges, value)]
        return self.colours[int(value) - 1]


def decile_scale() -> Scale:
    """Ten classes of England's LSOAs, 1 (most deprived) first."""
    labels = ("1: most deprived 10%", *map(str, range(2, 10)), "10: least deprived 10%")
    return Scale(DECILE_COLOURS, labels)


def rank_scale(areas: int) -> Scale:
    """Twenty equal bands of England's ranks, rank 1 (most deprived) first."""
    steps = 20
    edges = tuple(areas * i / steps + 0.5 for i in range(1, steps))
    labels = [""] * steps
    labels[0] = "rank 1: most deprived"
    labels[steps // 2] = f"{areas // 2:,}: England's middle"
    labels[-1] = f"{areas:,}: least deprived"
    return Scale(_spread(DECILE_COLOURS, steps), tuple(labels), edges)


def class_scale(labels: Sequence[str], colours: tuple[str, ...] = CLASS_COLOURS) -> Scale:
    """Classes by their number, 1 first; the labels say them in words."""
    return Scale(colours, tuple(labels))


def rate_scale(rates: pd.Series) -> Scale:
    """Fifths of the LSOAs, lowest rate first, the top twentieth apart; edges are whole numbers."""
    edges = tuple(
        sorted({float(round(edge)) for edge in np.quantile(rates.dropna(), [0.2, 0.4, 0.6, 0.8, 0.95])})
    )
    bounds = [None, *edges, None]
    labels = tuple(
        f"lowest: under {high:,.0f}"
        if low is None
        else f"highest: {low:,.0f} or more"
        if high is None
        else f"{low:,.0f} to under {high:,.0f}"
        for low, high in pairwise(bounds)
    )
    return Scale(RATE_COLOURS[: len(labels)], labels, edges)


def count_scale(counts: pd.Series) -> Scale:
    """None, then quarters of the counts, fewest first, the top twentieth apart; edges are whole numbers."""
    quantiles = np.quantile(counts, [0.25, 0.5, 0.75, 0.95])
    edges = (1.0, *sorted({float(edge) for edge in np.ceil(quantiles) if edge > 1}))
    labels = ["none"]
    labels += [
        f"{low:,.0f}" if high == low + 1 else f"{low:,.0f} to {high - 1:,.0f}"
        for low, high in pairwise(edges)
    ]
    labels.append(f"most: {edges[-1]:,.0f} or more")
    return Scale(RATE_COLOURS[: len(labels)], tuple(labels), edges)


def _spread(colours: tuple[str, ...], steps: int) -> tuple[str, ...]:
    """`steps` colours on the line through the given ones."""
    given = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours], dtype=float)
    at = np.linspace(0, len(colours) - 1, steps)
    mixed = [np.interp(at, range(len(colours)), given[:, channel]).round() for channel in range(3)]
    return tuple("#{:02x}{:02x}{:02x}".format(*map(int, rgb)) for rgb in zip(*mixed, strict=True))
