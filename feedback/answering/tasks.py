"""Thanks, soon after a message has come; the sweep is what makes them certain."""

from django.utils import timezone

from core.actor import SYSTEM
from feedback.answering import actions, queries
from feedback.threads.models import Thread

AT_ONCE = 200


def thank(pk: int) -> None:
    thread = Thread.objects.filter(pk=pk).first()
    if thread:
        actions.thank(thread=thread, by=SYSTEM, at=timezone.now())


def thank_owed() -> None:
    """What a lost wake-up left, and what waited for room."""
    at = timezone.now()
    for thread in queries.to_thank(at)[:AT_ONCE]:
        actions.thank(thread=thread, by=SYSTEM, at=at)
