"""Signals and between of crime -> Plotly figures, in the look of `charts`."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charnwood import figures, palette
from charnwood.cache import cached
from charnwood.drawing import charts, month_charts
from charnwood.figures.funnel import Funnel
from charnwood.figures.signals import Baseline, Control
from charnwood.official.breaks import Break


@cached(charts.KEPT)
def control_chart(found: Control, axis: str, known: Sequence[Break] = ()) -> go.Figure:
    """Counts in 30.4 days with the centre line and limits of each baseline; months beyond a limit and runs have symbols."""
    rates = found.months["rate"]
    base = month_charts.monthly_lines({"Each month": rates}, axis, digits=1, known=known)
    traces = list(base.data)
    at = pd.PeriodIndex(rates.index, freq="M").to_timestamp()
    traces += _levels(found.baselines)
    beyond = found.months["above"] | found.months["below"]
    run = (found.months["run"] != "") & ~beyond
    for name, where, symbol, colour in (
        ("Beyond a limit", beyond, "circle", palette.FAR),
        ("In a run of eight or more", run, "square-open", palette.FAR),
    ):
        if where.any():
            traces.append(
                charts.scatter(
                    x=at[where],
                    y=rates[where].astype(float),
                    name=name,
                    mode="markers",
                    marker={"symbol": symbol, "size": 12, "color": colour, "line": {"width": 2}},
                    hovertemplate=f"%{{x|%B %Y}}<br>%{{y:,.1f}}: {name.lower()}<extra></extra>",
                )
            )
    return go.Figure(traces, {**base.layout.to_plotly_json(), "height": 420})


def _levels(baselines: Sequence[Baseline]) -> list[charts.Trace]:
    """The centre line and the limits over the months of each baseline that has them; named once."""
    traces: list[charts.Trace] = []
    half = pd.Timedelta(days=12)
    for baseline in (each for each in baselines if each.limited):
        ends = [pd.Timestamp(baseline.first) - half, pd.Timestamp(baseline.last) + half]
        for name, level, dash in (
            ("Centre line (mean)", baseline.centre, "solid"),
            ("Limits", baseline.upper, "dash"),
            ("Limits", baseline.lower, "dash"),
        ):
            traces.append(
                charts.scatter(
                    x=ends,
                    y=[level, level],
                    name=name,
                    mode="lines",
                    legendgroup=name,
                    showlegend=all(trace["name"] != name for trace in traces),
                    line={"color": palette.LIMIT, "dash": dash, "width": 2},
                    hovertemplate=f"{name}: %{{y:,.1f}}<extra></extra>",
                )
            )
    return traces


@cached(charts.KEPT)
def rolling_chart(table: pd.DataFrame, known: Sequence[Break] = ()) -> go.Figure:
    """Yearly rates by the last of their twelve months; shaded where no twelve in a row are covered."""
    return month_charts.monthly_lines(
        {"Twelve months to this one": table["rate"]},
        "Per 1,000 residents a year",
        (table["rate_low"], table["rate_high"]),
        digits=1,
        gap="no twelve in a row",
        known=known,
    )


@cached(charts.KEPT)
def season_chart(table: pd.DataFrame) -> go.Figure:
    """The mean ratio of each calendar month as a symbol on a line from its least year to its most."""
    traces = [
        charts.scatter(
            x=[calendar.month_abbr[number] for number in table.index],
            y=table["mean"],
            name="Mean of the years",
            mode="markers",
            marker={"color": palette.SERIES[0], "size": 12},
            error_y=_reach(table["most"] - table["mean"], table["mean"] - table["least"]),
            customdata=table[["least", "most"]],
            hovertemplate="%{x}: %{y:,.2f}<br>least %{customdata[0]:,.2f}, most %{customdata[1]:,.2f}<extra></extra>",
        ),
    ]
    return charts.drawn(
        traces,
        340,
        {"title": "The line runs from the least<br>year to the most"},
        {"title": "Times the year's mean a day", "rangemode": "tozero"},
    )


def _reach(up: pd.Series, down: pd.Series) -> dict[str, Any]:
    """The line of an interval, so far up and so far down from its symbol."""
    return {
        "type": "data",
        "symmetric": False,
        "array": up,
        "arrayminus": down,
        "color": palette.LIMIT,
        "thickness": 2,
    }


@cached(charts.KEPT)
def intervals(
    table: pd.DataFrame, axis: str, digits: int, own: Sequence[str] = (), reference: float | None = None
) -> go.Figure:
    """One row per label (index): `value` as a symbol, `low` to `high` as a line; rows of `own` stand out.

    `reference` is a value to compare with, drawn as an upright line. A bound that is not finite is left out,
    and a line that is many times its value long runs off the chart.
    """
    finite = table[["value", "low", "high"]].replace([np.inf, -np.inf], np.nan).astype(float)
    finite["high"] = finite["high"].fillna(finite["value"])
    labels = [charts.wrap(str(label)) for label in table.index]
    inside = table.index.isin(list(own))
    traces = [
        charts.scatter(
            x=finite["value"],
            y=labels,
            mode="markers",
            marker={
                "size": 11,
                "symbol": np.where(inside, palette.AMONG, "circle").tolist(),
                "color": np.where(inside, palette.FAR, palette.SERIES[0]).tolist(),
            },
            error_x=_reach(finite["high"] - finite["value"], finite["value"] - finite["low"]),
            customdata=finite[["low", "high"]],
            hovertemplate=f"%{{y}}<br>%{{x:,.{digits}f}} (95% interval %{{customdata[0]:,.{digits}f}} to "
            f"%{{customdata[1]:,.{digits}f}})<extra></extra>",
            showlegend=False,
        ),
    ]
    upright = {"type": "line", "yref": "y domain", "y0": 0, "y1": 1, "x0": reference, "x1": reference}
    compared = (
        []
        if reference is None
        else [upright | {"line": {"color": palette.LIMIT, "dash": "dash", "width": 2}}]
    )
    reach = min(finite["high"].max(), 3 * max(finite["value"].max(), reference or 0))
    across = {"title": axis, "range": [0, 1.05 * reach] if reach > 0 else None}
    return charts.drawn(traces, 110 + 40 * len(table), across, charts.REVERSED, shapes=compared)


@cached(charts.KEPT)
def funnel_chart(found: Funnel, inside: Sequence[str], name: str) -> go.Figure:
    """Rates of LSOAs against their residents, with their middle and its 95% and 99.8% limits, where there are any."""
    areas = found.areas
    chosen = areas.index.isin(list(inside)) & (len(inside) < len(areas))
    least, most = areas["residents"].min() * 0.96, areas["residents"].max() * 1.02
    traces = _limits(found, np.linspace(least, most, 200)) if found.limited else []
    for label, rows, symbol, colour, size in (
        ("LSOAs", areas[~chosen], "circle-open", palette.SERIES[0], 8),
        (name, areas[chosen], palette.AMONG, palette.FAR, 12),
    ):
        if len(rows):
            traces.append(
                charts.scatter(
                    x=rows["residents"],
                    y=rows["rate"],
                    mode="markers",
                    name=label,
                    marker={"symbol": symbol, "color": colour, "size": size, "line": {"width": 2}},
                    customdata=rows[["name", "count", "standing"]],
                    hovertemplate="%{customdata[0]}<br>%{y:,.1f} per 1,000 (%{customdata[1]:,})<br>"
                    "%{customdata[2]}<extra></extra>",
                )
            )
    return charts.drawn(
        traces,
        440,
        {"title": "Residents"},
        {"title": "Per 1,000 residents", "rangemode": "tozero"},
    )


def _limits(found: Funnel, residents: np.ndarray) -> list[charts.Trace]:
    """The middle and its 95% and 99.8% limits over numbers of residents."""
    traces: list[charts.Trace] = []
    for key, dash in ((95, "dot"), (998, "dash")):
        level = figures.funnel.LIMITS[key]
        bounds = figures.funnel.limits(found.target, residents, found.phi, level)
        for bound, shown in zip(bounds, (False, True), strict=True):
            traces.append(
                charts.scatter(
                    x=residents,
                    y=figures.crime.rate(bound, 1),
                    mode="lines",
                    name=f"{100 * level:g}% limits",
                    legendgroup=str(key),
                    showlegend=shown,
                    line={"color": palette.LIMIT, "dash": dash, "width": 2},
                    hoverinfo="skip",
                )
            )
    target = figures.crime.rate(found.target, 1)
    traces.append(
        charts.scatter(
            x=[residents[0], residents[-1]],
            y=[target, target],
            mode="lines",
            name="Middle",
            line={"color": palette.LIMIT, "width": 2},
            hoverinfo="skip",
        )
    )
    return traces


@cached(charts.KEPT)
def outcome_bars(table: pd.DataFrame) -> go.Figure:
    """Horizontal bars of the share of each group of outcomes, its count beside its name."""
    traces = [
        charts.bar(
            y=[charts.wrap(f"{row['outcome']}: {row['count']:,}") for _, row in table.iterrows()],
            x=table["share"],
            orientation="h",
            marker={"color": palette.SERIES[0]},
            hovertemplate="%{y}<br>%{x:.1f}%<extra></extra>",
            showlegend=False,
        ),
    ]
    axis = {"title": "% of the crimes<br>(count after each outcome)", "rangemode": "tozero"}
    return charts.drawn(traces, 110 + 40 * len(table), axis, charts.REVERSED)
