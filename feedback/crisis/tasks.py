"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from feedback.crisis import actions, queries
from feedback.threads.models import Thread


def keep_calling() -> None:
    """Every minute: one task per crisis that nobody has, so that a broken one stops no other."""
    for pk in queries.to_call(timezone.now()):
        enqueue("feedback.crisis.tasks.call", pk)


def call(thread_id: int) -> None:
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread:
        actions.call(thread=thread, by=SYSTEM, at=timezone.now())
