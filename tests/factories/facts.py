"""Facts answered by the public actions."""

from datetime import datetime, timedelta
from typing import Any

from core.actor import Actor
from incidents.facts import actions as facts
from incidents.facts.models import FactAnswer
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.factories import response as people

NOON = people.NOON
WORKAROUND = {
    "en": "Choose “Standard” quality.",
    "fr": "Choisissez la qualité « Standard ».",
    "ja": "画質で「標準」をお選びください。",
}


def expert(incident: Incident, name: str = "Elsa Expert") -> Actor:
    """Somebody who may say what is technically true."""
    user, actor = people.person(name, "Subject matter expert")
    response.assign(incident=incident, role=Role.EXPERT, user=user, by=people.actor(), at=incident.declared_at)
    return actor


def responder(name: str = "Sven Scribe") -> Actor:
    """A responder without a role on the incident."""
    return people.actor(name, "Scribe")


def eta(earliest: timedelta, latest: timedelta, *, at: datetime = NOON, **more: Any) -> dict[str, Any]:
    return {"earliest": at + earliest, "latest": at + latest, "basis": "A fix is rolling out.", **more}


def answered(
    incident: Incident, key: str, *, state: str = "confirmed", at: datetime = NOON, **given: Any
) -> FactAnswer:
    """An answer by the commander, unless `by` says otherwise."""
    given = {"by": people.actor(), **given}
    if not given.get("value") and "texts" not in given and state in ("estimated", "confirmed"):
        given["texts"] = WORKAROUND
    return facts.answer(incident=incident, key=key, state=state, at=at, **given)
