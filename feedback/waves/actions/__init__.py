"""What is done about waves: nothing is declared, only proposed."""

from feedback.waves.actions.forget import forget_words
from feedback.waves.actions.watch import watch

__all__ = ["forget_words", "watch"]
