"""The words of an update, and which of them a reader gets: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.text.translations import FALLBACK, Language

ANY = "any"


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote for one audience, kind of channel and language; Markdown.

    `named`: legal has signed that it names a supplier, so the name stays (`signing`).
    """

    audience: str
    channel_kind: str
    language: str
    subject: str
    text: str
    named: bool = field(default=False, compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.audience, self.channel_kind, self.language


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text a reader gets; `fell_back` when it isn't in the language asked for."""

    text: Text
    fell_back: bool


def choose(texts: Iterable[Text], *, chain: Sequence[str], channel_kind: str, language: str) -> Chosen | None:
    """The best text for a reader, or None when nothing is written for any audience of `chain`.

    `chain` is the reader's audience, then those it falls back to. The reader's language weighs
    more than the audience's level: a plain text understood beats a detailed one that isn't.
    """
    by_key = {(text.audience, text.channel_kind, text.language): text for text in texts}
    for spoken in dict.fromkeys([language, FALLBACK, *Language.values]):
        for audience in chain:
            for kind in (channel_kind, ANY):
                if found := by_key.get((audience, kind, spoken)):
                    return Chosen(text=found, fell_back=spoken != language)
    return None


def chains(parents: dict[str, str | None], last: str) -> dict[str, tuple[str, ...]]:
    """For every audience: itself, what it falls back to, and `last` at the end; circles are cut."""
    found = {}
    for slug in parents:
        chain: list[str] = []
        current: str | None = slug
        while current and current not in chain:
            chain.append(current)
            current = parents.get(current)
        found[slug] = tuple(chain if last in chain else [*chain, last])
    return found
