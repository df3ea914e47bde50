"""Addresses of the community's pages."""

from django.conf import settings

from feedback.threads.models import Message, Thread


def path(thread: Thread, message: Message | None = None) -> str:
    """Without a language: for links inside pages, behind `root`."""
    return f"community/{thread.reference}/{f'#m{message.pk}' if message else ''}"


def fresh(thread: Thread, message: Message | None = None) -> str:
    """For whoever has just changed it: a browser would show the page it keeps for some seconds, without the change."""
    return f"community/{thread.reference}/?done=answered{f'#m{message.pk}' if message else ''}"


def url(thread: Thread, language: str, message: Message | None = None) -> str:
    """The whole address, for letters, search engines and programs."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/{language}/{path(thread, message)}"


def front(language: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}/{language}/community/"
