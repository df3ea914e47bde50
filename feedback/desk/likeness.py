"""How alike two messages are, by the words they share and how rare those are among the newest. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from core.text import analysis

ALIKE = 0.35  # of 1: two people about one failure; two about one product stay below
SHARED = 3  # words in common, at least


def nearest(words: Iterable[str], others: Mapping[int, Iterable[str]], most: int = 8) -> list[tuple[int, float]]:
    """(key, likeness) of the `others` that are alike, the most alike first."""
    mine = _telling(words)
    theirs = {key: _telling(each) for key, each in others.items()}
    held = Counter(word for each in theirs.values() for word in each)
    weight = {word: math.log(1 + len(theirs) / held[word]) for word in held}
    alone = math.log(1 + len(theirs))
    mine_length = _length(mine, weight, alone)
    found = []
    for key, each in theirs.items():
        shared = mine & each
        if len(shared) >= SHARED:
            likeness = sum(weight[word] ** 2 for word in shared) / (mine_length * _length(each, weight, alone))
            if likeness >= ALIKE:
                found.append((key, round(likeness, 3)))
    return sorted(found, key=lambda pair: (-pair[1], -pair[0]))[:most]


def _telling(words: Iterable[str]) -> frozenset[str]:
    dull = analysis.every_stop_word()
    return frozenset(word for word in words if word not in dull and (len(word) > 1 or analysis.is_cjk(word)))


def _length(words: frozenset[str], weight: Mapping[str, float], alone: float) -> float:
    return math.sqrt(sum(weight.get(word, alone) ** 2 for word in words)) or 1.0
