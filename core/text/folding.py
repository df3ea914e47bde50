"""A text as a matcher should see it, every letter knowing where it stands in the original."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

# What stays as it is; the rest is taken letter by letter.
_PLAIN = re.compile(r"[\t\n -~]+")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-"})
# A letter followed by hundreds of accents is no word, and putting them in order takes quadratic time.
_LONGEST_CLUSTER = 8
_VOICED = frozenset("ﾞﾟ")  # half-width marks that join the kana before them
Swap = tuple[int, int, str]


@dataclass(slots=True)
class Folded:
    """`text` in NFKC with straight quotes and without invisible letters.

    Letter `i` was made of `original[starts[i]:ends[i]]`.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original; an empty span stays empty."""
        if not self.starts:
            return 0, 0
        if start >= len(self.starts):
            return self.ends[-1], self.ends[-1]
        first = self.starts[start]
        return first, (self.ends[end - 1] if end > start else first)


def fold(text: str, swaps: Iterable[Swap] = ()) -> Folded:
    """`text` folded; each of `swaps` (start, end, instead), in order and apart, is replaced first."""
    parts: list[str] = []
    folded = Folded()
    at = 0
    for start, end, instead in (*swaps, (len(text), len(text), "")):
        _stretch(text, at, start, parts, folded)
        _put(_made(instead), start, end, parts, folded)
        at = end
    folded.text = "".join(parts)
    return folded


def _stretch(text: str, at: int, end: int, parts: list[str], folded: Folded) -> None:
    while at < end:
        run = _PLAIN.match(text, at, end)
        stop = run.end() if run else at
        if stop > at and stop < end and unicodedata.combining(text[stop]):
            stop -= 1  # its last letter belongs to the accent that follows
        if stop > at:
            parts.append(text[at:stop])
            folded.starts.extend(range(at, stop))
            folded.ends.extend(range(at + 1, stop + 1))
            at = stop
        else:
            stop = at + 1
            while stop < end and stop - at < _LONGEST_CLUSTER and _joins(text[stop]):
                stop += 1
            _put(_made(text[at:stop]), at, stop, parts, folded)
            at = stop


def _joins(letter: str) -> bool:
    return letter in _VOICED or unicodedata.combining(letter) != 0


def _made(text: str) -> str:
    made = unicodedata.normalize("NFKC", text).translate(_STRAIGHT)
    return made if made.isascii() else "".join(letter for letter in made if unicodedata.category(letter) != "Cf")


def _put(made: str, start: int, end: int, parts: list[str], folded: Folded) -> None:
    parts.append(made)
    folded.starts.extend([start] * len(made))
    folded.ends.extend([end] * len(made))


def lowered(text: str) -> str:
    """In lower case, letter by letter: as long as `text`, so that places stay the same."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(each if len(each) == 1 else letter for letter in text for each in [letter.lower()])
