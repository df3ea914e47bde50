"""A supplier's real name stands on the status page only; everywhere else its alias (practice P9)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# What may stand between the words of a name, or hide inside it: "Acme-CDN", "Acme **CDN**", "acmecdn".
_GAP = r"[\s\-_.*`~]*"
# Not \b: Japanese letters are word characters, and "Acmeの" must still be found.
_LETTER = r"[A-Za-z0-9\u00C0-\u024F]"
_OPENING = re.compile(r"(^|[.!?]\s+|\n\s*)$")


@dataclass(frozen=True, slots=True)
class Secret:
    """The names of one supplier, and what to call it instead."""

    names: tuple[str, ...]
    alias: str


def conceal(text: str, secrets: Sequence[Secret]) -> str:
    """`text` with every name replaced, whatever its case and spacing; longest names first."""
    pairs = [(name.strip(), secret.alias) for secret in secrets for name in secret.names if _words(name)]
    for name, alias in sorted(pairs, key=lambda pair: -len(pair[0])):
        text = _pattern(name).sub(lambda found, alias=alias: _fitting(found, alias), text)
    return text


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\s\-_.]+", name) if word]


def _pattern(name: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in _words(name)]
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, name) else ""
    after = rf"(?!{_LETTER})" if re.search(rf"{_LETTER}$", name) else ""
    return re.compile(before + _GAP.join(words) + after, re.IGNORECASE)


def _fitting(found: re.Match[str], alias: str) -> str:
    """The alias, with a capital where it opens a sentence."""
    opens = _OPENING.search(found.string[: found.start()])
    return alias[:1].upper() + alias[1:] if opens else alias
