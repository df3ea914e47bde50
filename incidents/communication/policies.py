"""Anybody on staff drafts; one person per incident decides what goes out (practice P5)."""

from core.actor import Actor
from core.actor import Kind as ActorKind
from incidents.response import policies as response
from incidents.response.models import Incident
from incidents.response.states import MAY_PUBLISH, Kind, Role

DRAFT = "incidents.draft_update"
PUBLISH = "incidents.publish_update"


def can_draft(actor: Actor, incident: Incident) -> bool:
    return actor.may(DRAFT)


can_revise = can_draft
can_discard = can_draft


def can_publish(actor: Actor, incident: Incident) -> bool:
    """The right alone isn't enough, and the role alone isn't either: an administrator takes over first.

    The clock itself speaks of planned maintenance, which somebody has announced.
    """
    if actor.kind == ActorKind.SYSTEM:
        return incident.kind == Kind.MAINTENANCE and incident.is_public
    return actor.may(PUBLISH) and response.holds(actor, incident, *MAY_PUBLISH)


can_touch = can_publish
can_correct = can_publish


def can_delegate(actor: Actor, incident: Incident) -> bool:
    """Name a substitute when nobody who may publish can be reached."""
    return response.can_assign(actor, incident, Role.SUBSTITUTE)
