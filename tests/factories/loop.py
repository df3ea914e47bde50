"""An incident that customers wrote about, and the run that closes their conversations."""

from datetime import datetime, timedelta

from core.actor import Actor
from feedback.loop import actions
from feedback.loop.models import ClosingRun
from feedback.threads.models import Thread
from incidents.communication.models import Update
from incidents.response.models import Incident
from tests.factories import communication, feedback, subscribers
from tests.factories import response as people

HOUR = timedelta(hours=1)
OVER = {
    "en": "Playback works again for everybody in France since 13:00. A faulty server refused to hand out films.",
    "fr": "La lecture fonctionne de nouveau pour tout le monde en France depuis 13 h. Un serveur était en panne.",
    "ja": "フランスでの再生は13時から復旧しております。サーバーの故障が原因でした。",
}


def incident(noon: datetime) -> tuple[Incident, Actor]:
    """Playback is down in France, with a lead."""
    feedback.registers()
    subscribers.audiences()
    row = communication.incident(at=noon)
    return row, communication.lead(row)


def linked(incident: Incident, count: int, *, at: datetime, **fields: object) -> list[Thread]:
    """Customers who wrote of it, in the three languages in turn."""
    threads = [
        feedback.thread(
            at=at,
            **{
                "email": f"c{number}@example.org",
                "name": f"Customer {number}",
                "language": ("en", "fr", "ja")[number % 3],
                **fields,
            },
        )
        for number in range(count)
    ]
    actions.link_many(threads=threads, incident=incident, by=feedback.agent(), at=at)
    return threads


def published(incident: Incident, by: Actor, at: datetime, **fields: object) -> Update:
    return communication.published(incident, by=by, at=at, **fields)


def resolved(incident: Incident, by: Actor, at: datetime, words: dict[str, str] | None = None) -> Incident:
    """Readers are told that it is over."""
    texts = [communication.text(text, language) for language, text in (words or OVER).items()]
    published(incident, by, at, incident_state="resolved", phase="resolved", texts=texts)
    return Incident.objects.get(pk=incident.pk)


def run(incident: Incident, by: Actor, at: datetime) -> ClosingRun:
    """Prepared and started."""
    return actions.start(run=actions.prepare(incident=incident, by=by, at=at), by=by, at=at)


def agent() -> Actor:
    return feedback.agent()


def outsider() -> Actor:
    return people.actor("Tom Trainer", "Training lead")
