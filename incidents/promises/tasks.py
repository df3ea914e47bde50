"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from incidents.promises import actions, queries
from incidents.response.models import Incident


def remind_due() -> None:
    """Every minute: one task per incident whose readers wait, so that a broken one stops no other."""
    for pk in queries.waiting(timezone.now()):
        enqueue("incidents.promises.tasks.remind", pk)


def remind(incident_id: int) -> None:
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident:
        actions.remind(incident=incident, by=SYSTEM, at=timezone.now())
