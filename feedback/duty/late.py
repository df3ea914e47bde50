"""Which late threads have reached a step that nobody was told of yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, Subquery

from feedback.duty import ladder, queries
from feedback.duty.clocks import Clock
from feedback.duty.ladder import Rung
from feedback.duty.models import Escalation, EscalationStep
from feedback.targets.hours import Hours, between, is_open
from feedback.targets.models import RegisterPolicy
from feedback.targets.queries import UNSORTED_MINUTES
from feedback.threads.models import Thread

MINUTES = {
    Clock.ACKNOWLEDGE: "acknowledge_minutes",
    Clock.ANSWER: "answer_minutes",
    Clock.PROMISE: "answer_minutes",
    Clock.RESOLVE: "resolve_minutes",
}


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a span of each clock is in a register, and when its people are there."""

    minutes: dict[Clock, int]
    hours: Hours | None

    def spans(self, clock: Clock, due_at: datetime, at: datetime) -> int:
        """Whole spans of open time since the clock ran out."""
        return between(due_at, at, self.hours) // timedelta(minutes=self.minutes[clock])


@dataclass(frozen=True, slots=True)
class Reached:
    thread: Thread
    clock: Clock
    due_at: datetime
    rung: Rung


def reached(at: datetime) -> Iterator[Reached]:
    """Every thread whose ladder goes on, at most once a clock; nothing of a register whose people are not there."""
    paces, awake = paces_at(at)
    rungs: dict[Clock, list[Rung]] = {}
    for step in EscalationStep.objects.order_by("clock", "spans"):
        rungs.setdefault(Clock(step.clock), []).append(step.as_rung())
    for clock, steps in rungs.items():
        for thread in _unfinished(clock, max(step.spans for step in steps), at):
            if not awake[thread.register_id]:
                continue
            due_at = getattr(thread, queries.DUE[clock])
            spans = paces[thread.register_id].spans(clock, due_at, at)
            if rung := ladder.reached(steps, spans=spans, told=thread.told_spans):
                yield Reached(thread, clock, due_at, rung)


def paces_at(at: datetime) -> tuple[dict[str | None, Pace], dict[str | None, bool]]:
    """By register (None: nobody has sorted it), in two statements."""
    paces: dict[str | None, Pace] = {None: Pace(dict.fromkeys(Clock, UNSORTED_MINUTES), None)}
    for policy in RegisterPolicy.objects.select_related("calendar").prefetch_related("calendar__holidays"):
        hours = policy.calendar.hours() if policy.calendar else None
        paces[policy.pk] = Pace({clock: getattr(policy, name) for clock, name in MINUTES.items()}, hours)
    return paces, {slug: is_open(at, pace.hours) for slug, pace in paces.items()}


def _unfinished(clock: Clock, top: int, at: datetime) -> Iterator[Thread]:
    """Late threads that have not been told of to the top; `told_spans` is how far they came."""
    told = Escalation.objects.filter(thread=OuterRef("pk"), clock=clock, due_at=OuterRef(queries.DUE[clock]))
    highest = told.order_by().values("thread").annotate(highest=Max("spans")).values("highest")
    rows = queries.overdue(at, clock).annotate(told_spans=Subquery(highest))
    rows = rows.filter(Q(told_spans=None) | Q(told_spans__lt=top))
    return rows.select_related("assignee", "register").order_by(queries.DUE[clock], "pk").iterator(chunk_size=500)
