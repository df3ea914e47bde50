"""The address of the question how we did: the thread's own key opens it."""

from django.conf import settings

from feedback.threads import links
from feedback.threads.models import Thread


def score_path(thread: Thread) -> str:
    """In the customer's language, as the conversation's own address."""
    return links.path(thread).replace("/?key=", "/score/?key=")


def score_url(thread: Thread) -> str:
    return settings.PUBLIC_URL.rstrip("/") + score_path(thread)
