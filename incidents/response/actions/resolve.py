from datetime import datetime

from django.db import transaction
from django.db.models import Max

from core.actor import Actor, require
from incidents import signals
from incidents.response import policies, states
from incidents.response.actions import impact
from incidents.response.actions.steps import keep, locked, needs, record, tell
from incidents.response.errors import ImpactsOpen
from incidents.response.models import Incident
from incidents.response.states import EntryKind, Kind, MoveNotAllowed, State


@transaction.atomic
def resolve(*, incident: Incident, by: Actor, at: datetime, summary: str = "", recover_all: bool = True) -> Incident:
    """Say that the harm has ended; the closing review is a separate decision.

    Whatever is still impaired recovers with it and is named in the timeline; with
    `recover_all=False` it raises `ImpactsOpen` instead. Maintenance is completed by it.
    """
    incident = locked(incident, at)
    require(policies.can_resolve, by, incident)
    ends_as = State.COMPLETED if incident.kind == Kind.MAINTENANCE else State.RESOLVED
    states.guard(incident.state, ends_as)
    still = impact.still_open(incident)
    if still and not recover_all:
        raise ImpactsOpen([impact.spoken(row) for row in still])
    impact.end_rows(incident, still, by=by, at=at)
    changes = {"state": ends_as, "resolved_at": at, "resolved_by": by.label[:200]}
    if ends_as == State.RESOLVED:
        changes["impact_ended_at"] = _impact_end(incident, at)
    before = keep(incident, at, **changes, next_update_at=None)
    what = "resolved" if ends_as == State.RESOLVED else "completed"
    tell(incident, EntryKind.STATE, what, by=by, at=at, words=summary.strip())
    record(incident, "resolved", by=by, at=at, before=before, after={"state": str(ends_as)})
    signals.resolved.send(sender=Incident, incident=incident, by=by, at=at)
    return incident


def _impact_end(incident: Incident, at: datetime) -> datetime:
    """When the last component recovered, but never before a milestone that comes first."""
    last = incident.impacts.aggregate(last=Max("ended_at"))["last"] or at
    earlier = states.MILESTONES[: states.MILESTONES.index("impact_ended_at")]
    return max([last, *(moment for name in earlier if (moment := getattr(incident, name)))])


@transaction.atomic
def reopen(*, incident: Incident, reason: str, by: Actor, at: datetime) -> Incident:
    """It was not over: back to investigating. The moments of the end are cleared; the audit keeps them."""
    incident = locked(incident, at)
    require(policies.can_reopen, by, incident)
    if incident.state != State.RESOLVED:
        raise MoveNotAllowed(incident.state, State.INVESTIGATING)
    reason = needs("reason", reason)
    before = keep(
        incident,
        at,
        state=State.INVESTIGATING,
        mitigated_at=None,
        impact_ended_at=None,
        resolved_at=None,
        resolved_by="",
    )
    tell(incident, EntryKind.STATE, "reopened", by=by, at=at, words=reason)
    record(incident, "reopened", by=by, at=at, reason=reason, before=before)
    return incident
