"""What a map's frame gets: a document, and all that it runs in one file whose address carries a hash of its content."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path

from charnwood import assets, drawing, figures
from charnwood.cache import of_data
from charnwood.store.dataset import Dataset
from charnwood.web import hints
from charnwood.web.compression import KINDS, Packed, pack

FRAME = "component/streamlit_folium.st_folium"  # where Streamlit serves the frame of a map
MADE = rf"/{assets.PREFIX}/map-(layers-)?[0-9a-f]{{8}}\.js"  # addresses of that file, and of the layers that it asks for
FRAME_SCRIPT = re.compile(r'<script defer="defer" src="\./(static/js/main\.\w+\.js)"></script>')


def frame_folder() -> Path:
    """Where streamlit-folium keeps its frame.

    The package is not imported for it: it tells of itself only to a server that runs already, and once.
    """
    return Path(str(distribution("streamlit-folium").locate_file("streamlit_folium/frontend/build")))


@cache
def map_frame() -> tuple[str, str, str] | None:
    """streamlit-folium's frame: its document before and after the tag of its script, and that script.

    None where it has changed.
    """
    folder = frame_folder()
    try:
        before, name, after = FRAME_SCRIPT.split((folder / "index.html").read_text(encoding="utf-8"))
        after.index("<body>")  # where the styles go
        script = (folder / name).read_text(encoding="utf-8")
    except (OSError, ValueError):
        hints.left_out("streamlit-folium changed the document of its frame")
        return None
    return before, after, script


@lru_cache(maxsize=4)
def document(address: str) -> str | None:
    """The document of a map's frame: streamlit-folium's, with styles, and with the script of the map for its own.

    streamlit-folium would ask for these only once the page has told it to. It writes its head anew, so that
    styles there would be lost for a moment: they stand in the body. None where its own has to do.
    """
    if (frame := map_frame()) is None:
        return None
    before, after, _ = frame
    styles = "".join(f'<link rel="stylesheet" href="{style}">' for style in _styles())
    script = f'<script defer src="../../{address}"></script>'
    return before + script + after.replace("<body>", f"<body>{styles}", 1)


def asked_for(data: Dataset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Addresses of scripts and styles that the frame must ask for: none, where its document names them already."""
    if map_frame():
        return (), ()
    return (f"../../{script_address(data)}",), _styles()


def _styles() -> tuple[str, ...]:
    leaflet, own = (f"../../{assets.PREFIX}/{assets.versioned(name)}" for name in ("leaflet", "own"))
    return f"{leaflet}/leaflet.css", f"{own}/map.css"


@of_data(2)
def script(data: Dataset) -> str:
    """All that a map's frame runs, in one file: Leaflet, the shapes, what draws them, streamlit-folium's own."""
    leaflet, own = assets.FOLDERS["leaflet"] / "leaflet.js", assets.FOLDERS["own"]
    frame = map_frame()
    return "\n".join(
        [
            leaflet.read_text(encoding="utf-8"),
            drawing.map_layer.shapes_script(data),
            drawing.map_layer.accent_script(data),
            drawing.map_ahead.script(data),
            f"window.charnwoodOwnPoints={str(not figures.points.held(data).empty).lower()};",
            f'window.charnwoodLayersAt="../../{layers_address(data)}";',
            *(
                (own / name).read_text(encoding="utf-8")
                for name in ("map.js", "map_controls.js", "map_ahead.js")
            ),
            frame[2] if frame else "",
        ]
    )


def layers(data: Dataset) -> str:
    """What a map shows from near, which it asks for when somebody wants it."""
    return f"window.charnwoodLayers={drawing.map_layer.in_script(drawing.map_places.layers(data))};\n"


@of_data(6)  # of two maps, as it is and in each way of packing
def packed(data: Dataset, encoding: str) -> Packed:
    """That file as it is sent."""
    return pack(script(data).encode(), KINDS[".js"], encoding)


@of_data(3)
def packed_layers(data: Dataset, encoding: str) -> Packed:
    """The file of layers as it is sent."""
    return pack(layers(data).encode(), KINDS[".js"], encoding)


@of_data(2)
def layers_address(data: Dataset) -> str:
    """Where the server has the file of layers, with a hash of what it is made of: nothing is made before it is wanted."""
    made_of = f"{data.version} {assets.versioned('own')}"
    return f"{assets.PREFIX}/map-layers-{hashlib.sha256(made_of.encode()).hexdigest()[:8]}.js"


@of_data(2)
def script_address(data: Dataset) -> str:
    """Where the server has that file, with a hash of its content."""
    return f"{assets.PREFIX}/map-{hashlib.sha256(script(data).encode()).hexdigest()[:8]}.js"


def found(data: Dataset, address: str, encoding: str) -> Packed | None:
    """Either of the two files by its address, as it is sent."""
    made = {script_address(data): packed, layers_address(data): packed_layers}
    make = made.get(f"{assets.PREFIX}/{address.rpartition('/')[2]}")
    return make(data, encoding) if make else None
