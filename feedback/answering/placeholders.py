"""The fields a canned reply may have, and how they are filled: plain replacement, no template engine. Pure."""

import re
import unicodedata
from collections.abc import Mapping

from core.text import fields

FIELDS = ("name", "reference", "component", "region", "next_update", "link", "agent")

_OURS = re.compile(r"\{\s*(" + "|".join(FIELDS) + r")\s*\}")
# What looks unfilled to a reader is unfilled: "{prénom}", "{ 名前 }", "｛name｝".
_GAP = re.compile(r"\{\s*[\w .\-]{0,40}\s*\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with every field that has a value; the others stay for a person to fill.

    In one pass: a value that looks like a field stays as it is.
    """
    return _OURS.sub(lambda match: values.get(match.group(1), "").strip() or match.group(0), text)


def unknown(text: str) -> list[str]:
    """Names in braces that nothing will ever fill."""
    return fields.unknown(text, FIELDS)


def gaps(text: str) -> list[str]:
    """Whatever stands in braces as if it wanted to be filled, as it is written, each once."""
    return list(dict.fromkeys(_GAP.findall(unicodedata.normalize("NFKC", text))))


def known_gaps(text: str) -> list[str]:
    """Those of `gaps` that are certainly ours."""
    return [gap for gap in gaps(text) if gap.strip("{} ").lower() in FIELDS]


def cleared(text: str) -> str:
    """`text` without its fields, to compare by."""
    return _GAP.sub(" ", unicodedata.normalize("NFKC", text))
