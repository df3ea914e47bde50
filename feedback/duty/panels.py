"""What is late and what is held, on everybody's home who listens; the same as figures for `/metrics`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q
from django.http import HttpRequest
from django.utils import timezone

from core.web import vitals
from core.web.panels import Block, register
from core.web.vitals import Check, Gauge
from feedback.duty import queries
from feedback.duty.clocks import Clock
from feedback.threads import places
from feedback.threads.models import Thread
from feedback.threads.policies import VIEW
from feedback.threads.states import State

SHOWN = 5
STALE = timedelta(minutes=10)


@register(page="home", name="overdue", order=13)
def overdue(request: HttpRequest) -> Block | None:
    """The longest waiting first, with all there are; one statement for the rows and one for the count."""
    if not request.actor.may(VIEW):
        return None
    at = timezone.now()
    rows = queries.overdue(at).select_related("register", "component", "assignee")
    found = list(rows.order_by(F("waits_since").asc(nulls_last=True), "pk")[: SHOWN + 1])
    if not found:
        return None
    count = queries.overdue(at).count() if len(found) > SHOWN else len(found)
    lines = [(each, places.thread(each), queries.worst(each, at)) for each in found[:SHOWN]]
    everything = places.inbox(overdue="true")
    return Block("admin/home/overdue.html", {"lines": lines, "count": count, "everything": everything, "now": at})


@register(page="home", name="held-feedback", order=45, aside=True)
def held(request: HttpRequest) -> Block | None:
    if not request.actor.may(VIEW):
        return None
    count = Thread.objects.filter(state=State.HELD).count()
    return (
        Block("admin/home/held_feedback.html", {"count": count, "link": places.inbox(state="held")}) if count else None
    )


def gauges(at: datetime) -> Iterator[Gauge]:
    late = {clock: Count("pk", filter=queries.late(at, clock)) for clock in Clock.values}
    backlog = Thread.objects.filter(state__in=(*queries.RUNS_IN, State.HELD), merged_into=None)
    figures = backlog.aggregate(
        held=Count("pk", filter=Q(state=State.HELD)),
        waiting=Count("pk", filter=Q(awaits_human=True) & ~Q(state=State.HELD)),
        oldest=Min("waits_since", filter=~Q(state=State.HELD)),
        **late,
    )
    for clock in Clock.values:
        yield Gauge("feedback_overdue", "Conversations whose clock has run out.", figures[clock], (("clock", clock),))
    yield Gauge("feedback_held", "Messages set aside, to be let through or closed.", figures["held"])
    yield Gauge("feedback_waiting", "Customers who wait for a human answer.", figures["waiting"])
    age = (at - figures["oldest"]).total_seconds() if figures["oldest"] else 0
    yield Gauge("feedback_oldest_waiting_seconds", "How long the first of them waits.", max(age, 0))


def checks(at: datetime) -> Iterator[Check]:
    """Not vital: a customer can still write. Somebody has to see that nobody is told."""
    untold = queries.untold(at - STALE)
    yield Check("feedback_escalation", ok=not untold, note="late answers that nobody was told of" if untold else "")


vitals.add_gauges("duty", gauges)
vitals.add_checks("duty", checks)
