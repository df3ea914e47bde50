"""Public words that the community's search has not read."""

from django.db.models import F, Q

from feedback.threads.models import Message
from feedback.threads.states import Kind

AT_ONCE = 5_000  # messages; walking back from the newest needs no index of its own


def threads() -> list[int]:
    """Keys of the threads that hold some, oldest first. What is unread is new, or came while no worker ran: it looks
    back until a whole portion holds nothing unread."""
    found: set[int] = set()
    below: int | None = None
    while True:
        rows = Message.objects.filter(pk__lt=below) if below else Message.objects.all()
        portion = list(rows.order_by("-pk").values_list("pk", flat=True)[:AT_ONCE])
        unread = _unread(portion[-1], portion[0]) if portion else set()
        found |= unread
        if not unread or len(portion) < AT_ONCE:
            return sorted(found)
        below = portion[-1]


def _unread(first: int, last: int) -> set[int]:
    rows = Message.objects.filter(pk__range=(first, last), kind=Kind.PUBLIC, hidden_at=None)
    never = Q(thread__discussion=None) | Q(thread__discussion__read_to__lt=F("pk"))
    return set(rows.filter(never).values_list("thread", flat=True))
