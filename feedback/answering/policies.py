"""Who may write words beforehand, who approves them, and who says thank you by itself."""

from core.actor import SYSTEM, Actor
from feedback.answering.models import CannedReply
from feedback.threads.models import Thread

VIEW = "feedback.view_cannedreply"
DRAFT = "feedback.draft_cannedreply"
APPROVE = "feedback.approve_cannedreply"


def can_view_canned(actor: Actor, canned: CannedReply | None = None) -> bool:
    return actor.may(VIEW)


def can_draft_canned(actor: Actor, canned: CannedReply | None = None) -> bool:
    return actor.may(DRAFT)


def can_approve_canned(actor: Actor, canned: CannedReply | None = None) -> bool:
    return actor.may(APPROVE)


def can_thank(actor: Actor, thread: Thread) -> bool:
    """Thanks of a person are an answer."""
    return actor == SYSTEM
