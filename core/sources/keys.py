"""The key of a source: 32 hexadecimal digits, the shape PagerDuty's clients expect of a routing key."""

import hashlib
import secrets


def issue() -> str:
    """A new key of 128 random bits."""
    return secrets.token_hex(16)


def digest(key: str) -> str:
    """What is stored: a random key needs no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()
