"""The pictures below the map as files that browsers keep: made of the data, with a hash of their content in the address."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from charnwood import assets
from charnwood.cache import of_data
from charnwood.drawing.exhibits import front
from charnwood.official.deprivation import MAPPED
from charnwood.store.dataset import Dataset
from charnwood.web import made as made_of_data
from charnwood.web.compression import KINDS, Packed, pack

MADE = rf"/{assets.PREFIX}/front-[0-9a-f]{{8}}\.svg"


def address(pictured: front.Pictured) -> str:
    """Where a picture is, relative to a page."""
    return f"{assets.PREFIX}/front-{hashlib.sha256(pictured.svg.encode()).hexdigest()[:8]}.svg"


def send(request: Request) -> Response:
    """A picture by its address."""
    return made_of_data.send(request, _packed)


def made(data: Dataset) -> dict[str, str]:
    """All pictures by their addresses."""
    types = [front.types(data)] if data.has_crime else []
    pictured = (*(front.domains(data, year) for year in MAPPED), *types)
    return {address(each): each.svg for each in pictured}


@of_data(8)
def _packed(data: Dataset, path: str, encoding: str) -> Packed | None:
    found = made(data)
    return pack(found[path].encode(), KINDS[".svg"], encoding) if path in found else None
