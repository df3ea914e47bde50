"""Who ties a conversation to an incident, and who speaks to all of them when it is over."""

from core.actor import SYSTEM, Actor
from feedback.threads import policies as threads
from feedback.threads.models import Thread
from incidents.communication import policies as communication
from incidents.response.models import Incident


def can_see(actor: Actor) -> bool:
    """What customers wrote is read by who listens to them."""
    return actor.may(threads.VIEW)


def can_suggest(actor: Actor) -> bool:
    return actor == SYSTEM or actor.may(threads.TRIAGE)


def can_link(actor: Actor, incident: Incident) -> bool:
    return actor == SYSTEM or actor.may(threads.TRIAGE)


def can_tell(actor: Actor, incident: Incident) -> bool:
    """Linked customers hear what was published, by itself."""
    return actor == SYSTEM


def can_write(actor: Actor, incident: Incident) -> bool:
    """Draft the closing messages."""
    return actor == SYSTEM or actor.may(threads.ANSWER)


def can_close(actor: Actor, incident: Incident) -> bool:
    """Start them: who decides what goes out about this incident, and may answer customers (practice P5)."""
    return actor.may(threads.ANSWER) and communication.can_publish(actor, incident)


def can_say(actor: Actor, thread: Thread) -> bool:
    """Answer the question how we did: the customer alone."""
    return threads.holds(actor, thread)
