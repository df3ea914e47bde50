"""Somebody of ours calls back: the promise stands in the thread, the page says the same words."""

from datetime import datetime

from core.actor import Actor
from feedback.threads.models import Message, Thread


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime) -> None:
    """Nothing leaves: a person dials `thread.telephone`."""
