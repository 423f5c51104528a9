"""Slides: opened again, nothing beyond the edge or too small, alternatives, sources; LibreOffice opens them, and papers."""

import datetime
import io
import shutil
import subprocess

import pytest
from pdf import pages
from pptx import Presentation
from pptx.oxml.ns import qn
from pypdf import PdfReader

from charnwood import english, figures, settings, words
from charnwood.briefing import paper, slides
from charnwood.briefing.pair import make_pair
from charnwood.briefing.parts import MAP, TABLE, WORDS
from charnwood.briefing.story import make_story

DAY = datetime.date(2026, 11, 23)
AREAS = ["loughborough-east", "former-ward-loughborough-dishley-and-hathern", "E01034002", "charnwood"]


KEYS = [(area, year) for area in AREAS for year in (2019, 2025)]
BESIDE = "loughborough-west beside South Charnwood"
KEYS += [(BESIDE, 2019)]
OWN = "own~Our patch~E01025699.E01025742"
# Every other kind of area, whose slides are read here and not by LibreOffice
KINDS = [("ward-loughborough-outwoods-shelthorpe", 2025), ("place-east-goscote", 2019), (OWN, 2025)]


@pytest.fixture(scope="module")
def stories(data):
    one = {
        (area, year): make_story(data, figures.search.find_area(data, area), year, DAY)
        for area, year in KEYS[:-1] + KINDS
    }
    pair = make_pair(data, data.areas["loughborough-west"], data.areas["south-charnwood"], 2019, DAY)
    return one | {(BESIDE, 2019): pair.asking("Agree who leads the summer programme, by March.")}


@pytest.fixture(scope="module")
def decks(stories):
    return {key: slides.deck(story) for key, story in stories.items()}


@pytest.fixture(scope="module", params=KEYS + KINDS)
def key(request):
    return request.param


@pytest.fixture(scope="module")
def story(stories, key):
    return stories[key]


@pytest.fixture(scope="module")
def show(decks, key):
    return Presentation(io.BytesIO(decks[key]))


PAPERS = [KEYS[0], KEYS[3], KEYS[6], KEYS[-1]]


