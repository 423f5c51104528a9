"""What a map tells its page is a code or a line; whatever else a browser sends does nothing."""

import pytest

from charnwood.ui import hooks

CODES = {"E01025699", "E01025715"}


def answered(told, may_draw=True):
    done = []
    hooks.answer(
        told, CODES, lambda code: done.append(code), (lambda line: done.append(line)) if may_draw else None
    )
    return done


def test_a_click_is_its_code_and_a_line_its_shape():
    line = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}}
    assert answered({"code": "E01025715", "at": 1}) == ["E01025715"]
    assert answered({"line": line, "at": 2}) == [line]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"at": 3},
        {"code": None},
        {"code": "E01999999"},
        {"code": ["E01025715"]},
        {"code": {"E01025715": 1}},
        {"code": "Shelthorpe E01025715"},
    ],
)
def test_what_no_map_tells_does_nothing(told):
    assert answered(told) == []


def test_a_map_without_a_pen_takes_no_line():
    assert answered({"line": {}}, may_draw=False) == []
