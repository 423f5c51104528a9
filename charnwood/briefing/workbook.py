"""All of each small area as a workbook for spreadsheets: one sheet of figures, one of notes and sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import xlsxwriter

from charnwood import figures, words
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset

MADE = datetime(2020, 1, 1)  # said of every workbook: the same data give the same bytes
WIDE = {"Name": 34, "Ward": 26, "Former ward": 26, "Priority Neighbourhood": 22}
NARROW, NOTE, ACROSS = 13, 90, 130  # widths in characters: of columns, and of both columns of notes
LINE = 15  # height of a line, in points
FROZEN = 3  # columns that stay in view: both codes and the name


def table(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """`figures.everything.table` with headings for people."""
    made = figures.everything.table(data, areas)
    return made.rename(columns=words.everything.headings(data, made.columns))


def xlsx(data: Dataset, areas: Sequence[Area]) -> bytes:
    """The workbook of some areas; texts are never formulas or links."""
    file = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, plain) as book:
        book.set_properties({"title": words.everything.TITLE, "author": data.place.council, "created": MADE})
        _figures(book, table(data, areas))
        _notes(book, data, areas)
    return file.getvalue()


def _figures(book: xlsxwriter.Workbook, frame: pd.DataFrame) -> None:
    """The sheet of figures: headings that stay in view, numbers as numbers, what is not known empty."""
    sheet = book.add_worksheet(words.everything.SHEET)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    tenth = book.add_format({"num_format": "0.0"})
    whole = book.add_format({"num_format": "#,##0"})
    sheet.set_row(0, 60)
    for number, (name, values) in enumerate(frame.items()):
        form = None if values.dtype.kind not in "iuf" else tenth if values.dtype.kind == "f" else whole
        sheet.set_column(number, number, WIDE.get(str(name), NARROW), form)
        sheet.write_string(0, number, str(name), head)
        sheet.write_column(1, number, [None if pd.isna(value) else value for value in values.tolist()])
    sheet.freeze_panes(1, FROZEN)
    sheet.autofilter(0, 0, len(frame), frame.shape[1] - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()


def _notes(book: xlsxwriter.Workbook, data: Dataset, areas: Sequence[Area]) -> None:
    """The sheet that says what each column is, and where it comes from."""
    own = words.everything
    sheet = book.add_worksheet(own.NOTES)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 44, wrapped)
    sheet.set_column(1, 1, NOTE, wrapped)
    sheet.write_string(0, 0, f"{own.TITLE}, {data.place.name}", bold)
    said = own.sources(data)
    for row, line in enumerate(said, 1):
        sheet.merge_range(row, 0, row, 1, line, wrapped)
        sheet.set_row(row, LINE * (1 + len(line) // ACROSS))
    first = len(said) + 2
    sheet.write_row(first, 0, (own.COLUMN, own.MEANING), bold)
    columns = figures.everything.table(data, areas).columns
    for row, told in enumerate(own.meanings(data, columns), first + 1):
        sheet.write_row(row, 0, told, wrapped)
