"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from incidents.response import actions
from incidents.response.models import Incident


def keep_time() -> None:
    """Find the maintenance whose time has come: one task each, so that a broken one stops no other."""
    for pk in Incident.objects.due(timezone.now()).order_by("scheduled_for", "pk").values_list("pk", flat=True):
        enqueue("incidents.response.tasks.keep_time_of", pk)


def keep_time_of(incident_id: int) -> None:
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident:
        actions.keep_time(incident=incident, by=SYSTEM, at=timezone.now())
