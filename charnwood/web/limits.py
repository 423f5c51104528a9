"""What one visitor may ask for, so that all others are served: messages, files that cost, open connections."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

LOG = logging.getLogger(__name__)

# Messages of one socket: clicks and typing bring up to 6 a second, a key held on a number as many as it repeats, 30
BURST, SECONDS = 160, 5
TOO_MANY = 1008, "Too many messages. Load the page again."

# Files and documents that cost a processor seconds: so many at a time, and so many that wait
AT_ONCE, WAITING = 2, 8
COSTLY = re.compile(r"/(present$|(table|picture|briefing)/|area/own~)")
BUSY = "Many files are being made at present. Please try again in a few seconds."

# Descriptors: asked for at the start, and how many must be left for a new visitor to come in
WANTED, LEFT = 65_536, 64
DESCRIPTORS = Path("/dev/fd")  # where a system lists those of the process that asks
FULL = "So many people are here at present that no more can come in. Please try again in a minute."


class Messages:
    """ASGI middleware: a socket may bring `most` messages in any `seconds`; at the next one it is closed."""

    def __init__(
        self,
        app: ASGIApp,
        most: int = BURST,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wrap an application."""
        self.app = app
        self.most = most
        self.seconds = seconds
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a socket's messages on as long as they are not too many, and everything else as it is."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        times: deque[float] = deque(maxlen=self.most)
        closed = False

        async def counted() -> Message:
            nonlocal closed
            message = await receive()
            if closed or message["type"] != "websocket.receive":
                return message
            now = self.clock()
            if len(times) == self.most and now - times[0] < self.seconds:
                closed = True
                code, reason = TOO_MANY
                await send({"type": "websocket.close", "code": code, "reason": reason})
                LOG.warning("a socket was closed: more than %d messages in %g s", self.most, self.seconds)
                return {"type": "websocket.disconnect", "code": code, "reason": reason}
            times.append(now)
            return message

        async def while_open(message: Message) -> None:
            if not closed:
                await send(message)

        await self.app(scope, counted, while_open)


class Costly:
    """ASGI middleware: of the addresses of a pattern `most` are answered at a time, `waiting` wait, the rest hear so."""

    def __init__(
        self, app: ASGIApp, pattern: re.Pattern[str] = COSTLY, most: int = AT_ONCE, waiting: int = WAITING
    ) -> None:
        """Wrap an application."""
        self.app = app
        self.pattern = pattern
        self.most = most + waiting
        self.inside = 0
        self.turns = asyncio.Semaphore(most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a costly request wait for its turn, refuse it where too many wait, pass everything else on."""
        if scope["type"] != "http" or not self.pattern.match(scope["path"]):
            await self.app(scope, receive, send)
            return
        if self.inside >= self.most:
            await PlainTextResponse(BUSY, 503, headers={"Retry-After": "5"})(scope, receive, send)
            return
        self.inside += 1
        try:
            async with self.turns:
                await self.app(scope, receive, send)
        finally:
            self.inside -= 1


class Room:
    """ASGI middleware: no new document or socket where few descriptors are left, so that who is here stays served.

    `left` tells how many are. The health check and files are always answered.
    """

    def __init__(
        self, app: ASGIApp, pages: Collection[str], left: Callable[[], int] | None = None, least: int = LEFT
    ) -> None:
        """Wrap an application whose documents have the addresses `pages`."""
        self.app = app
        self.pages = pages
        self.left = left or descriptors_left
        self.least = least

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a newcomer where there is no room, pass everything else on."""
        newcomer = scope["type"] == "websocket" or (scope["type"] == "http" and scope["path"] in self.pages)
        if not newcomer or self.left() >= self.least:
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1013, "reason": FULL})
            return
        # A connection that stayed open would take up what is missing
        headers = {"Retry-After": "60", "Connection": "close"}
        await PlainTextResponse(FULL, 503, headers=headers)(scope, receive, send)


def raise_descriptors() -> None:
    """Allow this process as many descriptors as the system lets it, up to `WANTED`: a visitor takes four."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        except (OSError, ValueError) as error:
            LOG.warning("the limit of %d descriptors stays: %s", soft, error)


def descriptors_left() -> int:
    """How many files and connections this process may still open."""
    if resource is None or not DESCRIPTORS.is_dir():
        return WANTED
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return WANTED
    try:
        return soft - sum(1 for _ in DESCRIPTORS.iterdir())
    except OSError:  # not even for this is one left
        return 0
