"""Movement between editions -> Plotly figures: one line for each small area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from charnwood import figures, palette, words
from charnwood.cache import cached
from charnwood.drawing import charts
from charnwood.drawing.charts import KEPT
from charnwood.official.areas import Area
from charnwood.official.deprivation import CHOSEN, NEWEST
from charnwood.store.dataset import Dataset

APART = 12  # lines of a chart that can be told apart
STAND_OUT = 2  # of more lines, those in each direction that have a colour


WAYS = {
    "more": f"More deprived decile in {NEWEST} than in {CHOSEN}",
    "same": "Same decile",
    "less": "Less deprived decile",
    "split": "Part of a split area, not compared",
}


REDRAWN = "Split, merged or redrawn, not compared"


@dataclass(frozen=True)
class Ways:
    """What each line of a chart of `slopes` is called (in its order), the colour of each name, the one behind, a sentence."""

    names: pd.Series
    colours: Mapping[str, str]
    behind: str = ""
    said: str = ""


def ways(data: Dataset, area: Area, measure: str) -> Ways:
    """The LSOAs of an area by direction of movement, or, of more than can be told apart, the furthest each way by name."""
    moved = figures.change.change(data, area, measure=measure)
    if len(moved) <= APART:
        deciles = moved["deciles_moved"]
        called = WAYS | ({"split": REDRAWN} if moved["redrawn"].any() else {})
        keys = deciles.map(lambda d: "split" if pd.isna(d) else "more" if d < 0 else "less" if d else "same")
        return Ways(
            keys.map(called),
            dict(
                zip(
                    called.values(),
                    (palette.TOWARDS[0], palette.STILL, palette.AWAY[0], palette.SPLIT),
                    strict=True,
                )
            ),
        )
    whole = moved.dropna(subset="points_moved").sort_values("points_moved", kind="stable")
    ends = [part[part["points_moved"] != 0] for part in (whole.head(STAND_OUT), whole.tail(STAND_OUT))]
    far = pd.concat(ends)["name"]
    colours = [
        colour
        for part, way in zip(ends, (palette.TOWARDS, palette.AWAY), strict=True)
        for colour in way[: len(part)]
    ]
    others = f"The other {len(moved) - len(far)} areas"
    return Ways(
        moved["name"].where(moved.index.isin(far.index), others),
        dict(zip(far, colours, strict=True)) | {others: palette.STILL},
        others,
        words.change.in_colour(STAND_OUT),
    )


@cached(KEPT)
def slopes(
    table: pd.DataFrame,
    names: pd.Series,
    colours: Mapping[str, str],
    vintages: Sequence[int],
    behind: str = "",
) -> go.Figure:
    """One line for each LSOA over the editions: its rank in percent of England's, most deprived at the top.

    `table` has a column per edition and an index of name and whether the LSOA is a part of a split area:
    such a line is broken where the vintage of LSOAs changes; `vintages` has that of each column. `names` is
    what each row is called in the legend, of which `colours` has at most four, in their order, and `behind`: thin lines
    below the others.
    """
    traces: list[charts.Trace] = []
    years = [str(year) for year in table]
    broken = list(vintages).index(vintages[-1])
    for position, label in [(-1, behind), *enumerate(name for name in colours if name != behind)]:
        shown = False
        for (name, split), row in table[(names == label).to_numpy()].iterrows():
            values = [*row.iloc[:broken], None, *row.iloc[broken:]] if split else list(row)
            far = {"dash": palette.DASHES[position].plotly, "width": 3 if behind else 2}
            traces.append(
                charts.scatter(
                    x=[*years[: broken + 1], *years[broken:]] if split else years,
                    y=values,
                    name=label,
                    legendgroup=label,
                    legendrank=1000 if label != behind else 1001,
                    showlegend=not shown,
                    mode="lines+markers" if label != behind else "lines",
                    line={"color": colours[label], **(far if label != behind else {"width": 1})},
                    marker={"symbol": palette.SYMBOLS[position].plotly, "size": 9},
                    hovertemplate=f"{name}<br>%{{x}}: %{{y:.1f}}% of England's ranks<extra></extra>",
                )
            )
            shown = True
    ranks = {
        "title": "Rank, % of England<br>(0 = most deprived)",
        "range": [101, -1],
        "tickvals": list(range(0, 101, 10)),
    }
    return charts.drawn(traces, 520, {"type": "category", "title": "Edition"}, ranks)
