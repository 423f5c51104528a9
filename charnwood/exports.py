"""Files to take away: briefings in three formats, tables as CSV and GeoJSON, each with its source inside."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from charnwood import briefing, documents, pictures, slides
from charnwood.boundaries import WGS84
from charnwood.briefing import Briefing
from charnwood.checks import DataError
from charnwood.dataset import Dataset
from charnwood.neighbourhoods import Area, slug
from charnwood.place import Place

BRIEFINGS: Mapping[str, Callable[[Briefing], bytes]] = MappingProxyType(
    {"pptx": slides.deck, "pdf": documents.pdf, "html": documents.html}
)
MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    **pictures.MIME,
}


def make_briefing(data: Dataset, area: Area, year: int, kind: str) -> bytes:
    """The briefing of an area as the bytes of a pptx, pdf or html file; made once for a day and its data."""
    return _made(data, area, year, kind, datetime.date.today())


@lru_cache(maxsize=24)
def _made(data: Dataset, area: Area, year: int, kind: str, day: datetime.date) -> bytes:
    return BRIEFINGS[kind](story(data, area, year, day))


@lru_cache(maxsize=16)
def story(data: Dataset, area: Area, year: int, day: datetime.date) -> Briefing:
    """The briefing of a day, kept for the other formats."""
    return briefing.make(data, area, year, day)


def file_name(place: Place, name: str, kind: str) -> str:
    """What a saved file is called: after the place and its own name."""
    return f"{place.key}-{slug(name)[:60].strip('-')}.{kind}"


def csv(table: pd.DataFrame, name: str, source: str, version: str) -> bytes:
    """A table as CSV for spreadsheets; below the rows its name, source and data version."""
    foot = f'\n"{name}. {source} Data version {version}."\n'
    return (table.to_csv(index=False) + foot).encode("utf-8-sig")


def places(data: Dataset, table: pd.DataFrame) -> tuple[int, str] | None:
    """The vintage and column of a table's LSOA codes where each row is another LSOA of the district, else None."""
    for vintage, shapes in data.lsoa.items():
        for name, values in table.items():
            # The first value spares the others the look-up: few columns hold codes
            if not 0 < len(values) <= len(shapes) or values.iloc[0] not in shapes.index:
                continue
            if values.is_unique and values.isin(shapes.index).all():
                return vintage, str(name)
    return None


def geojson(data: Dataset, table: pd.DataFrame, name: str, source: str) -> bytes:
    """A table of LSOAs with their shapes, in WGS84, with name, source and data version inside."""
    found = places(data, table)
    if found is None:
        raise DataError(
            f"{name}: expected the code of another {data.place.name} LSOA in each row, found other rows."
        )
    vintage, column = found
    shapes = data.lsoa[vintage].geometry.loc[table[column]].to_crs(WGS84)
    frame = gpd.GeoDataFrame(table.reset_index(drop=True), geometry=shapes.to_numpy(), crs=WGS84)
    collection = json.loads(frame.to_json(drop_id=True))
    shapes_by = next(s["attribution"] for s in data.manifest["sources"] if s["key"] == f"lsoa{vintage % 100}")
    collection |= {"name": name, "source": f"{source} {shapes_by}", "data_version": data.version}
    return json.dumps(collection, ensure_ascii=False).encode()


def save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises `DataError` that says why it could not be written."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise DataError(f"{path}: expected to write the file, found: {error.strerror or error}.") from error


def make_folder(path: Path) -> None:
    """Make a folder where there is none; raises `DataError` where that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"{path}: expected a folder to write to, found: {error.strerror or error}."
        ) from error
