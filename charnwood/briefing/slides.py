"""A briefing as PowerPoint slides: native charts and tables that an officer can edit, a title slide and one per step.

Each slide has the question, the finding as its title, the sentences, one exhibit with alternative text, and a line with
source, edition, data version and day; what to say and to answer is in its notes. Sizes are in inches and points, 16:9.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from matplotlib import get_data_path
from PIL import ImageFont
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from charnwood import drawing, english, palette
from charnwood.briefing import codes, slide_charts, slide_xml
from charnwood.briefing.parts import TABLE, WORDS, Briefing, Step
from charnwood.briefing.slide_charts import FONT
from charnwood.briefing.slide_charts import colour as colour_of
from charnwood.figures import cells
from charnwood.words import briefing_notes as notes

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6
FULL = WIDTH - 2 * EDGE
TITLES = (30, 28, 26, 24, 22)
GAP = 0.28  # of a letter, between sentences
SOURCES = (14, 12)
BODY = (24, 22, 20, 19, 18)  # points, the largest that fits is taken
WORDY = (32, 30, 28, 26, 24)  # where nothing stands beside the sentences
TABLE_SIZES = (20, 18, 16, 14)
SHEET_SIZES = (12, 11, 10.5, 10, 9.5, 9)  # of a table that fills a slide
NARROW = 0.35  # the edge of such a slide
ARIAL = 0.91  # its width beside the face that is measured, bold letters a little more
LINE = 1.22  # height of a line, in its letters
Box = tuple[float, float, float, float]  # left, top, width, height
TITLE: Box = (EDGE, 0.57, FULL, 1.15)


def deck(story: Briefing) -> bytes:
    """The slides of a briefing as the bytes of a .pptx file."""
    show = Presentation()
    _widen(show)
    facts = show.core_properties
    facts.title, facts.subject, facts.author = story.title, story.stamp, story.data.place.title
    facts.language, facts.keywords = "en-GB", f"data version {story.data.version}"
    _front(show, story)
    heads = min(_title_size(step.heading) for step in story.steps)
    for number, step in enumerate(story.steps, 1):
        _slide(show, story, step, number, heads)
    if story.pages:
        _last(show, story)
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
    full, accent = WIDTH - 2 * NARROW, colour_of(told["accent"])
    _text(slide.shapes.title, [told["title"]], (NARROW, 0.15, full, 0.6), (28, 24), bold=True, colour=accent)
    table = pd.DataFrame(told["rows"], columns=["", *told["names"]])
    held = _table(
        slide, table, (NARROW, 0.8, full, 5.6), accent, SHEET_SIZES, [1.15, *(1 for _ in told["names"])]
    )
    held.name = "Exhibit"
    slide_xml.describe(held, told["title"])
    foot = _named(slide, "Source")
    lines = [*told["notes"], told["stamp"]]
    _text(foot, lines, (NARROW, 6.45, full, 1.0), (9, 8, 7), colour=colour_of(palette.QUIET))
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


def _front(show: Any, story: Briefing) -> None:
    """The slide that says of which area, whose, of which day and which data the others are."""
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _accent(story)
    white = colour_of(palette.PAPER)
    _text(slide.shapes.title, [story.name], (EDGE, 2.0, FULL, 1.7), (60, 54, 48, 44, 40, 36), True, white)
    _text(
        _named(slide, "What it says"), story.lead, (EDGE, 3.9, FULL, 1.6), (26, 24, 22), gap=0.4, colour=white
    )
    _text(_named(slide, "Source"), [story.stamp], (EDGE, 6.7, FULL, 0.5), (14,), colour=white)
    slide.notes_slide.notes_text_frame.text = notes.opening(story.name, len(story.steps))


def _title_size(heading: str) -> int:
    """The letters (points) in which a heading has room; all of a deck have those of its longest."""
    return fitting([heading], FULL * 0.94, TITLE[3], TITLES, 0)


def _slide(show: Any, story: Briefing, step: Step, number: int, heads: int) -> None:
    """One slide, in the order in which it is read: question and finding, sentences, exhibit, source."""
    slide = show.slides.add_slide(show.slide_layouts[5])
    quiet = colour_of(palette.QUIET)
    _text(slide.shapes.title, [step.heading], TITLE, (heads,), True, _accent(story))
    over = f"{story.name} · {step.title}" if step.finding else story.name
    _text(_named(slide, "Question"), [over], (EDGE, 0.22, FULL, 0.34), (16, 15, 14, 12), colour=quiet)
    foot = _foot(story, step, number)
    low = HEIGHT - 0.1 - _tall(foot, FULL, SOURCES[0])
    said, exhibit = _boxes(step, low - 0.1)
    if step.sentences:
        sizes = WORDY if step.kind == WORDS else BODY
        _text(_named(slide, "What it says"), step.numbered, said, sizes, gap=GAP)
    if exhibit:
        held = _exhibit(slide, story, step, exhibit)
        held.name = "Exhibit"
        slide_xml.describe(held, step.alt)
    _text(_named(slide, "Source"), foot, (EDGE, low, FULL, HEIGHT - 0.05 - low), SOURCES, colour=quiet)
    spoken = notes.of(step.key, step.told, step.caution, step.source)
    slide.notes_slide.notes_text_frame.text = spoken


def _last(show: Any, story: Briefing) -> None:
    """The slide that leads to the plain page of each area, by a code for telephones and by its address."""
    slide = show.slides.add_slide(show.slide_layouts[5])
    _text(slide.shapes.title, [notes.in_plain_words(story.both)], TITLE, TITLES, True, _accent(story))
    wide = FULL / len(story.pages)
    for number, address in enumerate(story.pages.values()):
        left = EDGE + number * wide
        link = _named(slide, "Link")
        _text(link, [address], (left, 1.76, wide, 0.42), (*BODY, *SOURCES))
        link.text_frame.paragraphs[0].runs[0].hyperlink.address = address
        top, high = (2.3, 4.6) if len(story.pages) == 1 else (2.75, 4.2)
        box = (Inches(size) for size in (left + (wide - high) / 2, top, high, high))
        code = slide.shapes.add_picture(io.BytesIO(codes.png(address)), *box)
        code.name = "Code"
        slide_xml.describe(code, notes.code(address))
    _text(
        _named(slide, "Source"),
        [story.stamp],
        (EDGE, 7.1, FULL, 0.35),
        SOURCES,
        colour=colour_of(palette.QUIET),
    )
    slide.notes_slide.notes_text_frame.text = notes.closing(story.area.name)


def _boxes(step: Step, low: float) -> tuple[Box, Box | None]:
    """Where the sentences and the exhibit of a step stand, above `low`."""
    top = 1.76
    if step.kind == WORDS:
        return (EDGE, 1.9, FULL, low - 1.9), None
    if step.kind == TABLE:
        need = _beside_table(step, low - top)
        below = top + need + 0.15 if step.sentences else top
        return (EDGE, top, FULL, need), (EDGE, below, FULL, low - below)
    across = 3.65 if step.wide else 5.45
    left = EDGE + across + 0.1
    return (EDGE, top, across, low - top), (left, top, WIDTH - left - 0.3, low - top)


def _beside_table(step: Step, height: float) -> float:
    """How high the sentences above a table are: in the largest letters that leave the table its own, else the smallest."""
    texts = _texts(step.shown)
    widths = _widths(texts, FULL)
    for least, size in itertools.product(TABLE_SIZES, BODY):
        need = _tall(step.sentences, FULL, size, GAP)
        if need + 0.15 + sum(_heights(texts, widths, least)) <= height:
            break
    return need


def _exhibit(slide: Any, story: Briefing, step: Step, box: Box) -> Any:
    if step.view:
        return _map(slide, story, step, box)
    if step.kind == TABLE:
        return _table(slide, step.shown, box, _accent(story))
    return slide_charts.draw(slide, step, box)


def _foot(story: Briefing, step: Step, number: int) -> list[str]:
    """Source, edition, data version, day and number."""
    return [*filter(None, [step.source]), f"{story.stamp} · {number} of {len(story.steps)}"]


def _tall(lines: Sequence[str], width: float, size: float, gap: float = 0.0) -> float:
    """The height (inches) that paragraphs take in letters of `size` points; `gap` is in letters."""
    rows = sum(_rows(line, width * 72 / size) for line in lines)
    return (rows * LINE + gap * len(lines)) * size / 72 + 0.02


def _named(slide: Any, name: str) -> Any:
    """An empty box of text with a name, for those who hear what there is on a slide."""
    box = slide.shapes.add_textbox(0, 0, 0, 0)
    box.name = name
    return box


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
        run.text = english.unbroken(line)
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = colour or colour_of(palette.INK)
        run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK


def fitting(lines: Sequence[str], width: float, height: float, sizes: Sequence[int], gap: float) -> int:
    """The largest of `sizes` (points) at which paragraphs fit a box (inches), else the smallest."""
    for size in sizes:
        if _tall(lines, width, size, gap) <= height + 0.03:
            return size
    return sizes[-1]


def _rows(text: str, width: float) -> int:
    """Lines that a text needs in `width` letters; measured in a face a little wider than Arial."""
    rows, used = 1, 0.0
    for word in english.unbroken(text).split(" "):
        need = _length(f" {word}")
        if used and used + need > width:
            rows, used = rows + 1, 0.0
        used += need
        if used > width:  # a word that is longer than a line
            more = int(used // width)
            rows, used = rows + more, used - more * width
    return rows


@lru_cache(maxsize=8192)
def _length(word: str) -> float:
    return _face().getlength(word) / 100 * ARIAL


@lru_cache(maxsize=1)
def _face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", 100)


def _map(slide: Any, story: Briefing, step: Step, box: Box) -> Any:
    left, top, width, height = box
    picture = story.picture(step, drawing.images.PNG, (width, height), 13.5) or b""
    return slide.shapes.add_picture(io.BytesIO(picture), *(Inches(v) for v in (left, top, width, height)))


def _accent(story: Briefing) -> RGBColor:
    """The colour of the place, for titles and heads of tables."""
    return colour_of(story.data.place.accent)


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
    texts = _texts(table)
    widths = _widths(texts, width, room)
    for size in sizes:
        heights = _heights(texts, widths, size)
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
                accent if not r else colour_of(palette.PAPER) if r % 2 else colour_of(palette.BAND)
            )
            run = cell.text_frame.paragraphs[0].add_run()
            run.text = text
            run.font.size, run.font.name, run.font.bold = Pt(size), FONT, not r
            run.font.color.rgb = colour_of(palette.INK) if r else colour_of(palette.PAPER)
    return frame


def _texts(table: pd.DataFrame) -> list[list[str]]:
    """The cells of a table as people read them, its head first."""
    return [
        [str(column) for column in table.columns],
        *([cell.text for cell in row] for row in cells.rows(table)),
    ]


def _widths(texts: Sequence[Sequence[str]], width: float, room: Sequence[float] = ()) -> list[float]:
    """The width of each column, by shares of all or by its words."""
    shares = room or _by_words(texts)
    return [width * share / sum(shares) for share in shares]


def _heights(texts: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> list[float]:
    """The height of each row in letters of `size` points."""
    lines = (
        max(_rows(cell, (w - 0.2) * 72 / size) for cell, w in zip(row, widths, strict=True)) for row in texts
    )
    return [count * LINE * size / 72 + 0.1 for count in lines]


def _by_words(texts: Sequence[Sequence[str]]) -> list[float]:
    """Shares of a table's width: each column holds its longest word, long texts get less than they would take."""
    columns = list(zip(*texts, strict=True))
    longest = [max(_length(part) for text in column for part in text.split(" ")) for column in columns]
    wanted = [max(_length(text) for text in column) for column in columns]
    return [max(wish**0.7, least) for wish, least in zip(wanted, longest, strict=True)]
