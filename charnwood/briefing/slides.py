"""A briefing as PowerPoint slides: native charts and tables that an officer can edit, a slide per step.

Each slide has its title, the sentences, one exhibit with alternative text, and a line with source,
edition, data version and day; the method is in its notes. Sizes are in inches and points, 16:9.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

import pandas as pd
from matplotlib import get_data_path
from PIL import ImageFont
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from charnwood import drawing, english, palette, words
from charnwood.briefing import slide_marks, slide_xml
from charnwood.briefing.parts import BARS, COLUMNS, LINES, STACK, TABLE, Briefing, Step
from charnwood.figures import cells

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6
FONT = "Arial"
BODY = (24, 22, 20, 19, 18)  # points, the largest that fits is taken
TABLE_SIZES = (20, 18, 16, 14)
SHEET_SIZES = (12, 11, 10.5, 10, 9.5, 9)  # of a table that fills a slide
NARROW = 0.35  # the edge of such a slide
ARIAL = 0.91  # its width beside the face that is measured, bold letters a little more
LINE = 1.22  # height of a line, in its letters
KINDS = {
    BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    STACK: XL_CHART_TYPE.COLUMN_STACKED,
    LINES: XL_CHART_TYPE.LINE_MARKERS,
}
WHOLE = 6  # up to this count each number has its tick
Box = tuple[float, float, float, float]  # left, top, width, height


def deck(story: Briefing) -> bytes:
    """The slides of a briefing as the bytes of a .pptx file."""
    show = Presentation()
    _widen(show)
    facts = show.core_properties
    facts.title, facts.subject, facts.author = story.title, story.stamp, story.data.place.title
    facts.language, facts.keywords = "en-GB", f"data version {story.data.version}"
    for number, step in enumerate(story.steps, 1):
        _slide(show, story, step, number)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def sheet(told: Mapping[str, Any], version: str) -> bytes:
    """A single slide with a table of words, as `glance.content` has it, as the bytes of a .pptx file."""
    show = Presentation()
    _widen(show)
    facts = show.core_properties
    facts.title, facts.author = told["title"], told["author"]
    facts.language, facts.keywords = "en-GB", f"data version {version}"
    slide = show.slides.add_slide(show.slide_layouts[5])
    full, accent = WIDTH - 2 * NARROW, _rgb(told["accent"])
    _text(slide.shapes.title, [told["title"]], (NARROW, 0.15, full, 0.6), (28, 24), bold=True, colour=accent)
    table = pd.DataFrame(told["rows"], columns=["", *told["names"]])
    held = _table(
        slide, table, (NARROW, 0.8, full, 5.6), accent, SHEET_SIZES, [1.15, *(1 for _ in told["names"])]
    )
    held.name = "Exhibit"
    slide_xml.describe(held, told["title"])
    foot = slide.shapes.add_textbox(0, 0, 0, 0)
    foot.name = "Source"
    lines = [*told["notes"], told["stamp"]]
    _text(foot, lines, (NARROW, 6.45, full, 1.0), (9, 8, 7), colour=_rgb(palette.QUIET))
    slide.notes_slide.notes_text_frame.text = "\n".join(lines)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _widen(show: Any) -> None:
    """Make the stock layouts as wide as the slides, so that a slide that an officer adds fits too."""
    share = Inches(WIDTH) / show.slide_width
    show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for part in (show.slide_master, *show.slide_layouts):
        for shape in part.placeholders:
            left, width = shape.left, shape.width
            shape.left, shape.width = int(left * share), int(width * share)


def _slide(show: Any, story: Briefing, step: Step, number: int) -> None:
    """One slide, in the order in which it is read: title, sentences, exhibit, source."""
    slide = show.slides.add_slide(show.slide_layouts[5])
    full = WIDTH - 2 * EDGE
    title = f"{story.area.name}: {english.small(step.title)}"
    _text(
        slide.shapes.title,
        [title],
        (EDGE, 0.3, full, 1.0),
        (34, 32, 30, 28, 26, 24),
        bold=True,
        colour=_accent(story),
    )
    if step.kind == TABLE:
        said: Box = (EDGE, 1.35, full, 2.05)
        exhibit: Box = (EDGE, 3.5, full, 2.95)
    else:
        said, exhibit = (EDGE, 1.4, 4.75, 5.05), (5.6, 1.4, WIDTH - 5.6 - 0.4, 5.05)
    box = slide.shapes.add_textbox(0, 0, 0, 0)
    box.name = "What it says"
    _text(box, step.sentences, said, BODY, gap=0.45)
    if step.view:
        held = _map(slide, story, step, exhibit)
    elif step.kind == TABLE:
        held = _table(slide, step.shown, exhibit, _accent(story))
    else:
        held = _chart(slide, step, exhibit)
    held.name = "Exhibit"
    slide_xml.describe(held, step.alt)
    foot = slide.shapes.add_textbox(0, 0, 0, 0)
    foot.name = "Source"
    lines = [step.source, f"{story.stamp} · {number} of {len(story.steps)}"]
    if story.plain and number == len(story.steps):
        lines.append(f"{words.plain.IN_PLAIN_WORDS}: {story.plain}")
    _text(foot, lines, (EDGE, 6.55, full, 0.85), (12, 11, 10, 9), colour=_rgb(palette.QUIET))
    if len(lines) > 2:
        foot.text_frame.paragraphs[-1].runs[0].hyperlink.address = story.plain
    notes = [*step.sentences, f"Method: {step.method}", f"Caution: {step.caution}", step.source, story.stamp]
    slide.notes_slide.notes_text_frame.text = "\n".join(notes)


def _text(
    shape: Any,
    lines: Sequence[str],
    box: Box,
    sizes: Sequence[int],
    bold: bool = False,
    colour: RGBColor | None = None,
    gap: float = 0.0,
) -> None:
    """Put paragraphs into a shape at the largest of `sizes` at which they fit; `gap` is in letters."""
    shape.left, shape.top, shape.width, shape.height = (Inches(value) for value in box)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if bold else MSO_ANCHOR.TOP
    size = fitting(lines, box[2] * (0.94 if bold else 1), box[3], sizes, gap)
    for position, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not position else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size * gap)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = colour or _rgb(palette.INK)
        run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK


def fitting(lines: Sequence[str], width: float, height: float, sizes: Sequence[int], gap: float) -> int:
    """The largest of `sizes` (points) at which paragraphs fit a box (inches), else the smallest."""
    for size in sizes:
        rows = sum(_rows(line, width * 72 / size) for line in lines)
        if (rows * LINE + gap * len(lines)) * size <= height * 72:
            return size
    return sizes[-1]


def _rows(text: str, width: float) -> int:
    """Lines that a text needs in `width` letters; measured in a face a little wider than Arial."""
    rows, used = 1, 0.0
    for word in text.split():
        need = _length(f" {word}")
        if used and used + need > width:
            rows, used = rows + 1, 0.0
        used += need
    return rows


@lru_cache(maxsize=8192)
def _length(word: str) -> float:
    return _face().getlength(word) / 100 * ARIAL


@lru_cache(maxsize=1)
def _face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", 100)


def _map(slide: Any, story: Briefing, step: Step, box: Box) -> Any:
    left, top, width, height = box
    picture = story.picture(step, drawing.images.PNG, (width, height), 12.5) or b""
    return slide.shapes.add_picture(io.BytesIO(picture), *(Inches(v) for v in (left, top, width, height)))


def _accent(story: Briefing) -> RGBColor:
    """The colour of the place, for titles and heads of tables."""
    return _rgb(story.data.place.accent)


def _rgb(colour: str) -> RGBColor:
    """A colour of the palette, #rrggbb, as PowerPoint has it."""
    return RGBColor.from_string(colour[1:].upper())


