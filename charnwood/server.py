"""What the server adds to Streamlit: shapes of the map, briefings to present, headers that keep pages private."""

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
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charnwood import dataset, documents, exports, maps, methods, tables, words
from charnwood.checks import DataError
from charnwood.deprivation import MAPPED

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


def present(request: Request) -> Response:
    """A briefing to present step by step: `?area=KEY&edition=2019&step=1`, with `data=VERSION` if shared so.

    It needs no session and runs in a thread of its own, so nobody waits for it.
    """
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(f"The data cannot be shown.\n\n{error}", status_code=503)
    asked = request.query_params
    year = {str(year): year for year in MAPPED}.get(asked.get("edition", str(next(iter(MAPPED)))))
    try:
        area = tables.find_area(data, asked.get("area", "charnwood"))
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
