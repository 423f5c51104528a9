"""Files that are made of the data: each answers at an address that carries its version, so browsers may keep it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from charnwood.checks import DataError
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.web.compression import Packed, accepted
from charnwood.web.middleware import told


def send(request: Request, find: Callable[[Dataset, str, str], Packed | None]) -> Response:
    """The file that `find` gives of the data, an address and an encoding; none is of data that are no longer held."""
    try:
        data = dataset.current()
    except DataError as error:
        return PlainTextResponse(told(error), status_code=503)
    packed = find(data, request.scope["path"].lstrip("/"), accepted(request.headers))
    if packed is None:
        return PlainTextResponse("These are not the data that this server holds.", status_code=404)
    return packed.response()
