"""What has come, been let through or been sorted may be thanked; a task looks again and decides."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from feedback import signals
from feedback.threads.models import Thread


@receiver(signals.received)
@receiver(signals.released)
@receiver(signals.triaged)
def thank_soon(thread: Thread, **_: Any) -> None:
    if thread.acknowledged_at is None and not thread.held_for:
        enqueue("feedback.answering.tasks.thank", thread.pk)
