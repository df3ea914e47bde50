"""How long a message may be, as each network counts it. Pure.

SMS: 3GPP TS 23.038 (alphabet) and 23.040 (parts). Mastodon: graphemes, and every link as 23
characters, as its own composer counts. A cut never goes through a word or the end of a message.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")  # an escape before each
# Marks that a telephone shows as well in the narrow alphabet: one of them would more than halve a part.
PLAIN_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("«", '"'),
        **dict.fromkeys("»", '"'),
        **dict.fromkeys("–—‑−", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
    }
)
LINK = re.compile(r"https?://[^\s<>\"]+")
LINK_LENGTH = 23
MENTION = re.compile(r"(?<![\w/])(@\w+)@[\w.-]+\w")
ZERO_WIDTH_JOINER = "\u200d"
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Measure:
    """`used` of `limit` characters as the network counts; `parts` are messages paid for."""

    used: int
    limit: int
    parts: int = 1
    most_parts: int = 1

    @property
    def too_long(self) -> bool:
        return self.used > self.limit or self.parts > self.most_parts


class Rule(Protocol):
    """What one network allows."""

    def prepared(self, text: str) -> str: ...

    def measure(self, text: str) -> Measure: ...


@dataclass(frozen=True, slots=True)
class Characters:
    """Code points, for networks that count no finer."""

    limit: int

    def prepared(self, text: str) -> str:
        return text

    def measure(self, text: str) -> Measure:
        return Measure(len(text), self.limit)


@dataclass(frozen=True, slots=True)
class Mastodon:
    limit: int = 500

    def prepared(self, text: str) -> str:
        return text

    def measure(self, text: str) -> Measure:
        counted = MENTION.sub(r"\1", LINK.sub("x" * LINK_LENGTH, text))
        return Measure(graphemes(counted), self.limit)


@dataclass(frozen=True, slots=True)
class Sms:
    """Seven-bit letters where the text has no others, else UTF-16: one such letter changes all of it."""

    most_parts: int = 3

    def prepared(self, text: str) -> str:
        return text.translate(PLAIN_MARKS)

    def measure(self, text: str) -> Measure:
        narrow = set(text) <= GSM_BASIC | GSM_TWICE
        single, each = (160, 153) if narrow else (70, 67)
        sizes = [_septets(letter) if narrow else _units(letter) for letter in text]
        limit = single if self.most_parts == 1 else max(single, each * self.most_parts)
        used = sum(sizes)
        return Measure(used, limit, 1 if used <= single else _parts(sizes, each), self.most_parts)


def _septets(letter: str) -> int:
    return 2 if letter in GSM_TWICE else 1


def _units(letter: str) -> int:
    return 2 if ord(letter) > 0xFFFF else 1


def _parts(sizes: list[int], each: int) -> int:
    """A letter of two units is never divided between two parts."""
    parts, room = 1, each
    for size in sizes:
        if size > room:
            parts, room = parts + 1, each
        room -= size
    return parts


def graphemes(text: str) -> int:
    """What people take for one character each; rare scripts may be counted a little high, never low."""
    count, joined, flag = 0, False, False
    for letter in text:
        if letter == ZERO_WIDTH_JOINER:
            joined = True
            continue
        extends = unicodedata.category(letter) in {"Mn", "Me"} or _modifies(letter)
        pairs = flag and _is_flag_half(letter)
        if not (extends or pairs or (joined and unicodedata.category(letter) == "So")):
            count += 1
        flag = _is_flag_half(letter) and not pairs
        joined = joined and extends
    return max(count, 1) if text else 0


def _modifies(letter: str) -> bool:
    """Skin tones, and the letters inside a flag of a region."""
    return 0x1F3FB <= ord(letter) <= 0x1F3FF or 0xE0020 <= ord(letter) <= 0xE007F


def _is_flag_half(letter: str) -> bool:
    return 0x1F1E6 <= ord(letter) <= 0x1F1FF


def fit(head: str, tail: str, rule: Rule) -> str:
    """`head` and `tail` as one text within the rule: `head` gives way at a word, `tail` never does."""
    whole = rule.prepared(head + tail)
    if not rule.measure(whole).too_long:
        return whole
    low, high = 0, len(head)  # a shorter beginning always fits if a longer one does
    while low < high:
        middle = (low + high + 1) // 2
        if rule.measure(rule.prepared(head[:middle].rstrip() + ELLIPSIS + tail)).too_long:
            high = middle - 1
        else:
            low = middle
    return rule.prepared(_back_to_a_word(head, low) + ELLIPSIS + tail)


def _back_to_a_word(text: str, length: int) -> str:
    """Not through a word; where a script has no blanks, between any two of its letters."""
    end = length
    while 0 < end < len(text) and _in_word(text[end - 1]) and _in_word(text[end]):
        end -= 1
    cut = text[: end or length]
    return cut.rstrip().rstrip(" \t\n,;:、，；：-–—(（「『")


def _in_word(letter: str) -> bool:
    """Of a script that puts blanks between words."""
    return (letter.isalnum() or letter in "'’_") and unicodedata.east_asian_width(letter) not in {"W", "F"}
