"""Whether two threads are one customer's, and how sure that is. Pure.

Anybody can type anybody's address into a form. A mail and a post come from it; what staff entered was heard.
"""

from typing import Protocol

from feedback.threads.states import Origin

PROVEN = (Origin.EMAIL, Origin.SOCIAL, Origin.PHONE, Origin.STAFF)


class Written(Protocol):
    origin: str
    email: str
    telephone: str
    handle: str


def same_customer(one: Written, other: Written) -> bool:
    """One address in common is enough; a name is none."""
    return any(
        getattr(one, name) and getattr(one, name).casefold() == getattr(other, name).casefold()
        for name in ("email", "handle", "telephone")
    )


def is_proven(thread: Written) -> bool:
    return thread.origin in PROVEN
