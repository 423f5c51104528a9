"""Templates -> pages: one style that stands in each page, links that hold from any folder.

A page is whole in one request: on a slow telephone a style sheet of its own would keep it white for one more.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from charnwood import assets

HERE = Path(__file__).parent
HOME = "index"  # of the published folder: a file server opens it at the folder's own address


def render(template: str, base: str = "", end: str = "", **values: Any) -> str:
    """A page of a template of `templates/`, as HTML.

    `base` leads from the page to the folder of all pages: "" from the home page, "../" from an area's. `end` is what
    addresses of pages end with: "" on the server, ".html" in a folder of files. In templates `to(path)` is the link
    to a page (`to("area/syston")`, `to("")` the home page), `asset(folder, name)` that to a file browsers keep.
    """

    def to(path: str) -> str:
        """The link to a page from this one."""
        there = path or getattr(values["site"], "home", "") or (HOME if end else "")
        return f"{base}{there}{end}" if there else base or "./"

    def asset(folder: str, name: str) -> str:
        """The link to a script or picture from this page."""
        return f"{base}{assets.PREFIX}/{assets.versioned(folder)}/{name}"

    values = {"site": None, "here": None, **values}
    return _templates().get_template(template).render(base=base, end=end, to=to, asset=asset, **values)


@cache
def style(name: str) -> str:
    """A style sheet of `assets/`, as text."""
    return (HERE / "assets" / name).read_text(encoding="utf-8").strip()


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader([HERE / "templates", HERE / "assets"])
    return jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
