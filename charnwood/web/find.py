"""What finds an area without a session: the form's answers, the index of the script, and no trace of what was typed."""

from __future__ import annotations

import logging
from pathlib import PurePosixPath
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from charnwood import assets, settings
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.public import find, kept
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.web import made, public_pages
from charnwood.web.compression import KINDS, Packed, pack
from charnwood.web.middleware import told

FORM = 4_000  # bytes of a form that are read: more than the box takes


class Untold(logging.Filter):
    """Of the log of requests: no query, which may hold what a person typed or the area that they looked at."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the query out of an address, keep the rest."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                text.partition("?")[0] if isinstance(text, str) and text.startswith("/") else text
                for text in record.args
            )
        return True


def routes() -> list[BaseRoute]:
    """The form's address and those of files made for pages; from now on the log of requests holds no query."""
    log = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, Untold) for each in log.filters):
        log.addFilter(Untold())
    return [
        Route("/find", answer, methods=["GET", "POST"]),
        Route(f"/{assets.PREFIX}/{{name}}.{{kind}}", send_made, name="made"),
    ]


async def answer(request: Request) -> Response:
    """The area that a text certainly means, else the page of answers; the form posts, so that no address holds it."""
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(told(error), status_code=503)
    text = await _typed(request)
    key = await run_in_threadpool(find.sure, data, text)
    headers = {"Cache-Control": "no-store"}
    if key:
        return RedirectResponse(f"area/{quote(key, safe='~')}", 303, headers)
    return HTMLResponse(
        await run_in_threadpool(find.page, data, public_pages.around(data, settings.public()), text),
        headers=headers,
    )


async def _typed(request: Request) -> str:
    """The text that was typed, from the form or from the address."""
    sent = b""
    if request.method == "POST":
        async for part in request.stream():
            sent += part[:FORM]
            if len(sent) > FORM:
                break
    else:
        sent = request.scope["query_string"]
    fields = parse_qs(sent[:FORM].decode("utf-8", "replace"), errors="replace", max_num_fields=None)
    return fields.get("q", [""])[0]


def send_made(request: Request) -> Response:
    """A file that is made of the data; its address carries their version, so it may be kept."""
    return made.send(request, _packed)


@of_data(12)
def _packed(data: Dataset, address: str, encoding: str) -> Packed | None:
    content = kept.made(data).get(address)
    return pack(content, KINDS[PurePosixPath(address).suffix], encoding) if content is not None else None
