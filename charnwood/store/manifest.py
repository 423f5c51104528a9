"""The official files: what they are, who publishes them, under which licence; and the manifest.

The manifest, `data/sources.json`, has two lists. `sources` describes each official file that the
build read (publisher, address, licence, attribution, edition, date retrieved, sha256). `tables`
describes each file of `data/` (title, rows, geometry, sha256, the sources it was made from).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from charnwood.checks import DataError
from charnwood.official import census
from charnwood.official.boundaries import CROWN
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import LATEST_POPULATION, YEARS
from charnwood.official.indicators import INDICATORS
from charnwood.official.place import POSTCODES, Place

OGL = "Open Government Licence v3.0"
OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ONS = "Office for National Statistics"
MHCLG = "Ministry of Housing, Communities and Local Government"
ONS_ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    f"Contains OS data {CROWN}."
)
IOD_ATTRIBUTION = (
    "Contains public sector information from MHCLG licensed under the Open Government Licence v3.0."
)
POLICE_ATTRIBUTION = (
    "Contains public sector information from data.police.uk licensed under the Open Government Licence v3.0."
)
GEOPORTAL = "https://geoportal.statistics.gov.uk/"
CENSUS_ATTRIBUTION = (
    "Source: Office for National Statistics, Census 2021, licensed under the Open Government Licence v.3.0."
)
CENSUS_PAGE = "https://www.ons.gov.uk/datasets/{}/editions/2021/versions"
ESTIMATES = "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates"
MANIFEST = "sources.json"


@dataclass(frozen=True)
class Source:
    """One official file, as its publisher names it; `path` is where it lies under `--sources`."""

    key: str
    path: str
    title: str
    publisher: str
    url: str
    edition: str
    attribution: str
    licence: str = OGL
    licence_url: str = OGL_URL


def _ons(key: str, path: str, title: str, edition: str, page: str = GEOPORTAL) -> Source:
    return Source(key, path, title, ONS, page, edition, ONS_ATTRIBUTION)


def _iod(key: str, path: str, title: str, year: int) -> Source:
    page = f"https://www.gov.uk/government/statistics/english-indices-of-deprivation-{year}"
    return Source(key, path, title, MHCLG, page, str(year), IOD_ATTRIBUTION)


def official_files(place: Place) -> dict[str, Source]:
    """The official files of a place by their key; former wards, labels and built-up parts if it has them."""
    at = place.files
    listed = [
        *_boundaries(place),
        *(
            _iod(
                f"iod{year}",
                edition.file7,
                f"English Indices of Deprivation {year}, File 7: scores, ranks"
                f"{' and deciles' if edition.short else ', deciles and denominators'}",
                year,
            )
            for year, edition in MAPPED.items()
        ),
        *(
            _iod(
                f"indicators{year}",
                at[f"indicators{year}"],
                f"English Indices of Deprivation {year}, File 8: underlying indicators",
                year,
            )
            for year in INDICATORS
        ),
        _iod(
            "iod2015",
            "iod2015/iod2015_imd_rank_decile_and_published_scores.csv",
            "English Indices of Deprivation 2015: IMD score, rank and decile, domain scores",
            2015,
        ),
        *_lookups(place),
        _ons(
            "population21",
            at["population21"],
            "Mid-year population estimates for 2021 LSOAs, rebased after Census 2021",
            f"mid-{YEARS[0]} to mid-{LATEST_POPULATION}",
            ESTIMATES,
        ),
        _ons(
            "population11",
            at["population11"],
            "Mid-year population estimates for 2011 LSOAs, not rebased",
            "mid-2019",
            ESTIMATES,
        ),
        *_places(place),
        *_census(place),
    ]
    return {source.key: source for source in listed}


def _boundaries(place: Place) -> list[Source]:
    lsoas = "Lower layer Super Output Areas, generalised (20 m), clipped to the coastline"
    listed = [
        _ons("lsoa11", place.files["lsoa11"], lsoas, "December 2011"),
        _ons("lsoa21", place.files["lsoa21"], lsoas, "December 2021"),
    ]
    if former := place.files.get("ward22"):
        title = f"Wards, generalised: the {place.former_wards}"
        listed.append(_ons("ward22", former, title, "December 2022"))
    since = f"since {place.wards_since}" if place.wards_since else "of today"
    title = f"Wards, generalised: the wards {since}"
    return [*listed, _ons("ward25", place.files["ward25"], title, "2025")]


def _lookups(place: Place) -> list[Source]:
    at = place.files
    return [
        _ons(
            "lookup",
            at["lookup"],
            "LSOA (2011) to LSOA (2021) to local authority district (2022), exact fit",
            "2022",
        ),
        _ons("ward_fit", at["ward_fit"], "LSOA (2021) to electoral ward (2024), best fit", "2024"),
        _ons("centroids", at["centroids"], "LSOA (2021) population-weighted centroids", "December 2021"),
    ]


def _background(place: Place) -> list[Source]:
    """What a map shows behind its areas, as far as the place has it: labels, built-up parts."""
    at, listed = place.files, []
    if "places" in at:
        listed.append(
            Source(
                "places",
                at["places"],
                f"Towns and villages of {place.name}, label points",
                "GeoNames and ONS, with map reading",
                "https://www.geonames.org/",
                "2026",
                "Place labels: GeoNames (CC BY 4.0), with ONS output areas under the OGL v3.0.",
                "Creative Commons Attribution 4.0",
                "https://creativecommons.org/licenses/by/4.0/",
            )
        )
    if "builtup" in at:
        title = f"Built-up parts of {place.name}: 2011 output areas under 25 hectares, dissolved"
        derived = "derived from ONS Output Areas"
        listed.append(Source("builtup", at["builtup"], title, derived, GEOPORTAL, "2011", ONS_ATTRIBUTION))
    return listed


def _places(place: Place) -> list[Source]:
    """Police, postcodes, names, and what a map shows behind its areas."""
    at = place.files
    listed = [
        *_police(place),
        *_postcodes(place),
        Source(
            "msoa_names",
            at["msoa_names"],
            "MSOA Names",
            "House of Commons Library",
            "https://houseofcommonslibrary.github.io/msoanames/",
            "2011 and 2021",
            "Contains Parliamentary information licensed under the Open Parliament Licence v3.0.",
            "Open Parliament Licence v3.0",
            "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
        ),
    ]
    return [*listed, *_background(place)]


def _police(place: Place) -> list[Source]:
    """The police's files; of a force without files none."""
    if "police" not in place.files:
        return []
    return [
        Source(
            "police",
            place.files["police"],
            f"Street-level crime and anti-social behaviour, {place.police}",
            "Home Office, data.police.uk",
            "https://data.police.uk/data/archive/",
            "as the archive holds them",
            POLICE_ATTRIBUTION,
        )
    ]


