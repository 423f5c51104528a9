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

from charnwood import english, palette
from charnwood.briefing import slide_xml
from charnwood.figures.breaks import Mark

# Of the highest value: where the first name stands, how much higher each further one, as a name may take two lines
ABOVE, STEP = 1.08, 0.22
LATE = 0.55  # of the axis: a name from here on stands to the left of its line
POINTS = 14


def values(marks: Sequence[Mark], frame: pd.DataFrame) -> dict[str, list[float | None]]:
    """The series of each mark by its name: a height at its first and its last month, nothing elsewhere."""
    top = float(frame.max().max())
    months = [str(month) for month in frame.index]
    return {
        mark.label: [
            round(top * (ABOVE + STEP * number), 2) if month in (mark.first, mark.last) else None
            for month in months
        ]
        for number, mark in enumerate(marks)
    }


def _told(mark: Mark, months: Sequence[str]) -> list[tuple[int, str]]:
    """Where a mark has words, and which: its name at its first month, of a range of months its end at the last."""
    told = [(months.index(mark.first), mark.label)]
    return told + [(months.index(mark.last), f"to {english.month(mark.last)}")] * (mark.first != mark.last)


def draw(chart: Any, marks: Sequence[Mark], frame: pd.DataFrame) -> None:
    """Give the last series of a chart of lines, one a mark, the look of marks, and take them out of the legend."""
    months = [str(month) for month in frame.index]
    every = list(chart.plots[0].series)
    colour = RGBColor.from_string(palette.QUIET[1:].upper())
    for series, mark in zip(every[len(every) - len(marks) :], marks, strict=True):
        series.smooth = False
        series.format.line.fill.background()
        series.marker.style = XL_MARKER_STYLE.NONE
        for at, text in _told(mark, months):
            label = series.points[at].data_label
            label.position = XL_LABEL_POSITION.LEFT if at > LATE * len(months) else XL_LABEL_POSITION.RIGHT
            label.text_frame.text = text
            font = label.text_frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.color.rgb = Pt(POINTS), False, colour
        slide_xml.paper_behind_names(series, palette.PAPER)
        slide_xml.drop_line(series, palette.QUIET)
    slide_xml.leave_out_of_legend(chart, range(len(every) - len(marks), len(every)))
