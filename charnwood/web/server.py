"""What the server adds to Streamlit: files that browsers keep, briefings to present, closed doors, headers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from charnwood import assets, settings
from charnwood.briefing import addresses, feed, files
from charnwood.checks import DataError
from charnwood.drawing.exhibits import NoSuchError
from charnwood.drawing.exhibits.parameters import VERSION
from charnwood.public import kept
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.web import (
    faults,
    find,
    first_view,
    index_page,
    limits,
    listening,
    made,
    map_script,
    memory,
    menu,
    pictures,
    prefix,
    present,
    public_pages,
)
from charnwood.web.compression import HashedFiles, accepted, index
from charnwood.web.faults import Floor
from charnwood.web.limits import Costly, Messages, Room
from charnwood.web.middleware import ClosedDoors, MapFrame, SecurityHeaders, told
from charnwood.web.prefix import Prefix

LOG = logging.getLogger(__name__)


def routes() -> list[BaseRoute]:
    """What the app answers beside Streamlit."""
    own = Route(f"/{assets.PREFIX}/map-{{version}}.js", send_map_script)
    front = Route(f"/{assets.PREFIX}/front-{{version}}.svg", pictures.send)
    pages = [Route(f"/{menu.address(path)}", page, name=title) for _, title, path in menu.PAGES]
    saved = [
        Route(f"/{folder}/{{file:path}}", partial(file, folder), name=folder) for folder in addresses.FOLDERS
    ]
    return [
        own,
        front,
        *public_pages.routes(),
        *find.routes(),
        *pages,
        Route("/present", present.send),
        Route(f"/{feed.ADDRESS}", send_feed),
        *saved,
    ]


def middleware() -> list[Middleware]:
    """What stands before Streamlit: headers, the hosts that may be asked for, closed doors, compression."""
    settings.pages()  # a slip in it stops the start, not the first briefing
    return [
        Middleware(Prefix, prefix=prefix.taken()),
        Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors()),
        Middleware(Floor),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts(), www_redirect=False),
        Middleware(ClosedDoors),
        Middleware(Room, pages={f"/{menu.address(path)}" for _, _, path in menu.PAGES}),
        Middleware(Messages),
        Middleware(Costly),
        Middleware(MapFrame),
        Middleware(HashedFiles, files=kept_files(), made=[map_script.MADE, pictures.MADE, kept.MADE]),
        Middleware(GZipMiddleware),
        Middleware(public_pages.Unknown, routes=routes()),
    ]


def kept_files() -> dict[str, Path]:
    """The files that browsers keep, by address: ours, Leaflet's and Streamlit's."""
    ours = {f"{assets.PREFIX}/{assets.versioned(name)}": at for name, at in assets.FOLDERS.items()}
    return index({**ours, "static": index_page.STREAMLIT / "static"})


@asynccontextmanager
async def ready(_: object) -> AsyncIterator[None]:
    """Before the first visitor: room for connections, data and code in memory; from then on memory is tended."""
    limits.raise_descriptors()
    listening.answer_at_once()
    try:
        data = dataset.current()
        map_script.script(data)
        pictures.made(data)
        first_view.html(data, first_view.asked(data, {}))
        if settings.public():
            kept.made(data)
            public_pages.warm(data)
        files.briefing_of(data, data.whole, data.first_edition, date.today())
    except DataError:
        pass  # the pages say it, and may be mended while the server runs
    task = asyncio.create_task(memory.tend())
    try:
        yield
    finally:
        task.cancel()


def page(request: Request) -> Response:
    """The document of a page, whoever asks; what it shows comes over Streamlit's socket."""
    path = menu.plain(request.scope["path"].strip("/"))
    title = next(title for _, title, address in menu.PAGES if address == path)
    try:
        data = dataset.current()
        script = map_script.script_address(data) if path in menu.WITH_MAP else ""
        called = menu.called(path, title, bool(data.neighbourhoods))
        title = f"{called} · {data.place.title}"
        first = "" if path else first_view.PLACE
        text = index_page.page(title, index_page.about(data), script, path in menu.WITH_CHARTS, first)
        if first and first in text:
            return _with_first_view(request, data, text)
    except DataError:
        text = index_page.page(title, "")  # the page itself says what is wrong
    return HTMLResponse(text, headers={"Cache-Control": "no-cache"})


def _with_first_view(request: Request, data: Dataset, text: str) -> Response:
    """The document of the map's page, with the map that its address asks for; made once for each."""
    try:
        sent = first_view.packed(
            data, text, first_view.asked(data, request.query_params), accepted(request.headers)
        )
    except Exception as error:  # the page is there all the same, and says what is wrong
        faults.logged(LOG, error, dict(request.query_params), "/")
        return HTMLResponse(text, headers={"Cache-Control": "no-cache"})
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if sent.encoding:
        headers["Content-Encoding"] = sent.encoding
    return Response(sent.body, media_type=sent.kind, headers=headers)


def send_map_script(request: Request) -> Response:
    """What a map's frame runs, or the layers that it asks for; the address carries their version, so it may be kept."""
    return made.send(request, map_script.found)


def send_feed(request: Request) -> Response:
    """New and revised months of crime, for programmes that follow them."""
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(told(error), status_code=503)
    return Response(feed.atom(data), media_type=feed.MIME, headers={"Cache-Control": "no-cache"})


def file(folder: str, request: Request) -> Response:
    """A table, picture or briefing by its address, made now in a thread of its own; else a sentence that says why.

    It needs no session. With `data=VERSION` it is made of these data or not at all.
    """
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(told(error), status_code=503)
    asked = dict(request.query_params)
    if asked.get(VERSION, data.version) != data.version:
        return PlainTextResponse("This page is too old for its files. Load it again.", status_code=409)
    name, _, kind = request.path_params["file"].rpartition(".")
    try:
        found = addresses.ask(data, folder, name, kind, asked)
        content = found.make()
    except NoSuchError:
        return PlainTextResponse("There is no such file here.", status_code=404)
    except DataError as error:
        faults.logged(LOG, error, asked, request.url.path)
        # Not 503: a proxy would ask another replica, which has the same data
        return PlainTextResponse(told(error), status_code=500)
    except Exception as error:  # whatever a library finds wrong, the reader is told
        faults.logged(LOG, error, asked, request.url.path)
        why = "" if settings.public() else f" {type(error).__name__}: {error}"
        return PlainTextResponse(
            f"The file could not be made, because of a fault of this dashboard.{why} Its other files may work.",
            status_code=500,
        )
    saved = f'attachment; filename="{found.name}"'
    headers = {"Content-Disposition": saved, "Cache-Control": "no-store"}
    return Response(content, media_type=files.MIME[found.kind], headers=headers)
