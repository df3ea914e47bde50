from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from incidents.response import policies
from incidents.response.actions.steps import needs, record
from incidents.response.models import Incident, TimelineEntry
from incidents.response.states import EntryKind


@transaction.atomic
def note(*, incident: Incident, text: str, by: Actor, at: datetime) -> TimelineEntry:
    """Add what somebody saw, did or decided to the story; an entry is never edited."""
    require(policies.can_note, by, incident)
    entry = incident.entries.create(
        at=at, author=by.label[:200], kind=EntryKind.NOTE, text=needs("text", text), data={}
    )
    record(incident, "noted", by=by, at=at, entry=entry.pk)
    return entry
