"""A supplier's name in whatever spelling it slips into a text."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from core.text.folding import Swap, fold, lowered

# What may stand between the words of a name: "Acme-CDN", "acmecdn", "Acme.CDN", "アクメ・シーディーエヌ".
_GAP = r"[\s\-_./\\·・‐-―*`~]{0,12}"
_HYPHEN = r"[\-_/\\·‐-―]?"
LONG = 6
_LETTER = "[a-z0-9]"  # not \b: Japanese letters are word characters, and "Acmeの" must still be found
_MARKS = re.compile(r"\*{1,3}|`{1,3}|~~|&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}  # katakana as hiragana
Place = tuple[int, int, int]


def places(text: str, suppliers: Sequence[Iterable[str]]) -> list[Place]:
    """(start, end, which supplier) of every name in `text`, in order and apart; the longest name wins."""
    pairs = [(which, pattern) for pattern, which in _patterns(tuple(tuple(names) for names in suppliers))]
    if not pairs:
        return []
    folded = fold(text, _marks(text))
    bare = bared(folded.text)
    found: list[Place] = []
    taken = bytearray(len(text))
    for which, pattern in pairs:
        for match in pattern.finditer(bare):
            start, end = folded.span(*match.span())
            if not any(taken[start:end]):
                found.append((start, end, which))
                taken[start:end] = b"\x01" * (end - start)
    return sorted(found)


@lru_cache(maxsize=64)
def _patterns(suppliers: tuple[tuple[str, ...], ...]) -> list[tuple[re.Pattern[str], int]]:
    pairs = {(name, which) for which, names in enumerate(suppliers) for name in map(_key, names) if name}
    ordered = sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
    return [(_pattern(name), which) for name, which in ordered]


def _key(name: str) -> str:
    return " ".join(_words(bared(fold(name).text)))


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\s\-_./\\·・‐-―*`~]+", name) if word]


def _pattern(name: str) -> re.Pattern[str]:
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, name) else ""
    after = rf"(?!{_LETTER})" if re.search(rf"{_LETTER}$", name) else ""
    return re.compile(before + _GAP.join(map(_apart, _words(name))) + after)


def _apart(word: str) -> str:
    """A long word may be taken apart by hyphens ("Nord-Kasse"); not by spaces, which make other words of it."""
    return _HYPHEN.join(map(re.escape, word)) if len(word) >= LONG and word.isascii() else re.escape(word)


def bared(text: str) -> str:
    """Case, accents of Latin letters and the two kinds of kana made one; as long as `text`."""
    low = lowered(text).translate(_KANA)
    return low if low.isascii() else "".join(map(_without_accent, low))


def _without_accent(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0] if "\u00c0" <= letter <= "\u024f" else letter


def _marks(text: str) -> Iterator[Swap]:
    """Marks are no letters of a name, and an entity is the letter it stands for."""
    for match in _MARKS.finditer(text):
        made = html.unescape(match[0]) if match[0][0] == "&" else ""
        yield match.start(), match.end(), made
