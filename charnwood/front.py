"""The document that a browser gets at a page's address: Streamlit's own, with title, language, style and script.

Streamlit fetches the parts of a page only when the server has named them, each after the other. Those that
every page has are named here already, so that they travel while the server still works.
"""

from __future__ import annotations

import html
import re
import sys
from functools import lru_cache
from pathlib import Path

import streamlit

from charnwood import static
from charnwood.dataset import Dataset

ABOUT = (
    "Where deprivation and recorded crime sit in {where}: "
    "maps, charts, tables and a page in plain words for residents."
)
STREAMLIT = Path(streamlit.__file__).parent / "static"
# Streamlit's parts of these names stand on every page, the last on those with a map
PARTS = ("Html", "Selectbox", "TextInput")
MAP_PART = "ComponentInstance"
IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def page(title: str, about: str, map_script: str = "") -> str:
    """The document of a page of this title; `about` says what the dashboard shows.

    `map_script` is the address of what the frame of its map runs, if it has one.
    """
    return _page(title, about, (map_script, *_frame_scripts()) if map_script else ())


def about(data: Dataset) -> str:
    """What the dashboard shows, for search engines."""
    where = f"the {data.place.kind.title()} of {data.place.name}"
    return ABOUT.format(where=f"{where} and its Priority Neighbourhoods" if data.neighbourhoods else where)


@lru_cache(maxsize=64)
def _page(title: str, about: str, later: tuple[str, ...]) -> str:
    text = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    there = set(re.findall(r"static/js/([\w.-]+\.js)", text))
    parts = [*PARTS, *([MAP_PART] if later else [])]
    early = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n'
        for name in dict.fromkeys(name for part in parts for name in _needed(part))
        if name not in there
    )
    fetched = "".join(f'<link rel="prefetch" as="script" href="./{address}">\n' for address in later)
    own = f"./{static.PREFIX}/{static.versioned('own')}"
    head = (
        f'<link rel="stylesheet" href="{own}/page.css">\n<script src="{own}/page.js" defer></script>\n'
        f'<meta name="description" content="{html.escape(about)}">\n{early}{fetched}</head>'
    )
    for old, new in (
        ('<html lang="en">', '<html lang="en-GB">'),
        ("<title>Streamlit</title>", f"<title>{html.escape(title)}</title>"),
        ("</head>", head),
    ):
        text = text.replace(old, new, 1)
    return text


def _needed(part: str) -> list[str]:
    """The files of a part of Streamlit: its own and, in turn, those that each imports."""
    found = [path.name for path in sorted((STREAMLIT / "static/js").glob(f"{part}.*.js"))]
    for name in found:
        imported = IMPORT.findall((STREAMLIT / "static/js" / name).read_text(encoding="utf-8"))
        found += [other for other in dict.fromkeys(imported) if other not in found]
    return found


def _frame_scripts() -> list[str]:
    """Addresses of the scripts in streamlit-folium's frame; Streamlit has them once a page has imported it."""
    if not (module := sys.modules.get("streamlit_folium")):
        return []
    build = Path(str(module.__file__)).parent / "frontend/build"
    files = sorted((build / "static/js").glob("main.*.js"))
    return [f"component/streamlit_folium.st_folium/{path.relative_to(build).as_posix()}" for path in files]
