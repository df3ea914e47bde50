"""What is due, read from the tables: for the sweep each minute and the pulse each second."""

from datetime import timedelta

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from core.delivery import channels, claims, dialect
from core.delivery.models import Beat, Broadcast, ChannelHealth, Delivery
from core.delivery.states import Breaker, State

FAN_OUT = "fan-out:"
PAUSE_AFTER_FAILURE = timedelta(minutes=1)


def unfanned() -> list[int]:
    """Broadcasts whose recipients are not all written yet, oldest first; one that failed rests a minute."""
    resting = Beat.objects.filter(
        name=Concat(Value(FAN_OUT), Cast(OuterRef("pk"), CharField())),
        at__gt=dialect.database_now() - PAUSE_AFTER_FAILURE,
    )
    waiting = Broadcast.objects.filter(~Exists(resting), fanned_out_at=None, cancelled_at=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:100])


def note_failed_fan_out(broadcast: Broadcast, reason: str) -> None:
    """So that the pulse does not run into the same wall every other second."""
    beat(f"{FAN_OUT}{broadcast.pk}", ok=False, note=reason)


def earlier_unfanned(broadcast: Broadcast) -> list[Broadcast]:
    """Of the same group and before it in sequence."""
    if not broadcast.group:
        return []
    waiting = Broadcast.objects.filter(fanned_out_at=None, cancelled_at=None, group=broadcast.group)
    return list(waiting.filter(sequence__lt=broadcast.sequence).order_by("sequence", "pk"))


def channels_due() -> list[str]:
    """Channels that have something a worker could claim now; not those whose breaker rests."""
    resting = set(
        ChannelHealth.objects.exclude(breaker=Breaker.CLOSED)
        .filter(retry_at__gt=dialect.database_now())
        .values_list("channel", flat=True)
    )
    return [name for name in channels.registry() if name not in resting and _has_claimable(name)]


def _has_claimable(channel: str) -> bool:
    with connection.cursor() as cursor:
        for suspects in (False, True):
            cursor.execute(
                f"SELECT 1 FROM core_delivery d WHERE {claims.claimable(suspects=suspects)} LIMIT 1", [channel]
            )
            if cursor.fetchone():
                return True
    return False


def cancel_leftovers() -> int:
    """What was being sent while its broadcast was cancelled, and came back for another try."""
    left = Delivery.objects.filter(state__in=[State.PENDING, State.RETRY], broadcast__cancelled_at__isnull=False)
    return left.update(state=State.CANCELLED, settled_at=dialect.database_now())


def beat(name: str, *, ok: bool = True, note: str = "") -> None:
    """Write the sign of life `name`, by the database's clock."""
    Beat.objects.update_or_create(name=name, defaults={"at": dialect.database_now(), "ok": ok, "note": note[:500]})
