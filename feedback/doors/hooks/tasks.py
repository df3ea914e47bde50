"""What the queue names; safe to run twice."""

from django.utils import timezone

from feedback.doors.hooks import actions, audience
from feedback.doors.hooks.models import FeedbackSource


def note_refusal(recipient: str, reason: str) -> None:
    for source in FeedbackSource.objects.filter(pk__in=audience.ids([recipient])):
        actions.note_refusal(source=source, reason=reason, at=timezone.now())
