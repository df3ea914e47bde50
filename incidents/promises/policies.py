"""Reminding is the clock's work, and of whoever works on the incident."""

from core.actor import Actor
from core.actor import Kind as ActorKind
from incidents.response import policies as response
from incidents.response.models import Incident


def can_remind(actor: Actor, incident: Incident) -> bool:
    return actor.kind == ActorKind.SYSTEM or response.can_respond(actor, incident)
