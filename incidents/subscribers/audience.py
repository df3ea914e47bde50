"""The subscribers as an audience of the outbox (core.delivery.audience names the contract)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from core.delivery.audience import Personal
from incidents.subscribers import endpoints, links, queries
from incidents.subscribers.models import Subscriber
from incidents.subscribers.scope import Scope
from incidents.subscribers.tokens import Purpose

NAME = "incidents.subscribers.audience"
PREFIX = "subscriber:"


def ids(recipients: Iterable[str]) -> list[int]:
    """From "subscriber:12" to 12; other kinds of recipients are left out."""
    found = (recipient.removeprefix(PREFIX) for recipient in recipients if recipient.startswith(PREFIX))
    return [int(pk) for pk in found if pk.isdigit()]


def recipients(args: dict[str, Any]) -> QuerySet[Subscriber]:
    """Everybody who hears, as the SELECT of the fan-out's INSERT; `audience` is its slug."""
    return (
        queries.who_hears(Scope.from_args(args))
        .annotate(
            recipient=Concat(Value(PREFIX), Cast("pk", CharField()), output_field=CharField()),
            channel_kind=F("channel"),
        )
        .order_by("pk")
    )


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    """Who has neither left nor narrowed the wish since this was owed."""
    hearing = queries.who_hears(Scope.from_args(args)).filter(pk__in=ids(recipients))
    return {f"{PREFIX}{pk}" for pk in hearing.values_list("pk", flat=True)}


def personal(recipients: Sequence[str], args: dict[str, Any]) -> dict[str, Personal]:
    """Links in the subscriber's language and, for a webhook, the secrets that sign now."""
    at = timezone.now()
    reference = args.get("incident_ref", "")
    rows = Subscriber.objects.filter(pk__in=ids(recipients))
    found = {}
    # Plain columns: making a hundred thousand model objects costs more than sending the mails.
    columns = rows.values_list("pk", "public_id", "key_version", "language", "secrets")
    for pk, public_id, key_version, language, secrets in columns:
        whose = {"public_id": public_id, "key_version": key_version, "language": language}
        found[f"{PREFIX}{pk}"] = Personal(
            manage_url=links.address(Purpose.MANAGE, **whose),
            unsubscribe_url=links.address(Purpose.UNSUBSCRIBE, **whose),
            secrets=endpoints.valid(secrets, at=at),
            incident_url=links.incident_url(reference, language),
        )
    return found
