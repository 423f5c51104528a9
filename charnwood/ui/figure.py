"""A finding in words with its chart, its source line, its table and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charnwood import drawing
from charnwood.briefing.files import as_csv, as_geojson, file_name, lsoa_column
from charnwood.briefing.story import Briefing, Step
from charnwood.cache import content
from charnwood.store import dataset
from charnwood.ui import html
from charnwood.ui.page import OWN_NOTE
from charnwood.web import downloads

CHART = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}


def table(frame: pd.DataFrame, about: str, as_rounded: bool = False) -> None:
    """A table as `markup.table` writes it, named by `about`."""
    st.html(html.table(frame, about, as_rounded))


def figure(
    finding: str,
    chart: go.Figure,
    source: str,
    table: pd.DataFrame,
    name: str,
    key: str,
) -> None:
    """A finding in words, the chart under it, its source line, and its table and CSV one click away."""
    st.markdown(finding)
    st.plotly_chart(chart, theme=None, key=f"chart {key}", config=CHART, alt=f"{name}. {finding}")
    st.caption(source)
    noted = _noted(source)
    table_of(table, name, source, key, lambda kind: _chart_file(chart, name, finding, noted, kind))


def _noted(source: str) -> str:
    return f"{source} {st.session_state[OWN_NOTE]}".strip()


def _chart_file(chart: go.Figure, name: str, finding: str, source: str, kind: str) -> bytes:
    foot = (source, f"{dataset.current().place.title}. Data version {dataset.current().version}.")
    return drawing.images.chart(
        chart, drawing.images.Caption(name, foot, drawing.images.unmarked(finding)), kind
    )


def table_of(
    frame: pd.DataFrame, name: str, source: str, key: str, draw: Callable[[str], bytes] | None = None
) -> None:
    """The table of a chart, closed until asked for, with its files; `draw` makes its picture of a kind."""
    summary = f"Table: {name} (and downloads)" if draw else f"Table: {name}"
    text = html.table(frame, f"Table: {name}")
    st.html(html.details(summary, text + _links(frame, name, source, key, draw)))


def download(
    frame: pd.DataFrame, name: str, source: str, key: str, draw: Callable[[str], bytes] | None = None
) -> None:
    """Links that save a table as CSV, as GeoJSON where its rows are LSOAs, and its picture as PNG and SVG.

    Each file carries name, source and data version; none is made before it is asked for.
    """
    st.html(_links(frame, name, source, key, draw))


def _links(frame: pd.DataFrame, name: str, source: str, key: str, draw: Callable[[str], bytes] | None) -> str:
    data = dataset.current()
    source = _noted(source)
    made: dict[str, Callable[[], bytes]] = {"csv": lambda: as_csv(frame, name, source, data.version)}
    if lsoa_column(data, frame):
        made["geojson"] = lambda: as_geojson(data, frame, name, source)
    if draw:
        made |= {kind: lambda kind=kind: draw(kind) for kind in drawing.images.MIME}  # type: ignore[misc]
    labels = {"geojson": "GeoJSON"}
    files = {
        kind: (f"Download {labels.get(kind, kind.upper())}", file_name(data.place, name, kind), make)
        for kind, make in made.items()
    }
    return _offered(files, repr(content(frame)), source, key)


def offer(files: Mapping[str, tuple[str, str, Callable[[], bytes]]], *told_by: str) -> None:
    """Links that save files, by their ending: label, name and what makes each.

    `told_by` is all that tells these files from others of the same names.
    """
    st.html(_offered(files, *told_by))


def _offered(files: Mapping[str, tuple[str, str, Callable[[], bytes]]], *told_by: str) -> str:
    made = downloads.Offer(
        {kind: name for kind, (_, name, _) in files.items()},
        {kind: make for kind, (_, _, make) in files.items()},
    )
    token = downloads.put(made, *told_by, dataset.current().version)
    return html.files(token, {name: label for label, name, _ in files.values()})


def step(story: Briefing, shown: Step) -> None:
    """One step of a briefing: its sentences, its map or chart, its source, caution, method and table."""
    words_ = "\n".join(f"- {sentence}" for sentence in shown.sentences)
    name = f"{story.area.name}: {shown.title}"
    if shown.figure:
        figure(words_, shown.figure, f"{shown.source} {shown.caution}", shown.table, name, shown.key)
    else:
        st.markdown(words_)
        if shown.view:
            st.image(story.front, width=800, alt=shown.alt)
        st.caption(f"{shown.source} {shown.caution}")
        draw = (lambda kind: story.picture(shown, kind, full=True) or b"") if shown.view else None
        table_of(shown.table, name, shown.source, shown.key, draw)
    with st.expander(f"How step “{shown.title}” is worked out"):
        st.markdown(shown.method)
