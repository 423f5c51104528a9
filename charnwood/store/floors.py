"""Files that suddenly hold much less than the data do: refused, unless that is meant."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from charnwood.checks import DataError, Faults
from charnwood.official import census, incidents
from charnwood.official.place import Place
from charnwood.store import dataset, fetch
from charnwood.store.official_tables import POPULATIONS, Table

COVERAGE = "crime/coverage.csv"
NAMES = "places/names.csv"
LOOK = "add --force if so much is meant to go"


def refuse_smaller(directory: Path, made: Iterable[tuple[str, Table]], about: Place) -> None:
    """Raise `DataError` where tables are much smaller than those that `directory` holds of the same place.

    `made` are tables, each with the file that it is read from, for messages. A third may go.
    """
    if not _of_place(directory, about):
        return
    for file, table in made:
        held = directory / table.file
        if table.editable or table.file.startswith("crime/") or not held.exists():
            continue
        after = _amounts(table.file, table.content, about)
        for what, before in _amounts(table.file, dataset.read(held), about).items():
            if after[what] < incidents.PARTIAL_BELOW * before:
                raise DataError(
                    f"{file}: expected about the {before:,} {what} that are held, found {after[what]:,}. "
                    f"{fetch.KEPT} Use the whole file, or {LOOK}."
                )


def refuse_fewer_months(file: str, directory: Path, coverage: pd.DataFrame, about: Place) -> None:
    """Raise `DataError` where months that `directory` holds of the place are absent or much smaller."""
    if _of_place(directory, about):
        held = dataset.read(directory / COVERAGE)
        refuse_smaller_months(file, held, coverage, incidents.held_months(held))


def refuse_smaller_months(file: str, before: pd.DataFrame, after: pd.DataFrame, months: list[str]) -> None:
    """Raise `DataError` for months with far fewer rows than before, of another source far fewer located, or none.

    `before` and `after` are tables of coverage.
    """
    faults = Faults(file)
    old, new = (frame.dropna(subset="rows").set_index("month") for frame in (before, after))
    for month in months:
        if month not in old.index:
            continue
        same = month in new.index and old.loc[month, "source"] == new.loc[month, "source"]
        part, said = ("rows", "rows") if same else ("located", "incidents with a place")
        found = new.loc[month, part] if month in new.index else 0
        if found < incidents.PARTIAL_BELOW * old.loc[month, part]:
            held = f"about the {old.loc[month, part]:,.0f} {said} that are held"
            faults.add(month, expected=held, found=f"{found:,.0f}" if found else "none")
    faults.raise_if_any(f"{fetch.KEPT} Use files that hold these months whole, or {LOOK}.")


def _of_place(directory: Path, about: Place) -> bool:
    """Whether a folder holds tables, and of this place."""
    path = directory / NAMES
    return path.is_file() and set(dataset.read(path)["ladcd"]) == {about.code}


def _amounts(file: str, table: pd.DataFrame, about: Place) -> dict[str, int]:
    """How much a table holds, by what it counts; columns in any capitals."""
    amounts = {"rows": len(table)}
    if file.endswith("postcodes.parquet"):
        amounts = {
            f"postcodes of {about.name}": int((table["ladcd"] == about.code).sum()),
            "postcodes": len(table),
        }
    elif file in [population[2] for population in POPULATIONS.values()]:
        amounts["people"] = int(table.iloc[:, -1].sum())
    elif file == census.CENSUS_FILE:
        amounts["people and households"] = int(table.select_dtypes("number").to_numpy().sum())
    return amounts
