"""Breaks on a slide's chart over time: series of their own, so that they move with the chart and PowerPoint keeps them.

Each is a dashed line from its point at the top down to the axis, at the month of a break or at both ends of a range of
months, with its name beside the first and its last month beside the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.util import Pt

from charnwood import palette
from charnwood.briefing import slide_xml
from charnwood.figures.breaks import Mark

# Of the highest value: where the first name stands, how much higher each further one, as a name may take two lines, and
# how far below it the end of its months is told
ABOVE, STEP, BELOW = 1.08, 0.22, 0.15
LATE, LAST = 0.55, 0.72  # of the axis: a name, or an end, from here on stands to the left of its line
POINTS = 14


def values(marks: Sequence[Mark], frame: pd.DataFrame) -> dict[str, list[float | None]]:
    """The series of each mark by its name: a height at its first and its last month, nothing elsewhere."""
    top = float(frame.max().max())
    months = [str(month) for month in frame.index]
    held: dict[str, list[float | None]] = {}
    high = ABOVE
    for mark in marks:
        ends = mark.first != mark.last
        heights = {mark.last: high, mark.first: high + BELOW * ends}
        held[mark.label] = [round(top * heights[m], 2) if m in heights else None for m in months]
        high += STEP + BELOW * ends
    return held


def _told(mark: Mark, months: Sequence[str]) -> list[tuple[int, str, bool]]:
    """Where a mark has words, which, and whether to the left: its name at its first month, of a range its end at the last."""
    first, last = months.index(mark.first), months.index(mark.last)
    told = [(first, mark.label, first > LATE * len(months))]
    return told + [(last, f"to {pd.Timestamp(mark.last):%b %Y}", last > LAST * len(months))] * (first != last)


def draw(chart: Any, marks: Sequence[Mark], frame: pd.DataFrame) -> None:
    """Give the last series of a chart of lines, one a mark, the look of marks, and take them out of the legend."""
    months = [str(month) for month in frame.index]
    every = list(chart.plots[0].series)
    colour = RGBColor.from_string(palette.QUIET[1:].upper())
    for series, mark in zip(every[len(every) - len(marks) :], marks, strict=True):
        series.smooth = False
        series.format.line.fill.background()
        series.marker.style = XL_MARKER_STYLE.NONE
        for at, text, left in _told(mark, months):
            label = series.points[at].data_label
            label.position = XL_LABEL_POSITION.LEFT if left else XL_LABEL_POSITION.RIGHT
            label.text_frame.text = text
            font = label.text_frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.color.rgb = Pt(POINTS), False, colour
        slide_xml.paper_behind_names(series, palette.PAPER)
        slide_xml.drop_line(series, palette.QUIET)
    slide_xml.leave_out_of_legend(chart, range(len(every) - len(marks), len(every)))
