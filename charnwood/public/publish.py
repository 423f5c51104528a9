"""The public edition as a folder of files: every page, feed and file, checked, then swapped in whole.

The same data give the same bytes. What is wrong with a page is told, and the folder of before stays.
"""

from __future__ import annotations

import gzip
import json
import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from tqdm import tqdm

from charnwood.checks import DataError
from charnwood.public import areas, feeds, kept, pages
from charnwood.public.site import Site
from charnwood.store import folder_swap
from charnwood.store.dataset import Dataset

END = ".html"
MARK = "published.json"  # a folder with it is one that this command wrote, and may be replaced
MOST_BYTES = 60_000  # of a page as a server sends it, packed
MOST_TOTAL = 40_000_000
SHOWN = 20  # faults that are spelled out
Make = Callable[[], str | bytes]


def publish(data: Dataset, out: Path, site: Site, base_url: str = "") -> dict[str, int]:
    """Write all of the public edition into a folder, in place of what was published there before.

    Returns the number of `pages` and of `files`, and their `bytes`. `base_url` is where the folder will be read,
    needed for a map of its pages alone. Raises `DataError` where a page has a fault or the folder is not one of ours.
    """
    out = out.resolve()
    with folder_swap.locked(out):
        _require_ours(out)
        with folder_swap.replacing(out, lambda _: []) as fresh:
            made = everything(data, site, base_url)
            total = 0
            for path, make in tqdm(made.items(), desc="pages", unit="file"):
                content = make()
                raw = content.encode() if isinstance(content, str) else content
                (fresh / path).parent.mkdir(parents=True, exist_ok=True)
                (fresh / path).write_bytes(raw)
                total += len(raw)
            if found := faults(fresh):
                more = [f"and {len(found) - SHOWN:,} more"] if len(found) > SHOWN else []
                raise DataError(
                    f"{out}: expected pages without a fault, found {len(found):,}; what was published before stays.\n  "
                    + "\n  ".join([*found[:SHOWN], *more])
                )
    return {"pages": sum(path.endswith(END) for path in made), "files": len(made), "bytes": total}


def everything(data: Dataset, site: Site, base_url: str = "") -> dict[str, Make]:
    """What makes each file of the folder, by its path in it."""
    listed = pages.listed(data)
    made: dict[str, Make] = {
        f"{path or 'index'}{END}": partial(page, site, END) for path, page in listed.items()
    }
    made["404.html"] = partial(pages.not_found, site, base_url and f"{base_url.rstrip('/')}/", END)
    for area in data.areas.values():
        made[f"area/{area.key}.json"] = partial(areas.as_json, data, area)
    made |= {path: partial(make, data) for path, make in feeds.listed(data).items()}
    made |= {path: partial(bytes, content) for path, content in kept.made(data).items()}
    made |= {path: file.read_bytes for path, file in kept.scripts().items()}
    if base_url:
        made["sitemap.xml"] = partial(sitemap, list(listed), base_url)
    made["robots.txt"] = partial(robots, base_url)
    counted = {"data": data.version, "pages": len(listed)}
    return made | {MARK: partial(json.dumps, counted, indent=1)}


def sitemap(paths: list[str], base_url: str) -> str:
    """The addresses of all pages, for search engines."""
    top = base_url.rstrip("/")
    addresses = [escape(f"{top}/{quote(path or 'index')}{END}") for path in paths]
    listed = "".join(f"<url><loc>{address}</loc></url>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{listed}</urlset>\n"
    )


def robots(base_url: str) -> str:
    """That every page may be read by search engines, and where their addresses are."""
    place = f"Sitemap: {base_url.rstrip('/')}/sitemap.xml\n" if base_url else ""
    return f"User-agent: *\nAllow: /\n{place}"


def _require_ours(out: Path) -> None:
    """Refuse a folder that holds anything but what this command wrote."""
    if out.exists() and not out.is_dir():
        raise DataError(f"{out}: expected a folder, found a file. Name another one with --out.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise DataError(
            f"{out}: expected a folder that is new, empty or was published before, found other files. Name another "
            "one with --out; nothing was changed."
        )


class _Page(HTMLParser):
    """What a check asks of a page: its links, ids, headings, language, pictures without words."""

    def __init__(self) -> None:
        """Nothing read yet."""
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.counts = {"h1": 0, "title": 0, "main": 0}
        self.wrong: list[str] = []
        self.level = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        held = dict(attrs)
        if tag in self.counts:
            self.counts[tag] += tag != "title" or not self.counts["title"]
        if tag == "html" and held.get("lang") != "en-GB":
            self.wrong.append("expected the language en-GB")
        if tag == "img" and "alt" not in held:
            self.wrong.append("expected words for a picture")
        if tag in ("h1", "h2", "h3", "h4"):
            if int(tag[1]) > self.level + 1:
                self.wrong.append(f"expected no {tag} after h{self.level}")
            self.level = int(tag[1])
        if name := held.get("id"):
            self.ids.append(name)
        self.links += [value for name in ("href", "src") if (value := held.get(name))]


def faults(folder: Path) -> list[str]:
    """A line for each fault of published files: broken links, headings, language, weight of pages and of all."""
    files = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    read = {name: _read(path) for name, path in files.items() if name.endswith(END)}
    found = []
    for name, page in read.items():
        found += [f"{name}: {line}" for line in _wrong(name, page, files, read)]
        weight = len(gzip.compress(files[name].read_bytes(), mtime=0))
        if weight > MOST_BYTES:
            found.append(f"{name}: expected at most {MOST_BYTES:,} bytes packed, found {weight:,}")
    total = sum(path.stat().st_size for path in files.values())
    if total > MOST_TOTAL:
        found.append(f"expected at most {MOST_TOTAL:,} bytes in all, found {total:,}")
    return found


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _wrong(name: str, page: _Page, files: Mapping[str, Path], read: Mapping[str, _Page]) -> Iterator[str]:
    for tag in ("h1", "main"):
        if page.counts[tag] != 1:
            yield f"expected one {tag}, found {page.counts[tag]}"
    yield from page.wrong
    yield from (
        f"expected the id {one!r} once" for one in sorted({i for i in page.ids if page.ids.count(i) > 1})
    )
    for link in dict.fromkeys(page.links):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        there = (
            posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            if parts.path
            else name
        )
        if there not in files:
            yield f"expected a file at the link {link!r}, found none"
        elif parts.fragment and there in read and parts.fragment not in read[there].ids:
            yield f"expected the place {link!r}, found none"
