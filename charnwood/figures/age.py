"""How old the figures of crime are: the newest month held against a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from charnwood.official.incidents import MISSING, PARTIAL
from charnwood.store.dataset import Dataset

OLD = 3  # months from the newest month held to that of the day, above which it is told
PUBLISHED = (
    2  # months after a month by whose end police.uk usually has it (https://data.police.uk/changelog/)
)


@dataclass(frozen=True)
class Newest:
    """The newest month of which crime is held (YYYY-MM), and whether it is held in part."""

    month: str
    partly: bool


def newest(data: Dataset) -> Newest:
    """The newest month of which crime is held, whole or in part."""
    months = zip(data.coverage["month"][::-1], data.coverage["status"][::-1], strict=True)
    month, status = next((month, status) for month, status in months if status != MISSING)
    return Newest(str(month), status == PARTIAL)


@dataclass(frozen=True)
class Age:
    """How many months lie from the newest month held to the day, the month after it, and by whose end that was due.

    Months are YYYY-MM.
    """

    months: int
    following: str
    due: str

    @property
    def old(self) -> bool:
        """Whether newer months were due long enough ago to be missed."""
        return self.months > OLD


def of(data: Dataset, today: date) -> Age:
    """How old the crime data of a Dataset are on a day; costs next to nothing, so that nobody needs to keep it."""
    last = pd.Period(newest(data).month, "M")
    months = 12 * (today.year - last.year) + today.month - last.month
    return Age(months, str(last + 1), str(last + 1 + PUBLISHED))
