"""What can be renewed, by its name on the command line, and the options that go with each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from charnwood.checks import DataError
from charnwood.store import refresh_crime, refresh_official


def refresh_all(directory: Path, given: argparse.Namespace) -> Iterator[str]:
    """Every source, one after the other; what fails is told at the end and stops no other."""
    failed = []
    for what, refresher in REFRESHERS.items():
        if what == given.what:
            continue
        try:
            yield from refresher(directory, given)
        except DataError as error:
            failed.append(f"{what}: {error}")
    if failed:
        raise DataError("\n".join(failed))


REFRESHERS: dict[str, Callable[[Path, argparse.Namespace], Iterator[str]]] = {
    "crime": lambda to, given: refresh_crime.refresh_crime(
        to, given.place, given.source, given.months, given.force
    ),
    "iod": lambda to, given: refresh_official.refresh_iod(to, given.place, given.edition),
    "boundaries": lambda to, given: refresh_official.refresh_boundaries(to, given.place),
    "postcodes": lambda to, given: refresh_official.refresh_postcodes(to, given.place, given.force),
    "population": lambda to, given: refresh_official.refresh_population(to, given.place, given.force),
    "all": refresh_all,
}
# Which sources an option of refresh goes with
FITTING = {
    "from": [what for what in REFRESHERS if what != "all"],
    "edition": ["iod"],
    "source": ["crime"],
    "months": ["crime"],
    "force": ["crime", "postcodes", "population"],
}
