"""Local strengths and contacts beside the figures, from a file that an officer edits in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from charnwood import clean
from charnwood.checks import Faults
from charnwood.official import editable

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
    "email": (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "an address such as team@example.org"),
}
MARKUP = re.compile(f"[{clean.MARKUP}]")
REMEDY = "Correct the lines named here, in a spreadsheet, and save the file as CSV."


def read_contacts(path: Path | None, areas: Collection[str] | None) -> pd.DataFrame:
    """Read and check the editable file; text columns `COLUMNS`, empty cells as empty text; no row without one.

    `areas` are the names that the column `area` may hold, in any capitals; empty stands for the whole district,
    and without `areas` any name will do. Days come out as 2026-11-23, telephone numbers in figures and blanks. A
    row without web, phone and email is one to fill in, unless it is a strength. Raises `DataError` that names each
    line with an unknown kind or area, a cell of another form, or marks that a page would read as markup.
    """
    faults = Faults(path, editable.ALL)
    known = {clean.fold(name): name for name in ["", *(areas or [])]}
    records = []
    for line, row in [] if path is None else editable.rows(path, "the list of contacts", COLUMNS, REMEDY):

        def note(name: str, expected: str, line: int = line, row: dict[str, str] = row) -> None:
            faults.add(f"line {line}, {name}", expected=expected, found=repr(row[name][:60]))

        row["kind"] = row["kind"].lower()
        if row["kind"] not in KINDS:
            note("kind", f"one of {', '.join(KINDS)}")
        if areas is not None and clean.fold(row["area"]) not in known:
            note("area", "the name of an area, or nothing")
        row["area"] = known.get(clean.fold(row["area"]), row["area"])
        for name in ("name", "about"):
            if not row[name] or len(row[name]) > LONGEST or MARKUP.search(row[name]):
                note(name, f"1 to {LONGEST} characters of plain text")
        for name, (form, expected) in FORMS.items():
            if row[name] and not form.fullmatch(row[name]):
                note(name, expected)
        if row["phone"]:
            if not clean.phone(row["phone"]):
                note("phone", clean.A_PHONE)
            row["phone"] = clean.phone(row["phone"])
        if row["checked"] or any(row[way] for way in WAYS):
            if not clean.day(row["checked"]):
                note("checked", clean.A_DAY)
            row["checked"] = clean.day(row["checked"])
        records.append(row)
    faults.raise_if_any(REMEDY)
    return pd.DataFrame(records, columns=list(COLUMNS))


def to_fill_in(contacts: pd.DataFrame) -> pd.Series:
    """Whether each row still waits for somebody to fill it in; such a row is not shown."""
    return (contacts[list(WAYS)] == "").all(axis=1) & (contacts["kind"] != "strength")
