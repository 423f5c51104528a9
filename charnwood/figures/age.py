"""How old the figures of crime are: the newest month held against a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from charnwood.official import incidents
from charnwood.store.dataset import Dataset

OLD = 3  # months from the newest month held to that of the day, above which it is told
PUBLISHED = (
    2  # months after a month by whose end police.uk usually has it (https://data.police.uk/changelog/)
)


@dataclass(frozen=True)
class Age:
    """The newest month held, how many months lie from it to the day, the month after it, and by whose end that was due.

    Months are YYYY-MM.
    """

    newest: str
    months: int
    following: str
    due: str

    @property
    def old(self) -> bool:
        """Whether newer months were due long enough ago to be missed."""
        return self.months > OLD


def of(data: Dataset, today: date) -> Age:
    """How old the crime data of a Dataset are on a day; costs next to nothing, so that nobody needs to keep it."""
    newest = pd.Period(incidents.held_months(data.coverage)[-1], "M")
    months = 12 * (today.year - newest.year) + today.month - newest.month
    return Age(str(newest), months, str(newest + 1), str(newest + 1 + PUBLISHED))
