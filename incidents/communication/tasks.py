"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from incidents.communication import actions
from incidents.communication.models import ObjectionWindow
from incidents.response.models import Incident


def hold(incident_id: int) -> None:
    """Draft the first message of an incident that alerts led to."""
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident and incident.is_open:
        actions.hold(incident=incident, by=SYSTEM, at=timezone.now())


def let_out() -> None:
    """Find the updates nobody objected to in time: one task each, so that a broken one stops no other."""
    for pk in ObjectionWindow.objects.lapsed(timezone.now()).order_by("lapses_at", "pk").values_list("pk", flat=True):
        enqueue("incidents.communication.tasks.let_out_one", pk)


def let_out_one(window_id: int) -> None:
    window = ObjectionWindow.objects.filter(pk=window_id).first()
    if window:
        actions.let_out(window=window, by=SYSTEM, at=timezone.now())
