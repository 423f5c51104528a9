"""The kinds of incident that a page or a command can be asked for: two totals and the types of police.uk."""

from __future__ import annotations

import pandas as pd

from charnwood.english import slug
from charnwood.official import incidents

INCIDENTS, CRIMES = "incidents", "crimes"
TYPES = {slug(kind): kind for kind in incidents.TYPES}
PARTS = {"crimes": CRIMES, "asb": slug(incidents.ASB)}  # of all incidents, by the columns that hold them
KINDS = {INCIDENTS: "All incidents", CRIMES: "All crimes", **TYPES}


def select(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows of counts (`crime_type`, `incidents`) that a key of `KINDS` stands for."""
    if kind == INCIDENTS:
        return frame
    if kind == CRIMES:
        return frame[frame["crime_type"] != incidents.ASB]
    return frame[frame["crime_type"] == TYPES[kind]]
