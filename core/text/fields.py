"""`{placeholder}` fields in people's texts: a fixed list, plain replacement, no template engine.

A template engine would let a text read attributes, loop, or fail in the reader's mail.
"""

import re
from collections.abc import Collection, Mapping

# "{}" and "{ name }" count as well: what looks unfilled to a reader is unfilled.
_FIELD = re.compile(r"\{\s*([A-Za-z_][\w.]*)?\s*\}", re.ASCII)


class Unfilled(ValueError):
    """A text names fields that don't exist or have no value. `unknown` and `empty` list them."""

    def __init__(self, *, unknown: Collection[str], empty: Collection[str]) -> None:
        self.unknown, self.empty = tuple(unknown), tuple(empty)
        super().__init__(f"unknown: {', '.join(self.unknown) or 'none'}; empty: {', '.join(self.empty) or 'none'}")


def named(text: str) -> list[str]:
    """The fields `text` asks for, each once, in order; "" stands for a bare `{}`."""
    return list(dict.fromkeys(match.group(1) or "" for match in _FIELD.finditer(text)))


def unknown(text: str, known: Collection[str]) -> list[str]:
    return [name for name in named(text) if name not in known]


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with every field replaced; raises `Unfilled` when one has no value.

    Replaced in one pass: a value that looks like a field stays as it is.
    """
    missing = unknown(text, values)
    empty = [name for name in named(text) if name in values and not values[name].strip()]
    if missing or empty:
        raise Unfilled(unknown=missing, empty=empty)
    return _FIELD.sub(lambda match: values[match.group(1)], text)
