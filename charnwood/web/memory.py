"""Garbage collected between runs, never during them, and never by looking through all that is meant to stay.

Streamlit would collect after every run and look each time through the data, the code and everything cached, for
longer than the run itself took (`postScriptGC` in `.streamlit/config.toml` tells it not to). What has survived is
set aside here ("frozen") every few seconds, so that Python's own collections stay short; from time to time, and
when the data change, all of it is looked through, so that nothing that was set aside is kept for ever.
"""

from __future__ import annotations

import asyncio
import gc
import time
import weakref

from charnwood.store import dataset

EVERY = 5.0  # seconds between two looks at what is new
WHOLE = 300.0  # seconds between two looks at everything, for a fifth of a second each


class Keeper:
    """Decides what is looked through: what is new, or everything."""

    def __init__(self, whole: float = WHOLE) -> None:
        """Begin with nothing looked through."""
        self.whole = whole
        self.last: float | None = None
        self.data: weakref.ref[dataset.Dataset] | None = None

    def tidy(self) -> bool:
        """Free what nobody can reach and set the rest aside; returns whether everything was looked through."""
        now, data = time.monotonic(), dataset.held()
        known = self.data() if self.data else None
        everything = self.last is None or now - self.last >= self.whole or data is not known
        if everything:
            gc.unfreeze()
            self.last, self.data = now, weakref.ref(data) if data else None
        gc.collect()
        gc.freeze()
        return everything


async def tend(every: float = EVERY) -> None:
    """Keep memory tidy until cancelled."""
    keeper = Keeper()
    while True:
        keeper.tidy()
        await asyncio.sleep(every)
