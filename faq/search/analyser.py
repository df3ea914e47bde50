"""What search keeps of an article, and what it asks for: stems of words, pairs of letters where no spaces are.

Pure. `VERSION` changes with the rules: what was kept by other rules is kept anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

from core.text import analysis

VERSION = f"{analysis.VERSION}.1"
SHORTEST_STEMMED = 3
ALGORITHMS = {"en": "english", "fr": "french"}


@dataclass(frozen=True, slots=True)
class Token:
    """`term` is what is compared, `surface` what was written (folded); `weight` is what a question gives it."""

    term: str
    surface: str
    is_word: bool
    weight: float = 1.0


def kept(text: str, language: str) -> Iterator[Token]:
    """The tokens of an article. Pairs of hiragana alone are grammar and are left out."""
    return _tokens(text, language, all_pairs=False)


def asked(text: str, language: str) -> Iterator[Token]:
    """The tokens of a question. A pair that is not two kanji tells less than one that is."""
    return _tokens(text, language, all_pairs=True)


def _tokens(text: str, language: str, *, all_pairs: bool) -> Iterator[Token]:
    stop = analysis.STOP.get(language, frozenset())
    for run, without_spaces in analysis.stretches(text, language):
        if without_spaces:
            yield from _pairs(run, all_pairs=all_pairs)
        elif run not in stop:
            surface = run[: analysis.LONGEST]
            yield Token(stem(surface, language), surface, is_word=True)


def _pairs(run: str, *, all_pairs: bool) -> Iterator[Token]:
    folded = analysis.in_hiragana(run)
    if len(run) == 1:
        yield Token(folded, folded, is_word=False)
        return
    for (left, right), (one, two) in zip(pairwise(run), pairwise(folded), strict=True):
        if all_pairs or not (_is_hiragana(left) and _is_hiragana(right)):
            kanji = _is_kanji(left) and _is_kanji(right)
            yield Token(one + two, one + two, is_word=False, weight=1.0 if kanji else 0.7)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; Latin words inside Japanese are taken for English."""
    if len(word) < SHORTEST_STEMMED or not word.isalpha():
        return word
    return _stemmer(ALGORITHMS.get(language, "english")).stemWord(word)


@lru_cache(maxsize=4)
def _stemmer(algorithm: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(algorithm)


def _is_hiragana(letter: str) -> bool:
    return "\u3041" <= letter <= "\u3096" or letter in "\u309d\u309eー"


def _is_kanji(letter: str) -> bool:
    return analysis.is_cjk(letter) and not "\u3041" <= letter <= "\u30ff"
