"""May a program of ours write to this customer now? Asked before every automatic message (RFC 3834).

Two programs that thank each other for their thanks never stop by themselves. So: nothing to what may
be a program, once per thread, and a few a day to one address, whatever it writes.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet

from feedback.threads.models import Message, Thread
from feedback.threads.states import Author

DAY = timedelta(days=1)


def may_tell(thread: Thread, *, at: datetime) -> bool:
    """Whether something automatic may be said in `thread`; the caller holds its lock."""
    if thread.quiet or thread.messages.filter(author=Author.AUTOMATIC).exists():
        return False
    if not thread.email:
        return True
    return _told(at).filter(thread__email__iexact=thread.email).count() < settings.AUTOMATIC_PER_DAY


def had_enough(at: datetime) -> QuerySet:
    """The addresses, as they are written, that nothing automatic goes to for now."""
    rows = _told(at).exclude(thread__email="").values("thread__email").annotate(told=Count("pk"))
    return rows.filter(told__gte=settings.AUTOMATIC_PER_DAY).values("thread__email")


def _told(at: datetime) -> QuerySet[Message]:
    return Message.objects.filter(author=Author.AUTOMATIC, at__gt=at - DAY)
