"""PDF and HTML of a briefing: tagged, in English, with sources; nothing outside is asked for."""

import dataclasses
import datetime
import functools
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import pandas as pd
import pytest
from pdf import pages
from pptx import Presentation
from pypdf import PdfReader

from charnwood import assets, figures, settings, words
from charnwood.briefing import codes, documents, slides
from charnwood.briefing import paper as word
from charnwood.briefing.pair import make_pair
from charnwood.briefing.parts import WORDS
from charnwood.briefing.story import make_story
from charnwood.figures import cells
from charnwood.official.areas import Area

DAY = datetime.date(2026, 11, 23)


@pytest.fixture(scope="module")
def told(data):
    """The briefing of an area by its key, with the pictures that one document has drawn for the next."""
    return functools.cache(lambda key: make_story(data, data.areas[key], 2019, DAY))


@pytest.fixture(
    scope="module", params=["south-charnwood", "E01034002", "former-ward-loughborough-dishley-and-hathern"]
)
def story(request, told):
    return told(request.param)


@pytest.fixture(scope="module")
def printed(story):
    return documents.pdf(story)


@pytest.fixture(scope="module")
def paper(printed):
    return PdfReader(io.BytesIO(printed))


def test_the_pdf_is_tagged_titled_and_in_english(paper, story):
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata.title == story.title
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_each_step_is_there_in_order_and_no_page_holds_a_few_lines(printed, story):
    shown = pages(printed)
    assert len(shown) <= len(story.steps) + 2
    for page in shown:
        assert f"Data version {story.data.version}" in page
        assert len(page.split()) > 60
    text, at = "".join("".join(shown).split()), 0
    for step in story.steps:
        for line in (step.heading, *step.sentences, step.source):
            at = text.index("".join(line.split()), at)


def test_pictures_of_the_pdf_have_an_alternative(paper, story):
    held = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            held.append(str(element.get("/Alt", "")))
            if "/K" in element:
                walk(element["/K"])

    walk(paper.trailer["/Root"]["/StructTreeRoot"]["/K"])
    for step in story.steps:
        assert (step.alt in held) is (step.view is not None or step.figure is not None)


def test_the_word_paper_has_headings_real_tables_pictures_with_alternatives_and_footnotes(story):
    held = word.docx(story)
    read = docx.Document(io.BytesIO(held))
    heads = [p.text for p in read.paragraphs if p.style.name == "Heading 2"]
    assert sorted(heads) == sorted(step.heading for step in story.steps)  # their order: test_slides.py
    order = sorted(story.steps, key=lambda step: heads.index(step.heading))
    assert [p.text for p in read.paragraphs if p.style.name == "Heading 1"] == [story.title]
    text = "\n".join(p.text for p in read.paragraphs)
    for step in story.steps:
        assert all(sentence in text for sentence in step.sentences)
    pictured = [step.alt for step in order if step.key in word.PICTURES and (step.view or step.figure)]
    assert [shape._inline.docPr.get("descr") for shape in read.inline_shapes] == pictured
    for table in read.tables:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
        assert all(cell.text for cell in table.rows[0].cells)
    assert read.core_properties.language == "en-GB"
    with zipfile.ZipFile(io.BytesIO(held)) as parts:
        notes = ElementTree.fromstring(parts.read("word/footnotes.xml"))
        body = parts.read("word/document.xml").decode()
        styles = {style.style_id for style in read.styles}
        assert (
            set(
                re.findall(
                    r'w:(?:pStyle|rStyle) w:val="([^"]+)"', body + parts.read("word/footnotes.xml").decode()
                )
            )
            <= styles
        )
    exhibits = [step for step in order if step.kind != WORDS]
    assert len(notes) == len(exhibits) + 2  # two are separators
    assert body.count("<w:footnoteReference ") == len(exhibits)
    assert all(
        step.source in "".join(note.itertext()) for step, note in zip(exhibits, notes[2:], strict=True)
    )


def test_the_same_briefing_gives_the_same_pdf(story):
    assert documents.pdf(story) == documents.pdf(story)


class Reader(HTMLParser):
    """Collects tags, their attributes and the text; counts what is open."""

    VOID = ("meta", "link", "img", "br", "input")

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def read(content: bytes) -> Reader:
    reader = Reader()
    reader.feed(content.decode())
    assert reader.open == []
    return reader


def test_the_html_is_one_file_with_language_headings_tables_and_alternatives(story):
    page = read(documents.html(story))
    assert page.tags[0] == ("html", {"lang": "en-GB"})
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert [tag for tag, _ in page.tags].count("h2") == len(story.steps)
    assert [tag for tag, _ in page.tags].count("table") == sum(step.kind != WORDS for step in story.steps)
    assert not [tag for tag, _ in page.tags if tag in ("script", "link")]
    for tag, given in page.tags:
        address = given.get("src") or given.get("href") or "data:"
        assert address.startswith("data:")
        assert tag != "img" or given["alt"]
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    for step in story.steps:
        assert step.source in page.text
    assert story.stamp in page.text


