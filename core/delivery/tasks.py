"""What the queue and the schedule name. Each is safe to run twice, and late."""

from core.delivery import drain as draining
from core.delivery import fanout, upkeep
from core.delivery.models import Broadcast
from core.web.queue import enqueue


def fan_out(broadcast_id: int) -> None:
    """Write the rows of a broadcast, after those of earlier ones of its group: order begins here."""
    broadcast = Broadcast.objects.filter(pk=broadcast_id, fanned_out_at=None, cancelled_at=None).first()
    if broadcast is None:
        return
    for each in [*upkeep.earlier_unfanned(broadcast), broadcast]:
        woken: set[str] = set()
        for _chunk in fanout.fan_out(each):
            for channel in upkeep.channels_of(each) - woken:
                enqueue("core.delivery.tasks.drain", channel)
                woken.add(channel)
    for channel in upkeep.channels_of(broadcast):
        enqueue("core.delivery.tasks.drain", channel)  # a second worker may help with the rest


def drain(channel: str) -> None:
    """Send what is due on one channel, for a bounded time."""
    if draining.drain(channel):
        enqueue("core.delivery.tasks.drain", channel)


def sweep() -> None:
    """Find what a lost wake-up or a dead worker left, from the tables."""
    draining.recover()
    upkeep.cancel_leftovers()
    for broadcast_id in upkeep.unfanned():
        enqueue("core.delivery.tasks.fan_out", broadcast_id)
    for channel in upkeep.channels_due():
        enqueue("core.delivery.tasks.drain", channel)
    upkeep.beat("schedule:sweep")
