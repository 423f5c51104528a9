"""A briefing as a Word paper of a few pages: headings, pictures with alternatives and captions, real tables, footnotes."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from charnwood import drawing, palette, words
from charnwood.briefing import codes, paper_xml
from charnwood.briefing.parts import WORDS, Briefing, Step
from charnwood.figures import cells

FONT = "Arial"
ACROSS, MARGIN = 21.0, 2.0  # cm, of A4
PICTURES = {"where": 2.6, "deprivation": 1.8, "domains": 2.1, "crime": 1.9, "change": 1.6}
"""The steps that have a picture, how high in inches; the others have their table."""
PAIRED = PICTURES | {"domains": 2.8}  # with two bars for each
WIDE = 6.6  # inches
CODE = 2.2  # cm
LETTERS, DRAWN = 9.5, 8.2  # points, of the text and of pictures


def docx(story: Briefing) -> bytes:
    """The briefing as the bytes of a .docx file."""
    document = Document()
    _styled(document, story)
    document.add_heading(story.title, 1)
    document.add_paragraph(f"{story.data.place.council}. {story.stamp}.", "Small")
    notes: list[str] = []
    for step in _in_order(story):
        _step(document, story, step, notes)
    if story.pages:
        _read_on(document, story.pages)
    paper_xml.footnotes(document, notes)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _read_on(document: Any, pages: Mapping[str, str]) -> None:
    """Where each area can be read about in plain words, by its address and as a code for telephones."""
    for told, address in pages.items():
        said = document.add_paragraph(f"{told}: ")
        paper_xml.link(said, address)
        said.paragraph_format.keep_with_next, said.paragraph_format.space_before = True, Pt(6)
    shown = document.add_paragraph()
    for address in pages.values():
        picture = shown.add_run().add_picture(io.BytesIO(codes.png(address)), Cm(CODE))
        paper_xml.describe(picture, words.briefing_notes.code(address))


def _in_order(story: Briefing) -> list[Step]:
    """What is to be remembered stands first on paper; the comparison has room below who lives there, where crime has none."""
    place = {step.key: float(number) for number, step in enumerate(story.steps)}
    place |= {"remember": -1, "compared": place["people"] + 0.5}
    return sorted(story.steps, key=lambda step: place[step.key])


def _step(document: Any, story: Briefing, step: Step, notes: list[str]) -> None:
    document.add_heading(step.heading, 2)
    if step.kind == WORDS and len(step.sentences) > 1:
        for line in step.sentences:
            document.add_paragraph(line, "List Number")
    elif step.sentences:
        said = document.add_paragraph(" ".join(step.sentences))
        said.paragraph_format.keep_with_next = step.kind != WORDS
    if step.kind == WORDS:
        return
    high = (PAIRED if story.other else PICTURES).get(step.key, 0)
    picture = story.picture(step, drawing.images.PNG, (WIDE, high), DRAWN) if high else None
    if picture:
        caption = f"Figure: {step.alt}"
        paper_xml.describe(document.add_picture(io.BytesIO(picture), Cm(ACROSS - 2 * MARGIN)), step.alt)
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        said = document.add_paragraph(caption, "Caption")
    else:
        said = document.add_paragraph(f"Table: {step.title}", "Caption")
        said.paragraph_format.keep_with_next = True
        _table(document, _shown(step), step.key == story.steps[-1].key)
    notes.append(f"{step.source} {step.caution}".strip())
    paper_xml.refer(said, len(notes))


def _shown(step: Step) -> pd.DataFrame:
    """The table of a step on paper: what its chart shows, else its own."""
    if step.frame is None:
        return step.shown
    return step.frame.reset_index(names=step.frame.index.name or step.axis)


def _table(document: Any, table: pd.DataFrame, last: bool) -> None:
    """A table on one page; the last with what follows it."""
    rows = cells.rows(table)
    held = document.add_table(1 + len(rows), len(table.columns), "Table Grid")
    for cell, name in zip(held.rows[0].cells, table.columns, strict=True):
        cell.text = str(name)
        paper_xml.shade(cell, palette.HEAD)
        cell.paragraphs[0].runs[0].font.bold = True
    for row, texts in zip(held.rows[1:], rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text.text
            if text.number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for number, row in enumerate(held.rows):
        for cell in row.cells:
            cell.paragraphs[0].style = document.styles["Cell"]
            cell.paragraphs[0].paragraph_format.keep_with_next = last or number < len(rows)
    paper_xml.head(held)
    if not last:
        document.add_paragraph("", "Gap")


def _styled(document: Any, story: Briefing) -> None:
    """Paper, letters and language, and what the file says of itself."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(ACROSS), Cm(29.7)
    page.left_margin = page.right_margin = Cm(MARGIN)
    page.top_margin = page.bottom_margin = Cm(1.5)
    accent = RGBColor.from_string(story.data.place.accent[1:].upper())
    quiet = RGBColor.from_string(palette.QUIET[1:].upper())
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(LETTERS)
    normal.paragraph_format.space_after = Pt(4)
    for name, size in (("Heading 1", 20), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), accent
        style.element.rPr.rFonts.attrib.clear()
        style.font.name = FONT
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(2)
    _new(document, "Small", 8.5, quiet)
    _new(document, "Cell", 8.5)
    _new(document, "footnote text", 7, quiet)
    _new(document, "Gap", 2)
    caption = document.styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(8.5), False, quiet
    sign = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    sign.element.set(paper_xml.STYLE, paper_xml.style_of("footnote reference"))
    sign.font.superscript = True
    paper_xml.in_english(document)
    facts = document.core_properties
    facts.title, facts.subject, facts.author = story.title, story.stamp, story.data.place.title
    facts.language, facts.keywords = "en-GB", f"data version {story.data.version}"
    facts.comments = words.standing_text.NAMES
    facts.created = facts.modified = datetime.datetime.combine(story.date, datetime.time())


def _new(document: Any, name: str, size: float, colour: RGBColor | None = None) -> None:
    """A style of paragraphs in small letters."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(paper_xml.STYLE, paper_xml.style_of(name))
    style.base_style = document.styles["Normal"]
    style.font.size, style.paragraph_format.space_after = Pt(size), Pt(1)
    if colour is not None:
        style.font.color.rgb = colour
