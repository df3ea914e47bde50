"""Our words to a customer."""

from feedback.answering.actions.reply import reply

__all__ = ["reply"]
