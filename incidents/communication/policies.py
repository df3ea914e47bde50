"""Anybody on staff drafts; one person per incident decides what goes out (practice P5)."""

from core.actor import Actor
from core.actor import Kind as ActorKind
from incidents.communication import authors
from incidents.communication.models import Signature
from incidents.response import policies as response
from incidents.response.models import Incident
from incidents.response.states import MAY_PUBLISH, Kind, Role

DRAFT = "incidents.draft_update"
PUBLISH = "incidents.publish_update"
SIGN = authors.SIGN


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


def can_tell_components(actor: Actor) -> bool:
    """Only what readers see already is told, by the clockwork; nobody does it by hand."""
    return actor.kind == ActorKind.SYSTEM


can_touch = can_publish
can_correct = can_publish
can_withdraw = can_publish
can_ask = can_draft  # asking gives nothing away, and early asking saves readers the wait


def can_sign(actor: Actor, signature: Signature) -> bool:
    """Legal, and never whoever asked for it or wrote the words: four eyes are two people."""
    if actor.user_id is None or not actor.may(SIGN):
        return False
    return actor.user_id != signature.asker_id and actor.user_id not in authors.of(signature.update)


can_refuse = can_sign


def can_object(actor: Actor, incident: Incident) -> bool:
    """Whoever decides the response, and legal."""
    return actor.may(SIGN) or response.can_command(actor, incident)


def can_let_out(actor: Actor) -> bool:
    """A window closes by the clock; nobody shortens it."""
    return actor.kind == ActorKind.SYSTEM


def can_delegate(actor: Actor, incident: Incident) -> bool:
    """Name a substitute when nobody who may publish can be reached."""
    return response.can_assign(actor, incident, Role.SUBSTITUTE)
