"""The official files: what they are, who publishes them, under which licence; and the manifest.

The manifest, `data/sources.json`, has two lists. `sources` describes each official file that the
build read (publisher, address, licence, attribution, edition, date retrieved, sha256). `tables`
describes each file of `data/` (title, rows, geometry, sha256, the sources it was made from).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from charnwood.checks import DataError
from charnwood.deprivation import MAPPED
from charnwood.indicators import INDICATORS

OGL = "Open Government Licence v3.0"
OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ONS = "Office for National Statistics"
MHCLG = "Ministry of Housing, Communities and Local Government"
ONS_ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right 2025."
)
IOD_ATTRIBUTION = (
    "Contains public sector information from MHCLG licensed under the Open Government Licence v3.0."
)
POLICE_ATTRIBUTION = (
    "Contains public sector information from data.police.uk licensed under the Open Government Licence v3.0."
)
GEOPORTAL = "https://geoportal.statistics.gov.uk/"
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


def _boundary(key: str, path: str, title: str, edition: str) -> Source:
    return Source(key, f"boundaries/{path}", title, ONS, GEOPORTAL, edition, ONS_ATTRIBUTION)


def _lookup(key: str, path: str, title: str, edition: str) -> Source:
    return Source(key, f"lookups/{path}", title, ONS, GEOPORTAL, edition, ONS_ATTRIBUTION)


def _iod(key: str, path: str, title: str, year: int) -> Source:
    page = f"https://www.gov.uk/government/statistics/english-indices-of-deprivation-{year}"
    return Source(key, path, title, MHCLG, page, str(year), IOD_ATTRIBUTION)


SOURCES = {
    source.key: source
    for source in (
        _boundary(
            "lsoa11",
            "LSOA_2011_BGC_leicestershire.zip",
            "Lower layer Super Output Areas, generalised (20 m), clipped to the coastline",
            "December 2011",
        ),
        _boundary(
            "lsoa21",
            "LSOA_2021_BGC_leicestershire.zip",
            "Lower layer Super Output Areas, generalised (20 m), clipped to the coastline",
            "December 2021",
        ),
        _boundary(
            "ward22",
            "WD_2022_BGC_charnwood.zip",
            "Wards, generalised: the 28 wards of 2003 to 2023",
            "December 2022",
        ),
        _boundary(
            "ward25",
            "WD_2025_BGC_leicestershire.zip",
            "Wards, generalised: the wards since May 2023",
            "2025",
        ),
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
                f"iod{year}/underlying_indicators_leicestershire.csv",
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
        _lookup(
            "lookup",
            "LSOA11_LSOA21_LAD22_exact_fit_leicestershire.csv",
            "LSOA (2011) to LSOA (2021) to local authority district (2022), exact fit",
            "2022",
        ),
        _lookup(
            "ward_fit",
            "LSOA21_WD24_LAD24_best_fit_leicestershire.csv",
            "LSOA (2021) to electoral ward (2024), best fit",
            "2024",
        ),
        _lookup(
            "centroids",
            "LSOA21_population_weighted_centroids_leicestershire.csv",
            "LSOA (2021) population-weighted centroids",
            "December 2021",
        ),
        Source(
            "population21",
            "population/population_lsoa21_mid2011_mid2022_leicestershire.csv",
            "Mid-year population estimates for 2021 LSOAs, rebased after Census 2021",
            ONS,
            "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates",
            "mid-2011 to mid-2022",
            ONS_ATTRIBUTION,
        ),
        Source(
            "population11",
            "population/population_lsoa11_mid2019_leicestershire.csv",
            "Mid-year population estimates for 2011 LSOAs, not rebased",
            ONS,
            "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates",
            "mid-2019",
            ONS_ATTRIBUTION,
        ),
        Source(
            "police",
            "police/police_uk_archive_leicestershire.zip",
            "Street-level crime and anti-social behaviour, Leicestershire Police",
            "Home Office, data.police.uk",
            "https://data.police.uk/data/archive/",
            "December 2019 to November 2025, with gaps",
            POLICE_ATTRIBUTION,
        ),
        Source(
            "postcodes",
            "postcodes/code_point_open_2025-10_le.csv",
            "Code-Point Open, postcode area LE",
            "Ordnance Survey",
            "https://www.ordnancesurvey.co.uk/products/code-point-open",
            "October 2025",
            "Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data "
            "© Royal Mail copyright and database right 2025. Source: Office for National Statistics "
            "licensed under the Open Government Licence v.3.0.",
        ),
        Source(
            "msoa_names",
            "places/msoa_names_leicestershire.csv",
            "MSOA Names",
            "House of Commons Library",
            "https://houseofcommonslibrary.github.io/msoanames/",
            "2011 and 2021",
            "Contains Parliamentary information licensed under the Open Parliament Licence v3.0.",
            "Open Parliament Licence v3.0",
            "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
        ),
        Source(
            "places",
            "places/place_labels_charnwood.csv",
            "Towns and villages of Charnwood, label points",
            "GeoNames and ONS, with map reading",
            "https://www.geonames.org/",
            "2026",
            "Place labels: GeoNames (CC BY 4.0), with ONS output areas under the OGL v3.0.",
            "Creative Commons Attribution 4.0",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        Source(
            "builtup",
            "places/builtup_proxy_oa2011.geojson",
            "Built-up parts of Charnwood: 2011 output areas under 25 hectares, dissolved",
            "derived from ONS Output Areas",
            GEOPORTAL,
            "2011",
            ONS_ATTRIBUTION,
        ),
    )
}


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


def describe(directory: Path, keys: list[str], previous: dict[str, Any], today: datetime.date) -> list[dict]:
    """Manifest entries of the source files; a file seen before keeps the date it was first built."""
    known = {entry["key"]: entry for entry in previous.get("sources", [])}
    entries = []
    for key in keys:
        path = directory / SOURCES[key].path
        entry = entry_of(key, path.name, sha256(path))
        before = known.get(key, {})
        same = before.get("sha256") == entry["sha256"] and "refreshed" not in before
        entry["retrieved"] = before["retrieved"] if same else today.isoformat()
        entries.append(entry)
    return entries


def entry_of(key: str, file: str, digest: str) -> dict[str, Any]:
    """The manifest entry of a source that was read from a file of this name and sha256."""
    entry = asdict(SOURCES[key])
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


def version(manifest: dict[str, Any]) -> str:
    """Eight hex digits that name these very data: the hash of all table hashes."""
    joined = "".join(entry["sha256"] for entry in manifest["tables"] if not entry["editable"])
    return hashlib.sha256(joined.encode()).hexdigest()[:8]


def verify(directory: Path, manifest: dict[str, Any]) -> list[str]:
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
