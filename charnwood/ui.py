"""What pages share: their frame, figures with table and CSV, the map with its key, the coverage strip."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Any, TypeVar
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit_folium import st_folium

from charnwood import crime, dataset, exports, maps, methods, mode, notes, pictures, static, words
from charnwood.briefing import Briefing, Step
from charnwood.checks import LSOA_CODE, DataError
from charnwood.dataset import Dataset
from charnwood.neighbourhoods import Area
from charnwood.views import MapView

Value = TypeVar("Value")
LOG = logging.getLogger(__name__)
PRODUCT = "Neighbourhood dashboard"  # what it is called while no place can be read
Told = str | Callable[[Dataset], str]
MAP_HEIGHT = 500
STYLE = static.FOLDERS["own"] / "page.css"
SCRIPT = f"{static.PREFIX}/{static.versioned('own')}/page.js"
INK = {"light": "#14242b", "dark": "#eef3f5"}
DATA = "data"  # names the data version in the address of a shared view
OWN_NOTE = "own areas"  # what a page says of the own areas that it shows
NOTICES = "notices"  # where a page tells what it did about a choice that it could not take
# Pages that show an area, and the choice by which each takes it
ONWARD = {
    "": "area",
    "profile": "area",
    "deprivation": "areas",
    "crime": "area",
    "signals": "area",
    "streets": "area",
    "compare": "areas",
    "change": "area",
    "briefing": "area",
}
CHART = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}


def open_page(title: Told, lead: Told) -> Dataset:
    """Title the page, say in a line what it is for, and return the data; stop where they are unusable.

    A title or lead that names the place is a function of the data.
    """
    try:
        data = dataset.current()
    except DataError as error:
        _head(title if isinstance(title, str) else PRODUCT, "", PRODUCT)
        if mode.public():
            LOG.error("the data cannot be shown: %s", error)
            st.error("The data cannot be shown at present. Please come back later.")
        else:
            st.error(f"The data cannot be shown.\n\n```\n{error}\n```")
        st.stop()
    said = [text if isinstance(text, str) else text(data) for text in (title, lead)]
    _head(said[0], said[1], data.place.title)
    if told := methods.other_data(st.query_params.get(DATA), data.version):
        tell(told)
    return data


def _head(title: str, lead: str, product: str) -> None:
    st.set_page_config(page_title=f"{title} · {product}", layout="wide")
    st.html(STYLE)
    st.caption(product)
    st.title(title, anchor=False)
    st.markdown(lead)
    st.session_state[NOTICES] = st.container()
    st.session_state[OWN_NOTE] = ""


def navigation(pages: Sequence[StreamlitPage], here: StreamlitPage, first: Sequence[str]) -> None:
    """The way to every page: those of the addresses `first` and the one in view in sight, the rest a key away.

    The choices of this visit go along.
    """
    st.session_state["pages"] = known = {page.url_path: page for page in pages}
    shown = list(dict.fromkeys([*first, here.url_path]))
    with st.container(horizontal=True, gap="small"):
        for path in shown:
            st.page_link(known[path])
    # Not a popover, which the tab key cannot reach. Another page, another key: so it is closed there
    with (
        st.expander("More pages", key=f"more {here.url_path}", type="compact"),
        st.container(horizontal=True, gap="small"),
    ):
        for path, page in known.items():
            if path not in shown:
                st.page_link(page)
    st.html(f'<script src="{SCRIPT}"></script>', unsafe_allow_javascript=True)


def onward(area: Area, year: int) -> None:
    """The ways to the pages that show one area."""
    with st.container(horizontal=True, gap="small"):
        st.markdown(f"See {area.name} on:")
        for path, key in ONWARD.items():
            # A page that a test runs alone has no others to link to
            if page := st.session_state.get("pages", {}).get(path):
                st.page_link(page, query_params={key: area.key, "edition": str(year)})


def own_noted(*areas: Area) -> None:
    """Say of an area of the reader's own which LSOAs make it; every file saved from the page says so too."""
    st.session_state[OWN_NOTE] = words.own_made_of(*areas)
    if st.session_state[OWN_NOTE]:
        st.caption(st.session_state[OWN_NOTE])


def footer() -> None:
    """What stands under every page: a link to copy, licence, version of the data, where the sources are."""
    st.divider()
    link_with_data()
    try:
        held = f"{dataset.current().place.title}. Data version {dataset.current().version}"
    except DataError:
        held = PRODUCT
    st.caption(
        f"{held}. Contains public sector information licensed under the Open Government Licence "
        "v3.0. Contains OS data © Crown copyright and database right 2025. Sources, licences and "
        "methods: the page Data and methods. The address of this page holds your choices: copy it to share the "
        "view. Nothing that you choose here is stored."
    )


def tell(sentence: str) -> None:
    """Say one sentence at the head of the page."""
    st.session_state[NOTICES].info(sentence)


