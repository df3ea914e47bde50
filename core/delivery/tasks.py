"""What the queue and the schedule name. Each is safe to run twice, and late."""

from django.utils import timezone

from core.delivery import alarms, fanout, slots, upkeep
from core.delivery import drain as draining
from core.delivery.models import Broadcast
from core.web.queue import enqueue


def fan_out(broadcast_id: int) -> None:
    """Write the rows of a broadcast, after those of earlier ones of its group: order begins here."""
    broadcast = Broadcast.objects.filter(pk=broadcast_id, fanned_out_at=None, cancelled_at=None).first()
    if broadcast is None:
        return
    for each in [*upkeep.earlier_unfanned(broadcast), broadcast]:
        with slots.slot(f"fan-out-{each.pk % 16}") as mine:
            if not mine:
                return  # under way, or the pulse asks again
            _fan_out(each)


def _fan_out(broadcast: Broadcast) -> None:
    woken: set[str] = set()
    try:
        for _chunk in fanout.fan_out(broadcast):
            for channel in set(upkeep.channels_due()) - woken:
                enqueue("core.delivery.tasks.drain", channel)
                woken.add(channel)
    except Exception as error:  # noted where staff look, and raised again
        upkeep.note_failed_fan_out(broadcast, repr(error))
        raise


def drain(channel: str) -> None:
    """Send what is due on one channel, for a bounded time."""
    if draining.drain(channel):
        enqueue("core.delivery.tasks.drain", channel)


def pulse() -> None:
    """Wake whoever has work: retries come due after seconds, and wake-ups get lost with a worker."""
    for broadcast_id in upkeep.unfanned():
        enqueue("core.delivery.tasks.fan_out", broadcast_id)
    for channel in upkeep.channels_due():
        enqueue("core.delivery.tasks.drain", channel)


def sweep() -> None:
    """Find what a dead worker left, tell staff what has gone wrong, and wake as the pulse does."""
    draining.recover()
    upkeep.cancel_leftovers()
    alarms.check(at=timezone.now())
    upkeep.beat("schedule:sweep")
    pulse()
