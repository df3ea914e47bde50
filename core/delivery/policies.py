"""Who may touch what is owed."""

from core.actor import Actor

REDRIVE = "core.redrive_delivery"


def can_redrive(actor: Actor, on: object = None) -> bool:
    """Send again what was given up, or call off what has not left: the communications lead's right."""
    return actor.may(REDRIVE)
