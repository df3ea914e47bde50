from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.web.errors import Invalid
from feedback import signals
from feedback.threads import policies
from feedback.threads.actions.steps import clocks, keep, locked, locked_together, policy_of, record
from feedback.threads.errors import MergedAway, refuse_merging
from feedback.threads.models import Thread
from feedback.threads.states import State


@transaction.atomic
def merge(*, thread: Thread, into: Thread, by: Actor, at: datetime) -> Thread:
    """The same customer wrote twice: `thread` is closed, `into` is answered and reads for staff as one story.

    Nothing moves: the customer finds every word where it was said, and further words awake `into`. What waited
    longest goes on waiting since then. Raises `Invalid` for two customers (ADR 0030).
    """
    refuse_merging(thread, into)
    rows = locked_together(thread, into)
    thread, into = rows[thread.pk], rows[into.pk]
    require(policies.can_merge, by, thread)
    if into.merged_into_id or thread.merged_into_id:
        away = into.merged_into or thread.merged_into
        raise MergedAway(away.reference)
    for earlier in Thread.objects.filter(merged_into=thread):
        keep(earlier, at, merged_into=into)
    into.hear(thread.terms)
    keep(into, at, **_waits(into, thread, at))
    changes = {"merged_into": into, "awaits_human": False, "waits_since": None, "answer_due_at": None}
    changes |= {"promised_at": None, "held_for": ""}
    if not thread.is_over:
        changes |= {"state": State.CLOSED, "closed_at": at, "closed_by": by.label[:200]}
    before = keep(thread, at, **changes)
    record(thread, "merged", by=by, at=at, before={"state": before.get("state")}, after={"into": into.reference})
    record(into, "absorbed", by=by, at=at, duplicate=thread.reference)
    return thread


@transaction.atomic
def unmerge(*, thread: Thread, by: Actor, at: datetime) -> Thread:
    """They were two matters after all: `thread` is worked on again by itself."""
    thread = locked(thread)
    require(policies.can_merge, by, thread)
    if thread.merged_into_id is None:
        return thread
    thread.merged_into, thread.closed_at, thread.awaits_human = None, None, True
    changes = {"merged_into": None, "state": State.OPEN, "closed_at": None, "closed_by": "", "awaits_human": True}
    changes |= {"waits_since": at, **clocks(thread, policy_of(thread), at)}
    keep(thread, at, **changes)
    record(thread, "unmerged", by=by, at=at)
    signals.reopened.send(sender=Thread, thread=thread, by=by, at=at)
    return thread


@transaction.atomic
def relate(*, thread: Thread, to: Thread | None, by: Actor, at: datetime) -> Thread:
    """Another customer has the same problem; None takes it back. Whom others stand with, they follow along."""
    if to and to.pk == thread.pk:
        raise Invalid({"to": [_("A conversation can't stand beside itself.")]})
    rows = locked_together(thread, *([to] if to else []))
    thread = rows[thread.pk]
    require(policies.can_merge, by, thread)
    first = (rows[to.pk].alike or rows[to.pk]) if to else None
    if first and first.pk == thread.pk:
        return thread
    if first:
        Thread.objects.filter(alike=thread).update(alike=first)
    before = keep(thread, at, alike=first)
    record(thread, "related", by=by, at=at, before=before, after={"alike": first.reference if first else None})
    return thread


def _waits(into: Thread, thread: Thread, at: datetime) -> dict[str, object]:
    """What `into` owes now: to whoever wrote first and still waits."""
    if not thread.awaits_human or thread.state == State.HELD:
        return {}
    since = min(filter(None, (thread.waits_since, into.waits_since)), default=at)
    into.awaits_human = True
    changes: dict[str, object] = {"awaits_human": True, "waits_since": since}
    changes["customer_wrote_at"] = max(thread.customer_wrote_at, into.customer_wrote_at)
    if into.state in (State.WAITING, State.ANSWERED, State.CLOSED):
        changes |= {"state": State.OPEN, "closed_at": None, "closed_by": ""}
        into.closed_at = None
    return changes | clocks(into, policy_of(into), since)
