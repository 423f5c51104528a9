"""What people edit in a data folder, read together: every fault of every file comes at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd

from charnwood.checks import DataError
from charnwood.official import areas, breaks, contacts, editable, lines, place, points
from charnwood.official.areas import COLUMNS, PRIORITY_FILE, Area, make_areas
from charnwood.official.breaks import BREAKS_FILE, Break
from charnwood.official.contacts import CONTACTS_FILE
from charnwood.official.lines import LINES_FILE, Line
from charnwood.official.place import PLACE_FILE, Place
from charnwood.official.points import POINTS_FILE

EDITABLE = (PLACE_FILE, PRIORITY_FILE, CONTACTS_FILE, BREAKS_FILE, LINES_FILE, POINTS_FILE)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Edited:
    """The place, its lists and the areas that they make; `settings` are those of the place as a table."""

    place: Place
    settings: pd.DataFrame
    priority: pd.DataFrame
    contacts: pd.DataFrame
    breaks: tuple[Break, ...]
    lines: tuple[Line, ...]
    points: pd.DataFrame
    areas: dict[str, Area]

    def table(self, file: str) -> pd.DataFrame:
        """The rows of an editable file as they were read."""
        held = {
            PLACE_FILE: self.settings,
            PRIORITY_FILE: self.priority,
            CONTACTS_FILE: self.contacts,
            BREAKS_FILE: breaks.table(self.breaks),
            LINES_FILE: lines.table(self.lines),
            POINTS_FILE: self.points,
        }
        return held[file]


def read(
    listed: Mapping[str, Path],
    names: pd.DataFrame,
    postcodes: Callable[[], pd.DataFrame],
    forgiving: bool = False,
) -> Edited:
    """Read the editable files of a folder by their names; a list that is not among them has no row.

    `names` has the names of the district's LSOAs, as `geography.name_areas` gives them; `postcodes` gives those held, by
    which own points are placed. Raises one `DataError` with every fault of every file; a `forgiving` reader leaves out the
    contacts that have one, and all points where one does.
    """
    faults: list[str] = []

    def tried(make: Callable[[], Made]) -> Made | None:
        try:
            return make()
        except DataError as error:
            faults.append(str(error))
            return None

    path = listed[PLACE_FILE]
    about = tried(lambda: place.read(path))
    faults += _of_another(path, about, names)
    district = about.name if about else "this district"
    reserved = _reserved(about) if about else []
    priority = tried(lambda: areas.read_priority(listed.get(PRIORITY_FILE), names, district, reserved))
    made = (
        make_areas(names, priority, about.name, about.wards_since) if about and priority is not None else None
    )
    known = {area.name for area in made.values()} if made else _named(listed, names, about)
    reader = contacts.usable_contacts if forgiving else contacts.read_contacts
    people = tried(lambda: reader(listed.get(CONTACTS_FILE), known))
    changes = tried(lambda: breaks.read_breaks(listed.get(BREAKS_FILE)))
    drawn = tried(lambda: lines.read_lines(listed.get(LINES_FILE)))
    placed = tried(lambda: _points(listed.get(POINTS_FILE), postcodes, forgiving))
    if (
        about is None
        or priority is None
        or people is None
        or made is None
        or changes is None
        or drawn is None
        or placed is None
        or faults
    ):
        raise DataError("\n".join(faults))
    return Edited(about, place.table(path), priority, people, changes, drawn, placed, made)


def _of_another(path: Path, about: Place | None, names: pd.DataFrame) -> list[str]:
    """That the settings are of another district than the tables, where they are."""
    if about is None or set(names["ladcd"]) == {about.code}:
        return []
    return [
        f"{path}: expected {names['ladcd'].iloc[0]}, the district of these tables, found {about.code}. "
        "Run `python -m charnwood build --sources DIR` for that district."
    ]


def _points(path: Path | None, postcodes: Callable[[], pd.DataFrame], forgiving: bool) -> pd.DataFrame:
    """The council's own points; a `forgiving` reader has none where one is at fault."""
    if path is None:
        return points.none()
    try:
        return points.read_points(path, postcodes())
    except DataError:
        if forgiving:
            return points.none()
        raise


def _reserved(about: Place) -> list[str]:
    """Names of what areas are compared with."""
    return [*filter(None, (about.county, about.rest, about.elsewhere)), *about.counted.values()]


def _named(listed: Mapping[str, Path], names: pd.DataFrame, about: Place | None) -> set[str] | None:
    """The names of areas as far as a list at fault tells them; none where the place is not known either."""
    if about is None:
        return None
    others = make_areas(names, pd.DataFrame(columns=list(COLUMNS)), about.name, about.wards_since)
    try:
        rows = editable.rows(listed[PRIORITY_FILE], "the list", COLUMNS[:1], "")
    except DataError:
        return None
    return {area.name for area in others.values()} | {row[COLUMNS[0]] for _, row in rows}
