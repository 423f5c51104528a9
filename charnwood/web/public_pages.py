"""The public edition from the server: each page made once for its data, packed, and sent to whoever asks.

It needs no session. In public mode the first address is its home page; an address at which nothing is gets a page
with the search box.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from charnwood import figures, settings
from charnwood.cache import held, of_data
from charnwood.checks import DataError
from charnwood.public import areas, pages, site
from charnwood.public.faults import END
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.web import menu
from charnwood.web.compression import Packed, accepted, pack
from charnwood.web.middleware import told

HTML = "text/html; charset=utf-8"
HOME = "home"  # where the first page is while "/" is the dashboard's
LONGEST_KEY = 3_000  # characters: an own area of every small area is shorter
# What Streamlit answers itself: its parts, anywhere in an address, and files
STREAMLITS = re.compile(r"(^|/)(_stcore|component|static|media|app|assets|vendor)(/|$)|\.(?!html$)\w+$")


@dataclass(frozen=True)
class Sent:
    """A page as it is sent, and a name for just these bytes."""

    packed: Packed
    tag: str


def routes() -> list[BaseRoute]:
    """The addresses of the public pages; "/" is one of them in public mode."""
    first = [Route("/", answer, name="public home")] if settings.public() else []
    # Also as the addresses are where files are published
    named = [Route(f"/{path}{end}", answer) for path in (HOME, *pages.PLAIN) for end in ("", END)]
    return [*first, *named, Route("/area/{key:path}", answer)]


async def answer(request: Request) -> Response:
    """A public page by its address."""
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(told(error), status_code=503)
    path = request.scope["path"].removeprefix("/")
    if path.endswith("/"):  # links of the page would lead elsewhere
        name = path.removesuffix("/").rpartition("/")[2]
        return RedirectResponse(f"../{quote(name, safe='~')}", 308) if name else not_found(request)
    path = path.removesuffix(END)
    wanted = path, accepted(request.headers), settings.public(), date.today()
    # A thread for each page that is at hand would wait for its turn among those of the dashboard's sessions
    sent = held(_sent, data, *wanted) or await run_in_threadpool(_sent, data, *wanted)
    if sent is None:
        return not_found(request)
    headers = {"Cache-Control": "no-cache", "ETag": sent.tag, "Vary": "Accept-Encoding"}
    if sent.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if sent.packed.encoding:
        headers["Content-Encoding"] = sent.packed.encoding
    return Response(sent.packed.body, media_type=sent.packed.kind, headers=headers)


def warm(data: Dataset) -> None:
    """Make some pages before anybody asks: what all pages share is then at hand, and a first visitor does not wait."""
    here = around(data, settings.public())
    for area in (*data.neighbourhoods, data.whole):
        pages.area(data, area, here)


def not_found(request: Request) -> Response:
    """The page of an address at which nothing is, with its links right at any depth."""
    try:
        here = around(dataset.current(), settings.public())
    except DataError as error:
        return PlainTextResponse(told(error), status_code=404)
    base = "../" * (request.scope["path"].count("/") - 1)
    return Response(pages.not_found(here, base), 404, media_type=HTML)


@of_data(1_024)
def _sent(data: Dataset, path: str, encoding: str, public: bool, day: date) -> Sent | None:
    """A page's bytes of a day; none where there is no such page, which is held as well."""
    made = _made(data, path, public, day)
    if made is None:
        return None
    text, kind = made
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()[:16]
    packed = pack(body, kind, encoding)
    return Sent(packed, f'"{digest}{packed.encoding and "-"}{packed.encoding}"')


def _made(data: Dataset, path: str, public: bool, day: date) -> tuple[str, str] | None:
    here = around(data, public, day)
    if path in ("", HOME):
        return pages.home(data, here), HTML
    if path in pages.PLAIN:
        return pages.PLAIN[path](data, here, ""), HTML
    key = path.removeprefix("area/")
    as_data = key.endswith(".json") and key != path
    try:
        area = figures.own_area.resolve(data, key.removesuffix(".json")[:LONGEST_KEY])
    except DataError:
        return None
    if as_data:
        return areas.as_json(data, area), "application/json"
    return pages.area(data, area, here), HTML


def around(data: Dataset, public: bool, day: date | None = None) -> site.Site:
    """What stands round a page on this server, on a day, today unless given."""
    return site.site(data, menu.DASHBOARD if public else "./", "" if public else HOME, day or date.today())


class Unknown:
    """ASGI middleware: an address at which nothing is gets a page that says so, instead of a dashboard without a page."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        """Wrap an application that has these routes beside what is Streamlit's."""
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an unknown address, pass everything else on."""
        path = scope.get("path", "")
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        known = STREAMLITS.search(path) or any(route.matches(scope)[0] != Match.NONE for route in self.routes)
        if not asked or known:
            await self.app(scope, receive, send)
            return
        response = await run_in_threadpool(not_found, Request(scope))
        await response(scope, receive, send)
