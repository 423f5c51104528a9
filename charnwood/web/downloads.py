"""Files that pages offer: made when somebody asks for one, known until then by a token in its address.

The same file offered to many visitors has one token. Nothing is stored: the newest offers are in memory
only, and each holds how its files are made, not the files.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

MOST = 2_000  # offers held; the oldest make room


@dataclass(frozen=True)
class Offer:
    """What can be saved of one thing: names of the files, and by the ending how each is made."""

    names: Mapping[str, str]
    make: Mapping[str, Callable[[], bytes]]


_held: OrderedDict[str, Offer] = OrderedDict()
_lock = Lock()


def put(offer: Offer, *content: str) -> str:
    """Hold an offer; returns its token, which follows from `content`: all that tells its files from others."""
    token = hashlib.sha256("\0".join([*content, *offer.names.values()]).encode()).hexdigest()[:24]
    with _lock:
        _held[token] = offer
        _held.move_to_end(token)
        while len(_held) > MOST:
            _held.popitem(last=False)
    return token


def get(token: str) -> Offer | None:
    """The offer of a token, or none where it was never made or has made room for others."""
    with _lock:
        return _held.get(token)
