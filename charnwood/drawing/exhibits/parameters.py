"""How the choices of an exhibit stand in its address: written from what a page chose, read back from text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charnwood import clean, figures
from charnwood.checks import DataError
from charnwood.drawing import charts, map_views
from charnwood.official.areas import Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.points import POINTS_FILE
from charnwood.store.dataset import Dataset

LINE = 200  # characters
VERSION = "data"  # names in an address the version of the data that it was made from


class NoSuchError(DataError):
    """An address that names no file: its name, its ending, a choice or the value of one."""


@dataclass(frozen=True)
class Parameter:
    """One choice: its key in an address, its text, and what a text means with some data (else `DataError`)."""

    key: str
    write: Callable[[Any], str]
    read: Callable[[Dataset, str], Any]


def tables(data: Dataset) -> dict[str, str]:
    """File and title of each table that can be saved as CSV: all but the shapes."""
    kept = set() if len(figures.points.held(data)) else {POINTS_FILE}
    tables_ = (t for t in data.manifest["tables"] if not t["geometry_type"])
    return {t["file"]: t["title"] for t in tables_ if t["file"] not in kept}


def _one_of(values: Callable[[Dataset], Mapping[str, Any]]) -> Callable[[Dataset, str], Any]:
    """The value that a text is the key of."""

    def read(data: Dataset, text: str) -> Any:
        known = values(data)
        if text not in known:
            raise NoSuchError(f"expected one of {', '.join(known)}.")
        return known[text]

    return read


def _of_keys(options: Callable[[Dataset], Mapping[str, Any]]) -> Callable[[Dataset, str], Any]:
    """The text itself where it is one of the keys."""
    return _one_of(lambda data: {key: key for key in options(data)})


def _areas(data: Dataset, text: str) -> list[Area]:
    areas = [figures.own_area.resolve(data, key) for key in text.split(",")[: charts.MOST + 1]]
    if len({area.name for area in areas}) < len(areas) or len(areas) > charts.MOST:
        raise NoSuchError(f"areas: expected one to {charts.MOST} areas of different names.")
    return areas


def line(text: str) -> str:
    """One line of plain text as somebody typed it; raises `NoSuchError` for anything else."""
    tidy = clean.cell(text)
    if tidy and not re.fullmatch(clean.plain(LINE), tidy):
        raise NoSuchError(f"expected one line of 1 to {LINE} {clean.A_PLAIN}.")
    return tidy


def _indicators(data: Dataset) -> dict[str, str]:
    """Domains and indicators of all editions."""
    return {key: name for year in MAPPED for key, name in figures.rates.options(data, year).items()}


# By the name of the argument of a function that makes an exhibit
PARAMETERS: Mapping[str, Parameter] = {
    "area": Parameter("area", lambda area: area.key, figures.own_area.resolve),
    "areas": Parameter("areas", lambda areas: ",".join(area.key for area in areas), _areas),
    "year": Parameter("edition", str, _one_of(lambda _: {str(year): year for year in MAPPED})),
    "kind": Parameter("type", str, _of_keys(lambda _: figures.incident_kinds.KINDS)),
    "period": Parameter("period", str, _of_keys(figures.streets.periods)),
    "span": Parameter("span", str, _of_keys(lambda _: figures.change.SPANS)),
    "measure": Parameter("measure", str, _of_keys(map_views.measures)),
    "shown": Parameter("show", str, _of_keys(lambda _: map_views.SHOWN)),
    "rule": Parameter("rule", figures.rules.as_text, lambda _, text: figures.rules.parse(text)),
    "indicator": Parameter("indicator", str, _of_keys(_indicators)),
    "line": Parameter("line", lambda line: line.text, lambda _, text: figures.lines.parse(text)),
    "start": Parameter("start", str, _of_keys(lambda data: dict.fromkeys(figures.worked.starts(data), ""))),
    "comparison": Parameter("comparison", lambda area: area.key, figures.own_area.resolve),
    "neighbour": Parameter("neighbour", lambda area: area.key, figures.own_area.resolve),
    "control": Parameter("control", lambda area: area.key, figures.own_area.resolve),
    "other": Parameter("with", lambda area: area.key, figures.own_area.resolve),
    "agreed": Parameter("next", str, lambda _, text: line(text)),
    "table": Parameter("table", str, _of_keys(tables)),
}


def chosen_by(make: Callable[..., Any]) -> list[inspect.Parameter]:
    """The choices of a function of the data: all its arguments but the first."""
    return list(inspect.signature(make).parameters.values())[1:]


def written(data: Dataset, make: Callable[..., Any], values: Sequence[Any]) -> dict[str, str]:
    """The query of an address for these values of a function's choices, with the version of the data."""
    query = {
        PARAMETERS[choice.name].key: PARAMETERS[choice.name].write(value)
        for choice, value in zip(chosen_by(make), values, strict=True)
        if value is not None
    }
    return query | {VERSION: data.version}


def years(make: Callable[..., Any], values: Sequence[Any]) -> tuple[int, ...]:
    """The editions that these values of a function's choices ask for; none where no edition is chosen."""
    given = {choice.name: value for choice, value in zip(chosen_by(make), values, strict=True)}
    if "year" in given:
        return (given["year"],)
    return figures.change.span(given["span"]) if "span" in given else ()


def read(data: Dataset, make: Callable[..., Any], given: Mapping[str, str]) -> list[Any]:
    """The values of a function's choices that a query gives; raises `NoSuchError` for any other query."""
    choices = {PARAMETERS[choice.name].key: choice for choice in chosen_by(make)}
    if unknown := set(given) - {*choices, VERSION}:
        raise NoSuchError(f"expected no choice but {', '.join(choices)}, found {len(unknown)} more.")
    values = []
    for key, choice in choices.items():
        if key in given:
            values.append(_value(data, PARAMETERS[choice.name], given[key]))
        elif choice.default is inspect.Parameter.empty:
            raise NoSuchError(f"{key}: expected a choice, found none.")
        else:
            values.append(choice.default)
    return values


def _value(data: Dataset, parameter: Parameter, text: str) -> Any:
    try:
        return parameter.read(data, text)
    except DataError as error:
        raise NoSuchError(f"{parameter.key}: {error}") from error
