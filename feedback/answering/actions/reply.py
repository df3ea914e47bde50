from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.web.errors import Conflict, Invalid
from feedback import signals
from feedback.answering import carriers, gate, queries
from feedback.answering.models import CannedReply, CannedUse, ReplyDraft
from feedback.answering.secrecy import Found, named_suppliers
from feedback.threads import policies, states
from feedback.threads.actions.receive import checked
from feedback.threads.actions.steps import keep, locked, policy_of, record, say
from feedback.threads.errors import refuse_merged
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind, State


class AnsweredMeanwhile(Conflict):
    """Somebody else wrote since the caller looked; `message` is the first thing they have not seen."""

    code = "answered_meanwhile"

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(
            _("%(who)s wrote while you were writing. Nothing was sent and your text is kept: read it, then send again.")
            % {"who": message.label or message.get_author_display()}
        )


@transaction.atomic
def reply(
    *,
    thread: Thread,
    text: str,
    kind: str | None = None,
    promised_at: datetime | None = None,
    asks: bool = False,
    canned: CannedReply | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Message:
    """A human of ours answers, by the channel the customer chose; as public as the thread unless `kind` says.

    `asks`: we need something from the customer. `promised_at`: when we write again, which keeps the thread open.
    `canned`: what it was begun with. `seen`: id of the last message the writer has read.
    Raises `Invalid` for words that may not leave like this (the personalisation gate, a supplier's name), and
    `AnsweredMeanwhile` when anybody has said more since `seen`.
    """
    thread = locked(thread)
    require(policies.can_answer, by, thread)
    refuse_merged(thread)
    _stands(thread, seen)
    after = State.WAITING if asks else State.OPEN if promised_at else State.ANSWERED
    state = State.OPEN if thread.is_over else thread.state
    states.guard(state, after)
    text = _sendable(thread, text, kind, promised_at, by=by, at=at)
    message = say(thread, text=text, author=Author.STAFF, kind=kind, label=queries.signature(by), by=by, at=at)
    before = keep(thread, at, **_changes(thread, after, promised_at, at))
    if canned:
        CannedUse.objects.create(canned=canned, message=message)
    _forget_draft(thread, text, by)
    record(thread, "answered", by=by, at=at, before={"state": before["state"]}, after={"state": str(after)})
    carriers.owe(thread, message, by=by, at=at)
    signals.answered.send(sender=Thread, thread=thread, by=by, at=at)
    return message


def _changes(thread: Thread, after: str, promised_at: datetime | None, at: datetime) -> dict[str, Any]:
    changes = {"state": after, "awaits_human": False, "waits_since": None}
    changes |= {"answer_due_at": promised_at, "promised_at": promised_at}
    if thread.is_over:
        changes |= {"closed_at": None, "closed_by": ""}
    if thread.first_answer_at is None:
        changes["first_answer_at"] = at
    if thread.acknowledged_at is None:
        changes["acknowledged_at"] = at
    return changes


def _stands(thread: Thread, seen: int | None) -> None:
    """It is still the conversation the writer has read."""
    if seen is None:
        return
    later = thread.messages.filter(pk__gt=seen).exclude(author=Author.AUTOMATIC).exclude(kind=Kind.NOTE)
    if message := later.order_by("pk").first():
        raise AnsweredMeanwhile(message)


def _sendable(
    thread: Thread, text: str, kind: str | None, promised_at: datetime | None, *, by: Actor, at: datetime
) -> str:
    if kind == Kind.NOTE:
        raise Invalid({"kind": [_("A note is no answer: keep it as a note.")]})
    if kind == Kind.PUBLIC and not thread.is_public:
        raise Invalid({"kind": [_("This conversation is private. Make it public first, or answer in private.")]})
    if promised_at and promised_at <= at:
        raise Invalid({"promised_at": [_("Promise a moment that is still to come.")]})
    text = checked(text)
    if names := named_suppliers(text, thread.language):
        raise Invalid({"text": [not_named(names)]})
    if found := queries.refusal(text, thread, policy_of(thread), by=by, at=at):
        raise Invalid({"text": [why(found)]})
    return text


def not_named(found: Found) -> str:
    return _("%(names)s must not go out: write “%(instead)s” instead. Nothing was sent.") % found.told()


def why(refusal: gate.Refusal) -> str:
    """What is missing, and what to do."""
    if refusal.why == gate.Why.GAP:
        gaps = ", ".join(refusal.gaps)
        return _("Still to be filled in: %(gaps)s. Write what belongs there; nothing was sent.") % {"gaps": gaps}
    return _(
        "This is a canned reply as it stands, and people who write about this want an answer to their own words. "
        "Add a sentence or two about this very case; nothing was sent."
    )


def _forget_draft(thread: Thread, text: str, by: Actor) -> None:
    """What was sent is no draft any more; what else somebody had typed stays."""
    if by.user_id is None:
        return
    for draft in ReplyDraft.objects.filter(thread=thread, user=by.user_id):
        if draft.text.strip() == text:
            draft.delete()
