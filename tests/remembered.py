"""What files say, read once for all files and folders with the same bytes.

Most tests of `refresh` load a folder four times or more in which nothing or the crimes alone have changed, and
builds read the Indices of all England anew.
"""

import dataclasses
import functools
import hashlib
from pathlib import Path

import pandas as pd
import pytest

from charnwood.cache import Newest, Results
from charnwood.official import boundaries, police
from charnwood.official.place import PLACE_FILE
from charnwood.official.points import POINTS_FILE
from charnwood.store import dataset, edited, official_tables
from charnwood.store.manifest import MANIFEST

PARTS, MONTHS = Newest(48), Newest(64)
VERIFY = dataset.verify_files


def state(directory: Path, whole: bool = False) -> str:
    """One hash of the names and bytes of all files of a folder, of crimes and the manifest only where `whole`."""
    said = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        if path.is_file() and (whole or (path.parent.name != "crime" and path.name != MANIFEST)):
            said.update(f"{path.relative_to(directory)}\0".encode() + path.read_bytes())
    return said.hexdigest()


def once(make, key, held=PARTS):
    """A reader that answers from memory where `key` of what it is given has been met and is not None; what it raises it raises anew."""

    @functools.wraps(make)
    def read(*given):
        met = (make.__name__, key(*given))
        if met[1] is None:
            return make(*given)
        return held.get(met, lambda: make(*given))

    return read


def loaded_once(load):
    """`dataset._load` that gives, for a folder of the same bytes as one before, the same data as of that folder."""

    def _load(directory, manifest, forgiving):
        if dataset.verify_files is not VERIFY:  # a test looks into the middle of a load
            return load(directory, manifest, forgiving)
        met = ("_load", state(directory, whole=True), forgiving)
        held = PARTS.get(met, lambda: load(directory, manifest, forgiving))
        data = dataclasses.replace(held, directory=directory, manifest=manifest, results=Results())
        _ = data.version
        return data

    return _load


def table_once(read):
    """`dataset.read` that reads a table of the same bytes as one before once; shapes, of several files, each time."""
    remembered = once(read, lambda path: None if path.suffix == ".shp" else of_bytes(path))
    return lambda path: remembered(path).copy()


def of_bytes(path, *others):
    """The bytes of a file and what else a reader is given, but when the file was written."""
    return path.suffix, hashlib.sha256(path.read_bytes()).hexdigest(), str(others[:1])


def of_shapes(path, code, name, pattern, codes=(), named=""):
    """The bytes of a boundary file and what is asked of it; nothing of a shapefile, which is several."""
    if path.suffix == ".shp":
        return None
    return of_bytes(path), code, name, pattern, codes and tuple(sorted(codes)), named


def of_ground(frame, code, file):
    """The codes of areas and their shapes."""
    return tuple(frame[code]), hashlib.sha256(b"".join(frame.geometry.to_wkb())).hexdigest()


@pytest.fixture(scope="session")
def nation():
    """The Indices of all England, boundaries and months of crime come from memory where a file of the same bytes was read before."""
    shapes = once(boundaries.read_boundaries, of_shapes)
    apart = once(boundaries.require_apart, of_ground)
    months = once(police.read_month, lambda raw, *named: (hashlib.sha256(raw).hexdigest(), *named), MONTHS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(official_tables, "_england", once(official_tables._england.__wrapped__, of_bytes))
        patch.setattr(boundaries, "read_boundaries", lambda *given: shapes(*given).copy())
        patch.setattr(boundaries, "require_apart", apart)
        patch.setattr(police, "read_month", lambda *given: months(*given).copy())
        yield


def remember(patch):
    """From now on a folder, its editable files, areas and editions come from memory where the same were met before."""

    def of_files(listed, names, postcodes, forgiving=False):
        if POINTS_FILE in listed:  # which are placed by postcodes that may lie elsewhere
            return None
        told = int(pd.util.hash_pandas_object(names).sum())
        return state(listed[PLACE_FILE].parent), (*sorted(map(str, listed)), told, forgiving)

    patch.setattr(edited, "read", once(edited.read, of_files))
    patch.setattr(dataset, "_areas", once(dataset._areas, lambda at, vintage, *_: (state(at), vintage)))
    patch.setattr(dataset, "_edition", once(dataset._edition, lambda at, year, *_: (state(at), year)))
    patch.setattr(dataset, "read", table_once(dataset.read))
    patch.setattr(dataset, "_load", loaded_once(dataset._load))


@pytest.fixture
def remembered(monkeypatch, nation):
    """Also a folder, its editable files, areas and editions where a test before had the same."""
    remember(monkeypatch)
