"""A server below a prefix of an address, such as /blaby of a county's host: taken off before anything is looked up.

All links of all pages are relative, so nothing behind knows of it. A proxy may take the prefix off itself; or Streamlit's
option `server.baseUrlPath` names it, and then it is taken off here, for Streamlit too, which would put its own addresses
alone below it.
"""

from __future__ import annotations

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

OPTION = "server.baseUrlPath"


def taken() -> str:
    """The prefix that the option names, such as "/blaby", or ""; from now on Streamlit knows of none."""
    named = str(config.get_option(OPTION) or "").strip("/")
    config.set_option(OPTION, "")
    return f"/{named}" if named else ""


class Prefix:
    """ASGI middleware: an address below a prefix is answered as the same address without it."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        """Wrap an application; `prefix` begins with a slash, or is empty."""
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the prefix off; the prefix alone leads to the first page, at which links are relative to it."""
        path = scope.get("path", "")
        if self.prefix and path == self.prefix and scope["type"] == "http":
            await RedirectResponse(f"{self.prefix}/", 308)(scope, receive, send)
            return
        if self.prefix and path.startswith(f"{self.prefix}/"):
            raw = scope.get("raw_path") or b""
            scope = {
                **scope,
                "path": path.removeprefix(self.prefix),
                "raw_path": raw.removeprefix(self.prefix.encode()),
            }
        await self.app(scope, receive, send)
