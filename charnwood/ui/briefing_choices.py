"""What a briefing is made by beside its area and edition: an area beside it, a line on what is next."""

from __future__ import annotations

import streamlit as st

from charnwood import figures, words
from charnwood.checks import DataError
from charnwood.drawing.exhibits import parameters
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.ui import controls, page


def add(data: Dataset, area: Area) -> tuple[Area | None, str]:
    """A row of both."""
    left, right = st.columns([3, 5])
    with left:
        other = choose_beside(data, area)
    with right:
        return other, write_line("next", words.findings.NEXT, words.pages.YOUR_LINE)


def choose_beside(data: Dataset, area: Area) -> Area | None:
    """Another area to stand beside the one in view, or none."""
    options = {"": "No other area", **controls.area_options(data)}
    key = controls.choose(
        "with", "Beside it", {k: name for k, name in options.items() if k != area.key}, "", {area.key: ""}
    )
    return figures.own_area.resolve(data, key) if key else None


def write_line(key: str, label: str, about: str) -> str:
    """One line of plain text that a reader writes, empty at first, in the address under `key`."""

    def parse(text: str) -> str:
        try:
            return parameters.line(text)
        except DataError as error:
            raise KeyError(text) from error

    controls.recall(key, "", parse)
    text = st.text_input(
        label, key=key, max_chars=parameters.LINE, placeholder=about, on_change=controls.chosen
    )
    try:
        line = parameters.line(text)
    except DataError as error:
        page.tell(words.pages.left_out(label, str(error)))
        line = ""
    return controls.remember(key, line, line)
