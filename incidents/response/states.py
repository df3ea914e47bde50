"""What an incident can be, and every move between its states (domain: Incident)."""

from datetime import datetime
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.web.errors import Conflict


class Kind(models.TextChoices):
    UNPLANNED = "unplanned", _("Unplanned")
    MAINTENANCE = "maintenance", _("Maintenance")
    DRILL = "drill", _("Exercise")


class State(models.TextChoices):
    INVESTIGATING = "investigating", _("Investigating")
    IDENTIFIED = "identified", _("Identified")
    MONITORING = "monitoring", _("Monitoring")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    SCHEDULED = "scheduled", _("Scheduled")
    IN_PROGRESS = "in_progress", _("In progress")
    VERIFYING = "verifying", _("Verifying")
    COMPLETED = "completed", _("Completed")


class Role(models.TextChoices):
    COMMANDER = "commander", _("Incident commander")
    COMMUNICATIONS_LEAD = "communications_lead", _("Communications lead")
    DEPUTY = "deputy", _("Deputy")
    SUBSTITUTE = "substitute", _("Acting substitute")
    SCRIBE = "scribe", _("Scribe")
    EXPERT = "expert", _("Subject matter expert")
    LIAISON = "liaison", _("Internal liaison")
    OBSERVER = "observer", _("Observer")


SINGLE_HOLDER = frozenset({Role.COMMANDER, Role.COMMUNICATIONS_LEAD})
# The commander decides and repairs nothing: no other resolver role beside it.
RESOLVER_ROLES = frozenset({Role.COMMUNICATIONS_LEAD, Role.DEPUTY, Role.SUBSTITUTE, Role.SCRIBE, Role.EXPERT})
MAY_PUBLISH = frozenset({Role.COMMUNICATIONS_LEAD, Role.DEPUTY, Role.SUBSTITUTE})


class CallEnd(models.TextChoices):
    """How a call for a role ended that nobody answered."""

    LAPSED = "lapsed", _("Nobody answered")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OVER = "over", _("The incident was over")


CALL_LAPSES_AFTER_MINUTES = 5  # our own default
STANDS_IN = (Role.SUBSTITUTE, Role.DEPUTY)  # a lapsed call passes to whoever holds one of these, in this order


class EntryKind(models.TextChoices):
    NOTE = "note", _("Note")
    STATE = "state", _("State")
    SEVERITY = "severity", _("Severity")
    ROLE = "role", _("Role")
    IMPACT = "impact", _("Impact")
    UPDATE = "update", _("Update")
    LINK = "link", _("Link")
    FACT = "fact", _("Fact")
    PLAYBOOK = "playbook", _("Playbook")
    DECISION = "decision", _("Decision")


class ClosureReason(models.TextChoices):
    RESOLVED = "resolved", _("Resolved")
    DUPLICATE = "duplicate", _("Duplicate")
    FALSE_ALARM = "false_alarm", _("False alarm")
    CANCELLED = "cancelled", _("Cancelled")  # maintenance that never began


MOVES: dict[str, tuple[str, ...]] = {
    State.INVESTIGATING: (State.IDENTIFIED, State.MONITORING, State.RESOLVED),
    State.IDENTIFIED: (State.MONITORING, State.RESOLVED, State.INVESTIGATING),
    State.MONITORING: (State.RESOLVED, State.IDENTIFIED, State.INVESTIGATING),
    State.RESOLVED: (State.CLOSED, State.INVESTIGATING),
    State.CLOSED: (),
    State.SCHEDULED: (State.IN_PROGRESS, State.COMPLETED),
    State.IN_PROGRESS: (State.VERIFYING, State.COMPLETED),
    State.VERIFYING: (State.COMPLETED, State.IN_PROGRESS),
    State.COMPLETED: (),
}
OPEN = (State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.IN_PROGRESS, State.VERIFYING)
ENDED = (State.RESOLVED, State.CLOSED, State.COMPLETED)
UNPLANNED_STATES = (State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.RESOLVED, State.CLOSED)
MAINTENANCE_STATES = (State.SCHEDULED, State.IN_PROGRESS, State.VERIFYING, State.COMPLETED)


class Milestone(models.TextChoices):
    """In this order they never decrease; the values are the incident's field names."""

    IMPACT_STARTED = "impact_started_at", _("Impact started")
    DETECTED = "detected_at", _("Detected")
    DECLARED = "declared_at", _("Declared")
    ACKNOWLEDGED = "acknowledged_at", _("Acknowledged")
    MITIGATED = "mitigated_at", _("Mitigated")
    IMPACT_ENDED = "impact_ended_at", _("Impact ended")
    RESOLVED = "resolved_at", _("Resolved")
    CLOSED = "closed_at", _("Closed")


MILESTONES: tuple[str, ...] = tuple(Milestone.values)

# A duplicate or a false alarm is closed from wherever it stands; the rest has been resolved before.
CLOSED_FROM: dict[str, tuple[str, ...]] = {
    ClosureReason.RESOLVED: (State.RESOLVED,),
    ClosureReason.DUPLICATE: (State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.RESOLVED),
    ClosureReason.FALSE_ALARM: (State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.RESOLVED),
    ClosureReason.CANCELLED: (),  # maintenance is called off, which completes it; nobody closes it so
}


def reminders() -> list[int]:
    """Hours before planned maintenance at which readers are reminded, unless somebody says otherwise."""
    return [24]


class MoveNotAllowed(Conflict):
    """The state table has no such move. `allowed` names those there are."""

    def __init__(self, current: str, wanted: str, allowed: tuple[str, ...] | None = None) -> None:
        self.current, self.wanted = str(current), str(wanted)
        self.allowed = tuple(str(state) for state in (MOVES[current] if allowed is None else allowed))
        super().__init__(
            _("%(current)s → %(wanted)s is not a move. Allowed: %(allowed)s.")
            % {
                "current": State(current).label,
                "wanted": State(wanted).label,
                "allowed": ", ".join(str(State(state).label) for state in self.allowed) or "–",
            }
        )


def guard(current: str, wanted: str) -> None:
    """Raise `MoveNotAllowed` unless the table has the move."""
    if wanted not in MOVES[current]:
        raise MoveNotAllowed(current, wanted)


def guard_closing(current: str, reason: str) -> None:
    """Raise `MoveNotAllowed` unless an incident may be closed for `reason` from where it stands."""
    if current not in CLOSED_FROM[reason]:
        raise MoveNotAllowed(current, State.CLOSED)


def misplaced(known: dict[str, datetime | None]) -> tuple[str, str] | None:
    """The first (earlier, later) pair of milestones whose moments decrease; None when all is well."""
    set_ones = [(name, known[name]) for name in MILESTONES if known.get(name)]
    for (earlier, before), (later, after) in pairwise(set_ones):
        if after < before:
            return earlier, later
    return None
