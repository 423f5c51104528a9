"""The neighbourhoods side by side as one sheet: to present, as PDF and picture by typst, as a slide to edit."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, cast

import typst

from charnwood import assets, english, figures, palette, words
from charnwood.briefing import documents, slides
from charnwood.cache import of_data
from charnwood.drawing import images
from charnwood.drawing.exhibits import glance as exhibits
from charnwood.store.dataset import Dataset

KEY = "glance"  # its name in addresses
SHARP, ROUGH = 144, 20  # dots in an inch: of the picture, 1,920 across, and to see whether the sheet is one
LETTERS = (12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7, 6)  # points


def content(data: Dataset, day: datetime.date) -> dict[str, Any]:
    """What stands on the sheet: title, names of areas, rows of a fact and its cells, notes, the stamp."""
    table = words.glance.table(data, figures.glance.shown(data))
    shown = exhibits.together(data)
    dated = f"{day.day} {english.month(day.strftime('%Y-%m'))}"
    return {
        "title": words.glance.title(data),
        "author": data.place.title,
        "accent": data.place.accent,
        "ink": palette.INK,
        "quiet": palette.QUIET,
        "rule": palette.RULE,
        "head": palette.HEAD,
        "corner": "",
        "names": [str(name) for name in table.columns],
        "rows": [
            [str(fact), *map(str, cells)] for fact, cells in zip(table.index, table.to_numpy(), strict=True)
        ],
        "notes": [*words.glance.notes(data), shown.source],
        "stamp": f"{data.place.title}. Data version {data.version}. {dated}. {documents.LICENCE}",
    }


def stage(data: Dataset, day: datetime.date, told: str, leave: str) -> bytes:
    """The sheet as a page that fills a screen; `told` is a sentence to show first, `leave` where to go back to."""
    own = f"{assets.PREFIX}/{assets.versioned('own')}"
    template = documents.templates().get_template("glance.html")
    text = template.render(**content(data, day), told=told, leave=leave, own=own, palette=palette)
    return text.encode()


def _sheet(data: Dataset, day: datetime.date, kind: Literal["pdf", "png"], **given: Any) -> bytes:
    """The sheet in the largest letters at which it is one."""
    told = content(data, day)
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    for size in LETTERS:
        compiler = typst.Compiler(
            documents.TEMPLATES / "glance.typ",
            root=documents.TEMPLATES,
            font_paths=documents.fonts(),
            sys_inputs={"story": json.dumps(told | {"size": size}, ensure_ascii=False)},
        )
        if isinstance(compiler.compile(format="png", ppi=ROUGH), bytes):  # more sheets are a list
            break
    return cast(bytes, compiler.compile(format=kind, timestamp=midnight, **given))


def _pdf(data: Dataset, day: datetime.date) -> bytes:
    return _sheet(data, day, "pdf", pdf_standards="ua-1")


def _png(data: Dataset, day: datetime.date) -> bytes:
    return _sheet(data, day, "png", ppi=SHARP)


def _slide(data: Dataset, day: datetime.date) -> bytes:
    return slides.sheet(content(data, day), data.version)


KINDS: Mapping[str, Callable[[Dataset, datetime.date], bytes]] = MappingProxyType(
    {"pptx": _slide, "pdf": _pdf, images.PNG: _png}
)


def make(data: Dataset, kind: str) -> bytes:
    """The sheet as the bytes of a pptx, pdf or png file; made once for a day and its data."""
    return _made(data, kind, datetime.date.today())


@of_data(6)
def _made(data: Dataset, kind: str, day: datetime.date) -> bytes:
    return KINDS[kind](data, day)
