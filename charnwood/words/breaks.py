"""The register of breaks -> plain-English sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.breaks import Met
from charnwood.official.breaks import SMALL_AREAS, STREETS, TIME, Break

COMPARED = {TIME: "months with months", STREETS: "streets over time", SMALL_AREAS: "small areas over time"}
MEANING = (
    "A break is a time when what the police count, or where police.uk places it, changed. Months on one side of it do "
    "not compare with months on the other as they stand. The list is a file, `data/breaks.csv`, and can be added to."
)


SOURCE = "Source: the register of breaks, `data/breaks.csv`, which names a source for each."


def for_people(breaks: Iterable[Break]) -> pd.DataFrame:
    """The register as a table, one row a break."""
    return pd.DataFrame(
        [
            {
                "When": _capital(when(one)),
                "Break": one.name,
                "What happened": one.what,
                "Types": _types(one),
                "Does not compare": _compared(one),
                "Source": one.source,
            }
            for one in breaks
        ]
    )


def when(one: Break) -> str:
    """The months of a break: "from July 2022 on", "March 2020 to July 2021", "at some time from … to …"."""
    if one.lasting and one.first == one.last:
        return f"from {english.month(one.first)} on"
    if one.first == one.last:
        return english.month(one.first)
    span = f"{english.month(one.first)} to {english.month(one.last)}"
    return f"at some time from {span}" if one.lasting else span


def named(one: Break) -> str:
    """A break within a sentence: its name and when it was."""
    return f"“{one.name}” ({when(one)})"


def across(found: Iterable[Met]) -> str:
    """What lies between or within the periods that a sentence compares; nothing where nothing does."""
    said: list[str] = []
    for each in found:
        small = SMALL_AREAS in each.of.compared
        effect = (
            "incidents near the edges of a small area may have come in or gone out with it"
            if small
            else "a difference may come of it alone"
        )
        also = "also " if any(text.startswith(english.capital(each.where.value)) for text in said) else ""
        said.append(f"{english.capital(each.where.value)} them {also}lies {named(each.of)}: {effect}.")
    return " ".join(said)


def still_met(found: Iterable[Met], without: Collection[str]) -> str:
    """Names of the breaks that periods meet, but for those of types that are left out; nothing where none is left."""
    return english.listing(f"“{each.of.name}”" for each in found if not set(each.of.types) <= set(without))


def on_chart(breaks: Sequence[Break], months: Sequence[str]) -> str:
    """The breaks that a chart over these months marks, in words; nothing where it marks none."""
    listed = english.listing((named(mark.of) for mark in figures.breaks.marks(breaks, months)), ";")
    return f"Marked: {listed}. Months on two sides of a mark do not compare as they stand." if listed else ""


def register(breaks: Iterable[Break]) -> str:
    """Every break as a line of Markdown: when, what, which types, which comparisons."""
    return "\n".join(f"- {sentence(one)}" for one in breaks)


def sentence(one: Break) -> str:
    """One break in full: its name, when, what happened, what it touches, who says so."""
    return (
        f"**{one.name}**, {when(one)}. {one.what} It touches {_types(one)}, and comparisons of {_compared(one)}. "
        f"Source: {one.source}."
    )


def _types(one: Break) -> str:
    return "all types" if one.of_all_types else english.listing(_lower(kind) for kind in one.types)


def _compared(one: Break) -> str:
    return english.listing(COMPARED[kind] for kind in one.compared)


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _lower(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"