def numbers(table: pd.DataFrame, as_rounded: bool = False) -> dict[str, Any]:
    """How `st.dataframe` writes the numbers of a table: thousands commas, one decimal place.

    `as_rounded` keeps the decimals that each figure has, for tables whose rows differ in unit.
    """
    kinds = table.dtypes
    return {
        str(column): st.column_config.NumberColumn(
            format="localized"
            if pd.api.types.is_integer_dtype(kind) or as_rounded
            else "%.3f"
            if column == "Score"
            else "%.1f"
        )
        for column, kind in kinds.items()
        if pd.api.types.is_numeric_dtype(kind)
    } | {"Area": st.column_config.TextColumn(width=262)}


def glossary() -> None:
    """The field's own words in plain English, closed until asked for."""
    with st.expander("What the words mean"):
        st.markdown("\n".join(f"- **{word}**: {meaning}" for word, meaning in notes.GLOSSARY.items()))


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
    chart.update_layout(font={"color": INK.get(st.context.theme.type or "light")})
    st.plotly_chart(chart, theme=None, key=f"chart {key}", config=CHART, alt=f"{name}. {finding}")
    st.caption(source)
    noted = _noted(source)
    table_of(table, name, source, key, lambda kind: _chart_file(chart, name, finding, noted, kind))


def _noted(source: str) -> str:
    return f"{source} {st.session_state[OWN_NOTE]}".strip()


def _chart_file(chart: go.Figure, name: str, finding: str, source: str, kind: str) -> bytes:
    foot = (source, f"{dataset.current().place.title}. Data version {dataset.current().version}.")
    return pictures.chart(chart, pictures.Caption(name, foot, pictures.unmarked(finding)), kind)


def table_of(
    table: pd.DataFrame, name: str, source: str, key: str, draw: Callable[[str], bytes] | None = None
) -> None:
    """The table of a chart, closed until asked for, with its files; `draw` makes its picture of a kind."""
    with st.expander(f"Table: {name} (and downloads)" if draw else f"Table: {name}"):
        st.dataframe(
            table,
            hide_index=True,
            column_config=numbers(table),
            alt=f"Table: {name}",
            key=f"table {key}",
        )
        download(table, name, source, key, draw)


def download(
    table: pd.DataFrame, name: str, source: str, key: str, draw: Callable[[str], bytes] | None = None
) -> None:
    """Buttons that save a table as CSV, as GeoJSON where its rows are LSOAs, and its picture as PNG and SVG.

    Each file carries name, source and data version; none is made before it is asked for.
    """
    data = dataset.current()
    source = _noted(source)
    files: dict[str, Callable[[], bytes]] = {"csv": lambda: exports.csv(table, name, source, data.version)}
    if exports.places(data, table):
        files["geojson"] = lambda: exports.geojson(data, table, name, source)
    if draw:
        files |= {kind: lambda kind=kind: draw(kind) for kind in pictures.MIME}  # type: ignore[misc]
    with st.container(horizontal=True, gap="small"):
        for kind, make in files.items():
            label = {"geojson": "GeoJSON"}.get(kind, kind.upper())
            offer(f"Download {label}", make, name, kind, key if kind == "csv" else f"{kind} {key}")


def offer(label: str, make: Callable[[], bytes], name: str, kind: str, key: str) -> None:
    """A button that makes a file when it is pressed, off the run of the page, and saves it."""
    st.download_button(
        label,
        make,
        file_name=exports.file_name(dataset.current().place, name, kind),
        mime=exports.MIME[kind],
        key=f"download {key}",
        on_click="ignore",
    )


def link_with_data() -> None:
    """The address of this view with the data version in it, to copy."""
    try:
        version = dataset.current().version
    except DataError:
        return
    address = (st.context.url or "").split("?")[0]
    chosen = {key: value for key, value in st.query_params.items() if key != DATA}
    with st.expander("Copy a link to this view with these data"):
        st.code(f"{address}?{urlencode(chosen | {DATA: version}, safe=',')}", language=None, wrap_lines=True)
        st.caption("If the data have changed when somebody opens it, the page says so.")


def choose_clicked(code: str) -> None:
    """What a click on a map usually does: its LSOA becomes the choice "area"."""
    st.session_state["area"] = code


def show_view(
    data: Dataset,
    view: MapView,
    chosen: Sequence[str],
    source: str,
    clicked: Callable[[str], None] = choose_clicked,
    drawn: Callable[[Any], None] | None = None,
) -> None:
    """A view with its key, its map and, as the map's equal, the sortable list of the same areas.

    `chosen` are the codes of the LSOAs to mark; `clicked` gets the code of one that is clicked, `drawn`
    the GeoJSON of a line drawn on the map, if one may. `source` goes into the list's CSV.
    """
    legend(view.scale, view.title, data)
    left, right = st.columns([3, 2])
    with left:
        layer = maps.view(view.vintage, view.values, view.texts, view.scale, chosen, drawn is not None)
        if view.cells:
            layer.add_child(view.cells)
        _draw(data, layer, clicked, drawn)
    with right:
        st.dataframe(
            view.table,
            hide_index=True,
            height=MAP_HEIGHT - 60,
            alt=f"The areas of the map: {view.title}",
            column_config=numbers(view.table),
        )
        caption = pictures.Caption(
            view.title,
            (
                _noted(source),
                f"{data.place.title}. {maps.ATTRIBUTION}.{maps.labels_by(data)} Data version {data.version}.",
            ),
            pictures.unmarked(view.finding),
        )
        draw = lambda kind: pictures.area_map(data, view, chosen, caption, kind)  # noqa: E731
        download(view.table, view.title, source, "view", draw)


