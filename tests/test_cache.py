"""Kept results: never those of other content, always the same for the same, and no more than said."""

from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charnwood.cache import cached, content

FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=pd.Index(["p", "q"], name="code"))


@dataclass(frozen=True)
class Held:
    table: pd.DataFrame
    name: str


OTHERS = [
    FRAME,
    FRAME.rename(columns={"a": "c"}),
    FRAME.rename_axis("other"),
    FRAME.set_axis(["p", "r"]),
    FRAME.assign(a=[1, 3]),
    FRAME.assign(b=["x", "y"]),
    FRAME[["b", "a"]],
    FRAME.iloc[::-1],
    FRAME.iloc[:1],
    FRAME["a"],
    FRAME["a"].rename("z"),
    FRAME.index,
    [FRAME, FRAME],
    {"one": FRAME},
    {"two": FRAME},
    Held(FRAME, "n"),
    Held(FRAME, "m"),
    1,
    1.0,
    True,
    "1",
    None,
    (),
]


def test_other_content_is_told_apart_and_a_copy_is_not():
    keys = [content(value) for value in OTHERS]
    assert len(set(keys)) == len(OTHERS)
    assert content(FRAME.copy(deep=True)) == content(FRAME)
    assert content(Held(FRAME.copy(), "n")) == content(Held(FRAME, "n"))


def test_what_could_change_unseen_is_refused():
    with pytest.raises(TypeError):
        content({"a": {1, 2}})


@given(st.lists(st.integers(0, 6), max_size=40), st.integers(1, 4))
def test_a_kept_function_answers_as_without_and_holds_no_more_than_said(calls, most):
    made = []

    @cached(most)
    def double(number, *, twice=True):
        made.append(number)
        return [number * 2]

    for number in calls:
        assert double(number) == [number * 2]
        assert double(number) is double(number)
    assert len(made) >= len(set(calls))
    if len(set(calls)) <= most:
        assert len(made) == len(set(calls))
    assert double(1, twice=False) is not double(1)
