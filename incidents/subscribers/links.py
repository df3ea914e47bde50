"""Where a subscriber's links lead, in the subscriber's language."""

from datetime import UTC, datetime

from django.conf import settings

from incidents.subscribers import offers, tokens
from incidents.subscribers.models import Subscriber
from incidents.subscribers.tokens import Purpose

EPOCH = datetime.fromtimestamp(0, UTC)


def path(purpose: Purpose, subscriber: Subscriber, *, at: datetime = EPOCH) -> str:
    """Only a link to confirm needs the moment, because only that one expires.

    The language stands in the address even for English: the reader's browser may prefer another.
    """
    token = tokens.make(purpose, public_id=subscriber.public_id, key_version=subscriber.key_version, at=at)
    return f"/{subscriber.language}/subscribe/{purpose}/{token}/"


def address(purpose: Purpose, *, public_id: str, key_version: int, language: str, base: str) -> str:
    """The whole address of a link that lasts, from a subscriber's columns; `base` is the address of the page."""
    token = tokens.make(purpose, public_id=public_id, key_version=key_version, at=EPOCH)
    return f"{base}/{language}/subscribe/{purpose}/{token}/"


def url(purpose: Purpose, subscriber: Subscriber, *, at: datetime = EPOCH) -> str:
    """The whole address, for a letter."""
    return offers.base(subscriber.page) + path(purpose, subscriber, at=at)


def short_url(purpose: Purpose, *, public_id: str, key_version: int, base: str, at: datetime = EPOCH) -> str:
    """The whole address of a link for an SMS; it leads to the long one. `base` is the address of the page."""
    token = tokens.make_short(purpose, public_id=public_id, key_version=key_version, at=at)
    return f"{base}/s/{token}/"


def short_sample(base: str = "") -> str:
    """As long as a short link to leave, to measure a message before anybody's link is in it."""
    return f"{base or settings.PUBLIC_URL}/s/{'x' * 12}.u99..{'x' * 16}/"


def incident_url(reference: str, language: str, *, base: str) -> str:
    return f"{base}/{language}/incidents/{reference}/" if reference else ""
