"""Signed links: each opens one subscription for one purpose, and an address alone opens nothing.

A token is "<public id>-<key version>-<expiry>.<signature>"; for an SMS, where letters cost money, a
shorter one that opens the same: "<public id>.<purpose><key version>.<expiry>.<signature>". The
purpose is in the signature's salt, so that a token made to unsubscribe can't change preferences.
Raising a subscriber's `key_version` makes every older token useless.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer

CONFIRM_WITHIN = timedelta(days=3)
_SHORT = re.compile(
    r"(?P<claim>(?P<public_id>[a-z0-9]{1,12})\.(?P<purpose>[cmu])(?P<version>[0-9]{1,9})\.(?P<expiry>[0-9a-f]{0,9}))"
    r"\.(?P<signature>[\w-]{16})",
    re.ASCII,
)


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


def make_short(purpose: Purpose, *, public_id: str, key_version: int, at: datetime) -> str:
    """The same right in a third of the letters: 96 bits of signature, which nobody guesses at a web server."""
    expiry = f"{int((at + CONFIRM_WITHIN).timestamp()):x}" if purpose == Purpose.CONFIRM else ""
    claim = f"{public_id}.{purpose[0]}{key_version}.{expiry}"
    return f"{claim}.{_short_signature(purpose, claim)}"


def read_short(token: str) -> tuple[Purpose, Claim]:
    """What for, and what the token claims; raises `Unreadable`."""
    found = _SHORT.fullmatch(token)
    purpose = next((each for each in Purpose if found and each[0] == found["purpose"]), None)
    if found is None or purpose is None:
        raise Unreadable
    if not hmac.compare_digest(_short_signature(purpose, found["claim"]), found["signature"]):
        raise Unreadable
    expires_at = datetime.fromtimestamp(int(found["expiry"], 16), UTC) if found["expiry"] else None
    claim = Claim(public_id=found["public_id"], key_version=int(found["version"]), expires_at=expires_at)
    return purpose, claim


def _short_signature(purpose: Purpose, claim: str) -> str:
    digest = hmac.digest(_key(purpose, settings.SECRET_KEY), b"short:" + claim.encode(), "sha256")
    return urlsafe_b64encode(digest[:12]).decode()


def read(purpose: Purpose, token: str) -> Claim:
    """What the token claims; raises `Unreadable`. The key version is compared by the caller."""
    try:
        public_id, key_version, expiry = _signer(purpose).unsign(token).split("-")
    except BadSignature as error:
        raise Unreadable from error
    expires_at = datetime.fromtimestamp(int(expiry), UTC) if int(expiry) else None
    return Claim(public_id=public_id, key_version=int(key_version), expires_at=expires_at)
