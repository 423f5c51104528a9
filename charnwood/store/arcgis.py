"""Boundaries from ONS's ArcGIS server: the newest layer of a geography and year, its areas page by page.

Names of layers drift ("LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3"), so that the server's own
list is searched. Source: https://geoportal.statistics.gov.uk/ and the ArcGIS REST API's description of query.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from charnwood.store import fetch

SERVICES = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
PAGE = 2_000  # areas asked for at once; a server may send fewer and say so
GRID = 27700  # asked for as the layers hold it, so that no server's transformation moves a boundary
KINDS = {"LSOA": r"LSOA|Lower_?Layer_?Super_?Output_?Areas?", "WD": r"WD|Wards?"}
BY_HAND = "Download the boundaries from the ONS Open Geography Portal and name the file with --from."


@dataclass(frozen=True)
class Layer:
    """A layer of polygons: its name, its address, and when ONS last edited it (as the server says it)."""

    name: str
    url: str
    edited: str


def find(http: httpx.Client, base: str, field: str) -> Layer:
    """The newest generalised, clipped layer whose codes stand in `field`, such as LSOA21CD.

    Raises `DataError` where the server lists none.
    """
    listed = _get(http, base)
    services = listed.get("services")
    if not isinstance(services, list):
        fetch.refuse(base, "a list of services", _abridged(listed), BY_HAND)
    names = [str(s.get("name", "")).split("/")[-1] for s in services if s.get("type") == "FeatureServer"]
    kind, year = field[:-4], 2000 + int(field[-4:-2])
    name = newest(names, kind, year)
    if not name:
        fetch.refuse(base, f"a layer {kind} {year} BGC among {len(names):,}", "none", BY_HAND)
    server = f"{base}/{name}/FeatureServer"
    layers = [layer for layer in _get(http, server).get("layers", []) if "id" in layer]
    if not layers:
        fetch.refuse(server, "a layer", "none", BY_HAND)
    url = f"{server}/{layers[0]['id']}"
    edited = _get(http, url).get("editingInfo") or {}
    return Layer(name, url, str(edited.get("dataLastEditDate") or edited.get("lastEditDate") or ""))


def newest(names: Iterable[str], kind: str, year: int) -> str | None:
    """The name of the newest generalised (BGC) layer of a geography: by year of issue, then version."""
    word = r"(?:[A-Za-z()]+_)*"
    form = re.compile(
        rf"(?:{KINDS[kind]})_{word}{year}\)?_{word}BGC(?:_(?:EW|UK|GB))?(?:_(\d{{4}}))?(?:_V(\d+))?", re.I
    )
    found = [(int(m[1] or 0), int(m[2] or 0), m[0]) for m in map(form.fullmatch, names) if m]
    return max(found)[2] if found else None


def areas(http: httpx.Client, layer: Layer, fields: Collection[str], codes: Collection[str]) -> bytes:
    """The areas of these codes as one GeoJSON in British National Grid; the first of `fields` is the code.

    Pages are asked for until the server no longer says that there are more. Raises `DataError` for an
    answer that is no page of areas, is not in the grid, or comes without end.
    """
    url = f"{layer.url}/query"
    features: list[dict] = []
    while True:
        page = _get(http, url, _query(fields, codes, len(features)))
        found = page.get("features")
        if not isinstance(found, list):
            fetch.refuse(url, "a page of areas", _abridged(page), BY_HAND)
        features += found
        if len(features) > len(codes):
            fetch.refuse(url, f"{len(codes)} areas", f"{len(features)} and no end", BY_HAND)
        system = str((page.get("crs") or {}).get("properties", {}).get("name", ""))
        if found and not system.endswith(f":{GRID}"):
            fetch.refuse(url, f"coordinates in EPSG:{GRID}", system or "no coordinate system", BY_HAND)
        more = page.get("exceededTransferLimit") or (page.get("properties") or {}).get(
            "exceededTransferLimit"
        )
        if not more:
            break
        if not found:
            fetch.refuse(url, "a page of areas", "an empty one that announces more", BY_HAND)
    crs = {"type": "name", "properties": {"name": f"EPSG:{GRID}"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}).encode()


def _query(fields: Collection[str], codes: Collection[str], offset: int) -> dict[str, str]:
    code = next(iter(fields))
    listed = ",".join(f"'{c}'" for c in sorted(codes))
    return {
        "where": f"{code} IN ({listed})",
        "outFields": ",".join(fields),
        "orderByFields": code,
        "outSR": str(GRID),
        "resultOffset": str(offset),
        "resultRecordCount": str(PAGE),
        "f": "geojson",
    }


def _get(http: httpx.Client, url: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    value = fetch.json(http, url if form else f"{url}?f=json", form, fault=_fault)
    if not isinstance(value, dict):
        fetch.refuse(url, "an answer of an ArcGIS server", _abridged(value), BY_HAND)
    return value


def _fault(answer: Any) -> tuple[int, str] | None:
    """The fault that ArcGIS tells inside an answer of status 200."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not error:
        return None
    told = error if isinstance(error, dict) else {"message": str(error)}
    code = told.get("code")
    return code if isinstance(code, int) else 400, f"error {code}: {str(told.get('message'))[:200]}"


def _abridged(value: Any) -> str:
    return json.dumps(value)[:100]
