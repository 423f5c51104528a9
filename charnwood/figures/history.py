"""What happened to the months of crime since a data folder was built: which came when, and which were revised."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charnwood.official import incidents
from charnwood.store.dataset import Dataset


@dataclass(frozen=True)
class Added:
    """Months (YYYY-MM) that came on a day (YYYY-MM-DD)."""

    day: str
    months: tuple[str, ...]


@dataclass(frozen=True)
class Revised:
    """A month whose counts a refresh of a day changed: `types` has `type`, `before` and `after`, a row for each changed."""

    day: str
    month: str
    types: pd.DataFrame

    @property
    def change(self) -> int:
        """How many incidents more (or less, below 0) the month has."""
        return int(self.types["after"].sum() - self.types["before"].sum())


def added(data: Dataset) -> list[Added]:
    """When each month that is held came, latest first; what the build read came on the day its archive was retrieved."""
    if not data.has_crime:
        return []
    police = next(entry for entry in data.manifest["sources"] if entry["key"] == "police")
    refreshes = police.get("refreshed", [])
    held = incidents.held_months(data.coverage)
    came: dict[str, str] = {}
    for record in refreshes:
        came |= dict.fromkeys(record.get("added", record["months"]), record["retrieved"])
    built = police.get("built", refreshes[0]["retrieved"] if refreshes else police["retrieved"])
    days = sorted({came.get(month, built) for month in held}, reverse=True)
    return [Added(day, tuple(month for month in held if came.get(month, built) == day)) for day in days]


def revised(data: Dataset) -> list[Revised]:
    """Each month that a refresh revised, latest refresh and month first."""
    log = data.revisions
    found = [
        Revised(str(day), str(month), rows) for (day, month), rows in log.groupby(["refreshed", "month"])
    ]
    return found[::-1]
