from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.text.translations import Language
from incidents.communication import policies, queries, states
from incidents.communication.actions import steps
from incidents.communication.actions.publish import publish
from incidents.communication.models import Update
from incidents.communication.states import Phase
from incidents.communication.texts import Text
from incidents.response import states as response_states
from incidents.response.models import Incident
from incidents.response.states import MoveNotAllowed


@transaction.atomic
def touch(
    *, incident: Incident, by: Actor, at: datetime, next_update_at: datetime | None = None, notify: bool = False
) -> Update:
    """Still working on it: one click that refreshes the moment and the promise everywhere."""
    incident = steps.locked(incident.pk)
    require(policies.can_touch, by, incident)
    if incident.state in response_states.ENDED:
        raise MoveNotAllowed(incident.state, incident.state)
    promised = next_update_at or queries.next_promise(incident, at)
    update = steps.write(
        incident,
        [_text(language, promised=promised is not None) for language in Language.values],
        by=by,
        at=at,
        phase=Phase.STILL_WORKING,
        incident_state=states.to_tell(incident.state),
        next_update_at=promised,
        notify=notify,
    )
    return publish(update=update, by=by, at=at)


def _text(language: str, *, promised: bool) -> Text:
    """Plain and honest: nothing is new, somebody is there, and when we speak again."""
    with translation.override(language):
        words = _(
            "{title}: this is not solved yet, and we are still working on it. We have nothing new to tell "
            "since our last message, and we would rather say so than be silent. We are sorry for the "
            "trouble this causes you."
        )
        return steps.for_all(language, words, promised=promised)
