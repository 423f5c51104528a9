"""The public edition as a folder of files: every page, feed and file, checked, then swapped in whole.

The same data give the same bytes. What is wrong with a page is told, and the folder of before stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote

from tqdm import tqdm

from charnwood.checks import DataError
from charnwood.public import areas, faults, feeds, in_browser, kept, pages
from charnwood.public.faults import END
from charnwood.public.site import Site
from charnwood.store import folder_swap
from charnwood.store.dataset import Dataset

MARK = "published.json"  # a folder with it is one that this command wrote, and may be replaced
MISSING = "404.html"
SHOWN = 20  # faults that are spelled out
Make = Callable[[], str | bytes]


def publish(
    data: Dataset, out: Path, site: Site, base_url: str = "", *, check: bool = False
) -> dict[str, int]:
    """Write all of the public edition into a folder, in place of what was published there before.

    Returns the number of `pages` and of `files`, and their `bytes`. `base_url` is where the folder will be read,
    needed for a map of its pages alone. With `check` pages of each kind are looked at in a browser as well. Raises
    `DataError` where a page has a fault or the folder is not one of ours.
    """
    out = out.resolve()
    with folder_swap.locked(out):
        _require_ours(out)
        with folder_swap.replacing(out, lambda _: []) as fresh:
            made = everything(data, site, base_url)
            total = 0
            for path, make in tqdm(made.items(), desc="pages", unit="file", disable=None):
                content = make()
                raw = content.encode() if isinstance(content, str) else content
                (fresh / path).parent.mkdir(parents=True, exist_ok=True)
                (fresh / path).write_bytes(raw)
                total += len(raw)
            _require_whole(out, faults.colours(site.accent) + faults.of_folder(fresh))
            if check:
                _require_whole(out, in_browser.faults(fresh, of_each_kind(data, fresh)))
    return {"pages": sum(path.endswith(END) for path in made), "files": len(made), "bytes": total}


def _require_whole(out: Path, found: list[str]) -> None:
    if found:
        more = [f"and {len(found) - SHOWN:,} more"] if len(found) > SHOWN else []
        raise DataError(
            f"{out}: expected pages without a fault, found {len(found):,}; what was published before stays.\n  "
            + "\n  ".join([*found[:SHOWN], *more])
        )


def of_each_kind(data: Dataset, folder: Path) -> list[str]:
    """The pages that stand for all others of a folder: those with an address of their own, and areas' of each kind.

    Of a kind of area the first and the longest.
    """
    names = [f"{path or 'index'}{END}" for path in ("", *pages.PLAIN)] + [MISSING]
    kinds: dict[str, list[str]] = {}
    for area in data.areas.values():
        kinds.setdefault(area.kind, []).append(f"area/{area.key}{END}")
    longest = [max(own, key=lambda name: (folder / name).stat().st_size) for own in kinds.values()]
    return list(dict.fromkeys([*names, *(own[0] for own in kinds.values()), *longest]))


def everything(data: Dataset, site: Site, base_url: str = "") -> dict[str, Make]:
    """What makes each file of the folder, by its path in it."""
    listed = pages.listed(data)
    made: dict[str, Make] = {
        f"{path or 'index'}{END}": partial(page, site, END) for path, page in listed.items()
    }
    made[MISSING] = partial(pages.not_found, site, base_url and f"{base_url.rstrip('/')}/", END)
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
