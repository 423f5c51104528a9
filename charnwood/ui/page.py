"""The frame that pages share: title, data, navigation, notices, foot."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import TypeVar
from urllib.parse import quote, urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charnwood import english, settings, words
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.official import incidents
from charnwood.official.areas import Area
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.ui import html
from charnwood.web import bar, menu, public_pages

Value = TypeVar("Value")
LOG = logging.getLogger(__name__)
PRODUCT = "Neighbourhood dashboard"  # what it is called while no place can be read
Told = str | Callable[[Dataset], str]
DATA = "data"  # names the data version in the address of a shared view
NOTICES = "notices"  # where a page tells what it did about a choice that it could not take
SEARCH = "search"  # the place of the search box in the bar above every page
# Pages that show an area, and the choice by which each takes it
ONWARD = {
    "": "area",
    "profile": "area",
    "deprivation": "areas",
    "crime": "area",
    "signals": "area",
    "worked": "area",
    "streets": "area",
    "compare": "areas",
    "change": "area",
    "chosen": "area",
    "lines": "area",
    "briefing": "area",
}


def open_page(title: Told, lead: Told) -> Dataset:
    """Title the page, say in a line what it is for, and return the data; stop where they are unusable.

    A title or lead that names the place is a function of the data.
    """
    try:
        data = dataset.current()
    except DataError as error:
        _head(title if isinstance(title, str) else PRODUCT, "", PRODUCT)
        if settings.public():
            LOG.error("the data cannot be shown: %s", error)
            st.error(words.pages.UNUSABLE_IN_PUBLIC)
        else:
            st.error(f"{words.pages.UNUSABLE}\n\n````\n{str(error).replace('```', '···')}\n````")
        st.stop()
    said = [text if isinstance(text, str) else text(data) for text in (title, lead)]
    _head(said[0], said[1], data.place.title)
    if (fault := dataset.current_fault()) and not settings.public():
        st.session_state[NOTICES].warning(words.edited.served_on(fault))
    if told := words.methods.other_data(st.query_params.get(DATA), data.version):
        tell(told)
    return data


def _head(title: str, lead: str, product: str) -> None:
    st.set_page_config(page_title=f"{title} · {product}", layout="wide")
    st.title(title, anchor=False)
    if lead:
        st.markdown(lead)
    st.session_state[NOTICES] = st.container()


def navigation(here: str) -> None:
    """The product's name, the way to every page by what people ask, and the place of the search box.

    The choices of this visit go along.
    """
    with st.container(key="bar"):
        st.html(bar.navigation(_product(), _neighbourhoods(), here))
        st.session_state[SEARCH] = st.container(key="search")


def search() -> DeltaGenerator:
    """The place of the search box: in the bar, or where the page stands that runs without one."""
    return st.session_state.get(SEARCH) or st.container()


def _neighbourhoods() -> bool:
    """Whether there are Priority Neighbourhoods, as far as that is known."""
    try:
        return bool(dataset.current().neighbourhoods)
    except DataError:
        return True


def _product() -> str:
    try:
        return dataset.current().place.title
    except DataError:
        return PRODUCT


def onward(area: Area, year: int) -> None:
    """The ways to the pages that show one area."""
    titles = {path: title for _, title, path in menu.PAGES}
    links = {
        f"{menu.address(path)}?{urlencode({key: area.key, 'edition': year})}": titles[path]
        for path, key in ONWARD.items()
    }
    st.html(f"{_plain(area)}<p>See {html.escape(area.name)} on:</p>{html.page_links(links)}")


def in_plain_words(area: Area) -> None:
    """The way to an area's plain page."""
    st.html(_plain(area))


def _plain(area: Area) -> str:
    return f'<p><a href="./area/{quote(area.key, safe="~")}">{words.plain.LINK}</a></p>'


def own_noted(*areas: Area) -> None:
    """Say of an area of the reader's own which LSOAs make it; every file saved from the page says so too."""
    if said := words.areas.own_made_of(*areas):
        st.caption(said)


