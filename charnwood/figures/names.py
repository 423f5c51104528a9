"""How a typed text answers to a name: the words of both, which of them agree, and how well.

The script of the public edition (`public/assets/search.js`) follows the same rules, and takes the words and
bounds of this module with its index; both are held to the same cases by the tests.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

# What streets are called after their own words, as people write it and in full; a saint is written as a street is
SHORT = {"ave": "avenue", "cl": "close", "ct": "court", "cres": "crescent", "dr": "drive", "ln": "lane"}
SHORT |= {"rd": "road", "st": "street", "saint": "street"}
STREETS = frozenset(SHORT.values()) | {"gardens", "grove", "mews", "place", "terrace", "walk", "way"}
FILLERS = frozenset(("and", "at", "in", "near", "of", "off", "on", "the"))
# What people add to any place that they name
GENERAL = ("area", "borough", "estate", "neighbourhood", "priority", "town", "uk", "village")
HOUSE = re.compile(r"\d{1,4}[a-z]?")
LIKE = 82  # of 100: how like a name's word a typed word must be
START = 2  # letters that a word needs to stand for all that begin so
LIKE_WHOLE = 92  # of 100: how like a whole name a whole text must be
JOINED = 5  # letters that a name written in one word, or in more, has at least
WHOLE, NAME, PLACED, LIKE_NAME, LIKE_PLACED = range(5)
"""How well a text answers to a name, best first: it is the name; all its words are in the name; some only say where
that is; either with slips in typing."""


def words(text: str) -> tuple[str, ...]:
    """The words of a name, small and without accents, apostrophes and fillers, streets' kinds in full."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M")
    found = re.findall(r"[^\W_]+", re.sub(r"['’‘`]", "", plain.lower()))
    kept = [word for word in found if word not in FILLERS] or found
    return tuple(SHORT.get(word, word) for word in kept)


def typed(text: str) -> tuple[str, ...]:
    """The words of a text that a person typed: as `words`, without the number of a house."""
    found = words(text)
    return tuple(word for word in found if not HOUSE.fullmatch(word)) or found


class _Word(NamedTuple):
    """How one typed word is meant: with a slip in typing or not, in the name or in what lies about it."""

    slip: int
    about: bool


_NONE = _Word(2, True)


class Answers:
    """How the words of one typed text answer to names; each word of the names is looked at once."""

    def __init__(self, text: str, vocabulary: Iterable[str]) -> None:
        """Take the text, and all words that a name or a place may have."""
        self.typed = typed(text)
        self.own = [number for number, word in enumerate(self.typed) if word not in STREETS]
        self.joined = "".join(self.typed)
        last = len(self.typed) - 1
        known = list(vocabulary)
        self.alike = [
            {word: alike for word in known if (alike := _alike(text, word, number == last)) is not None}
            for number, text in enumerate(self.typed)
        ]
        self.meant = {word for number in self.own for word in self.alike[number]}

    def level(self, name: tuple[str, ...], place: Collection[str]) -> int | None:
        """How well the text answers to a name that lies in a `place`, `WHOLE` to `LIKE_PLACED`; none where it does not."""
        if self.typed == name:
            return WHOLE
        best = []
        if not self.meant.isdisjoint(name):  # one word of the name itself must be meant, and "Road" is none
            best = [self._best(alike, name, place) for alike in self.alike]
        if best and max(best) < _NONE and not all(best[number].about for number in self.own):
            return NAME + any(word.about for word in best) + 2 * any(word.slip for word in best)
        return LIKE_NAME if len(self.joined) > JOINED and _all_alike(self.joined, "".join(name)) else None

    @staticmethod
    def _best(alike: Mapping[str, bool], name: Iterable[str], place: Iterable[str]) -> _Word:
        return min(
            itertools.chain(
                (_Word(alike[word], False) for word in name if word in alike),
                (_Word(alike[word], True) for word in place if word in alike),
            ),
            default=_NONE,
        )

    def closeness(self, name: Sequence[str]) -> tuple[int, int]:
        """Smaller for the better of two names of a level: most of the typed words in it, then fewest others."""
        return -sum(not alike.keys().isdisjoint(name) for alike in self.alike), len(name)

    def covers(self, name: Iterable[str]) -> bool:
        """Whether every word of a name is among those that are meant."""
        return all(any(word in alike for alike in self.alike) for word in name)


def _all_alike(text: str, name: str) -> bool:
    """Whether a whole text is a whole name, or like it, each written in one word that begins with the same letter."""
    both = len(text) + len(name)
    if text[0] != name[0] or 200 * min(len(text), len(name)) < LIKE_WHOLE * both:
        return False
    return 200 * LCSseq.similarity(text, name) >= LIKE_WHOLE * both


def _turned(text: str, word: str) -> bool:
    """Whether two letters after the first have changed places."""
    return any(text[:i] + text[i + 1] + text[i] + text[i + 2 :] == word for i in range(1, len(text) - 1))


def _alike(text: str, word: str, last: bool) -> bool | None:
    """Whether a typed word stands for a word of a name: `False` as it is or begins, `True` with a slip, else none."""
    if text == word:
        return False
    if word in STREETS and _turned(text, word):
        return True
    if text in STREETS:
        return None
    if word.startswith(text) and len(text) >= (START if last else START + 1):
        return False
    near = word not in STREETS and text[0] == word[0] and len(text) > START
    if not near:
        return None
    return (
        True
        if _turned(text, word) or 200 * LCSseq.similarity(text, word) >= LIKE * (len(text) + len(word))
        else None
    )
