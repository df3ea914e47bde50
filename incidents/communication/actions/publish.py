from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from incidents.communication import policies
from incidents.communication.actions import saying, steps, windows
from incidents.communication.models import Update


@transaction.atomic
def publish(
    *, update: Update, by: Actor, at: datetime, version: int | None = None, override_reason: str = ""
) -> Update:
    """Say it: readers have it and every subscriber is owed it, or nothing has happened.

    Raises `AlreadyPublished`, `StaleVersion`, `MoveNotAllowed` (with the states that may be told)
    and `Invalid` (a field without a value, a promise in the past), `Blocked` where the linter holds the
    words back, `SignatureNeeded` where legal has not signed exactly these words; `override_reason` lets out
    what may be overridden. Where a rule gives time to object, it is a draft with `held_until` instead,
    which goes out by itself (`windows`). Nothing leaves the process here.
    """
    incident = steps.locked(update.incident_id)
    require(policies.can_publish, by, incident)
    update = steps.draft_of(update, version)
    wait = windows.time_to_object(update, incident, by=by)
    if wait:
        return windows.open_window(update, incident, wait, by=by, at=at, override_reason=override_reason)
    return saying.say(update, incident, by=by, at=at, override_reason=override_reason)
