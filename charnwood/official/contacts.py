"""Local strengths and contacts beside the figures, from a file that an officer edits in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from charnwood import clean
from charnwood.checks import DataError, Faults
from charnwood.official import editable

CONTACTS_FILE = "contacts.csv"
KINDS = {
    "strength": "Strengths",
    "hub": "Places to meet",
    "library": "Libraries",
    "officer": "People who work here",
    "advice": "Advice",
    "food": "Food",
    "help": "Everyday and emergency help",
    "councillor": "Councillors",
    "consultation": "Consultations",
    "group": "Groups to join",
    "grant": "Money for local groups",
}
GOOD = ("strength", "hub", "library")
HELP = ("officer", "advice", "food", "help")
SAY = ("councillor", "consultation", "group", "grant")
COLUMNS = ("kind", "name", "area", "about", "web", "phone", "email", "checked")
MORE = ("postcode", "source")  # that a file of before may lack
WAYS = ("web", "phone", "email")
LONGEST = 200  # characters of a cell
EARLIEST = "2000"  # no contact was checked before; a spreadsheet writes an empty day as one of 1899 or 1900
FORMS = {
    "web": (
        re.compile(clean.WEB),
        "an address that begins with https:// and has no brackets, quotes or blanks",
    ),
    "email": (re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+"), "an address such as team@example.org"),
}
REMEDY = "Correct the lines named here, in a spreadsheet, and save the file as CSV."


def read_contacts(path: Path | None, areas: Collection[str] | None) -> pd.DataFrame:
    """Read and check the editable file; text columns `COLUMNS` and `MORE`, empty cells as empty text; no row without one.

    `areas` are the names that the column `area` may hold, in any capitals; empty stands for the whole district,
    and without `areas` any name will do. Days come out as 2026-11-23, telephone numbers in figures and blanks,
    postcodes with a blank. What can be reached has the day on which somebody tried it, or the `source` that it was
    published in. Raises `DataError` that names each line with an unknown kind or area, a cell of another form, or
    marks that a page would read as markup.
    """
    records, faults = _read(path, areas)
    faults.raise_if_any(REMEDY)
    return pd.DataFrame([row for _, row in records], columns=[*COLUMNS, *MORE])


def usable_contacts(path: Path | None, areas: Collection[str] | None) -> pd.DataFrame:
    """The rows of the file without a fault, as `read_contacts` has them; none where it is no table."""
    try:
        records, _ = _read(path, areas)
    except DataError:
        records = []
    return pd.DataFrame([row for whole, row in records if whole], columns=[*COLUMNS, *MORE])


def to_fill_in(contacts: pd.DataFrame) -> pd.Series:
    """Whether each row still waits for somebody to fill it in; such a row is not shown."""
    told = (contacts[[*WAYS, *MORE]] != "").any(axis=1)
    return ~told & (contacts["kind"] != "strength")


def untried(contacts: pd.DataFrame, today: date) -> pd.DataFrame:
    """The rows that can be reached and that nobody has tried for a year, those that nobody ever tried among them."""
    year_ago = today.replace(year=today.year - 1, day=min(today.day, 28)).isoformat()
    reached = (contacts[list(WAYS)] != "").any(axis=1)
    return contacts[reached & (contacts["checked"] < year_ago)]


def _read(
    path: Path | None, areas: Collection[str] | None
) -> tuple[list[tuple[bool, dict[str, str]]], Faults]:
    """Each row and whether it is without a fault, and the faults."""
    faults = Faults(path, editable.ALL)
    known = {clean.fold(name): name for name in ["", *(areas or [])]}
    records: list[tuple[bool, dict[str, str]]] = []
    listed = [] if path is None else editable.rows(path, "the list of contacts", COLUMNS, REMEDY, MORE)
    for line, row in listed:
        before = len(faults.lines)
        row = dict.fromkeys(MORE, "") | row
        _check(row, line, None if areas is None else known, faults)
        if any(row == other for _, other in records):
            faults.add(f"line {line}", expected="each contact once", found="one that stands above")
        records.append((len(faults.lines) == before, row))
    return records, faults


def _check(row: dict[str, str], line: int, known: Mapping[str, str] | None, faults: Faults) -> None:
    """Note what is wrong with a row, and write its cells as they are kept; `known` are names of areas by their fold."""

    def note(name: str, expected: str) -> None:
        faults.add(f"line {line}, {name}", expected=expected, found=editable.shown(row[name], LONGEST))

    row["kind"] = row["kind"].lower()
    if row["kind"] not in KINDS:
        note("kind", f"one of {', '.join(KINDS)}")
    if known is not None and clean.fold(row["area"]) not in known:
        note("area", "the name of an area, or nothing")
    row["area"] = (known or {}).get(clean.fold(row["area"]), row["area"])
    for name in ("name", "about", "source"):
        if (row[name] or name != "source") and not re.fullmatch(clean.plain(LONGEST), row[name]):
            note(name, f"1 to {LONGEST} {clean.A_PLAIN}")
    row["web"] = re.sub(
        "^https://", "https://", row["web"], flags=re.I
    )  # as spreadsheets write a first letter
    row["email"] = re.sub("^mailto:", "", row["email"], flags=re.I)
    for name, (form, expected) in FORMS.items():
        if row[name] and not form.fullmatch(row[name]):
            note(name, expected)
    for name, tidy, expected in (
        ("phone", clean.phone, clean.A_PHONE),
        ("checked", _day, clean.A_DAY),
        ("postcode", _postcode, "a whole postcode"),
    ):
        if row[name] and not tidy(row[name]):
            note(name, expected)
        row[name] = tidy(row[name])
    if any(row[way] for way in WAYS) and not (row["checked"] or row["source"]):
        note("checked", f"{clean.A_DAY}, or a source")


def _day(text: str) -> str:
    found = clean.day(text)
    return found if found >= EARLIEST else ""


def _postcode(text: str) -> str:
    found = clean.postcodes(text)
    return f"{found[0][:-3]} {found[0][-3:]}" if found else ""
