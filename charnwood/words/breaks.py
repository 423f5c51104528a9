"""The register of breaks -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Iterable

from charnwood import english
from charnwood.official.breaks import SMALL_AREAS, STREETS, TIME, Break

COMPARED = {TIME: "months with months", STREETS: "streets over time", SMALL_AREAS: "small areas over time"}
MEANING = (
    "A break is a time when what the police count, or where police.uk places it, changed. Months on one side of it do "
    "not compare with months on the other as they stand. The list is a file, `data/breaks.csv`, and can be added to."
)


def when(one: Break) -> str:
    """The months of a break: "from July 2022 on", "March 2020 to July 2021", "at some time from … to …"."""
    if one.lasting and one.first == one.last:
        return f"from {english.month(one.first)} on"
    if one.first == one.last:
        return english.month(one.first)
    span = f"{english.month(one.first)} to {english.month(one.last)}"
    return f"at some time from {span}" if one.lasting else span


def register(breaks: Iterable[Break]) -> str:
    """Every break as a line of Markdown: when, what, which types, which comparisons."""
    return "\n".join(f"- {sentence(one)}" for one in breaks)


def sentence(one: Break) -> str:
    """One break in full: its name, when, what happened, what it touches, who says so."""
    types = "all types" if one.of_all_types else english.listing(_lower(kind) for kind in one.types)
    compared = english.listing(COMPARED[kind] for kind in one.compared)
    return f"**{one.name}**, {when(one)}. {one.what} It touches {types}, and comparisons of {compared}. Source: {one.source}."


def _lower(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"
