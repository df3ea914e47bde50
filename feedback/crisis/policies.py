"""Who is called for a crisis, who may take it, and who may make an incident of what a customer told us."""

from core.actor import SYSTEM, Actor
from feedback.crisis.models import TAKE, CrisisCall
from feedback.threads import policies as threads
from feedback.threads.models import Thread
from incidents.response import policies as response


def can_call(actor: Actor) -> bool:
    return actor == SYSTEM


def can_confirm(actor: Actor, call: CrisisCall) -> bool:
    """A person with the right; "somebody's program has it" would be no answer."""
    return actor.user_id is not None and actor.may(TAKE)


def can_declare(actor: Actor, thread: Thread) -> bool:
    """Whoever declares ties the thread to the incident, and so sorts feedback, too."""
    return response.can_declare(actor) and threads.can_triage(actor, thread)
