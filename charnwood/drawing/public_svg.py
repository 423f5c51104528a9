"""Figures -> pictures that stand in the text of a plain page: SVG of a few kilobytes, without a script.

Colours are those of the page's style sheet, by class, so that a picture follows light, dark and print. Lines lie in
a picture of their own that stretches; letters do not, so that they are as large on a telephone as on a desk.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import figures, palette
from charnwood.official.breaks import Break

HEIGHT, TOP, FOOT = 170, 18, 24  # of the chart of months: the plot, above it, below it
ASIDE = 8  # pixels from a line to the middle of its letter
APART = 0.1  # of the width: lines further apart than that have a letter each


def scale(places: Sequence[float], worse: float, better: float) -> str:
    """Where small areas stand among England's: a dot each on a bar, 0 at its left, the most deprived.

    The bar is dark up to `worse` and pale from `better` on.
    """
    parts = [(0.0, worse, "worse"), (worse, better, "middle"), (better, 1.0, "better")]
    bar = "".join(
        f'<rect class="{kind}" x="{_share(start)}" width="{_share(end - start)}" y="5" height="8"/>'
        for start, end, kind in parts
    )
    # Inside the bar's ends, so that no dot is cut
    dots = "".join(f'<circle cx="{_share(0.015 + 0.97 * place)}" cy="9" r="5"/>' for place in places)
    return f'<svg class="scale" height="18" aria-hidden="true" focusable="false">{bar}{dots}</svg>'


def months(series: Mapping[str, pd.Series], known: Sequence[Break] = ()) -> str:
    """Counts by month (index YYYY-MM) as lines; months not held (NA) are grey and never bridged.

    Breaks of `known` are marked by letters, as `figures.breaks.marks` orders them.
    """
    first = next(iter(series.values()))
    count = len(first)
    most, step = _steps(max(int(values.max()) for values in series.values() if values.notna().any()))
    parts = [_grey(first), _grid(most, step), _years(first)]
    for number, mark in enumerate(figures.breaks.marks(known, list(first.index))):
        ends = [first.index.get_loc(mark.first), first.index.get_loc(mark.last) + 1]
        lines = ends[:1] if mark.first == mark.last else ends
        parts += [
            f'<line class="break" x1="{_share(at / count)}" x2="{_share(at / count)}" y1="{TOP}" y2="{TOP + HEIGHT}"/>'
            for at in lines
        ]
        parts += [
            f'<text class="mark" x="{_share(at / count)}" dx="{aside}" y="{TOP - 5}">{palette.LETTERS[number]}</text>'
            for at, aside in _lettered(lines, count)
        ]
    paths = "".join(
        f'<path class="line{number}" d="{_path(values, most)}" vector-effect="non-scaling-stroke"/>'
        for number, values in enumerate(series.values(), 1)
    )
    parts.append(
        f'<svg y="{TOP}" width="100%" height="{HEIGHT}" viewBox="0 0 {count} {most}" preserveAspectRatio="none">{paths}</svg>'
    )
    return f'<svg class="months" height="{TOP + HEIGHT + FOOT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _lettered(lines: Sequence[int], count: int) -> list[tuple[float, int]]:
    """Where the letter of a break stands and how far aside: within its lines at each end, or where there is no room once between."""
    if len(lines) > 1 and lines[-1] - lines[0] <= APART * count:
        return [(sum(lines) / len(lines), 0)]
    return [(at, -ASIDE if number else ASIDE) for number, at in enumerate(lines)]


def _steps(most: int) -> tuple[int, int]:
    """The top of an axis that holds `most`, and the step of its lines: two to five of them."""
    step = next(
        size * 10**power for power in range(9) for size in (1, 2, 5) if max(most, 1) <= 4 * size * 10**power
    )
    return step * math.ceil(max(most, 1) / step), step


def _grid(most: int, step: int) -> str:
    lines = []
    for value in range(0, most + 1, step):
        y = TOP + HEIGHT * (1 - value / most)
        lines.append(f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text x="0" y="{y - 4:.1f}">{value:,}</text>')
    return "".join(lines)


def _grey(values: pd.Series) -> str:
    """A band for each stretch of months that are not held."""
    bands, start = [], None
    for place, held in enumerate([*values.notna(), True]):
        if not held and start is None:
            start = place
        elif held and start is not None:
            x, width = _share(start / len(values)), _share((place - start) / len(values))
            bands.append(f'<rect class="gap" x="{x}" width="{width}" y="{TOP}" height="{HEIGHT}"/>')
            start = None
    return "".join(bands)


def _years(values: pd.Series) -> str:
    januaries = [place for place, month in enumerate(values.index) if str(month).endswith("-01")]
    y = TOP + HEIGHT
    return "".join(
        f'<line class="tick" x1="{_share(at / len(values))}" x2="{_share(at / len(values))}" y1="{y}" y2="{y + 6}"/>'
        f'<text x="{_share(at / len(values))}" dx="3" y="{y + 18}">{str(values.index[at])[:4]}</text>'
        for at in januaries
    )


def _path(values: pd.Series, most: int) -> str:
    """A line through the months held, begun anew after each gap; a month alone is a dot."""
    steps, before = [], False
    known = [None if pd.isna(value) else int(value) for value in values]
    for place, value in enumerate(known):
        if value is not None:
            alone = not before and (place + 1 == len(known) or known[place + 1] is None)
            steps.append(f"{'L' if before else 'M'}{place + 0.5:g} {most - value}{'h.01' if alone else ''}")
        before = value is not None
    return "".join(steps)


def _share(part: float) -> str:
    return f"{100 * part:.5g}%"
