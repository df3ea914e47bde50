"""Any JSON as a customer's word, read through the mapping kept on its source. Pure.

The mapping's keys are our names, its values dotted paths into the body: {"text": "post.content", "id": "post.id",
"author": "user.login"}. What it leaves out is looked for under our own name. Only `text` must be there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.text.lines import one_line

NAMES = ("text", "id", "author", "name", "url", "language", "public", "subject", "in_reply_to")
LONGEST_TEXT = 20_000
LONGEST_PATH = 200
MOST_STEPS = 20
TRUE = frozenset({"true", "1", "yes", "public", "unlisted"})


class Unreadable(Exception):
    """What must be there is not; `fields` says what, by our names."""

    def __init__(self, **fields: str) -> None:
        self.fields = {name: [message] for name, message in fields.items()}
        super().__init__(" ".join(fields.values()))


@dataclass(frozen=True, slots=True)
class Said:
    """`id` is the sender's name of this message, "" when it gives none and no address either."""

    text: str
    id: str
    author: str
    name: str
    url: str
    language: str
    public: bool
    subject: str
    in_reply_to: str


def read(body: Mapping[str, Any], mapping: Mapping[str, str]) -> Said:
    """Raises `Unreadable`."""

    def value(name: str, most: int) -> str:
        return one_line(_text(_dig(body, mapping.get(name) or name)))[:most]

    text = _text(_dig(body, mapping.get("text") or "text")).strip()
    if not text:
        raise Unreadable(text=f"Nothing is found at {mapping.get('text') or 'text'}.")
    url = value("url", 500)
    return Said(
        text=text[:LONGEST_TEXT],
        id=_short(value("id", 2_000) or url),
        author=value("author", 120),
        name=value("name", 120),
        url=url if url.lower().startswith(("https://", "http://")) else "",
        language=value("language", 8)[:2].lower(),
        public=value("public", 20).lower() in TRUE,
        subject=value("subject", 200),
        in_reply_to=_short(value("in_reply_to", 2_000)),
    )


def wrong(mapping: Any) -> str:
    """What is wrong with a mapping, in a word that can be shown; "" when nothing is."""
    if not isinstance(mapping, Mapping) or not all(isinstance(path, str) for path in mapping.values()):
        return "texts"
    unknown = sorted(set(mapping) - set(NAMES))
    if unknown:
        return ", ".join(unknown)[:200]
    return "length" if any(len(path) > LONGEST_PATH for path in mapping.values()) else ""


def _short(name: str) -> str:
    """Long names by their digest, so that two of them stay apart."""
    return name if len(name) <= 200 else hashlib.sha256(name.encode()).hexdigest()


def _dig(body: Any, path: str) -> Any:
    """What stands at a dotted path; numbers index lists; None where the path ends early."""
    for step in path.split(".")[:MOST_STEPS]:
        if isinstance(body, Mapping):
            body = body.get(step)
        elif isinstance(body, list) and step.isascii() and step.isdigit() and len(step) < 6 and int(step) < len(body):
            body = body[int(step)]
        else:
            return None
    return None if isinstance(body, Mapping | list) else body


def _text(value: Any) -> str:
    """NUL and lone surrogates, which no database takes, are left out."""
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "".join(letter for letter in text if letter != "\x00" and not "\ud800" <= letter <= "\udfff")
