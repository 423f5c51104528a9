"""Tables, keys and files as HTML: what Streamlit draws on a canvas, or not at all, as text that everybody can read."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

import pandas as pd

from charnwood import palette, words
from charnwood.cache import cached
from charnwood.drawing import chart_svg
from charnwood.figures import cells

TAB = 8  # letters from one tab stop to the next, as in page.css
NOTHING = "\u00a0"  # an empty cell: nothing between two tabs would be lost among those that align
escape = html.escape


@dataclass(frozen=True)
class Listing:
    """What the list beside a map can do: its rows choose by the LSOA code in a column, some of them are `chosen`.

    `deciles` are the columns in whose cells a decile has its colour of the map. A list is tall and scrolls.
    """

    code: str = ""
    chosen: tuple[str, ...] = ()
    deciles: tuple[str, ...] = ()


@cached(128)
def table(frame: pd.DataFrame, about: str, as_rounded: bool = False, listing: Listing | None = None) -> str:
    """A table, named by `about`, whose heads sort it by their columns; the first column heads the rows.

    It travels as lines of text with tabs between the cells, which the page's script makes a table of: a
    browser takes forty times as long to clean the same cells as markup, at every choice that changes them.
    Without that script the tabs, as many as each cell needs, align the columns.

    Numbers get thousands commas; those that are not whole have one decimal place, published scores three,
    or with `as_rounded` as many as they have, for tables whose rows differ in unit. A missing figure is an
    empty cell. With a `listing` it stands beside a map.
    """
    columns = [cells.column(frame[name], as_rounded) for name in frame]
    right = " ".join(
        str(place)
        for place, kind in enumerate(frame.dtypes, 1)
        if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
    )
    lines = [[cells.plain(name) for name in frame], *zip(*columns, strict=True)]
    stops = [max(map(_stops, column)) + 1 for column in zip(*lines, strict=True)]
    text = escape("\n".join(_aligned(line, stops) for line in lines), quote=False)
    return (
        f'<div class="scroll{" tall" if listing else ""}" role="region" tabindex="0" aria-label="{escape(about)}"'
        f"{_chosen() if listing else ''}>"
        f'<pre class="rows" data-right="{right}"{_listed(frame, listing)}>{text}</pre></div>'
    )


def _listed(frame: pd.DataFrame, listing: Listing | None) -> str:
    """What the page's script has to know of a list, its columns by their numbers."""
    if not listing:
        return ""
    places = {name: place for place, name in enumerate(frame, 1)}
    painted = " ".join(str(places[name]) for name in listing.deciles)
    colours = " ".join(palette.DECILES) if painted else ""
    return (
        f' data-code="{places.get(listing.code, "")}" data-chosen="{" ".join(listing.chosen)}"'
        f' data-deciles="{painted}" data-colours="{colours}" data-inks="{palette.INK} {palette.PAPER}"'
    )


def _chosen() -> str:
    """The map's colour round what is chosen, for the rows that are."""
    return f' style="--chosen: {palette.CHOSEN}"'


def neighbourhoods(
    heads: Sequence[str],
    rows: Sequence[tuple[str, str, Sequence[str]]],
    whole: tuple[str, Sequence[str]],
    chosen: str | None,
) -> str:
    """A row for each Priority Neighbourhood, (key, name, figures), that chooses it or, once chosen, lets it go.

    Below them the figures of the `whole` that they stand beside, (name, figures), which chooses nothing.
    """
    named = "".join(f"<th scope=col>{escape(head)}</th>" for head in heads)
    lines = cycle(dash.css for dash in palette.OUTLINES)
    body = "".join(
        f'<tr data-area="{escape(key)}"><th scope=row><a href="./?area={escape(key)}"'
        f'{" aria-current=true" if key == chosen else ""}><span class="line {style}"></span>{escape(name)}</a></th>'
        f"{_cells(told)}</tr>"
        for (key, name, told), style in zip(rows, lines, strict=False)
    )
    foot = f"<tr><th scope=row>{escape(whole[0])}</th>{_cells(whole[1])}</tr>"
    return (
        f'<table class="choosing"{_chosen()}><thead><tr>{named}</tr></thead><tbody>{body}</tbody>'
        f"<tfoot>{foot}</tfoot></table>"
    )


def _cells(figures: Sequence[str]) -> str:
    return "".join(f"<td>{escape(figure)}</td>" for figure in figures)


def _aligned(line: Sequence[str], stops: Sequence[int]) -> str:
    """Cells with as many tabs after each as lead to its column's end, which is `stops` tab stops wide."""
    texts = [text or NOTHING for text in line]
    spaced = (text + "\t" * (width - _stops(text)) for text, width in zip(texts, stops, strict=True))
    return "".join(spaced).rstrip("\t")


def _stops(cell: str) -> int:
    return len(cell) // TAB


