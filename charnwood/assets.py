"""Files that browsers keep: the app's own and Leaflet, in folders that carry a hash of their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import xstatic.pkg.leaflet

from charnwood import ROOT

FOLDERS = {
    "own": ROOT / "charnwood" / "ui" / "assets",
    "public": ROOT / "charnwood" / "public" / "assets",
    "leaflet": Path(xstatic.pkg.leaflet.BASE_DIR),
}
PREFIX = "assets"


@cache
def versioned(name: str) -> str:
    """The folder's name in addresses, such as `leaflet-0a1b2c3d`: other content, another name."""
    digest = hashlib.sha256()
    for path in sorted(FOLDERS[name].rglob("*")):
        if path.is_file() and path.suffix in (".js", ".css", ".png", ".gif"):
            digest.update(path.relative_to(FOLDERS[name]).as_posix().encode() + path.read_bytes())
    return f"{name}-{digest.hexdigest()[:8]}"
