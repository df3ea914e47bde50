from datetime import datetime

from django.db import transaction

from core.actor import SYSTEM, Actor, require
from incidents import signals
from incidents.response import policies
from incidents.response.actions.impact import end_as_planned
from incidents.response.actions.progress import progress
from incidents.response.actions.resolve import resolve
from incidents.response.actions.steps import locked
from incidents.response.models import Incident
from incidents.response.states import ENDED, Kind, State


@transaction.atomic
def keep_time(*, incident: Incident, by: Actor = SYSTEM, at: datetime) -> Incident:
    """Begin or end planned maintenance when its time has come, computed from where it stands at `at`.

    Nothing happens where a person switched it to manual, or where it has been done already. A
    window that passed while nothing ran is ended at once, with the impact noted as it was planned.
    """
    incident = locked(incident, at)
    require(policies.can_schedule, by, incident)
    if incident.kind != Kind.MAINTENANCE or not incident.auto or incident.state in ENDED:
        return incident
    begins, ends = incident.scheduled_for, incident.scheduled_until
    if ends and ends <= at:
        if incident.state == State.SCHEDULED:
            end_as_planned(incident, ends, by=by)
        incident = resolve(incident=incident, by=by, at=at)
        signals.ended.send(sender=Incident, incident=incident, by=by, at=at)
    elif incident.state == State.SCHEDULED and begins and begins <= at:
        incident = progress(incident=incident, to=State.IN_PROGRESS, by=by, at=at)
        signals.began.send(sender=Incident, incident=incident, by=by, at=at)
    return incident
