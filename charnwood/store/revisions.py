"""What refreshes of crime revised: a log in the data folder, a row for each month and type whose count changed.

`refreshed` is the day of the refresh (YYYY-MM-DD); `before` and `after` count the incidents located in the district.
Outcomes that became known later are no revision.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from charnwood.store.official_tables import Table

FILE = "crime/revisions.csv"
COLUMNS = ("refreshed", "month", "type", "before", "after")


def read(directory: Path) -> pd.DataFrame:
    """The log of a data folder, in the order of refreshes; without a row where no month has been revised yet."""
    path = directory / FILE
    return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=list(COLUMNS))


def between(
    before: pd.DataFrame, after: pd.DataFrame, months: Sequence[str], day: datetime.date
) -> pd.DataFrame:
    """What changed in months that were held before, in the columns of the log; counts as `Counts.lsoa` has them."""
    was, now = (_counted(frame, months) for frame in (before, after))
    both = pd.concat([was, now], axis=1, keys=COLUMNS[-2:]).fillna(0).astype("int64").sort_index()
    changed = both[both["before"] != both["after"]]
    rows = changed.rename_axis(["month", "type"]).reset_index()
    return rows.assign(refreshed=day.isoformat())[list(COLUMNS)]


def table(rows: pd.DataFrame) -> list[Table]:
    """The log as a table of a data folder; none where it has no row."""
    title = "Months that a refresh revised: incidents by type, before and after"
    return [Table(FILE, title, rows, ("police",))] if len(rows) else []


def _counted(frame: pd.DataFrame, months: Sequence[str]) -> pd.Series:
    held = frame[frame["month"].isin(months)]
    return held.astype({"crime_type": str}).groupby(["month", "crime_type"])["incidents"].sum()
