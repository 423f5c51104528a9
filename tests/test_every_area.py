"""What is said of every area, made once: plural, zero and one read as English, and residents read no jargon."""

import re
from itertools import cycle

import pytest
from test_exhibits import values
from test_residents import JARGON, told

from charnwood import english, words
from charnwood.briefing import story
from charnwood.drawing.exhibits import REGISTRY

THINGS = "areas|LSOAs|crimes|incidents|cases|months|years|people|points|places|indicators|households|domains"
WRONG = [
    rf"(?<![\d.,])\b[1I] (?:{THINGS})\b(?! of the IMD)",
    rf"\bone (?:small )?(?:{THINGS})\b",
    rf"(?<![\d.,])\b0 (?:{THINGS})\b",
    rf"\bnone (?:{THINGS})\b",
    r"\ball (?:two|one|1|2)\b",
    r"\bnone of (?:its|the) [\w ]{0,30}\bare\b",
    r"(?<![\d.,])\b1 are\b",
    r"\btwo of (?:its|the) (?:two|2)\b",
    r"\bone of (?:its|the) (?:one|1)\b(?![\d,.])",
    r"\bno \w+ are\b",
    r"\.\.",
    r" [,.;]",
    r"\bnan\b",
    r"\b20\d\d \d[\d,]*[:.]",  # "the same months of 2024 4,539:"
    r"\bdecile \d+ and \d",
    r"\bneither\b[^.]*\bbut none\b",
]


def wrong(text):
    return [found[0] for pattern in WRONG if (found := re.search(pattern, text, re.IGNORECASE))]


@pytest.mark.parametrize(
    "text",
    [
        "1 areas of 2011",
        "all two areas",
        "None of the 4 areas of it are in",
        "two of the 2",
        "1 are ASB",
        "0 crimes",
        "the same months of 2024 4,539: more",
        "2025 decile 7 and 9",
        "Neither of its two LSOAs is above it, but none differs",
    ],
)
def test_the_patterns_find_what_they_are_for(text):
    assert wrong(text)


@pytest.fixture(scope="module")
def cards(data):
    """What residents read of each area, by its key."""
    return {key: " ".join(told(data, area)) for key, area in data.areas.items()}


def test_nothing_that_residents_read_is_jargon_or_about_a_person(cards):
    always = (words.residents.MEANING, words.residents.METHOD, words.residents.CRIME_NOTE)
    for key, text in [*cards.items(), *(("always", text) for text in always)]:
        assert not JARGON.search(text), (key, text)
        assert not re.search(r"affluent|poor people|deprived people", text), (key, text)


def test_no_sentence_of_an_area_is_broken_english(data, cards):
    """Every area by its card and rates; the exhibits each by some of the areas in turn, those of a briefing by the same."""
    keys = cycle(data.areas)
    told_whole = [*data.areas][6::40]  # of three kinds
    said = {}
    for name, make in REGISTRY.items():
        if name == "data-table":
            continue
        of_briefing = name.startswith("briefing-")
        for key in told_whole if of_briefing else [next(keys) for _ in range(4)]:
            said[name, key] = make(data, *values(data, name, key)).finding
    for number, (key, area) in enumerate(data.areas.items()):
        said["card", key] = f"{cards[key]} {words.residents.good(data, area)}"
        said["rates", key] = " ".join(words.crime.rate_sentences(data, area))
        said["lines", key] = " ".join(words.deprivation.area_lines(data, area, 2019))
        said["tests", key] = words.crime.two_tests(data, area, "anti-social-behaviour")
        if number % 4 == 0:
            said["months", key] = REGISTRY["crime-months"](data, area).finding
            said["domain", key] = REGISTRY["crime-domain"](data, area, 2019).finding
    for key in ("ward-syston", "loughborough-west", "ward-loughborough-woodthorpe", "E01034002", *told_whole):
        for step in story.make_story(data, data.areas[key], 2025).steps:
            said[f"briefing {step.key}", key] = " ".join(step.told)
    assert {place: wrong(text) for place, text in said.items() if wrong(text)} == {}


def test_a_choice_of_one_or_more():
    assert [english.either("abc"[:count]) for count in (1, 2, 3)] == ["a", "a or b", "a, b or c"]


def test_an_area_that_was_split_is_not_called_a_small_area_of_several(data):
    for area in data.areas.values():
        if area.kind == "LSOA":
            said = words.residents.people(data, area)
            assert ("is a small area" in said) == (len(area.lsoa21) == 1)
            assert ("since then it is two" in said) == (len(area.lsoa21) == 2)


@pytest.mark.parametrize(
    ("count", "total", "text"),
    [
        (0, 3, "none of its three"),
        (0, 2, "neither of its two"),
        (1, 3, "one of its three"),
        (2, 2, "both"),
        (3, 3, "all three"),
        (9, 12, "nine of its 12"),
    ],
)
def test_some_of_a_group(count, total, text):
    assert english.some_of(count, total) == text
