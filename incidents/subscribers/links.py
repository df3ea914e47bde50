"""Where a subscriber's links lead, in the subscriber's language."""

from datetime import UTC, datetime

from django.conf import settings

from incidents.subscribers import tokens
from incidents.subscribers.models import Subscriber
from incidents.subscribers.tokens import Purpose

EPOCH = datetime.fromtimestamp(0, UTC)


def path(purpose: Purpose, subscriber: Subscriber, *, at: datetime = EPOCH) -> str:
    """Only a link to confirm needs the moment, because only that one expires.

    The language stands in the address even for English: the reader's browser may prefer another.
    """
    token = tokens.make(purpose, public_id=subscriber.public_id, key_version=subscriber.key_version, at=at)
    return f"/{subscriber.language}/subscribe/{purpose}/{token}/"


def address(purpose: Purpose, *, public_id: str, key_version: int, language: str) -> str:
    """The whole address of a link that lasts, from a subscriber's columns."""
    token = tokens.make(purpose, public_id=public_id, key_version=key_version, at=EPOCH)
    return f"{settings.PUBLIC_URL}/{language}/subscribe/{purpose}/{token}/"


def url(purpose: Purpose, subscriber: Subscriber, *, at: datetime = EPOCH) -> str:
    """The whole address, for a letter."""
    return settings.PUBLIC_URL + path(purpose, subscriber, at=at)


def incident_url(reference: str, language: str) -> str:
    return f"{settings.PUBLIC_URL}/{language}/incidents/{reference}/" if reference else ""
