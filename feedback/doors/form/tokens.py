"""Signed form tokens: each loaded form is a bucket of its own, so 500 customers behind one address are 500.

"<random>.<moment in hex>.<signature>", hidden in the form. No cookie is needed, nothing is stored, and the
random part names the thread it made, so that the same form sent twice makes one.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

FRESH_FOR = timedelta(hours=24)
TOO_FAST = timedelta(seconds=3)  # nobody reads, chooses and writes in less
_token = re.compile(r"([\w-]{16})\.([0-9a-f]{1,9})\.([\w-]{22})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormToken:
    nonce: str
    issued_at: datetime

    def is_fresh(self, at: datetime) -> bool:
        return at - self.issued_at <= FRESH_FOR

    def is_hasty(self, at: datetime) -> bool:
        return at - self.issued_at < TOO_FAST


def make(at: datetime) -> str:
    claim = f"{secrets.token_urlsafe(12)}.{int(at.timestamp()):x}"
    return f"{claim}.{_signature(claim)}"


def read(token: str) -> FormToken | None:
    """What the token says, or None for one that is not ours."""
    found = _token.fullmatch(token)
    if found is None or not hmac.compare_digest(_signature(f"{found[1]}.{found[2]}"), found[3]):
        return None
    return FormToken(found[1], datetime.fromtimestamp(int(found[2], 16), UTC))


def _signature(claim: str) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"feedback.form:{claim}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
