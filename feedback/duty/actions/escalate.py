from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction

from core.actor import Actor, require
from core.audit import actions as audit
from feedback.duty import late, policies
from feedback.duty.late import Reached
from feedback.duty.models import Escalation, EscalationNotice
from feedback.duty.people import Roster

BATCH = 200
NAMED = 50  # of so many threads the trail says which


def escalate(*, by: Actor, at: datetime) -> list[Escalation]:
    """Write down whom to tell of every step that has been reached; `tell` then writes one letter to each of them."""
    require(policies.can_escalate, by)
    roster, rows, kept = Roster(), late.reached(at), []
    while batch := list(islice(rows, BATCH)):
        try:
            kept += _keep(batch, roster, by=by, at=at)
        except IntegrityError:  # another worker was faster with some of them; what it left is found by the next run
            continue
    return kept


@transaction.atomic
def _keep(batch: Sequence[Reached], roster: Roster, *, by: Actor, at: datetime) -> list[Escalation]:
    people = [roster.of(each.thread, each.rung.tells) for each in batch]
    rows = Escalation.objects.bulk_create(
        Escalation(
            thread=each.thread,
            clock=each.clock,
            due_at=each.due_at,
            spans=each.rung.spans,
            told=[str(user) for user in told],
            told_at=at,
            told_by=by.label[:200],
        )
        for each, told in zip(batch, people, strict=True)
    )
    EscalationNotice.objects.bulk_create(
        EscalationNotice(escalation=row, user=user)
        for row, told in zip(rows, people, strict=True)
        for user in (*told, None)
    )
    threads = [each.thread.reference for each in batch]
    audit.record("feedback.escalation.told", by=by, at=at, count=len(rows), threads=threads[:NAMED])
    return rows
