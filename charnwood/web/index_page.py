"""The document that a browser gets at a page's address: Streamlit's own, with title, language, style and script.

Streamlit fetches the parts of a page only when the server has named them, each after the other. Those that
every page has are named here already, so that they travel, and run, while the server still works. So is what
the map's frame runs, in streamlit-folium's own document.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from pathlib import Path

import streamlit

from charnwood import assets
from charnwood.store.dataset import Dataset
from charnwood.web.map_script import map_frame

ABOUT = (
    "Where deprivation and recorded crime sit in {where}: "
    "maps, charts, tables and a page in plain words for residents."
)
STREAMLIT = Path(streamlit.__file__).parent / "static"
# Streamlit's parts of these names stand on every page, the last on those with a map
PARTS = ("Html", "Selectbox", "TextInput")
MAP_PART = "ComponentInstance"
IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
# What Streamlit says of its agent interface, which is closed here, and to people without scripts
ADVERTISED = re.compile(r'<!--(?:(?!-->).)*agent API.*?-->\s*<link rel="service-desc"[^>]*>', re.DOTALL)
UNSCRIPTED = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
WITHOUT_SCRIPTS = (
    "<noscript><p>This dashboard draws its maps, charts and tables with JavaScript: please allow it. The same "
    "figures are published in the English Indices of Deprivation on GOV.UK and on police.uk.</p></noscript>"
)
FRAME = "component/streamlit_folium.st_folium"  # where Streamlit serves the frame of a map


@lru_cache(maxsize=64)
def page(title: str, about: str, map_script: str = "") -> str:
    """The document of a page of this title; `about` says what the dashboard shows.

    `map_script` is the address of what the frame of its map runs, if it has one.
    """
    text = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    there = set(re.findall(r"static/js/([\w.-]+\.js)", text))
    parts = [*PARTS, *([MAP_PART] if map_script else [])]
    early = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n'
        for name in dict.fromkeys(name for part in parts for name in _needed(part))
        if name not in there
    )
    # Run as well: React shows a part that it must wait for up to 0.3 seconds after it has come
    early += "".join(
        f'<script type="module" crossorigin src="./static/js/{_needed(part)[0]}"></script>\n'
        for part in parts
    )
    if map_script:
        early += f'<link rel="prefetch" as="script" href="./{map_script}">\n'
    own = f"./{assets.PREFIX}/{assets.versioned('own')}"
    head = (
        f'<link rel="stylesheet" href="{own}/page.css">\n<script src="{own}/page.js" defer></script>\n'
        f'<meta name="description" content="{html.escape(about)}">\n{early}</head>'
    )
    for old, new in (
        ('<html lang="en">', '<html lang="en-GB">'),
        ("<title>Streamlit</title>", f"<title>{html.escape(title)}</title>"),
        ("</head>", head),
    ):
        text = text.replace(old, new, 1)
    return UNSCRIPTED.sub(WITHOUT_SCRIPTS, ADVERTISED.sub("", text))


@lru_cache(maxsize=4)
def frame(map_script: str) -> str:
    """The document of a map's frame: streamlit-folium's, with styles, and with the script of the map for its own.

    streamlit-folium would ask for these only once the page has told it to. It writes its head anew, so that
    styles there would be lost for a moment: they stand in the body.
    """
    before, after, _ = map_frame()
    leaflet, own = (f"{assets.PREFIX}/{assets.versioned(name)}" for name in ("leaflet", "own"))
    styles = "".join(
        f'<link rel="stylesheet" href="../../{address}">'
        for address in (f"{leaflet}/leaflet.css", f"{own}/map.css")
    )
    script = f'<script defer src="../../{map_script}"></script>'
    return before + script + after.replace("<body>", f"<body>{styles}", 1)


def about(data: Dataset) -> str:
    """What the dashboard shows, for search engines."""
    where = f"the {data.place.kind.title()} of {data.place.name}"
    return ABOUT.format(where=f"{where} and its Priority Neighbourhoods" if data.neighbourhoods else where)


def _needed(part: str) -> list[str]:
    """The files of a part of Streamlit: its own and, in turn, those that each imports."""
    found = [path.name for path in sorted((STREAMLIT / "static/js").glob(f"{part}.*.js"))]
    for name in found:
        imported = IMPORT.findall((STREAMLIT / "static/js" / name).read_text(encoding="utf-8"))
        found += [other for other in dict.fromkeys(imported) if other not in found]
    return found
