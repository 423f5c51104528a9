"""Local strengths and contacts beside the figures, from a file that an officer edits in a spreadsheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from charnwood.checks import Faults, editable_rows

CONTACTS_FILE = "contacts.csv"
KINDS = {
    "strength": "What is good here",
    "hub": "Places to meet",
    "officer": "People who work here",
    "grant": "Money for local groups",
    "help": "Who to contact",
}
COLUMNS = ("kind", "name", "area", "about", "web", "phone", "email", "checked")
WAYS = ("web", "phone", "email")
LONGEST = 200  # characters of a cell
FORMS = {
    "web": (re.compile(r"https://[\w.-]+(/[\w./?=&%#~+-]*)?"), "an address that begins with https://"),
    "phone": (re.compile(r"\+?[\d ]{3,16}"), "figures and spaces"),
    "email": (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "an address such as team@example.org"),
}
MARKUP = re.compile(r"[<>\[\]`*_$|\\]")  # would be read as markup on a page
REMEDY = "Correct the lines named here, in a spreadsheet, and save the file as CSV."


def read_contacts(path: Path | None, areas: Collection[str]) -> pd.DataFrame:
    """Read and check the editable file; text columns `COLUMNS`, empty cells as empty text; no row without one.

    `areas` are the names that the column `area` may hold; empty stands for the whole district. A row
    without web, phone and email is one to fill in, unless it is a strength. Raises `DataError` that
    names each line with an unknown kind or area, a cell of another form, or marks that a page would
    read as markup.
    """
    faults = Faults(path)
    records = []
    for line, row in [] if path is None else editable_rows(path, "the list of contacts", COLUMNS, REMEDY):
        known = {"kind": KINDS, "area": {"", *areas}}
        for name, values in known.items():
            if row[name] not in values:
                expected = (
                    f"one of {', '.join(KINDS)}" if name == "kind" else "the name of an area, or nothing"
                )
                faults.add(f"line {line}, {name}", expected=expected, found=repr(row[name][:60]))
        for name in ("name", "about"):
            if not row[name] or len(row[name]) > LONGEST or MARKUP.search(row[name]):
                faults.add(
                    f"line {line}, {name}",
                    expected=f"1 to {LONGEST} characters of plain text",
                    found=repr(row[name][:60]),
                )
        for name, (form, expected) in FORMS.items():
            if row[name] and not form.fullmatch(row[name]):
                faults.add(f"line {line}, {name}", expected=expected, found=repr(row[name][:60]))
        if row["checked"] or any(row[way] for way in WAYS):
            try:
                datetime.date.fromisoformat(row["checked"])
            except ValueError:
                faults.add(
                    f"line {line}, checked",
                    expected="a day such as 2026-11-23",
                    found=repr(row["checked"][:60]),
                )
        records.append(row)
    faults.raise_if_any(REMEDY)
    return pd.DataFrame(records, columns=list(COLUMNS))


def to_fill_in(contacts: pd.DataFrame) -> pd.Series:
    """Whether each row still waits for somebody to fill it in; such a row is not shown."""
    return (contacts[list(WAYS)] == "").all(axis=1) & (contacts["kind"] != "strength")
