from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.text.translations import FALLBACK
from feedback.loop import policies, queries
from incidents.facts import actions as facts
from incidents.facts import queries as answers
from incidents.facts.models import FactAnswer
from incidents.facts.states import State
from incidents.response.actions.steps import locked
from incidents.response.models import Incident

KEY = "reports_count"


@transaction.atomic
def count_reports(*, incident: Incident, by: Actor, at: datetime) -> FactAnswer | None:
    """Answer "how many customers have reported it?" from the conversations linked to the incident.

    An estimate: who wrote elsewhere is not in it. What a person has said, or taken back, stays theirs; None then, and
    where there is nothing new to say.
    """
    require(policies.can_suggest, by)
    incident = locked(incident, at)
    customers = queries.standing(incident).customers
    present = answers.answers(incident).get(KEY)
    if present is None and not customers:
        return None
    if present is not None and (present.by != by.label or present.value.get("low") == customers):
        return None
    with translation.override(FALLBACK):
        source = _("Conversations linked to the incident")
    value = {"low": customers}
    return facts.answer(incident=incident, key=KEY, state=State.ESTIMATED, value=value, source=source, by=by, at=at)
