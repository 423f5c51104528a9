"""What Word knows and python-docx has no word for, written into its XML; listed in docs/upgrading.md."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATOR = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:r><w:{0}/></w:r></w:p></w:footnote>'
NOTE = (
    '<w:footnote w:id="{}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/>'
    '</w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r></w:p></w:footnote>'
)


STYLE = qn("w:styleId")


def style_of(name: str) -> str:
    """What Word calls a style within a file: "FootnoteText" of "footnote text"."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def describe(picture: Any, text: str) -> None:
    """Give a picture its alternative text."""
    picture._inline.docPr.set("descr", text)


def head(table: Any) -> None:
    """Have the first row of a table be its head, again on each page that it goes on to."""
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def shade(cell: Any, colour: str) -> None:
    """Give a cell of a table a background (#rrggbb)."""
    fill = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour[1:].upper()}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(fill))


def in_english(document: Any) -> None:
    """Name British English as the language of all text."""
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>')
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(language)


def refer(paragraph: Any, number: int) -> None:
    """Put the sign of a footnote behind a paragraph."""
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )
    )


def link(paragraph: Any, address: str) -> None:
    """Put an address behind the text of a paragraph, to be followed."""
    name = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{name}"><w:r><w:rPr><w:u w:val="single"/></w:rPr>'
            f"<w:t>{escape(address, quote=False)}</w:t></w:r></w:hyperlink>"
        )
    )


def footnotes(document: Any, texts: Sequence[str]) -> None:
    """Add the footnotes that paragraphs refer to, numbered from 1."""
    separators = SEPARATOR.format("separator", -1) + SEPARATOR.format("continuationSeparator", 0)
    notes = "".join(NOTE.format(number, escape(text, quote=False)) for number, text in enumerate(texts, 1))
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{separators}{notes}</w:footnotes>'
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), NOTES, xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
