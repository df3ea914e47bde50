"""What was promised, what is due, and who would be told."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from core.accounts import queries as accounts
from core.accounts.models import User
from incidents.communication import policies as communication
from incidents.communication.models import Update
from incidents.outlets import staff
from incidents.promises import ladder
from incidents.promises.ladder import Call, Rung
from incidents.promises.ledger import Ledger, Said, ledger
from incidents.promises.models import Reminder, ReminderStep
from incidents.response import clocks, states
from incidents.response import queries as response
from incidents.response.models import Incident, RoleAssignment


def rungs() -> list[Rung]:
    return [step.as_rung() for step in ReminderStep.objects.order_by("minutes")]


def waiting(at: datetime) -> list[int]:
    """Open incidents whose next word is due or nearly due; drills are played, nobody is called for them."""
    soon = at + ladder.earliest(rungs())
    promised = Q(next_update_at__lte=soon) | Q(sooner_update_at__lte=soon)
    unsaid = Q(last_sequence=0, next_update_at=None)
    rows = (
        Incident.objects.exclude(state__in=states.ENDED)
        .exclude(kind=states.Kind.DRILL)
        .filter(promised | unsaid)
        .select_related("severity", "proposed_severity")
        .order_by("pk")
    )
    return [row.pk for row in rows if (due := clocks.due(row)[1]) and due <= soon]


def call(incident: Incident, at: datetime) -> tuple[datetime, Call] | None:
    """(due moment, whom to tell) unless nothing is due or that rung has been told already."""
    duty, due_at = clocks.due(incident)
    if duty is None or due_at is None:
        return None
    found = ladder.reached(rungs(), due_at=due_at, made_at=_made_at(incident), at=at)
    if found is None:
        return None
    if Reminder.objects.filter(incident=incident, due_at=due_at, minute__gte=found.minute).exists():
        return None
    return due_at, found


def _made_at(incident: Incident) -> datetime:
    last = incident.updates.published().order_by("-sequence").values_list("published_at", flat=True).first()
    return last or incident.declared_at


def people(incident: Incident, roles: tuple[str, ...]) -> list[User]:
    """Who holds one of the roles; where nobody does, everybody who could take over and speak."""
    held = RoleAssignment.objects.filter(incident=incident, role__in=roles, to_at=None, user__is_active=True)
    holders = list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))
    return holders or speakers()


def concern(incident: Incident) -> dict[str, Any]:
    """What the incident is about, as an audience of the outbox asks it."""
    return response.scope(incident, at=None).to_args()


def rooms(incident: Incident) -> list[str]:
    """Names of the rooms of staff that hear of such an incident."""
    return list(staff.hearing(concern(incident)).order_by("name").values_list("name", flat=True))


def speakers() -> list[User]:
    return list(accounts.with_right(communication.PUBLISH).order_by("pk"))


def of(incident: Incident, at: datetime) -> Ledger:
    """Every promise of this incident as of `at`; needs its severities loaded."""
    rows = Update.objects.filter(incident=incident).published().order_by("sequence")
    said = [Said(*row) for row in rows.values_list("sequence", "published_at", "next_update_at")]
    level = clocks.rated(incident)
    owes_first = incident.kind != states.Kind.MAINTENANCE and level and level.first_update_minutes
    return ledger(
        said,
        declared_at=incident.declared_at,
        first_within=timedelta(minutes=level.first_update_minutes) if owes_first else None,
        ended_at=incident.resolved_at or incident.closed_at,
        at=at,
    )