def side_by_side(frame: pd.DataFrame, about: str) -> str:
    """A table of words: a row for each fact (the index), a column for each area; it scrolls where a screen is narrow."""
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame)
    rows = "".join(
        f'<tr><th scope="row">{escape(str(fact))}</th>{"".join(f"<td>{escape(str(cell))}</td>" for cell in cells)}</tr>'
        for fact, cells in zip(frame.index, frame.to_numpy(), strict=True)
    )
    return (
        f'<div class="scroll side" role="region" tabindex="0" aria-label="{escape(about)}"><table>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def page_links(links: Mapping[str, str], here: str | None = None, along: str = "") -> str:
    """Links to other pages: title by address. The page's script follows them within this visit.

    `along` is a query that goes with each address.
    """
    return '<div class="pages">{}</div>'.format(
        "".join(
            f'<a href="./{escape(address + along)}"{" aria-current=page" if address == here else ""}>{escape(title)}</a>'
            for address, title in links.items()
        )
    )


def note(*lines: str) -> str:
    """Lines in small letters, each a paragraph; of none, nothing."""
    held = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<div class="note">{held}</div>' if held else ""


def details(summary: str, content: str) -> str:
    """Content that is closed until asked for; the page's script keeps it open from one choice to the next."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def files(links: Mapping[str, str], take: str = "") -> str:
    """Links that save files: label by address, and buttons of `take`. The page's script says what happens, and why one fails."""
    anchors = "".join(
        f'<a href="{escape(address)}" download>{escape(label)}</a>' for address, label in links.items()
    )
    return f'<div class="files">{anchors}{take}<span role="status"></span></div>'


def take(text: str, picture: str = "") -> str:
    """Buttons that copy a finding with its source, and its picture from an address; copy.js does it, or they are out of sight."""
    return _taken(
        f'data-copy="{escape(text)}"' if text else "", picture and f'data-picture="{escape(picture)}"'
    )


def chart(shown: chart_svg.Drawn, alt: str) -> str:
    """A chart as a picture, under its key, which is text and wraps; Streamlit takes SVG out of what it shows, so both are images."""
    key = "".join(f'<li><img alt="" src="{_packed(mark)}">{escape(name)}</li>' for mark, name in shown.key)
    image = f'<img class="beside chart" alt="{escape(alt)}" src="{_packed(shown.svg)}" style="height: {shown.height}px">'
    return f"{f'<ul class=marks>{key}</ul>' if key else ''}{image}"


def _packed(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def drawn(image: str, note: str, title: str, text: str) -> str:
    """An image that the server made, with a note whose last paragraph is its source, and the buttons that copy it.

    The picture is made of the image, its title and its source where it is copied, so that none of them travels twice.
    """
    take = _taken(f'data-copy="{escape(text)}"', f'data-of="{escape(title)}"')
    return f"<div data-drawn>{image}</div>{note}{take}"


def _taken(finding: str, picture: str) -> str:
    """The buttons that copy a finding and a picture, each by what it has to know of it; none where that is nothing."""
    buttons = [
        f"<button {look} {known}>{label}</button>"
        for look, known, label in (
            ('type="button"', finding, words.pages.COPY),
            ('type="button" class="picture"', picture, words.pages.PICTURE),
        )
        if known
    ]
    return f'<div class="take">{"".join(buttons)}<span role="status"></span></div>' if buttons else ""


def copied(text: str, label: str, prose: bool = False) -> str:
    """A text to select or to copy by a button; `prose` is set as such, all else as what is typed into a program."""
    return (
        f'<div class="copied"><code{" class=prose" if prose else ""}>{escape(text)}</code>'
        f'<button type="button">{escape(label)}</button><span role="status"></span></div>'
    )


def glossary(meanings: Mapping[str, str]) -> str:
    """Words and what they mean."""
    return f"<ul>{''.join(f'<li><b>{escape(w)}</b>: {escape(m)}</li>' for w, m in meanings.items())}</ul>"


def strip(
    caption: str, columns: Mapping[str, str], rows: Mapping[str, Sequence[tuple[str, str] | None]]
) -> str:
    """A table of marks: letter by full name over each column, mark and its meaning in each cell."""
    letters = "".join(
        f'<th scope="col"><abbr title="{name}">{letter}</abbr></th>' for name, letter in columns.items()
    )
    body = "".join(
        f'<tr><th scope="row">{head}</th>'
        + "".join(
            f'<td><span role="img" aria-label="{cell[1]}">{cell[0]}</span></td>' if cell else "<td></td>"
            for cell in cells
        )
        + "</tr>"
        for head, cells in rows.items()
    )
    return (
        f'<table class="strip"><caption>{caption}</caption>'
        f'<tr><th scope="col">Year</th>{letters}</tr>{body}</table>'
    )
