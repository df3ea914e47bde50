"""Mail that a provider hands us over HTTP, checked by django-anymail (ADR 0018 says how we use it).

Mailgun signs a moment and a random token, Postmark shows a password of ours. What is kept is the mail
itself where the provider sends it whole, else the one that anymail puts together of its parts.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.errors import MessageError

from anymail.exceptions import AnymailConfigurationError, AnymailError, AnymailWebhookValidationFailure
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.http import HttpRequest

from feedback.doors.mail.charsets import one_line

OLDEST = timedelta(days=2)  # Mailgun repeats for eight hours; later it is somebody's copy of a signature
AHEAD = timedelta(minutes=10)
BROKEN = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)  # what broken input raises
UNREADABLE = (AnymailError, AnymailConfigurationError, MessageError, RecursionError, *BROKEN)


class Forged(Exception):
    """Not the provider's word, as far as can be told."""


class Unreadable(Exception):
    """Signed, but no mail in a shape we know."""


@dataclass(frozen=True, slots=True)
class Provider:
    view: type[AnymailBaseWebhookView]
    secret: str  # the view's argument that takes it
    whole: str  # where the mail itself stands when the provider sends it

    def read(self, request: HttpRequest, secret: str, *, at: datetime) -> list[bytes]:
        """The mails as bytes. Raises `Forged` or `Unreadable`."""
        view = self.view(**{self.secret: secret})
        try:
            view.run_validators(request)
            self._check_age(request, at)
        except (AnymailWebhookValidationFailure, *BROKEN) as error:
            raise Forged from error
        try:
            if whole := self._whole(request):
                return [whole]
            return [_with_envelope(event.message) for event in view.parse_events(request)]
        except UNREADABLE as error:
            raise Unreadable from error

    def _check_age(self, request: HttpRequest, at: datetime) -> None:
        """Mailgun signs the moment and not the mail: an old signature must not carry a new one."""
        if self.whole != "body-mime":
            return
        signed_at = datetime.fromtimestamp(float(request.POST["timestamp"]), UTC)
        if not at - OLDEST < signed_at < at + AHEAD:
            raise ValueError("an old signature")

    def _whole(self, request: HttpRequest) -> bytes:
        if self.whole == "body-mime":
            given, sender, to = (request.POST.get(name, "") for name in (self.whole, "sender", "recipient"))
        else:
            body = json.loads(request.body)
            given, to = str(body.get(self.whole) or ""), str(body.get("OriginalRecipient") or "")
            sender = None
        return _envelope(sender, to) + given.encode("utf-8", "surrogateescape") if given else b""


PROVIDERS: dict[str, Provider] = {
    "mailgun": Provider(MailgunInboundWebhookView, "webhook_signing_key", "body-mime"),
    "postmark": Provider(PostmarkInboundWebhookView, "webhook_secret", "RawEmail"),
}


def _with_envelope(message: AnymailInboundMessage) -> bytes:
    return _envelope(message.envelope_sender, message.envelope_recipient or "") + message.as_bytes()


def _envelope(sender: str | None, to: str) -> bytes:
    """As a mail server writes it on top: who was a hidden copy, and an empty path, stand nowhere else."""
    lines = [] if sender is None else [f"Return-Path: <{one_line(sender)}>"]
    lines += [f"X-Original-To: {one_line(to)}"] if to else []
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")
