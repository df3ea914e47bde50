"""When something becomes a crisis, or stops being one: a task looks. Nothing else happens here."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from feedback import signals
from feedback.threads.models import Thread


@receiver([signals.received, signals.released, signals.triaged, signals.reopened])
def call_the_leads(thread: Thread, **_: Any) -> None:
    if thread.register_id and thread.register.called:
        enqueue("feedback.crisis.tasks.call", thread.pk)
