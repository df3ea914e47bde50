"""What the ledger takes from below: the symptom told with a declaration is its first answer."""

from collections.abc import Mapping
from datetime import datetime

from core.actor import Actor
from core.web.errors import Invalid
from incidents.facts import actions
from incidents.facts.states import State
from incidents.response import openings
from incidents.response.models import Incident


def keep_symptom(incident: Incident, texts: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """An estimate: whoever declares has seen it and has not measured it."""
    try:
        actions.answer(incident=incident, key="symptom", state=State.ESTIMATED, texts=texts, by=by, at=at, expected=0)
    except Invalid as problem:
        raise Invalid({"symptom": [text for texts in problem.fields.values() for text in texts]}) from problem


openings.provide("symptom", keep_symptom)
