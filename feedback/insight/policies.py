"""Who reads the figures, and who takes the rows away."""

from core.actor import Actor
from feedback.threads.policies import VIEW

EXPORT = "feedback.export_thread"


def can_measure(actor: Actor) -> bool:
    return actor.may(VIEW)


def can_export(actor: Actor) -> bool:
    return actor.may(VIEW) and actor.may(EXPORT)
