"""What pages share: their frame, figures with table and CSV, the map with its key, the coverage strip."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit_folium import st_folium

from charnwood import (
    crime,
    dataset,
    exports,
    maps,
    markup,
    menu,
    methods,
    mode,
    notes,
    pictures,
    plain,
    shelf,
    words,
)
from charnwood.briefing import Briefing, Step
from charnwood.checks import LSOA_CODE, DataError
from charnwood.dataset import Dataset
from charnwood.kept import content
from charnwood.neighbourhoods import Area
from charnwood.views import MapView

Value = TypeVar("Value")
LOG = logging.getLogger(__name__)
PRODUCT = "Neighbourhood dashboard"  # what it is called while no place can be read
Told = str | Callable[[Dataset], str]
MAP_HEIGHT = 500
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
    "chosen": "area",
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
    st.caption(product)
    st.title(title, anchor=False)
    st.markdown(lead)
    st.session_state[NOTICES] = st.container()
    st.session_state[OWN_NOTE] = ""


def navigation(here: str, first: Sequence[str]) -> None:
    """The way to every page: those of the addresses `first` and the one in view in sight, the rest a key away.

    The choices of this visit go along, and from the residents' page its edition, so that the figures stay the same.
    """
    along = f"?edition={plain.YEAR}" if here == menu.RESIDENTS else ""
    titles = {path: title for _, title, path in menu.PAGES}
    shown = list(dict.fromkeys([*first, here]))
    rest = {path: title for path, title in titles.items() if path not in shown}
    st.html(markup.navigation({path: titles[path] for path in shown}, rest, here, along))


def onward(area: Area, year: int) -> None:
    """The ways to the pages that show one area."""
    titles = {path: title for _, title, path in menu.PAGES}
    links = {
        f"{path}?{urlencode({key: area.key, 'edition': year})}": titles[path] for path, key in ONWARD.items()
    }
    st.html(f"<p>See {markup.escape(area.name)} on:</p>{markup.page_links(links)}")


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


def table(frame: pd.DataFrame, about: str, as_rounded: bool = False) -> None:
    """A table as `markup.table` writes it, named by `about`."""
    st.html(markup.table(frame, about, as_rounded))


def glossary(data: Dataset) -> None:
    """The field's own words in plain English, closed until asked for."""
    meanings = notes.GLOSSARY | (notes.PRIORITY if data.neighbourhoods else {})
    st.html(markup.details("What the words mean", markup.glossary(meanings)))


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
    return pictures.chart(chart, pictures.Caption(name, foot, pictures.unmarked(finding)), kind)


def table_of(
    frame: pd.DataFrame, name: str, source: str, key: str, draw: Callable[[str], bytes] | None = None
) -> None:
    """The table of a chart, closed until asked for, with its files; `draw` makes its picture of a kind."""
    summary = f"Table: {name} (and downloads)" if draw else f"Table: {name}"
    text = markup.table(frame, f"Table: {name}")
    st.html(markup.details(summary, text + _links(frame, name, source, key, draw)))


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
    made: dict[str, Callable[[], bytes]] = {"csv": lambda: exports.csv(frame, name, source, data.version)}
    if exports.places(data, frame):
        made["geojson"] = lambda: exports.geojson(data, frame, name, source)
    if draw:
        made |= {kind: lambda kind=kind: draw(kind) for kind in pictures.MIME}  # type: ignore[misc]
    labels = {"geojson": "GeoJSON"}
    files = {
        kind: (f"Download {labels.get(kind, kind.upper())}", exports.file_name(data.place, name, kind), make)
        for kind, make in made.items()
    }
    return _offered(files, repr(content(frame)), source, key)


def offer(files: Mapping[str, tuple[str, str, Callable[[], bytes]]], *told_by: str) -> None:
    """Links that save files, by their ending: label, name and what makes each.

    `told_by` is all that tells these files from others of the same names.
    """
    st.html(_offered(files, *told_by))


def _offered(files: Mapping[str, tuple[str, str, Callable[[], bytes]]], *told_by: str) -> str:
    made = shelf.Offer(
        {kind: name for kind, (_, name, _) in files.items()},
        {kind: make for kind, (_, _, make) in files.items()},
    )
    token = shelf.put(made, *told_by, dataset.current().version)
    return markup.files(token, {name: label for label, name, _ in files.values()})


def link_with_data() -> None:
    """The address of this view with the data version in it, to copy."""
    try:
        version = dataset.current().version
    except DataError:
        return
    address = (st.context.url or "").split("?")[0]
    chosen = {key: value for key, value in st.query_params.items() if key != DATA}
    link = f"{address}?{urlencode(chosen | {DATA: version}, safe=',')}"
    said = "<p>If the data have changed when somebody opens it, the page says so.</p>"
    st.html(
        markup.details(
            "Copy a link to this view with these data", markup.copied(link, "Copy the link") + said
        )
    )


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
            layer.add_child(maps.Cells(view.cells))
        _draw(data, layer, clicked, drawn)
    with right:
        listed = markup.table(view.table, f"The areas of the map: {view.title}", tall=True)
        caption = pictures.Caption(
            view.title,
            (
                _noted(source),
                f"{data.place.title}. {maps.ATTRIBUTION}.{maps.labels_by(data)} Data version {data.version}.",
            ),
            pictures.unmarked(view.finding),
        )
        draw = lambda kind: pictures.area_map(data, view, chosen, caption, kind)  # noqa: E731
        # Whom it marks is in its picture, though not in its table
        key = " ".join(["view", *chosen])
        st.html(listed + _links(view.table, view.title, source, key, draw))


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
        maps.shell(data.place.name, maps.centre(data)),
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
    st.html(markup.legend(title, scale.colours, scale.labels, [area.name for area in data.neighbourhoods]))


def coverage_strip(data: Dataset) -> None:
    """Which months of police.uk are held, partial or missing: a table of years and months."""
    strip, sentence = _coverage(data)
    st.html(strip)
    st.caption(sentence)


@lru_cache(maxsize=2)
def _coverage(data: Dataset) -> tuple[str, str]:
    held = data.coverage.assign(year=data.coverage["month"].str[:4], number=data.coverage["month"].str[5:])
    marks = {
        crime.HELD: ("●", "held"),
        crime.PARTIAL: ("◐", "partial"),
        crime.MISSING: ("○", "not held"),
    }
    names = {f"{n:02}": words.month(f"2000-{n:02}").split()[0] for n in range(1, 13)}
    rows = {}
    for year, months in held.groupby("year"):
        status = months.set_index("number")["status"]
        rows[str(year)] = [marks.get(status.get(number)) for number in names]
    strip = markup.strip(
        "Months of police.uk data: ● held, ◐ partial, ○ not held",
        {name: name[0] for name in names.values()},
        rows,
    )
    return strip, f"{words.coverage(data.coverage, data.place.name)} {notes.police(data.place)}"


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
