"""A loop of asyncio in a thread of its own: Playwright's goes on in the main one, where no second can run."""

import asyncio
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="loop of the tests", daemon=True).start()
    return loop


def run(coroutine: Coroutine) -> Any:
    """What a coroutine returns or raises; all that a test runs share one loop, so a socket can be kept open."""
    return asyncio.run_coroutine_threadsafe(coroutine, _loop()).result()
