"""Bring newer official files into a data folder: what is new is added, nothing that is held is lost."""

from __future__ import annotations

import datetime
import hashlib
import shutil
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from charnwood.checks import DataError
from charnwood.official import incidents, police
from charnwood.official.locator import POINT, Locator
from charnwood.official.place import Place
from charnwood.store import (
    build,
    consistency,
    dataset,
    fetch,
    floors,
    folder_swap,
    official_tables,
    police_api,
    revisions,
)
from charnwood.store.dataset import Dataset
from charnwood.store.manifest import read_manifest, write_manifest

ARCHIVE_URL = "https://data.police.uk/data/archive/latest.zip"
API_URL = "https://data.police.uk/api"


@dataclass
class Route:
    """A way to new months: where they come from, which there are, and how to read one.

    `read` gives a month's checked incidents and the bytes that stand for them in the manifest.
    """

    source: str
    place: str
    months: list[str]
    read: Callable[[str], tuple[pd.DataFrame, bytes]]
    locator: Locator


def refresh_crime(
    directory: Path,
    place: str | None = None,
    source: str | None = None,
    months: Collection[str] = (),
    force: bool = False,
    today: datetime.date | None = None,
) -> Iterator[str]:
    """Add the months of police.uk that are not held; yields a sentence for each month and fact.

    `source` is `archive` or `api`; with neither it nor a `place` (address, zip or folder) the archive
    comes first, then the API for months that are newer. `months` are read whether held or not, and no
    others; `force` reads all, and takes a month that shrank by more than a third, which is refused else. A month read again replaces the one held whole; one held from the API
    gives way to the archive, never the reverse. Months that police.uk no longer publishes are kept.
    Raises `DataError`; what was held before the source that failed then stays byte for byte.
    """
    today = today or datetime.date.today()
    both = source is None and place is None
    left = set(months)
    newest = ""
    with folder_swap.locked(directory):
        if source != incidents.API:
            with _archive(directory, place or ARCHIVE_URL) as route:
                newest = route.months[-1]
                mine = {month for month in left if month <= newest} if both else left
                if mine or not months:
                    yield from _take(directory, route, mine, force, today)
                left -= mine
        if source == incidents.API or (both and (left or not months)):
            with _api(directory, (place or API_URL).rstrip("/")) as route:
                route.months = [month for month in route.months if month > newest]
                yield from _take(directory, route, left, force, today)


@contextmanager
def _archive(directory: Path, place: str) -> Iterator[Route]:
    """The archive at an address, in a zip or in a folder."""
    data = dataset.load(directory)
    if "police" not in data.place.files:
        raise DataError(
            f"{directory}: expected a place with files of crime, found none in place.toml. Name files.police there, then build."
        )
    locator, force = locator_of(data), data.place.force
    if not _remote(place):
        with police.open_archive(Path(place), force) as members:
            yield _archive_route(Path(place).name, members, locator, None)
        return
    with fetch.client() as http, police.opened(lambda: fetch.remote_zip(http, place), place) as archive:
        members = police.members(archive, place, force)
        yield _archive_route(place, members, locator, folder_swap.beside(directory, "fetched"))


def _archive_route(
    place: str, members: dict[str, police.Member], locator: Locator, cache: Path | None
) -> Route:
    def read(month: str) -> tuple[pd.DataFrame, bytes]:
        member = members[month]
        raw = _cached(member, cache) if cache else member.read()
        return police.read_month(raw, member.name, month), raw

    return Route(incidents.ARCHIVE, place, list(members), read, locator)


@contextmanager
def _api(directory: Path, base: str) -> Iterator[Route]:
    """The API below an address; an incident at a street point held before gets that point's LSOA."""
    if not _remote(base):
        raise DataError(f"{base}: expected the address of the API, such as {API_URL}, found no address.")
    data = dataset.load(directory)
    street = data.table("crime/street.parquet").sort_values("month")
    points = street.drop_duplicates(POINT, keep="last")[[*POINT, "lsoa21cd"]]
    locator = locator_of(data, points)
    area = police_api.outline(locator.lsoa21)
    with fetch.client() as http:

        def read(month: str) -> tuple[pd.DataFrame, bytes]:
            rows = police_api.read_month(http, base, data.place.force, month, area)
            return rows, rows.to_csv(index=False).encode()

        yield Route(incidents.API, base, police_api.months(http, base), read, locator)