@pytest.fixture(scope="module")
def printed(decks, stories, tmp_path_factory):
    """Every deck, and the Word papers of some, as LibreOffice shows them, from one start: by key and kind."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, (
        "Slides and papers are opened in LibreOffice. Run `make office`, or install libreoffice-impress and libreoffice-writer."
    )
    folder = tmp_path_factory.mktemp("decks")
    made = {(key, "pptx"): decks[key] for key in KEYS}
    with pytest.MonkeyPatch.context() as patch:  # the code of the plain pages at its end takes room
        patch.setenv(settings.PAGES, "https://www.example.org/neighbourhoods")
        made |= {(key, "docx"): paper.docx(stories[key]) for key in PAPERS}
    files = {}
    for (key, kind), content in made.items():
        files[key, kind] = folder / f"{key[0]} {key[1]} {kind}.{kind}"
        files[key, kind].write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files.values()]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {which: file.with_suffix(".pdf") for which, file in files.items()}


def test_a_title_slide_then_each_step_read_in_order_finding_words_exhibit_source(show, story):
    first, *slides = show.slides
    assert first.shapes.title.text.replace("\u00a0", " ") == story.name
    assert story.stamp in first.shapes[-1].text_frame.text
    assert len(slides) == len(story.steps)
    for slide, step in zip(slides, story.steps, strict=True):
        names = (
            ["Question"]
            + ["What it says"] * bool(step.sentences)
            + ["Exhibit"] * (step.kind != WORDS)
            + ["Source"]
        )
        assert [shape.name for shape in slide.shapes][1:] == names
        assert slide.shapes.title.text == english.unbroken(step.heading)
        parts = named(slide)
        assert (step.title in parts["Question"].text_frame.text) == bool(step.finding)
        said = parts["What it says"].text_frame.text if step.sentences else ""
        assert all(english.unbroken(sentence) in said for sentence in step.sentences)
        foot = parts["Source"].text_frame.text
        assert step.source in foot
        assert story.stamp in foot
        notes = slide.notes_slide.notes_text_frame.text
        assert step.told[0] in notes
        assert step.caution in notes


def named(slide):
    """The shapes of a slide by their names."""
    return {shape.name: shape for shape in slide.shapes}


def test_nothing_lies_beyond_the_slide_or_over_another(show):
    for slide in show.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert 0 <= left < right <= show.slide_width
            assert 0 <= top < bottom <= show.slide_height
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


LEAST = {"What it says": 18, "Source": 14, "Question": 12}  # points; titles 22


def test_every_text_fits_its_box_in_letters_that_can_be_read(show):
    for slide in show.slides:
        for shape in slide.shapes:
            if not shape.has_text_frame:
                continue
            sizes = {run.font.size for p in shape.text_frame.paragraphs for run in p.runs}
            assert len(sizes) == 1
            size = int(min(sizes).pt)
            assert size >= LEAST.get(shape.name, 22), (shape.name, shape.text_frame.text)
            lines = [p.text for p in shape.text_frame.paragraphs]
            gap = slides.GAP if shape.name == "What it says" else 0
            room = shape.width.inches * (0.94 if shape == slide.shapes.title else 1)
            assert slides.fitting(lines, room, shape.height.inches, (size, 1), gap) == size, lines


def test_exhibits_are_native_and_have_an_alternative(show, story):
    for slide, step in zip(list(show.slides)[1:], story.steps, strict=True):
        if step.kind == WORDS:
            continue
        exhibit = named(slide)["Exhibit"]
        assert exhibit._element.xpath(".//p:cNvPr")[0].get("descr") == step.alt
        if step.kind == MAP:
            assert exhibit.image.content_type == "image/png"
        elif step.kind == TABLE:
            assert [cell.text for cell in exhibit.table.rows[0].cells] == list(step.shown.columns)
        else:
            plot = exhibit.chart.plots[0]
            drawn, marks = (
                list(plot.series)[: len(step.frame.columns)],
                list(plot.series)[len(step.frame.columns) :],
            )
            assert [series.name for series in marks] == [mark.label for mark in step.marks]
            assert bool(marks) == (step.key == "crime")
            assert (step.key == "crime") or all(series.data_labels.show_value for series in drawn)
            if step.axis == words.areas.COUNTED:  # counts: no tick between whole numbers
                assert exhibit.chart.value_axis.major_unit == int(exhibit.chart.value_axis.major_unit)
            for series, mark in zip(marks, step.marks, strict=True):
                at = [month for month, value in zip(step.frame.index, series.values, strict=True) if value]
                assert at == sorted({mark.first, mark.last})
                assert min(filter(None, series.values)) > step.frame.max().max()
                assert len(series._element.findall(qn("c:errBars"))) == 1
                label = series.points[list(step.frame.index).index(mark.first)].data_label
                assert label.text_frame.text == mark.label
                if mark.last != mark.first:  # a reader sees which line ends it
                    end = series.points[list(step.frame.index).index(mark.last)].data_label
                    assert end.text_frame.text.endswith(mark.last[:4])
            kept = len(exhibit.chart.legend._element.findall(qn("c:legendEntry")))
            assert kept == len(marks)
            for series, name in zip(drawn, step.frame.columns, strict=True):
                shown = [None if v is None else round(v, 6) for v in series.values]
                wanted = [
                    None if v != v else round(float(v), 6)
                    for v in step.frame[name].astype("Float64").to_numpy(float, na_value=float("nan"))
                ]
                assert shown == wanted


@pytest.mark.parametrize("which", KEYS)
def test_libreoffice_opens_the_slides_and_shows_all_their_words(printed, stories, which):
    shown, story = pages(printed[which, "pptx"]), stories[which]
    assert len(shown) == len(story.steps) + 1
    for page, step in zip(shown[1:], story.steps, strict=True):
        text = "".join(page.split())
        for sentence in step.sentences:
            assert "".join(sentence.split()) in text
        assert f"Dataversion{story.data.version}" in text


@pytest.mark.parametrize("which", PAPERS)
def test_libreoffice_opens_the_paper_on_two_to_four_pages_and_keeps_its_headings(printed, stories, which):
    file, story = printed[which, "docx"], stories[which]
    read = PdfReader(file)
    assert 2 <= len(read.pages) <= 4
    heads = [[item.title for item in part] for part in read.outline if isinstance(part, list)]
    steps = {step.key: step.heading for step in story.steps}
    first, people, compared = steps.pop("remember"), steps["people"], steps.pop("compared", None)
    expected = [first, *steps.values()]
    if compared:
        expected.insert(expected.index(people) + 1, compared)
    assert heads == [expected]
    text = "".join("".join(pages(file)).split())
    assert all("".join(step.source.split()) in text for step in story.steps)


def test_text_too_long_takes_the_smallest_letters():
    assert slides.fitting(["word " * 400], 4, 2, (24, 18), 0.4) == 18
    assert slides.fitting(["word"], 4, 2, (24, 18), 0.4) == 24
