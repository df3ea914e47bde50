"""Who may do what to a thread: its customer by a signed link, and staff by right."""

from core.actor import SYSTEM, Actor, Kind, visitor
from feedback.threads.models import Thread

VIEW = "feedback.view_thread"
TRIAGE = "feedback.triage_thread"
ANSWER = "feedback.answer_thread"
MODERATE = "feedback.moderate_thread"
ANONYMISE = "feedback.anonymise_thread"


def holder(thread: Thread) -> Actor:
    """Whoever came through the signed link, or from the address, of this thread."""
    return visitor(label=f"feedback:{thread.reference}")


def holds(actor: Actor, thread: Thread) -> bool:
    return actor.kind == Kind.VISITOR and actor.label == f"feedback:{thread.reference}"


def can_receive(actor: Actor) -> bool:
    """Anybody may write to us; staff and programs for somebody else with the right."""
    return actor.kind in (Kind.VISITOR, Kind.SYSTEM, Kind.SOURCE) or actor.may(ANSWER) or actor.may(TRIAGE)


def can_enter(actor: Actor) -> bool:
    """Write down for a customer what came by no door of ours."""
    return actor.may(ANSWER) or actor.may(TRIAGE)


def can_view(actor: Actor, thread: Thread) -> bool:
    return actor.may(VIEW) or holds(actor, thread)


def can_add(actor: Actor, thread: Thread) -> bool:
    """Write as the customer: the holder, or we for what came by a door of ours."""
    return holds(actor, thread) or actor == SYSTEM or actor.may(ANSWER)


def can_triage(actor: Actor, thread: Thread) -> bool:
    return actor == SYSTEM or actor.may(TRIAGE)


def can_merge(actor: Actor, thread: Thread) -> bool:
    return actor.may(TRIAGE)


def can_note(actor: Actor, thread: Thread) -> bool:
    return actor.may(TRIAGE) or actor.may(ANSWER)


def can_answer(actor: Actor, thread: Thread) -> bool:
    return actor.may(ANSWER)


def can_end(actor: Actor, thread: Thread) -> bool:
    """Close and reopen."""
    return holds(actor, thread) or actor == SYSTEM or actor.may(ANSWER)


def can_choose(actor: Actor, thread: Thread) -> bool:
    """How the customer hears from us."""
    return holds(actor, thread) or actor.may(ANSWER)
