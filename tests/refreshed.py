"""Local publishers that the tests of `refresh` ask, and data with months cut out; for all tests of a worker."""

import hashlib
import json
import shutil
import zipfile
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from conftest import FILE7, POLICE, archive_months, save
from official_server import code_point, official_server
from police_server import archive_of, incidents_of, police_server

from charnwood import ROOT
from charnwood.official.deprivation import MAPPED
from charnwood.store import arcgis, fetch, refresh_official
from charnwood.store.manifest import MANIFEST

HELD = ROOT / "data"
NEW = tuple(archive_months()[-2:])
GAP = "2020-03"
TOTALS = ["rows", "located", "unlocated", "outside"]
BOUNDARIES = {
    "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3": "LSOA_2011_BGC_leicestershire.zip",
    "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5": "LSOA_2021_BGC_leicestershire.zip",
    "Wards_December_2022_Boundaries_UK_BGC": "WD_2022_BGC_charnwood.zip",
    "WD_MAY_2025_UK_BGC_V2": "WD_2025_BGC_leicestershire.zip",
}
OTHERS = (
    "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V4",
    "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BFC_V10",
    "LSOA_2021_EW_BGC_V6_RUC",
    "LSOA11_LSOA21_LAD22_EW_LU_v5",
    "Wards_December_2024_Boundaries_UK_BGC",
)
POSTCODES = "postcodes/code_point_open_2025-10_le.csv"


def drop(directory, months):
    """Take months out of a data folder, by hand, and enter the new hashes."""
    manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    for entry in manifest["tables"]:
        path = directory / entry["file"]
        if path.parent.name != "crime":
            continue
        if path.suffix == ".parquet":
            frame = pd.read_parquet(path)
            frame = frame[~frame["month"].isin(months)]
            frame.to_parquet(path, index=False)
        else:
            frame = pd.read_csv(path).astype(dict.fromkeys(TOTALS, "Int64"))
            gone = frame["month"].isin(months)
            frame.loc[gone, [*TOTALS, "source"]] = None
            frame.loc[gone, "status"] = "missing"
            frame = frame[frame["month"] <= frame.loc[~gone, "month"].max()]
            frame.to_csv(path, index=False)
        entry["rows"] = len(frame)
        entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    save(directory / MANIFEST, json.dumps(manifest))


@pytest.fixture
def folder(request, tmp_path):
    """A data folder of a test's own, in a folder of its own; where a module uses `cut`, without those months."""
    held = request.getfixturevalue("cut") if "cut" in request.fixturenames else HELD
    return shutil.copytree(held, tmp_path / "own" / "data")


@pytest.fixture(scope="session")
def cut(tmp_path_factory):
    """The data held without the two latest months and one in the middle."""
    directory = shutil.copytree(HELD, tmp_path_factory.mktemp("cut") / "data")
    drop(directory, (*NEW, GAP))
    return directory


@pytest.fixture(scope="session")
def street(raw):
    """The street files of the months that are missing from `cut`."""
    with zipfile.ZipFile(raw / POLICE) as archive:
        return {m: archive.read(f"{m}/{m}-leicestershire-street.csv") for m in (GAP, *NEW)}


@pytest.fixture(scope="session")
def packed(street):
    """The archive that the server has: these months of several forces."""
    return archive_of(street)


@pytest.fixture(scope="session")
def by_api(street):
    """The incidents of these months as the API tells them."""
    return {month: incidents_of(content, month) for month, content in street.items()}


@pytest.fixture
def police(packed, by_api, monkeypatch):
    """The local police.uk; waiting is noted in `waits` and takes no time."""
    with police_server() as server:
        server.archive = packed
        server.months = {month: [*rows] for month, rows in by_api.items()}
        server.waits = []
        monkeypatch.setattr(fetch, "sleep", server.waits.append)
        yield server


@pytest.fixture(scope="session")
def layers(raw):
    read = {name: gpd.read_file(f"zip://{raw / 'boundaries' / file}") for name, file in BOUNDARIES.items()}
    return read | {name: read[max(BOUNDARIES)].iloc[:1] for name in OTHERS}


@pytest.fixture(scope="session")
def published(raw):
    """The files that the local publishers have, by their paths."""
    files = {f"/files/File_7_{year}.csv": (raw / FILE7[year]).read_bytes() for year in MAPPED}
    return files | {"/files/codepo_gb.zip": code_point((raw / POSTCODES).read_bytes())}


@pytest.fixture
def server(layers, published, monkeypatch):
    """The local publishers; waiting is noted in `waits` and takes no time."""
    with official_server() as running:
        running.layers = layers
        running.files = {**published}
        running.waits = []
        monkeypatch.setattr(fetch, "sleep", running.waits.append)
        monkeypatch.setattr(arcgis, "SERVICES", f"{running.url}/rest/services")
        monkeypatch.setattr(
            refresh_official, "POSTCODES_URL", f"{running.url}/downloads?area=GB&format=CSV&redirect"
        )
        addressed = {y: replace(e, asset=f"{running.url}/files/File_7_{y}.csv") for y, e in MAPPED.items()}
        monkeypatch.setattr(refresh_official, "MAPPED", addressed)
        yield running
