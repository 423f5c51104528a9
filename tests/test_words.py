"""Sentences: numbers as prose, runs of months, and what no sentence may say."""

import ast
import calendar
import functools
import math
import re

import pytest
from conftest import archive_months
from hypothesis import given
from hypothesis import strategies as st

from charnwood import ROOT, english, figures, words
from charnwood.official import incidents, place
from charnwood.official.areas import WARD, Area
from charnwood.official.deprivation import DOMAINS, IMD

PLACE = place.read(ROOT / "data" / "place.toml")
PERIOD = incidents.month_range("2025-01", "2025-12")
PLACED = Area("ward-area", "Area", WARD, ("E01000001",), ("E01000001",))
NAMES = list(calendar.month_name)[1:]
FORBIDDEN = ("affluent", "deprived people", "poor people", "crime happened at", "happened at", "wealthy")


def expand(text):
    """Months that prose names, by an independent reading of "A to B 2025, C 2024 and D 2024 to E 2025"."""
    found = []
    for run in re.split(r", | and ", text):
        ends = run.split(" to ")
        last_name, last_year = ends[-1].split()
        first_name, first_year = [*ends[0].split(), last_year][:2]
        first, last = (
            int(year) * 12 + NAMES.index(name)
            for name, year in ((first_name, first_year), (last_name, last_year))
        )
        found += [f"{n // 12}-{n % 12 + 1:02}" for n in range(first, last + 1)]
    return found


@given(st.sets(st.integers(2019 * 12, 2026 * 12), min_size=1, max_size=30))
def test_runs_of_months_name_exactly_the_months_held(numbers):
    held = [f"{n // 12}-{n % 12 + 1:02}" for n in sorted(numbers)]
    assert expand(english.months(held)) == held


@pytest.mark.parametrize(
    ("held", "text"),
    [
        (["2025-11"], "November 2025"),
        (
            ["2024-04", *incidents.month_range("2025-01", "2025-11")],
            "April 2024 and January to November 2025",
        ),
        (incidents.month_range("2024-12", "2025-01"), "December 2024 to January 2025"),
    ],
)
def test_months(held, text):
    assert english.months(held) == text


@pytest.mark.parametrize(
    ("function", "value", "text"),
    [
        (english.ordinal, 1, "1st"),
        (english.ordinal, 2, "2nd"),
        (english.ordinal, 11, "11th"),
        (english.ordinal, 113, "113th"),
        (english.ordinal, 1_003, "1,003rd"),
        (english.number, 0, "none"),
        (english.number, 3, "three"),
        (english.number, 10, "10"),
        (english.number, 1_234, "1,234"),
        (english.share, 0, "0%"),
        (english.share, 0.4, "under 1%"),
        (english.share, 99.6, "over 99%"),
        (english.share, 100, "100%"),
        (words.deprivation.decile, 1, "decile 1, England's most deprived 10%"),
        (words.deprivation.decile, 3, "decile 3, in England's most deprived 30%"),
        (words.deprivation.decile, 8, "decile 8, in England's least deprived 30%"),
        (words.deprivation.decile, 10, "decile 10, England's least deprived 10%"),
        (english.listing, [], ""),
        (english.listing, ["a"], "a"),
        (english.listing, ["a", "b", "c"], "a, b and c"),
    ],
)
def test_figures_as_prose(function, value, text):
    assert function(value) == text


def test_a_rank_names_its_whole():
    assert words.deprivation.rank(699, 32_844) == "699th of 32,844"


SPEAKING = sorted(
    path
    for place in ("words", "figures", "drawing", "briefing", "public", "ui", "../pages")
    for path in (ROOT / "charnwood" / place).resolve().rglob("*")
    if path.suffix in (".py", ".html")
)
# Years that no new edition, estimate or Census makes false: of the past, of books, of laws, of the calendar
PAST = {
    "methods.py": {2001, 2022, 2024},  # when police.uk changed its codes; the Census before those held
    "worked.py": {2018},  # the paper of the test
    "standing_text.py": {2005, 2020, 2021},  # a book; the pandemic
    "accessibility.py": {2018, 2026},
    "accessibility.html": {2018, 2026},
    "headings.py": {2000},
    "signals.py": {2000},
    "page.py": {2000},
}


