"""Too much at once from one author or through one door: taken in and held, as at the form (ADR 0027).

Counted in the database, so the same for every process; these doors already read and lock their own row.
"""

from datetime import datetime, timedelta

from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, HeldFor

HOUR = timedelta(hours=1)
SPELL, IN_ONE = timedelta(minutes=10), 20  # more than anybody says in one conversation, as `form.limits.PER_THREAD`


def reason_to_hold(*, handle: str, per_author: int, per_door: int, at: datetime) -> str:
    """Why a new conversation of `handle` ("door:author") waits in the held queue; "" when it does not."""
    recent = Thread.objects.filter(created_at__gt=at - HOUR, created_at__lte=at)
    door, _colon, author = handle.partition(":")
    if author and recent.filter(handle=handle).count() >= per_author:
        return HeldFor.LIMIT
    return HeldFor.LIMIT if recent.filter(handle__startswith=f"{door}:").count() >= per_door else ""


def in_one(thread: Thread, at: datetime) -> bool:
    """Whether so much has been said there just now that the rest is kept beside it."""
    mine = Message.objects.filter(thread=thread, author=Author.CUSTOMER, at__gt=at - SPELL)
    return mine.count() >= IN_ONE
