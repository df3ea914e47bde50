"""What the queue names: safe to run twice."""

from django.utils import timezone

from feedback.community import actions
from feedback.community.queries import unread
from feedback.threads.models import Thread

AT_ONCE = 2_000


def renew(thread_id: int) -> None:
    """Keep what the search finds a public conversation by."""
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is not None:
        actions.read_anew(thread=thread, at=timezone.now())


def sweep() -> None:
    """What a lost wake-up left unread; the rest is for the next run."""
    for thread in Thread.objects.filter(pk__in=unread.threads()[:AT_ONCE]).order_by("pk"):
        actions.read_anew(thread=thread, at=timezone.now())
