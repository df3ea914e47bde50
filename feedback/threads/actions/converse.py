from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core.actor import Actor, require
from feedback import signals
from feedback.threads import policies
from feedback.threads.actions.receive import checked
from feedback.threads.actions.steps import clocks, keep, kept_private, locked, policy_of, record, say, with_head
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind, State

GOES_ON = (State.WAITING, State.ANSWERED, State.CLOSED)


def add(
    *,
    thread: Thread,
    text: str,
    kind: str | None = None,
    remote_id: str | None = None,
    label: str = "",
    by: Actor,
    at: datetime,
) -> Message:
    """The customer says more; a thread that was answered or closed goes on. The same `remote_id` comes in once.

    What is said in a thread that was merged stays there and awakes the one that is answered. Without a `kind` it is
    as public as its thread; what came in private, like a mail, says so. Personal data in a public thread is for us
    alone: that message is private, the rest stays as it is.
    """
    require(policies.can_add, by, thread)
    text = checked(text)
    try:
        return _added(thread, {"text": text, "kind": kind, "remote_id": remote_id, "label": label}, by=by, at=at)
    except IntegrityError:
        if remote_id and (found := Message.objects.filter(remote_id=remote_id).first()):
            return found
        raise


@transaction.atomic
def _added(thread: Thread, said: dict[str, Any], *, by: Actor, at: datetime) -> Message:
    said_in, thread = with_head(thread)
    waited = thread.awaits_human
    thread.awaits_human = True
    if said.get("kind") is None:
        said = {**said, "private_for": kept_private(said_in.visibility, said["text"])}
    message = say(said_in, author=Author.CUSTOMER, by=by, at=at, **said)
    if said_in.pk != thread.pk:
        keep(said_in, at)
        thread.hear(message.text)
    changes = {"awaits_human": True, "customer_wrote_at": at}
    if not waited:  # who already waits does not wait longer for having said more
        changes |= {"waits_since": at, **clocks(thread, policy_of(thread), at)}
    if thread.state in GOES_ON:
        _reopen(thread, changes)
    keep(thread, at, **changes)
    if by.user_id:
        record(thread, "added_to", by=by, at=at)
    return message


@transaction.atomic
def note(*, thread: Thread, text: str, by: Actor, at: datetime) -> Message:
    """For colleagues alone."""
    require(policies.can_note, by, thread)
    thread = locked(thread)
    message = say(thread, text=checked(text), author=Author.STAFF, kind=Kind.NOTE, by=by, at=at)
    keep(thread, at)
    record(thread, "noted", by=by, at=at)
    return message


@transaction.atomic
def close(*, thread: Thread, by: Actor, at: datetime) -> Thread:
    """The conversation has come to its end; the customer may always reopen it."""
    thread = locked(thread)
    require(policies.can_end, by, thread)
    if thread.is_over:
        return thread
    changes = {"state": State.CLOSED, "closed_at": at, "closed_by": by.label[:200], "held_for": ""}
    changes |= {"awaits_human": False, "waits_since": None, "answer_due_at": None, "promised_at": None}
    before = keep(thread, at, **changes)
    record(thread, "closed", by=by, at=at, before={"state": before["state"]})
    signals.closed.send(sender=Thread, thread=thread, by=by, at=at)
    return thread


@transaction.atomic
def reopen(*, thread: Thread, by: Actor, at: datetime) -> Thread:
    """Not over after all: somebody of ours has to look again, where it was merged to."""
    given, thread = with_head(thread)
    require(policies.can_end, by, given)
    if thread.state not in GOES_ON:
        return thread
    thread.awaits_human = True
    changes = {"awaits_human": True, "waits_since": at}
    _reopen(thread, changes)
    changes |= clocks(thread, policy_of(thread), at)
    before = keep(thread, at, **changes)
    record(thread, "reopened", by=by, at=at, before={"state": before["state"]})
    signals.reopened.send(sender=Thread, thread=thread, by=by, at=at)
    return thread


def _reopen(thread: Thread, changes: dict) -> None:
    changes |= {"state": State.OPEN, "closed_at": None, "closed_by": ""}
    thread.closed_at = None
