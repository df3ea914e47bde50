"""A question as search takes it: sentences of groups, and the alternatives of each group. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.text import analysis
from faq.search import analyser
from faq.search.analyser import Token

LONGEST = 1_500  # letters
SENTENCES = 12
SHORTEST_MENDED = 4  # letters of a word that may be a slip of the finger
_ends = re.compile(r"(?:[.!?](?=\s|$)|[。！？\n\r])+")


@dataclass(slots=True)
class Group:
    """One thing that is asked for, and the terms that may stand for it with what each is worth."""

    token: Token
    alternatives: dict[str, float] = field(default_factory=dict)
    is_open: bool = False  # the last word, still being typed


@dataclass(frozen=True, slots=True)
class Question:
    """`sentences` name the groups by their terms."""

    groups: dict[str, Group]
    sentences: tuple[tuple[str, ...], ...]


def read(text: str, language: str) -> Question:
    """The question in `text`; what is longer than 1,500 letters or 12 sentences is cut."""
    text = text[:LONGEST]
    groups: dict[str, Group] = {}
    sentences = []
    for sentence in [each for each in _ends.split(text) if each.strip()][:SENTENCES]:
        tokens = dict.fromkeys(analyser.asked(sentence, language))
        for token in tokens:
            groups.setdefault(token.term, Group(token, {token.term: token.weight}))
        if tokens:
            sentences.append(tuple(dict.fromkeys(token.term for token in tokens)))
    if typed := _last_word(text, language):
        groups.setdefault(typed.term, Group(typed, {typed.term: typed.weight})).is_open = True
        if not sentences:
            sentences.append((typed.term,))
    return Question(groups, tuple(sentences))


def _last_word(text: str, language: str) -> Token | None:
    """The word the text ends in, if it ends inside one."""
    if not text or not (text[-1].isalnum()):
        return None
    last = ""
    for run, without_spaces in analysis.runs(text.split()[-1], language):
        last = "" if without_spaces else run
    last = last[: analysis.LONGEST]
    return Token(analyser.stem(last, language), last, is_word=True) if last else None


def near(word: str, others: Iterable[str]) -> list[str]:
    """Of `others`, those one slip away: a letter too many, missing, wrong, or two that changed places."""
    return [other for other in others if one_slip(word, other)]


def one_slip(one: str, other: str) -> bool:
    """Whether Damerau's distance is one."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    if len(one) > len(other):
        return one[start + 1 :] == other[start:]
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])
