"""What every refresh of official files works with: the folder, locked and whole, and files fetched for it."""

from __future__ import annotations

import datetime
import tempfile
import urllib.parse
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

import httpx
import pandas as pd

from charnwood.checks import DataError
from charnwood.official.place import PLACE_FILE, Place, read
from charnwood.store import dataset, fetch, folder_swap
from charnwood.store.manifest import read_manifest, verify_files


@dataclass(frozen=True)
class Got:
    """A file that was read: its path here, its name for people and what its server said of its version."""

    path: Path
    place: str
    stamp: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Desk:
    """What a refresh works with: the data folder, its manifest, a folder for what is fetched, the day."""

    directory: Path
    manifest: dict
    folder: Path
    http: httpx.Client
    today: datetime.date

    @cached_property
    def about(self) -> Place:
        """The place of the data folder."""
        return read(self.directory / PLACE_FILE)

    def table(self, file: str) -> pd.DataFrame:
        """A table of the data folder."""
        return dataset.read(self.directory / file)

    def entry(self, key: str) -> dict:
        """The manifest's entry of a source; empty where it is not held."""
        return next((entry for entry in self.manifest["sources"] if entry["key"] == key), {})

    def known(self, key: str, place: str) -> dict[str, str]:
        """What the server said of a source's version when it was last read from this place."""
        read = self.entry(key).get("fetched", {})
        return read if read.get("from") == fetch.without_secrets(place) else {}

    def get(self, place: str, key: str | None = None) -> Got | None:
        """A file by its path or address; None where its server has no other than that held for `key`."""
        if not place.startswith(("http://", "https://")):
            path = Path(place)
            if not path.is_file():
                raise DataError(f"{place}: expected a file or an address, found none. {fetch.KEPT}")
            return Got(path, path.name)
        name = Path(urllib.parse.urlsplit(place).path).name or "file"
        path = self.folder / f"{len(list(self.folder.iterdir()))}-{name}"
        stamp = fetch.download(self.http, place, path, self.known(key, place) if key else None)
        if stamp is None:
            return None
        if path.suffix != ".zip" and zipfile.is_zipfile(path):
            path = path.rename(path.with_name(f"{path.name}.zip"))  # the ending tells GDAL what it is
        return Got(path, fetch.without_secrets(place), stamp)


@contextmanager
def desk(directory: Path, today: datetime.date | None) -> Iterator[Desk]:
    """The desk of a refresh of a data folder, which is locked meanwhile; raises `DataError` for one that is not whole."""
    with folder_swap.locked(directory):
        manifest = read_manifest(directory)
        if faults := verify_files(directory, manifest):
            raise DataError("\n".join(faults))
        try:
            with tempfile.TemporaryDirectory() as folder, fetch.client() as http:
                yield Desk(directory, manifest, Path(folder), http, today or datetime.date.today())
        except OSError as error:
            raise DataError(
                f"{tempfile.gettempdir()}: expected to keep what was fetched, found {error.strerror or error}. "
                f"{fetch.KEPT} Free space or check the rights, then run it again."
            ) from error


def required(got: Got | None) -> Got:
    """A file that was asked for without a condition."""
    return cast(Got, got)  # only a conditional request gives none


@contextmanager
def named(got: Got) -> Iterator[None]:
    """Have faults of a file that was fetched name its address, not where it lies for now."""
    try:
        yield
    except DataError as error:
        raise DataError(str(error).replace(str(got.path), got.place)) from error
