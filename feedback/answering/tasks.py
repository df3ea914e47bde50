"""Thanks, soon after a message has come; the sweep is what makes them certain."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from core.actor import SYSTEM
from feedback.answering import actions, queries
from feedback.threads.models import Thread

AT_ONCE = 200
NEW = timedelta(minutes=2)  # the sweep of each minute has the rest


def thank(pk: int) -> None:
    thread = Thread.objects.filter(pk=pk).first()
    if thread:
        actions.thank(thread=thread, by=SYSTEM, at=timezone.now())


def thank_new() -> None:
    """What has come in the last moments; every few seconds."""
    at = timezone.now()
    _thank(queries.to_thank(at).filter(created_at__gt=at - NEW), at)


def thank_owed() -> None:
    """What a lost wake-up or a flood left, and what waited for room."""
    at = timezone.now()
    _thank(queries.to_thank(at), at)


def _thank(threads: QuerySet[Thread], at: datetime) -> None:
    for thread in threads[:AT_ONCE]:
        actions.thank(thread=thread, by=SYSTEM, at=at)
