"""Signed links: each opens one subscription for one purpose, and an address alone opens nothing.

A token is "<public id>-<key version>-<expiry>.<signature>". The purpose is in the signature's
salt, so that a token made to unsubscribe can't change preferences. Raising a subscriber's
`key_version` makes every older token useless.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer

CONFIRM_WITHIN = timedelta(days=3)


class Purpose(StrEnum):
    CONFIRM = "confirm"
    MANAGE = "manage"
    UNSUBSCRIBE = "unsubscribe"


class Unreadable(Exception):
    """Not one of our tokens, not for this purpose, or made with a key that was replaced."""

    status_code = 404
    code = "not_found"


@dataclass(frozen=True, slots=True)
class Claim:
    public_id: str
    key_version: int
    expires_at: datetime | None

    def expired(self, at: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= at


def _signer(purpose: Purpose) -> Signer:
    return Signer(sep=".", salt=f"incidents.subscribers.{purpose}")


def make(purpose: Purpose, *, public_id: str, key_version: int, at: datetime) -> str:
    """A token to `confirm` ends after three days; the others live until the key is replaced."""
    expiry = f"{int((at + CONFIRM_WITHIN).timestamp())}" if purpose == Purpose.CONFIRM else "0"
    claim = f"{public_id}-{key_version}-{expiry}"
    digest = hmac.digest(_key(purpose, settings.SECRET_KEY), claim.encode(), "sha256")
    return f"{claim}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@lru_cache(maxsize=10)
def _key(purpose: Purpose, secret: str) -> bytes:
    """The key `Signer` derives each time; two links for each of 100,000 mails ask for it."""
    return sha256(f"incidents.subscribers.{purpose}signer{secret}".encode()).digest()


def read(purpose: Purpose, token: str) -> Claim:
    """What the token claims; raises `Unreadable`. The key version is compared by the caller."""
    try:
        public_id, key_version, expiry = _signer(purpose).unsign(token).split("-")
    except BadSignature as error:
        raise Unreadable from error
    expires_at = datetime.fromtimestamp(int(expiry), UTC) if int(expiry) else None
    return Claim(public_id=public_id, key_version=int(key_version), expires_at=expires_at)
