from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.web.queue import enqueue
from feedback.duty import policies
from feedback.duty.models import Retiming
from feedback.duty.queries import open_in
from feedback.targets.models import RegisterPolicy
from feedback.threads import queries as threads
from feedback.threads.actions import steps
from feedback.threads.models import Thread

BATCH = 500
CLOCKS = ("acknowledge_due_at", "answer_due_at", "first_answer_due_at", "resolve_due_at")


@transaction.atomic
def begin_retiming(*, registers: Iterable[RegisterPolicy], by: Actor, at: datetime) -> list[Retiming]:
    """Carry changed policies to the clocks of what is open, in pieces; one that is under way begins anew."""
    require(policies.can_retime, by)
    begun = []
    for register in registers:
        total = open_in([register.pk]).count()
        Retiming.objects.filter(register=register, settled_at=None).update(settled_at=at)
        if not total:
            continue
        row = Retiming.objects.create(register=register, total=total, asked_at=at, asked_by=by.label[:200])
        audit.record("feedback.registerpolicy.retimed", on=register, by=by, at=at, threads=total)
        enqueue("feedback.duty.tasks.retime", row.pk)
        begun.append(row)
    return begun


def retime(*, retiming: Retiming, by: Actor, at: datetime) -> None:
    """Piece by piece to the end; killed in between, it goes on where it stood."""
    require(policies.can_retime, by)
    while piece(retiming.pk, at):
        pass


@transaction.atomic
def piece(pk: int, at: datetime) -> bool:
    """Whether there is more to do."""
    retiming = Retiming.objects.select_for_update(of=("self",)).get(pk=pk)
    if retiming.settled_at:
        return False
    rows = open_in([retiming.register_id]).filter(pk__gt=retiming.cursor).select_for_update(of=("self",))
    batch = list(rows.order_by("pk")[:BATCH])
    policy = threads.policy(retiming.register_id)
    for thread in batch:
        _set(thread, steps.clocks(thread, policy, thread.waits_since or thread.customer_wrote_at))
    Thread.objects.bulk_update(batch, CLOCKS)
    if batch:
        retiming.cursor, retiming.done = batch[-1].pk, retiming.done + len(batch)
    retiming.settled_at = at if len(batch) < BATCH else None
    retiming.save(update_fields=["cursor", "done", "settled_at"])
    return retiming.settled_at is None


def _set(thread: Thread, moments: dict[str, Any]) -> None:
    """What we promised the customer stands, whatever the policy says now."""
    for name, moment in moments.items():
        setattr(thread, name, moment)
    if not thread.awaits_human:
        thread.answer_due_at = thread.promised_at
