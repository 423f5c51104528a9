"""What the server adds to Streamlit: files that browsers keep, briefings to present, closed doors, headers."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charnwood import dataset, documents, exports, maps, methods, mode, static, tables, words
from charnwood.checks import DataError
from charnwood.deprivation import MAPPED

YEAR = 31_536_000
KEPT = f"public, max-age={YEAR}, immutable"
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
    folders = [Mount(f"/{static.versioned(name)}", Kept(directory=at)) for name, at in static.FOLDERS.items()]
    own = Mount(f"/{static.PREFIX}", routes=[Route("/shapes-{version}.js", shapes), *folders])
    return [own, Route("/present", present)]


def middleware() -> list[Middleware]:
    """What stands before Streamlit: headers, the hosts that may be asked for, closed doors, compression."""
    return [
        Middleware(SecurityHeaders, frame_ancestors=mode.frame_ancestors()),
        Middleware(TrustedHostMiddleware, allowed_hosts=mode.hosts(), www_redirect=False),
        Middleware(ClosedDoors),
        Middleware(GZipMiddleware),
    ]


class Kept(StaticFiles):
    """Files whose address changes with their content, so browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for a year."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = KEPT
        return response


@lru_cache(maxsize=2)
def _shapes(version: str) -> str:
    return maps.shapes_script(dataset.current())


def shapes(request: Request) -> Response:
    """The script with the map's shapes; its address carries the data version, so it may be kept."""
    try:
        version = dataset.current().version
    except DataError as error:
        return PlainTextResponse(_told(error), status_code=503)
    if request.path_params["version"] != version:
        return PlainTextResponse("These are not the data that this server holds.", status_code=404)
    return Response(_shapes(version), media_type="text/javascript", headers={"Cache-Control": KEPT})


def _told(error: DataError) -> str:
    """A fault of the data: to the public that there is one, to an officer which."""
    return (
        "The data cannot be shown at present." if mode.public() else f"The data cannot be shown.\n\n{error}"
    )


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
