"""Who may hand us posts: our own look at the network."""

from core.actor import SYSTEM, Actor


def can_take(actor: Actor) -> bool:
    return actor == SYSTEM
