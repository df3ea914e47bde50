"""A crisis that nobody has stands on top of everybody's home."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from core.web import vitals
from core.web.panels import Block, register
from core.web.vitals import Gauge
from feedback.crisis import forms, policies, queries
from feedback.crisis.models import CrisisCall
from feedback.threads.models import Thread
from feedback.threads.policies import VIEW

SHOWN = 5


@register(page="thread", name="crisis", order=11)
@register(page="beside", name="crisis", order=11)
def what_it_may_become(request: HttpRequest, thread: Thread) -> Block | None:
    """The way to the call, and to an incident: in one press where it is a crisis."""
    call = queries.call_of(thread)
    may_declare = thread.merged_into_id is None and policies.can_declare(request.actor, thread)
    if call is None and not may_declare:
        return None
    became = queries.incident_of(thread) if call else None
    context = {"thread": thread, "call": call, "became": became, "may_declare": may_declare and not became}
    return Block("admin/crisis/thread.html", context | {"filled": forms.filled(thread)})


@register(page="home", name="crisis", order=1)
def unconfirmed(request: HttpRequest) -> Block | None:
    if not request.actor.may(VIEW):
        return None
    calls = list(queries.listed().filter(confirmed_at=None, ended_at=None).order_by("called_at", "pk")[:SHOWN])
    return Block("admin/home/crisis.html", {"calls": calls, "now": timezone.now()}) if calls else None


def gauges(at: datetime) -> Iterator[Gauge]:
    count = CrisisCall.objects.unconfirmed().count()
    yield Gauge("feedback_crisis_unconfirmed", "Crises that customers told of and nobody has taken", count)


vitals.add_gauges("crisis", gauges)
