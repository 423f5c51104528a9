"""Hints that make pages faster by what other packages do not promise; without them the pages come all the same."""

from __future__ import annotations

import logging
from functools import cache

LOG = logging.getLogger(__name__)


@cache
def left_out(changed: str) -> None:
    """Log, once, what another package has changed, so that a hint is left out."""
    LOG.warning("%s: pages come without a hint that makes them faster. See docs/upgrading.md", changed)
