"""Native charts of a briefing's slides: values on their bars, whole numbers on axes of counts, patterns beside colours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.util import Inches, Pt

from charnwood import english, palette, words
from charnwood.briefing import slide_marks, slide_xml
from charnwood.briefing.parts import BARS, COLUMNS, LINES, STACK, Step

FONT = "Arial"
LETTERS = 16  # points, of axes and legends
KINDS = {
    BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    STACK: XL_CHART_TYPE.COLUMN_STACKED,
    LINES: XL_CHART_TYPE.LINE_MARKERS,
}
SMALL = 14  # points, of names and values: 18 px and more where a slide is 1,280 across
MANY = 12  # bars, beyond which there is less room between them
YEARS = 4  # of months, each of which has its date on an axis; of more every second
LEAST = 0.09  # of the highest column: the part of one above the first that has room for its value
TICKS = 6  # an axis of counts has at most so many


def colour(hue: str) -> RGBColor:
    """A colour of the palette, #rrggbb, as PowerPoint has it."""
    return RGBColor.from_string(hue[1:].upper())


def draw(slide: Any, step: Step, box: Sequence[float]) -> Any:
    """A native chart of the step's frame; months not held stay empty and so are gaps, breaks are marked."""
    frame = cast(pd.DataFrame, step.frame)  # every kind but map and table has one
    contents = CategoryChartData(number_format="General")
    lines = step.kind == LINES
    contents.categories = (
        [date.fromisoformat(f"{m}-01") for m in frame.index]
        if lines
        else [english.unbroken(str(i)) for i in frame.index]
    )
    for name, values in frame.items():
        contents.add_series(
            english.unbroken(words.findings.shortly_named(str(name))),
            [None if pd.isna(v) else float(v) for v in values],
        )
    for name, heights in slide_marks.values(step.marks, frame).items():
        contents.add_series(name, heights)
    held = slide.shapes.add_chart(KINDS[step.kind], *(Inches(v) for v in box), contents)
    chart = held.chart
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(LETTERS), FONT, colour(palette.INK)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    slide_marks.draw(chart, step.marks, frame)
    for position, series in enumerate(list(chart.plots[0].series)[: len(frame.columns)]):
        rest = step.kind == STACK and position > 0
        _paint(series, position, lines, palette.REST if rest else palette.SERIES[position])
        if not lines:
            _values(series, frame, step.kind, first=not position)
    if not lines:
        chart.plots[0].gap_width = 45 if frame.size <= MANY else 15
        chart.plots[0].overlap = 100 if step.kind == STACK else 0
    _axes(chart, step, frame)
    return held


def _values(series: Any, frame: pd.DataFrame, kind: str, first: bool) -> None:
    """The value of each bar beside its end, of a part of a column within it; a count of nothing has no column to bear it."""
    labels = series.data_labels
    labels.show_value = True
    whole = all(pd.api.types.is_integer_dtype(kind) for kind in frame.dtypes)
    labels.number_format = ("0" if whole else "0.0") if kind == BARS else "0;;"
    if kind == STACK and not first:  # a label upon that of the part below it would hide it
        labels.number_format = f'[<{LEAST * frame.sum(axis=1).max():g}]"";0'
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.CENTER if kind == STACK else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold = Pt(SMALL), kind == STACK
    if kind == STACK:
        slide_xml.paper_behind(labels, palette.PAPER)


def _paint(series: Any, position: int, lines: bool, hue: str) -> None:
    """Colour and, so that series are told apart in greyscale, a pattern, or a dash and a marker."""
    shade = colour(hue)
    if lines:
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = shade, Pt(2.5)
        series.format.line.dash_style = getattr(MSO_LINE, palette.DASHES[position].powerpoint)
        series.marker.style, series.marker.size = (
            getattr(XL_MARKER_STYLE, palette.SYMBOLS[position].powerpoint),
            6,
        )
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = shade
        series.marker.format.line.color.rgb = shade
    elif not (pattern := palette.PATTERNS[position].powerpoint) or hue == palette.REST:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = shade
    else:
        series.format.fill.patterned()
        series.format.fill.pattern = getattr(MSO_PATTERN, pattern)
        series.format.fill.fore_color.rgb = colour(palette.PAPER)
        series.format.fill.back_color.rgb = shade


def _axes(chart: Any, step: Step, frame: pd.DataFrame) -> None:
    labels, values = chart.category_axis, chart.value_axis
    values.minimum_scale = 0
    values.major_gridlines.format.line.color.rgb = colour(palette.GRID)
    values.format.line.fill.background()
    values.has_title = True
    values.axis_title.text_frame.text = step.axis
    labels.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    titles = [values.axis_title]
    if frame.index.name and step.kind in (STACK, COLUMNS):
        labels.has_title = True
        labels.axis_title.text_frame.text = str(frame.index.name)
        titles.append(labels.axis_title)
    for title in titles:
        font = title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(LETTERS), False, FONT
    if step.kind in (STACK, COLUMNS):  # counts: no ticks between whole numbers, and few of them
        most = float((frame.sum(axis=1) if step.kind == STACK else frame.max()).max())
        values.major_unit = next(unit for unit in (1, 2, 5, 10, 20, 50, 100, 1000) if most / unit <= TICKS)
    if step.kind == BARS:
        labels.reverse_order = True
        labels.tick_labels.font.size = Pt(SMALL)
        slide_xml.label_each(labels)
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE  # each bar has its value
        values.has_major_gridlines = False
    if step.kind == LINES:
        labels.tick_labels.number_format, labels.tick_labels.number_format_is_linked = "mmm yyyy", False
        slide_xml.by_months(labels, 12 if len(frame) <= YEARS * 12 else 24)
