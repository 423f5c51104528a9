"""The script's search answers as the dashboard's does, from an index that is small and holds no more than it needs."""

import gzip
import json
import random

import pytest
from search_cases import FIRST

from charnwood import ROOT, figures, words
from charnwood.public import search_index

SCRIPT = ROOT / "charnwood" / "public" / "assets" / "search.js"
ANSWER = """([sent, texts]) => {
    const index = charnwoodSearch.prepare(sent);
    return texts.map(text => {
        const found = charnwoodSearch.find(index, text);
        const kinds = found.hits.map(hit => hit.about);
        return [found.outcome, found.hits.map(hit => hit.key), !!found.sure, charnwoodSearch.said(index, found), kinds];
    });
}"""


def typed(data):
    """What the cases say, each kind of place and many streets and postcodes, and slips of the fingers in them."""
    fingers = random.Random(7)
    entries = figures.search.index(data)
    texts = [*FIRST, *(entry.text for entry in fingers.sample(entries, 150))]
    postcodes = data.table("places/postcodes.parquet")["postcode"]
    texts += fingers.sample(list(postcodes), 80)
    texts += [f"{text[:-2]}" for text in fingers.sample(list(postcodes), 20)]
    for text in fingers.sample(texts, 120):
        place = fingers.randrange(max(1, len(text)))
        slip = fingers.choice(("", text[place : place + 2][::-1], fingers.choice("aeiou lst")))
        texts.append(text[:place] + slip + text[place + (2 if len(slip) == 2 else 1) :])
    return texts


def test_the_script_answers_as_the_dashboard_does(data, chrome):
    texts = typed(data)
    page = chrome.new_page()
    try:
        page.add_script_tag(path=SCRIPT)
        answers = page.evaluate(ANSWER, [json.loads(search_index.content(data)), texts])
    finally:
        page.close()
    for text, answer in zip(texts, answers, strict=True):
        found = figures.search.find(data, text)
        kinds = [words.search.kind(data, data.areas[hit.key]) for hit in found.hits]
        said = words.search.said(data, found, plain=True)
        keys = [hit.key for hit in found.hits]
        assert answer == [found.outcome.value, keys, found.sure, said, kinds], text


def test_the_index_is_small_and_the_same_each_time(data):
    content = search_index.content(data)
    assert len(gzip.compress(content, mtime=0)) < search_index.MOST_BYTES
    assert search_index.content.__wrapped__(data) == content


def test_every_postcode_that_is_held_is_in_the_index(data):
    index = json.loads(search_index.content(data))
    marks = "".join(ends for _, ends in index["postcodes"].values())
    assert len(marks) - marks.count(search_index.NONE) == len(data.table("places/postcodes.parquet"))


@pytest.mark.parametrize("text", FIRST)
def test_no_sentence_for_residents_has_a_code(data, text):
    found = figures.search.find(data, text)
    if found.outcome not in (figures.search.Outcome.CODE, figures.search.Outcome.UNKNOWN_CODE):
        assert "E010" not in words.search.said(data, found, plain=True)
