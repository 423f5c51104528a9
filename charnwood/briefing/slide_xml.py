"""What PowerPoint knows and python-pptx has no word for, written into its XML; listed in docs/upgrading.md."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn


def describe(shape: Any, text: str) -> None:
    """Give a picture, chart or table its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def label_each(axis: Any) -> None:
    """Show every label of an axis of words, however long they are."""
    skip = axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    axis._element.find(qn("c:lblOffset")).addnext(skip)


def by_years(axis: Any) -> None:
    """Count an axis of dates in months and label it once in twelve."""
    for tag, value in (("baseTimeUnit", "months"), ("majorUnit", "12"), ("majorTimeUnit", "months")):
        for old in axis._element.findall(qn(f"c:{tag}")):
            axis._element.remove(old)
        axis._element.append(axis._element.makeelement(qn(f"c:{tag}"), {"val": value}))
