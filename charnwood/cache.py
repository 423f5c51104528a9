"""Results held by what they were made from, tables by their content: the same choice costs the server once.

What is made from a data folder hangs on its `Dataset` and leaves memory with it (`of_data`); what is made from
its arguments alone is held for all (`cached`). Whoever asks gets the same object and must not change it.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

import pandas as pd

Function = TypeVar("Function", bound=Callable[..., Any])


class Newest:
    """The newest `most` results by key; the one that was used longest ago makes room."""

    def __init__(self, most: int) -> None:
        """Hold nothing yet."""
        self.most = most
        self.held: OrderedDict[Hashable, Any] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The result of a key, made now where it is not held."""
        with self.lock:
            if key in self.held:
                self.held.move_to_end(key)
                return self.held[key]
        made = make()
        with self.lock:
            self.held[key] = made
            while len(self.held) > self.most:
                self.held.popitem(last=False)
        return made

    def peek(self, key: Hashable) -> Any:
        """The result of a key, or none where it is not held."""
        with self.lock:
            return self.held.get(key)


class Results:
    """All results that were made from one Dataset, by the function that made them."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.by_function: dict[Callable[..., Any], Newest] = {}

    def of(self, function: Callable[..., Any], most: int) -> Newest:
        """The results of one function, at most `most`."""
        return self.by_function.setdefault(function, Newest(most))

    def clear(self) -> None:
        """Let go of everything."""
        self.by_function.clear()


def cached(most: int) -> Callable[[Function], Function]:
    """Decorate a function of its arguments alone to hold its newest `most` results."""

    def decorate(function: Function) -> Function:
        results = Newest(most)

        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            return results.get(content((arguments, named)), lambda: function(*arguments, **named))

        return call  # type: ignore[return-value]

    return decorate


def of_data(most: int) -> Callable[[Function], Function]:
    """Decorate a function whose first argument is a `Dataset`, which then holds its newest `most` results."""

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def call(data: Any, *arguments: Any, **named: Any) -> Any:
            results = data.results.of(function, most)
            return results.get(content((arguments, named)), lambda: function(data, *arguments, **named))

        return call  # type: ignore[return-value]

    return decorate


def held(function: Callable[..., Any], data: Any, *arguments: Any) -> Any:
    """What a function decorated by `of_data` already made of these arguments, else none; it makes nothing."""
    results = data.results.by_function.get(inspect.unwrap(function))
    return results and results.peek(content((arguments, {})))


def content(value: Any) -> Hashable:
    """What tells a value from others: of a table its rows, index and names, of what holds values theirs.

    What is compared by being itself stands for itself.
    """
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        # Most are short, in which to look for what repeats takes longer than to hash it again
        hashed = pd.util.hash_pandas_object(value, categorize=False).to_numpy().tobytes()
        index = None if isinstance(value, pd.Index) else tuple(value.index.names)
        names = tuple(value.columns) if isinstance(value, pd.DataFrame) else value.name
        return type(value).__name__, index, names, hashed
    if isinstance(value, Mapping):
        return tuple((content(key), content(item)) for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(content(item) for item in value)
    by_fields = type(value).__eq__ is not object.__eq__
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and by_fields:
        try:
            hash(value)
            return type(value).__name__, value
        except TypeError:  # it holds a table
            pass
        return tuple(content(getattr(value, field.name)) for field in dataclasses.fields(value))
    hash(value)  # raises TypeError for what could change unseen
    return type(value).__name__, value
