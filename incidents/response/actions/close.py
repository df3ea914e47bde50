from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from incidents import signals
from incidents.catalogue.models import SeverityLevel
from incidents.response import policies, states
from incidents.response.actions import impact
from incidents.response.actions.steps import keep, locked, record, tell
from incidents.response.errors import invalid
from incidents.response.models import Incident
from incidents.response.states import ClosureReason, EntryKind, State


@transaction.atomic
def close(
    *,
    incident: Incident,
    reason: str = ClosureReason.RESOLVED,
    final_severity: SeverityLevel | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Incident:
    """Nothing is left to do but learn. A false alarm may be closed from any state.

    `final_severity` is the level seen with hindsight; it defaults to the one decided last.
    A duplicate is closed by `merge`.
    """
    incident = locked(incident, at)
    require(policies.can_close, by, incident)
    if reason not in (ClosureReason.RESOLVED, ClosureReason.FALSE_ALARM):
        raise invalid(reason=_("Choose resolved or false alarm; a duplicate is closed by merging it."))
    states.guard_closing(incident.state, reason)
    final = final_severity or incident.severity or incident.proposed_severity
    close_as(incident, reason=reason, by=by, at=at, final_severity=final)
    if final:
        tell(incident, EntryKind.STATE, "closed", by=by, at=at, words=note, closure=str(reason), level=str(final))
    else:
        tell(incident, EntryKind.STATE, "closed_unrated", by=by, at=at, words=note, closure=str(reason))
    return incident


def close_as(
    incident: Incident,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    final_severity: SeverityLevel | None = None,
    merged_into: Incident | None = None,
) -> None:
    """End the open impacts, close the row, record it and send `closed`."""
    impact.end_rows(incident, impact.still_open(incident), by=by, at=at)
    before = keep(
        incident,
        at,
        state=State.CLOSED,
        closed_at=at,
        closed_by=by.label[:200],
        closure_reason=reason,
        final_severity=final_severity,
        merged_into=merged_into,
        next_update_at=None,
    )
    record(incident, "closed", by=by, at=at, reason=str(reason), before=before)
    signals.closed.send(sender=Incident, incident=incident, by=by, at=at)
