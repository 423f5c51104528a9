"""The kinds of incident that a page or a command can be asked for: two totals and the types of police.uk."""

from __future__ import annotations

import pandas as pd

from charnwood import crime
from charnwood.neighbourhoods import slug

INCIDENTS, CRIMES = "incidents", "crimes"
TYPES = {slug(kind): kind for kind in crime.TYPES}
KINDS = {INCIDENTS: "All incidents", CRIMES: "All crimes", **TYPES}
# Where the type's name alone does not follow on "incidents of"
OFFENCES = {"Drugs": "drug offences", "Public order": "public order offences"}


def select(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows of counts (`crime_type`, `incidents`) that a key of `KINDS` stands for."""
    if kind == INCIDENTS:
        return frame
    if kind == CRIMES:
        return frame[frame["crime_type"] != crime.ASB]
    return frame[frame["crime_type"] == TYPES[kind]]


def several(kind: str) -> str:
    """A kind as prose names it: "incidents", "crimes", "incidents of vehicle crime"."""
    if kind in (INCIDENTS, CRIMES):
        return kind
    name = TYPES[kind]
    return f"incidents of {OFFENCES.get(name, name.lower())}"


def counted(count: int, kind: str) -> str:
    """A count with its kind: "41 incidents of vehicle crime", "1 crime"."""
    text = several(kind)
    return f"{count:,} {text.replace('incidents', 'incident', 1).replace('crimes', 'crime', 1) if count == 1 else text}"
