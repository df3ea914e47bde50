"""Whoever responds may write a playbook; who commands or speaks decides that it holds (practice P3)."""

from core.actor import Actor
from incidents.playbooks.models import Playbook
from incidents.response import policies as response
from incidents.response.models import Incident

VIEW = "incidents.view_playbook"
DRAFT = "incidents.draft_playbook"
PUBLISH = "incidents.publish_playbook"


def can_view(actor: Actor, playbook: Playbook | None = None) -> bool:
    return actor.may(VIEW)


def can_draft(actor: Actor, playbook: Playbook | None = None) -> bool:
    return actor.may(DRAFT)


def can_publish(actor: Actor, playbook: Playbook | None = None) -> bool:
    return actor.may(PUBLISH)


can_retire = can_publish


def can_run(actor: Actor, incident: Incident) -> bool:
    """Whoever works on the incident may start a playbook, answer in it, correct and abandon it."""
    return response.can_respond(actor, incident)
