"""API tokens as text: how they look, how they are kept, how they are found again."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from core.accounts import queries
from core.accounts.models import ApiToken

PREFIX_LENGTH = 12
USE_IS_NOTED_EVERY = timedelta(minutes=1)
SHAPE = re.compile(r"cand_([0-9a-z]{12})_([A-Za-z0-9_-]{43})")
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
NOBODY = hashlib.sha256(b"").hexdigest()


def issue() -> tuple[str, str]:
    """A new prefix and the whole token; the secret has 256 bits."""
    prefix = "".join(secrets.choice(ALPHABET) for _ in range(PREFIX_LENGTH))
    return prefix, f"cand_{prefix}_{secrets.token_urlsafe(32)}"


def digest(text: str) -> str:
    """Plain SHA-256: a random secret of 256 bits needs no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def find(text: str, at: datetime) -> ApiToken | None:
    """The usable token `text`, or None; compared in constant time, also where there is none."""
    shape = SHAPE.fullmatch(text)
    if shape is None:
        return None
    token = queries.with_rights(ApiToken.objects.usable(at)).filter(prefix=shape[1]).first()
    if not hmac.compare_digest(token.digest if token else NOBODY, digest(text)):
        return None
    if not token.owner.is_superuser:
        token.owner.held_rights = set(token.owners_rights)
    return token


def note_use(token: ApiToken, at: datetime) -> None:
    """Once a minute at most, so that reading by token doesn't write."""
    stale = at - USE_IS_NOTED_EVERY
    if token.last_used_at is None or token.last_used_at < stale:
        unused = Q(last_used_at=None) | Q(last_used_at__lt=stale)
        ApiToken.objects.filter(unused, pk=token.pk).update(last_used_at=at)
