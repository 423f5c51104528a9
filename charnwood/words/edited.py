"""What officers read when a file was saved with a fault and the version before it is served on."""

from __future__ import annotations

import re


def served_on(fault: str) -> str:
    """One sentence on the text of a `DataError`: the file, its first line at fault, what to do; as Markdown."""
    head, *lines = [line.strip() for line in fault.splitlines()] or [""]
    path, _, told = head.partition(": ")
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    first = lines[0] if lines else told
    count = re.match(r"([\d,]+) fault", told)
    more = int(count[1].replace(",", "")) - 1 if count else 0
    also = f" and {more:,} more" if more > 0 else ""
    said = f"{name} was saved with a fault ({first.rstrip('.')[:300]}{also})"
    escaped = re.sub(r"([\\`*_\[\]<>$|:#~&])", r"\\\1", said)
    return f"{escaped}, so this page shows the version before, or leaves it out; correct it and run `python -m charnwood check`."
