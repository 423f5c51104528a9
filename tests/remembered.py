"""What a data folder says of its place, read once for all folders with the same bytes; crimes are read each time.

Most tests of `refresh` load a folder four times or more in which the crimes alone have changed.
"""

import functools
import hashlib
from pathlib import Path

import pandas as pd
import pytest

from charnwood.official.place import PLACE_FILE
from charnwood.official.points import POINTS_FILE
from charnwood.store import dataset, edited

PARTS: dict = {}


def state(directory: Path) -> str:
    """One hash of the names and bytes of all files of a folder but those of crime."""
    said = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.parent.name != "crime":
            said.update(f"{path.relative_to(directory)}\0".encode() + path.read_bytes())
    return said.hexdigest()


def once(make, key):
    """A reader that answers from memory where `key` of what it is given has been met and is not None; what it raises it raises anew."""

    @functools.wraps(make)
    def read(*given):
        met = (make.__name__, key(*given))
        if met[1] is None:
            return make(*given)
        if met not in PARTS:
            PARTS[met] = make(*given)
        return PARTS[met]

    return read


@pytest.fixture
def remembered(monkeypatch):
    """The editable files, the areas and the editions of a folder come from memory where a test before had the same."""

    def of_files(listed, names, postcodes, forgiving=False):
        if POINTS_FILE in listed:  # which are placed by postcodes that may lie elsewhere
            return None
        told = int(pd.util.hash_pandas_object(names).sum())
        return state(listed[PLACE_FILE].parent), (*sorted(map(str, listed)), told, forgiving)

    monkeypatch.setattr(edited, "read", once(edited.read, of_files))
    monkeypatch.setattr(dataset, "_areas", once(dataset._areas, lambda at, vintage, *_: (state(at), vintage)))
    monkeypatch.setattr(dataset, "_edition", once(dataset._edition, lambda at, year, *_: (state(at), year)))
