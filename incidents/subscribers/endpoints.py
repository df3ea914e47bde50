"""Addresses as their channels take them; how long both secrets of a webhook sign."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.web import guarded, signatures
from incidents.subscribers import addresses
from incidents.subscribers.states import Channel

OVERLAP = timedelta(hours=48)  # both secrets sign, so that a receiver can change over without a gap
# One sentence whatever was wrong: it must not tell a stranger what stands behind an address.
REFUSED = _("We can't send to this address. Give a public one that starts with https:// or http://.")


def checked_url(raw: str) -> str:
    """The address in one spelling; raises ValueError unless the guarded client would call it."""
    if not raw or len(raw) > addresses.MAX_URL or not raw.isascii():
        raise ValueError(raw)
    url = addresses.normal_url(raw)
    guarded.check_url(url)
    return url


NORMAL: dict[str, Callable[[str], str]] = {
    Channel.EMAIL: addresses.normal_email,
    Channel.WEBHOOK: checked_url,
    Channel.SMS: addresses.normal_number,
}
HELP: dict[str, Promise] = {
    Channel.EMAIL: _("Give an e-mail address like name@example.org."),
    Channel.WEBHOOK: REFUSED,
    Channel.SMS: _("Give the whole number with its country, like +33 6 12 34 56 78."),
}


def rotated(kept: list[dict[str, Any]], *, at: datetime) -> list[dict[str, Any]]:
    """A new secret first; the one in use signs beside it for two days; older ones are dropped."""
    return signatures.rotated(kept, at=at, overlap=OVERLAP)
