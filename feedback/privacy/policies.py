from core.actor import SYSTEM, Actor
from feedback.threads.policies import ANONYMISE, VIEW


def can_handle(actor: Actor) -> bool:
    """Tell a person all we keep, and make them anonymous."""
    return actor == SYSTEM or (actor.may(ANONYMISE) and actor.may(VIEW))
