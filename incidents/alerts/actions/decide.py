from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from incidents import signals
from incidents.alerts import policies
from incidents.alerts.errors import AlreadyDecided, IncidentOver
from incidents.alerts.models import Proposal
from incidents.alerts.states import MOVES, State
from incidents.catalogue.models import SeverityLevel
from incidents.catalogue.states import ComponentStatus
from incidents.response import actions as response
from incidents.response.actions import ImpactInput
from incidents.response.models import Incident

HARM = {5: ComponentStatus.MAJOR_OUTAGE, 4: ComponentStatus.MAJOR_OUTAGE, 3: ComponentStatus.PARTIAL_OUTAGE}


@transaction.atomic
def accept(*, proposal: Proposal, by: Actor, at: datetime) -> Incident:
    """Make an incident of it: title, level, component and start come from the alerts."""
    proposal = _locked(proposal, State.ACCEPTED)
    require(policies.can_accept, by, proposal)
    level = SeverityLevel.objects.filter(pk=proposal.level).first() if proposal.level else None
    harm = HARM.get(proposal.level or 0, ComponentStatus.DEGRADED_PERFORMANCE)
    impacts = [ImpactInput(proposal.component, harm, proposal.region)] if proposal.component else []
    started = min(proposal.first_at, at)
    incident = response.declare(
        title=proposal.title,
        severity=level,
        impacts=impacts,
        impact_started_at=started,
        detected_at=started,
        summary=proposal.text,
        by=by,
        at=at,
    )
    _decided(proposal, State.ACCEPTED, incident, by=by, at=at)
    signals.alerts_accepted.send(sender=Proposal, incident=incident, by=by, at=at)
    return incident


@transaction.atomic
def attach(*, proposal: Proposal, incident: Incident, by: Actor, at: datetime) -> Incident:
    """Add it to an incident that is already being worked on."""
    proposal = _locked(proposal, State.ACCEPTED)
    require(policies.can_decide, by, proposal)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not incident.is_open:
        raise IncidentOver(_("%(reference)s is over. Declare a new incident.") % {"reference": incident.reference})
    response.note(incident=incident, text=_("Alerts added: %(title)s") % {"title": proposal.title}, by=by, at=at)
    _decided(proposal, State.ACCEPTED, incident, by=by, at=at)
    signals.alerts_attached.send(sender=Proposal, incident=incident, by=by, at=at)
    return incident


@transaction.atomic
def dismiss(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """Set it aside with a reason; the same group may propose again when it fires anew."""
    proposal = _locked(proposal, State.DISMISSED)
    require(policies.can_decide, by, proposal)
    _decided(proposal, State.DISMISSED, None, by=by, at=at, reason=reason)
    return proposal


def _locked(proposal: Proposal, wanted: str) -> Proposal:
    fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if wanted not in MOVES[fresh.state]:
        raise AlreadyDecided(
            _("%(state)s, by %(who)s at %(when)s.")
            % {
                "state": fresh.get_state_display(),
                "who": fresh.decided_by,
                "when": f"{fresh.decided_at:%Y-%m-%d %H:%M} UTC",
            }
        )
    return fresh


def _decided(
    proposal: Proposal, state: str, incident: Incident | None, *, by: Actor, at: datetime, reason: str = ""
) -> Incident | None:
    proposal.state, proposal.incident, proposal.reason = state, incident, reason[:300]
    proposal.decided_at, proposal.decided_by = at, by.label[:200]
    proposal.save(update_fields=["state", "incident", "reason", "decided_at", "decided_by"])
    audit.record(
        f"incidents.proposal.{state}", on=proposal, by=by, at=at, incident=incident.reference if incident else ""
    )
    return incident
