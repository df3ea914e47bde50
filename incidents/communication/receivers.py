"""What communication does when something happens below it: nothing but leave a task."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from incidents import signals
from incidents.response.models import Incident


@receiver(signals.alerts_accepted)
def write_the_first_draft(incident: Incident, **_: Any) -> None:
    enqueue("incidents.communication.tasks.hold", incident.pk)
