"""The bar above every page: the product's name and the ways to all pages, on the page and in the document before it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from charnwood import english, words
from charnwood.web import menu


def navigation(product: str, neighbourhoods: bool, here: str) -> str:
    """The product's name and the links from the page `here` to all pages, in groups by what people ask.

    On a narrow screen they are behind a key. From the residents' page its edition goes along, so that the figures
    stay the same.
    """
    along = f"?edition={words.residents.YEAR}" if here == menu.RESIDENTS else ""
    listed = "".join(
        _group(
            asked,
            {menu.address(path): menu.called(path, title, neighbourhoods) for _, title, path in held},
            menu.address(here),
            along,
        )
        for asked, held in menu.groups()
    )
    return (
        f'<nav aria-label="Pages"><p class="product">{escape(product)}</p>'
        f'<details class="menu"><summary>Pages</summary></details><ul class="pages groups">{listed}</ul></nav>'
    )


def _group(asked: str, links: Mapping[str, str], here: str, along: str) -> str:
    """Pages that answer a question; it stands before them unless the first bears its name."""
    known = asked.rstrip("?") in links.values()
    named = "" if known or not asked else f"<span>{escape(asked)}</span> "
    anchors = " ".join(
        f'<a href="./{escape(address + along)}"{" aria-current=page" if address == here else ""}>'
        f"{escape(english.capital(title.removeprefix(f'{asked}: ')))}</a>"
        for address, title in links.items()
    )
    return f"<li>{named}{anchors}</li>"
