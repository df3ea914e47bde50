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
from incidents.subscribers.states import Channel
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
    for row in rows.only("pk", "public_id", "key_version", "language", "channel", "secrets"):
        signing = endpoints.valid(row.secrets, at=at) if row.channel == Channel.WEBHOOK else ()
        found[f"{PREFIX}{row.pk}"] = Personal(
            manage_url=links.url(Purpose.MANAGE, row),
            unsubscribe_url=links.url(Purpose.UNSUBSCRIBE, row),
            secrets=signing,
            incident_url=links.incident_url(reference, row.language),
        )
    return found
