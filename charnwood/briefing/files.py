"""Files to take away: briefings in four formats, tables as CSV and GeoJSON, each with its source inside."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from charnwood import clean, drawing, words
from charnwood.briefing import KINDS, documents, paper, slides
from charnwood.briefing.pair import make_pair
from charnwood.briefing.parts import Briefing
from charnwood.briefing.story import make_story
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.english import slug
from charnwood.figures.worked import Question
from charnwood.official.areas import Area
from charnwood.official.boundaries import WGS84
from charnwood.official.deprivation import MAPPED
from charnwood.official.place import Place
from charnwood.store.dataset import Dataset

LONGEST = 120  # characters of a file's own name: a folder, and most disks, take twice that


def joined_geojson(data: Dataset, year: int) -> str:
    """The district's LSOAs joined to an edition, as GeoJSON in WGS84 with source and version inside."""
    edition = MAPPED[year]
    shapes = data.lsoa[edition.vintage].drop(columns="split")
    figures = data.own(year).drop(columns=["name", "ladcd", "ladnm", f"{edition.code[:-2]}nm"])
    empty = figures.columns[figures.isna().all()]
    figures = figures.drop(columns=empty)
    joined = shapes.join(figures, validate="1:1").to_crs(WGS84)
    collection = json.loads(joined.reset_index(names=edition.code).to_json(drop_id=True))
    collection["name"] = f"{data.place.name} LSOAs ({edition.vintage}) with the Indices of Deprivation {year}"
    collection["source"] = (
        f"{words.standing_text.source_iod(year)} {' '.join(words.methods.attributions(data)[:1])}"
    )
    collection["data_version"] = data.version
    collection["not_held"] = [f"{column}: not in the embedded tables" for column in empty]
    return json.dumps(collection, ensure_ascii=False)


BRIEFINGS: Mapping[str, Callable[[Briefing], bytes]] = MappingProxyType(
    dict(zip(KINDS, (slides.deck, paper.docx, documents.pdf, documents.html), strict=True))
)
MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    **drawing.images.MIME,
}


def make_briefing(
    data: Dataset,
    area: Area,
    year: int,
    kind: str,
    question: Question | None = None,
    other: Area | None = None,
    agreed: str = "",
) -> bytes:
    """The briefing of an area as the bytes of a file of a kind of `BRIEFINGS`; made once for a day and its data.

    `question` as in `make_story`; `other` is an area to stand beside it; `agreed` the line on what to do next, which stands
    in it if there is one.
    """
    return _made(data, area, year, kind, datetime.date.today(), question, other, agreed)


@of_data(24)
def _made(
    data: Dataset,
    area: Area,
    year: int,
    kind: str,
    day: datetime.date,
    question: Question | None,
    other: Area | None,
    agreed: str,
) -> bytes:
    return BRIEFINGS[kind](briefing_of(data, area, year, day, question, other).asking(agreed))


def briefing_of(
    data: Dataset,
    area: Area,
    year: int,
    day: datetime.date,
    question: Question | None = None,
    other: Area | None = None,
) -> Briefing:
    """The briefing of a day, kept for the other formats; of one area `question` as in `make_story`."""
    return _told(data, area, year, day, question, other)


@of_data(16)
def _told(
    data: Dataset, area: Area, year: int, day: datetime.date, question: Question | None, other: Area | None
) -> Briefing:
    return make_pair(data, area, other, year, day) if other else make_story(data, area, year, day, question)


def file_name(place: Place, name: str, kind: str) -> str:
    """What a saved file is called: after the place and its own name."""
    whole = slug(name)
    short = whole if len(whole) <= LONGEST else whole[:LONGEST].rpartition("-")[0]
    return f"{place.key}-{short}.{kind}"


def as_csv(table: pd.DataFrame, name: str, source: str, version: str) -> bytes:
    """A table as CSV for spreadsheets, without formulas; below the rows its name, source and data version."""
    foot = pd.DataFrame(columns=[f"{name}. {source} Data version {version}."])
    return f"{clean.guarded(table).to_csv(index=False)}\n{clean.guarded(foot).to_csv(index=False, quoting=csv.QUOTE_ALL)}".encode(
        "utf-8-sig"
    )


def lsoa_column(data: Dataset, table: pd.DataFrame) -> tuple[int, str] | None:
    """The vintage and column of a table's LSOA codes where each row is another LSOA of the district, else None."""
    for vintage, shapes in data.lsoa.items():
        for name, values in table.items():
            # The first value spares the others the look-up: few columns hold codes
            if not 0 < len(values) <= len(shapes) or values.iloc[0] not in shapes.index:
                continue
            if values.is_unique and values.isin(shapes.index).all():
                return vintage, str(name)
    return None


def as_geojson(data: Dataset, table: pd.DataFrame, name: str, source: str) -> bytes:
    """A table of LSOAs with their shapes, in WGS84, with name, source and data version inside."""
    found = lsoa_column(data, table)
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


def save_all(data: Dataset, folder: Path, year: int, agreed: str = "") -> int:
    """Write the briefings of all Priority Neighbourhoods in every form into a folder, and count them.

    Raises `DataError` where there is none, or the folder cannot be written.
    """
    if not data.neighbourhoods:
        raise DataError(
            f"--all: expected Priority Neighbourhoods, found none of {data.place.name}. Name an area."
        )
    from tqdm import tqdm  # not where a server starts

    make_folder(folder)
    wanted = [(area, kind) for area in data.neighbourhoods for kind in BRIEFINGS]
    for area, kind in tqdm(wanted, desc="briefings", unit="file", disable=None):
        content = make_briefing(data, area, year, kind, agreed=agreed)
        save(folder / file_name(data.place, f"{area.name} {year}", kind), content)
    return len(wanted)
