"""What a mail provider reports about mails it took from us, in one shape (django-anymail checks and reads it).

A notice counts only when it is signed or carries the provider's password, and names a delivery by
the Message-ID we gave it: an address alone might come from any other mail sent over that account.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.http import HttpRequest

from core.text.lines import one_line


class Forged(Exception):
    """Not the provider's word, as far as can be told."""


class Unreadable(Exception):
    """Signed, but not in a shape we know."""


class Kind(StrEnum):
    DELIVERED = "delivered"
    BOUNCED = "bounced"  # there is no such mailbox
    REFUSED = "refused"  # this message did not arrive; the next one may
    COMPLAINED = "complained"  # the reader called it spam, or left by the provider's own link


@dataclass(frozen=True, slots=True)
class Notice:
    """`name` is "<number>.<digest>" of a Message-ID of ours; `at` the older of event and signature."""

    kind: Kind
    name: str
    at: datetime
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    view: type[AnymailBaseWebhookView]
    secret: str  # the view's argument that takes it

    def read(self, request: HttpRequest, secret: str) -> list[Notice]:
        """The notices that concern us. Raises `Forged` or `Unreadable`."""
        view = self.view(**{self.secret: secret})
        try:
            view.run_validators(request)
        except (AnymailWebhookValidationFailure, AttributeError, TypeError, UnicodeError) as error:
            raise Forged from error
        try:
            events = view.parse_events(request)
            found = [_notice(event) for event in events]
        except (AnymailError, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
            raise Unreadable from error
        return [notice for notice in found if notice]


PROVIDERS: dict[str, Provider] = {
    "mailgun": Provider(MailgunTrackingWebhookView, "webhook_signing_key"),
    "postmark": Provider(PostmarkTrackingWebhookView, "webhook_secret"),
}

METADATA = "candor"  # Postmark tells its own id, and this of ours (X-PM-Metadata-candor)
NAME = re.compile(r"<?(\d{1,18}\.[0-9a-f]{16})(?:@[^<>]*)?>?")
NO_MAILBOX = re.compile(r"^(?:5\d\d[ -])?5\.1\.\d\b")
DEAD_ADDRESS = frozenset({RejectReason.BOUNCED, RejectReason.INVALID})
GIVEN_UP = DEAD_ADDRESS | {RejectReason.SPAM, RejectReason.UNSUBSCRIBED, RejectReason.TIMED_OUT}


def _notice(event: AnymailTrackingEvent) -> Notice | None:
    kind = JUDGES.get(event.event_type, _nothing)(event)
    named = NAME.fullmatch(str((event.metadata or {}).get(METADATA) or event.message_id or ""))
    if kind is None or named is None or event.timestamp is None:
        return None
    reply = one_line(str(event.mta_response or event.description or event.reject_reason or ""))
    return Notice(kind, named[1], min(event.timestamp, _signed_at(event) or event.timestamp), reply[:300])


def _signed_at(event: AnymailTrackingEvent) -> datetime | None:
    """Mailgun signs this moment and not the body: an old signature must not carry a new date."""
    block = event.esp_event.get("signature") if isinstance(event.esp_event, dict) else None
    return datetime.fromtimestamp(float(block["timestamp"]), UTC) if isinstance(block, dict) else None


def _bounced(event: AnymailTrackingEvent) -> Kind | None:
    if isinstance(event.esp_event, dict) and event.esp_event.get("Type") == "SoftBounce":
        return None
    dead = event.reject_reason in {None, *DEAD_ADDRESS} or NO_MAILBOX.match(str(event.mta_response or ""))
    return Kind.BOUNCED if dead else Kind.REFUSED


def _rejected(event: AnymailTrackingEvent) -> Kind:
    """The provider did not even try: it has given this address up, or did not like the message."""
    return Kind.BOUNCED if event.reject_reason in GIVEN_UP else Kind.REFUSED


def _nothing(event: AnymailTrackingEvent) -> None:
    """Tried again, opened, clicked: not our business."""


Judge = Callable[[AnymailTrackingEvent], Kind | None]
JUDGES: dict[str, Judge] = {
    EventType.DELIVERED: lambda event: Kind.DELIVERED,
    EventType.BOUNCED: _bounced,
    EventType.REJECTED: _rejected,
    EventType.FAILED: lambda event: Kind.REFUSED,
    EventType.COMPLAINED: lambda event: Kind.COMPLAINED,
    EventType.UNSUBSCRIBED: lambda event: Kind.COMPLAINED,
}
