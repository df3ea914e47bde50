"""The signed link by which a customer follows a thread without an account.

"<reference>" stands in the path, the key in the query: "<key version>.<signature>". Raising a thread's
`key_version` makes every older link useless.
"""

import hmac
import re
from base64 import urlsafe_b64encode

from django.conf import settings

from feedback.threads.models import Thread

_key = re.compile(r"([0-9]{1,9})\.([\w-]{22})", re.ASCII)


def key(thread: Thread) -> str:
    return f"{thread.key_version}.{_signature(thread.reference, thread.key_version)}"


def path(thread: Thread) -> str:
    """The language stands in the address even for English: the reader's browser may prefer another."""
    return f"/{thread.language}/feedback/{thread.reference}/?key={key(thread)}"


def url(thread: Thread) -> str:
    """The whole address, for a letter."""
    return settings.PUBLIC_URL.rstrip("/") + path(thread)


def opens(thread: Thread, given: str) -> bool:
    """Whether the key is this thread's, and not one that was replaced."""
    found = _key.fullmatch(given)
    if not found or int(found[1]) != thread.key_version:
        return False
    return hmac.compare_digest(_signature(thread.reference, thread.key_version), found[2])


def _signature(reference: str, version: int) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"feedback.thread:{reference}:{version}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
