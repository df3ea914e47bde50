"""What the actions of the community begin and end with. Each of them holds the thread's lock."""

from datetime import datetime
from typing import Any

from core.web.errors import Conflict
from feedback.community.models import Discussion, Standing
from feedback.threads import actions as threads
from feedback.threads import queries, terms
from feedback.threads.actions import steps
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind, State

ANSWERS = (Author.STAFF, Author.PEER)


class NotThere(Conflict):
    code = "not_there"


def public_answer(message: Message) -> tuple[Thread, Message]:
    """The thread, locked, and the message as it stands now; raises `NotThere` unless everybody may read it."""
    thread = threads.locked(message.thread)
    row = thread.messages.filter(pk=message.pk, kind=Kind.PUBLIC, hidden_at=None, author__in=ANSWERS).first()
    if row is None or not Thread.objects.readable().filter(pk=thread.pk).exists():
        raise NotThere(str(Kind.PUBLIC.label))
    return thread, row


def standing(message: Message) -> Standing:
    return Standing.objects.select_for_update().get_or_create(message=message)[0]


def renewed(thread: Thread, at: datetime, **changes: Any) -> None:
    """The discussion has moved: kept pages are old, and the search reads it anew."""
    known = max(queries.for_everybody(thread).values_list("pk", flat=True), default=0)
    fresh = {"changed_at": at, "terms": terms_of(thread), "read_to": known, **changes}
    Discussion.objects.update_or_create(thread=thread, defaults=fresh)


def retold(thread: Thread, at: datetime) -> None:
    """An answer is accepted no longer, or read no longer. Where only a peer's had ended our duty and none is left that
    helped, the customer waits for us again: else taking an answer away would also take away the duty to answer."""
    seen = {"message__kind": Kind.PUBLIC, "message__hidden_at": None}
    left = Standing.objects.filter(message__thread=thread, accepted_at__isnull=False, **seen).count()
    if not left and thread.state == State.ANSWERED and not _spoken(thread):
        thread.awaits_human = True
        owed = steps.clocks(thread, steps.policy_of(thread), at)
        steps.keep(thread, at, state=State.OPEN, awaits_human=True, waits_since=at, **owed)
    renewed(thread, at, accepted=left)


def _spoken(thread: Thread) -> bool:
    return thread.messages.filter(author=Author.STAFF).exclude(kind=Kind.NOTE).exists()


def terms_of(thread: Thread) -> str:
    """Only of what everybody may read."""
    said = list(queries.for_everybody(thread).values_list("text", flat=True))
    return terms.of(thread.subject, thread.reference, *said) if said else ""
