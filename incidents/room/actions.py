"""Being in the room: no decision, so no lock and no audit; the newest word about oneself stands."""

from datetime import datetime

from core.actor import Actor
from incidents.response.models import Incident
from incidents.room.models import Doing, Presence


def be_here(*, incident: Incident, by: Actor, at: datetime, doing: str = Doing.LOOKING) -> None:
    """Note that `by`, a person, has the room open. An unknown `doing` counts as looking."""
    if by.user_id is None:
        return
    known = doing if doing in Doing.values else Doing.LOOKING
    Presence.objects.bulk_create(
        [Presence(incident=incident, user_id=by.user_id, seen_at=at, doing=known)],
        update_conflicts=True,
        unique_fields=["incident", "user"],
        update_fields=["seen_at", "doing"],
    )
