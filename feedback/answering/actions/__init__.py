"""Our words to a customer, and how they come about."""

from feedback.answering.actions.canned import approve_canned, draft_canned, retire_canned, write_canned
from feedback.answering.actions.reply import AnsweredMeanwhile, reply
from feedback.answering.actions.thank import thank
from feedback.answering.actions.writing import be_here, drop_draft, keep_draft

__all__ = [
    "AnsweredMeanwhile",
    "approve_canned",
    "be_here",
    "draft_canned",
    "drop_draft",
    "keep_draft",
    "reply",
    "retire_canned",
    "thank",
    "write_canned",
]
