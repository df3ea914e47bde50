"""What communication does for what lies below it: it leaves a task, and says how a supplier's name is concealed."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from incidents import signals
from incidents.communication import gathering
from incidents.response import discretion
from incidents.response.models import Incident


@receiver(signals.alerts_accepted)
def write_the_first_draft(incident: Incident, **_: Any) -> None:
    enqueue("incidents.communication.tasks.hold", incident.pk)


discretion.provide(gathering.veil)
