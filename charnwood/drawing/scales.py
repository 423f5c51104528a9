"""Values -> colours and the labels of a map's key."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from charnwood import palette

NO_CLASS = "-"


@dataclass(frozen=True)
class Scale:
    """Colours of a measure with the label of each in the legend; an empty label joins its neighbours."""

    colours: tuple[str, ...]
    labels: tuple[str, ...]
    edges: tuple[float, ...] = ()

    def colour(self, value: float) -> str:
        """The colour of one value: class of its decile, or of the rate between the edges."""
        if pd.isna(value):
            return palette.NO_DATA
        if self.edges:
            return self.colours[bisect.bisect_right(self.edges, value)]
        return self.colours[int(value) - 1]

    def classes(self, values: pd.Series) -> str:
        """Which of the colours each value has, a letter each: "a" the first, "-" where there is no value."""
        letters = {colour: chr(ord("a") + number) for number, colour in enumerate(self.colours)}
        return "".join(NO_CLASS if pd.isna(value) else letters[self.colour(value)] for value in values)


def decile_scale() -> Scale:
    """Ten classes of England's LSOAs, 1 (most deprived) first."""
    labels = ("1: most deprived 10%", *map(str, range(2, 10)), "10: least deprived 10%")
    return Scale(palette.DECILES, labels)


def rank_scale(areas: int) -> Scale:
    """Twenty equal bands of England's ranks, rank 1 (most deprived) first."""
    steps = 20
    edges = tuple(areas * i / steps + 0.5 for i in range(1, steps))
    labels = [""] * steps
    labels[0] = "rank 1: most deprived"
    labels[steps // 2] = f"{areas // 2:,}: England's middle"
    labels[-1] = f"{areas:,}: least deprived"
    return Scale(_spread(palette.DECILES, steps), tuple(labels), edges)


def class_scale(labels: Sequence[str], colours: tuple[str, ...] = palette.CLASSES) -> Scale:
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
    return Scale(palette.RATES[: len(labels)], labels, edges)


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
    return Scale(palette.RATES[: len(labels)], tuple(labels), edges)


def _spread(colours: tuple[str, ...], steps: int) -> tuple[str, ...]:
    """`steps` colours on the line through the given ones."""
    given = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours], dtype=float)
    at = np.linspace(0, len(colours) - 1, steps)
    mixed = [np.interp(at, range(len(colours)), given[:, channel]).round() for channel in range(3)]
    return tuple("#{:02x}{:02x}{:02x}".format(*map(int, rgb)) for rgb in zip(*mixed, strict=True))
