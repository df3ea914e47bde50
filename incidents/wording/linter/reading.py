"""A draft as the rules read it: placeholders filled, marks dropped, sentences found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from core.text.folding import Folded, Swap, fold, lowered
from incidents.wording.linter.draft import Draft
from incidents.wording.linter.words import Words

URL = "\ufffc"  # one letter stands for an address
_TOKEN = re.compile(
    r"\{[ \t]{0,3}(?P<field>[A-Za-z_][A-Za-z0-9_.]{0,60})?[ \t]{0,3}\}"
    r"|\]\((?P<target>[^()\s]{1,2000})\)"
    r"|(?P<url>https?://[^\s<>()\u3000-\u9fff\uff00-\uffef]{1,2000})"
    r"|(?P<mark>\*{1,3}|`{1,3}|~~)"
)
_WORD = re.compile(r"\w+(?:['-]\w+)*")


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder without a value; `known` when the field exists."""

    name: str
    start: int
    end: int
    known: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of `Reading.low`."""

    start: int
    end: int


class Reading:
    """`plain` and `low` (in lower case) are equally long; `raw` leads back to the text as written."""

    def __init__(self, draft: Draft, words: Words) -> None:
        self.draft, self.words = draft, words
        self.gaps: list[Gap] = []
        self.folded: Folded = fold(draft.text, self._swaps(draft.text))
        self.plain = self.folded.text
        self.low = lowered(self.plain)

    def _swaps(self, text: str) -> Iterator[Swap]:
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            if match["mark"]:
                yield start, end, ""
            elif match["target"]:
                yield start + 1, end, ""
            elif match["url"]:
                yield start, end, URL
            else:
                yield start, end, self._value(match["field"] or "", start, end)

    def _value(self, name: str, start: int, end: int) -> str:
        value = self.draft.fields.get(name, "").strip()
        if not value:
            self.gaps.append(Gap(name, start, end, known=name in self.draft.fields))
        return value or "…"

    @cached_property
    def sentences(self) -> list[Sentence]:
        found, start = [], 0
        for match in self.words.sentence_end.finditer(self.low):
            found.append(Sentence(start, match.end()))
            start = match.end()
        found.append(Sentence(start, len(self.low)))
        return [each for each in found if _WORD.search(self.low, each.start, each.end)]

    @cached_property
    def opening(self) -> Sentence | None:
        """The first sentence that says something: an exclamation of one word does not."""
        enough = 4 if self.words.counts_letters else 2
        return next((each for each in self.sentences if self.count(each) >= enough), None)

    @cached_property
    def promising(self) -> list[Sentence]:
        """Where the next update is spoken of."""
        return [each for each in self.sentences if self.has(self.words.next_update, each)]

    @cached_property
    def expecting(self) -> list[Sentence]:
        """Where it is said when it will be over."""
        promising = frozenset(self.promising)
        return [
            each
            for each in self.sentences
            if each not in promising and self.has(self.words.expectation, each) and self.has(self.words.when, each)
        ]

    @cached_property
    def functions(self) -> re.Pattern[str] | None:
        """The components by the names readers know them by."""
        names = (lowered(fold(name).text).strip() for name in self.draft.components)
        stems = sorted({self.words.stem(name) for name in names if len(name) > 1}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, stems))) if stems else None

    @cached_property
    def places(self) -> re.Pattern[str] | None:
        names = sorted({lowered(fold(name).text).strip() for name in self.draft.regions} - {""}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names))) if names else None

    def has(self, pattern: re.Pattern[str] | None, sentence: Sentence | None = None) -> bool:
        return pattern is not None and self.first(pattern, sentence) is not None

    def first(self, pattern: re.Pattern[str], sentence: Sentence | None = None) -> re.Match[str] | None:
        start, end = (sentence.start, sentence.end) if sentence else (0, len(self.low))
        return pattern.search(self.low, start, end)

    def every(self, pattern: re.Pattern[str], limit: int = 5) -> Iterator[tuple[Sentence, re.Match[str]]]:
        """At most `limit` matches, each with its sentence."""
        left = limit
        for sentence in self.sentences:
            for match in pattern.finditer(self.low, sentence.start, sentence.end):
                if not left:
                    return
                left -= 1
                yield sentence, match

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `low` as a stretch of the text as written."""
        return self.folded.span(start, end)

    def count(self, sentence: Sentence) -> int:
        """Words, or letters where the language has no spaces; there, Latin letters and figures weigh half."""
        if self.words.counts_letters:
            letters = re.sub(r"\s", "", self.low[sentence.start : sentence.end])
            return len(letters) - sum(map(str.isascii, letters)) // 2
        elided = self.words.elision.finditer(self.low, sentence.start, sentence.end) if self.words.elision else ()
        return sum(1 for _ in _WORD.finditer(self.low, sentence.start, sentence.end)) + sum(1 for _ in elided)
