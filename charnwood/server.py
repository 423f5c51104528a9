"""What the server adds to Streamlit: the map's shapes, and headers that keep the pages private."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charnwood import dataset, maps
from charnwood.checks import DataError

YEAR = 31_536_000


@lru_cache(maxsize=2)
def _shapes(version: str) -> str:
    return maps.shapes_script(dataset.current())


def shapes(request: Request) -> Response:
    """The script with the map's shapes; its address carries the data version, so it may be kept."""
    try:
        version = dataset.current().version
    except DataError as error:
        return PlainTextResponse(str(error), status_code=503)
    if request.path_params["version"] != version:
        return PlainTextResponse("These are not the data that this server holds.", status_code=404)
    return Response(
        _shapes(version),
        media_type="text/javascript",
        headers={"Cache-Control": f"public, max-age={YEAR}, immutable"},
    )


def _inline_hashes() -> str:
    """CSP hashes of the inline scripts in Streamlit's index page."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


class SecurityHeaders:
    """ASGI middleware: no other host may be asked, no other site may frame a page.

    streamlit-folium evaluates the map's script, so its own frame, and nothing else, may do that.
    """

    COMMON = (
        "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; "
        "style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'; worker-src 'self' blob:; "
    )

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        page = f"script-src 'self' {_inline_hashes()}"
        self.page = self.COMMON + page
        self.component = self.COMMON + "script-src 'self' 'unsafe-inline' 'unsafe-eval'"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = self.component if "/component/" in scope["path"] else self.page

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
            await send(message)

        await self.app(scope, receive, with_headers)
