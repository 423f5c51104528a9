"""The one data folder's content that a server shows: loaded once for all, the last good one where new content is bad."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

from charnwood.cache import Results
from charnwood.checks import DataError

LOG = logging.getLogger(__name__)


class Loaded(Protocol):
    """What is served: it holds the results made from it."""

    @property
    def results(self) -> Results:
        """Results that are let go of with it."""


Content = TypeVar("Content", bound=Loaded)


class Served(Generic[Content]):
    """The content served; while one visit loads another, all others see the one before.

    `fault` tells why the content is older than the folder's, or less; empty where it is neither.
    """

    def __init__(
        self, load: Callable[[Path], Content], less: Callable[[Path], Content] | None = None
    ) -> None:
        """Hold nothing yet; `load` reads a folder and raises `DataError`, `less` what can be shown of one at fault."""
        self.load = load
        self.less = less
        self.key: tuple[Path, tuple[int, ...]] | None = None
        self.data: Content | None = None
        self.fault = ""
        self.loading = Lock()

    def get(self, directory: Path, stamps: tuple[int, ...]) -> Content:
        """The content of a folder whose files bear these stamps, or the last good one; raises `DataError`."""
        key, data = self.key, self.data
        if data is not None and key == (directory, stamps):
            return data
        waiting = data is None or key is None or key[0] != directory
        if not self.loading.acquire(blocking=waiting) and data is not None:
            return data
        try:
            held = self.data
            if held is None or self.key != (directory, stamps):
                return self._renewed(directory, stamps)
            return held
        finally:
            self.loading.release()

    def _renewed(self, directory: Path, stamps: tuple[int, ...]) -> Content:
        before = self.data
        try:
            new = self.load(directory)
        except DataError as error:
            if before is None or self.key is None or self.key[0] != directory:
                before = self.data = self._less(directory, error)
            LOG.error("the data were saved with a fault, which is not shown: %s", error)
            self.key, self.fault = (directory, stamps), str(error)
            return before
        self.key, self.data, self.fault = (directory, stamps), new, ""
        if before is not None:
            before.results.clear()  # they point back at it, so that it would wait for the collector
        return new

    def _less(self, directory: Path, fault: DataError) -> Content:
        """What can be shown of a folder with a fault; raises that fault where nothing can."""
        try:
            return (self.less or self.load)(directory)
        except DataError:
            raise fault from None
