"""A briefing as a document: PDF by typst (tagged, PDF/UA-1) and one-file HTML, also shown step by step.

Texts reach typst as JSON and HTML through escaping templates, so that no name in a data file is markup.
"""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import jinja2
import typst
from matplotlib import get_data_path

from charnwood import ROOT, assets, palette
from charnwood.briefing import codes
from charnwood.briefing.parts import WORDS, Briefing, Step
from charnwood.figures import cells
from charnwood.words import briefing_notes as notes

TEMPLATES = ROOT / "charnwood" / "briefing" / "templates"
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
PAPER = 482  # points between the margins of the page
WIDE, SMALL = 8, 6.6  # columns of a table from which its letters shrink on paper, and to how many points
LONG = 1_800  # letters of caution and method, from which they are smaller
SHEET = 730  # points between the margins from top to bottom
HEAD, CODE = 70, 60  # points that titles take, and a code below the first
LEAST, MOST = 40, 88  # percent of the paper's width that a picture takes


def pdf(story: Briefing) -> bytes:
    """The briefing as a tagged PDF (PDF/UA-1) on A4; the same briefing gives the same bytes."""
    content = {
        "title": story.title,
        "author": story.data.place.title,
        "accent": story.data.place.accent,
        "ink": palette.INK,
        "quiet": palette.QUIET,
        "rule": palette.RULE,
        "head": palette.HEAD,
        "stamp": story.stamp,
        "pages": [
            {"told": told, "address": at, "code": codes.svg(at), "alt": notes.code(at)}
            for told, at in story.pages.items()
        ],
        "lead": f"{story.data.place.title}. {story.stamp}. {LICENCE}",
        "steps": [
            _for_typst(step, drawn, HEAD + (0 if number else CODE * len(story.pages)))
            for number, (step, drawn) in enumerate(zip(story.steps, story.drawings, strict=True))
        ],
    }
    compiler = typst.Compiler(
        TEMPLATES / "briefing.typ",
        root=TEMPLATES,
        font_paths=fonts(),
        sys_inputs={"story": json.dumps(content, ensure_ascii=False)},
    )
    midnight = datetime.datetime.combine(story.date, datetime.time(), datetime.UTC)
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=midnight)
    return cast(bytes, made)  # a PDF is one file


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Matplotlib's faces alone, so that a PDF looks alike on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[f"{get_data_path()}/fonts/ttf"])


def html(story: Briefing) -> bytes:
    """The briefing as one HTML file that asks for nothing else: pictures and styles are inside."""
    return _page(story).encode()


def stage(story: Briefing, told: str, links: Mapping[str, str], **around: Any) -> bytes:
    """The briefing as a page that shows one step at a time; its script and styles are the server's.

    `told` is a sentence to show first, or empty; `links` where each area can be read about, by what these are called. `around` is what else it leads
    to: `leave`, the address to go back to; `switches`, names of other editions by address; `areas` (names by key) and
    `editions` to choose; `kept`, what of the address stays.
    """
    return _page(
        story,
        stage=True,
        told=told,
        links=[(said, at, codes.inline(at), notes.code(at)) for said, at in links.items()],
        credit=notes.credit,
        **around,
    ).encode()


def _page(story: Briefing, **given: Any) -> str:
    return (
        templates()
        .get_template("briefing.html")
        .render(
            story=story,
            pictures=[base64.b64encode(picture).decode() if picture else "" for picture in story.drawings],
            rows=cells.rows,
            licence=LICENCE,
            plain_words=notes.in_plain_words(story.both),
            palette=palette,
            own=f"{assets.PREFIX}/{assets.versioned('own')}",
            **given,
        )
    )


@lru_cache(maxsize=1)
def templates() -> jinja2.Environment:
    """The templates of documents, which escape whatever is put into them."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)


def _for_typst(step: Step, picture: bytes | None, above: int) -> dict[str, Any]:
    rows = cells.rows(step.table)
    names = [str(name) for name in step.table.columns]
    columns = [[row[i] for row in rows] for i in range(len(names))]
    letters = SMALL if len(names) >= WIDE else 8
    widths = _widths(names, columns, PAPER / letters / 0.58) if names else []
    room = _room(step, _height(names, rows, widths, letters), above)
    apart = bool(picture) and room < LEAST  # the table then begins another sheet
    return {
        "question": step.title if step.finding else "",
        "title": step.heading,
        "words": step.kind == WORDS,
        "sentences": step.numbered,
        "picture": picture.decode() if picture else None,
        "width": MOST if apart else min(room, MOST),
        "apart": apart,
        "alt": step.alt,
        "source": step.source,
        "caution": step.caution,
        "method": step.method,
        "header": names,
        "rows": [[cell.text for cell in row] for row in rows],
        "columns": widths,
        "numeric": [any(cell.number for cell in column) for column in columns],
        "letters": letters,
        "small": 7.8 if len(step.caution) + len(step.method) < LONG else 7.2,
    }


def _height(
    names: Sequence[str], rows: Sequence[Sequence[cells.Cell]], widths: Sequence[float], letters: float
) -> float:
    """How many points high a table is, its head in bold letters included."""
    share = PAPER / letters / 0.58 / (sum(widths) or 1)
    texts = [[f"{name}  " for name in names], *([cell.text for cell in row] for row in rows)]
    lines = [
        max(-(-len(text) // int(w * share)) for text, w in zip(row, widths, strict=True))
        for row in texts
        if row
    ]
    return sum(count * letters * 1.3 + 8 for count in lines)


def _room(step: Step, table: float, above: int) -> int:
    """How wide a step's picture may be beside its words and table on one sheet, in percent of the paper."""
    said = sum(-(-len(line) // 90) * 16 + 6 for line in (step.heading, *step.sentences))
    small = sum(-(-len(text) // 118) * 12 + 8 for text in (step.source, step.caution, step.method))
    left = SHEET - above - said - small - table
    wide, high = step.drawn_at
    return int(100 * left / (PAPER * high / wide))


def _widths(names: Sequence[str], columns: Sequence[Sequence[cells.Cell]], room: float) -> list[float]:
    """Widths of columns in letters: each holds its longest word, what is left goes to the longest texts."""
    least, wish = [], []
    for name, column in zip(names, columns, strict=True):
        heads = [1.2 * len(word) for word in name.split()]  # in bold
        words = [_wide(word) for cell in column for word in cell.text.split()]
        least.append(max([*heads, *words], default=1) + 1)
        wish.append(max(0, min(max([len(cell.text) for cell in column], default=0) + 1, 44) - least[-1]))
    share = min(1, max(0, room - sum(least)) / (sum(wish) or 1))
    return [round(low + share * more, 2) for low, more in zip(least, wish, strict=True)]


def _wide(word: str) -> float:
    """The width of a word in letters: figures and capitals are wider than most."""
    return len(word) + 0.15 * sum(letter.isdigit() or letter.isupper() for letter in word)
