"""Axes of a Plotly figure -> where its values stand and which ticks are labelled, for a picture of any width.

Places across are shares of the picture, 0 at the axis's beginning and 1 at its end.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

TICKS = 5  # steps of an axis of numbers
DAY = 86_400
SPAN = 12  # days that stay free before the first month and after the last
YEARS = 18 * 31  # days from which on only years are labelled
FEW = 7  # labels that a telephone has room for
VALUED = re.compile(r":\s[\d.,]+%?$")  # how the name of a bar ends that has its value

Part = dict[str, Any]


@dataclass(frozen=True)
class Axis:
    """An axis from `low` to `high` with its ticks: place, lines of text, and whether a narrow picture does without."""

    low: float
    high: float
    title: tuple[str, ...] = ()
    ticks: tuple[tuple[float, tuple[str, ...], bool], ...] = ()
    labels: tuple[str, ...] = ()

    def share(self, value: float) -> float:
        """Where a value stands: 0 at the beginning, 1 at the end."""
        return (value - self.low) / (self.high - self.low)

    def within(self, value: float) -> float:
        """Where a value stands, or the end that it is beyond."""
        return min(1.0, max(0.0, self.share(value)))


@dataclass
class Trace:
    """A trace with its places as numbers: of words their position, of dates days; what it reaches beyond them."""

    given: Part
    x: np.ndarray
    y: np.ndarray
    base: np.ndarray = field(default_factory=lambda: np.zeros(0))
    reach: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    @property
    def bar(self) -> bool:
        """Whether it is one of bars."""
        return bool(self.given["type"] == "bar")

    @property
    def lying(self) -> bool:
        """Whether its bars lie."""
        return bool(self.bar and self.given.get("orientation") == "h")


def lines(text: Any) -> tuple[str, ...]:
    """The lines of a text of Plotly, without its bold letters."""
    return tuple(str(text or "").replace("<b>", "").replace("</b>", "").split("<br>")) if text else ()


def words(traces: Sequence[Part], name: str) -> tuple[str, ...]:
    """The labels of an axis of words in the order of their first use; none where it has numbers or dates."""
    seen: dict[str, None] = {}
    for trace in traces:
        values = trace.get(name)
        seen |= dict.fromkeys(value for value in (() if values is None else values) if isinstance(value, str))
    return tuple(seen)


def numbers(values: Any, labels: Sequence[str] = ()) -> np.ndarray:
    """Values as numbers: of words their position, of dates days; what is missing is NaN."""
    if values is None:
        return np.zeros(0)
    if labels:
        place = {label: float(position) for position, label in enumerate(labels)}
        return np.array([place.get(value, np.nan) for value in values])
    whole = pd.Series(values)
    if pd.api.types.is_datetime64_any_dtype(whole):
        return whole.to_numpy(dtype="datetime64[s]").astype(float) / DAY
    return pd.to_numeric(whole, errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def number(value: Any) -> float:
    """One value as a number."""
    return float(numbers([value])[0])


def read(traces: Sequence[Part], layout: Part) -> tuple[list[Trace], Axis, Axis]:
    """The traces with numbers for places, and the two axes."""
    named = {name: words(traces, name) for name in "xy"}
    held = [
        Trace(
            part, numbers(part.get("x"), named["x"]), numbers(part.get("y"), named["y"]), reach=_reach(part)
        )
        for part in traces
    ]
    if layout.get("barmode") in ("stack", "relative"):
        _stack([trace for trace in held if trace.bar])
    for trace in held:
        if trace.bar and not len(trace.base):
            trace.base = np.zeros(len(trace.x))
    x, y = (_axis(name, layout.get(f"{name}axis", {}), held, named[name]) for name in "xy")
    return held, x, y


def _stack(bars: Sequence[Trace]) -> None:
    sums: dict[float, float] = {}
    for trace in bars:
        at, length = (trace.y, trace.x) if trace.lying else (trace.x, trace.y)
        trace.base = np.array([sums.get(place, 0.0) for place in at])
        sums |= dict(zip(at, trace.base + np.nan_to_num(length), strict=True))


def _reach(part: Part) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """How far the interval of each point goes down and up, by axis."""
    found = {}
    for name in "xy":
        error = part.get(f"error_{name}") or {}
        if error.get("array") is not None:
            up = numbers(error["array"])
            down = numbers(error["arrayminus"]) if error.get("arrayminus") is not None else up
            found[name] = np.nan_to_num(down), np.nan_to_num(up)
    return found


def _extent(name: str, traces: Iterable[Trace]) -> tuple[float, float]:
    """The least and the most that is drawn along an axis."""
    found = []
    for trace in traces:
        values = getattr(trace, name)
        if not len(values):
            continue
        down, up = trace.reach.get(name, (0, 0))
        found += [values - down, values + up]
        if trace.bar and trace.lying == (name == "x"):
            found += [trace.base, values + trace.base]
    whole = np.concatenate(found) if found else np.zeros(0)
    whole = whole[np.isfinite(whole)]
    return (float(whole.min()), float(whole.max())) if len(whole) else (0.0, 1.0)


def _axis(name: str, layout: Part, traces: Sequence[Trace], labels: tuple[str, ...]) -> Axis:
    title = layout.get("title") or {}
    title = lines(title.get("text") if isinstance(title, Mapping) else title)
    if layout.get("type") == "log":
        raise NotImplementedError("an axis of powers")
    if labels:
        kept = [lines(label) for label in labels]
        crowded = len(labels) * max(len(line) for each in kept for line in each) > 40
        ticks = tuple((i, each, crowded and i % 2 == 1) for i, each in enumerate(kept))
        return Axis(-0.5, len(labels) - 0.5, title, ticks, labels)
    if any(dated(trace.given.get(name)) for trace in traces):
        least, most = _extent(name, traces)
        low, high = least - SPAN, most + SPAN
        return Axis(low, high, title, _dates(low, high))
    return _counted(name, layout, traces, title)


def dated(values: Any) -> bool:
    """Whether values are dates."""
    return values is not None and len(values) > 0 and isinstance(values[0], (np.datetime64, pd.Timestamp))


def _counted(name: str, layout: Part, traces: Sequence[Trace], title: tuple[str, ...]) -> Axis:
    """An axis of numbers."""
    least, most = _extent(name, traces)
    given = layout.get("range")
    step = layout.get("dtick") or _step(
        abs(given[1] - given[0]) if given is not None else most - min(least, 0)
    )
    if given is not None:
        low, high = map(float, given)
    elif layout.get("rangemode") == "tozero":
        low, high = min(0.0, least), step * max(1, math.ceil(most / step - 1e-9))
    elif any(trace.bar and not trace.lying and name == "x" for trace in traces):
        low, high = least - 0.6, most + 0.6
    else:
        step = _step(most - least)
        low, high = least - (most - least or 1) * 0.04, most + (most - least or 1) * 0.04
    values = layout.get("tickvals")
    if values is None:
        first = math.ceil(min(low, high) / step - 1e-9)
        last = math.floor(max(low, high) / step + 1e-9)
        values = [step * number for number in range(first, last + 1)]
    digits = max(0, math.ceil(-math.log10(step) - 1e-9))
    ticks = tuple((float(value), (f"{value:,.{digits}f}",), False) for value in values)
    return Axis(low, high, title, ticks)


def _step(span: float) -> float:
    """A round step of about a fifth of a span."""
    wanted = (span or 1) / TICKS
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(size * power for size in (1, 2, 5, 10) if wanted <= size * power * (1 + 1e-9))


def _dates(low: float, high: float) -> tuple[tuple[float, tuple[str, ...], bool], ...]:
    """January of each year, or of few months every third one."""
    first, last = (pd.Timestamp(day * DAY, unit="s").normalize() for day in (low, high))
    texts: list[tuple[str, ...]]
    every = pd.date_range(first, last, freq="MS")
    if high - low > YEARS:
        kept = [day for day in every if day.month == 1]
        texts = [(f"{day:%Y}",) for day in kept]
    else:
        kept = [day for day in every if day.month % 3 == 1]
        texts = [(f"{day:%b}", f"{day:%Y}") for day in kept]
    crowded = len(kept) > FEW
    days = [day.timestamp() / DAY for day in kept]
    return tuple(
        (day, text, crowded and i % 2 == 1) for i, (day, text) in enumerate(zip(days, texts, strict=True))
    )
