"""What stands before Streamlit at every request: headers, closed addresses, the map's frame."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charnwood import settings
from charnwood.checks import DataError
from charnwood.store import dataset
from charnwood.web import index_page, map_script

# Streamlit's doors for monitoring, programs and uploads; no page uses them
CLOSED = re.compile(r"/_stcore/(metrics|agent|upload_file)(/|$)")
STANDING = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _inline_hashes() -> str:
    """CSP hashes of the inline scripts in Streamlit's index page, and of ours there."""
    page = (index_page.STREAMLIT / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    scripts += map(index_page.inline, index_page.INLINE)
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
        asked = scope["type"] == "http" and scope["path"].endswith(f"/{map_script.FRAME}/index.html")
        answer = await run_in_threadpool(self._document) if asked else None
        await (answer or self.app)(scope, receive, send)

    @staticmethod
    def _document() -> Response | None:
        """The frame's document; none where streamlit-folium's own has to do."""
        try:
            text = map_script.document(map_script.script_address(dataset.current()))
        except DataError as error:
            return PlainTextResponse(told(error), status_code=503)
        return HTMLResponse(text, headers={"Cache-Control": "no-cache"}) if text else None


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
                if message["status"] >= 400:  # what is wrong now may be right in a minute
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, with_headers)


def told(error: DataError) -> str:
    """A fault of the data: to the public that there is one, to an officer which."""
    return (
        "The data cannot be shown at present."
        if settings.public()
        else f"The data cannot be shown.\n\n{error}"
    )
