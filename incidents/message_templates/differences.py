"""What changed between two texts, word by word; Japanese, which has no spaces, sign by sign. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\{\w+\}|[A-Za-zÀ-ÿ0-9’'-]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind` is same, gone or new."""

    kind: str
    text: str


def between(old: str, new: str) -> Iterator[Piece]:
    """The pieces in reading order; joined without the new ones they are `old`, without the gone ones `new`."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[i1:i2]))
            continue
        if i1 < i2:
            yield Piece("gone", "".join(before[i1:i2]))
        if j1 < j2:
            yield Piece("new", "".join(after[j1:j2]))
