"""Results kept by what they were made from, tables by their content: the same choice costs the server once."""

from __future__ import annotations

import dataclasses
import functools
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

import pandas as pd

Function = TypeVar("Function", bound=Callable[..., Any])


def cached(most: int) -> Callable[[Function], Function]:
    """Decorate a function of its arguments alone to keep its newest `most` results.

    All callers get the same object, which they must not change.
    """

    def decorate(function: Function) -> Function:
        results: OrderedDict[Hashable, Any] = OrderedDict()
        lock = Lock()

        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            key = content((arguments, named))
            with lock:
                if key in results:
                    results.move_to_end(key)
                    return results[key]
            made = function(*arguments, **named)
            with lock:
                results[key] = made
                while len(results) > most:
                    results.popitem(last=False)
            return made

        return call  # type: ignore[return-value]

    return decorate


def content(value: Any) -> Hashable:
    """What tells a value from others: of a table its rows, index and names, of what holds values theirs.

    What is compared by being itself, such as a `Dataset`, stands for itself.
    """
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        hashed = pd.util.hash_pandas_object(value).to_numpy().tobytes()
        index = None if isinstance(value, pd.Index) else tuple(value.index.names)
        names = tuple(value.columns) if isinstance(value, pd.DataFrame) else value.name
        return type(value).__name__, index, names, hashed
    if isinstance(value, Mapping):
        return tuple((content(key), content(item)) for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(content(item) for item in value)
    by_fields = type(value).__eq__ is not object.__eq__
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and by_fields:
        return tuple(content(getattr(value, field.name)) for field in dataclasses.fields(value))
    hash(value)  # raises TypeError for what could change unseen
    return type(value).__name__, value