def postcode_keys(place: Place) -> list[str]:
    """The keys of the files of postcodes, one for each postcode area."""
    return [key for key in place.files if key.startswith(POSTCODES)]


def _postcodes(place: Place) -> list[Source]:
    """Code-Point Open of each postcode area."""
    return [
        Source(
            key,
            place.files[key],
            f"Code-Point Open, postcode area {area}",
            "Ordnance Survey",
            "https://www.ordnancesurvey.co.uk/products/code-point-open",
            place.postcode_edition,
            f"Contains OS data {CROWN}. Contains Royal Mail data "
            "© Royal Mail copyright and database right 2025. Source: Office for National Statistics "
            "licensed under the Open Government Licence v.3.0.",
        )
        for key, area in zip(postcode_keys(place), place.postcode_areas, strict=True)
    ]


def _census(place: Place) -> list[Source]:
    """The tables of Census 2021 that the place names."""
    return [
        Source(
            key,
            place.files[key],
            f"Census 2021, {topic.table}: {topic.title}, by LSOA (2021)",
            ONS,
            CENSUS_PAGE.format(topic.table),
            census.DAY,
            CENSUS_ATTRIBUTION,
        )
        for key, topic in census.FILES.items()
        if key in place.files
    ]


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes, or of a shapefile's parts one after the other."""
    digest = hashlib.sha256()
    for part in parts(path):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def parts(path: Path) -> list[Path]:
    """The files that make up `path`: itself, or for a `.shp` its five parts in order of name."""
    if path.suffix != ".shp":
        return [path]
    return [path.with_suffix(end) for end in (".cpg", ".dbf", ".prj", ".shp", ".shx")]


