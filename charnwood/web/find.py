"""What finds an area without a session: the form's answers, the index of the script, and no trace of what was typed."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from charnwood import assets
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.public import find, search_index, site
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.web.compression import KINDS, Packed, accepted, pack
from charnwood.web.middleware import told

FORM = 4_000  # bytes of a form that are read: more than the box takes
MADE = rf"/{assets.PREFIX}/find-[0-9a-f]{{8}}\.json"  # addresses of the index


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
    """The form's address and that of the index; from now on the log of requests holds no query."""
    log = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, Untold) for each in log.filters):
        log.addFilter(Untold())
    return [
        Route("/find", answer, methods=["GET", "POST"]),
        Route(f"/{assets.PREFIX}/find-{{version}}.json", send_index),
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
    return HTMLResponse(await run_in_threadpool(find.page, data, site.site(data), text), headers=headers)


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


def send_index(request: Request) -> Response:
    """The index of the script; the address carries its version, so it may be kept."""
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(told(error), status_code=503)
    if request.url.path.rsplit("/", 1)[1] != search_index.name(data):
        return PlainTextResponse("These are not the data that this server holds.", status_code=404)
    return _packed(data, accepted(request.headers)).response()


@of_data(3)
def _packed(data: Dataset, encoding: str) -> Packed:
    return pack(search_index.content(data), KINDS[".json"], encoding)
