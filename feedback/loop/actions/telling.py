"""The job behind the closing messages. Killed at any moment it goes on where it stood: a line and what it stands for
are one transaction, so each conversation gets its message exactly once (adr/0034)."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import SYSTEM, Actor, Kind
from core.delivery.models import Delivery
from core.delivery.states import State as DeliveryState
from core.text import fields
from feedback import signals
from feedback.answering import carriers, letters
from feedback.answering import queries as answering
from feedback.answering.extras import Extras
from feedback.loop import drafting, links, queries
from feedback.loop.actions.asking import ask_after_incident
from feedback.loop.drafting import Situation
from feedback.loop.models import ClosingLine, ClosingRun, IncidentLink
from feedback.loop.states import MOST_ATTEMPTS, LineState, Reason, RunState
from feedback.threads import states
from feedback.threads.actions import locked
from feedback.threads.actions.steps import keep, policy_of, record, say
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, ReplyBy, State
from feedback.threads.states import Kind as MessageKind

CHUNK = 500
LOST = (DeliveryState.FAILED_PERMANENT, DeliveryState.DEAD)


@dataclass(frozen=True, slots=True)
class Words:
    """By language; `impersonal` are those in which a person would only send on what nobody wrote (practice P19)."""

    texts: dict[str, str]
    impersonal: frozenset[str]


def _words(run: ClosingRun) -> Words:
    """What began by itself says so and answers nothing: the gate is for what leaves in a person's name."""
    texts = {row.language: row.text for row in run.texts.all()}
    return Words(texts, drafting.impersonal(texts, answering.texts()) if run.starter_id else frozenset())


def work(*, run: ClosingRun, at: datetime, seconds: float) -> bool:
    """Tell as many as fit into `seconds`; True when some are left."""
    words = _words(run)
    situation = drafting.situation(run.incident)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        line = _claimed(run)
        if line is None:
            _finish(run, at)
            return False
        _tell(line, run, words, situation, at)
    return True


def _claimed(run: ClosingRun) -> ClosingLine | None:
    """The next line, its attempt counted before it is tried: what takes its worker down is given up in the end."""
    line = run.lines.pending().order_by("attempts", "pk").first()
    if line is None:
        return None
    run.lines.pending().filter(pk=line.pk).update(attempts=F("attempts") + 1)
    line.attempts += 1
    return line


@transaction.atomic
def _tell(line: ClosingLine, run: ClosingRun, words: Words, situation: Situation, at: datetime) -> None:
    """One customer, or the reason why not. Another worker that holds the line is waited for and finds it done."""
    fresh = ClosingLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if fresh.state != LineState.PENDING:
        return
    thread = locked(line.thread)
    state, reason = _judged(thread, line, words)
    message = None
    if state == LineState.TOLD:
        message = _say(thread, run, fields.fill(words.texts[thread.language], situation.values(thread)), at)
    line.state, line.reason, line.message, line.settled_at = state, reason, message, at
    line.save(update_fields=["state", "reason", "message", "settled_at"])


def _judged(thread: Thread, line: ClosingLine, words: Words) -> tuple[str, str]:
    still = IncidentLink.objects.linked().filter(thread=thread, incident=line.run.incident_id).exists()
    if not thread.wants_updates or not still:
        return LineState.OPTED_OUT, Reason.UNWANTED
    if thread.merged_into_id:
        return LineState.OPTED_OUT, Reason.MERGED
    if thread.state == State.HELD:
        return LineState.FAILED, Reason.HELD
    if line.attempts > MOST_ATTEMPTS:
        return LineState.FAILED, Reason.GIVEN_UP
    if thread.reply_by == ReplyBy.EMAIL and not thread.email:
        return LineState.FAILED, Reason.NO_ADDRESS
    if thread.language not in words.texts:
        return LineState.FAILED, Reason.NO_WORDS
    if thread.language in words.impersonal and answering.needs_a_person(policy_of(thread)):
        return LineState.FAILED, Reason.IMPERSONAL
    return LineState.TOLD, ""


def _say(thread: Thread, run: ClosingRun, text: str, at: datetime) -> Message:
    """In private, whoever reads the thread: it names the customer."""
    by = _speaker(run)
    author = Author.STAFF if by.user_id else Author.AUTOMATIC
    message = say(thread, text=text, author=author, kind=MessageKind.PRIVATE, by=by, at=at)
    changes = _answers(thread, run, at) if author == Author.STAFF else {}
    keep(thread, at, **changes)
    if changes:
        record(thread, "answered", by=by, at=at, closing=run.pk)
        signals.answered.send(sender=Thread, thread=thread, by=by, at=at)
    ask_after_incident(thread=thread, incident=run.incident, at=at)
    carriers.owe(thread, message, by=by, at=at, extras=_extras(thread, author))
    return message


def _extras(thread: Thread, author: str) -> Extras:
    """The question with the letter; each answer opens the page with that score ticked."""
    with translation.override(thread.language):
        base = links.score_url(thread)
        choices = tuple((f"{score} · {label}", f"{base}&score={score}") for score, label in queries.scores())
        subject = "" if author == Author.STAFF else _("It works again")
        return Extras(subject, _("How well did we handle this?"), choices)


def _speaker(run: ClosingRun) -> Actor:
    """Who started it answers for the words; nobody's name stands under what began by itself."""
    if run.starter_id is None:
        return SYSTEM
    return Actor(kind=Kind.USER, label=run.started_by, user_id=run.starter_id)


def _answers(thread: Thread, run: ClosingRun, at: datetime) -> dict[str, Any]:
    """What the answer changes; nothing where the customer has said more since a person linked it (adr/0034)."""
    link = IncidentLink.objects.linked().filter(thread=thread, incident=run.incident_id).first()
    unread = thread.awaits_human and link and link.linked_at and thread.customer_wrote_at > link.linked_at
    urgent = thread.register is not None and thread.register.called
    if unread or urgent or thread.is_over:
        return {}
    states.guard(thread.state, State.ANSWERED)
    changes: dict[str, Any] = {"state": State.ANSWERED, "awaits_human": False, "waits_since": None}
    changes |= {"answer_due_at": None, "promised_at": None}
    if thread.first_answer_at is None:
        changes["first_answer_at"] = at
    if thread.acknowledged_at is None:
        changes["acknowledged_at"] = at
    return changes


@transaction.atomic
def _finish(run: ClosingRun, at: datetime) -> None:
    run = ClosingRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state == RunState.RUNNING and not run.lines.pending().exists():
        run.state, run.ended_at = RunState.DONE, at
        run.save(update_fields=["state", "ended_at"])


def note_lost(*, run: ClosingRun, at: datetime) -> int:
    """Mark the lines whose letter was refused or given up on its way; how many."""
    told = dict(run.lines.filter(state=LineState.TOLD).exclude(message=None).values_list("message", "pk"))
    keys = {letters.KEY + str(message): line for message, line in told.items()}
    rows = Delivery.objects.filter(
        broadcast__key__startswith=letters.KEY, state__in=LOST, created_at__gte=run.started_at
    )
    lost = [keys[key] for key in rows.values_list("broadcast__key", flat=True) if key in keys]
    changes = {"state": LineState.FAILED, "reason": Reason.REFUSED, "settled_at": at}
    return run.lines.filter(pk__in=lost, state=LineState.TOLD).update(**changes) if lost else 0
