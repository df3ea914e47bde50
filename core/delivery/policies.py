"""Who may touch what is owed."""

from dataclasses import replace

from core.actor import Actor, Kind

REDRIVE = "core.redrive_delivery"
NOTE = "core.note_delivery"  # held by no person


def provider(name: str) -> Actor:
    """The mail provider, once its signature has been checked."""
    return Actor(kind=Kind.SOURCE, label=name, rights=frozenset({NOTE}))


def can_note(actor: Actor, on: object = None) -> bool:
    """Say what became of a mail after it was taken."""
    return actor.may(NOTE)


def trusted_with_own(actor: Actor) -> Actor:
    """The same actor, for messages that the caller has found to be the actor's own: these may be sent again."""
    return replace(actor, rights=actor.rights | {REDRIVE})


def can_redrive(actor: Actor, on: object = None) -> bool:
    """Send again what was given up, or call off what has not left: the communications lead's right."""
    return actor.may(REDRIVE)
