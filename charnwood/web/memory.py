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
AFTER = 30.0  # seconds until the second look after the data have changed


class Keeper:
    """Decides what is looked through: what is new, or everything."""

    def __init__(self, whole: float = WHOLE) -> None:
        """Begin with nothing looked through."""
        self.whole = whole
        self.due = time.monotonic()
        self.data: weakref.ref[dataset.Dataset] | None = None

    def tidy(self) -> bool:
        """Free what nobody can reach and set the rest aside; returns whether everything was looked through."""
        now = time.monotonic()
        changed = self._changed()
        everything = changed or now >= self.due
        if everything:
            gc.unfreeze()
            # Runs that began before the data changed may hold the old ones a little longer
            self.due = now + (min(AFTER, self.whole) if changed else self.whole)
        gc.collect()
        gc.freeze()
        return everything

    def _changed(self) -> bool:
        """Whether other data are shown than at the last look."""
        data = dataset.held()
        same = data is (self.data() if self.data else None)
        self.data = weakref.ref(data) if data else None
        return not same


async def tend(every: float = EVERY) -> None:
    """Keep memory tidy until cancelled."""
    keeper = Keeper()
    while True:
        keeper.tidy()
        await asyncio.sleep(every)
