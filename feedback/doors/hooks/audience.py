"""The sources as an audience of the outbox: what signs our answers (core.delivery.audience names the contract)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.delivery.audience import Personal
from core.web import signatures
from feedback.doors.hooks.models import FeedbackSource

NAME = "feedback.doors.hooks.audience"
PREFIX = "feedback-source:"


def ids(recipients: Iterable[str]) -> list[int]:
    """From "feedback-source:12" to 12; other kinds of recipients are left out."""
    found = (recipient.removeprefix(PREFIX) for recipient in recipients if recipient.startswith(PREFIX))
    return [int(pk) for pk in found if pk.isdigit()]


def recipients(args: dict[str, Any]) -> QuerySet[FeedbackSource]:
    """Nobody: each answer goes to one source, owed directly."""
    return FeedbackSource.objects.none()


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    return set(recipients)


def personal(recipients: Sequence[str], args: dict[str, Any]) -> dict[str, Personal]:
    """The secrets in use. A source deleted meanwhile has none."""
    rows = FeedbackSource.objects.filter(pk__in=ids(recipients)).values_list("pk", "reply_secrets")
    at = timezone.now()
    return {f"{PREFIX}{pk}": Personal(secrets=signatures.valid(kept, at=at)) for pk, kept in rows}
