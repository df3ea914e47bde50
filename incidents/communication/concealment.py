"""A supplier's real name stands on the status page only; everywhere else its alias (practice P9)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from incidents.wording.linter import names

_OPENING = re.compile(r"(^|[.!?]\s+|\n\s*)$")


@dataclass(frozen=True, slots=True)
class Secret:
    """The names of one supplier, and what to call it instead."""

    names: tuple[str, ...]
    alias: str


def conceal(text: str, secrets: Sequence[Secret]) -> str:
    """`text` with every name replaced, in whatever spelling (`names`); longest names first."""
    return _concealed(text, tuple(secrets)) if secrets else text


@lru_cache(maxsize=8_192)  # every rebuild of the pages asks about the same words again
def _concealed(text: str, secrets: tuple[Secret, ...]) -> str:
    parts, at = [], 0
    for start, end, which in names.places(text, [secret.names for secret in secrets]):
        alias = secrets[which].alias
        opens = _OPENING.search(text[max(0, start - 200) : start])
        parts += [text[at:start], alias[:1].upper() + alias[1:] if opens else alias]
        at = end
    return "".join([*parts, text[at:]])
