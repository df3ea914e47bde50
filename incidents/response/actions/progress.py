from datetime import datetime
from typing import Any

from django.db import transaction

from core.actor import Actor, require
from incidents.response import policies, states
from incidents.response.actions.impact import begin_planned
from incidents.response.actions.resolve import resolve
from incidents.response.actions.steps import keep, locked, record, tell
from incidents.response.models import Incident
from incidents.response.states import EntryKind, MoveNotAllowed, State


@transaction.atomic
def acknowledge(*, incident: Incident, by: Actor, at: datetime) -> Incident:
    """Somebody is on it. The first one counts; a second click changes nothing."""
    incident = locked(incident, at)
    require(policies.can_respond, by, incident)
    if incident.state in states.ENDED:
        raise MoveNotAllowed(incident.state, State.INVESTIGATING)
    if incident.acknowledged_at:
        return incident
    keep(incident, at, acknowledged_at=at, acknowledged_by=by.label[:200])
    tell(incident, EntryKind.STATE, "acknowledged", by=by, at=at)
    record(incident, "acknowledged", by=by, at=at)
    return incident


@transaction.atomic
def progress(*, incident: Incident, to: str, by: Actor, at: datetime, note: str = "") -> Incident:
    """Move along the state table, forward or back. Its end is `resolve`; `close` and `reopen` are their own.

    Monitoring means that a fix is in place: it sets `mitigated_at`, and going back clears it.
    Raises `MoveNotAllowed`.
    """
    incident = locked(incident, at)
    require(policies.can_respond, by, incident)
    if to == State.CLOSED or incident.state == State.RESOLVED:
        raise MoveNotAllowed(incident.state, to)
    states.guard(incident.state, to)
    if to in states.ENDED:
        return resolve(incident=incident, by=by, at=at, summary=note)
    changes: dict[str, Any] = {"state": to}
    if to == State.MONITORING:
        changes["mitigated_at"] = at
    elif incident.mitigated_at:
        changes["mitigated_at"] = None
    if incident.state == State.SCHEDULED:
        begin_planned(incident, at)
    before = keep(incident, at, **changes)
    tell(incident, EntryKind.STATE, "moved", by=by, at=at, words=note, state_before=before["state"], state=str(to))
    record(incident, "progressed", by=by, at=at, before=before, after={"state": str(to)})
    return incident
