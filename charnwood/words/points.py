"""The council's own points in an area and near it -> plain-English sentences."""

from __future__ import annotations

import pandas as pd

from charnwood import english
from charnwood.figures.points import NEAR

TITLE = "Own points here and nearby"
HOW = (
    f"Points are those of `points.csv` in the folder of data, for officers alone. Near is up to {NEAR} metres from the "
    "edge of the area, as the crow flies. A point that is placed by its postcode stands at the middle of it."
)


def found(counts: pd.DataFrame, name: str) -> str:
    """How many points of each kind lie within an area and near it; `counts` as of `figures.points.counts`."""
    told = [
        f"{row.kind}: {english.number(row.within)} within it, {english.number(row.near)} more up to {NEAR} metres away"
        for row in counts.itertuples()
        if row.within + row.near
    ]
    if not told:
        return f"**{name}** has none of the points that are held, within it or up to {NEAR} metres away."
    return f"**{name}**, of the points that are held: {'; '.join(told)}."


def for_people(near: pd.DataFrame) -> pd.DataFrame:
    """`figures.points.near` with headings for people."""
    where = near["metres"].map(lambda metres: "within" if metres == 0 else "near")
    table = pd.DataFrame(
        {"Point": near["name"], "Kind": near["kind"], "Postcode": near["postcode"], "Where": where}
    )
    return table.assign(**{"Metres away": near["metres"]})
