from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.text.translations import Language
from incidents.communication import policies, queries, states
from incidents.communication.actions import steps
from incidents.communication.models import Update
from incidents.communication.states import Phase
from incidents.communication.texts import Text
from incidents.response.models import Incident


@transaction.atomic
def hold(*, incident: Incident, by: Actor, at: datetime) -> Update | None:
    """The first message of an incident as a draft in every language, so that its lead starts from words.

    None where somebody has already written something: a machine's draft beside a person's is noise.
    """
    incident = steps.locked(incident.pk)
    require(policies.can_draft, by, incident)
    if incident.updates.exists():
        return None
    harmed = incident.impacts.filter(ended_at=None, component__is_public=True).exists()
    promised = queries.next_promise(incident, at)
    return steps.write(
        incident,
        [_text(language, harmed=harmed, promised=promised is not None) for language in Language.values],
        by=by,
        at=at,
        phase=Phase.HOLDING,
        incident_state=states.to_tell(incident.state),
        next_update_at=promised,
        notify=True,
    )


def _text(language: str, *, harmed: bool, promised: bool) -> Text:
    """Scope first, an apology, what we do, and when we speak again; no cause, because none is known yet."""
    with translation.override(language):
        if harmed:
            words = _("Some customers can't use {functions} as usual at the moment ({regions}).")
        else:
            words = _("Some customers may have trouble at the moment: {title}.")
        words += "\n\n" + _(
            "We are sorry for the trouble this causes you. We are finding out what happens and how many of you are "
            "affected."
        )
        return steps.for_all(language, words, promised=promised)
