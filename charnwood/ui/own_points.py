"""The council's own points in an area and near it, for officers alone."""

from __future__ import annotations

import streamlit as st

from charnwood import figures, words
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset
from charnwood.ui import figure


def show(data: Dataset, area: Area) -> None:
    """How many points of each kind lie within an area and near it, and which; nothing where none is held."""
    if figures.points.held(data).empty:
        return
    st.header(words.points.TITLE, anchor=False)
    st.markdown(words.points.found(figures.points.counts(data, area), area.name))
    if len(near := figures.points.near(data, area)):
        figure.table(words.points.for_people(near), words.points.TITLE)
    st.caption(words.points.HOW)
