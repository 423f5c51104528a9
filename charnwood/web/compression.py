"""Files that browsers keep for a year: known by name from the start, read and compressed once.

Streamlit reads its own from the disk at every request, sends them as they are, and answers a name that does
not exist with a page that browsers would keep. Here an address is a file's or it is not found, below the address
of a page too, and what memory holds is bounded by the files that exist.
"""

from __future__ import annotations

import asyncio
import gzip
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charnwood import assets

KEPT = "public, max-age=31536000, immutable"
FORGOTTEN = {"Cache-Control": "no-store"}
# First parts of addresses whose names carry a hash of the content: ours and Streamlit's
HASHED = ("static", assets.PREFIX)
# What is served, and as what; above all no HTML, which nobody must keep
KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".gif": "image/gif",
    ".woff2": "font/woff2",
}
FILE = re.compile(r"\.(?!html?$)[a-z\d]{1,5}$")  # how the name of a file ends that is no document
TEXT = ("text/", "application/json", "image/svg")
REFUSED = re.compile(r"q=0(\.0*)?")
LEAST = 500  # bytes: shorter files gain nothing
PACKERS = {
    # At 5 brotli is as quick as gzip and 9% smaller; at 11 it gains another 10% for 60 times the work
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, mtime=0),
}


@dataclass(frozen=True)
class Packed:
    """A file as it is sent: its bytes, what they are, and how they are packed ("" for not at all)."""

    body: bytes
    kind: str
    encoding: str

    def response(self) -> Response:
        """An answer that may be kept for ever."""
        headers = {"Cache-Control": KEPT}
        if _shrinks(self.kind):
            headers["Vary"] = "Accept-Encoding"
        if self.encoding:
            headers["Content-Encoding"] = self.encoding
        return Response(self.body, media_type=self.kind, headers=headers)


def index(folders: Mapping[str, Path]) -> dict[str, Path]:
    """The files of `KINDS` by their address; `folders` by the address of each."""
    return {
        f"/{address}/{path.relative_to(folder).as_posix()}": path
        for address, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.suffix in KINDS and path.is_file()
    }


class HashedFiles:
    """ASGI middleware: every address under `HASHED` is that of a file in the index, or it is not found.

    `made` are patterns of addresses there whose files the application makes. Elsewhere no document answers for a file.
    """

    def __init__(self, app: ASGIApp, files: Mapping[str, Path], made: Iterable[str] = ()) -> None:
        """Wrap an application."""
        self.app = app
        self.files = files
        self.made = [re.compile(pattern) for pattern in made]
        self.held: dict[tuple[str, str], asyncio.Task[Packed]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what belongs to the index, pass everything else on."""
        parts = _parts(scope["path"]) if scope["type"] == "http" else []
        ours = parts[:1] in [[first] for first in HASHED]
        if not ours or any(pattern.fullmatch(scope["path"]) for pattern in self.made):
            of_file = bool(parts) and (FILE.search(parts[-1]) or not {*parts}.isdisjoint(HASHED))
            await self.app(scope, receive, _no_document(send) if of_file else send)
            return
        response = await self._answer(Request(scope))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path = request.scope["path"]
        if path not in self.files:
            return PlainTextResponse("Not found", 404, headers=FORGOTTEN)
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("Method not allowed", 405, headers={"Allow": "GET, HEAD", **FORGOTTEN})
        try:
            return (await self._packed(path, accepted(request.headers))).response()
        except OSError:  # the files were replaced under a running server
            return PlainTextResponse("Not found", 404, headers=FORGOTTEN)

    async def _packed(self, path: str, encoding: str) -> Packed:
        """A file, read and packed once however many ask at the same time."""
        file = self.files[path]
        key = (path, encoding if _shrinks(KINDS[file.suffix]) else "")
        task = self.held.get(key)
        if task is None:
            task = asyncio.create_task(
                run_in_threadpool(lambda: pack(file.read_bytes(), KINDS[file.suffix], encoding))
            )
            self.held[key] = task
        try:
            return await asyncio.shield(task)
        except Exception:
            self.held.pop(key, None)
            raise


def accepted(headers: Headers) -> str:
    """The best way of packing that a browser takes; "" for none."""
    offers = [offer.partition(";") for offer in headers.get("accept-encoding", "").lower().split(",")]
    taken = {name.strip() for name, _, weight in offers if not REFUSED.fullmatch(weight.strip())}
    return next((name for name in PACKERS if name in taken), "")


def pack(content: bytes, kind: str, encoding: str) -> Packed:
    """A file's content of a kind, packed where that makes it shorter."""
    if encoding and _shrinks(kind) and len(content) >= LEAST:
        return Packed(PACKERS[encoding](content), kind, encoding)
    return Packed(content, kind, "")


def _parts(path: str) -> list[str]:
    """The parts of the address that a path means, however it is spelled, in small letters."""
    return [part for part in posixpath.normpath(path.replace("\\", "/")).lower().split("/") if part]


def _no_document(send: Send) -> Send:
    """Send on what answers for a file, but for a document, which is how Streamlit answers what it does not know."""
    refused = False

    async def pass_on(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start":
            refused = Headers(scope=message).get("content-type", "").startswith("text/html")
            if refused:
                headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
                await send({"type": "http.response.start", "status": 404, "headers": headers})
                await send({"type": "http.response.body", "body": b"Not found"})
        if not refused:
            await send(message)

    return pass_on


def _shrinks(kind: str) -> bool:
    return kind.startswith(TEXT)
