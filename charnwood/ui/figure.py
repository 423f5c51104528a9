"""An exhibit on a page: its finding in words, its chart, its source line, its table and its files."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charnwood import drawing, words
from charnwood.briefing import addresses
from charnwood.briefing.parts import FRONT, Briefing, Step
from charnwood.drawing.exhibits import Exhibit, front
from charnwood.store.dataset import Dataset
from charnwood.ui import controls, html

EXPLORED = "explored"  # names in the visit's state the charts that this reader opened to explore
CHART = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}


def table(frame: pd.DataFrame, about: str, as_rounded: bool = False) -> None:
    """A table as `html.table` writes it, named by `about`."""
    st.html(html.table(frame, about, as_rounded))


def said(data: Dataset, finding: str, source: str) -> None:
    """A finding that stands alone, with the button that copies it with its source."""
    st.markdown(finding)
    st.html(html.take(words.pages.taken(finding, source, data.version)))


def noted(data: Dataset, finding: str, *note: str) -> None:
    """A note whose last line is the source of a finding that stands above, with the button that copies the two."""
    st.html(html.note(*note) + html.take(words.pages.taken(finding, "", data.version)))


def taking(data: Dataset, shown: Exhibit, noted: bool = False) -> str:
    """The buttons that copy the finding of an exhibit and its picture; where the source is `noted` before them, it is taken from there."""
    lines = f"{shown.finding}\n{shown.own}" if noted else shown.finding
    text = words.pages.taken(lines, "" if noted else shown.noted, data.version) if shown.finding else ""
    return html.take(text, shown.address("png") if shown.pictured else "")


def show(data: Dataset, shown: Exhibit) -> None:
    """A chart with its table and files one click away, or a table alone, open, with its files below; none without rows.

    Before a chart stands the first paragraph of its finding, after it what else there is to say.
    """
    paragraphs = [text for text in shown.finding.split("\n\n") if text]
    first = 1 if shown.figure else len(paragraphs)
    for paragraph in paragraphs[:first]:
        st.markdown(paragraph)
    if not shown.figure and shown.table.empty:
        _sourced(shown)
        return
    if not shown.figure:
        table(shown.table, shown.about or shown.name, shown.as_rounded)
        _sourced(shown)
        defined(shown)
        st.html(html.files(addresses.of(data, shown), taking(data, shown)))
        return
    rest = paragraphs[first:]
    chart(data, shown, "" if rest else _closed(data, shown, shown.source))
    for paragraph in rest:
        st.markdown(paragraph)
    if rest:
        closed(data, shown, shown.source)


def chart(data: Dataset, shown: Exhibit, below: str = "") -> None:
    """A chart as a picture that comes with the page; whoever wants to explore it gets Plotly's in its place.

    What stands `below` goes along with the picture, as each element of a page costs the browser time.
    """
    explored = st.session_state.get(EXPLORED, frozenset())
    said = f"{shown.name}. {drawing.images.unmarked(shown.finding)}"
    seen = drawing.exhibits.seen(data, shown)
    label = words.pages.AS_PICTURE if shown.key in explored else words.pages.EXPLORE_CHART
    beside = "beside " if seen.key else ""  # its row has room for the button
    st.button(
        label, key=f"explore {beside}{shown.key}", type="tertiary", on_click=_explore, args=(shown.key,)
    )
    if shown.key in explored:
        as_high = go.Figure(shown.figure).update_layout(
            height=seen.height + drawing.chart_svg.KEY * bool(seen.key)
        )
        st.plotly_chart(as_high, theme=None, key=f"chart {shown.key}", config=CHART, alt=said)
    else:
        below = html.chart(seen, said) + below
    if below:
        st.html(below)


@controls.acting
def _explore(key: str) -> None:
    st.session_state[EXPLORED] = st.session_state.get(EXPLORED, frozenset()) ^ {key}


def picture(data: Dataset, pictured: front.Pictured, address: str, finding: str) -> None:
    """A picture that the server made, with its finding, how it is read, its source and its table; no script draws it."""
    shown = pictured.shown
    image = (
        f'<img class="beside" src="./{address}" alt="{html.escape(shown.name)}: the figures of the table below" '
        f'style="height: {pictured.height}px">'
    )
    note = html.note(pictured.read, shown.source)
    table = html.table(shown.table, f"Table: {shown.name}") + html.files(addresses.of(data, shown))
    st.markdown(finding)
    drawn = html.drawn(image, note, shown.name, words.pages.taken(finding, "", data.version))
    st.html(drawn + html.details(words.pages.PICTURED, table))


def _sourced(shown: Exhibit) -> None:
    said = shown.source if shown.caption is None else shown.caption
    if said:
        st.caption(said)


def closed(data: Dataset, shown: Exhibit, source: str = "") -> None:
    """The table of an exhibit, closed until asked for, with its files; where it has been told, its source and what copies it.

    Both stand before the table.
    """
    st.html(_closed(data, shown, source))


def _closed(data: Dataset, shown: Exhibit, source: str) -> str:
    summary = f"Table: {shown.name}{' (and downloads)' if shown.pictured else ''}"
    text = html.table(shown.table, f"Table: {shown.name}")
    meanings = html.glossary(shown.meanings)
    told = html.note(source) + taking(data, shown, noted=True) if source else ""
    return told + html.details(summary, text + meanings + html.files(addresses.of(data, shown)))


def defined(shown: Exhibit, source: str = "") -> None:
    """What the figures of an exhibit are, each with what it is divided by, closed until asked for; before it the source."""
    meanings = shown.meanings
    held = html.details("What these figures are", html.glossary(meanings)) if meanings else ""
    if source or held:
        st.html(html.note(source) + held)


def files(data: Dataset, shown: Exhibit) -> None:
    """Links that save the files of an exhibit, each with name, source and data version inside."""
    links(addresses.of(data, shown))


def links(files: dict[str, str]) -> None:
    """Links that save files: label by address. None is made before it is asked for."""
    st.html(html.files(files))


def step(story: Briefing, told: Step, shown: Exhibit | None) -> None:
    """One step of a briefing: its sentences, its map or chart, its source, caution, method and table.

    Without an exhibit: its words, and its table if it has one.
    """
    if shown is None:
        st.markdown("\n".join(f"- {line}" for line in told.told))
        if len(told.table.columns):
            table(told.table, f"{story.name}: {told.title}")
            st.caption(told.source)
        return
    if shown.figure:
        show(story.data, shown)
    else:
        st.markdown(shown.finding)
        if shown.view:
            st.image(story.front, width=FRONT, alt=shown.alt)
        closed(story.data, shown, shown.source if shown.caption is None else shown.caption)
    with st.expander(f"How step “{told.title}” is worked out"):
        st.markdown(told.method)
