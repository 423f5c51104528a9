"""The controls with which a reader puts an own area together; it lives in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from charnwood import figures, words
from charnwood.checks import DataError
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import NEW_LSOAS, OLD_LSOAS
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.ui import controls


def edit(data: Dataset) -> tuple[Area | None, int]:
    """The own area in the making, in the address, to name, add to and take from; and the edition it is shown in.

    Whatever is chosen, all that stands here is as high as before, so that the map below keeps its place.
    """
    row = st.columns([1, 2, 2])
    with row[0]:
        year = controls.choose_edition(data)
    key = controls.recall("own", "", lambda text: _own_key(data, text))
    area = _area(data)
    with row[1]:
        _name()
    controls.find(data, "own", year, _take)
    with row[2]:
        _add_group(data)
    _list(data, area, MAPPED[year].vintage)
    paste, again, told = st.columns([3, 1, 4])
    with paste, st.expander("Paste codes"):
        st.text_area(
            f"LSOA codes, of {OLD_LSOAS} or {NEW_LSOAS}, with anything between them",
            key="own paste",
            height=90,
            on_change=controls.chosen,
        )
        st.button("Add these codes", on_click=controls.acting(_paste))
    with again:
        st.button("Start again", on_click=controls.acting(_start_again), disabled=not key)
    controls.remember("own", key, key)
    if area:  # the other pages show it, until another is chosen there
        st.session_state["area"] = st.session_state["kept area"] = key
    with told, st.container(key="own-said"):
        if said := st.session_state.pop("own said", ""):
            st.info(said)
        else:
            st.markdown(
                f"**{words.areas.people(area, data.residents(area)) if area else words.own_area.EMPTY}**"
            )
    return area, year


def _name() -> None:
    st.session_state["own name"] = figures.own_area.named(st.session_state["own"])
    st.text_input(
        "Name of the area",
        key="own name",
        max_chars=figures.own_area.LONGEST,
        on_change=controls.acting(_rename),
    )


def _add_group(data: Dataset) -> None:
    options: dict[Any, str] = {None: "Choose to add", **controls.area_options(data, groups=True)}
    st.selectbox(
        "Add a whole ward or neighbourhood",
        list(options),
        key="own add",
        format_func=lambda v: options[v],
        on_change=controls.acting(_take_chosen),
    )


def _list(data: Dataset, area: Area | None, vintage: int) -> None:
    """The LSOAs of the vintage in the area, to take out or add to."""
    shapes = data.lsoa[vintage]
    st.session_state["own codes"] = list(area.codes(vintage)) if area else []
    st.multiselect(
        "Small areas (LSOAs) in it",
        list(shapes.index),
        key="own codes",
        format_func=lambda code: f"{shapes.loc[code, 'name']} · {code}",
        filter_mode="contains",
        on_change=controls.acting(_listed),
        args=(vintage,),
        placeholder="None yet: click the map, draw, search, paste or choose here",
    )


def _held() -> tuple[str, ...]:
    area = _area(dataset.current())
    return area.lsoa21 if area else ()


def _rename() -> None:
    _set_own(_held())


def _take(more: str) -> None:
    _set_own({*_held(), *figures.own_area.resolve(dataset.current(), more).lsoa21})


def _take_chosen() -> None:
    if more := st.session_state["own add"]:
        _take(more)
        st.session_state["own add"] = None


def _paste() -> None:
    now, held = dataset.current(), _held()
    found = figures.own_area.pasted(now.names, st.session_state["own paste"], held)
    st.session_state["own said"] = words.own_area.pasted(found, now.place.name)
    if found.lsoa21:
        _set_own({*held, *found.lsoa21})
        st.session_state["own paste"] = ""


def _listed(vintage: int) -> None:
    data = dataset.current()
    area = _area(data)
    before = area.codes(vintage) if area else ()
    _set_own(figures.own_area.changed(data.names, _held(), before, st.session_state["own codes"]))


def draw(year: int, line: Any) -> None:
    """Add the LSOAs inside a line drawn on the map, a GeoJSON feature, to the own area in the making."""
    data = dataset.current()
    codes = figures.own_area.drawn(data.lsoa[MAPPED[year].vintage], line)
    area = _area(data)
    _set_own(figures.own_area.changed(data.names, area.lsoa21 if area else (), (), codes))
    if not codes:
        st.session_state["own said"] = words.own_area.NOTHING_INSIDE


def toggle(year: int, code: str) -> None:
    """Add an LSOA of the edition's vintage to the own area in the making, or take it out."""
    data = dataset.current()
    area = _area(data)
    shown = area.codes(MAPPED[year].vintage) if area else ()
    after = set(shown) ^ {code}
    _set_own(figures.own_area.changed(data.names, area.lsoa21 if area else (), shown, after))


def _area(data: Dataset) -> Area | None:
    key = st.session_state["own"]
    return figures.own_area.resolve(data, key) if figures.own_area.has_codes(key) else None


def _start_again() -> None:
    st.session_state["own name"] = figures.own_area.UNNAMED
    st.session_state["find"] = ""
    _set_own(())


def _own_key(data: Dataset, text: str) -> str:
    """The own area that an address names, be it by name alone; of an area of the data its LSOAs, under a name of one's own."""
    try:
        if not figures.own_area.has_codes(text):
            return figures.own_area.without_codes(data, text)
        area = figures.own_area.resolve(data, text)
    except DataError as error:
        raise KeyError(text) from error
    if figures.own_area.is_own(area.key):
        return area.key
    return figures.own_area.key(figures.own_area.UNNAMED, area.lsoa21)


def _set_own(lsoa21: Iterable[str]) -> None:
    """Give the own area in the making its name, as typed, and these LSOAs; where it is chosen, so is the new one."""
    state, before = st.session_state, st.session_state["own"]
    data = dataset.current()
    name = " ".join(state["own name"].split())
    if fault := figures.own_area.name_fault(name, figures.own_area.taken(data)):
        state["own said"] = fault
        name = state["own name"] = figures.own_area.named(before)
    codes = set(lsoa21)
    state["own"] = figures.own_area.key(name, codes) if codes or name != figures.own_area.UNNAMED else ""
    for key in ("area", "kept area"):
        if before and state.get(key) == before:
            state[key] = state["own"] if codes else None
    for key in ("areas", "kept areas"):
        if before and before in state.get(key, ()):
            state[key] = [state["own"] if k == before else k for k in state[key] if k != before or codes]
