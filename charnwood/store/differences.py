"""What changed from one table of a data folder to another, in words for whoever refreshes it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from charnwood.store import dataset

SAME = "no value changed"


def told(before: Path, after: Path) -> str:
    """What changed from one table to another: rows, and values of rows and columns that both have."""
    new = _comparable(after)
    if not before.is_file():
        return f"new, {len(new):,} rows"
    old = _comparable(before)
    rows = f"{len(new):,} rows" + (", as before" if len(new) == len(old) else f" (before: {len(old):,})")
    parts = []
    for what, codes in (
        ("added", new.index.difference(old.index)),
        ("gone", old.index.difference(new.index)),
    ):
        if len(codes):
            parts.append(f"{len(codes):,} {what}")
    both, columns = new.index.intersection(old.index), [c for c in new if c in old]
    one, other = old.loc[both, columns], new.loc[both, columns]
    changed = ((one != other) & ~(one.isna() & other.isna())).sum()
    if count := int(changed.sum()):
        where = list(changed.index[changed > 0])
        named = ", ".join(map(str, where[:4])) + (f" and {len(where) - 4} more" if len(where) > 4 else "")
        parts.append(f"{count:,} values changed, in {named}")
    for what, names in (
        ("new", [c for c in new if c not in old]),
        ("gone", [c for c in old if c not in new]),
    ):
        if names:
            parts.append(f"columns {what}: {', '.join(map(str, names))}")
    return f"{rows}; {'; '.join(parts) or SAME}"


def _comparable(path: Path) -> pd.DataFrame:
    frame = dataset.read(path)
    if "geometry" in frame:
        frame = pd.DataFrame(frame.drop(columns="geometry")).assign(geometry=frame.geometry.to_wkb())
    return frame.set_index(frame.columns[0]).astype(object)
