"""Where staff work on threads: addresses within the staff interface, for letters and for pages below the desk."""

from urllib.parse import urlencode

from django.conf import settings

from feedback.threads.models import Thread

INBOX = "/admin/feedback/inbox/"


def inbox(**filters: object) -> str:
    """The inbox, narrowed; the names are those of the threads API. What is None or empty is left out."""
    given = {name: value for name, value in filters.items() if value not in (None, "", [])}
    return f"{INBOX}?{urlencode(given, doseq=True)}" if given else INBOX


def thread(row: Thread) -> str:
    return named(row.reference)


def named(reference: str) -> str:
    return f"{INBOX}{reference}/"


def outside(path: str) -> str:
    """The whole address, for a letter."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
