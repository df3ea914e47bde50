"""Who may watch, and who reads what was seen."""

from core.actor import SYSTEM, Actor
from feedback.threads import policies as threads


def can_watch(actor: Actor) -> bool:
    return actor == SYSTEM


def can_see(actor: Actor) -> bool:
    return actor.may(threads.VIEW)
