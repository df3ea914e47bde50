"""A webhook's address and the secrets its messages are signed with (Standard Webhooks)."""

import base64
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.web import guarded
from incidents.subscribers import addresses

OVERLAP = timedelta(hours=48)  # both secrets sign, so that a receiver can change over without a gap
# One sentence whatever was wrong: it must not tell a stranger what stands behind an address.
REFUSED = _("We can't send to this address. Give a public one that starts with https:// or http://.")


def checked_url(raw: str) -> str:
    """The address in one spelling; raises ValueError unless the guarded client would call it."""
    if not raw or len(raw) > addresses.MAX_URL or not raw.isascii():
        raise ValueError(raw)
    url = addresses.normal_url(raw)
    guarded.check_url(url)
    return url


def fresh_secret() -> dict[str, Any]:
    return {"secret": "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(), "until": None}


def rotated(kept: list[dict[str, Any]], *, at: datetime) -> list[dict[str, Any]]:
    """A new secret first; the one in use signs beside it for two days; older ones are dropped."""
    before = [{**entry, "until": (at + OVERLAP).isoformat()} for entry in kept if entry["until"] is None]
    return [fresh_secret(), *before]


def valid(kept: list[dict[str, Any]], *, at: datetime) -> tuple[str, ...]:
    return tuple(
        entry["secret"] for entry in kept if entry["until"] is None or datetime.fromisoformat(entry["until"]) > at
    )