def _remote(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def locator_of(data: Dataset, points: pd.DataFrame | None = None) -> Locator:
    """The locator that a data folder gives: pairs of every district counted, polygons of its own."""
    pairs = data.table("places/lookup.csv")[["lsoa11cd", "lsoa21cd", "ladcd"]]
    return Locator(pairs, data.lsoa[2011].reset_index(), data.lsoa[2021].reset_index(), points)


def _cached(member: police.Member, folder: Path) -> bytes:
    """A member of a remote zip, kept until the refresh succeeds so that a second try need not fetch it."""
    kept = folder / f"{member.crc:08x}-{member.size}.csv"
    if kept.is_file():
        raw = kept.read_bytes()
        if (zlib.crc32(raw), len(raw)) == (member.crc, member.size):
            return raw
    raw = member.read()
    part = kept.with_suffix(".part")
    try:
        folder.mkdir(exist_ok=True)
        part.write_bytes(raw)
        part.replace(kept)
    except OSError as error:
        raise DataError(
            f"{folder}: expected to keep what was fetched, found {error.strerror}. "
            f"{fetch.KEPT} Free space or check the rights, then run it again."
        ) from error
    return raw


def _take(
    directory: Path, route: Route, named: Collection[str], force: bool, today: datetime.date
) -> Iterator[str]:
    """Read the months wanted from one route and swap them in, all or none."""
    data = dataset.load(directory)
    held = incidents.Counts(
        data.counts, data.district_counts, data.table("crime/street.parquet"), data.coverage
    )
    wanted = _wanted(route, held.coverage, named, force)
    fresh, read, digest = [], [], hashlib.sha256()
    for month in tqdm(wanted, desc=f"police.uk {route.source}", unit="month", disable=None):
        rows, raw = route.read(month)
        if rows.empty:
            yield f"{month}: {route.place} lists it and holds no incident of it; it stays as it was."
            continue
        digest.update(raw)
        fresh.append(incidents.count_month(month, rows, route.locator, route.source))
        police.require_here(fresh[-1], route.locator, f"{fetch.without_secrets(route.place)}, {month}")
        read.append(month)
    if fresh:
        counts = incidents.combine([held.without(read), *fresh])
        if not force:
            place = fetch.without_secrets(route.place)
            floors.refuse_smaller_months(place, held.coverage, counts.coverage, read)
        known = set(incidents.held_months(held.coverage))
        again = [month for month in read if month in known]
        revised = revisions.between(held.lsoa, counts.lsoa, again, today)
        record = {
            "retrieved": today.isoformat(),
            "source": route.source,
            "from": fetch.without_secrets(route.place),
            "months": read,
            "added": [month for month in read if month not in known],
            "rows": int(sum(part.coverage["rows"].iloc[0] for part in fresh)),
            "sha256": digest.hexdigest(),
        }
        log = pd.concat([data.revisions, revised], ignore_index=True) if len(revised) else data.revisions
        _write(directory, data.place, counts, log, record)
        yield from _changes(held.coverage, counts.coverage, read, data.place.name)
    else:
        yield f"{route.place}: nothing new; {route.months[-1] if route.months else 'no month'} is its newest."
    older = [m for m in incidents.held_months(held.coverage) if route.months and m < route.months[0]]
    if older and route.source == incidents.ARCHIVE:
        yield f"{len(older)} months that are older than this archive are kept: {older[0]} to {older[-1]}."
    shutil.rmtree(folder_swap.beside(directory, "fetched"), ignore_errors=True)


def _wanted(route: Route, coverage: pd.DataFrame, named: Collection[str], force: bool) -> list[str]:
    from_archive = set(coverage.loc[coverage["source"] == incidents.ARCHIVE, "month"])
    held = from_archive if route.source == incidents.ARCHIVE else set(incidents.held_months(coverage))
    fixed = from_archive if route.source == incidents.API else set()
    if absent := sorted(set(named) - set(route.months)):
        first, last = (route.months[0], route.months[-1]) if route.months else ("no month", "none")
        raise DataError(
            f"{route.place}: expected {', '.join(absent)}, found only {first} to {last}. {fetch.KEPT} "
            "Name other months with --months."
        )
    if unfit := sorted(set(named) & fixed):
        raise DataError(
            f"{', '.join(unfit)}: expected months that are not held from the archive, which tells more than "
            f"the API, found them held. {fetch.KEPT} Leave them out of --months."
        )
    if named:
        return sorted(named)
    return [month for month in route.months if month not in (fixed if force else held)]


def _write(directory: Path, about: Place, counts: incidents.Counts, log: pd.DataFrame, record: dict) -> None:
    """Write a copy of the data folder with these counts and this log of revisions and swap it in."""
    with folder_swap.replacing(directory, consistency.check) as fresh:
        shutil.copytree(directory, fresh, dirs_exist_ok=True)
        manifest = read_manifest(fresh)
        tables = [*official_tables.crime_tables(counts, about), *revisions.table(log)]
        entries = {table.file: build.write(table, fresh, fresh) for table in tables}
        others = [entry for entry in manifest["tables"] if entry["file"] not in entries]
        at = next(n for n, entry in enumerate(manifest["tables"]) if entry["file"] in entries)
        manifest["tables"] = [*others[:at], *entries.values(), *others[at:]]
        for entry in manifest["sources"]:
            if entry["key"] == "police":
                entry["edition"] = incidents.span_named(counts.coverage)
                entry.setdefault("built", entry["retrieved"])
                entry["retrieved"] = record["retrieved"]
                entry["refreshed"] = [*entry.get("refreshed", []), record]
        write_manifest(fresh, manifest)


def _changes(before: pd.DataFrame, after: pd.DataFrame, months: list[str], name: str) -> Iterator[str]:
    """A sentence for each month: what was added, or how its totals changed."""
    old, new = (frame.set_index("month") for frame in (before, after))
    for month in months:
        rows, located, source = new.loc[month, ["rows", "located", "source"]]
        says = f"{rows:,} rows, {located:,} in {name}, from the {source}"
        if month not in old.index or pd.isna(old.loc[month, "rows"]):
            yield f"{month}: added; {says}."
        else:
            was = old.loc[month]
            yield (
                f"{month}: replaced; {says} (before: {was['rows']:,} rows, {was['located']:,} in {name}, "
                f"from the {was['source']}; change {rows - was['rows']:+,} and {located - was['located']:+,})."
            )
