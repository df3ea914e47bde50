from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from feedback import signals
from feedback.answering import carriers
from feedback.threads import policies, states
from feedback.threads.actions.receive import checked
from feedback.threads.actions.steps import keep, locked, record, say
from feedback.threads.errors import refuse_merged
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, State


@transaction.atomic
def reply(
    *,
    thread: Thread,
    text: str,
    kind: str | None = None,
    promised_at: datetime | None = None,
    asks: bool = False,
    by: Actor,
    at: datetime,
) -> Message:
    """A human of ours answers, by the channel the customer chose; as public as the thread unless `kind` says.

    `asks`: we need something from the customer. `promised_at`: when we write again, which keeps the thread open.
    """
    thread = locked(thread)
    require(policies.can_answer, by, thread)
    refuse_merged(thread)
    after = State.WAITING if asks else State.OPEN if promised_at else State.ANSWERED
    state = State.OPEN if thread.is_over else thread.state
    states.guard(state, after)
    message = say(thread, text=checked(text), author=Author.STAFF, kind=kind, by=by, at=at)
    changes = {"state": after, "awaits_human": False, "waits_since": None}
    changes |= {"answer_due_at": promised_at, "promised_at": promised_at}
    if thread.is_over:
        changes |= {"closed_at": None, "closed_by": ""}
    if thread.first_answer_at is None:
        changes["first_answer_at"] = at
    if thread.acknowledged_at is None:
        changes["acknowledged_at"] = at
    before = keep(thread, at, **changes)
    record(thread, "answered", by=by, at=at, before={"state": before["state"]}, after={"state": str(after)})
    carriers.owe(thread, message, by=by, at=at)
    signals.answered.send(sender=Thread, thread=thread, by=by, at=at)
    return message
