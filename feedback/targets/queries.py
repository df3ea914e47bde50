"""The policy of a register and the moments it sets."""

from dataclasses import dataclass
from datetime import datetime

from feedback.targets.hours import NeverOpen, after
from feedback.targets.models import RegisterPolicy

UNSORTED_MINUTES = 30  # what nobody has sorted yet may be a problem


@dataclass(frozen=True, slots=True)
class Due:
    """When each word is owed; None where the calendar never opens again."""

    acknowledge_at: datetime | None
    answer_at: datetime | None
    resolve_at: datetime | None


def due(policy: RegisterPolicy | None, since: datetime) -> Due:
    """What is owed to a message that came at `since`; before triage as for a problem."""
    if policy is None:
        return Due(None, after(since, UNSORTED_MINUTES, None), None)
    hours = policy.calendar.hours() if policy.calendar else None
    moments = []
    for minutes in (policy.acknowledge_minutes, policy.answer_minutes, policy.resolve_minutes):
        try:
            moments.append(after(since, minutes, hours))
        except NeverOpen:
            moments.append(None)
    return Due(*moments)
