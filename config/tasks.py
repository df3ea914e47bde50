"""The worker's own jobs: a sign of life, and a canary that proves that the scheduler runs."""

from django.utils import timezone

from config.supervision import life


def beat() -> None:
    """Asked for by the supervisor every few seconds; running at all is what it proves."""
    life.note()


def canary() -> None:
    """Started by the queue's scheduler every minute: an old row means that no schedule runs."""
    life.write("schedule", at=timezone.now())
