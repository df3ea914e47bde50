"""Who is asked for the comparison: a share of the threads, the same ones each time. Pure."""

from hashlib import sha256


def is_drawn(reference: str, share: int) -> bool:
    """Whether the thread falls into the `share` (per cent)."""
    number = int.from_bytes(sha256(f"survey:{reference}".encode()).digest()[:4], "big")
    return number % 100 < share
