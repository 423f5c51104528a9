"""Counts and rates over months -> Plotly figures: lines with gaps where nothing is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from charnwood import figures, palette
from charnwood.cache import cached
from charnwood.drawing import charts
from charnwood.official.breaks import Break


@cached(charts.KEPT)
def monthly_lines(
    series: Mapping[str, pd.Series],
    axis: str,
    interval: tuple[pd.Series, pd.Series] | None = None,
    digits: int = 0,
    gap: str = "no data",
    known: Sequence[Break] = (),
) -> go.Figure:
    """Lines over months (index YYYY-MM); months not held (NA) are gaps, never bridged.

    `interval` is a lower and an upper bound of the first series, drawn as a band behind the lines; `gap`
    says what a month without a value lacks; `known` are breaks, each marked by lines and a letter, with its name in the legend.
    """
    traces = _band(*interval) if interval else []
    traces += [
        _line(position, name, values, digits) for position, (name, values) in enumerate(series.items())
    ]
    missing = _gaps(next(iter(series.values())))
    lines, names, key = _marks(known, list(next(iter(series.values())).index))
    grey = {"type": "rect", "yref": "y domain", "y0": 0, "y1": 1, "fillcolor": palette.GAP, "opacity": 0.16}
    told = {
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
        "textangle": -90,
        "xanchor": "center",
        "showarrow": False,
    }
    return charts.drawn(
        [*traces, *key],
        360,
        {"tickformat": "%b<br>%Y"},
        {"title": axis, "rangemode": "tozero"},
        shapes=[
            {**grey, "x0": first, "x1": last, "line": {"width": 0}, "layer": "below"}
            for first, last in missing
        ]
        + lines,
        annotations=[{**told, "x": first + (last - first) / 2, "text": gap} for first, last in missing]
        + names,
    )


def _line(position: int, name: str, values: pd.Series, digits: int) -> charts.Trace:
    """The line of one series, in the look of its position."""
    return charts.scatter(
        x=pd.PeriodIndex(values.index, freq="M").to_timestamp(),
        y=values.astype(float),
        name=name,
        mode="lines+markers",
        connectgaps=False,
        line={"color": palette.SERIES[position], "dash": palette.DASHES[position].plotly, "width": 2},
        marker={"symbol": palette.SYMBOLS[position].plotly, "size": 6},
        hovertemplate=f"%{{x|%B %Y}}<br>{name}: %{{y:,.{digits}f}}<extra></extra>",
    )


def _band(low: pd.Series, high: pd.Series) -> list[charts.Trace]:
    """One closed shape per unbroken run of months."""
    months = pd.PeriodIndex(low.index, freq="M").to_timestamp()
    shapes: list[charts.Trace] = []
    for run in _runs(low):
        where = slice(run[0], run[-1] + 1)
        shapes.append(
            charts.scatter(
                x=[*months[where], *months[where][::-1]],
                y=[
                    *high.iloc[where].astype(float),
                    *low.iloc[where].astype(float)[::-1],
                ],
                fill="toself",
                fillcolor=palette.INTERVAL,
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                name="95% interval",
                legendgroup="interval",
                showlegend=not shapes,
            )
        )
    return shapes


def _runs(values: pd.Series) -> list[list[int]]:
    """Positions of each unbroken run of months that are held."""
    runs: list[list[int]] = []
    for position, held in enumerate(values.notna()):
        if held and (not runs or runs[-1][-1] != position - 1):
            runs.append([position])
        elif held:
            runs[-1].append(position)
    return runs


def _marks(
    known: Sequence[Break], months: Sequence[str]
) -> tuple[list[dict], list[dict], list[charts.Trace]]:
    """Dotted lines at the beginning of each break and at the end of one of several months, its letter at each, and the key.

    Names beside lines that are near to each other would stand on each other, so they are in the legend; the letters of
    one break stand between its lines.
    """
    line = {
        "type": "line",
        "yref": "y domain",
        "y0": 0,
        "y1": 1,
        "line": {"color": palette.LIMIT, "dash": "dot", "width": 2},
    }
    name = {
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
        "xanchor": "left",
        "showarrow": False,
        "font": {"size": 14},
    }
    lines, names, key = [], [], []
    for letter, mark in zip(palette.LETTERS, figures.breaks.marks(known, months), strict=False):
        first, last = pd.Timestamp(mark.first), pd.Timestamp(mark.last)
        half = pd.Timedelta(days=15)
        ends = [first - half] if mark.first == mark.last else [first - half, last + half]
        lines += [{**line, "x0": end, "x1": end} for end in ends]
        names.append({**name, "x": ends[0], "text": f" {letter}"})
        names += [{**name, "xanchor": "right", "x": end, "text": f"{letter} "} for end in ends[1:]]
        called = f"{letter} to {letter}" if ends[1:] else letter
        key.append(
            charts.scatter(
                x=[first], y=[None], name=f"{called}: {mark.label}", mode="lines", line=line["line"]
            )
        )
    return lines, names, key


def _gaps(values: pd.Series) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Start and end of each stretch of months that are not held, for shading."""
    months = pd.PeriodIndex(values.index, freq="M").to_timestamp()
    half = pd.Timedelta(days=10)
    # A stretch lies between two runs, or beyond the first or the last, where the months run on
    runs = [[-1], *_runs(values), [len(months)]]
    return [
        (months[max(before[-1], 0)] + half, months[min(after[0], len(months) - 1)] - half)
        for before, after in pairwise(runs)
        if after[0] - before[-1] > 1
    ]
