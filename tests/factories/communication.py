"""An incident with somebody who may speak for it, and drafts written by the public actions."""

from datetime import datetime
from typing import Any

from core.actor import Actor
from incidents.communication import actions as communication
from incidents.communication.actions import Text
from incidents.communication.models import Update
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from incidents.subscribers import defaults
from tests.factories import catalogue
from tests.factories import response as people

NOON = people.NOON
WORDS = {
    "en": "Playback fails for some customers. We are sorry, and we are working on it.",
    "fr": "La lecture échoue pour certains clients. Nous en sommes désolés et nous y travaillons.",
    "ja": "一部のお客様で再生できない状態です。申し訳ございません。現在対応しております。",
}


def text(words: str = WORDS["en"], language: str = "en", **fields: Any) -> Text:
    return Text(
        **{"audience": "general", "channel_kind": "any", "language": language, "subject": "", "text": words, **fields}
    )


def texts(*languages: str) -> list[Text]:
    """The canonical words in `languages`, all three when none is named."""
    return [text(WORDS[language], language) for language in languages or WORDS]


def lead(incident: Incident, name: str = "Lena Lead", role: Role = Role.COMMUNICATIONS_LEAD) -> Actor:
    """Somebody with the right to publish and that role on this incident."""
    user, actor = people.person(name, "Communications lead")
    response.assign(incident=incident, role=role, user=user, by=people.actor(), at=incident.declared_at)
    return actor


def incident(*, at: datetime = NOON, **fields: Any) -> Incident:
    """Playback is down in France; audiences are seeded."""
    defaults.seed(at)
    if "impacts" not in fields:
        component = catalogue.component(
            f"playback-{Incident.objects.count()}", name="Playback", names={"fr": "Lecture", "ja": "再生"}
        )
        region = catalogue.region("france")
        fields["impacts"] = [response.ImpactInput(component, "major_outage", region)]
    return people.incident(at=at, **fields)


def draft(incident: Incident, *, by: Actor | None = None, at: datetime = NOON, **fields: Any) -> Update:
    """A draft by anyone on staff, in three languages, telling the state the incident is in."""
    fields = {"phase": "holding", "incident_state": incident.state, "texts": texts(), **fields}
    return communication.draft(incident=incident, by=by or people.actor("Sam Staff", "Support agent"), at=at, **fields)


def published(incident: Incident, *, by: Actor | None = None, at: datetime = NOON, **fields: Any) -> Update:
    """A draft that the lead has published."""
    return communication.publish(update=draft(incident, at=at, **fields), by=by or lead(incident), at=at)
