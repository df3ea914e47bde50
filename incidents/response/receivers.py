"""What response does when a level is decided: nothing but leave a task."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from incidents import signals
from incidents.response.models import Incident


@receiver([signals.declared, signals.severity_changed])
def call_whom_the_level_wants(incident: Incident, **_: Any) -> None:
    if incident.severity_id:
        enqueue("incidents.response.tasks.call_roles", incident.pk)
