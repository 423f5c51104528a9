"""All that a map's frame runs, in one file whose address carries a hash of its content."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from charnwood import assets, drawing
from charnwood.cache import of_data
from charnwood.store.dataset import Dataset

FRAME_SCRIPT = re.compile(r'<script defer="defer" src="\./(static/js/main\.\w+\.js)"></script>')


@cache
def map_frame() -> tuple[str, str, str]:
    """streamlit-folium's frame: its document before and after the tag of its script, and that script.

    The package is not imported for it: it tells of itself only to a server that runs already, and once.
    """
    build = Path(str(distribution("streamlit-folium").locate_file("streamlit_folium/frontend/build")))
    before, name, after = FRAME_SCRIPT.split((build / "index.html").read_text(encoding="utf-8"))
    return before, after, (build / name).read_text(encoding="utf-8")


@of_data(2)
def script(data: Dataset) -> str:
    """All that a map's frame runs, in one file: Leaflet, the shapes, what draws them, streamlit-folium's own."""
    leaflet, own = assets.FOLDERS["leaflet"] / "leaflet.js", assets.FOLDERS["own"] / "map.js"
    *_, frame = map_frame()
    return "\n".join(
        [
            leaflet.read_text(encoding="utf-8"),
            drawing.map_layer.shapes_script(data),
            own.read_text(encoding="utf-8"),
            frame,
        ]
    )


@of_data(2)
def script_address(data: Dataset) -> str:
    """Where the server has that file, with a hash of its content."""
    return f"{assets.PREFIX}/map-{hashlib.sha256(script(data).encode()).hexdigest()[:8]}.js"