def _next(here: str) -> str:
    """The questions that come next, with the area and edition of this page."""
    chosen = st.query_params
    areas = chosen.get("areas") or chosen.get("area", "")
    first, _, others = areas.partition(",")
    given = {"area": first, "areas": areas}
    edition = {"edition": chosen["edition"]} if "edition" in chosen else {}
    beside = {"with": others.partition(",")[0]} if others else {}  # a briefing takes the second area too
    links = {}
    for question, path in words.pages.next_of(here, _neighbourhoods()):
        key = ONWARD.get(path, "")
        asked = (
            ({key: given[key]} if given.get(key) else {}) | (beside if path == "briefing" else {}) | edition
        )
        query = f"?{urlencode(asked, safe=',~')}" if asked and path in ONWARD else ""
        links[menu.address(path) + query] = question
    return f"<h2>{words.pages.ASKED_NEXT}</h2>{html.page_links(links)}"


def footer(here: str) -> None:
    """What stands under every page: what people ask next, a link to copy, licence, version of the data."""
    try:
        held = f"{dataset.current().place.title}. Data version {dataset.current().version}"
    except DataError:
        held = PRODUCT
    first = "./" if settings.public() else f"./{public_pages.HOME}"
    way = (
        f'<p><a href="{first}">{words.plain.ALL_PAGES}</a> · <a href="./members">{words.members.TITLE}</a>: '
        f"{html.escape(words.members.WHAT)}</p>"
    )
    st.html(f"<hr>{_next(here)}{_link_with_data()}<p>{html.escape(words.pages.foot(held))}</p>{way}")


def tell(sentence: str) -> None:
    """Say one sentence at the head of the page."""
    st.session_state[NOTICES].info(sentence)


def glossary(data: Dataset) -> None:
    """The field's own words in plain English, closed until asked for."""
    meanings = words.standing_text.GLOSSARY | (words.standing_text.PRIORITY if data.neighbourhoods else {})
    st.html(html.details("What the words mean", html.glossary(meanings)))


def _link_with_data() -> str:
    """The address of this view with the data version in it, to copy."""
    try:
        version = dataset.current().version
    except DataError:
        return ""
    address = (st.context.url or "").split("?")[0]
    chosen = {key: value for key, value in st.query_params.items() if key != DATA}
    link = f"{address}?{urlencode(chosen | {DATA: version}, safe=',')}"
    return html.details(
        "Copy a link to this view with these data",
        html.copied(link, "Copy the link") + f"<p>{words.pages.LINK}</p>",
    )


def age(data: Dataset) -> str:
    """Up to which month the figures of crime go, and how old that is today."""
    return words.age.said(data, date.today())


def only_with_crime(data: Dataset) -> None:
    """End a page of recorded crime with a sentence where none is held."""
    if not data.has_crime:
        st.info(words.age.not_held(data))
        glossary(data)
        st.stop()


def crime_source(data: Dataset) -> str:
    """The source line of a finding that rests on all months of crime that are held."""
    return words.standing_text.source_police(data.place, incidents.held_months(data.coverage), rates=False)


def sources(data: Dataset, year: int) -> str:
    """The source lines of a finding that rests on an edition and on the latest twelve months of crime, if any are held."""
    crime = words.standing_text.source_police(data.place, data.period) if data.has_crime else ""
    return f"{words.standing_text.source_iod(year)} {crime}".rstrip()


def coverage_strip(data: Dataset, before: str = "") -> None:
    """Which months of police.uk are held, partial or missing: a table of years and months, below a line of text; or that none is held."""
    if not data.has_crime:
        st.caption(words.age.not_held(data))
        return
    strip, sentence = _coverage(data)
    st.html(f"{html.note(before)}{strip}{html.note(sentence)}")


@of_data(2)
def _coverage(data: Dataset) -> tuple[str, str]:
    held = data.coverage.assign(year=data.coverage["month"].str[:4], number=data.coverage["month"].str[5:])
    marks = {
        incidents.HELD: ("●", "held"),
        incidents.PARTIAL: ("◐", "partial"),
        incidents.MISSING: ("○", "not held"),
    }
    names = {f"{n:02}": english.month(f"2000-{n:02}").split()[0] for n in range(1, 13)}
    rows = {}
    for year, months in held.groupby("year"):
        status = months.set_index("number")["status"]
        rows[str(year)] = [marks.get(status.get(number)) for number in names]
    strip = html.strip(
        "Months of police.uk data: ● held, ◐ partial, ○ not held",
        {name: name[0] for name in names.values()},
        rows,
    )
    return (
        strip,
        f"{words.crime.coverage(data.coverage, data.place.name)} {words.standing_text.police(data.place)}",
    )
