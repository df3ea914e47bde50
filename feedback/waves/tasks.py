"""What the schedule names; safe to run twice, and late."""

from django.utils import timezone

from core.actor import SYSTEM
from feedback.waves import actions


def watch() -> None:
    actions.watch(by=SYSTEM, at=timezone.now())