def _draw(
    data: Dataset, view: maps.View, clicked: Callable[[str], None], drawn: Callable[[Any], None] | None
) -> None:
    def acted() -> None:
        found = st.session_state.get("map") or {}
        line = found.get("last_active_drawing")
        if drawn and line and line != st.session_state.get("drawing taken"):
            st.session_state["drawing taken"] = line
            drawn(line)
        elif code := re.search(LSOA_CODE, found.get("last_object_clicked_tooltip") or ""):
            clicked(code[0])

    # Where a click may be repeated, its count tells one from the next
    more = ["last_object_clicked_count", "last_active_drawing"] if drawn else []
    st_folium(
        maps.shell(data.version, data.place.name, maps.centre(data)),
        key="map",
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_object_clicked_tooltip", *more],
        feature_group_to_add=view,
        on_change=acted,
        render=False,  # it is, once for all visits
    )


def legend(scale: maps.Scale, title: str, data: Dataset) -> None:
    """The map's key: which colour is which class, which end is which, and the outlines, if there are any."""
    swatches = "".join(
        f'<li><span class="swatch" style="background:{colour}"></span>{_escape(label)}</li>'
        for colour, label in zip(scale.colours, scale.labels, strict=True)
    )
    close = ' class="close"' if "" in scale.labels else ""
    lines = "".join(
        f'<li><span class="line {style}"></span>{_escape(area.name)}</li>'
        for area, style in zip(data.neighbourhoods, cycle(("solid", "dashed", "dotted")), strict=False)
    )
    outlines = (
        f'<div><p>Priority Neighbourhoods</p><ul aria-label="Outlines">{lines}</ul></div>' if lines else ""
    )
    st.html(
        f"""<style>
        .key {{font-size:.9rem; line-height:1.5}} .key p {{margin:.2rem 0; font-weight:600}}
        .key ul {{display:flex; flex-wrap:wrap; gap:.15rem .8rem; list-style:none; margin:0 0 .4rem; padding:0}}
        .key li {{display:flex; align-items:center; gap:.35rem; margin:0; padding:0; white-space:nowrap}}
        .key .swatch {{width:1.3rem; height:1.1rem; border:1px solid #767676; display:inline-block}}
        .key ul.close {{gap:0 .15rem}} .key ul.close li:first-child {{flex-direction:row-reverse}}
        .key .line {{width:2.2rem; height:0; border-top:4px solid currentColor; display:inline-block}}
        .key .dashed {{border-top-style:dashed}} .key .dotted {{border-top-style:dotted}}
        .key div {{display:flex; flex-wrap:wrap; align-items:baseline; gap:0 1rem}}
        </style><div class="key"><p>{title}</p>
        <ul{close} aria-label="Colours of the map">{swatches}</ul>
        {outlines}</div>"""
    )


def coverage_strip(data: Dataset) -> None:
    """Which months of police.uk are held, partial or missing: a table of years and months."""
    table = data.coverage.assign(year=data.coverage["month"].str[:4], number=data.coverage["month"].str[5:])
    marks = {
        crime.HELD: ("●", "held"),
        crime.PARTIAL: ("◐", "partial"),
        crime.MISSING: ("○", "not held"),
    }
    letters = "".join(
        f'<th scope="col"><abbr title="{words.month(f"2000-{n:02}").split()[0]}">{"JFMAMJJASOND"[n - 1]}</abbr></th>'
        for n in range(1, 13)
    )
    body = ""
    for year, rows in table.groupby("year"):
        status = rows.set_index("number")["status"]
        cells = "".join(_strip_cell(status.get(f"{n:02}"), marks) for n in range(1, 13))
        body += f'<tr><th scope="row">{year}</th>{cells}</tr>'
    st.html(
        f"""<style>.strip {{border-collapse:collapse; font-size:.9rem}}
        .strip th, .strip td {{padding:.05rem .42rem; text-align:center; font-weight:400}}
        .strip abbr {{text-decoration:none}} .strip caption {{text-align:left; font-weight:600; white-space:nowrap}}</style>
        <table class="strip"><caption>Months of police.uk data: ● held, ◐ partial, ○ not held</caption>
        <tr><th scope="col">Year</th>{letters}</tr>{body}</table>"""
    )
    st.caption(f"{words.coverage(data.coverage, data.place.name)} {notes.police(data.place)}")


def _strip_cell(status: str | None, marks: Mapping[str, tuple[str, str]]) -> str:
    if status is None:
        return "<td></td>"
    mark, text = marks[status]
    return f'<td><span role="img" aria-label="{text}">{mark}</span></td>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
