"""The choices of Did it work?: a beginning, a kind of incident, and areas to set beside; they live in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charnwood import english, figures, words
from charnwood.figures.worked import BESIDE, Question
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.ui import controls, page


def choose(data: Dataset) -> Question:
    """The search box, an area of any kind, and what else the question asks."""
    controls.find(data, "area")
    area_box, *boxes = st.columns([3, 2, 2])
    with area_box:
        key = controls.choose(
            "area", words.pages.AREA, controls.area_options(data), data.whole.key, {None: ""}
        )
    return about(data, figures.own_area.resolve(data, key), boxes)


def add(data: Dataset, area: Area, box: DeltaGenerator) -> Question | None:
    """Whether a briefing tells of it too, chosen in a box, and then what the question asks of the area."""
    if not data.has_crime:
        return None
    options = {None: words.worked.NOT_ADDED, "worked": words.worked.TITLE}
    with box:
        wanted = controls.choose("add", words.worked.ADD, options, None)
    return about(data, area) if wanted else None


def about(data: Dataset, area: Area, boxes: Sequence[DeltaGenerator] = ()) -> Question:
    """What the question asks of an area that is chosen; kind and beginning stand in `boxes`."""
    of_kind, of_start = boxes or st.columns(2)
    with of_start:
        months = {month: english.month(month) for month in reversed(figures.worked.starts(data))}
        start = controls.choose("start", words.worked.START, months, data.period[0])
    with of_kind:
        kind = controls.choose_kind()
    chosen: list[Area | None] = []
    for name, box in zip(BESIDE, st.columns(len(BESIDE)), strict=True):
        with box:
            chosen.append(_beside(data, name, [area, *filter(None, chosen)]))
    question = Question(area, kind, start, *chosen)
    page.own_noted(*question.roles.values())
    return question


def _beside(data: Dataset, name: str, taken: Sequence[Area]) -> Area | None:
    """One more area, or none; none that shares ground, or its name, with those that are `taken`."""
    options: dict[Any, str] = {None: words.worked.NONE_CHOSEN}
    elsewhere: dict[Any, str] = {}
    for key, label in controls.area_options(data).items():
        area = figures.own_area.resolve(data, key)
        other = next((one for one in taken if figures.worked.shares_ground(data, area, one)), None)
        if other:
            elsewhere[key] = words.worked.shares_ground(area, other)
        elif area.name in {one.name for one in taken}:
            elsewhere[key] = words.pages.one_name(area.name)
        else:
            options[key] = label
    key = controls.choose(
        name, words.worked.BOXES[name], options, None, elsewhere, placeholder=words.worked.NONE_CHOSEN
    )
    return figures.own_area.resolve(data, key) if key else None
