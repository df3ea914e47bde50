"""How long a text may be where it goes; counted as the network counts."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# GSM 03.38's basic letters; a text with any other is sent in UCS-2 and holds less than half.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("^{}\\[~]|€\f")
SEGMENTS = 3  # of an SMS: beyond that it is a letter, and some phones show the parts apart


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` of what `count` counts; an address counts as `address` where the network shortens it."""

    most: Callable[[str], int]
    count: Callable[[str], int]
    address: int | None = None


def at_most(number: int) -> Callable[[str], int]:
    return lambda _text: number


def sms_room(text: str) -> int:
    """Letters of three segments, less the header that joins them (3GPP TS 23.040)."""
    return SEGMENTS * (153 if is_gsm(text) else 67)


def sms_length(text: str) -> int:
    if not is_gsm(text):
        return len(text.encode("utf-16-le")) // 2
    return len(text) + sum(letter in _GSM_DOUBLE for letter in text)


def is_gsm(text: str) -> bool:
    return all(letter in _GSM or letter in _GSM_DOUBLE for letter in text)


def weighted(text: str) -> int:
    """As X counts: letters of East Asia and most symbols weigh two."""
    return sum(1 if ord(letter) < 0x1100 or 0x2010 <= ord(letter) <= 0x201F else 2 for letter in text)


def graphemes(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)


NETWORKS: Mapping[str, Limit] = {
    "sms": Limit(sms_room, sms_length),
    "x": Limit(at_most(280), weighted, address=23),
    "bluesky": Limit(at_most(300), graphemes),
    "mastodon": Limit(at_most(500), len, address=23),
    "telegram": Limit(at_most(4096), len),
    "discord": Limit(at_most(2000), len),
    "slack": Limit(at_most(4000), len),
}
# Where nobody has said which networks a text goes to.
BY_KIND: Mapping[str, Limit] = {
    "short": Limit(at_most(280), len),
    "chat": Limit(at_most(2000), len),
}


def room(text: str, link: str, limit: Limit) -> int:
    """Letters left once `link` is added; negative when there are too many."""
    tail = 0
    if link and link not in text:
        tail = 1 + (limit.address if limit.address is not None else limit.count(link))
    return limit.most(text) - limit.count(text) - tail