def describe_sources(
    directory: Path, place: Place, previous: Sequence[dict[str, Any]], today: datetime.date, months: str
) -> list[dict]:
    """Manifest entries of the source files; content that a manifest of `previous` knows keeps its day there.

    A file's own date on disk says nothing, as a copy changes it. `months` are those of the police's archive,
    which stand for its edition.
    """
    known = {
        (entry["key"], entry["sha256"]): entry["retrieved"]
        for manifest in reversed(previous)
        for entry in manifest["sources"]
        if "refreshed" not in entry
    }
    entries = []
    for key, source in official_files(place).items():
        path = directory / source.path
        entry = entry_of(source, path.name, sha256(path))
        if key == "police":
            entry["edition"] = months
        entry["retrieved"] = known.get((key, entry["sha256"]), today.isoformat())
        entries.append(entry)
    return entries


def entry_of(source: Source, file: str, digest: str) -> dict[str, Any]:
    """The manifest entry of a source that was read from a file of this name and sha256."""
    entry = asdict(source)
    del entry["path"]
    return {**entry, "file": file, "sha256": digest}


def edition_of(manifest: dict[str, Any], key: str) -> str:
    """The edition of a source that a data folder holds, such as "October 2025"."""
    return next(entry["edition"] for entry in manifest["sources"] if entry["key"] == key)


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest of a data folder; raises `DataError` where there is none or it is not JSON."""
    path = directory / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for part in ("tables", "sources"):
            if not isinstance(manifest, dict) or not isinstance(manifest.get(part), list):
                raise ValueError(f"no list of {part}")
        return manifest
    except OSError as error:
        raise DataError(
            f"{path}: expected the manifest of a data folder, found {error.strerror}. "
            "Run `python -m charnwood build --sources DIR`, or name another folder with --data."
        ) from error
    except ValueError as error:
        raise DataError(
            f"{path}: expected a manifest in JSON, found {error}. Run `python -m charnwood build --sources DIR`."
        ) from error


def write_manifest(directory: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest with stable order and indentation."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8")


def version_of(manifest: dict[str, Any]) -> str:
    """Eight hex digits that name these very data: the hash of all table hashes."""
    joined = "".join(entry["sha256"] for entry in manifest["tables"] if not entry["editable"])
    return hashlib.sha256(joined.encode()).hexdigest()[:8]


def data_version(directory: Path, manifest: dict[str, Any], counted: Iterable[str]) -> str:
    """Eight hex digits that name the data of a folder, the `counted` editable files included."""
    files = (directory / name for name in counted)
    edited = "".join(sha256(path) for path in files if path.is_file())
    return hashlib.sha256((version_of(manifest) + edited).encode()).hexdigest()[:8]


def verify_files(directory: Path, manifest: dict[str, Any]) -> list[str]:
    """One line for each file of the manifest that is missing or whose bytes differ."""
    faults = []
    for entry in manifest["tables"]:
        path = directory / entry["file"]
        absent = [part.name for part in parts(path) if not part.is_file()]
        if absent:
            faults.append(f"{path}: expected the file, found no {', '.join(absent)}. Run build again.")
        elif not entry["editable"] and (found := sha256(path)) != entry["sha256"]:
            faults.append(
                f"{path}: expected sha256 {entry['sha256'][:12]}…, found {found[:12]}…; it changed after "
                "the build. Restore it, or run build again."
            )
    return faults
