from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from core.actor import Actor, require
from core.audit import actions as audit
from incidents.communication import policies
from incidents.communication.actions import signatures, steps
from incidents.communication.models import Update
from incidents.communication.states import State
from incidents.communication.texts import Text
from incidents.response.models import Incident

UNCHANGED: Any = object()  # None is a value: no promise


@transaction.atomic
def draft(
    *,
    incident: Incident,
    phase: str,
    incident_state: str,
    texts: Sequence[Text],
    next_update_at: datetime | None = None,
    notify: bool = True,
    corrects: Update | None = None,
    by: Actor,
    at: datetime,
) -> Update:
    """Write down what could be said; readers see nothing of it."""
    require(policies.can_draft, by, incident)
    return steps.write(
        incident,
        texts,
        by=by,
        at=at,
        phase=phase,
        incident_state=incident_state,
        next_update_at=next_update_at,
        notify=notify,
        corrects=corrects,
    )


@transaction.atomic
def revise(
    *,
    update: Update,
    version: int,
    phase: str = UNCHANGED,
    incident_state: str = UNCHANGED,
    texts: Sequence[Text] = UNCHANGED,
    next_update_at: datetime | None = UNCHANGED,
    notify: bool = UNCHANGED,
    by: Actor,
    at: datetime,
) -> Update:
    """Change a draft that is still at `version`; `texts` replace all there were. What isn't given stays."""
    incident = steps.locked(update.incident_id)
    require(policies.can_revise, by, incident)
    update = steps.draft_of(update, version)
    given = {
        "phase": phase,
        "incident_state": incident_state,
        "next_update_at": next_update_at,
        "notify": notify,
    }
    changes = {name: value for name, value in given.items() if value is not UNCHANGED}
    for name, value in changes.items():
        setattr(update, name, value)
    steps.check_phase(update.phase)
    steps.check_told_state(incident, update.incident_state)
    if {"next_update_at", "incident_state"} & changes.keys():
        steps.check_promise(update.incident_state, update.next_update_at, at)
    if texts is not UNCHANGED:
        steps.check_texts(texts)
        steps.keep_texts(update, texts)
    _move(update, by, at, **changes)
    if texts is not UNCHANGED:
        signatures.void_changed(update, incident, by=by, at=at)
    audit.record("incidents.update.revised", on=update, by=by, at=at, fields=[*changes], texts=texts is not UNCHANGED)
    return update


@transaction.atomic
def discard(*, update: Update, by: Actor, at: datetime, version: int | None = None) -> Update:
    """Put a draft away; it stays readable to staff."""
    incident = steps.locked(update.incident_id)
    require(policies.can_discard, by, incident)
    update = steps.draft_of(update, version)
    _move(update, by, at, state=State.DISCARDED, discarded_at=at, discarded_by=by.label[:200])
    audit.record("incidents.update.discarded", on=update, by=by, at=at)
    return update


def _move(update: Update, by: Actor, at: datetime, **changes: Any) -> None:
    """Write `changes` if the row is still the draft that was read; the incident's lock makes it so."""
    still = Update.objects.filter(pk=update.pk, state=State.DRAFT, version=update.version)
    if not still.update(**changes, version=F("version") + 1):
        steps.draft_of(update, update.version)
    update.refresh_from_db()