def test_a_name_with_marks_is_text_in_every_document(data):
    name = '<b>A & "B"</b> #strong[x] $y$ *z* \\ {{ 1 }}'
    area = Area("odd", name, "Ward", ("E01025699",), ("E01025699",))
    story = make_story(data, area, 2019, DAY)
    assert name in read(documents.html(story)).text
    text = "".join(pages(documents.pdf(story)))
    assert "".join(name.split()) in "".join(text.split())


def test_cells_are_written_for_people():
    table = pd.DataFrame({"a": [1234567, None], "b": ["x", pd.NA], "c": [0.5, 1.0]})
    rows = [[(cell.text, cell.number) for cell in row] for row in cells.rows(table)]
    assert rows == [
        [("1,234,567.0", True), ("x", False), ("0.5", True)],
        [("–", False), ("–", False), ("1.0", True)],
    ]


def test_nothing_is_written_as_less_than_nothing():
    assert cells.column(pd.Series([-0.0001, -1.5])) == ["0.0", "-1.5"]
    assert figures.rates.written(-0.0001, "index value", 2) == "0.00"


def test_the_stage_names_its_script_and_says_when_the_data_are_others(story):
    page = read(documents.stage(story, "These are other data.", {"x": "https://www.example.org/area/x"}))
    assert ("script", {"src": f"assets/{assets.versioned('own')}/present.js", "defer": None}) in page.tags
    assert "These are other data." in page.text
    assert "https://www.example.org/area/x" in page.text
    assert any(
        given.get("src", "").startswith("data:image/svg+xml") for tag, given in page.tags if tag == "img"
    )
    assert re.search(r"Previous step", str(page.tags))


def test_each_file_leads_to_the_areas_plain_page_where_there_is_one(data, told, monkeypatch):
    """As a link and, on paper and slides, as a code for telephones; an own area has no page in a published folder."""
    story = told("E01034002")
    for name in (settings.PAGES, settings.MODE):
        monkeypatch.delenv(name, raising=False)
    assert story.pages == {}
    lead = words.briefing_notes.in_plain_words(story.name)
    assert lead.replace("&", "&amp;") not in documents.html(story).decode()
    assert len(Presentation(io.BytesIO(slides.deck(story))).slides) == len(story.steps) + 1
    pictures = len(docx.Document(io.BytesIO(word.docx(story))).inline_shapes)
    monkeypatch.setenv(settings.PAGES, "https://www.example.org/n/")
    address = "https://www.example.org/n/area/E01034002.html"
    first = PdfReader(io.BytesIO(documents.pdf(story))).pages[0]
    assert [note.get_object()["/A"]["/URI"] for note in first["/Annots"]] == [address]
    assert f'<a href="{address}">{lead.replace("&", "&amp;")}</a>' in documents.html(story).decode()
    last = Presentation(io.BytesIO(slides.deck(story))).slides[-1]
    links = [
        run.hyperlink.address
        for shape in last.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    assert links == [address]
    code = next(shape for shape in last.shapes if shape.name == "Code")
    assert code.image.blob == codes.png(address)
    assert code._element.xpath(".//p:cNvPr")[0].get("descr") == f"QR code of {address}"
    read = docx.Document(io.BytesIO(word.docx(story)))
    assert [link.address for paragraph in read.paragraphs for link in paragraph.hyperlinks] == [address]
    assert len(read.inline_shapes) == pictures + 1
    assert read.inline_shapes[-1]._inline.docPr.get("descr") == f"QR code of {address}"
    own = figures.own_area.resolve(data, "own~Our patch~E01025699.E01025700")
    assert dataclasses.replace(story, area=own).pages == {}


def test_a_file_on_two_areas_leads_to_the_plain_pages_of_both(data, monkeypatch):
    monkeypatch.setenv(settings.PAGES, "https://www.example.org")
    areas = [data.areas[key] for key in ("loughborough-west", "south-charnwood")]
    pair = make_pair(data, *areas, 2019, DAY)
    wanted = [f"https://www.example.org/area/{area.key}.html" for area in areas]
    notes = [
        note.get_object()["/A"]["/URI"]
        for note in PdfReader(io.BytesIO(documents.pdf(pair))).pages[0]["/Annots"]
    ]
    assert notes == wanted
    read = docx.Document(io.BytesIO(word.docx(pair)))
    assert [link.address for paragraph in read.paragraphs for link in paragraph.hyperlinks] == wanted
    last = Presentation(io.BytesIO(slides.deck(pair))).slides[-1]
    codes_ = [shape.image.blob for shape in last.shapes if shape.name == "Code"]
    assert codes_ == [codes.png(address) for address in wanted]
    text = documents.html(pair).decode()
    assert all(f'<a href="{address}">' in text for address in wanted)