def _table(
    slide: Any,
    table: pd.DataFrame,
    box: Box,
    accent: RGBColor,
    sizes: Sequence[float] = TABLE_SIZES,
    room: Sequence[float] = (),
) -> Any:
    """A native table at the largest letters at which its rows fit; `room` are shares of its width, else by its words."""
    left, top, width, height = box
    texts = [
        [str(column) for column in table.columns],
        *([cell.text for cell in row] for row in cells.rows(table)),
    ]
    room = room or _by_words(texts)
    widths = [width * r / sum(room) for r in room]
    for size in sizes:
        heights = [
            (
                max(_rows(cell, (w - 0.2) * 72 / size) for cell, w in zip(row, widths, strict=True))
                * LINE
                * size
                / 72
            )
            + 0.1
            for row in texts
        ]
        if sum(heights) <= height:
            break
    frame = slide.shapes.add_table(
        len(texts), len(widths), Inches(left), Inches(top), Inches(width), Inches(sum(heights))
    )
    grid = frame.table
    for column, wide in zip(grid.columns, widths, strict=True):
        column.width = Inches(wide)
    for r, (row, tall) in enumerate(zip(texts, heights, strict=True)):
        grid.rows[r].height = Inches(tall)
        for c, text in enumerate(row):
            cell = grid.cell(r, c)
            cell.margin_top = cell.margin_bottom = Inches(0.04)
            cell.fill.solid()
            cell.fill.fore_color.rgb = (
                accent if not r else _rgb(palette.PAPER) if r % 2 else _rgb(palette.BAND)
            )
            run = cell.text_frame.paragraphs[0].add_run()
            run.text = text
            run.font.size, run.font.name, run.font.bold = Pt(size), FONT, not r
            run.font.color.rgb = _rgb(palette.INK) if r else _rgb(palette.PAPER)
    return frame


