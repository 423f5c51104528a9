"""Presentations: a briefing step by step, or the neighbourhoods on one screen, as pages that need no session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from charnwood import figures, words
from charnwood.briefing import addresses, documents, files, glance, worked
from charnwood.briefing.addresses import Choices
from charnwood.briefing.parts import Briefing
from charnwood.checks import DataError
from charnwood.official.areas import LSOA, Area
from charnwood.official.deprivation import MAPPED
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.web import menu
from charnwood.web.middleware import told


def send(request: Request) -> Response:
    """A briefing to present: `?area=KEY&with=KEY&edition=2019&next=TEXT&step=crime`, with `data=VERSION` if shared so.

    The choices of Did it work? add its step. `?area=glance` is the neighbourhoods on one screen. It runs in a thread of its own, so nobody waits for it.
    """
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(told(error), status_code=503)
    asked = request.query_params
    differs = words.methods.other_data(asked.get("data"), data.version)
    if asked.get("area") == glance.KEY:
        return HTMLResponse(glance.stage(data, date.today(), differs, menu.GLANCE))
    try:
        area, chosen = _chosen(data, asked)
        day, (question, other, agreed) = date.today(), chosen.rest
        story = files.briefing_of(data, area, chosen.year, day, question, other).asking(agreed)
    except DataError as error:
        return PlainTextResponse(f"There is no such briefing. {error}", status_code=404)
    return HTMLResponse(
        documents.stage(story, differs, _links(request, story), **_around(data, area, chosen))
    )


def _chosen(data: Dataset, asked: Mapping[str, str]) -> tuple[Area, Choices]:
    """The area and choices that an address names; raises `DataError` where it names none."""
    area = figures.search.find_area(data, asked.get("area", data.whole.key))
    given = {key: asked[key] for key in addresses.ASKED if key in asked}
    if not given.get("with"):
        given.pop("with", None)
    return area, addresses.choices(data, area, {"edition": str(data.first_edition)} | given)


def _around(data: Dataset, area: Area, chosen: Choices) -> dict[str, object]:
    """What a presentation leads to: the same by other editions, of other areas, and the page that it came from."""
    others = [replace(chosen, year=year) for year in MAPPED if year != chosen.year]
    areas = {each.key: each.name for each in data.areas.values() if each.kind != LSOA}
    areas |= {each.key: each.name for each in (area, chosen.other) if each}
    kept = addresses.briefed(data, chosen)
    here = {"area": area.key} | kept | ({"add": worked.KEY} if chosen.question else {})
    return {
        "leave": f"briefing?{urlencode(here)}",
        "switches": {addresses.present(data, area, other): f"Index of {other.year}" for other in others},
        "areas": areas,
        "editions": list(MAPPED),
        "kept": {key: text for key, text in kept.items() if key not in ("edition", "with")},
    }


def _links(request: Request, story: Briefing) -> dict[str, str]:
    """Where each area can be read about in plain words, by what that is called: where these pages are said to be, else on this server."""
    if story.pages:
        return story.pages
    top = f"{str(request.url.replace(query='')).rpartition('/')[0]}/"  # below whatever prefix the server has
    if request.headers.get("x-forwarded-proto") == "https":  # a proxy spoke with the reader
        top = top.replace("http://", "https://", 1)
    return {
        words.briefing_notes.in_plain_words(area.name): f"{top}area/{quote(area.key, safe='~')}"
        for area in story.areas
    }
