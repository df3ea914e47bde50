"""Back to the network a thread came from."""

from datetime import datetime

from core.actor import Actor
from feedback.threads.models import Message, Thread


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime) -> None:
    """Nothing yet."""
