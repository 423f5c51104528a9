"""What PowerPoint knows and python-pptx has no word for, written into its XML; listed in docs/upgrading.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn


def describe(shape: Any, text: str) -> None:
    """Give a picture, chart or table its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def label_each(axis: Any) -> None:
    """Show every label of an axis of words, however long they are."""
    skip = axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    axis._element.find(qn("c:lblOffset")).addnext(skip)


def by_months(axis: Any, every: int) -> None:
    """Count an axis of dates in months and label one in so many."""
    for tag, value in (("baseTimeUnit", "months"), ("majorUnit", str(every)), ("majorTimeUnit", "months")):
        for old in axis._element.findall(qn(f"c:{tag}")):
            axis._element.remove(old)
        axis._element.append(axis._element.makeelement(qn(f"c:{tag}"), {"val": value}))


def drop_line(series: Any, colour: str) -> None:
    """A dashed line (colour as #rrggbb) from each point of a series down to the axis."""
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="minus"/><c:errValType val="percentage"/>'
        '<c:noEndCap val="1"/><c:val val="100"/><c:spPr><a:ln w="15875"><a:solidFill>'
        f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(qn("c:cat")).addprevious(bars)


def paper_behind(labels: Any, colour: str) -> None:
    """Have the data labels of a series stand on a colour (#rrggbb), so that no pattern crosses them."""
    paper = parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></c:spPr>'
    )
    labels._element.find(qn("c:numFmt")).addnext(paper)


def paper_behind_names(series: Any, colour: str) -> None:
    """Have the names of a series' points stand on a colour (#rrggbb), so that no line crosses them."""
    for name in series._element.iter(qn("c:dLbl")):
        paper = parse_xml(
            f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></c:spPr>'
        )
        name.find(qn("c:tx")).addnext(paper)


def leave_out_of_legend(chart: Any, positions: Iterable[int]) -> None:
    """Have a legend name none of the series at these positions."""
    at = chart.legend._element.find(qn("c:legendPos"))
    for position in reversed(list(positions)):
        at.addnext(
            parse_xml(
                f'<c:legendEntry {nsdecls("c")}><c:idx val="{position}"/><c:delete val="1"/></c:legendEntry>'
            )
        )
