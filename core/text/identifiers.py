"""Identifiers other programs rely on: 12 lower-case alphanumerics, as Statuspage's."""

import secrets
import string

ALPHABET = string.ascii_lowercase + string.digits
LENGTH = 12


def public_id() -> str:
    """A random identifier, unguessable enough not to be enumerated (36**12)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
