"""The subscribers as an audience of the outbox (core.delivery.audience names the contract)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from core.delivery.audience import Personal
from core.delivery.missed import Reader
from core.web import signatures
from incidents.subscribers import links, offers, queries
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


def reader(subscriber: Subscriber) -> Reader:
    """The subscriber as the outbox knows somebody it writes to."""
    return Reader(
        recipient=f"{PREFIX}{subscriber.pk}",
        channel=subscriber.channel,
        address=subscriber.address,
        language=subscriber.language,
        words_for=subscriber.audience_id,
        audience=NAME,
        edition=subscriber.page,
    )


def recipients(args: dict[str, Any]) -> QuerySet[Subscriber]:
    """Everybody who hears, as the SELECT of the fan-out's INSERT; `audience` is its slug."""
    return (
        queries.who_hears(Scope.from_args(args))
        .annotate(
            recipient=Concat(Value(PREFIX), Cast("pk", CharField()), output_field=CharField()),
            channel_kind=F("channel"),
            edition=F("page"),
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
    columns = list(rows.values_list("pk", "channel", "public_id", "key_version", "language", "secrets", "page"))
    bases = offers.bases() if any(row[-1] for row in columns) else {}
    for pk, channel, public_id, key_version, language, secrets, page in columns:
        base = bases.get(page, settings.PUBLIC_URL)
        if channel == Channel.SMS:
            found[f"{PREFIX}{pk}"] = _in_short(public_id, key_version, base)
            continue
        whose = {"public_id": public_id, "key_version": key_version, "language": language, "base": base}
        found[f"{PREFIX}{pk}"] = Personal(
            manage_url=links.address(Purpose.MANAGE, **whose),
            unsubscribe_url=links.address(Purpose.UNSUBSCRIBE, **whose),
            secrets=signatures.valid(secrets, at=at),
            incident_url=links.incident_url(reference, language, base=base),
        )
    return found


def _in_short(public_id: str, key_version: int, base: str) -> Personal:
    """Links for an SMS, where letters cost money; the reader's language is kept with the subscription."""
    whose = {"public_id": public_id, "key_version": key_version, "base": base}
    return Personal(
        manage_url=links.short_url(Purpose.MANAGE, **whose),
        unsubscribe_url=links.short_url(Purpose.UNSUBSCRIBE, **whose),
    )
