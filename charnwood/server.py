"""What the server adds to Streamlit: files that browsers keep, briefings to present, closed doors, headers."""

from __future__ import annotations

import base64
import gc
import hashlib
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charnwood import (
    dataset,
    documents,
    exports,
    front,
    maps,
    menu,
    methods,
    mode,
    shelf,
    static,
    tables,
    words,
)
from charnwood.checks import DataError
from charnwood.deprivation import MAPPED
from charnwood.packed import Packed

LOG = logging.getLogger(__name__)
# Streamlit's doors for monitoring, programs and uploads; no page uses them
CLOSED = re.compile(r"/_stcore/(metrics|agent|upload_file)(/|$)")
STANDING = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def routes() -> list[BaseRoute]:
    """The app's own files; an address that names other content than this server's is not found."""
    folders = [
        Mount(f"/{static.versioned(name)}", StaticFiles(directory=at)) for name, at in static.FOLDERS.items()
    ]
    own = Mount(f"/{static.PREFIX}", routes=[Route("/map-{version}.js", map_script), *folders])
    pages = [Route(f"/{path}", page, name=title) for _, title, path in menu.PAGES]
    return [own, Route("/files/{token}/{name}", file), Route("/present", present), *pages]


def middleware() -> list[Middleware]:
    """What stands before Streamlit: headers, the hosts that may be asked for, closed doors, compression."""
    return [
        Middleware(SecurityHeaders, frame_ancestors=mode.frame_ancestors()),
        Middleware(TrustedHostMiddleware, allowed_hosts=mode.hosts(), www_redirect=False),
        Middleware(ClosedDoors),
        Middleware(MapFrame),
        Middleware(Packed),
        Middleware(GZipMiddleware),
    ]


@asynccontextmanager
async def ready(_: object) -> AsyncIterator[None]:
    """Before the first visitor: data and code in memory, and out of the way of the garbage collector.

    Streamlit collects garbage after every run; each time it would look through all of these, for a tenth
    of a second in which nobody is served.
    """
    try:
        data = dataset.current()
        maps.script(data)
        exports.story(data, data.whole, next(iter(MAPPED)), date.today())
    except DataError:
        pass  # the pages say it, and may be mended while the server runs
    gc.collect()
    gc.freeze()
    yield


def page(request: Request) -> Response:
    """The document of a page, whoever asks; what it shows comes over Streamlit's socket."""
    path = request.scope["path"].strip("/")
    title = next(title for _, title, address in menu.PAGES if address == path)
    try:
        data = dataset.current()
        script = maps.script_address(data) if path in menu.WITH_MAP else ""
        text = front.page(f"{title} · {data.place.title}", front.about(data), script)
    except DataError:
        text = front.page(title, "")  # the page itself says what is wrong
    return HTMLResponse(text, headers={"Cache-Control": "no-cache"})


def map_script(request: Request) -> Response:
    """Leaflet, the map's shapes and what draws them; the address carries their version, so it may be kept."""
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(_told(error), status_code=503)
    if not maps.script_address(data).endswith(request.url.path.rsplit("/", 1)[1]):
        return PlainTextResponse("These are not the data that this server holds.", status_code=404)
    return Response(maps.script(data), media_type="text/javascript")


def _told(error: DataError) -> str:
    """A fault of the data: to the public that there is one, to an officer which."""
    return (
        "The data cannot be shown at present." if mode.public() else f"The data cannot be shown.\n\n{error}"
    )


def file(request: Request) -> Response:
    """A file that a page offers, made now in a thread of its own; where that fails, a sentence that says why."""
    offer = shelf.get(request.path_params["token"])
    kinds = {name: kind for kind, name in offer.names.items()} if offer else {}
    kind = kinds.get(request.path_params["name"])
    if offer is None or kind is None:
        return PlainTextResponse("This page is too old for its files. Load it again.", status_code=404)
    try:
        content = offer.make[kind]()
    except DataError as error:
        LOG.warning("%s was not made: %s", request.path_params["name"], error)
        # Not 503: a proxy would ask another replica, which has not offered this file
        return PlainTextResponse(_told(error), status_code=500)
    except Exception as error:  # whatever a library finds wrong, the reader is told
        LOG.exception("%s was not made", request.path_params["name"])
        why = "" if mode.public() else f" {type(error).__name__}: {error}"
        return PlainTextResponse(
            f"The file could not be made, because of a fault of this dashboard.{why} Its other files may work.",
            status_code=500,
        )
    saved = f'attachment; filename="{request.path_params["name"]}"'
    headers = {"Content-Disposition": saved, "Cache-Control": "no-store"}
    return Response(content, media_type=exports.MIME[kind], headers=headers)


def present(request: Request) -> Response:
    """A briefing to present step by step: `?area=KEY&edition=2019&step=1`, with `data=VERSION` if shared so.

    It needs no session and runs in a thread of its own, so nobody waits for it.
    """
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(_told(error), status_code=503)
    asked = request.query_params
    year = {str(year): year for year in MAPPED}.get(asked.get("edition", str(next(iter(MAPPED)))))
    try:
        area = tables.find_area(data, asked.get("area", data.whole.key))
    except DataError as error:
        return PlainTextResponse(f"There is no such briefing. {error}", status_code=404)
    if year is None:
        return PlainTextResponse(
            f"There is no such briefing. edition: expected {words.listing(map(str, MAPPED))}.",
            status_code=404,
        )
    leave = "briefing?" + urlencode({"area": area.key, "edition": year})
    story = exports.story(data, area, year, date.today())
    return HTMLResponse(documents.stage(story, methods.other_data(asked.get("data"), data.version), leave))


def _inline_hashes() -> str:
    """CSP hashes of the inline scripts in Streamlit's index page."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


class ClosedDoors:
    """ASGI middleware: Streamlit's metrics, agent and upload addresses do not exist here, whatever its options."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a closed address with 404, pass everything else on."""
        closed = scope["type"] == "http" and CLOSED.search(scope["path"])
        await (PlainTextResponse("Not found", 404) if closed else self.app)(scope, receive, send)


class MapFrame:
    """ASGI middleware: the map's frame with all that it runs; Streamlit keeps this address from routes of an app."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the address of the frame's document, pass everything else on."""
        asked = scope["type"] == "http" and scope["path"].endswith(f"/{front.FRAME}/index.html")
        await (await run_in_threadpool(self._document) if asked else self.app)(scope, receive, send)

    @staticmethod
    def _document() -> Response:
        try:
            text = front.frame(maps.script_address(dataset.current()))
        except DataError as error:
            return PlainTextResponse(_told(error), status_code=503)
        return HTMLResponse(text, headers={"Cache-Control": "no-cache"})


class SecurityHeaders:
    """ASGI middleware: no other host may be asked, only sites that are named may frame a page.

    streamlit-folium evaluates the map's script, so its own frame, and nothing else, may do that. HSTS
    belongs to the proxy that holds the certificate.
    """

    COMMON = (
        "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; "
        "style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'self'; form-action 'self'; "
        "worker-src 'self' blob:; "
    )

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        """Wrap an application; `frame_ancestors` as the CSP takes it."""
        self.app = app
        self.page = f"{self.COMMON}frame-ancestors {frame_ancestors}; script-src 'self' {_inline_hashes()}"
        # Framed by our own pages alone, but those may stand in a frame of a site that is named
        self.component = (
            f"{self.COMMON}frame-ancestors {frame_ancestors}; script-src 'self' 'unsafe-inline' 'unsafe-eval'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = self.component if scope["path"].startswith("/component/") else self.page

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers.update(STANDING)
            await send(message)

        await self.app(scope, receive, with_headers)
