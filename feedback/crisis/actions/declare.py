from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from feedback.crisis import policies, queries
from feedback.crisis.errors import AlreadyDeclared
from feedback.loop import actions as loop
from feedback.threads import actions as threads
from feedback.threads.models import Thread
from incidents.catalogue.models import Component, Region, SeverityLevel
from incidents.catalogue.states import ComponentStatus
from incidents.response import actions as response
from incidents.response.actions import ImpactInput
from incidents.response.models import Incident


@transaction.atomic
def declare(
    *,
    thread: Thread,
    title: str = "",
    summary: str = "",
    component: Component | None = None,
    region: Region | None = None,
    status: str = ComponentStatus.DEGRADED_PERFORMANCE,
    severity: SeverityLevel | None = None,
    by: Actor,
    at: datetime,
) -> Incident:
    """Make an incident of what a customer told us; it began, and was noticed, when the customer wrote.

    The thread is the evidence: the incident names it and does not copy its words, because an incident's story is
    never changed and a customer may ask to be forgotten. Without a `title` it gets a plain one of ours.
    Raises `AlreadyDeclared` where it belongs to an open incident.
    """
    thread = threads.locked(thread)
    require(policies.can_declare, by, thread)
    if there := queries.incident_of(thread):
        said = _("It belongs to %(incident)s, which is open. Work on that one, or take the link away first.")
        raise AlreadyDeclared(said % {"incident": there.reference})
    incident = response.declare(
        title=title.strip() or heading(component),
        summary=" ".join([summary.strip(), evidence(thread)]).strip(),
        severity=severity,
        impacts=[ImpactInput(component, status, _served(component, region))] if component else (),
        impact_started_at=thread.created_at,
        detected_at=thread.created_at,
        by=by,
        at=at,
    )
    audit.record("feedback.thread.became_incident", on=thread, by=by, at=at, incident=incident.reference)
    loop.link(thread=thread, incident=incident, by=by, at=at)
    return incident


def heading(component: Component | None) -> str:
    """A title that says nothing only the customer knows."""
    if component:
        return _("Customers report a problem: %(component)s") % {"component": component.name}
    return _("Customers report a problem")


def evidence(thread: Thread) -> str:
    return _("First told by a customer: %(reference)s.") % {"reference": thread.reference}


def _served(component: Component, region: Region | None) -> Region | None:
    """A region in which the component isn't offered says nothing about where it fails."""
    served = {each.pk for each in component.regions.all()}
    return region if region and (not served or region.pk in served) else None
