"""Call whoever may speak until something is said (domain: Cadence)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from core.actor import Actor, require
from core.audit import actions as audit
from incidents.outlets import actions as outlets
from incidents.promises import audience, policies, queries, words
from incidents.promises.models import Reminder
from incidents.response import letters, states
from incidents.response.models import Incident


@transaction.atomic
def remind(*, incident: Incident, by: Actor, at: datetime) -> Reminder | None:
    """Tell the people of the rung that time has reached, once; None where nothing is due or all is told."""
    locked = Incident.objects.select_for_update(of=("self",)).select_related("severity", "proposed_severity")
    incident = locked.get(pk=incident.pk)
    require(policies.can_remind, by, incident)
    if incident.kind == states.Kind.DRILL:
        return None
    found = queries.call(incident, at)
    if found is None:
        return None
    due_at, call = found
    people = queries.people(incident, call.roles)
    names = [*map(str, people), *queries.rooms(incident)]
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(
                incident=incident, due_at=due_at, minute=call.minute, told=names, told_at=at, told_by=by.label[:200]
            )
    except IntegrityError:  # another worker was faster
        return None
    for user in people:
        letter = words.letter(incident, user, due_at=due_at, names=names, at=at)
        letters.owe(letter, key=f"incidents.reminder:{reminder.pk}", user=user, by=by, at=at)
    _tell_rooms(reminder, names, by=by, at=at)
    audit.record("incidents.reminder.told", on=incident, by=by, at=at, minute=call.minute, told=names)
    return reminder


def _tell_rooms(reminder: Reminder, names: list[str], *, by: Actor, at: datetime) -> None:
    incident, due_at = reminder.incident, reminder.due_at
    outlets.tell_staff(
        key=f"incidents.reminder:{reminder.pk}:rooms",
        label=words.post(incident, "en", due_at=due_at, names=names, at=at)[0],
        words=lambda language: words.post(incident, language, due_at=due_at, names=names, at=at),
        audience=audience.NAME,
        args={**queries.concern(incident), "due_at": due_at.isoformat()},
        by=by,
        at=at,
    )
