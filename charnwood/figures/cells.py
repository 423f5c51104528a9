"""The cells of a table as people read them: numbers with thousands commas, text on one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charnwood import english

NOT_HELD = "–"


@dataclass(frozen=True)
class Cell:
    """One cell of a table as text; numbers stand to the right."""

    text: str
    number: bool


def rows(table: pd.DataFrame) -> list[list[Cell]]:
    """The rows of a table for paper and slides: numbers as they are, "–" for what is not held."""
    return [[_cell(value) for value in row] for row in table.astype(object).to_numpy()]


def column(values: pd.Series, as_rounded: bool = False) -> list[str]:
    """A column for a page: one decimal place, published scores three; empty for what is not held.

    With `as_rounded` as many places as a value has, for tables whose rows differ in unit.
    """
    write = _writer(values, as_rounded)
    return ["" if missing else write(value) for value, missing in zip(values, values.isna(), strict=True)]


def plain(value: Any) -> str:
    """A value as text on one line, as tabs and lines tell cells and rows apart; a name stays with its letter."""
    return english.unbroken(" ".join(str(value).split()))


def _number(value: float) -> str:
    return f"{value:,}"


def _cell(value: Any) -> Cell:
    if value is None or pd.isna(value):
        return Cell(NOT_HELD, False)
    if isinstance(value, (int, float)):
        return Cell(_number(value), True)
    return Cell(english.unbroken(str(value)), False)


def _writer(values: pd.Series, as_rounded: bool) -> Callable[[Any], str]:
    if pd.api.types.is_bool_dtype(values):
        return lambda value: "yes" if value else "no"
    if pd.api.types.is_integer_dtype(values):
        return _number
    if pd.api.types.is_float_dtype(values) and as_rounded:
        return lambda value: f"{value:z,.6f}".rstrip("0").rstrip(".")
    if pd.api.types.is_float_dtype(values):
        digits = 3 if values.name == "Score" else 1
        return lambda value: f"{value:z,.{digits}f}"
    return plain
