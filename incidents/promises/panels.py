"""The score of what was promised, beside the work."""

from django.http import HttpRequest
from django.utils import timezone

from core.web.panels import Block, register
from incidents.promises import queries
from incidents.promises.models import Reminder
from incidents.response import clocks
from incidents.response.models import Incident

SHOWN = 5


def newest(incident: Incident) -> object:
    """The latest reminder, and whether the word is late by now."""
    late = clocks.due(incident)[1]
    last = Reminder.objects.filter(incident=incident).order_by("-pk").values_list("pk", flat=True).first()
    return last, bool(late and late < timezone.now())


@register(page="room", name="promises", order=40, stamp=newest)
def kept_and_missed(request: HttpRequest, incident: Incident) -> Block | None:
    """Nothing until something was due."""
    at = timezone.now()
    ledger = queries.of(incident, at)
    reminders = list(Reminder.objects.filter(incident=incident).order_by("-told_at", "-pk")[:SHOWN])
    if not ledger.promises and not reminders:
        return None
    level = clocks.rated(incident)
    context = {
        "ledger": ledger,
        "newest": ledger.promises[::-1][:SHOWN],
        "more": max(0, len(ledger.promises) - SHOWN),
        "reminders": reminders,
        "incident": incident,
        "long": bool(level and level.is_long(at - incident.declared_at)) and incident.is_open,
        "now": at,
    }
    return Block("admin/room/promises.html", context)
