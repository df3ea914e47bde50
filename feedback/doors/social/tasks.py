"""What the queue and the schedule name; each is safe to run twice, and late."""

from core.delivery import slots
from core.web.queue import enqueue
from feedback.doors.social import reading
from feedback.doors.social.actions import NETWORK
from incidents.outlets.models import Outlet


def poll() -> None:
    """Wake one look for each account of ours: a server that hangs delays no other."""
    for pk in Outlet.objects.speaking().for_everybody().filter(channel=NETWORK).values_list("pk", flat=True):
        enqueue("feedback.doors.social.tasks.look", pk)


def look(outlet_id: int) -> None:
    """One of us at a time for each account."""
    outlet = Outlet.objects.speaking().filter(pk=outlet_id, channel=NETWORK).first()
    if outlet is None:
        return
    with slots.slot(f"mentions-{outlet.pk}") as mine:
        if mine:
            reading.look(outlet)
