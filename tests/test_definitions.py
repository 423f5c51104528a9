"""Every share, rate or rank of every exhibit has a definition: what is divided by what, of which edition or months."""

import re

import pandas as pd
import pytest
from test_exhibits import values

from charnwood import words
from charnwood.drawing.exhibits import REGISTRY

AREAS = (
    "charnwood",
    "loughborough-east",
    "ward-syston",
    "E01025725",
    "E01034002",
    "own~A~E01025699.E01034002",
)
SHOWN = [name for name in sorted(REGISTRY) if name != "data-table"]
# By the words of a head or sentence, the definition that it cannot go without
NEEDS = {
    r"per 1,000": "rate",
    r"95% interval": "interval",
    r"\brank": "rank",
    r"decile": "decile",
    r"% of England": "percentile",
    r"transformed": "transformed",
    r"IMD score": "score",
    r"% of people in most": "people",
    r"percent of people": "described",
    r"% of crimes": "outcomes",
}


@pytest.fixture(scope="module")
def exhibits(data):
    return {(name, key): REGISTRY[name](data, *values(data, name, key)) for key in AREAS for name in SHOWN}


def test_each_figure_of_each_exhibit_names_its_definition(exhibits):
    lacking = [
        (name, need)
        for (name, _), shown in exhibits.items()
        for text in (shown.finding, *map(str, shown.table.columns))
        for pattern, need in NEEDS.items()
        if re.search(pattern, text, re.IGNORECASE)
        and words.definitions.DEFINITIONS[need].name not in shown.meanings
    ]
    assert lacking == []


def test_a_definition_says_what_is_divided_by_what_in_one_short_sentence(exhibits):
    for shown in exhibits.values():
        for meaning in shown.meanings.values():
            assert "{" not in meaning
            assert meaning.endswith(".")
            assert len(meaning) < 220
            assert ". " not in meaning
    one = exhibits["deprivation-standing", "E01025725"].meanings
    assert "mid-2015" in one["Share of people"]
    assert "divided by all residents" in one["Share of people"]
    assert "Index of 2019" in one["Share of people"]
    assert (
        "mid-2022, the latest estimate held"
        in exhibits["crime-rates", "ward-syston"].meanings["Per 1,000 residents"]
    )


def test_a_head_that_has_a_percent_sign_is_defined(exhibits):
    """By any definition: a share of something never stands alone."""
    for (name, key), shown in exhibits.items():
        if any("%" in str(head) for head in shown.table.columns):
            assert shown.meanings, (name, key)


COUNTS = re.compile(
    r"^(?:All incidents|Crimes|Anti-social behaviour|Incidents|Count.*|Residents|LSOAs.*|Rows.*|.*, count)$"
)


def test_counts_are_whole_numbers_in_every_table(exhibits):
    for (name, key), shown in exhibits.items():
        for head, column in shown.table.items():
            if COUNTS.match(str(head)) and pd.api.types.is_numeric_dtype(column):
                assert pd.api.types.is_integer_dtype(column), (name, key, head)
