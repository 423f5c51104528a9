"""The document that a browser gets at a page's address: Streamlit's own, with title, language, style and script.

Streamlit fetches the parts of a page only when the server has named them, each after the other. Those that
every page has are named here already, so that they travel, and run, while the server still works. What is no
longer found in a later Streamlit is left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import streamlit

from charnwood import assets, words
from charnwood.briefing import feed
from charnwood.store.dataset import Dataset
from charnwood.web import hints

ABOUT = (
    "Where deprivation and recorded crime sit in {where}: "
    "maps, charts, tables and a page in plain words for residents."
)
FEED = f'<link rel="alternate" type="{feed.MIME}" title="New and revised months of crime" href="./{feed.ADDRESS}">\n'
STREAMLIT = Path(streamlit.__file__).parent / "static"
# Streamlit's parts of these names stand on every page, the last two on those with a map and with charts to explore
PARTS = ("Html", "Selectbox", "TextInput")
MAP_PART, CHART_PART = "ComponentInstance", "Button"
IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
LANGUAGE = re.compile(r"<html[^>]*>")
TITLE = re.compile(r"<title>[^<]*</title>")
HEAD_END = re.compile(r"</head>")
# What Streamlit says of its agent interface, which is closed here, and to people without scripts
ADVERTISED = re.compile(r'<!--(?:(?!-->).)*agent API.*?-->\s*<link rel="service-desc"[^>]*>', re.DOTALL)
UNSCRIPTED = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
WITHOUT_SCRIPTS = f"<noscript><p>{words.maps.WITHOUT_SCRIPTS}</p></noscript>"
# Streamlit draws the page here; before it has, the first view stands over it
BODY = re.compile(r'<div id="root"></div>')
INLINE = ("server", "first")  # scripts of ours that stand in documents
FONT = re.compile(r'href="(\./static/media/SourceSansVF-Upright[^"]*\.woff2)"')


@lru_cache(maxsize=64)
def page(title: str, about: str, map_script: str = "", charts: bool = False, first: str = "") -> str:
    """The document of a page of this title; `about` says what the dashboard shows.

    `map_script` is the address of what the frame of its map runs, if it has one; `charts`: it begins with some to explore;
    `first` stands for what is seen before any script has run, which says itself what those read who have none.
    """
    text = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    early = _early(text, [*PARTS, *([MAP_PART] if map_script else []), *([CHART_PART] if charts else [])])
    if map_script:
        early += f'<link rel="prefetch" as="script" href="./{map_script}">\n'
    own = f"./{assets.PREFIX}/{assets.versioned('own')}"
    copy = f"./{assets.PREFIX}/{assets.versioned('public')}/copy.js"
    head = (
        f"<script>{inline('server')}</script>\n"
        f'<link rel="stylesheet" href="{own}/page.css">\n<script src="{own}/page.js" defer></script>\n'
        f'<script src="{copy}" defer></script>\n'
        f'<meta name="description" content="{html.escape(about)}">\n{FEED}{early}'
        f"{_styles(text, own) if first else ''}</head>"
    )
    first_view = ((BODY, f'<div id="root"></div>{first}'),) if first else ()
    for place, new in (
        *first_view,
        (LANGUAGE, '<html lang="en-GB">'),
        (TITLE, f"<title>{html.escape(title)}</title>"),
        (HEAD_END, head),
        (ADVERTISED, ""),
        (UNSCRIPTED, "" if first else WITHOUT_SCRIPTS),
    ):
        text, found = place.subn(lambda _, new=new: new, text, count=1)
        if not found:
            hints.left_out(f"Streamlit changed its index.html, which has no {place.pattern} any more")
    return text


@cache
def inline(name: str) -> str:
    """A script that stands in the document: as a file of its own it would hold up what comes after it, or come too late."""
    return (assets.FOLDERS["own"] / f"{name}.js").read_text(encoding="utf-8")


def _styles(text: str, own: str) -> str:
    """The styles of a first view, in Streamlit's font, which it names only once its script runs."""
    named = FONT.search(text)
    if not named:
        hints.left_out("Streamlit changed the name of its font")
    face = f"@font-face{{font-family:'Source Sans';font-weight:200 900;src:url({named[1]})}}" if named else ""
    rules = (assets.FOLDERS["own"] / "first.css").read_text(encoding="utf-8")
    return f'<link rel="stylesheet" href="{own}/map.css">\n<style>{face}\n{rules}</style>\n'


def _early(text: str, parts: Sequence[str]) -> str:
    """Tags that fetch and run parts of Streamlit before it asks for them; nothing for those that have changed.

    They run as well, as React shows a part that it must wait for up to 0.3 seconds after it has come.
    """
    there = set(re.findall(r"static/js/([\w.-]+\.js)", text))
    needed = [files for files in map(_needed, parts) if files]
    fetched = [
        name for name in dict.fromkeys(name for files in needed for name in files) if name not in there
    ]
    return "".join(
        [
            *(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n' for name in fetched),
            *(
                f'<script type="module" crossorigin src="./static/js/{first}"></script>\n'
                for first, *_ in needed
            ),
        ]
    )


def about(data: Dataset) -> str:
    """What the dashboard shows, for search engines."""
    where = f"the {data.place.kind.title()} of {data.place.name}"
    return ABOUT.format(where=f"{where} and its Priority Neighbourhoods" if data.neighbourhoods else where)


@lru_cache(maxsize=16)
def _needed(part: str) -> list[str]:
    """The files of a part of Streamlit: its own and, in turn, those that each imports; none where one is missing."""
    folder = STREAMLIT / "static/js"
    found = [path.name for path in sorted(folder.glob(f"{part}.*.js"))]
    try:
        for name in found:
            imported = IMPORT.findall((folder / name).read_text(encoding="utf-8"))
            found += [other for other in dict.fromkeys(imported) if other not in found]
    except OSError:
        found = []
    if not found:
        hints.left_out(f"Streamlit changed the files of its part {part}")
    return found
