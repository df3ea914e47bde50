"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from incidents.response import actions
from incidents.response.models import Incident, RoleCall
from incidents.response.states import Kind


def keep_time() -> None:
    """Find the maintenance whose time has come: one task each, so that a broken one stops no other."""
    for pk in Incident.objects.due(timezone.now()).order_by("scheduled_for", "pk").values_list("pk", flat=True):
        enqueue("incidents.response.tasks.keep_time_of", pk)


def keep_time_of(incident_id: int) -> None:
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident:
        actions.keep_time(incident=incident, by=SYSTEM, at=timezone.now())


def call_roles(incident_id: int) -> None:
    """Call whom the decided level wants and nobody is yet (domain: a level carries duties)."""
    incident = Incident.objects.open().exclude(kind=Kind.MAINTENANCE).filter(pk=incident_id).first()
    if incident and incident.severity:
        actions.call_missing(incident=incident, roles=incident.severity.call_roles, by=SYSTEM, at=timezone.now())


def lapse_calls() -> None:
    """Pass on the calls that nobody answered: one task each, so that a broken one stops no other."""
    for pk in RoleCall.objects.lapsed(timezone.now()).order_by("lapses_at", "pk").values_list("pk", flat=True):
        enqueue("incidents.response.tasks.lapse_call", pk)


def lapse_call(call_id: int) -> None:
    call = RoleCall.objects.filter(pk=call_id).first()
    if call:
        actions.let_lapse(call=call, by=SYSTEM, at=timezone.now())
