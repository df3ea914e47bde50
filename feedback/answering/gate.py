"""The personalisation gate (domain: Feedback, practice P19): did a person write this, or only send it on? Pure.

A text is *untouched* when it says what canned replies say, give or take punctuation, blanks, case, figures, what
was left out or moved about, greetings and names; whichever canned reply in whichever language, picked or copied
by hand. It is a person's as soon as it holds `OWN_WORDS` words that stand in no run of canned ones.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.text.folding import fold, lowered
from feedback.answering import placeholders

OWN_WORDS = 5  # fewer are a name, a date, one adverb
ENOUGH = 8  # words taken over before a likeness means anything: everybody says "we are sorry"
RUN = 3  # so many words in a row are taken over
LETTER = 0.5  # of a word: scripts without blanks are counted letter by letter

_WIDE = "぀-ヿ㐀-鿿豈-﫿々"
_WORDS = re.compile(rf"[{_WIDE}]|[^\W\d_{_WIDE}]+")  # figures are no words: another hour is not another answer
_is_wide = re.compile(f"[{_WIDE}]").match
_GREETINGS = frozenset(
    {
        *("hello", "hi", "dear", "mr", "mrs", "ms", "sir", "madam", "am", "pm", "utc"),
        *("bonjour", "bonsoir", "cher", "chère", "madame", "monsieur", "mme", "m", "h", "様"),
    }
)


class Why(StrEnum):
    GAP = "gap"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class Refusal:
    """`gaps` are what is still to be filled."""

    why: Why
    gaps: tuple[str, ...] = ()


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Every canned text, taken apart once: what it says as a whole, and each run of its words."""

    wholes: frozenset[Words]
    runs: frozenset[Words]


def check(text: str, *, canned: Iterable[str], personal: Collection[str] = ()) -> Refusal | None:
    """Why `text` may not be sent where people want a person; None when it may.

    `canned` are the texts of all canned replies; `personal` what is filled in for this customer: names, reference,
    component, moments, link. Neither makes an answer personal.
    """
    if found := placeholders.gaps(text):
        return Refusal(Why.GAP, tuple(found))
    return Refusal(Why.UNTOUCHED) if untouched(text, known(canned), personal) else None


def known(canned: Iterable[str]) -> Known:
    return _known(tuple(canned))


@lru_cache(maxsize=4)  # asked with every pause of whoever types
def _known(canned: tuple[str, ...]) -> Known:
    texts = [_words(_folded(placeholders.cleared(each))) for each in canned]
    runs = (words[start:end] for words in texts for start, end in _runs(words))
    return Known(frozenset(words for words in texts if words), frozenset(runs))


def untouched(text: str, canned: Known, personal: Collection[str] = ()) -> bool:
    words = _words(_without(_folded(text), personal))
    if words in canned.wholes:
        return True
    taken = bytearray(len(words))
    for start, end in _runs(words):
        if words[start:end] in canned.runs:
            taken[start:end] = b"\x01" * (end - start)
    pairs = list(zip(words, taken, strict=True))
    own = sum(map(_weight, {word for word, theirs in pairs if not theirs}))  # "very, very, very" is one word
    return own < OWN_WORDS and sum(_weight(word) for word, theirs in pairs if theirs) >= ENOUGH


def _runs(words: Words) -> Iterator[tuple[int, int]]:
    """From every word on as far as it takes to be `RUN` words."""
    for start in range(len(words)):
        end, weight = start, 0.0
        while end < len(words) and weight < RUN:
            weight += _weight(words[end])
            end += 1
        if weight >= RUN:
            yield start, end


def _weight(word: str) -> float:
    return LETTER if _is_wide(word) else 1


def _words(folded: str) -> Words:
    return tuple(word for word in _WORDS.findall(folded) if word not in _GREETINGS)


def _folded(text: str) -> str:
    return lowered(fold(text).text)


def _without(folded: str, personal: Collection[str]) -> str:
    """The longest first: "Ana Dupont" before "Ana"."""
    for value in sorted({_folded(each).strip() for each in personal}, key=lambda each: (-len(each), each)):
        if len(value) > 1:
            whole = rf"(?<!\w){re.escape(value)}(?!\w)" if value.isascii() else re.escape(value)
            folded = re.sub(whole, " ", folded)
    return folded
