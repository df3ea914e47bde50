"""Signing secrets and signatures of Standard Webhooks: made, replaced with an overlap, checked.

Kept as `[{"secret": "whsec_…", "until": null or ISO time}]`, newest first.
"""

import base64
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
MAX_ID = 255


def fresh_secret() -> dict[str, Any]:
    """A new secret of 256 random bits, without an end."""
    return {"secret": "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(), "until": None}


def rotated(kept: list[dict[str, Any]], *, at: datetime, overlap: timedelta) -> list[dict[str, Any]]:
    """A new secret first; the one in use holds beside it for the overlap; older ones are dropped."""
    before = [{**entry, "until": (at + overlap).isoformat()} for entry in kept if entry["until"] is None]
    return [fresh_secret(), *before]


def valid(kept: list[dict[str, Any]], *, at: datetime) -> tuple[str, ...]:
    return tuple(
        entry["secret"] for entry in kept if entry["until"] is None or datetime.fromisoformat(entry["until"]) > at
    )


def is_signed(body: bytes, headers: Mapping[str, str], by: Iterable[str]) -> bool:
    """Signed with one of these secrets, at a time no more than five minutes from now by this clock."""
    given = {name: headers.get(name, "") for name in HEADERS}
    named = given["webhook-id"]
    if len(named) > MAX_ID or not named.isascii() or not named.isprintable():
        return False
    return any(_fits(body, given, secret) for secret in by)


def _fits(body: bytes, headers: dict[str, str], secret: str) -> bool:
    try:
        Webhook(secret).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # ValueError: a header or body that can't even be read
        return False
    return True
