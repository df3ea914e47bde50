from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from incidents.communication import policies, states
from incidents.communication.actions import steps
from incidents.communication.actions.publish import publish
from incidents.communication.models import Update
from incidents.communication.states import Phase
from incidents.communication.texts import Text


@transaction.atomic
def correct(
    *,
    update: Update,
    texts: Sequence[Text],
    by: Actor,
    at: datetime,
    notify: bool = True,
    override_reason: str = "",
) -> Update:
    """Put right in the open what a published update got wrong: a new one, told to the same people.

    The wrong one stays as it was, and the page shows both. Raises `NotPublished` for a draft.
    """
    incident = steps.locked(update.incident_id)
    require(policies.can_correct, by, incident)
    correction = steps.write(
        incident,
        texts,
        by=by,
        at=at,
        corrects=Update.objects.get(pk=update.pk),
        phase=Phase.CORRECTION,
        incident_state=states.to_tell(incident.state),
        next_update_at=None,
        notify=notify,
    )
    return publish(update=correction, by=by, at=at, override_reason=override_reason)
