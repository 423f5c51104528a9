"""Points of the council's own, such as hubs, schools and lights, from a file that an officer edits in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from charnwood import clean
from charnwood.checks import Faults
from charnwood.official import editable

POINTS_FILE = "points.csv"
REQUIRED = ("name", "kind")
PLACED = ("postcode", "easting", "northing")
COLUMNS = (*REQUIRED, *PLACED)
LONGEST = {"name": 100, "kind": 40}  # characters
AROUND = 5_000  # metres beyond the postcodes held within which a point may lie
REMEDY = "Correct the lines named here, in a spreadsheet, and save the file as CSV; without the file there is no point."


def read_points(path: Path, postcodes: pd.DataFrame) -> pd.DataFrame:
    """Read and check the editable file: `name`, `kind`, `postcode` (with a blank, or empty), `easting`, `northing`.

    `postcodes` are those held (`postcode`, `easting`, `northing` in metres of the British National Grid): a point without
    a position of its own gets that of its postcode. Kinds that differ by capitals alone are one, by their first spelling.
    Raises `DataError` that names each line with a text that is empty, too long or that a page
    would read as markup, a postcode that is not held, half a position or one elsewhere, or a point that stands twice.
    """
    faults = Faults(path, editable.ALL)
    held = dict(
        zip(
            postcodes["postcode"].map(clean.compact),
            zip(postcodes["easting"], postcodes["northing"], strict=True),
            strict=True,
        )
    )
    box = _box(postcodes)
    kinds: dict[str, str] = {}
    records: list[dict[str, object]] = []
    for line, row in editable.rows(path, "the list of points", REQUIRED, REMEDY, PLACED):
        row = dict.fromkeys(COLUMNS, "") | row
        for name, longest in LONGEST.items():
            if not re.fullmatch(clean.plain(longest), row[name]):
                told = f"1 to {longest} {clean.A_PLAIN}"
                faults.add(f"line {line}, {name}", expected=told, found=editable.shown(row[name], longest))
        east, north = _position(line, row, held, box, faults)
        record = {
            "name": row["name"],
            "kind": kinds.setdefault(clean.fold(row["kind"]), row["kind"]),
            "postcode": _spaced(clean.compact(row["postcode"])),
            "easting": east,
            "northing": north,
        }
        if record in records:
            faults.add(f"line {line}", expected="each point once", found="one that stands above")
        records.append(record)
    faults.raise_if_any(REMEDY)
    return pd.DataFrame(records, columns=list(COLUMNS)).astype({"easting": "int64", "northing": "int64"})


def none() -> pd.DataFrame:
    """No point, as `read_points` would give it."""
    return pd.DataFrame(columns=list(COLUMNS)).astype({"easting": "int64", "northing": "int64"})


def _position(
    line: int,
    row: Mapping[str, str],
    held: Mapping[str, tuple[int, int]],
    box: Mapping[str, tuple[int, int]],
    faults: Faults,
) -> tuple[int, int]:
    """Easting and northing of a row: its own, else those of its postcode; (0, 0) and a fault where it has neither."""
    code = clean.compact(row["postcode"])
    if code and code not in held:
        faults.add(
            f"line {line}, postcode", expected="a postcode that is held", found=repr(row["postcode"][:60])
        )
    given = [row[name] for name in box]
    if not any(given):
        if not code:
            faults.add(f"line {line}", expected="a postcode, or easting and northing", found="neither")
        return held.get(code, (0, 0))
    found = []
    for name, (least, most) in box.items():
        figures = re.fullmatch(r"(\d{5,7}|\d{3},\d{3})(\.\d+)?", row[name])
        number = int(figures[1].replace(",", "")) if figures else 0
        if not least <= number <= most:
            told = f"metres of the British National Grid from {least:,} to {most:,}"
            faults.add(f"line {line}, {name}", expected=told, found=repr(row[name][:60]))
        found.append(number)
    return found[0], found[1]


def _box(postcodes: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """The least and the most of easting and northing that a point may have."""
    return {
        name: (int(postcodes[name].min()) - AROUND, int(postcodes[name].max()) + AROUND)
        for name in ("easting", "northing")
    }


def _spaced(code: str) -> str:
    return f"{code[:-3]} {code[-3:]}" if code else ""
