"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from incidents.communication import actions
from incidents.response.models import Incident


def hold(incident_id: int) -> None:
    """Draft the first message of an incident that alerts led to."""
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident and incident.is_open:
        actions.hold(incident=incident, by=SYSTEM, at=timezone.now())
