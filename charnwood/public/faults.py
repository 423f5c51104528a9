"""What is wrong with published pages, found without a browser: links, structure, weight, colours of text.

`in_browser.py` finds what only a browser can tell.
"""

from __future__ import annotations

import gzip
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html

from charnwood.official.place import READABLE, contrast
from charnwood.public.templating import style

END = ".html"
MOST_BYTES = 60_000  # of a page as a server sends it, packed
MOST_TOTAL = 40_000_000
# What text stands on, by the names of the style sheets
PAIRS = (
    ("ink", "paper"),
    ("ink", "soft"),
    ("quiet", "paper"),
    ("quiet", "soft"),
    ("accent", "paper"),
    ("accent", "soft"),
    ("paper", "accent"),
    ("onbar", "bar"),
    ("onfocus", "focus"),
    ("letters", "paper"),
)
DARK = "@media (prefers-color-scheme:dark)"
COLOUR = re.compile(r"--(\w+):(#[0-9a-f]{3,6}|var\(--(\w+)\))")
# Whatever a person fills in or chooses from
CONTROLS = "//input[not(@type='hidden' or @type='submit')]|//select|//textarea"


def of_folder(folder: Path) -> list[str]:
    """A line for each fault of the pages of a folder, and of the weight of all its files."""
    files = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    read = {
        name: lxml.html.document_fromstring(path.read_text(encoding="utf-8"))
        for name, path in files.items()
        if name.endswith(END)
    }
    ids = {name: page.xpath("//@id") for name, page in read.items()}
    found = []
    for name, page in read.items():
        wrong = [*structure(page), *_broken(name, page, files, ids)]
        weight = len(gzip.compress(files[name].read_bytes(), mtime=0))
        if weight > MOST_BYTES:
            wrong.append(f"expected at most {MOST_BYTES:,} bytes packed, found {weight:,}")
        found += [f"{name}: {line}" for line in wrong]
    total = sum(path.stat().st_size for path in files.values())
    if total > MOST_TOTAL:
        found.append(f"expected at most {MOST_TOTAL:,} bytes in all, found {total:,}")
    return found


def structure(page: Any) -> Iterator[str]:
    """A line for each fault of a parsed page by itself, as a person with a screen reader would meet it."""
    if page.get("lang") != "en-GB":
        yield "expected the language en-GB"
    for tag in ("h1", "main"):
        if (count := len(page.xpath(f"//{tag}"))) != 1:
            yield f"expected one {tag}, found {count}"
    if not _said(page.find("head/title")):
        yield "expected a title"
    level = 1
    for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6"):
        if int(heading.tag[1]) > level + 1:
            yield f"expected no {heading.tag} after h{level}"
        level = int(heading.tag[1])
    if page.xpath("//img[not(@alt)]"):
        yield "expected words for a picture"
    ids = Counter(page.xpath("//@id"))
    yield from (f"expected the id {one!r} once" for one, count in sorted(ids.items()) if count > 1)
    labelled = set(page.xpath("//label/@for"))
    for control in page.xpath(CONTROLS):
        if control.get("id") not in labelled and not _named(control) and not control.xpath("ancestor::label"):
            yield f"expected a label for {_start(control)}"
    for one in page.xpath("//a[@href]|//button|//summary|//th"):
        if not _said(one) and not _named(one) and not one.xpath(".//img[@alt!='']"):
            yield f"expected words in {_start(one)}"
    for one in page.xpath("//@aria-labelledby|//@aria-describedby|//@aria-controls|//label/@for"):
        yield from (f"expected an element with the id {name!r}" for name in one.split() if name not in ids)


def _said(element: Any) -> str:
    return "" if element is None else element.text_content().strip()


def _named(element: Any) -> bool:
    return bool(element.get("aria-label") or element.get("aria-labelledby"))


def _start(element: Any) -> str:
    """An element as its page has it, without what is in it."""
    return lxml.html.tostring(element, encoding="unicode", with_tail=False).partition(">")[0][:120] + ">"


def _broken(name: str, page: Any, files: Mapping[str, Path], ids: Mapping[str, list[str]]) -> Iterator[str]:
    """A line for each link of a page that leads to no file, or to no place in it."""
    for link in dict.fromkeys(page.xpath("//@href|//@src")):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        beside = posixpath.join(posixpath.dirname(name), unquote(parts.path))
        there = posixpath.normpath(beside) if parts.path else name
        if there not in files:
            yield f"expected a file at the link {link!r}, found none"
        elif parts.fragment and there in ids and parts.fragment not in ids[there]:
            yield f"expected the place {link!r}, found none"


def colours(accent: str) -> list[str]:
    """A line for each pair of colours in which text would be hard to read, in light and dark; `accent` is the place's."""
    light, _, _ = style("plain.css").partition(DARK)
    held = {"own": accent} | _variables(light) | _variables(style("pictures.css").partition(DARK)[0])
    dark = held | _variables(_dark("plain.css")) | _variables(_dark("pictures.css"))
    found = []
    for scheme, known in (("light", held), ("dark", dark)):
        for text, ground in PAIRS:
            one, other = (_resolved(known, name) for name in (text, ground))
            if (ratio := contrast(one, other)) < READABLE:
                pair = f"{text} {one} on {ground} {other}"
                found.append(
                    f"{scheme}, {pair}: expected a contrast of {READABLE} or more, found {ratio:.2f}"
                    + (". Choose a darker accent in place.toml" if accent in (one, other) else "")
                )
    return found


def _dark(sheet: str) -> str:
    return style(sheet).partition(DARK)[2].partition("}}")[0]


def _variables(rules: str) -> dict[str, str]:
    return {name: value for name, value, _ in COLOUR.findall(rules)}


def _resolved(known: Mapping[str, str], name: str) -> str:
    """A colour as #rrggbb, where a name may stand for another."""
    value = known[name]
    while value.startswith("var("):
        value = known[value[6:-1]]
    return value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])
