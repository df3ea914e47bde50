"""The mail address of one thread: what is sent there lands in it. "reply+7k3m9qx2-<signature>@example.org"

Small letters and digits only, because mail servers may change the case of an address. Raising a
thread's `key_version` makes the address useless, as it does the link.
"""

import hmac
import re
from base64 import b32encode

from django.conf import settings

from feedback.threads import references
from feedback.threads.models import Thread

_token = re.compile(r"([2-9a-z]{4})([2-9a-z]{4})-([2-7a-z]{16})")


def address(thread: Thread) -> str:
    """Empty where no mail comes in."""
    if not settings.INBOUND_EMAIL:
        return ""
    local, _at, domain = settings.INBOUND_EMAIL.rpartition("@")
    name = thread.reference.removeprefix("F-").replace("-", "").lower()
    return f"{local}+{name}-{_signature(thread.reference, thread.key_version)}@{domain}"


def ours(address: str) -> bool:
    """Whether mail to this address comes to us: the inbound one, with or without something after a plus."""
    local, _at, domain = address.strip().lower().rpartition("@")
    own, _at, own_domain = settings.INBOUND_EMAIL.lower().rpartition("@")
    return bool(own) and domain == own_domain and local.partition("+")[0] == own


def thread_of(address: str) -> Thread | None:
    """The thread whose address this is; None for a forged, replaced or foreign one."""
    if not ours(address):
        return None
    found = _token.fullmatch(address.strip().lower().rpartition("@")[0].partition("+")[2])
    if not found:
        return None
    reference = f"F-{found[1]}-{found[2]}".upper()
    thread = Thread.objects.filter(reference=reference).first() if references.looks_like_one(reference) else None
    if thread and hmac.compare_digest(_signature(thread.reference, thread.key_version), found[3]):
        return thread
    return None


def _signature(reference: str, version: int) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"feedback.mail:{reference}:{version}".encode(), "sha256")
    return b32encode(digest[:10]).decode().lower()