def _by_words(texts: Sequence[Sequence[str]]) -> list[float]:
    """Shares of a table's width: each column holds its longest word, long texts get less than they would take."""
    columns = list(zip(*texts, strict=True))
    longest = [max(_length(part) for text in column for part in text.split() or [""]) for column in columns]
    wanted = [max(_length(text) for text in column) for column in columns]
    return [max(wish**0.7, least) for wish, least in zip(wanted, longest, strict=True)]


def _chart(slide: Any, step: Step, box: Box) -> Any:
    """A native chart of the step's frame; months not held stay empty and so are gaps, breaks are marked."""
    frame = cast(pd.DataFrame, step.frame)  # every kind but map and table has one
    contents = CategoryChartData(number_format="General")
    lines = step.kind == LINES
    contents.categories = (
        [date.fromisoformat(f"{m}-01") for m in frame.index] if lines else [str(i) for i in frame.index]
    )
    for name, values in frame.items():
        contents.add_series(str(name), [None if pd.isna(v) else float(v) for v in values])
    for name, heights in slide_marks.values(step.marks, frame).items():
        contents.add_series(name, heights)
    held = slide.shapes.add_chart(KINDS[step.kind], *(Inches(v) for v in box), contents)
    chart = held.chart
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(16), FONT, _rgb(palette.INK)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    slide_marks.draw(chart, step.marks, frame)
    for position, series in enumerate(list(chart.plots[0].series)[: len(frame.columns)]):
        rest = step.kind == STACK and position > 0
        _paint(series, position, lines, palette.REST if rest else palette.SERIES[position])
    if not lines:
        chart.plots[0].gap_width = 45
        chart.plots[0].overlap = 100 if step.kind == STACK else 0
    _axes(chart, step)
    return held


def _longest(step: Step) -> float:
    """The longest column of a step, in the unit of its frame."""
    frame = step.frame if step.frame is not None else pd.DataFrame()
    return float((frame.sum(axis=1) if step.kind == STACK else frame.max()).max())


def _paint(series: Any, position: int, lines: bool, hue: str) -> None:
    """Colour and, so that series are told apart in greyscale, a pattern, or a dash and a marker."""
    colour = _rgb(hue)
    if lines:
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2.5)
        series.format.line.dash_style = getattr(MSO_LINE, palette.DASHES[position].powerpoint)
        series.marker.style, series.marker.size = (
            getattr(XL_MARKER_STYLE, palette.SYMBOLS[position].powerpoint),
            6,
        )
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        series.marker.format.line.color.rgb = colour
    elif not (pattern := palette.PATTERNS[position].powerpoint) or hue == palette.REST:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
    else:
        series.format.fill.patterned()
        series.format.fill.pattern = getattr(MSO_PATTERN, pattern)
        series.format.fill.fore_color.rgb = _rgb(palette.PAPER)
        series.format.fill.back_color.rgb = colour


def _axes(chart: Any, step: Step) -> None:
    labels, values = chart.category_axis, chart.value_axis
    values.minimum_scale = 0
    values.major_gridlines.format.line.color.rgb = _rgb(palette.GRID)
    values.format.line.fill.background()
    values.has_title = True
    values.axis_title.text_frame.text = step.axis
    labels.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    titles = [values.axis_title]
    if step.frame is not None and step.frame.index.name and step.kind in (STACK, COLUMNS):
        labels.has_title = True
        labels.axis_title.text_frame.text = str(step.frame.index.name)
        titles.append(labels.axis_title)
    for title in titles:
        font = title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(16), False, FONT
    if step.kind in (STACK, COLUMNS) and _longest(step) <= WHOLE:
        values.major_unit = 1  # counts: no ticks between whole numbers
    if step.kind == BARS:
        labels.reverse_order = True
        labels.tick_labels.font.size = Pt(14)
        slide_xml.label_each(labels)
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if step.kind == LINES:
        labels.tick_labels.number_format, labels.tick_labels.number_format_is_linked = "mmm yyyy", False
        slide_xml.by_years(labels)
