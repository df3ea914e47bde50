"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from feedback.privacy import actions
from feedback.privacy.models import Anonymisation


def keep_up() -> None:
    """Every ten minutes: what was cut short goes on, and what has been kept long enough is made anonymous."""
    for pk in Anonymisation.objects.filter(settled_at=None).values_list("pk", flat=True):
        enqueue("feedback.privacy.tasks.forget", pk)
    actions.forget_expired(by=SYSTEM, at=timezone.now())


def forget(pk: int) -> None:
    job = Anonymisation.objects.filter(pk=pk).first()
    if job:
        actions.go_on(job=job, by=SYSTEM, at=timezone.now())
