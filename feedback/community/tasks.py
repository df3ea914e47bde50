"""What the queue names: safe to run twice."""

from django.utils import timezone

from feedback.community.actions.steps import renewed
from feedback.threads.models import Thread


def renew(thread_id: int) -> None:
    """Keep what the search finds a public conversation by."""
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is not None:
        renewed(thread, timezone.now())
