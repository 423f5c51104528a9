"""The files that the browser keeps: the app's own and Leaflet, in folders that carry a hash of their content."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import xstatic.pkg.leaflet

from charnwood import ROOT

FOLDERS = {"own": ROOT / "charnwood" / "assets", "leaflet": Path(xstatic.pkg.leaflet.BASE_DIR)}
PREFIX = "assets"
FRAME_SCRIPT = re.compile(r'<script defer="defer" src="\./(static/js/main\.\w+\.js)"></script>')


@cache
def versioned(name: str) -> str:
    """The folder's name in addresses, such as `leaflet-0a1b2c3d`: other content, another name."""
    digest = hashlib.sha256()
    for path in sorted(FOLDERS[name].rglob("*")):
        if path.is_file() and path.suffix in (".js", ".css", ".png", ".gif"):
            digest.update(path.relative_to(FOLDERS[name]).as_posix().encode() + path.read_bytes())
    return f"{name}-{digest.hexdigest()[:8]}"


@cache
def map_frame() -> tuple[str, str, str]:
    """streamlit-folium's frame: its document before and after the tag of its script, and that script.

    The package is not imported for it: it tells of itself only to a server that runs already, and once.
    """
    build = Path(str(distribution("streamlit-folium").locate_file("streamlit_folium/frontend/build")))
    before, name, after = FRAME_SCRIPT.split((build / "index.html").read_text(encoding="utf-8"))
    return before, after, (build / name).read_text(encoding="utf-8")
