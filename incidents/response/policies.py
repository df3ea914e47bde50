"""May this actor do this to that incident? Asked by actions to refuse and by pages to hide buttons."""

from core.actor import SYSTEM, Actor
from incidents.response.models import Incident, RoleCall
from incidents.response.states import MAY_PUBLISH, Role

DECLARE = "incidents.declare_incident"
RESPOND = "incidents.respond_incident"
COMMAND = "incidents.command_incident"
PUBLISH = "incidents.publish_update"


def holds(actor: Actor, incident: Incident, *roles: str) -> bool:
    """Whether the person behind `actor` now has one of `roles` on this incident (any, when none is named)."""
    if actor.user_id is None:
        return False
    mine = incident.assignments.filter(user_id=actor.user_id, to_at=None)
    return (mine.filter(role__in=roles) if roles else mine).exists()


def can_declare(actor: Actor) -> bool:
    return actor.may(DECLARE)


def can_respond(actor: Actor, incident: Incident) -> bool:
    """Work on it: timeline, impact, progress, acknowledging, raising the severity."""
    return actor.may(RESPOND)


def can_note(actor: Actor, incident: Incident) -> bool:
    """Anyone who may open an incident may tell what they know about it."""
    return actor.may(RESPOND) or actor.may(DECLARE)


def can_note_reports(actor: Actor, incident: Incident) -> bool:
    """Counted from what customers wrote, by the slice that knows."""
    return actor == SYSTEM or actor.may(RESPOND)


can_resolve = can_respond
can_reopen = can_respond
can_merge = can_respond
can_rename = can_respond
can_correct = can_respond
can_schedule = can_respond


def can_command(actor: Actor, incident: Incident) -> bool:
    """Decide: this incident's commander, or whoever has the right to command and a role on it."""
    if actor.superuser:
        return True
    return holds(actor, incident, Role.COMMANDER) or (actor.may(COMMAND) and holds(actor, incident))


can_lower = can_command


def can_close(actor: Actor, incident: Incident) -> bool:
    return actor.may(COMMAND) or holds(actor, incident, Role.COMMANDER)


def can_assign(actor: Actor, incident: Incident, role: str) -> bool:
    """Command and publishing are given by who has them or commands; other roles by any responder."""
    if role == Role.COMMANDER or role in MAY_PUBLISH:
        given_by_lead = role in MAY_PUBLISH and actor.may(PUBLISH) and holds(actor, incident, *MAY_PUBLISH)
        return actor.may(COMMAND) or given_by_lead or holds(actor, incident, Role.COMMANDER)
    return actor.may(RESPOND)


def can_call(actor: Actor, incident: Incident, role: str) -> bool:
    """Calling gives nothing away: the role is only given by being taken."""
    return actor.may(RESPOND)


def can_hand_over(actor: Actor, incident: Incident, role: str) -> bool:
    """The one who holds the role, or who might assign it."""
    return holds(actor, incident, role) or can_assign(actor, incident, role)


can_release = can_hand_over


def can_take_over(actor: Actor, incident: Incident, role: str) -> bool:
    """One click, for a person trusted with what the role may do."""
    if actor.user_id is None:
        return False
    return actor.may(right_for(role))


def right_for(role: str) -> str:
    """The right that whoever takes `role` over has."""
    if role == Role.COMMANDER:
        return COMMAND
    return PUBLISH if role in MAY_PUBLISH else RESPOND


def can_answer(actor: Actor, call: RoleCall) -> bool:
    """Say yes: whoever may take the role."""
    return can_take_over(actor, call.incident, call.role)


def can_decline(actor: Actor, call: RoleCall) -> bool:
    """Say no: the person who is called, nobody else."""
    return actor.user_id is not None and actor.user_id == call.user_id
