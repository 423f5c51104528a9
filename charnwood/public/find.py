"""The answers to a text for people without scripts: a page of links, or the one area at once."""

from __future__ import annotations

from charnwood import figures, words
from charnwood.public.site import Site
from charnwood.public.templating import render
from charnwood.store.dataset import Dataset


def sure(data: Dataset, text: str) -> str:
    """The key of the one area that a text certainly means; "" where there is none or more than one."""
    found = figures.search.find(data, text)
    return found.hits[0].key if found.sure else ""


def page(data: Dataset, site: Site, text: str) -> str:
    """What a text may mean, each answer a link to its area; of no text the empty box."""
    found = figures.search.find(data, text)
    hits = [
        {"key": hit.key, "plain": hit.plain, "kind": words.search.answer(data, hit)} for hit in found.hits
    ]
    said = words.search.said(data, found, plain=True)
    return render("find.html", site=site, query=text[: figures.search.ADDRESS], said=said, hits=hits)
