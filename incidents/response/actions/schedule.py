"""What becomes of planned maintenance: moved, extended, called off, left to the clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from incidents import signals
from incidents.response import policies, states
from incidents.response.actions.resolve import resolve
from incidents.response.actions.steps import check_calendar, keep, locked, needs, readers_see_it, record, tell
from incidents.response.errors import invalid
from incidents.response.models import Incident
from incidents.response.states import ClosureReason, EntryKind, Kind, MoveNotAllowed, State

MOST_REMINDERS, LONGEST_HOURS = 10, 24 * 60


@transaction.atomic
def reschedule(
    *, incident: Incident, scheduled_for: datetime, scheduled_until: datetime, reason: str, by: Actor, at: datetime
) -> Incident:
    """Move the window, or extend or shorten one that has begun; what was planned to be impaired moves along.

    Work that has begun keeps its beginning. The same window twice changes nothing. Raises
    `Invalid` naming the field, and `MoveNotAllowed` once it is completed.
    """
    incident = _maintenance(incident, by, at)
    if incident.state in states.ENDED:
        raise MoveNotAllowed(incident.state, incident.state)
    reason = needs("reason", reason)
    _check_window(incident, scheduled_for, scheduled_until, at)
    if (scheduled_for, scheduled_until) == (incident.scheduled_for, incident.scheduled_until):
        return incident
    if incident.state == State.SCHEDULED:
        incident.impacts.filter(ended_at=None).update(started_at=max(scheduled_for, incident.declared_at))
    before = keep(
        incident,
        at,
        scheduled_for=scheduled_for,
        scheduled_until=scheduled_until,
        times_rescheduled=incident.times_rescheduled + 1,
    )
    after = {"scheduled_for": scheduled_for.isoformat(), "scheduled_until": scheduled_until.isoformat()}
    tell(incident, EntryKind.STATE, "rescheduled", by=by, at=at, words=reason, **_spoken(before, incident))
    record(incident, "rescheduled", by=by, at=at, reason=reason, before=before, after=after)
    signals.rescheduled.send(sender=Incident, incident=incident, by=by, at=at)
    readers_see_it(incident, by=by, at=at)
    return incident


@transaction.atomic
def cancel_maintenance(*, incident: Incident, reason: str, by: Actor, at: datetime) -> Incident:
    """Call off what has not begun: completed with nothing impaired, and told as cancelled."""
    incident = _maintenance(incident, by, at)
    if incident.state != State.SCHEDULED:
        raise MoveNotAllowed(incident.state, State.COMPLETED, states.MOVES[incident.state])
    reason = needs("reason", reason)
    incident = resolve(incident=incident, by=by, at=at, summary=reason)
    keep(
        incident,
        at,
        closure_reason=ClosureReason.CANCELLED,
        times_rescheduled=incident.times_rescheduled + 1,
    )
    tell(incident, EntryKind.STATE, "cancelled", by=by, at=at, words=reason)
    record(incident, "cancelled", by=by, at=at, reason=reason)
    signals.cancelled.send(sender=Incident, incident=incident, by=by, at=at)
    readers_see_it(incident, by=by, at=at)
    return incident


@transaction.atomic
def automate(
    *, incident: Incident, auto: bool, reminder_hours: Sequence[int] | None = None, by: Actor, at: datetime
) -> Incident:
    """Say whether it begins and ends by itself, and how many hours before readers are reminded (none: [])."""
    incident = _maintenance(incident, by, at)
    if incident.state in states.ENDED:
        raise MoveNotAllowed(incident.state, incident.state)
    changes: dict[str, Any] = {"auto": auto}
    if reminder_hours is not None:
        hours = sorted(set(reminder_hours), reverse=True)
        if len(hours) > MOST_REMINDERS or any(not 1 <= hour <= LONGEST_HOURS for hour in hours):
            bounds = {"most": MOST_REMINDERS, "hours": LONGEST_HOURS}
            raise invalid(reminder_hours=_("At most %(most)d reminders, 1 to %(hours)d hours before.") % bounds)
        changes["reminder_hours"] = hours
    before = keep(incident, at, **changes)
    tell(incident, EntryKind.NOTE, "automated" if auto else "by_hand", by=by, at=at)
    record(incident, "automated", by=by, at=at, before=before, after=changes)
    return incident


def _maintenance(incident: Incident, by: Actor, at: datetime) -> Incident:
    incident = locked(incident, at)
    require(policies.can_schedule, by, incident)
    if incident.kind != Kind.MAINTENANCE:
        raise invalid(incident=_("Only maintenance has a planned window."))
    return incident


def _check_window(incident: Incident, scheduled_for: datetime, scheduled_until: datetime, at: datetime) -> None:
    check_calendar(scheduled_for=scheduled_for, scheduled_until=scheduled_until)
    if scheduled_until <= scheduled_for:
        raise invalid(scheduled_until=_("Maintenance needs a planned end after its beginning."))
    if incident.state != State.SCHEDULED and scheduled_for != incident.scheduled_for:
        raise invalid(scheduled_for=_("It has begun: only its end can be moved."))
    if scheduled_until <= at:
        raise invalid(scheduled_until=_("This moment is past. Choose one that is still to come."))
    if incident.state == State.SCHEDULED and scheduled_for < at and scheduled_for != incident.scheduled_for:
        raise invalid(scheduled_for=_("This moment is past. Choose one that is still to come."))


def _spoken(before: dict[str, Any], incident: Incident) -> dict[str, str]:
    """The old window and the new one, for the timeline."""
    old = [datetime.fromisoformat(before[name]) if before[name] else None for name in _WINDOW]
    new = [getattr(incident, name) for name in _WINDOW]
    return {"before": _window(old), "after": _window(new)}


_WINDOW = ("scheduled_for", "scheduled_until")


def _window(pair: list[datetime | None]) -> str:
    return " – ".join(f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "?" for moment in pair)
