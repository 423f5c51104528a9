"""Areas side by side as a picture of a few kilobytes, without a script: a row for each thing, a column for each area.

A bar's value stands above it in words, and its area at the head of the column, so that nothing hangs on colour. Widths
are shares of the picture and letters have one size, so that it is read on a telephone as on a desk.
"""

from __future__ import annotations

import html
import textwrap

import pandas as pd

from charnwood import english, palette

LETTERS = 14  # of a name in a line of a column's head
HEAD, ROW = 19, 52  # heights: a line of the heads, a row
GAP = 8  # percent of a column that stays free at its right
SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
STYLE = f"""
svg{{font:13px {SANS};fill:{palette.INK}}}
.head{{font-weight:700}}.row{{font-weight:600}}.value{{font-size:12px}}
.track{{fill:{palette.HEAD}}}.bar{{fill:{palette.SERIES[0]}}}.whole{{fill:{palette.SOFT}}}.mark{{fill:{palette.SERIES[1]}}}
@media (max-width:430px){{.head{{font-size:10.5px}}.value{{font-size:11px}}}}
@media (max-width:340px){{.head{{font-size:9.5px}}}}
@media (prefers-color-scheme:dark){{svg{{fill:{palette.INK_ON_DARK}}}.track{{fill:#2b383e}}.bar{{fill:#63b7ec}}.whole{{fill:#9fb0b7}}.mark{{fill:#f09a4e}}}}
"""


def bars(
    values: pd.DataFrame, texts: pd.DataFrame, most: float, mark: pd.Series | None = None
) -> tuple[str, int]:
    """The picture, and its height in pixels.

    `values` from 0 to `most` and `texts` have a row for each thing and a column for each area, the whole last; `mark` is
    a value of each row that is marked on all its bars.
    """
    heads = [textwrap.wrap(english.unbroken(str(name)), LETTERS) or [""] for name in values]
    top = HEAD * max(map(len, heads))
    wide = 100 / len(heads)
    parts = [
        f'<text class="head" x="{wide * column:.4g}%" y="{HEAD * line + 14}">{html.escape(text)}</text>'
        for column, lines in enumerate(heads)
        for line, text in enumerate(lines)
    ]
    for place, (name, row) in enumerate(values.iterrows()):
        y = top + ROW * place
        parts.append(f'<text class="row" x="0" y="{y + 19}">{html.escape(str(name))}</text>')
        for column, value in enumerate(row):
            at, room = wide * column, wide * (100 - GAP) / 100
            kind = "whole" if column == len(row) - 1 else "bar"
            text = html.escape(str(texts.iat[place, column]))
            parts += [
                f'<text class="value" x="{at:.4g}%" y="{y + 34}">{text}</text>',
                _rect("track", at, room, y + 38, 9),
                _rect(kind, at, room * value / most, y + 38, 9),
            ]
            if mark is not None:
                parts.append(_rect("mark", at + room * mark.iat[place] / most, 0, y + 36, 13))
    height = top + ROW * len(values)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}"><style>{STYLE}</style>{"".join(parts)}</svg>',
        height,
    )


def _rect(kind: str, x: float, width: float, y: int, height: int) -> str:
    wide = f"{width:.4g}%" if kind != "mark" else "2"
    return f'<rect class="{kind}" x="{x:.4g}%" y="{y}" width="{wide}" height="{height}"/>'
