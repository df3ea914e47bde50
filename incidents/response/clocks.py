"""What time asks of an open incident: how long it has lasted and what readers must hear by when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.catalogue.models import SeverityLevel
from incidents.response.models import Incident
from incidents.response.states import ENDED, Kind


class Duty(StrEnum):
    FIRST_UPDATE = "first_update"
    NEXT_UPDATE = "next_update"


@dataclass(frozen=True, slots=True)
class Clocks:
    """`elapsed` counts from the impact's beginning (or the declaration) to the end, or until `as_of`."""

    as_of: datetime
    since: datetime
    elapsed: timedelta
    duty: Duty | None
    due_at: datetime | None

    @property
    def remaining(self) -> timedelta | None:
        """Until the next duty; negative when it is late."""
        return self.due_at - self.as_of if self.due_at else None

    @property
    def overdue(self) -> bool:
        return self.due_at is not None and self.due_at < self.as_of


def rated(incident: Incident) -> SeverityLevel | None:
    """The decided level; while nobody has decided, the proposed one keeps the clocks running."""
    return incident.severity or incident.proposed_severity


def due(incident: Incident) -> tuple[Duty, datetime] | tuple[None, None]:
    """The next public duty: the update that was promised, or the first one that the severity calls for."""
    if incident.state in ENDED:
        return None, None
    if incident.next_update_at:
        return Duty.NEXT_UPDATE, min(incident.next_update_at, incident.sooner_update_at or incident.next_update_at)
    level = rated(incident)
    if incident.last_sequence == 0 and incident.kind != Kind.MAINTENANCE and level and level.first_update_minutes:
        return Duty.FIRST_UPDATE, incident.declared_at + timedelta(minutes=level.first_update_minutes)
    return None, None


def sooner(incident: Incident, level: SeverityLevel, at: datetime) -> datetime | None:
    """When a word is wanted after the severity became `level` at `at`, if that is before the one promised.

    A graver incident is told of more often from now on. A milder one changes nothing: what readers
    were promised stands.
    """
    every = level.update_every(at - incident.declared_at)
    promised = incident.next_update_at
    if incident.state in ENDED or every is None or promised is None or at + every >= promised:
        return None
    return at + every


def of(incident: Incident, at: datetime) -> Clocks:
    """Needs `severity` and `proposed_severity` loaded in lists."""
    since = incident.impact_started_at or incident.declared_at
    until = incident.impact_ended_at or incident.resolved_at or incident.closed_at or at
    duty, due_at = due(incident)
    return Clocks(as_of=at, since=since, elapsed=max(until - since, timedelta()), duty=duty, due_at=due_at)
