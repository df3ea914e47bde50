"""Who may say what is true, and who may say how it is told (domain: Facts; decision rights)."""

from core.actor import Actor
from incidents.response import policies as response
from incidents.response.models import Incident
from incidents.response.states import MAY_PUBLISH, Role

RESPOND = response.RESPOND
PUBLISH = response.PUBLISH
MANAGE = "incidents.change_checklistitem"


def can_answer(actor: Actor, incident: Incident) -> bool:
    """Answers are collected from several departments at once: any responder, and who declared it and commands."""
    if actor.may(RESPOND):
        return True
    return actor.may(response.DECLARE) and response.holds(actor, incident, Role.COMMANDER)


def can_ask(actor: Actor, incident: Incident) -> bool:
    return actor.may(RESPOND)


def can_confirm(actor: Actor, incident: Incident) -> bool:
    """What is technically true is said by the commander or an expert; nobody else changes it then."""
    return actor.superuser or (actor.may(RESPOND) and response.holds(actor, incident, Role.COMMANDER, Role.EXPERT))


def can_word(actor: Actor, incident: Incident) -> bool:
    """How a fact is told, and whether: this incident's communications lead, deputy or substitute."""
    return actor.superuser or (actor.may(PUBLISH) and response.holds(actor, incident, *MAY_PUBLISH))


def can_reword(actor: Actor, incident: Incident) -> bool:
    """The words of a fact, not what it says."""
    return can_word(actor, incident) or can_confirm(actor, incident)