@functools.cache
def texts(path):
    """Every string of a module that is no docstring; of a template the lines."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8").splitlines()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told
    ]


def typed_in(path, function=None):
    """Every string of a module that is no docstring, or of its calls of a function; … for what is put into it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    parts = [call for call in calls if getattr(call.func, "attr", "") == function] if function else [tree]
    return {
        "".join(
            part.value if isinstance(part, ast.Constant) else "…" for part in getattr(node, "values", [node])
        )
        for each in parts
        for node in ast.walk(each)
        if node not in told
        and (isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str))
    }


def test_no_text_in_the_source_breaks_the_rules():
    assert {path.parent.name for path in SPEAKING} >= {
        "words",
        "figures",
        "drawing",
        "briefing",
        "ui",
        "pages",
    }
    assert all(texts(path) for path in SPEAKING if path.parent.name == "words")
    broken = [
        (path.name, phrase, text)
        for path in SPEAKING
        for text in texts(path)
        for phrase in FORBIDDEN
        if phrase in text.lower()
    ]
    assert broken == []


def test_sentences_are_made_in_words_and_shown_elsewhere():
    """What pages, controls and exhibits say stands in words/, but for the line that a page begins with."""
    sentence = re.compile(r"(^|\W)[A-Z]\w* [^<>%{}]{20,}\.(\W|$)")
    typed = [
        (path.name, text)
        for path in SPEAKING
        if path.parent.name in ("ui", "pages", "exhibits")
        for text in typed_in(path) - typed_in(path, "open_page")
        if sentence.search(text) and not text.startswith("expected ")  # the message of an error
    ]
    assert typed == []


def test_no_year_is_typed_into_a_sentence():
    typed = [
        (path.name, year, text)
        for path in SPEAKING
        for text in texts(path)
        for year in map(int, re.findall(r"(?<![\d.,-])20[0-4]\d(?!\d)", re.sub(r"http\S+", "", text)))
        if year not in PAST.get(path.name, ())
    ]
    assert typed == []


@pytest.fixture(scope="module")
def sentences(data):
    """Every sentence that words can make of the data held, by what it is about."""
    period = incidents.last_covered(data.coverage)
    held = incidents.held_months(data.coverage)
    made = [
        words.crime.coverage(data.coverage, "Charnwood"),
        words.standing_text.source_police(data.place, period),
    ]
    for year in (2019, 2025):
        own = data.own(year)
        made += [
            words.deprivation.map_deprivation(own, measure, year, "Charnwood") for measure in (IMD, *DOMAINS)
        ]
        made += [words.deprivation.area_position(row, year) for _, row in own.iterrows()]
        made.append(words.standing_text.source_iod(year))
        made += [
            words.deprivation.group_position(a, data.rows(a, year), year)
            for a in data.areas.values()
            if a.codes(2011)
        ]
    for area in data.neighbourhoods:
        made.append(
            words.crime.months(
                figures.crime.monthly(data.incidents(area), data.coverage), area.name, held, period
            )
        )
        made += words.crime.rate_sentences(data, area)
    return made


def test_no_sentence_breaks_the_rules(sentences):
    assert len(sentences) > 300
    for text in sentences:
        assert not [phrase for phrase in FORBIDDEN if phrase in text.lower()]
        assert "nan" not in text.lower().split()


def test_every_rank_says_which_end_is_which(sentences):
    ranked = [text for text in sentences if re.search(r"(st|nd|rd|th) of 3[23],\d{3}", text)]
    assert len(ranked) >= 201
    assert all("1 is most deprived" in text for text in ranked)


def test_coverage_names_gaps_as_gaps(data):
    text = words.crime.coverage(data.coverage, "Charnwood")
    assert f"Data are held for {len(archive_months())} months: December 2019 to October 2022" in text
    assert "Not held: November 2022 to December 2023 and May to December 2024, which were not in" in text
    assert "They are gaps, not zeros." in text


