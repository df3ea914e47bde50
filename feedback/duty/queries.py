"""Which clocks run, and which have run out: the one place that says what "late" means.

Held and merged threads have no clocks. A thread that waits for its customer, or was answered, is
owed what we promised and nothing else.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from feedback.duty.clocks import Clock, Standing
from feedback.duty.models import EscalationNotice
from feedback.threads.models import Thread, ThreadQuerySet
from feedback.threads.states import TODO, State

RUNS_IN = (*TODO, State.WAITING)
DUE = {
    Clock.ACKNOWLEDGE: "acknowledge_due_at",
    Clock.ANSWER: "answer_due_at",
    Clock.PROMISE: "promised_at",
    Clock.RESOLVE: "resolve_due_at",
}
WEIGHT = (Clock.ANSWER, Clock.PROMISE, Clock.ACKNOWLEDGE, Clock.RESOLVE)
RUNNING = {
    Clock.ACKNOWLEDGE: Q(state__in=TODO, acknowledged_at=None),
    Clock.ANSWER: Q(state__in=TODO, awaits_human=True),
    Clock.PROMISE: Q(state__in=RUNS_IN),
    Clock.RESOLVE: Q(state__in=TODO),
}


def late(at: datetime, *clocks: str) -> Q:
    """Threads whose `clocks` (any of them; all four when none is named) have run out. To filter threads with."""
    found = Q()
    for clock in map(Clock, clocks or Clock.values):
        found |= RUNNING[clock] & Q(**{f"{DUE[clock]}__lt": at})
    # The states stand outside, too: so the database looks at the backlog and not at every thread there ever was.
    return Q(state__in=RUNS_IN, merged_into=None) & found


def overdue(at: datetime, *clocks: str) -> ThreadQuerySet:
    """Those threads, in no order."""
    return Thread.objects.filter(late(at, *clocks))


def standings(thread: Thread, at: datetime) -> list[Standing]:
    """The running clocks of a thread, the most urgent first; needs no statement."""
    if thread.merged_into_id:
        return []
    found = []
    for clock in Clock:
        due_at = getattr(thread, DUE[clock])
        if due_at and _runs(clock, thread):
            found.append(Standing(clock, due_at, max(at - due_at, timedelta(0))))
    return sorted(found, key=lambda each: each.due_at)


def breaches(thread: Thread, at: datetime) -> list[Standing]:
    """The clocks of a thread that have run out."""
    return [each for each in standings(thread, at) if each.is_late]


def worst(thread: Thread, at: datetime) -> Standing | None:
    """The breach to speak of: a missing answer weighs more than a missing receipt."""
    found = {each.clock: each for each in breaches(thread, at)}
    return next((found[clock] for clock in WEIGHT if clock in found), None)


def _runs(clock: Clock, thread: Thread) -> bool:
    if clock == Clock.PROMISE:
        return thread.state in RUNS_IN
    if thread.state not in TODO:
        return False
    if clock == Clock.ANSWER:
        return thread.awaits_human
    return clock == Clock.RESOLVE or thread.acknowledged_at is None


def open_in(registers: list[str]) -> ThreadQuerySet:
    """What a changed policy of these registers would touch."""
    return Thread.objects.filter(register__in=registers, merged_into=None).exclude(state__in=(State.CLOSED, State.HELD))


def untold(at: datetime) -> bool:
    """Whether somebody should have had a letter since `at` and has not: the job doesn't run."""
    return EscalationNotice.objects.filter(sent_at=None, escalation__told_at__lt=at).exists()
