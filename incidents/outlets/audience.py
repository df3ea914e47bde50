"""The outlets everybody reads as an audience of the outbox (core.delivery.audience names the contract)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.delivery.audience import Personal
from incidents.outlets.models import Outlet, OutletQuerySet

NAME = "incidents.outlets.audience"
PREFIX = "outlet:"


def ids(recipients: Iterable[str]) -> list[int]:
    """From "outlet:12" to 12; other kinds of recipients are left out."""
    found = (recipient.removeprefix(PREFIX) for recipient in recipients if recipient.startswith(PREFIX))
    return [int(pk) for pk in found if pk.isdigit()]


def recipients(args: dict[str, Any]) -> QuerySet[Outlet]:
    """Every account that speaks of such an event; `args` are those of the subscribers' audience."""
    return as_recipients(_hearing(args))


def as_recipients(rows: OutletQuerySet) -> QuerySet[Outlet]:
    """With the columns the outbox asks for."""
    named = Concat(Value(PREFIX), Cast("pk", CharField()), output_field=CharField())
    plain = Value("", output_field=CharField())
    return rows.annotate(recipient=named, channel_kind=F("channel"), edition=plain).order_by("pk")


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    """What has been silenced meanwhile says nothing."""
    return {f"{PREFIX}{pk}" for pk in _hearing(args).filter(pk__in=ids(recipients)).values_list("pk", flat=True)}


def personal(recipients: Sequence[str], args: dict[str, Any]) -> dict[str, Personal]:
    """What lets us in. An outlet deleted meanwhile has nothing."""
    rows = Outlet.objects.filter(pk__in=ids(recipients)).values_list("pk", "secret")
    return {f"{PREFIX}{pk}": Personal(secrets=(secret,) if secret else ()) for pk, secret in rows}


def concerned(rows: OutletQuerySet, args: dict[str, Any]) -> OutletQuerySet:
    """Those of `rows` that speak, and of such an event."""
    return rows.speaking().about(
        kind=str(args.get("kind", "")),
        components=list(args.get("component_ids") or ()),
        regions=list(args.get("region_ids") or ()),
    )


def _hearing(args: dict[str, Any]) -> OutletQuerySet:
    return concerned(Outlet.objects.for_everybody(), args)