@pytest.mark.parametrize(
    ("mine", "others", "word"),
    [
        (300, 1_000, "higher than"),
        (20, 1_000, "lower than"),
        (105, 1_000, "no clear difference"),
        (10, 10, "higher than"),
        (9, 10_000, "too few to compare"),
        (300, 9, "too few to compare"),
        (10, 1, "too few to compare"),
        (0, 0, "too few to compare"),
    ],
)
def test_one_verdict_is_said_and_only_one(mine, others, word):
    against = figures.crime.against(mine, 1_000, others, 10_000)
    text = words.crime.rate_compared("Area", against, "crimes", "the rest", PERIOD)
    assert word in text
    assert (
        sum(w in text for w in ("higher than", "lower than", "no clear difference", "too few to compare"))
        == 1
    )


COUNTS = st.one_of(st.integers(0, 30), st.integers(0, 4_000))


@given(COUNTS, COUNTS, st.sampled_from([1, 1.5, 4]))
def test_a_verdict_follows_the_interval_and_a_ratio_needs_ten_on_either_side(mine, others, dispersion):
    found = figures.intervals.compare(mine, 1_000, others, 10_000, dispersion)
    low, high = figures.intervals.ratio_interval(mine, 1_000, others, 10_000, dispersion=dispersion)
    if min(mine, others) < 10:
        assert found.verdict == figures.intervals.TOO_FEW
        assert all(math.isnan(number) for number in (found.ratio, found.low, found.high))
        return
    assert (found.low, found.high) == (low, high)
    assert found.low <= found.ratio <= found.high
    assert (found.verdict == figures.intervals.HIGHER) is (low > 1)
    assert (found.verdict == figures.intervals.LOWER) is (high < 1)


@given(COUNTS, COUNTS)
def test_every_voice_says_the_same_of_two_counts(mine, others):
    """A page, a slide and a resident's card: figures and interval beside “no clear difference”, no ratio of a few."""
    against = figures.crime.against(mine, 1_000, others, 10_000)
    page = words.crime.rate_compared("Area", against, "crimes", "the rest", PERIOD)
    slide = words.briefing_crime.crimes(PLACED, {"crimes": against}, "the rest", PERIOD)[0]
    card = words.residents.beside(against, "crimes", "the rest", PERIOD)
    verdict = against.found.verdict
    for text in (page, slide, card):
        assert ("higher than" in text or "more than" in text) is (verdict == figures.intervals.HIGHER)
        assert ("lower than" in text or "fewer than" in text) is (verdict == figures.intervals.LOWER)
        assert ("too few to compare" in text) is (verdict == figures.intervals.TOO_FEW)
        assert "much like" not in text
        assert "January to December 2025" in text or text == slide
    assert "in 2025" in slide
    for text in (page, slide):
        assert ("no clear difference" in text) is (verdict == figures.intervals.UNCLEAR)
        if verdict == figures.intervals.UNCLEAR:
            assert re.search(r"95% interval [+−]?[\d.,]+% to [+−]?[\d.,]+%: no clear difference", text)
        if verdict == figures.intervals.TOO_FEW:
            assert "%" not in text
            assert "interval" not in text
            assert "times" not in text


@pytest.mark.parametrize(
    ("ratio", "low", "high", "text"),
    [
        (1.17, 0.98, 1.4, "17% more, 95% interval −2% to +40%: no clear difference"),
        (0.95, 0.9, 1.004, "5% less, 95% interval −10% to +0.4%: no clear difference"),
        (1, 0.5, 2, "as many, 95% interval −50% to +100%: no clear difference"),
    ],
)
def test_no_clear_difference_stands_with_the_change_and_its_interval(ratio, low, high, text):
    assert (
        words.verdicts.told(figures.intervals.Comparison(ratio, low, high, figures.intervals.UNCLEAR)) == text
    )
