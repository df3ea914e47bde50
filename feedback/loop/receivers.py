"""What the loop does when something happens below it: nothing but leave a task."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from feedback import signals
from feedback.threads.models import Thread
from incidents import signals as incidents
from incidents.communication.models import Update
from incidents.response.models import Incident


@receiver(signals.triaged)
@receiver(signals.released)
def suggest_again(thread: Thread, **_: Any) -> None:
    enqueue("feedback.loop.tasks.suggest", thread.pk)


@receiver(signals.pointed)
def suggest_what_was_said(thread: Thread, incident_ref: str, **_: Any) -> None:
    enqueue("feedback.loop.tasks.suggest_said", thread.pk, incident_ref)


@receiver(signals.closed)
def ask_how_we_did(thread: Thread, **_: Any) -> None:
    enqueue("feedback.loop.tasks.ask", thread.pk)


@receiver(incidents.declared)
def look_for_earlier_reports(incident: Incident, **_: Any) -> None:
    enqueue("feedback.loop.tasks.suggest_for", incident.pk)


@receiver([incidents.alerts_accepted, incidents.alerts_attached])
def link_what_it_was_made_of(incident: Incident, **_: Any) -> None:
    enqueue("feedback.loop.tasks.link_evidence", incident.pk)


@receiver(incidents.update_published)
def tell_those_who_wrote(update: Update, **_: Any) -> None:
    enqueue("feedback.loop.tasks.tell_update", update.pk)


@receiver(incidents.resolved)
def prepare_the_closing_messages(incident: Incident, **_: Any) -> None:
    enqueue("feedback.loop.tasks.prepare", incident.pk)
