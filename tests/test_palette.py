"""One palette: no colour is typed in where something is drawn, and each mark has a name wherever it is used."""

import re

import pytest
from matplotlib.markers import MarkerStyle
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE, MSO_PATTERN

from charnwood import ROOT, palette

TYPED = re.compile(r"[\"'(]#[0-9a-fA-F]{3,8}[\"')]|rgba?\(\d|RGBColor\(0x")
DRAWN = sorted(
    path
    for pattern in ("charnwood/**/*.py", "pages/*.py", "charnwood/ui/assets/map.js", "charnwood/**/*.typ")
    for path in ROOT.glob(pattern)
    if path.name != "palette.py"
)


def test_no_colour_is_typed_in_where_something_is_drawn():
    assert len(DRAWN) > 90
    found = {path.name: TYPED.findall(path.read_text(encoding="utf-8")) for path in DRAWN}
    assert {name: colours for name, colours in found.items() if colours} == {}


@pytest.mark.parametrize("name", ["page.css", "present.css", "map.css"])
def test_the_chosen_red_stands_in_no_style_sheet(name):
    text = (ROOT / "charnwood" / "ui" / "assets" / name).read_text(encoding="utf-8")
    assert palette.CHOSEN not in text
    for dash in palette.OUTLINES[1:]:
        assert name == "present.css" or f".{dash.css}" in text


def test_each_series_has_its_own_marks_in_every_language():
    for marks in (palette.DASHES, palette.PATTERNS, palette.SYMBOLS):
        assert len(marks) == len(palette.SERIES)
        for language in ("plotly", "matplotlib", "powerpoint"):
            assert len({repr(getattr(mark, language)) for mark in marks}) == len(marks)
    assert all(hasattr(MSO_LINE, dash.powerpoint) for dash in palette.DASHES)
    assert all(hasattr(MSO_PATTERN, pattern.powerpoint) for pattern in palette.PATTERNS[1:])
    assert all(hasattr(XL_MARKER_STYLE, symbol.powerpoint) for symbol in palette.SYMBOLS)
    assert all(MarkerStyle(s.matplotlib) for s in (*palette.SYMBOLS, *palette.OTHER_SYMBOLS))


def test_deciles_grow_lighter_from_the_most_deprived_on():
    light = [
        sum(int(c[i : i + 2], 16) * w for i, w in ((1, 2126), (3, 7152), (5, 722))) for c in palette.DECILES
    ]
    assert light == sorted(light)
    assert len(set(light)) == 10
