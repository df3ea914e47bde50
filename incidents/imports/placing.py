"""From a row of an export to what our tables hold; pure, except that it builds unsaved models."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from incidents.catalogue.states import ComponentStatus
from incidents.communication.states import Phase
from incidents.imports.reading import IncidentRow, Problem, UpdateRow
from incidents.response.states import MILESTONES, Kind, State

# Statuspage's words for harm, as the state of each component the incident names.
HARM = {
    "minor": ComponentStatus.DEGRADED_PERFORMANCE,
    "major": ComponentStatus.PARTIAL_OUTAGE,
    "critical": ComponentStatus.MAJOR_OUTAGE,
    "maintenance": ComponentStatus.UNDER_MAINTENANCE,
}
PHASES = {"resolved": Phase.RESOLVED, "monitoring": Phase.MONITORING, "postmortem": Phase.FOLLOW_UP}
ENDED = ("resolved", "postmortem", "completed")


def state_of(status: str) -> str:
    """Statuspage's postmortem is an incident that was resolved and written about."""
    return State.RESOLVED if status == "postmortem" else State(status)


def incident_fields(row: IncidentRow, problems: list[Problem]) -> dict[str, Any]:
    """The columns of an incident. A milestone out of order is left empty and reported."""
    return {
        "kind": Kind.MAINTENANCE if row.is_maintenance else Kind.UNPLANNED,
        "title": row.name,
        "state": state_of(row.status),
        "imported_impact": row.impact,
        "scheduled_for": row.scheduled_for,
        "scheduled_until": row.scheduled_until,
        "auto": False,  # no reader is told today that a window of last year is over
        "declared_at": row.created_at,
        "updated_at": row.updated_at,
        **_milestones(row, problems),
    }


def _milestones(row: IncidentRow, problems: list[Problem]) -> dict[str, datetime | None]:
    ended = row.resolved_at if row.status in ENDED else None
    known = {
        # A planned window begins after its announcement: `scheduled_for` tells it.
        "impact_started_at": ("started_at", None if row.is_maintenance else row.started_at),
        "declared_at": ("created_at", row.created_at),
        "mitigated_at": ("monitoring_at", row.monitoring_at),
        "impact_ended_at": ("resolved_at", None if row.is_maintenance else ended),
        "resolved_at": ("resolved_at", ended),
    }
    kept: dict[str, datetime | None] = {"declared_at": row.created_at}
    for name, (field, moment) in known.items():
        if moment is not None and not _fits(name, moment, kept):
            problem = Problem(f"{row.where}.{field}", "does not fit the order of the other times; left empty")
            if problem not in problems:
                problems.append(problem)
            moment = None
        kept[name] = moment
    del kept["declared_at"]
    return kept


def _fits(name: str, moment: datetime, kept: dict[str, datetime | None]) -> bool:
    moments = {**kept, name: moment}
    line = [moments[each] for each in MILESTONES if moments.get(each)]
    return all(earlier <= later for earlier, later in pairwise(line))


def harmed_between(row: IncidentRow) -> tuple[datetime, datetime | None]:
    """From when to when the components suffered; an ended incident without an end ends with its last word."""
    start = row.scheduled_for if row.is_maintenance and row.scheduled_for else row.started_at or row.created_at
    if row.status not in ENDED:
        return start, None
    last = row.updates[-1].display_at if row.updates else row.updated_at
    return start, max(start, row.resolved_at or last)


def update_fields(row: UpdateRow, *, first: bool) -> dict[str, Any]:
    """The columns of an update whose words readers have already seen."""
    phase = PHASES.get(row.status, Phase.HOLDING if first else Phase.PROGRESS)
    if row.status in ("scheduled", "in_progress", "verifying", "completed"):
        phase = Phase.MAINTENANCE
    return {
        "phase": phase,
        "incident_state": state_of(row.status),
        "affected": list(row.affected),
        "notify": row.deliver_notifications,
        "drafted_at": row.created_at,
        "published_at": row.display_at,
    }
