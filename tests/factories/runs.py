"""Playbooks followed in incidents, by the public actions."""

from datetime import datetime, timedelta

from core.actor import Actor
from incidents.message_templates import defaults as templates
from incidents.playbooks import actions, defaults
from incidents.playbooks.models import Playbook, PlaybookRun
from incidents.response.models import Incident
from incidents.subscribers import defaults as subscribers
from tests.factories.response import NOON, actor

MINUTE = timedelta(minutes=1)


def shipped(slug: str = "sign-in-outage") -> Playbook:
    """One of the playbooks we ship, published."""
    subscribers.seed(NOON)
    templates.seed(NOON)
    defaults.seed(NOON)
    return Playbook.objects.get(slug=slug)


def start(
    incident: Incident, slug: str = "sign-in-outage", *, by: Actor | None = None, at: datetime = NOON
) -> PlaybookRun:
    return actions.start(incident=incident, playbook=shipped(slug), by=by or actor(), at=at)


def go(run: PlaybookRun, *answers: str, by: Actor | None = None, at: datetime = NOON) -> PlaybookRun:
    """Give `answers` one after the other, wherever the run stands."""
    for answer in answers:
        run.refresh_from_db()
        actions.answer(run=run, node=run.node, answer=answer, by=by or actor(), at=at)
    run.refresh_from_db()
    return run
