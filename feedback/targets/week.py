"""Opening hours as people write them: "09:00–12:00, 13:00–17:00", and nothing where it is closed. Pure.

A closing time may be 24:00. A night is written on both its days: until 24:00, and from 00:00.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

Pair = list[int]

_stretch = re.compile(r"(\d{1,2})(?:[:hH.時](\d{2})?分?)?\s*[-–—‒−~〜～]\s*(\d{1,2})(?:[:hH.時](\d{2})?分?)?")
_between = re.compile(r"[,;、；\n]|\s+(?=\d)")
DAY = 24 * 60


class Unreadable(ValueError):
    """`args[0]` is the piece that could not be read."""


class Backwards(Unreadable):
    """It closes before it opens: a night that should stand on two days, or a slip."""


class Overlapping(Unreadable):
    """Two stretches touch or cover each other."""


def read(text: str) -> list[Pair]:
    """The spans of a day in minutes since midnight, in order; raises `Unreadable` and its kinds."""
    pieces = [piece.strip() for piece in _between.split(re.sub(r"\s*([-–—‒−~〜～])\s*", r"\1", text.strip()))]
    spans = sorted(_span(piece) for piece in pieces if piece)
    for (_opens, closes), (opens, _closes) in pairwise(spans):
        if opens <= closes:
            raise Overlapping(_clock(opens))
    return spans


def written(spans: Sequence[Sequence[int]], *, dash: str = "–") -> str:
    """The same, as we write it ourselves."""
    return ", ".join(f"{_clock(opens)}{dash}{_clock(closes)}" for opens, closes in spans)


def _span(piece: str) -> Pair:
    found = _stretch.fullmatch(piece)
    if not found:
        raise Unreadable(piece)
    opens, closes = _minutes(found[1], found[2], piece), _minutes(found[3], found[4], piece)
    if closes <= opens:
        raise Backwards(piece)
    return [opens, closes]


def _minutes(hour: str, minute: str | None, piece: str) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or total > DAY:
        raise Unreadable(piece)
    return total


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
