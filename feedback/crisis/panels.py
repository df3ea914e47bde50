"""A crisis that nobody has stands on top of everybody's home."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from core.web import vitals
from core.web.panels import Block, register
from core.web.vitals import Gauge
from feedback.crisis import queries
from feedback.crisis.models import CrisisCall
from feedback.threads.policies import VIEW

SHOWN = 5


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
