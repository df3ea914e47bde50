"""Back to the network a thread came from, by whichever door let it in.

The doors stand above and know their networks; each registers its way back here. A way is asked with the thread
and the message and says whether it has taken them.
"""

from datetime import datetime
from typing import Protocol

from core.actor import Actor
from feedback.answering.carriers import email
from feedback.threads.models import Message, Thread


class Way(Protocol):
    def __call__(self, thread: Thread, message: Message, *, by: Actor, at: datetime) -> bool: ...


_ways: dict[str, Way] = {}


def register(name: str, way: Way) -> None:
    """Called at start; the same name again replaces the first."""
    _ways[name] = way


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime) -> None:
    """By the first way that knows this thread; where there is none any more, by mail if we have an address."""
    for name in sorted(_ways):
        if _ways[name](thread, message, by=by, at=at):
            return
    email.owe(thread, message, by=by, at=at)
