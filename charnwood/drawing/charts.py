"""Frames -> Plotly figures: shapes and patterns beside colour, gaps where nothing is held.

The figures are kept and shared: nobody may change one. The page's style gives their text its colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charnwood import english, figures, palette
from charnwood.cache import cached
from charnwood.official.deprivation import DOMAINS

KEPT = 16  # charts of one kind that are kept, some 60 kB each
REVERSED = {"autorange": "reversed"}  # the first row above
MOST = 4  # series that a chart can hold apart
WHOLE = 6  # up to this count each number has its tick
LEGEND = 30  # characters of a legend entry before it wraps
NARROW = 22  # characters of a label before it wraps, so that bars keep room on a phone


class DomainAxis(NamedTuple):
    """The axis of a chart of domains: its title, decimal places of its figures, its end where it has one."""

    title: str
    digits: int
    end: int | None = None


# By the kind of `figures.deprivation.domain_profile`
DOMAIN_AXES = {
    "transformed": DomainAxis("Transformed rank<br>(0 = least, 100 = most deprived)", 0, 100),
    "contribution": DomainAxis("Points of the IMD score", 1),
}


Trace = dict[str, Any]
"""One trace of a figure as plotly takes it: as a graph object of its own it would be checked twice."""


def scatter(**look: Any) -> Trace:
    """A trace of points or lines."""
    return {"type": "scatter", **look}


def bar(**look: Any) -> Trace:
    """A trace of bars."""
    return {"type": "bar", **look}


@cached(KEPT)
def domain_bars(
    profile: pd.DataFrame, areas: Sequence[str], district: str, kind: str = "transformed"
) -> go.Figure:
    """Horizontal bars of the seven domains per area, with a symbol per reference.

    `profile` is indexed by domain key; its columns named in `areas` are bars, the others references: the
    `district` (unless it is a bar), its county and what stands for England.
    Domains run in official order; a single area's values stand beside their names. `kind` is that of the
    profile, one of `DOMAIN_AXES`.
    """
    axis = DOMAIN_AXES[kind]
    series, references = profile[list(areas)], profile.drop(columns=list(areas))
    keys = [d.key for d in DOMAINS]
    names = [wrap(d.name) for d in DOMAINS]
    if series.shape[1] == 1:
        names = [wrap(f"{d.name}: {series.iloc[:, 0][d.key]:.{axis.digits}f}") for d in DOMAINS]
    traces: list[Trace] = []
    for position, (name, values) in enumerate(series.items()):
        traces.append(
            bar(
                y=names,
                x=[float(values[k]) for k in keys],
                name=name,
                orientation="h",
                marker={"color": palette.SERIES[position], "pattern": _pattern(position)},
                hovertemplate=f"%{{y}}<br>{name}: %{{x:.1f}}<extra></extra>",
            )
        )
    for name, values in references.items():
        traces.append(
            scatter(
                y=names,
                x=[float(values[k]) for k in keys],
                name=name,
                mode="markers",
                marker=_reference(_look(str(name), district)),
                hovertemplate=f"%{{y}}<br>{name}: %{{x:.1f}}<extra></extra>",
            )
        )
    return drawn(
        traces,
        150 + 44 * len(DOMAINS) * max(1, series.shape[1] / 2),
        {"title": axis.title, "rangemode": "tozero", "range": [0, axis.end] if axis.end else None},
        REVERSED,
    )


@cached(KEPT)
def ordered_bars(
    values: pd.Series, beside: Mapping[str, float], district: str, axis: str, digits: int = 1
) -> go.Figure:
    """Horizontal bars of one measure in the order given, with a symbol for each reference.

    `values` by the names of areas, which stand with their figures; `beside` are figures of the `district`, of its county if
    there is one, and of what stands for England; one that is missing is left out. `axis` names the unit, a per cent sign first if it is one.
    """
    sign = "%" if axis.startswith("%") else ""
    labels = [wrap(f"{name}: {value:z,.{digits}f}{sign}") for name, value in values.items()]
    look = {"name": axis, "showlegend": False, "marker": {"color": palette.SERIES[0]}}
    hover = "%{y}<extra></extra>"
    traces = [bar(y=labels, x=values.astype(float).tolist(), orientation="h", hovertemplate=hover, **look)]
    for name, value in beside.items():
        if pd.notna(value):
            said = f"{name}: {value:z,.{digits}f}{sign}"
            traces.append(
                scatter(
                    y=labels,
                    x=[float(value)] * len(labels),
                    name=said,
                    mode="markers",
                    marker=_reference(_look(name, district)),
                    hovertemplate=f"{said}<extra></extra>",
                )
            )
    room = sum(30 + 18 * label.count("<br>") for label in labels)
    return drawn(traces, 150 + room, {"title": axis, "rangemode": "tozero"}, REVERSED)


@cached(KEPT)
def decile_distribution(
    own: pd.DataFrame, neighbourhood: pd.Series, names: Sequence[str], rest: str
) -> go.Figure:
    """Stacked bars: LSOAs of the district in each of England's deciles, neighbourhoods marked.

    `neighbourhood` is indexed like `own` and empty outside; `names` gives the order of its values, `rest`
    the name of what is outside.
    """
    deciles = list(range(1, 11))
    groups = neighbourhood.fillna(rest)
    order = [*names, *([rest] if (groups == rest).any() else [])]
    traces: list[Trace] = []
    for position, name in enumerate(order):
        counts = own.loc[groups == name, "imd_decile"].value_counts().reindex(deciles, fill_value=0)
        last = name == rest
        traces.append(
            bar(
                x=deciles,
                y=counts,
                name=name,
                marker={
                    "color": palette.REST if last else palette.SERIES[position % MOST],
                    "pattern": _pattern(-1 if last else position % MOST),
                    "line": {"color": palette.PAPER, "width": 1},
                },
                hovertemplate=f"{name}<br>decile %{{x}}: %{{y}} areas<extra></extra>",
            )
        )
    totals = own["imd_decile"].value_counts().reindex(deciles, fill_value=0)
    traces.append(
        scatter(
            x=deciles,
            y=totals,
            text=totals,
            mode="text",
            textposition="top center",
            showlegend=False,
            hoverinfo="skip",
        )
    )
    return drawn(
        traces,
        380,
        {"title": "England's decile<br>(1 = most deprived, 10 = least)", "tickvals": deciles},
        {"title": "Small areas (LSOAs)", "range": [0, float(totals.max()) * 1.18]},
        barmode="stack",
    )


@cached(KEPT)
def type_bars(
    rates: pd.Series, counts: pd.Series, reference: pd.Series | None, name: str, whole: bool = False
) -> go.Figure:
    """Horizontal bars of the rate of each crime type, its count beside its name, a reference's rate if there is one.

    `whole`: the bars are those of the district, and the reference is other districts.
    """
    order = counts.sort_values(ascending=False).index
    labels = [wrap(f"{kind}: {counts[kind]:,}") for kind in order]
    traces = [
        bar(
            y=labels,
            x=[float(rates[k]) for k in order],
            name=name,
            orientation="h",
            marker={"color": palette.SERIES[0]},
            hovertemplate="%{y} incidents<br>%{x:.1f} per 1,000 residents<extra></extra>",
        )
    ]
    if reference is not None:
        traces.append(
            scatter(
                y=labels,
                x=[float(reference[k]) for k in order],
                name=reference.name,
                mode="markers",
                marker=_reference(palette.COUNTY if whole else palette.DISTRICT),
                hovertemplate=f"{reference.name}: %{{x:.1f}} per 1,000 residents<extra></extra>",
            )
        )
    axis = {"title": "Per 1,000 residents<br>(the count stands<br>after each type)", "rangemode": "tozero"}
    return drawn(traces, 130 + 36 * len(order), axis, REVERSED)


@cached(KEPT)
def rate_dots(table: pd.DataFrame, kinds: Mapping[str, str]) -> go.Figure:
    """The rate of each kind and area as a symbol with its interval, in the look that the area has in bars and lines.

    `table` has `area`, `kind`, `rate`, `low`, `high` (per 1,000 residents) and `count`.
    """
    areas = list(table["area"].unique())
    traces = [
        scatter(
            x=[row["rate"]],
            y=[wrap(f"{name}: {row['area']}" if len(areas) > 1 else name)],
            error_x={
                "type": "data",
                "array": [row["high"] - row["rate"]],
                "arrayminus": [row["rate"] - row["low"]],
                "thickness": 2,
                "width": 8,
            },
            mode="markers",
            name=row["area"],
            legendgroup=row["area"],
            showlegend=kind == next(iter(kinds)),
            marker={
                "symbol": palette.SYMBOLS[areas.index(row["area"])].plotly,
                "color": palette.SERIES[areas.index(row["area"])],
                "size": 12,
            },
            customdata=[[row["count"]]],
            hovertemplate=f"%{{y}}<br>{name}: %{{x:,.1f}} per 1,000 (%{{customdata[0]:,}})<extra></extra>",
        )
        for kind, name in kinds.items()
        for _, row in table[table["kind"] == kind].iterrows()
    ]
    axis = {"title": "Per 1,000 residents,<br>with 95% interval", "rangemode": "tozero"}
    return drawn(traces, 120 + 48 * len(table), axis, REVERSED | {"type": "category"})


@cached(KEPT)
def domain_against_counts(table: pd.DataFrame, inside: Sequence[str], name: str, rest: str) -> go.Figure:
    """Crime domain (0 to 100, 100 most deprived) against crimes per 1,000, one symbol per LSOA.

    `table` is indexed by LSOA code with `name`, `domain`, `rate` and `count`; `inside` are the codes
    of the chosen area `name`, `rest` is the name of the others.
    """
    traces: list[Trace] = []
    chosen = table.index.isin(list(inside))
    for label, rows, symbol, colour, size in (
        (rest, table[~chosen], "circle-open", palette.SOFT, 8),
        (name, table[chosen], palette.AMONG, palette.FAR, 12),
    ):
        if len(rows):
            traces.append(
                scatter(
                    x=rows["domain"],
                    y=rows["rate"],
                    mode="markers",
                    name=label,
                    marker={"symbol": symbol, "color": colour, "size": size},
                    customdata=rows[["name", "count"]],
                    hovertemplate="%{customdata[0]}<br>Crime domain %{x:.0f}<br>%{y:.0f} crimes per 1,000 "
                    "(%{customdata[1]:,} crimes)<extra></extra>",
                )
            )
    return drawn(
        traces,
        400,
        {"title": "Crime domain, transformed rank<br>(100 = most deprived)", "range": [0, 103]},
        {"title": "Crimes per 1,000 residents", "rangemode": "tozero"},
    )


def drawn(
    traces: Sequence[Trace],
    height: float,
    x: Mapping[str, object],
    y: Mapping[str, object],
    **layout: object,
) -> go.Figure:
    """The common look: legend above, room for labels, no dragging that traps a phone's scroll.

    `x`, `y` and `layout` are what a chart's axes and layout have of their own. All is given to plotly at once: an
    update of a figure takes it several times as long as the figure.
    """
    named = [{**trace, "name": wrap(trace.get("name", ""), LEGEND)} for trace in traces]
    axis = {"automargin": True, "gridcolor": palette.GRID_ON_ANY, "zerolinecolor": palette.GRID_ON_ANY}
    return go.Figure(
        named,
        {
            "height": int(height),
            "margin": {"l": 8, "r": 36, "t": 8, "b": 8},
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
            "font": {"size": 14, "family": '"Source Sans", sans-serif'},
            "template": "none",
            "paper_bgcolor": palette.CLEAR,
            "plot_bgcolor": palette.CLEAR,
            "dragmode": False,
            "hoverlabel": {"align": "left"},
            "xaxis": {**axis, **x},
            "yaxis": {**axis, **y, "title": {"text": y.get("title"), "standoff": 8}},
            **layout,
        },
    )


def wrap(label: str, width: int = NARROW) -> str:
    """A label broken at spaces into lines of about `width` characters; a name stays with its letter."""
    lines = [""]
    for word in english.unbroken(label).split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def _look(name: str, district: str) -> tuple[str, str, str]:
    """Symbol, filling and edge of a reference by its name: the district, what stands for England, else the county."""
    known = {
        district: palette.DISTRICT,
        figures.rates.COUNTRY: palette.ENGLAND,
        figures.deprivation.AVERAGE: palette.ENGLAND,
        figures.deprivation.MIDDLE: palette.MIDDLE,
    }
    return known.get(name, palette.COUNTY)


def _reference(look: tuple[str, str, str]) -> dict[str, object]:
    symbol, fill, edge = look
    return {"symbol": symbol, "color": fill, "size": 13, "line": {"color": edge, "width": 2}}


def _pattern(position: int) -> dict[str, object]:
    """White strokes over the colour, other ones for each series; plain for -1."""
    shape = "" if position < 0 else palette.PATTERNS[position].plotly
    return {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": palette.PAPER,
        "fgopacity": 1,
        "size": 7,
    }


@cached(KEPT)
def grouped_bars(frame: pd.DataFrame, axis: str, upright: bool = False, digits: int = 0) -> go.Figure:
    """Bars of each row of `frame` (index: labels, columns: at most four series) beside each other.

    `axis` names the values, in the unit of the frame; `upright` bars stand on their labels.
    """
    labels = [str(label) if upright else wrap(str(label), 30) for label in frame.index]
    traces: list[Trace] = []
    for position, (name, values) in enumerate(frame.items()):
        numbers = [None if pd.isna(value) else float(value) for value in values]
        traces.append(
            bar(
                x=labels if upright else numbers,
                y=numbers if upright else labels,
                name=str(name),
                orientation="v" if upright else "h",
                marker={"color": palette.SERIES[position], "pattern": _pattern(position)},
                hovertemplate=f"{name}: %{{{'y' if upright else 'x'}:.{digits}f}}<extra></extra>",
            )
        )
    room = [max(20 * (1 + label.count("<br>")), 20 * frame.shape[1]) + 12 for label in labels]
    values_: dict[str, object] = {"title": axis, "rangemode": "tozero"}
    if (
        len(frame)
        and all(pd.api.types.is_integer_dtype(kind) for kind in frame.dtypes)
        and frame.max().max() <= WHOLE
    ):
        values_["dtick"] = 1  # counts: no ticks between whole numbers
    if upright:
        return drawn(traces, 360, {"title": frame.index.name, "type": "category"}, values_)
    return drawn(traces, 120 + sum(room), values_, REVERSED)
