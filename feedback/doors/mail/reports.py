"""What a mail server tells about a mail of ours: not delivered, delayed, read (RFC 3464, RFC 8098). Pure.

Nothing here is signed, so it decides nothing: it is told to whoever wrote, and addresses stay as they are.
"""

import re
from dataclasses import dataclass

OURS = re.compile(rb"<(\d{1,18}\.[0-9a-f]{16})@[^<>\s]{1,255}>")  # core.delivery.parcels.message_id
FIELD = re.compile(rb"^(Action|Status|Diagnostic-Code|Final-Recipient):[ \t]*(.+(?:\r?\n[ \t].+)*)", re.M | re.I)


@dataclass(frozen=True, slots=True)
class Report:
    """`names` are those of our deliveries it speaks of; `failed` when the mail will not arrive."""

    failed: bool
    names: tuple[str, ...]
    detail: str


def report(raw: bytes, kind: str, *, mailer: bool) -> Report | None:
    """None for what is no report; a server that writes one in its own words is understood by what it quotes."""
    formal = kind == "multipart/report"
    if not formal and not mailer:
        return None
    names = tuple(dict.fromkeys(name.decode() for name in OURS.findall(raw)))[:20]
    if not formal and not names:
        return None
    fields = {name.decode().lower(): _line(value) for name, value in reversed(FIELD.findall(raw))}
    action = fields.get("action", "").lower()
    failed = action == "failed" or (not formal and not action)
    detail = fields.get("diagnostic-code") or fields.get("status") or ""
    return Report(failed, names, detail[:300])


def _line(value: bytes) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", value.decode("utf-8", "replace")).strip()
